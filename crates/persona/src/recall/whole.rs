//! How near whole texts are to a question, seen from the middle of what there is.
//!
//! Embeddings of one model all point into nearly the same direction, so that long and general texts are near
//! to everything. Taking the centre off both sides undoes that (Mu and Viswanath, All-but-the-Top,
//! arXiv:1702.01417): what is left says how a text differs from the others.

use attune_domain::{Embedding, QuantisedEmbedding};

const DIMS: usize = 384;

/// How much of the centre is taken off for a question about an event, and for one that asks for advice.
/// Statements of what people like are all said alike, so that there the whole of it has to go.
const TAKEN_OFF: [f32; 2] = [0.6, 1.0];

/// The centres of questions about events, of what is told, of questions for advice, and of statements of what
/// people like, as half-precision numbers in little endian. Made from this project's own texts by
/// `late_directions`, an example of the models' crate.
static CENTRES: &[u8; 4 * DIMS * 2] = include_bytes!("centres.bin");

/// One vector for each turn, or none where it is not computed yet.
#[derive(Debug, Default)]
pub(super) struct Wholes {
    scales: Vec<f32>,
    values: Vec<i8>,
}

impl Wholes {
    pub(super) fn push(&mut self, vector: Option<&QuantisedEmbedding>) {
        let vector = vector.filter(|vector| vector.dims() == DIMS);
        self.scales.push(vector.map_or(0.0, QuantisedEmbedding::scale));
        match vector {
            Some(vector) => self.values.extend(vector.values()),
            None => self.values.extend([0; DIMS]),
        }
    }

    /// The nearness of each turn, from -1 to 1; none when the question's vector is of another model. Turns
    /// without a vector are at 0. `advice` is from 0 (about an event) to 1.
    pub(super) fn nearness(&self, question: &Embedding, advice: f32) -> Option<Vec<f32>> {
        if question.dims() != DIMS {
            return None;
        }
        let centres: Vec<f32> = numbers(CENTRES).collect();
        let blend = |event: usize, wish: usize| -> Vec<f32> {
            let (event, wish) = (&centres[event * DIMS..][..DIMS], &centres[wish * DIMS..][..DIMS]);
            let parts = [TAKEN_OFF[0] * (1.0 - advice), TAKEN_OFF[1] * advice];
            event.iter().zip(wish).map(|(event, wish)| parts[0] * event + parts[1] * wish).collect()
        };
        let (asked, told) = (blend(0, 2), blend(1, 3));
        let towards: Vec<f32> =
            question.as_slice().iter().zip(&asked).map(|(value, centre)| value - centre).collect();
        let offset: f32 = towards.iter().zip(&told).map(|(a, b)| a * b).sum();
        let square = |vector: &[f32]| vector.iter().map(|value| value * value).sum::<f32>();
        let (told_length, towards_length) = (square(&told), square(&towards).sqrt().max(f32::MIN_POSITIVE));
        let (towards, told) = (steps(&towards), steps(&told));
        let near = |(scale, row): (&f32, &[i8])| {
            if *scale <= 0.0 {
                return 0.0;
            }
            let (along, middle) = (scale * dot(row, &towards), scale * dot(row, &told));
            // The length of the row without the centre, whose own length is 1.
            let own_length = (1.0 - 2.0 * middle + told_length).max(1e-3).sqrt();
            (along - offset) / own_length / towards_length
        };
        Some(self.scales.iter().zip(self.values.chunks_exact(DIMS)).map(near).collect())
    }
}

fn numbers(bytes: &'static [u8]) -> impl Iterator<Item = f32> {
    bytes.chunks_exact(2).map(|bytes| half::f16::from_le_bytes([bytes[0], bytes[1]]).to_f32())
}

/// A vector in bytes, and what a step is worth.
fn steps(vector: &[f32]) -> (f32, Vec<i8>) {
    let largest = vector.iter().fold(f32::MIN_POSITIVE, |largest, value| largest.max(value.abs()));
    #[expect(clippy::cast_possible_truncation, reason = "the quotient is from -127 to 127")]
    let values = vector.iter().map(|value| (value / largest * 127.0).round() as i8).collect();
    (largest / 127.0, values)
}

fn dot(row: &[i8], (scale, other): &(f32, Vec<i8>)) -> f32 {
    let sum: i32 = row.iter().zip(other).map(|(a, b)| i32::from(i16::from(*a) * i16::from(*b))).sum();
    sum as f32 * scale
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
