//! Products of rows of small whole numbers, the form in which vectors are kept and compared.
//!
//! The loops have no branch and no float in them, which compilers turn into the processor's vectors. A row that
//! is compared with many is made wide once, so that half of the widening falls away. Which vectors the processor
//! has is looked up by `rten-simd` when the program runs: packages are built for the oldest processors.

use rten_simd::{Isa, SimdOp};

/// The sum of the products of a row that was made wide by [`widen_into`] with each of `rows`, which follow each
/// other and are as long; an incomplete last one is left out.
#[must_use]
pub fn dot_wide_rows(wide: &[i16], rows: &[i8]) -> Vec<i32> {
    OneWithMany { wide, rows }.dispatch()
}

/// Makes rows wide, in place of what was in `wide`.
pub fn widen_into(wide: &mut Vec<i16>, rows: &[i8]) {
    wide.clear();
    wide.extend(rows.iter().map(|value| i16::from(*value)));
}

/// The largest of the products of each of some wide rows with the others, each product times the other's scale.
pub(crate) fn largest_products(rows: &[i16], others: &[i16], scales: &[f32], dims: usize) -> Vec<f32> {
    Largest { rows, others, scales, dims }.dispatch()
}

struct OneWithMany<'a> {
    wide: &'a [i16],
    rows: &'a [i8],
}

impl SimdOp for OneWithMany<'_> {
    type Output = Vec<i32>;

    // Whatever is not inlined here is compiled for the oldest processors.
    #[inline(always)]
    fn eval<I: Isa>(self, _: I) -> Vec<i32> {
        let dims = self.wide.len().max(1);
        let mut products = vec![0; self.rows.len() / dims];
        for (product, row) in products.iter_mut().zip(self.rows.chunks_exact(dims)) {
            let mut sum = 0;
            for (a, b) in self.wide.iter().zip(row) {
                sum += i32::from(*a) * i32::from(i16::from(*b));
            }
            *product = sum;
        }
        products
    }
}

struct Largest<'a> {
    rows: &'a [i16],
    others: &'a [i16],
    scales: &'a [f32],
    dims: usize,
}

impl SimdOp for Largest<'_> {
    type Output = Vec<f32>;

    #[inline(always)]
    fn eval<I: Isa>(self, _: I) -> Vec<f32> {
        let dims = self.dims.max(1);
        let mut largest = vec![f32::NEG_INFINITY; self.rows.len() / dims];
        for (scale, other) in self.scales.iter().zip(self.others.chunks_exact(dims)) {
            for (largest, row) in largest.iter_mut().zip(self.rows.chunks_exact(dims)) {
                let mut sum = 0;
                for (a, b) in row.iter().zip(other) {
                    sum += i32::from(*a) * i32::from(*b);
                }
                *largest = largest.max(scale * sum as f32);
            }
        }
        largest
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn both_ways_give_the_same(pairs in proptest::collection::vec((-127_i8..=127, -127_i8..=127), 1..100)) {
            let (a, b): (Vec<i8>, Vec<i8>) = pairs.iter().copied().unzip();
            let plain: i32 = pairs.iter().map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
            let (mut wide_a, mut wide_b) = (Vec::new(), vec![7]);
            widen_into(&mut wide_a, &a);
            widen_into(&mut wide_b, &b);
            let twice = [b.clone(), a].concat();
            prop_assert_eq!(dot_wide_rows(&wide_a, &twice)[0], plain);
            prop_assert_eq!(dot_wide_rows(&wide_a, &twice).len(), 2);
            let largest = largest_products(&wide_a, &wide_b, &[0.5], b.len());
            prop_assert_eq!(largest, [0.5 * plain as f32]);
        }
    }
}
