//! What a question tells beside what it asks: the situation, how its answer is wanted, and how the answer before
//! it was received.

use attune_domain::{
    Author, EventKind, Message, MessageId, RoleTemplate, SettingKey, Sign, Situation, Style, StyleWish,
};
use attune_persona::signal::{FollowUp, Update, read_dissatisfaction, read_moment};
use attune_persona::style::{StyleChoice, situation_of, style_wishes};
use attune_store::NewEvent;

use super::write::Task;
use crate::App;
use crate::clock::Clock;
use crate::style::StyleQuestion;

/// What a question tells.
pub(super) struct Told {
    situation: Situation,
    wishes: Vec<StyleWish>,
    standing: bool,
    /// The answer before, and what the question says of it.
    before: Option<Before>,
}

struct Before {
    answer: MessageId,
    style: Option<Style>,
    dissatisfaction: f32,
    update: i8,
}

impl Told {
    /// Reads the question of a task that stands at the end of `messages`.
    pub(super) fn read(task: &Task, messages: &[Message], clock: &Clock) -> Self {
        let question = task.question.text.as_str();
        let moment = read_moment(question, task.spoken);
        let (wishes, standing) = style_wishes(&moment.spoken);
        let earlier = messages.split_last().map_or(messages, |(_, earlier)| earlier);
        let before = earlier.iter().rposition(|message| message.author == Author::Assistant).map(|at| {
            let answer = &earlier[at];
            let asked = earlier[..at].iter().rev().find(|message| message.author == Author::Person);
            let follow_up = FollowUp { text: question, question: asked.map(|asked| asked.text.as_str()) };
            let read = read_dissatisfaction(&follow_up);
            let style = answer.origin.as_ref().and_then(|origin| origin.style.as_ref());
            Before {
                answer: answer.id,
                style: style.map(|trace| trace.style),
                dissatisfaction: read.score,
                update: match read.update {
                    Update::Positive => 1,
                    Update::Negative => -1,
                    Update::None => 0,
                },
            }
        });
        Self { situation: situation_of(&moment, task.spoken, clock.hour()), wishes, standing, before }
    }

    /// Takes a further sign of the situation in.
    pub(super) fn situate(&mut self, sign: Option<Sign>) {
        self.situation.signs.extend(sign);
    }

    pub(super) fn style_question(&self, task: &Task) -> StyleQuestion<'_> {
        StyleQuestion {
            situation: self.situation.clone(),
            wishes: &self.wishes,
            before: self.before.as_ref().and_then(|before| before.style),
            temporary: task.conversation.temporary,
            seed: task.answer.0.as_u64_pair().1,
        }
    }

    /// What there is to learn from. Nothing is kept of temporary conversations, or where learning is turned off,
    /// and an answer that is asked for again teaches nothing that the first did not.
    pub(super) fn events(
        &self,
        app: &App,
        task: &Task,
        role: &RoleTemplate,
        choice: &StyleChoice,
    ) -> Vec<NewEvent> {
        if task.conversation.temporary || !app.switch(SettingKey::LearnStyle) {
            return Vec::new();
        }
        let chosen = EventKind::StyleChosen {
            role: role.id.clone(),
            style: choice.trace.style,
            probability: choice.trace.probability,
            situation: choice.trace.situation.clone(),
        };
        let mut events = vec![NewEvent { message: Some(task.answer), kind: chosen }];
        if task.again {
            return events;
        }
        if !self.wishes.is_empty() {
            let kind = EventKind::StyleRequested {
                instead_of: choice.instead_of,
                wishes: self.wishes.clone(),
                standing: self.standing,
            };
            events.push(NewEvent { message: Some(task.answer), kind });
        } else if let Some(before) = &self.before {
            // "Shorter please" is a wish and no complaint; everything else is heard for how it sounds.
            let kind =
                EventKind::FollowedUp { dissatisfaction: before.dissatisfaction, update: before.update };
            events.push(NewEvent { message: Some(before.answer), kind });
        }
        events
    }

    /// Whether something in it changes what was learned already.
    pub(super) fn teaches(events: &[NewEvent]) -> bool {
        events.iter().any(|event| match &event.kind {
            EventKind::StyleRequested { .. } => true,
            EventKind::FollowedUp { update, .. } => *update != 0,
            _ => false,
        })
    }
}
