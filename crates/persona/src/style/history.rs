//! What the stored events say of styles: a fold that gives the same history whatever order they come in.

use std::collections::{BTreeMap, HashMap};

use attune_domain::{
    Event, EventKind, Learner, MessageId, Rating, RatingReason, RoleId, RoleTemplate, Situation, Style,
    StyleDimension, StyleWish, Timestamp,
};

use super::design::blocks_of;
use super::learner::{Assumptions, StyleLearner};
use super::signal::{Lesson, Signal};

/// The name of the one person whose events these are, for a learner that could know many.
pub(super) const SELF: &str = "self";

/// Seconds after which a look at an answer counts as reading it.
const DWELL_SECONDS: u32 = 20;

/// One answer whose style was chosen, with all that was done and said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct StyledAnswer {
    /// Which answer.
    pub message: MessageId,
    /// When it was chosen.
    pub at: Timestamp,
    /// The role it was for.
    pub role: RoleId,
    /// Its style.
    pub style: Style,
    /// With what probability it was chosen.
    pub probability: f64,
    /// What the question was like.
    pub situation: Situation,
    /// The rating in force.
    pub rating: Option<Rating>,
    /// What the rating's reasons were.
    pub reasons: Vec<RatingReason>,
    /// What was done with it beside the rating, each once.
    pub quiet: Vec<Signal>,
    /// What was asked for in words.
    pub requests: Vec<Lesson>,
    /// What the last change by hand showed.
    pub edits: Vec<StyleWish>,
}

/// All answers whose style was chosen, oldest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StyleHistory {
    /// The answers.
    pub answers: Vec<StyledAnswer>,
}

/// How often answers with a value were liked and disliked, and how often the value was asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reception {
    /// Answers that the person was glad of.
    pub liked: u32,
    /// Answers that they were not glad of.
    pub disliked: u32,
    /// Times that they asked for the value.
    pub asked: u32,
}

impl StyleHistory {
    /// Folds events. Events that are not about styles are passed over, and an event that comes twice counts
    /// once.
    #[must_use]
    pub fn of_events<'e>(events: impl IntoIterator<Item = &'e Event>) -> Self {
        let ordered: BTreeMap<_, &Event> =
            events.into_iter().map(|event| ((event.hybrid_time, event.actor.0, event.id.0), event)).collect();
        let mut history = Self::default();
        let mut places = HashMap::new();
        for event in ordered.into_values() {
            history.count(event, &mut places);
        }
        history
    }

    fn count(&mut self, event: &Event, places: &mut HashMap<MessageId, usize>) {
        if event.kind == (EventKind::LearningReset { learner: Learner::Style }) {
            self.answers.clear();
            places.clear();
            return;
        }
        let Some(message) = event.message else { return };
        if let EventKind::StyleChosen { role, style, probability, situation } = &event.kind {
            places.entry(message).or_insert_with(|| {
                self.answers.push(StyledAnswer {
                    message,
                    at: event.at,
                    role: role.clone(),
                    style: *style,
                    probability: *probability,
                    situation: situation.clone(),
                    rating: None,
                    reasons: Vec::new(),
                    quiet: Vec::new(),
                    requests: Vec::new(),
                    edits: Vec::new(),
                });
                self.answers.len() - 1
            });
            return;
        }
        let Some(answer) = places.get(&message).and_then(|place| self.answers.get_mut(*place)) else {
            return;
        };
        match &event.kind {
            EventKind::AnswerRated { rating, reasons } => {
                answer.rating = Some(*rating);
                answer.reasons.clone_from(reasons);
            }
            EventKind::RatingWithdrawn => {
                answer.rating = None;
                answer.reasons.clear();
            }
            EventKind::StyleRequested { wishes, standing, instead_of } => {
                answer.requests.extend(Lesson::of_request(*instead_of, wishes, *standing));
            }
            EventKind::AnswerEdited { wishes } => answer.edits.clone_from(wishes),
            _ => {}
        }
        if let Some(signal) = quiet_signal(&event.kind).filter(|signal| !answer.quiet.contains(signal)) {
            answer.quiet.push(signal);
        }
    }

    /// A learner that has seen this history. `roles` say what style each role begins with.
    #[must_use]
    pub fn learner(&self, roles: &[RoleTemplate], assumptions: Assumptions) -> StyleLearner {
        let mut learner = begin(roles, assumptions);
        for answer in &self.answers {
            answer.teach(&mut learner);
        }
        learner
    }

    /// How a value of a dimension was received in a role.
    #[must_use]
    pub fn reception(&self, role: &RoleId, dimension: StyleDimension, level: u8) -> Reception {
        let mut reception = Reception::default();
        for answer in self.answers.iter().filter(|answer| answer.role == *role) {
            if answer.style.level(dimension) == level {
                match answer.reward() {
                    Some(reward) if reward > 0.0 => reception.liked += 1,
                    Some(_) => reception.disliked += 1,
                    None => {}
                }
            }
            let asked = answer.lessons().filter(|lesson| {
                lesson.wish.dimension == dimension
                    && lesson.from.towards(lesson.wish).level(dimension) == level
            });
            reception.asked += u32::try_from(asked.count()).unwrap_or(u32::MAX);
        }
        reception
    }
}

