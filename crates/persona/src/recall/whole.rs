//! How near whole texts are to a question, seen from the middle of what there is.
//!
//! Embeddings of one model all point into nearly the same direction, so that long and general texts are near
//! to everything. Taking the centre off both sides undoes that (Mu and Viswanath, All-but-the-Top,
//! arXiv:1702.01417): what is left says how a text differs from the others.

use std::sync::LazyLock;

use attune_domain::{Embedding, QuantisedEmbedding, dot_wide_rows};

const DIMS: usize = 384;

/// How much of the centre is taken off for a question about an event, and for one that asks for advice.
/// Statements of what people like are all said alike, so that there the whole of it has to go.
const TAKEN_OFF: [f32; 2] = [0.6, 1.0];

/// The centres of questions about events, of what is told, of questions for advice, and of statements of what
/// people like. Made from this project's own texts by `late_directions`, an example of the models' crate, and
/// kept as half-precision numbers in little endian.
static CENTRES: LazyLock<[Vec<f32>; 4]> = LazyLock::new(|| {
    let bytes: &[u8; 4 * DIMS * 2] = include_bytes!("centres.bin");
    let number = |bytes: &[u8]| half::f16::from_le_bytes([bytes[0], bytes[1]]).to_f32();
    let mut rows = bytes.chunks_exact(DIMS * 2).map(|row| row.chunks_exact(2).map(number).collect());
    std::array::from_fn(|_| rows.next().unwrap_or_default())
});

/// One vector for each turn, or none where it is not computed yet.
#[derive(Debug, Default)]
pub(super) struct Wholes {
    scales: Vec<f32>,
    values: Vec<i8>,
    /// The products of each row with the two centres of what is told: they do not depend on a question.
    middles: Vec<[f32; 2]>,
}

impl Wholes {
    pub(super) fn push(&mut self, vector: Option<&QuantisedEmbedding>) {
        self.scales.push(0.0);
        self.middles.push([0.0; 2]);
        self.values.extend([0; DIMS]);
        if let Some(vector) = vector {
            self.set(self.scales.len() - 1, vector);
        }
    }

    /// Gives a turn its vector, or another one. A vector of another model, and one of a turn that there is not,
    /// is left alone.
    pub(super) fn set(&mut self, turn: usize, vector: &QuantisedEmbedding) {
        if vector.dims() != DIMS || turn >= self.scales.len() {
            return;
        }
        self.scales[turn] = vector.scale();
        self.values[turn * DIMS..][..DIMS].copy_from_slice(vector.values());
        let along = |centre: usize| {
            let products = vector.values().iter().zip(&CENTRES[centre]);
            vector.scale() * products.map(|(value, centre)| f32::from(*value) * centre).sum::<f32>()
        };
        self.middles[turn] = [along(1), along(3)];
    }

    /// Takes a turn's vector away.
    pub(super) fn clear(&mut self, turn: usize) {
        if let Some(scale) = self.scales.get_mut(turn) {
            *scale = 0.0;
        }
    }

    /// The nearness of each turn, from -1 to 1; none when the question's vector is of another model. Turns
    /// without a vector are at 0. `advice` is from 0 (about an event) to 1.
    pub(super) fn nearness(&self, question: &Embedding, advice: f32) -> Option<Vec<f32>> {
        if question.dims() != DIMS {
            return None;
        }
        let parts = [TAKEN_OFF[0] * (1.0 - advice), TAKEN_OFF[1] * advice];
        let blend = |event: usize, wish: usize| -> Vec<f32> {
            let both = CENTRES[event].iter().zip(&CENTRES[wish]);
            both.map(|(event, wish)| parts[0] * event + parts[1] * wish).collect()
        };
        let (asked, told) = (blend(0, 2), blend(1, 3));
        let towards: Vec<f32> =
            question.as_slice().iter().zip(&asked).map(|(value, centre)| value - centre).collect();
        let offset: f32 = towards.iter().zip(&told).map(|(a, b)| a * b).sum();
        let square = |vector: &[f32]| vector.iter().map(|value| value * value).sum::<f32>();
        let (told_length, towards_length) = (square(&told), square(&towards).sqrt().max(f32::MIN_POSITIVE));
        let (step, towards) = steps(&towards);
        let near = |((scale, product), middles): ((&f32, i32), &[f32; 2])| {
            if *scale <= 0.0 {
                return 0.0;
            }
            let along = scale * step * product as f32;
            let middle = parts[0] * middles[0] + parts[1] * middles[1];
            // The length of the row without the centre, whose own length is 1.
            let own_length = (1.0 - 2.0 * middle + told_length).max(1e-3).sqrt();
            (along - offset) / own_length / towards_length
        };
        let rows = self.scales.iter().zip(dot_wide_rows(&towards, &self.values));
        Some(rows.zip(&self.middles).map(near).collect())
    }
}

/// A vector in whole steps, and what a step is worth.
fn steps(vector: &[f32]) -> (f32, Vec<i16>) {
    let largest = vector.iter().fold(f32::MIN_POSITIVE, |largest, value| largest.max(value.abs()));
    #[expect(clippy::cast_possible_truncation, reason = "the quotient is from -127 to 127")]
    let values = vector.iter().map(|value| (value / largest * 127.0).round() as i16).collect();
    (largest / 127.0, values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(at: usize) -> Embedding {
        let mut values = vec![0.0; DIMS];
        values[at] = 1.0;
        Embedding::normalised(values).unwrap()
    }

    #[test]
    fn the_nearest_is_the_same_text_for_both_sorts_of_questions() {
        let mut wholes = Wholes::default();
        wholes.push(Some(&unit(1).quantised()));
        wholes.push(Some(&unit(2).quantised()));
        wholes.push(None);
        for advice in [0.0, 0.5, 1.0] {
            let near = wholes.nearness(&unit(2), advice).unwrap();
            assert!(near[1] > near[0] && near[1] > near[2], "{near:?}");
            assert!(near.iter().all(|near| near.abs() <= 1.05), "{near:?}");
        }
        assert!(wholes.nearness(&Embedding::normalised(vec![1.0]).unwrap(), 0.0).is_none());
    }
}
