//! How many letters differ.

/// The least number of letters to insert, delete, replace or swap with their neighbour (Damerau 1964, in the
/// restricted form) if it is at most `most`.
pub(super) fn within(left: &str, right: &str, most: usize) -> Option<usize> {
    if left.chars().count().abs_diff(right.chars().count()) > most {
        return None;
    }
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let replaced = row[j] + usize::from(a != b);
            let mut least = replaced.min(row[j + 1] + 1).min(next[j] + 1);
            let is_swapped = i > 0 && j > 0 && left[i - 1] == *b && right[j - 1] == *a;
            if is_swapped {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        if next.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_counted() {
        let check = |left, right, expect| assert_eq!(within(left, right, 3), expect, "{left} {right}");
        check("", "", Some(0));
        check("anna", "anna", Some(0));
        check("anna", "ana", Some(1));
        check("anna", "hanna", Some(1));
        check("anna", "enna", Some(1));
        check("anna", "naan", Some(2));
        check("abcd", "abdc", Some(1));
        check("abc", "wxyz", None);
        check("", "long", None);
    }
}