/// A learner that knows what its roles begin with, and nothing else.
pub(super) fn begin(roles: &[RoleTemplate], assumptions: Assumptions) -> StyleLearner {
    let mut learner = StyleLearner::new(assumptions);
    for role in roles {
        learner.introduce_role(role.id.as_str(), Style::of_role(role));
    }
    learner
}

impl StyledAnswer {
    /// What counts of what was done with it: a thumb and a change by hand say more than all that is quiet.
    #[must_use]
    pub fn signals(&self) -> Vec<Signal> {
        let Some(rating) = self.rating else { return self.quiet.clone() };
        let edit = self.quiet.iter().copied().filter(|signal| *signal == Signal::Edit);
        edit.chain([Signal::of_rating(rating, &self.reasons)]).collect()
    }

    /// What was said of its dimensions.
    pub fn lessons(&self) -> impl Iterator<Item = Lesson> + '_ {
        let edits = Lesson::of_edit(self.style, &self.edits);
        Lesson::of_reasons(self.style, &self.reasons).chain(edits).chain(self.requests.iter().copied())
    }

    /// What it earned, from -1 to 1: its signals, averaged by weight. None where nothing was said.
    #[must_use]
    pub fn reward(&self) -> Option<f64> {
        let signals = self.signals();
        let weight: f64 = signals.iter().map(|signal| signal.weight()).sum();
        let earned: f64 = signals.iter().map(|signal| signal.weight() * signal.reward()).sum();
        (weight > 0.0).then(|| earned / weight)
    }

    pub(super) fn teach(&self, learner: &mut StyleLearner) {
        let lessons: Vec<Lesson> = self.lessons().collect();
        let blocks = blocks_of(&self.situation);
        learner.learn(self.role.as_str(), SELF, self.style, &blocks, &self.signals(), &lessons);
    }
}

