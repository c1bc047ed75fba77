//! What each word of a text means where it stands: one direction a token, in eight bits a component.
//!
//! Two texts are compared word by word ("late interaction", Khattab and Zaharia, `ColBERT`, arXiv:2004.12832):
//! each word of the question looks for the word that is nearest to it. That finds a detail in a long text,
//! which a single direction for the whole text averages away.

use crate::steps::{largest_products, widen_into};

/// The largest value of a quantised component.
const LARGEST: f32 = 127.0;

/// One direction for each token of a text, all in the space of the same model. May be empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TokenVectors {
    dims: usize,
    /// What one step of each row is worth, so that the row has the length 1.
    scales: Box<[f32]>,
    /// Rows one after the other.
    values: Box<[i8]>,
}

/// Why bytes are no token vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these bytes hold no token vectors")]
pub struct NotTokenVectors;

impl TokenVectors {
    /// Quantises rows of `dims` numbers that follow each other; lengths do not matter. A row without a
    /// direction (zero, or not finite) is left out, and so is an incomplete last one.
    #[must_use]
    pub fn quantised(dims: usize, rows: &[f32]) -> Self {
        let mut scales = Vec::new();
        let mut values = Vec::new();
        for row in rows.chunks_exact(dims.max(1)) {
            let length = row.iter().map(|value| value * value).sum::<f32>().sqrt();
            if !length.is_finite() || length < f32::MIN_POSITIVE {
                continue;
            }
            let largest = row.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
            scales.push(largest / LARGEST / length);
            #[expect(clippy::cast_possible_truncation, reason = "the quotient is from -127 to 127")]
            values.extend(row.iter().map(|value| (value / largest * LARGEST).round() as i8));
        }
        Self { dims, scales: scales.into(), values: values.into() }
    }

    /// How many tokens there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    /// Components a token.
    #[must_use]
    pub fn dims(&self) -> usize {
        self.dims
    }

    /// The rows: what one step is worth, and the components in steps.
    pub fn rows(&self) -> impl Iterator<Item = (f32, &[i8])> {
        self.scales.iter().copied().zip(self.values.chunks_exact(self.dims.max(1)))
    }

    /// How near the nearest token of `passage` is to each token of this question, on average: from -1 to 1,
    /// and 0 when one of them is empty or they are of different models. Who compares a question with many
    /// passages asks [`AskedTokens`].
    #[must_use]
    pub fn nearness(&self, passage: &Self) -> f32 {
        AskedTokens::new(self).nearness(passage)
    }

    /// The mean direction of all tokens, as one row; empty when there is none.
    #[must_use]
    pub fn mean(&self) -> Self {
        let mut sum = vec![0.0_f32; self.dims];
        for (scale, row) in self.rows() {
            sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += scale * f32::from(*value));
        }
        Self::quantised(self.dims, &sum)
    }

    /// The form in which they are kept: the components a row as two bytes, then for each row its scale and its
    /// components, all little endian.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let dims = u16::try_from(self.dims).unwrap_or(u16::MAX);
        let mut bytes = dims.to_le_bytes().to_vec();
        for (scale, row) in self.rows() {
            bytes.extend(scale.to_le_bytes());
            bytes.extend(row.iter().map(|value| value.cast_unsigned()));
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`NotTokenVectors`] when the length does not fit, or a scale is not a positive number.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotTokenVectors> {
        let (dims, rest) = bytes.split_first_chunk::<2>().ok_or(NotTokenVectors)?;
        let dims = usize::from(u16::from_le_bytes(*dims));
        if rest.len() % (dims + 4) != 0 || (dims == 0 && !rest.is_empty()) {
            return Err(NotTokenVectors);
        }
        let mut scales = Vec::with_capacity(rest.len() / (dims + 4));
        let mut values = Vec::with_capacity(rest.len());
        for row in rest.chunks_exact(dims + 4) {
            let (scale, row) = row.split_first_chunk::<4>().ok_or(NotTokenVectors)?;
            let scale = f32::from_le_bytes(*scale);
            if !(scale.is_finite() && scale > 0.0) {
                return Err(NotTokenVectors);
            }
            scales.push(scale);
            values.extend(row.iter().map(|value| value.cast_signed()));
        }
        Ok(Self { dims, scales: scales.into(), values: values.into() })
    }
}

/// The tokens of a question, laid out for comparing them with many passages.
#[derive(Debug, Clone)]
pub struct AskedTokens {
    dims: usize,
    scales: Box<[f32]>,
    wide: Vec<i16>,
    /// Room for a passage's tokens.
    passage: Vec<i16>,
}

impl AskedTokens {
    /// Lays out a question.
    #[must_use]
    pub fn new(question: &TokenVectors) -> Self {
        let mut wide = Vec::new();
        widen_into(&mut wide, &question.values);
        Self { dims: question.dims, scales: question.scales.clone(), wide, passage: Vec::new() }
    }

    /// See [`TokenVectors::nearness`].
    #[must_use]
    pub fn nearness(&mut self, passage: &TokenVectors) -> f32 {
        if self.scales.is_empty() || passage.is_empty() || self.dims != passage.dims {
            return 0.0;
        }
        widen_into(&mut self.passage, &passage.values);
        let nearest = largest_products(&self.wide, &self.passage, &passage.scales, self.dims);
        let nearest = self.scales.iter().zip(nearest).map(|(scale, near)| scale * near);
        nearest.sum::<f32>() / self.scales.len() as f32
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_word_looks_for_its_nearest() {
        let question = TokenVectors::quantised(2, &[1.0, 0.0, 0.0, 2.0]);
        let both = TokenVectors::quantised(2, &[0.0, 1.0, 5.0, 0.0, -1.0, -1.0]);
        let one = TokenVectors::quantised(2, &[1.0, 0.0]);
        assert!((question.nearness(&both) - 1.0).abs() < 1e-3);
        assert!((question.nearness(&one) - 0.5).abs() < 1e-3);
        assert!(question.nearness(&TokenVectors::default()).abs() < f32::EPSILON);
        assert!(question.nearness(&TokenVectors::quantised(3, &[1.0, 0.0, 0.0])).abs() < f32::EPSILON);
    }

    #[test]
    fn rows_without_a_direction_are_left_out() {
        assert_eq!(TokenVectors::quantised(2, &[0.0, 0.0, f32::NAN, 1.0, 3.0, 4.0, 1.0]).len(), 1);
        assert!(TokenVectors::default().mean().is_empty());
    }

    #[test]
    fn other_bytes_are_refused() {
        for bytes in [&[][..], &[1], &[2, 0, 1], &[0, 0, 1, 1, 1, 1], &[1, 0, 0, 0, 0x80, 0xff, 1]] {
            assert_eq!(TokenVectors::from_bytes(bytes), Err(NotTokenVectors), "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_kept_comes_back(rows in proptest::collection::vec(-1.0_f32..1.0, 0..64)) {
            let vectors = TokenVectors::quantised(8, &rows);
            prop_assert_eq!(TokenVectors::from_bytes(&vectors.to_bytes()), Ok(vectors.clone()));
            if !vectors.is_empty() {
                prop_assert!((vectors.nearness(&vectors) - 1.0).abs() < 0.02);
            }
        }
    }
}
