//! What a text means, as a direction: unit vectors, and the form of a quarter of the size that is kept.
//!
//! Two texts are as near to each other as their vectors' dot product says: 1 for the same direction, 0 for
//! nothing in common. Only vectors of one model can be compared.

/// How far from 1 the length of a unit vector may be. Rounding makes it differ by less.
const TOLERANCE: f32 = 1e-3;

/// The largest value of a quantised component.
const LARGEST: f32 = 127.0;

/// A vector of length 1 with finite components, in the space of one embedding model.
#[derive(Debug, Clone, PartialEq)]
pub struct Embedding(Box<[f32]>);

/// An [`Embedding`] in eight bits a component, and one scale for all of them: component `i` is
/// `scale × values[i]`. The dot product with another one differs from the exact one by less than 0.01 in a
/// space of some hundred dimensions.
#[derive(Debug, Clone, PartialEq)]
pub struct QuantisedEmbedding {
    scale: f32,
    values: Box<[i8]>,
}

/// Why numbers are no unit vector.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum NotAnEmbedding {
    /// There are none.
    #[error("a vector without components has no direction")]
    Empty,
    /// One of them is infinite or not a number.
    #[error("a component of the vector is not a finite number")]
    NotFinite,
    /// The length is not 1, and for [`Embedding::normalised`] it is 0.
    #[error("the vector has the length {0}, which is not 1")]
    Length(f32),
}

impl Embedding {
    /// Takes a vector that has the length 1 already.
    ///
    /// # Errors
    /// [`NotAnEmbedding`] when it has not, or a component is not finite.
    pub fn new(values: impl Into<Box<[f32]>>) -> Result<Self, NotAnEmbedding> {
        let values = values.into();
        let length = length_of(&values)?;
        if (length - 1.0).abs() > TOLERANCE {
            return Err(NotAnEmbedding::Length(length));
        }
        Ok(Self(values))
    }

    /// Brings a vector to the length 1.
    ///
    /// # Errors
    /// [`NotAnEmbedding`] when it has no direction: it is empty, zero or not finite.
    pub fn normalised(values: impl Into<Box<[f32]>>) -> Result<Self, NotAnEmbedding> {
        let mut values = values.into();
        let length = length_of(&values)?;
        if length < f32::MIN_POSITIVE {
            return Err(NotAnEmbedding::Length(length));
        }
        values.iter_mut().for_each(|value| *value /= length);
        Ok(Self(values))
    }

    /// The components.
    #[must_use]
    pub fn as_slice(&self) -> &[f32] {
        &self.0
    }

    /// How many components there are; at least one.
    #[must_use]
    pub fn dims(&self) -> usize {
        self.0.len()
    }

    /// The cosine of the angle to another vector of the same model, from -1 to 1. Components that the other
    /// one does not have count as nothing.
    #[must_use]
    pub fn dot(&self, other: &Self) -> f32 {
        dot(&self.0, &other.0)
    }

    /// The small form.
    #[must_use]
    pub fn quantised(&self) -> QuantisedEmbedding {
        let largest = self.0.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
        let scale = largest / LARGEST;
        #[expect(clippy::cast_possible_truncation, reason = "the quotient is from -127 to 127")]
        let values = self.0.iter().map(|value| (value / scale).round() as i8).collect();
        QuantisedEmbedding { scale, values }
    }
}

impl QuantisedEmbedding {
    /// From the parts that were kept.
    ///
    /// # Errors
    /// [`NotAnEmbedding`] when they do not make a vector of about the length 1.
    pub fn new(scale: f32, values: impl Into<Box<[i8]>>) -> Result<Self, NotAnEmbedding> {
        let values = values.into();
        let quantised = Self { scale, values };
        let length = length_of(&quantised.components())?;
        // Half a step in each component, at the worst in the same direction.
        let slack = TOLERANCE + scale * (quantised.values.len() as f32).sqrt();
        if (length - 1.0).abs() > slack {
            return Err(NotAnEmbedding::Length(length));
        }
        Ok(quantised)
    }

    /// What one step of a component is worth; positive.
    #[must_use]
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// The components in steps.
    #[must_use]
    pub fn values(&self) -> &[i8] {
        &self.values
    }

    /// How many components there are; at least one.
    #[must_use]
    pub fn dims(&self) -> usize {
        self.values.len()
    }

    /// The vector that this stands for, brought back to the length 1.
    #[must_use]
    pub fn restored(&self) -> Embedding {
        let components = self.components();
        // The length was looked at when this was made.
        let length = dot(&components, &components).sqrt();
        Embedding(components.iter().map(|value| value / length).collect())
    }

    fn components(&self) -> Box<[f32]> {
        self.values.iter().map(|value| f32::from(*value) * self.scale).collect()
    }
}

/// Eight sums side by side, so that the compiler uses the processor's vectors.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 8;
    let mut sums = [0.0_f32; LANES];
    let (a_blocks, b_blocks) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f32 = match a.len() == b.len() {
        true => a_blocks.remainder().iter().zip(b_blocks.remainder()).map(|(a, b)| a * b).sum(),
        false => return a.iter().zip(b).map(|(a, b)| a * b).sum(),
    };
    for (a, b) in a_blocks.zip(b_blocks) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum::<f32>() + rest
}

fn length_of(values: &[f32]) -> Result<f32, NotAnEmbedding> {
    if values.is_empty() {
        return Err(NotAnEmbedding::Empty);
    }
    if values.iter().any(|value| !value.is_finite()) {
        return Err(NotAnEmbedding::NotFinite);
    }
    let length = dot(values, values).sqrt();
    if length.is_finite() { Ok(length) } else { Err(NotAnEmbedding::Length(length)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn direction() -> impl Strategy<Value = Embedding> {
        proptest::collection::vec(-1.0_f32..1.0, 384)
            .prop_filter_map("no direction", |values| Embedding::normalised(values).ok())
    }

    #[test]
    fn only_directions_are_taken() {
        assert!(Embedding::new(vec![0.6, 0.8]).is_ok());
        assert_eq!(Embedding::new(vec![3.0, 4.0]), Err(NotAnEmbedding::Length(5.0)));
        assert_eq!(Embedding::normalised(vec![3.0, 4.0]).unwrap().as_slice(), [0.6, 0.8]);
        assert_eq!(Embedding::normalised(vec![0.0, 0.0]), Err(NotAnEmbedding::Length(0.0)));
        assert_eq!(Embedding::normalised(vec![1.0, f32::NAN]), Err(NotAnEmbedding::NotFinite));
        assert_eq!(Embedding::normalised(Vec::new()), Err(NotAnEmbedding::Empty));
        assert!(QuantisedEmbedding::new(0.1, vec![1, 2]).is_err());
        assert_eq!(QuantisedEmbedding::new(f32::INFINITY, vec![0, 1]), Err(NotAnEmbedding::NotFinite));
    }

    proptest! {
        #[test]
        fn the_small_form_keeps_the_direction(a in direction(), b in direction()) {
            let (small_a, small_b) = (a.quantised(), b.quantised());
            prop_assert!(a.dot(&small_a.restored()) > 0.999);
            let approximate = small_a.restored().dot(&small_b.restored());
            prop_assert!((a.dot(&b) - approximate).abs() < 0.01);
            let kept = QuantisedEmbedding::new(small_a.scale(), small_a.values());
            prop_assert_eq!(kept, Ok(small_a));
        }
    }
}
