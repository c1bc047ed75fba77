//! What an answer that was changed by hand says of how it should have been. Only what is plain to see counts: whoever
//! corrects a figure or adds a sentence says nothing of style.

use attune_domain::{StyleDimension, StyleWish, Toward};

use crate::markdown::{count_bullets, count_numbered_items};

/// From how many items on a text is a list.
const LIST: usize = 3;

/// The wishes that a change of an answer's text shows, both as Markdown: a shorter answer where a third of it or more
/// was only taken out, a list where it became one.
#[must_use]
pub fn edit_wishes(before: &str, after: &str) -> Vec<StyleWish> {
    let mut wishes = Vec::new();
    if was_cut(before, after) {
        wishes.push(StyleWish { dimension: StyleDimension::Length, toward: Toward::Less });
    }
    if !is_list(before) {
        let format = if count_bullets(after) >= LIST {
            Some("bullets")
        } else if count_numbered_items(after) >= LIST {
            Some("steps")
        } else {
            None
        };
        if let Some(level) = format.and_then(|format| StyleDimension::Format.level_of(format)) {
            wishes.push(StyleWish { dimension: StyleDimension::Format, toward: Toward::Level(level) });
        }
    }
    wishes
}

/// Whether all words that are left stood there in this order, and at least a third of them is gone.
fn was_cut(before: &str, after: &str) -> bool {
    let mut words = before.split_whitespace();
    let left = after.split_whitespace().count();
    let all = before.split_whitespace().count();
    3 * left <= 2 * all && after.split_whitespace().all(|word| words.any(|each| each == word))
}

fn is_list(text: &str) -> bool {
    count_bullets(text) >= LIST || count_numbered_items(text) >= LIST
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &str, wishes: &[(StyleDimension, Toward)]) {
        let found: Vec<_> =
            edit_wishes(before, after).into_iter().map(|wish| (wish.dimension, wish.toward)).collect();
        assert_eq!(found, wishes, "{before:?} became {after:?}");
    }

    const LONG: &str = "Pause the feed today. Tell both customers. The board can hear of it next week.";
    const SHORTER: (StyleDimension, Toward) = (StyleDimension::Length, Toward::Less);

    #[test]
    fn a_text_of_which_much_was_taken_out_should_have_been_shorter() {
        check(LONG, "Pause the feed today. Tell both customers.", &[SHORTER]);
        check(LONG, "Tell both customers.", &[SHORTER]);
        check(LONG, "Pause the feed today. Tell both customers. The board can hear of it.", &[]);
    }

    #[test]
    fn other_words_say_nothing() {
        check(LONG, "Pause the orders today.", &[]);
        check(LONG, &LONG.replace("today", "tomorrow"), &[]);
        check(LONG, &format!("{LONG} And call me."), &[]);
        check("", "Something.", &[]);
    }

    #[test]
    fn a_text_that_became_a_list_should_have_been_one() {
        let bullets =
            "- Pause the feed today.\n- Tell both customers.\n- The board can hear of it next week.";
        check(LONG, bullets, &[(StyleDimension::Format, Toward::Level(0))]);
        let steps = "1. Pause the feed.\n2. Tell both customers.\n3. Tell the board.";
        check(LONG, steps, &[(StyleDimension::Format, Toward::Level(1))]);
        check(bullets, steps, &[]);
        check(LONG, "- Pause the feed.\n- Tell the board.", &[]);
    }
}
