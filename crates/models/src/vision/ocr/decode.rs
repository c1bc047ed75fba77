//! From the recogniser's figures to text: the likeliest character at each step, where repetitions are one
//! and blanks part them (Graves et al., "Connectionist Temporal Classification", 2006).

/// What a line says.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// The mean over the characters, 0 to 1; 0 for nothing.
    pub(super) confidence: f32,
    /// The middle of each character, as a share of the steps that were looked at.
    pub(super) middles: Vec<f32>,
}

/// Reads steps of `characters.len() + 2` figures each: first that for no character, then one for each, then that
/// for a space. Only the first `steps` are looked at, which may end within one.
pub(super) fn decoded(figures: &[f32], characters: &[String], steps: f32) -> Decoded {
    let classes = characters.len() + 2;
    let mut signs: Vec<(&str, f32, f32)> = Vec::new();
    let mut before = 0;
    for (step, figures) in figures.chunks_exact(classes).enumerate().take(steps.ceil() as usize) {
        let likeliest = figures.iter().enumerate().max_by(|one, other| one.1.total_cmp(other.1));
        let (class, figure) = likeliest.map_or((0, 0.0), |(class, figure)| (class, *figure));
        let middle = ((step as f32 + 0.5) / steps.max(1.0)).min(1.0);
        if class != 0 && class != before {
            signs.push((characters.get(class - 1).map_or(" ", String::as_str), figure, middle));
        } else if class != 0
            && let Some((_, best, at)) = signs.last_mut()
        {
            // The same sign goes on: its middle lies where it is surest.
            if figure > *best {
                (*best, *at) = (figure, middle);
            }
        }
        before = class;
    }
    let is_space = |sign: &(&str, f32, f32)| sign.0.trim().is_empty();
    let begins = signs.iter().position(|sign| !is_space(sign)).unwrap_or(signs.len());
    let ends = signs.iter().rposition(|sign| !is_space(sign)).map_or(begins, |last| last + 1);
    let signs = &signs[begins..ends];
    let mut decoded = Decoded::default();
    for (sign, figure, middle) in signs {
        decoded.text.push_str(sign);
        decoded.middles.extend(std::iter::repeat_n(*middle, sign.chars().count()));
        decoded.confidence += figure / signs.len() as f32;
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps as letters: `.` for none, `_` for a space.
    fn check(steps: &str, shown: f32, text: &str) -> Decoded {
        let characters = ["a", "b", "c"].map(str::to_owned);
        let figures: Vec<f32> = steps
            .chars()
            .flat_map(|step| ['.', 'a', 'b', 'c', '_'].map(|class| if class == step { 0.8 } else { 0.05 }))
            .collect();
        let decoded = decoded(&figures, &characters, shown);
        assert_eq!(decoded.text, text, "{steps}");
        decoded
    }

    #[test]
    fn repetitions_are_one_and_blanks_part_them() {
        let read = check("..aa.ab..", 9.0, "aab");
        assert_eq!(read.middles.len(), 3);
        assert!((read.confidence - 0.8).abs() < 1e-6);
        check("_a_.b__", 7.0, "a b");
        check(".....", 5.0, "");
        check("", 0.0, "");
        check("_", 1.0, "");
    }

    #[test]
    fn what_was_only_filled_up_is_not_read() {
        let read = check("a..b....c", 4.0, "ab");
        assert!(read.middles[1] > 0.8 && read.middles[1] <= 1.0);
    }
}
