//! From what a question shows to the situation and the wishes that its style is chosen by.

use attune_domain::{Sign, Situation, StyleDimension, StyleWish, Toward};

use crate::signal::{self, Moment, SpokenWishes};

/// How clear a sign must be, 0 to 1, before an answer is styled by it.
const CLEAR: f32 = 0.5;

/// Usual working hours, as hours of the day; the last is not one.
const WORKING: std::ops::Range<u8> = 7..20;

/// The situation of a question. `hour` is that of the person's day, where it is known; `spoken` whether the
/// question came by voice.
#[must_use]
pub fn situation_of(moment: &Moment, spoken: bool, hour: Option<u8>) -> Situation {
    let expertise = &moment.expertise;
    let known = expertise.confidence >= CLEAR;
    let signs = [
        (Sign::Urgent, moment.urgency.max(moment.time_pressure) >= CLEAR),
        (Sign::Frustrated, moment.mood.frustration >= CLEAR),
        (Sign::Spoken, spoken),
        (Sign::Expert, known && expertise.level >= 0.67),
        (Sign::Beginner, known && expertise.level <= 0.33),
        (Sign::OffHours, hour.is_some_and(|hour| !WORKING.contains(&hour))),
    ];
    let signs = signs.into_iter().filter(|(_, holds)| *holds).map(|(sign, _)| sign).collect();
    Situation { task: moment.task, signs }
}

/// The wishes of a message, and whether one of them is meant for good. What no style can do is left out.
#[must_use]
pub fn style_wishes(spoken: &SpokenWishes) -> (Vec<StyleWish>, bool) {
    let wishes = spoken.wishes.iter().filter_map(|wish| style_wish(wish.toward)).collect();
    (wishes, spoken.wishes.iter().any(|wish| wish.standing))
}

fn style_wish(toward: signal::Toward) -> Option<StyleWish> {
    let (dimension, toward) = match toward {
        signal::Toward::Shorter => (StyleDimension::Length, Toward::Less),
        signal::Toward::Longer => (StyleDimension::Length, Toward::More),
        signal::Toward::LessDetail => (StyleDimension::Detail, Toward::Less),
        signal::Toward::MoreDetail => (StyleDimension::Detail, Toward::More),
        signal::Toward::Bullets => (StyleDimension::Format, Toward::Level(0)),
        signal::Toward::Steps => (StyleDimension::Format, Toward::Level(1)),
        signal::Toward::Prose => (StyleDimension::Format, Toward::Level(2)),
        // The question itself asks the model for it; no style is a table.
        signal::Toward::Table => return None,
        signal::Toward::Formal | signal::Toward::Direct => (StyleDimension::Tone, Toward::Level(0)),
        signal::Toward::Casual => (StyleDimension::Tone, Toward::Level(1)),
        signal::Toward::LessJargon => (StyleDimension::Jargon, Toward::Less),
        signal::Toward::MoreTechnical => (StyleDimension::Jargon, Toward::More),
    };
    Some(StyleWish { dimension, toward })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::read_moment;

    fn signs(question: &str, spoken: bool, hour: Option<u8>) -> Vec<Sign> {
        situation_of(&read_moment(question, spoken), spoken, hour).signs
    }

    #[test]
    fn hurry_voice_and_the_hour_are_signs() {
        assert_eq!(signs("Please check the ledger of March.", false, Some(10)), []);
        assert_eq!(signs("URGENT: the shop is down, I need a fix right now!!", false, None), [Sign::Urgent]);
        assert_eq!(
            signs("Please check the ledger of March.", true, Some(23)),
            [Sign::Spoken, Sign::OffHours]
        );
    }

    #[test]
    fn wishes_become_moves_in_a_dimension() {
        let wishes = |text: &str| style_wishes(&read_moment(text, false).spoken);
        let length = |toward| StyleWish { dimension: StyleDimension::Length, toward };
        assert_eq!(wishes("Shorter please"), (vec![length(Toward::Less)], false));
        assert_eq!(wishes("Kürzer bitte"), (vec![length(Toward::Less)], false));
        assert_eq!(wishes("From now on, shorter please"), (vec![length(Toward::Less)], true));
        assert_eq!(wishes("Tell me a short history of Rome").0, []);
    }
}
