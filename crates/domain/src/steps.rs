//! Products of rows of small whole numbers, the form in which vectors are kept and compared.
//!
//! The loops have no branch and no float in them, which compilers turn into the processor's vectors. A row that
//! is compared with many is made wide once, so that half of the widening falls away.

/// The sum of the products of a row of bytes and one that was made wide by [`widen_into`].
#[must_use]
pub fn dot_wide_steps(wide: &[i16], row: &[i8]) -> i32 {
    wide.iter().zip(row).map(|(a, b)| i32::from(*a) * i32::from(i16::from(*b))).sum()
}

/// The sum of the products of two rows that were made wide.
#[must_use]
pub fn dot_wide(a: &[i16], b: &[i16]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}

/// Makes rows wide, in place of what was in `wide`.
pub fn widen_into(wide: &mut Vec<i16>, rows: &[i8]) {
    wide.clear();
    wide.extend(rows.iter().map(|value| i16::from(*value)));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn both_ways_give_the_same(pairs in proptest::collection::vec((-127_i8..=127, -127_i8..=127), 0..100)) {
            let (a, b): (Vec<i8>, Vec<i8>) = pairs.iter().copied().unzip();
            let plain: i32 = pairs.iter().map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
            let (mut wide_a, mut wide_b) = (Vec::new(), vec![7]);
            widen_into(&mut wide_a, &a);
            widen_into(&mut wide_b, &b);
            prop_assert_eq!(dot_wide_steps(&wide_a, &b), plain);
            prop_assert_eq!(dot_wide(&wide_a, &wide_b), plain);
        }
    }
}
