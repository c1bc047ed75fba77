//! How answers are styled, and what ratings teach: events are stored first, and what was learned is folded from
//! them when it is next needed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use attune_domain::{
    EventKind, MessageId, Rating, RoleTemplate, SettingKey, Situation, Style, StyleDimension, StyleWish,
};
use attune_persona::style::{
    Asked, Assumptions, Exploration, StyleChoice, StyleHistory, StyleLearner, choose_style,
};
use attune_store::NewEvent;
use attune_wire::{Event, MessageView, Nothing, RateAnswer, RatingView, ResetLearning};

use crate::conversations::view;
use crate::{App, Error};

/// The kinds of events that styles are learned from.
const KINDS: &[&str] = &[
    "style_chosen",
    "answer_rated",
    "rating_withdrawn",
    "style_requested",
    "followed_up",
    "answer_dwelt",
    "answer_copied",
    "answer_edited",
    "answer_regenerated",
    "answer_stopped",
    "learning_reset",
];

/// What was learned so far.
pub(crate) struct LearnedStyle {
    pub(crate) history: StyleHistory,
    pub(crate) learner: StyleLearner,
    pub(crate) roles: Vec<RoleTemplate>,
}

/// What was learned, kept until something new happens.
#[derive(Default)]
pub(crate) struct StyleCache {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// Counts what happened, so that a fold that began before it is not taken for the newest.
    state: u64,
    learned: Option<Arc<LearnedStyle>>,
}

impl StyleCache {
    fn outdate(&self) {
        let mut kept = self.kept();
        kept.state += 1;
        kept.learned = None;
    }