fn quiet_signal(kind: &EventKind) -> Option<Signal> {
    match kind {
        EventKind::AnswerRegenerated => Some(Signal::Regenerate),
        EventKind::AnswerStopped { .. } => Some(Signal::Stop),
        EventKind::AnswerCopied => Some(Signal::Copy),
        EventKind::AnswerEdited { .. } => Some(Signal::Edit),
        EventKind::FollowedUp { update, .. } => match update.signum() {
            1 => Some(Signal::Glad),
            -1 => Some(Signal::Unhappy),
            _ => None,
        },
        EventKind::AnswerDwelt { seconds } if *seconds >= DWELL_SECONDS => Some(Signal::Dwell),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use attune_domain::role::built_in;
    use attune_domain::{ActorId, EventId, HybridTime, Toward};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn event(at: i64, message: u128, kind: EventKind) -> Event {
        Event {
            id: EventId(Uuid::from_u128(u128::from(at.unsigned_abs()))),
            actor: ActorId(Uuid::nil()),
            hybrid_time: HybridTime(at),
            at: Timestamp(at),
            message: Some(MessageId(Uuid::from_u128(message))),
            kind,
        }
    }

    fn chosen(style: usize) -> EventKind {
        EventKind::StyleChosen {
            role: "leader".to_owned().try_into().unwrap(),
            style: Style::all().nth(style).unwrap(),
            probability: 0.5,
            situation: Situation::default(),
        }
    }

    fn rated(rating: Rating, reasons: &[RatingReason]) -> EventKind {
        EventKind::AnswerRated { rating, reasons: reasons.to_vec() }
    }

    #[test]
    fn the_last_rating_counts_and_can_be_taken_back() {
        let mut events = vec![
            event(1, 1, chosen(0)),
            event(2, 1, rated(Rating::Down, &[RatingReason::TooLong])),
            event(3, 1, rated(Rating::Up, &[])),
        ];
        let history = StyleHistory::of_events(&events);
        assert_eq!(history.answers[0].signals(), [Signal::Up]);
        assert_eq!(history.answers[0].lessons().count(), 0);
        events.push(event(4, 1, EventKind::RatingWithdrawn));
        assert_eq!(StyleHistory::of_events(&events).answers[0].reward(), None);
    }

    #[test]
    fn a_thumb_outranks_what_is_quiet() {
        let events = [
            event(1, 1, chosen(0)),
            event(2, 1, EventKind::AnswerCopied),
            event(3, 1, EventKind::AnswerRegenerated),
            event(4, 1, rated(Rating::Up, &[])),
        ];
        assert_eq!(StyleHistory::of_events(&events[..3]).answers[0].signals().len(), 2);
        assert_eq!(StyleHistory::of_events(&events).answers[0].signals(), [Signal::Up]);
    }

    #[test]
    fn the_last_change_by_hand_counts_beside_a_thumb() {
        let wish = |dimension| StyleWish { dimension, toward: Toward::Less };
        let edited = |wishes: &[StyleWish]| EventKind::AnswerEdited { wishes: wishes.to_vec() };
        let events = [
            event(1, 1, chosen(71)),
            event(2, 1, edited(&[wish(StyleDimension::Detail)])),
            event(3, 1, edited(&[wish(StyleDimension::Length)])),
            event(4, 1, rated(Rating::Down, &[])),
        ];
        let history = StyleHistory::of_events(&events);
        let answer = &history.answers[0];
        assert_eq!(answer.signals(), [Signal::Edit, Signal::Down]);
        let lessons: Vec<Lesson> = answer.lessons().collect();
        assert_eq!(lessons.len(), 1);
        assert_eq!((lessons[0].wish, lessons[0].from), (wish(StyleDimension::Length), answer.style));
    }

    #[test]
    fn a_reset_forgets_what_was_before_it_only() {
        let events = [
            event(1, 1, chosen(0)),
            event(2, 1, rated(Rating::Up, &[])),
            event(3, 9, EventKind::LearningReset { learner: Learner::Style }),
            event(4, 2, chosen(1)),
        ];
        let history = StyleHistory::of_events(&events);
        assert_eq!(history.answers.len(), 1);
        let other = event(5, 9, EventKind::LearningReset { learner: Learner::Memory });
        assert_eq!(StyleHistory::of_events(events.iter().chain([&other])), history);
    }

    #[test]
    fn what_was_asked_for_is_counted_where_it_leads() {
        let short = Style::all().next().unwrap();
        let long = short.with(StyleDimension::Length, 2);
        let wishes = vec![StyleWish { dimension: StyleDimension::Length, toward: Toward::Less }];
        let asked = EventKind::StyleRequested { wishes, standing: false, instead_of: long };
        let history = StyleHistory::of_events(&[event(1, 1, chosen(0)), event(2, 1, asked)]);
        let role = history.answers[0].role.clone();
        assert_eq!(history.reception(&role, StyleDimension::Length, 1).asked, 1, "from long to medium");
        assert_eq!(history.reception(&role, StyleDimension::Length, 0).asked, 0);
    }

    fn any_events() -> impl Strategy<Value = Vec<Event>> {
        let kind = prop_oneof![
            (0_usize..72).prop_map(chosen),
            Just(rated(Rating::Up, &[])),
            Just(rated(Rating::Down, &[RatingReason::TooTechnical])),
            Just(EventKind::RatingWithdrawn),
            Just(EventKind::AnswerCopied),
            Just(EventKind::LearningReset { learner: Learner::Style }),
        ];
        prop::collection::vec((0_u128..6, kind), 0..40).prop_map(|kinds| {
            let numbered = kinds.into_iter().zip(1..);
            numbered.map(|((message, kind), at)| event(at, message, kind)).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_order_in_which_events_arrive_does_not_matter(
            (events, shuffled) in any_events().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
        ) {
            let history = StyleHistory::of_events(&events);
            prop_assert_eq!(&StyleHistory::of_events(shuffled.iter().chain(&events)), &history);
            // The same history gives the same learner, to the bit.
            let roles = built_in();
            let [one, two] = [(); 2].map(|()| history.learner(&roles, Assumptions::default()));
            let worth = |learner: &StyleLearner| learner.posterior("leader", SELF, &[]).0;
            prop_assert_eq!(worth(&one), worth(&two));
        }
    }
}
