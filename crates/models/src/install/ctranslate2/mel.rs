//! The mel filters that Whisper hears through: triangles on Slaney's mel scale, of equal area, as
//! `librosa.filters.mel(sr=16000, n_fft=400)` computes them and as OpenAI ships them with Whisper.

/// Frequencies that the spectrum has.
pub(super) const BINS: usize = 201;

const NYQUIST_HZ: f64 = 8000.0;

/// Below this, the scale is linear; above, logarithmic.
const BREAK_HZ: f64 = 1000.0;
const HZ_PER_MEL: f64 = 200.0 / 3.0;

/// `bands` rows of [`BINS`] weights.
pub(super) fn filters(bands: usize) -> Vec<f32> {
    let top = to_mel(NYQUIST_HZ);
    let edges: Vec<f64> = (0..bands + 2).map(|i| to_hz(top * i as f64 / (bands + 1) as f64)).collect();
    let mut weights = Vec::with_capacity(bands * BINS);
    for edge in edges.windows(3) {
        let [low, middle, high] = [edge[0], edge[1], edge[2]];
        let area = 2.0 / (high - low);
        for bin in 0..BINS {
            let hz = NYQUIST_HZ * bin as f64 / (BINS - 1) as f64;
            let height = ((hz - low) / (middle - low)).min((high - hz) / (high - middle)).max(0.0);
            // librosa rounds before it scales.
            let weight = (f64::from(height as f32) * area) as f32;
            weights.push(weight);
        }
    }
    weights
}

fn log_step() -> f64 {
    6.4_f64.ln() / 27.0
}

fn to_mel(hz: f64) -> f64 {
    if hz < BREAK_HZ { hz / HZ_PER_MEL } else { BREAK_HZ / HZ_PER_MEL + (hz / BREAK_HZ).ln() / log_step() }
}

fn to_hz(mel: f64) -> f64 {
    let break_mel = BREAK_HZ / HZ_PER_MEL;
    if mel < break_mel { mel * HZ_PER_MEL } else { BREAK_HZ * ((mel - break_mel) * log_step()).exp() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares with the filters that OpenAI ships: a line a band, with its first bin that is not zero and
    /// the weights from there.
    fn check(bands: usize, shipped: &str) {
        let computed = filters(bands);
        assert_eq!(shipped.lines().count(), bands);
        for (band, line) in shipped.lines().enumerate() {
            let mut fields = line.split(' ');
            let first: usize = fields.next().unwrap().parse().unwrap();
            let weights: Vec<f32> = fields.map(|field| field.parse().unwrap()).collect();
            for bin in 0..BINS {
                let expected = bin.checked_sub(first).and_then(|i| weights.get(i)).copied().unwrap_or(0.0);
                let found = computed[band * BINS + bin];
                assert!(
                    (found - expected).abs() < 1e-7,
                    "band {band}, bin {bin}: {found} instead of {expected}"
                );
            }
        }
    }

    #[test]
    fn the_filters_are_those_that_whisper_was_trained_with() {
        check(80, include_str!("testdata/mel_80.txt"));
        check(128, include_str!("testdata/mel_128.txt"));
    }
}
