//! The space in which prototypes lie: the embedder's, with what all texts have in common taken away, and turned
//! so that the directions along which texts differ most come first.
//!
//! Vectors of one embedder lie in a narrow cone: their mean says "text" and hides what differs between two of
//! them (Mu and Viswanath, "All-but-the-Top", 2018). The mean and the directions were computed, as principal
//! components, from sentences written for this project (`space.bin`: 384 × i8 mean in steps of 1/400, then
//! [`DIMS`] rows of 384 × i8 in steps of 1/500).

use attune_domain::Embedding;

/// Numbers in a projected direction.
pub(super) const DIMS: usize = 128;

const EMBEDDER_DIMS: usize = 384;
const MEAN_STEP: f32 = 1.0 / 400.0;
const ROW_STEP: f32 = 1.0 / 500.0;

static SPACE: &[u8; EMBEDDER_DIMS * (DIMS + 1)] = include_bytes!("space.bin");

/// A direction in the projected space: length 1, or all zero where the text says nothing that is not common.
pub(super) type Direction = [f32; DIMS];

/// Where an embedding lies. Components that the embedder should have and the vector has not count as the mean.
pub(super) fn project(embedding: &Embedding) -> Direction {
    let (mean, rows) = SPACE.split_at(EMBEDDER_DIMS);
    let mut centred = [0.0_f32; EMBEDDER_DIMS];
    for ((to, from), mean) in centred.iter_mut().zip(embedding.as_slice()).zip(mean) {
        *to = from - f32::from(mean.cast_signed()) * MEAN_STEP;
    }
    let mut direction = [0.0_f32; DIMS];
    for (to, row) in direction.iter_mut().zip(rows.chunks_exact(EMBEDDER_DIMS)) {
        *to = row
            .iter()
            .zip(&centred)
            .map(|(step, value)| f32::from(step.cast_signed()) * ROW_STEP * value)
            .sum();
    }
    normalised(direction)
}

/// The same direction with the length 1; zero stays zero.
pub(super) fn normalised(mut direction: Direction) -> Direction {
    let length = dot(&direction, &direction).sqrt();
    if length > 1e-9 {
        direction.iter_mut().for_each(|value| *value /= length);
    }
    direction
}

/// The cosine of two directions.
pub(super) fn dot(a: &Direction, b: &Direction) -> f32 {
    let mut sums = [0.0_f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rows_keep_right_angles() {
        let (_, rows) = SPACE.split_at(EMBEDDER_DIMS);
        let rows: Vec<Vec<f32>> = rows
            .chunks_exact(EMBEDDER_DIMS)
            .map(|row| row.iter().map(|step| f32::from(step.cast_signed()) * ROW_STEP).collect())
            .collect();
        for (i, a) in rows.iter().enumerate() {
            for (j, b) in rows.iter().enumerate().skip(i) {
                let product: f32 = a.iter().zip(b).map(|(a, b)| a * b).sum();
                let expected = if i == j { 1.0 } else { 0.0 };
                assert!((product - expected).abs() < 0.02, "rows {i} and {j}: {product}");
            }
        }
    }

    #[test]
    fn what_all_texts_share_is_nowhere() {
        let (mean, _) = SPACE.split_at(EMBEDDER_DIMS);
        let mean: Vec<f32> = mean.iter().map(|step| f32::from(step.cast_signed())).collect();
        let shared = Embedding::normalised(mean.clone()).unwrap();
        let mut told = mean;
        told[3] += 60.0;
        told[200] -= 60.0;
        let told = Embedding::normalised(told).unwrap();
        // Both are near to the mean and so to each other, but only one of them says something else too.
        assert!(shared.dot(&told) > 0.9);
        assert!(dot(&project(&shared), &project(&told)) < 0.8);
    }
}