    fn keep(&self, state: u64, learned: &Arc<LearnedStyle>) {
        let mut kept = self.kept();
        if kept.state == state {
            kept.learned = Some(learned.clone());
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A question, as far as its style hangs on it.
pub(crate) struct StyleQuestion<'a> {
    pub(crate) situation: Situation,
    pub(crate) wishes: &'a [StyleWish],
    /// The style of the answer before.
    pub(crate) before: Option<Style>,
    /// Whether nothing may be tried.
    pub(crate) temporary: bool,
    /// Chosen anew for every answer.
    pub(crate) seed: u64,
}

impl App {
    /// Chooses the style of an answer.
    pub(crate) async fn choose_style(
        &self,
        role: &RoleTemplate,
        question: StyleQuestion<'_>,
    ) -> Result<StyleChoice, Error> {
        let learned = self.learned_style().await?;
        let explores = self.switch(SettingKey::ExploreStyle) && !question.temporary;
        let settings = self.style_settings();
        let asked = Asked { settings: &settings, wishes: question.wishes, before: question.before };
        let exploration = if explores { Exploration::Draw(question.seed) } else { Exploration::Off };
        Ok(choose_style(role, &learned.learner, &learned.history, &question.situation, asked, exploration))
    }

    /// What was learned so far, or what is known without learning where that is turned off.
    pub(crate) async fn learned_style(&self) -> Result<Arc<LearnedStyle>, Error> {
        let state = {
            let kept = self.styles().kept();
            if let Some(learned) = &kept.learned {
                return Ok(learned.clone());
            }
            kept.state
        };
        let events = if self.switch(SettingKey::LearnStyle) {
            self.store().events_of_kinds(KINDS).await?
        } else {
            Vec::new()
        };
        let roles: Vec<RoleTemplate> =
            self.store().roles().await?.into_iter().map(|stored| stored.template).collect();
        // Thousands of rewards take milliseconds of arithmetic, which nobody else should wait for.
        let fold = tokio::task::spawn_blocking(move || {
            let history = StyleHistory::of_events(&events);
            let learner = history.learner(&roles, Assumptions::for_one_person());
            LearnedStyle { history, learner, roles }
        });
        let learned = Arc::new(fold.await.map_err(|error| Error::Invalid(error.to_string()))?);
        self.styles().keep(state, &learned);
        Ok(learned)
    }

    /// Stores what happened, and has it learned from.
    pub(crate) async fn note(&self, message: MessageId, kind: EventKind) -> Result<(), Error> {
        self.store().append_events(vec![NewEvent { message: Some(message), kind }]).await?;
        self.relearn_style();
        Ok(())
    }

    /// Folds anew what happened, at once: the next question shall not wait for it.
    pub(crate) fn relearn_style(&self) {
        self.styles().outdate();
        self.prepare_style();
    }

    /// Folds what happened, if that was not done yet.
    pub(crate) fn prepare_style(&self) {
        let app = self.clone();
        tokio::spawn(async move {
            if let Err(error) = app.learned_style().await {
                tracing::warn!(%error, "what was learned of styles could not be folded; the next question tries again");
            }
        });
    }

    /// Adds the ratings in force.
    pub(crate) async fn add_ratings(&self, messages: &mut [MessageView]) -> Result<(), Error> {
        let ratings = self.store().ratings(messages.iter().map(|message| message.id)).await?;
        for message in messages {
            let rating = ratings.get(&message.id);
            message.rating =
                rating.map(|(rating, reasons)| RatingView { rating: *rating, reasons: reasons.clone() });
        }
        Ok(())
    }

    /// The dimensions that the person's settings, or policy's, fix.
    pub(crate) fn style_settings(&self) -> Vec<(StyleDimension, u8)> {
        let dimensions = StyleDimension::ALL.into_iter();
        dimensions
            .filter_map(|dimension| {
                let chosen = self.setting_text(SettingKey::of_style(dimension));
                Some((dimension, dimension.level_of(&chosen)?))
            })
            .collect()
    }
}

/// Rates an answer, or takes the rating back.
///
/// # Errors
/// [`Error::Invalid`] for an answer of a temporary conversation, [`Error::Store`] when it is not there.
pub async fn rate_answer(app: &App, request: RateAnswer) -> Result<MessageView, Error> {
    if app.temporary().holds_message(request.answer) {
        return Err(Error::Invalid(
            "Nothing is learned from a temporary conversation, so its answers cannot be rated.".to_owned(),
        ));
    }
    let rated = app.store().message(request.answer).await?;
    if rated.message.author != attune_domain::Author::Assistant {
        return Err(Error::Invalid("Only answers can be rated.".to_owned()));
    }
    if rated.message.origin.as_ref().is_some_and(|origin| origin.edited_from.is_some()) {
        return Err(Error::Invalid(
            "You wrote this version yourself. Rate the answer as the model wrote it: go back to that version.".to_owned(),
        ));
    }
    let kind = match request.rating {
        Some(RatingView { rating: Rating::Up, .. }) => {
            EventKind::AnswerRated { rating: Rating::Up, reasons: Vec::new() }
        }
        Some(RatingView { rating: Rating::Down, mut reasons }) => {
            reasons.sort_unstable();
            reasons.dedup();
            EventKind::AnswerRated { rating: Rating::Down, reasons }
        }
        None => EventKind::RatingWithdrawn,
    };
    app.note(request.answer, kind).await?;
    let conversation = rated.message.conversation;
    let mut message = [view(rated)];
    app.add_ratings(&mut message).await?;
    let [message] = message;
    app.publish(Event::MessageChanged { conversation, message: Box::new(message.clone()) });
    Ok(message)
}

/// Has a learner begin anew.
///
/// # Errors
/// [`Error::Store`].
pub async fn reset_learning(app: &App, request: ResetLearning) -> Result<Nothing, Error> {
    let kind = EventKind::LearningReset { learner: request.learner };
    app.store().append_events(vec![NewEvent { message: None, kind }]).await?;
    app.relearn_style();
    app.interests().clear();
    app.publish(Event::LearningChanged { learner: request.learner });
    Ok(Nothing {})
}
