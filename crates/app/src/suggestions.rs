//! Proactive help: what is suggested now, and what is said of it. Made when somebody looks, never before: what it is
//! made from is read in [`facts`], and weighed off the threads that answer the window.

use std::collections::BTreeMap;

use attune_domain::{
    EventKind, Language, Learner, RoleId, RoleTemplate, SettingKey, Subject, SuggestionAnswer,
};
use attune_persona::suggest::{
    Learned, Limits, Occasion, QuietHours, SuggestionHistory, candidates, choose, prepare,
};
use attune_store::NewEvent;
use attune_wire::{
    AnswerSuggestion, AnsweredSuggestion, Event, GetSuggestionInsights, ListSuggestions,
    NoteSuggestionsShown, Nothing, StarterView, SuggestionInsightsView, SuggestionKindView, SuggestionsView,
};

use crate::{App, Error};

mod facts;
mod named;
mod topics;
mod view;

pub(crate) use named::NamedDays;

/// The most suggestions of one note.
const MOST_SHOWN: usize = 20;

/// For whom and when suggestions are made.
struct Asked {
    role: RoleTemplate,
    occasion: Occasion,
    /// The minute of the local day.
    minute: u16,
}

/// What is suggested now, and the role's starters in their order. Nothing counts as shown yet.
///
/// # Errors
/// [`Error::Store`]; also when there is no such role.
pub async fn list_suggestions(app: &App, request: ListSuggestions) -> Result<SuggestionsView, Error> {
    let asked = app.asked_by(request.role, request.language.as_deref()).await?;
    let starters = starters_of(&asked.role);
    if !app.suggests() {
        let order = 0..starters.len();
        return Ok(SuggestionsView { suggestions: Vec::new(), starters: in_order(&starters, order) });
    }
    let history = app.suggestion_history().await?;
    let limits = app.suggestion_limits(&asked);
    let gathered = app.gather(&asked.role, &history).await?;
    let weigh = tokio::task::spawn_blocking(move || {
        let today = asked.occasion.today;
        let all = candidates(&gathered.facts, &asked.occasion, &history);
        let mut texts = gathered.texts;
        texts.extend(all.iter().map(|candidate| (candidate.subject.clone(), candidate.text.clone())));
        let learned = Learned::new(&history, &texts, today);
        let order = learned.order_starters(&starters);
        let chosen = choose(all, &learned, limits);
        SuggestionsView {
            suggestions: chosen.into_iter().map(|candidate| view::suggestion(candidate, today)).collect(),
            starters: in_order(&starters, order),
        }
    });
    weigh.await.map_err(|error| Error::Invalid(error.to_string()))
}

/// Notes that suggestions stood before the person's eyes.
///
/// # Errors
/// [`Error::Invalid`] for what is no id, [`Error::Store`].
pub async fn note_suggestions_shown(app: &App, request: NoteSuggestionsShown) -> Result<Nothing, Error> {
    let ids = request.ids.iter().take(MOST_SHOWN);
    let mut subjects = ids.map(|id| subject(id)).collect::<Result<Vec<Subject>, Error>>()?;
    if !app.suggests() {
        return Ok(Nothing {});
    }
    let history = app.suggestion_history().await?;
    let today = app.clock().local(app.clock().now()).date();
    // A start page that is opened again shows nothing new.
    subjects.retain(|subject| subject.kind().is_counted() && !history.was_shown_on(subject, today));
    if !subjects.is_empty() {
        let kind = EventKind::SuggestionsShown { subjects };
        app.store().append_events(vec![NewEvent { message: None, kind }]).await?;
    }
    Ok(Nothing {})
}

