//! From any rate to the one that models hear, block by block.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{
    Async, FixedAsync, Indexing, Resampler as _, SincInterpolationParameters, SincInterpolationType,
    WindowFunction,
};

use crate::protocol::speech::SAMPLE_RATE;

/// Rates that recordings have: from a telephone to a studio.
const RATES: std::ops::RangeInclusive<u32> = 4_000..=384_000;

/// Input samples that are worked on together.
const BLOCK: usize = 1024;

/// No recording has this rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} samples a second cannot be heard; 4,000 to 384,000 can")]
pub struct UnusableRate(u32);

/// Changes the rate of one channel to [`SAMPLE_RATE`]. What lies above the new rate's half is taken out first, so
/// that it does not come back as noise.
pub struct Resampler {
    /// None where the rate is right already.
    inner: Option<Async<f32>>,
    waiting: Vec<f32>,
    block: Vec<f32>,
    ratio: f64,
    /// Samples of the filter's start that are no sound.
    to_trim: usize,
    taken: u64,
    given: u64,
}

impl Resampler {
    /// For sound of this rate.
    ///
    /// # Errors
    /// [`UnusableRate`]
    pub fn new(rate: u32) -> Result<Self, UnusableRate> {
        if !RATES.contains(&rate) {
            return Err(UnusableRate(rate));
        }
        let ratio = f64::from(SAMPLE_RATE) / f64::from(rate);
        let inner = if rate == SAMPLE_RATE {
            None
        } else {
            // 128 points keep what is lost below the hearing of a model whose bands end at 8 kHz.
            let parameters = SincInterpolationParameters {
                sinc_len: 128,
                f_cutoff: None,
                oversampling_factor: 128,
                interpolation: SincInterpolationType::Linear,
                window: WindowFunction::BlackmanHarris2,
            };
            let made = Async::new_sinc(ratio, 1.0, &parameters, BLOCK, 1, FixedAsync::Input);
            Some(made.map_err(|_| UnusableRate(rate))?)
        };
        let to_trim = inner.as_ref().map_or(0, |inner| inner.output_delay());
        let block = inner.as_ref().map_or_else(Vec::new, |inner| vec![0.0; inner.output_frames_max()]);
        Ok(Self { inner, waiting: Vec::new(), block, ratio, to_trim, taken: 0, given: 0 })
    }

    /// Takes samples, and appends what they became to `out`. The last few wait for what follows.
    pub fn push(&mut self, samples: &[f32], out: &mut Vec<f32>) {
        self.taken += samples.len() as u64;
        if self.inner.is_none() {
            self.given += samples.len() as u64;
            out.extend_from_slice(samples);
            return;
        }
        self.waiting.extend_from_slice(samples);
        self.work(out);
    }

    /// Appends what still waits. Afterwards as many samples were given as the time that was taken has.
    pub fn finish(&mut self, out: &mut Vec<f32>) {
        if self.inner.is_none() {
            return;
        }
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a recording has fewer samples than a float has integers"
        )]
        let wanted = (self.taken as f64 * self.ratio).round() as u64;
        // Silence pushes the rest through; a filter of this length needs a block or two of it.
        for _ in 0..64 {
            if self.given >= wanted {
                break;
            }
            self.waiting.resize(self.waiting.len().max(BLOCK), 0.0);
            self.work(out);
        }
        let surplus = usize::try_from(self.given.saturating_sub(wanted)).unwrap_or(0);
        out.truncate(out.len().saturating_sub(surplus));
        self.given = self.given.min(wanted);
    }

    fn work(&mut self, out: &mut Vec<f32>) {
        let Some(inner) = &mut self.inner else { return };
        let mut start = 0;
        loop {
            let needed = inner.input_frames_next();
            let Some(input) = self.waiting.get(start..start + needed) else { break };
            let room = self.block.len();
            let (Ok(input), Ok(mut output)) = (
                InterleavedSlice::new(input, 1, needed),
                InterleavedSlice::new_mut(&mut self.block[..], 1, room),
            ) else {
                break;
            };
            let made = inner.process_into_buffer(&input, &mut output, None::<&Indexing>);
            start += needed;
            // Only sizes can be wrong, and they are those that were asked for.
            let Ok((_, made)) = made else { break };
            let trimmed = self.to_trim.min(made);
            self.to_trim -= trimmed;
            self.given += (made - trimmed) as u64;
            out.extend_from_slice(&self.block[trimmed..made]);
        }
        self.waiting.drain(..start);
    }
}

impl std::fmt::Debug for Resampler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Resampler").field("ratio", &self.ratio).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A second of a tone, in blocks of odd lengths.
    fn resampled(rate: u32, hz: f32) -> Vec<f32> {
        let tone: Vec<f32> =
            (0..rate).map(|index| (std::f32::consts::TAU * hz * index as f32 / rate as f32).sin()).collect();
        let mut resampler = Resampler::new(rate).unwrap();
        let mut out = Vec::new();
        for block in tone.chunks(777) {
            resampler.push(block, &mut out);
        }
        resampler.finish(&mut out);
        out
    }

    /// The root of the mean of squares, away from the edges.
    fn loudness(samples: &[f32]) -> f32 {
        let middle = &samples[2000..samples.len() - 2000];
        (middle.iter().map(|sample| sample * sample).sum::<f32>() / middle.len() as f32).sqrt()
    }

    #[test]
    fn a_second_stays_a_second_and_a_tone_a_tone() {
        for rate in [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000] {
            let out = resampled(rate, 440.0);
            assert_eq!(out.len(), 16_000, "{rate}");
            assert!((loudness(&out) - 0.707).abs() < 0.01, "{rate}: {}", loudness(&out));
            let expected: Vec<f32> = (0..16_000)
                .map(|index| (std::f32::consts::TAU * 440.0 * index as f32 / 16e3).sin())
                .collect();
            let worst = (2000..14_000).map(|i| (out[i] - expected[i]).abs()).fold(0.0, f32::max);
            // The filter's delay is a whole number of samples: one of them is as near as it gets.
            assert!(worst < 0.2, "{rate}: it is not where it was, by {worst}");
        }
    }

    #[test]
    fn what_the_new_rate_cannot_hold_is_taken_out() {
        assert!(loudness(&resampled(48_000, 12_000.0)) < 0.005);
    }

    #[test]
    fn impossible_rates_are_refused() {
        for rate in [0, 1, 3_999, 384_001, u32::MAX] {
            assert_eq!(Resampler::new(rate).unwrap_err(), UnusableRate(rate));
        }
    }

    #[test]
    fn next_to_nothing_gives_next_to_nothing() {
        let mut resampler = Resampler::new(48_000).unwrap();
        let mut out = Vec::new();
        resampler.push(&[0.5; 3], &mut out);
        resampler.finish(&mut out);
        assert_eq!(out.len(), 1);
    }
}
