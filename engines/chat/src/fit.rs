//! Making a conversation fit: the oldest questions are left out with their answers, the role and the last
//! turn never.

use attune_models::protocol::{ChatRole, Turn};

/// A conversation, in the parts that are kept or left out together.
#[derive(Debug)]
pub(crate) struct Layout<'a> {
    /// The leading system turns.
    pub(crate) lead: &'a [Turn],
    /// Each a question with what follows it, oldest first.
    blocks: Vec<&'a [Turn]>,
    /// The last turn, where it is not part of the lead.
    last: &'a [Turn],
}

impl<'a> Layout<'a> {
    pub(crate) fn of(turns: &'a [Turn]) -> Self {
        let lead_end = lead_of(turns);
        Self::split(turns, lead_end, (turns.len() - lead_end).saturating_sub(1))
    }

    /// What stands before a question that is still to come.
    pub(crate) fn before_question(turns: &'a [Turn]) -> Self {
        let lead_end = lead_of(turns);
        Self::split(turns, lead_end, turns.len() - lead_end)
    }

    /// The first turns are the lead, then come those of the middle.
    fn split(turns: &'a [Turn], lead: usize, middle: usize) -> Self {
        let (lead, rest) = turns.split_at(lead);
        let (middle, last) = rest.split_at(middle);
        let mut blocks = Vec::new();
        let mut start = 0;
        for (at, turn) in middle.iter().enumerate() {
            if turn.role == ChatRole::User && at > start {
                blocks.push(&middle[start..at]);
                start = at;
            }
        }
        if start < middle.len() {
            blocks.push(&middle[start..]);
        }
        Self { lead, blocks, last }
    }

    pub(crate) fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// The conversation without its oldest blocks.
    pub(crate) fn without(&self, dropped: usize) -> impl Iterator<Item = &'a Turn> + Clone {
        let kept = self.blocks[dropped..].to_vec();
        self.lead.iter().chain(kept.into_iter().flatten()).chain(self.last)
    }

    /// How many turns the oldest blocks have.
    pub(crate) fn turns_in(&self, dropped: usize) -> u32 {
        let turns: usize = self.blocks[..dropped].iter().map(|block| block.len()).sum();
        u32::try_from(turns).unwrap_or(u32::MAX)
    }
}

/// How many system turns come first.
fn lead_of(turns: &[Turn]) -> usize {
    turns.iter().take_while(|turn| turn.role == ChatRole::System).count()
}

/// The fewest blocks to leave out, and what `draft` made of the rest. `draft` gives None for what does not
/// fit; so does this when even leaving out all blocks does not help.
///
/// # Errors
/// Those of `draft`.
pub(crate) fn fewest_dropped<T, E>(
    blocks: usize,
    mut draft: impl FnMut(usize) -> Result<Option<T>, E>,
) -> Result<Option<(usize, T)>, E> {
    // Mostly all of it fits; then one draft is enough.
    if let Some(drafted) = draft(0)? {
        return Ok(Some((0, drafted)));
    }
    let mut best = None;
    let (mut low, mut high) = (1, blocks + 1);
    while low < high {
        let middle = usize::midpoint(low, high);
        match draft(middle)? {
            Some(drafted) => {
                best = Some((middle, drafted));
                high = middle;
            }
            None => low = middle + 1,
        }
    }
    Ok(best)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    fn turns(roles: &str) -> Vec<Turn> {
        let role = |letter| match letter {
            's' => ChatRole::System,
            'u' => ChatRole::User,
            _ => ChatRole::Assistant,
        };
        roles
            .chars()
            .enumerate()
            .map(|(at, letter)| Turn { role: role(letter), text: at.to_string() })
            .collect()
    }

    fn check(roles: &str, dropped: usize, expect: &str) {
        let turns = turns(roles);
        let layout = Layout::of(&turns);
        let kept: Vec<&str> = layout.without(dropped).map(|turn| turn.text.as_str()).collect();
        assert_eq!(kept.join(" "), expect, "{roles} without {dropped} blocks");
        assert_eq!(turns.len(), kept.len() + layout.turns_in(dropped) as usize);
    }

    #[test]
    fn questions_go_with_their_answers() {
        check("ssuauau", 0, "0 1 2 3 4 5 6");
        check("ssuauau", 1, "0 1 4 5 6");
        check("ssuauau", 2, "0 1 6");
        check("suuaau", 1, "0 2 3 4 5");
        check("sauau", 1, "0 2 3 4");
    }

    #[test]
    fn role_and_last_turn_stay() {
        check("su", 0, "0 1");
        check("s", 0, "0");
        check("u", 0, "0");
        check("", 0, "");
        assert_eq!(Layout::of(&turns("su")).blocks(), 0);
    }

    #[test]
    fn before_a_question_everything_is_told() {
        let turns = turns("suaua");
        let layout = Layout::before_question(&turns);
        assert_eq!((layout.blocks(), layout.without(0).count(), layout.without(1).count()), (2, 5, 3));
    }

    #[test]
    fn the_fewest_blocks_are_found() {
        for blocks in 0..9 {
            for least in 0..=blocks + 1 {
                let found = fewest_dropped(blocks, |dropped| {
                    assert!(dropped <= blocks);
                    Ok::<_, Infallible>((dropped >= least).then_some(dropped))
                });
                let expect = (least <= blocks).then_some((least, least));
                assert_eq!(found, Ok(expect), "{least} of {blocks}");
            }
        }
    }
}