/// Keeps what the person says of a suggestion, and prepares what it leads to where they take it up. Nothing is asked
/// by this.
///
/// # Errors
/// [`Error::Invalid`] for what is no id, [`Error::NotFound`] when what is taken up is no longer there,
/// [`Error::Store`].
pub async fn answer_suggestion(app: &App, request: AnswerSuggestion) -> Result<AnsweredSuggestion, Error> {
    let subject = subject(&request.id)?;
    let mut led = AnsweredSuggestion::default();
    if request.answer == SuggestionAnswer::Accepted && subject.kind().is_counted() {
        let asked = app.asked_by(request.role, request.language.as_deref()).await?;
        let gathered = app.gather(&asked.role, &SuggestionHistory::default()).await?;
        let about = subject.clone();
        let prepare =
            tokio::task::spawn_blocking(move || prepare(&about, &gathered.facts, &asked.occasion)).await;
        let prepared = prepare.map_err(|error| Error::Invalid(error.to_string()))?;
        let prepared = prepared.ok_or_else(|| {
            Error::NotFound("What this suggestion was about is no longer there.".to_owned())
        })?;
        led = AnsweredSuggestion { conversation: prepared.conversation, text: prepared.text };
    }
    if app.suggests() {
        let kind = EventKind::SuggestionAnswered { subject, answer: request.answer };
        app.store().append_events(vec![NewEvent { message: None, kind }]).await?;
        app.publish(Event::LearningChanged { learner: Learner::Suggestions });
    }
    Ok(led)
}

/// What was learned of each kind of suggestion; nothing where they are switched off.
///
/// # Errors
/// [`Error::Store`].
pub async fn get_suggestion_insights(
    app: &App,
    _request: GetSuggestionInsights,
) -> Result<SuggestionInsightsView, Error> {
    if !app.suggests() {
        return Ok(SuggestionInsightsView::default());
    }
    let history = app.suggestion_history().await?;
    let today = app.clock().local(app.clock().now()).date();
    let records = Learned::new(&history, &BTreeMap::new(), today).records();
    let kinds = records.into_iter().map(|record| SuggestionKindView {
        kind: record.kind,
        shown: record.shown,
        accepted: record.accepted,
        dismissed: record.dismissed,
        less: record.less,
        likely: record.mean,
        error: record.error,
    });
    Ok(SuggestionInsightsView { kinds: kinds.collect() })
}

impl App {
    /// Whether anything is suggested, and learned from what is said of it.
    fn suggests(&self) -> bool {
        self.switch(SettingKey::ShowSuggestions)
    }

    async fn asked_by(&self, role: Option<RoleId>, language: Option<&str>) -> Result<Asked, Error> {
        let role = match role {
            Some(role) => role,
            None => self.default_role().await?,
        };
        let role = self.role(&role).await?;
        let language = language.and_then(Language::from_tag).unwrap_or(self.reads_in());
        let now = self.clock().local(self.clock().now());
        let minute = u16::try_from(i32::from(now.hour()) * 60 + i32::from(now.minute())).unwrap_or_default();
        let occasion = Occasion { today: now.date(), role: role.id.clone(), language };
        Ok(Asked { role, occasion, minute })
    }

    fn suggestion_limits(&self, asked: &Asked) -> Limits {
        let today = asked.occasion.today;
        Limits {
            today,
            minute: asked.minute,
            a_day: self.setting_number(SettingKey::SuggestionsADay),
            quiet: QuietHours::new(
                &self.setting_text(SettingKey::QuietFrom),
                &self.setting_text(SettingKey::QuietUntil),
            ),
            // One draw a day: what stands on the page does not change by looking again.
            seed: u64::try_from(i32::from(today.year()) * 1000 + i32::from(today.day_of_year()))
                .unwrap_or_default(),
        }
    }

    async fn suggestion_history(&self) -> Result<SuggestionHistory, Error> {
        let events = self.store().events_of_kinds(&EventKind::ABOUT_SUGGESTIONS).await?;
        Ok(SuggestionHistory::of_events(&events, |at| self.clock().local(at).date()))
    }
}

fn subject(id: &str) -> Result<Subject, Error> {
    id.parse::<Subject>().map_err(|error| Error::Invalid(format!("{error}. Ask for the list again.")))
}

/// The starters of a role with what they are recognised by, as the template orders them.
fn starters_of(role: &RoleTemplate) -> Vec<(Subject, String)> {
    let starters = role.starters.iter();
    starters.map(|starter| (Subject::starter(role.id.clone(), &starter.en), starter.en.clone())).collect()
}

fn in_order(starters: &[(Subject, String)], order: impl IntoIterator<Item = usize>) -> Vec<StarterView> {
    let view = |place: usize| StarterView {
        id: starters[place].0.to_string(),
        place: u32::try_from(place).unwrap_or(u32::MAX),
    };
    order.into_iter().map(view).collect()
}
