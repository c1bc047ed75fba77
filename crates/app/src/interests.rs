//! What a person is interested in: a user embedding, folded anew from the vectors of their own questions, and of
//! the answers that they kept or rated. Nothing of it is stored.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use attune_domain::title::title_from_question;
use attune_domain::{
    Author, ConversationId, Embedding, EventKind, Learner, MessageId, Rating, SettingKey, Sign, Timestamp,
};
use attune_persona::interest::{Evidence, Familiarity, Modality, Observation, UserEmbedding, project_2d};
use attune_store::PastMessage;
use attune_wire::{
    GetInterestMap, GetTopics, InterestMapView, InterestPointKind, InterestPointView, TopicShareView,
    TopicWeekView, TopicsView,
};

use crate::{App, Error};

/// The newest questions and answers that are looked at: more than fade out in a few months.
const NEWEST: u32 = 400;
/// The newest questions that the map shows one by one.
const SHOWN: usize = 40;
const DAY: i64 = 86_400_000;
const WEEK: i64 = 7 * DAY;

/// A question, or an answer that something was done with.
pub(crate) struct Seen {
    pub(crate) message: MessageId,
    pub(crate) conversation: ConversationId,
    pub(crate) text: String,
    pub(crate) at: Timestamp,
    pub(crate) vector: Embedding,
    evidence: Evidence,
}

/// The events that say what became of an answer.
const RECEPTION: &[&str] = &["answer_rated", "rating_withdrawn", "answer_copied", "learning_reset"];

/// The user embedding as of the last time that it was quiet, for questions, which do not wait for it.
#[derive(Debug, Default)]
pub(crate) struct InterestCache(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// Counts what made it outdated, so that a fold that began before is not taken for the newest.
    state: u64,
    user: Option<Arc<UserEmbedding>>,
    /// Whether something was asked since.
    outdated: bool,
}

impl InterestCache {
    /// Something was erased, reset or switched: what is known must not be used any more.
    pub(crate) fn clear(&self) {
        self.with(|kept| {
            kept.state += 1;
            kept.user = None;
        });
    }

    /// Something was asked: it is taken in when it is quiet.
    pub(crate) fn outdate(&self) {
        self.with(|kept| kept.outdated = true);
    }

    pub(crate) fn is_outdated(&self) -> bool {
        self.with(|kept| kept.outdated)
    }

    fn with<T>(&self, act: impl FnOnce(&mut Kept) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The map of interests: empty where the embedder is off or nothing was asked yet.
///
/// # Errors
/// [`Error::Store`].
pub async fn get_interest_map(app: &App, _request: GetInterestMap) -> Result<InterestMapView, Error> {
    let seen = app.seen().await?;
    let today = days(app.clock().now());
    let draw = tokio::task::spawn_blocking(move || {
        let user = embedding_of(&seen);
        let mut shown: Vec<&Seen> = seen.iter().rev().filter(|seen| seen.is_question()).take(SHOWN).collect();
        shown.reverse();
        let vectors: Vec<&Embedding> = shown.iter().map(|question| &question.vector).collect();
        let (fields, places) = project_2d(&user, &vectors);
        let mut points = Vec::with_capacity(fields.len() + places.len());
        for (prototype, place) in user.prototypes().into_iter().zip(fields) {
            let Some(source) = seen.get(prototype.source() as usize) else { continue };
            points.push(InterestPointView {
                label: title_from_question(&source.text),
                x: place.x,
                y: place.y,
                weight: prototype.mass(today),
                kind: InterestPointKind::Prototype,
                at: i64::from(prototype.last_day()) * DAY,
            });
        }
        points.extend(shown.iter().zip(places).map(|(question, place)| InterestPointView {
            label: title_from_question(&question.text),
            x: place.x,
            y: place.y,
            weight: 1.0,
            kind: InterestPointKind::Question,
            at: question.at.0,
        }));
        let knowledge = user.knowledge();
        InterestMapView { points, known: knowledge.confidence, effective_turns: knowledge.effective_turns }
    });
    draw.await.map_err(|error| Error::Invalid(error.to_string()))
}

/// What was asked about, week by week: each question counts for the interest that it is nearest to.
///
/// # Errors
/// [`Error::Store`].
pub async fn get_topics(app: &App, _request: GetTopics) -> Result<TopicsView, Error> {
    let seen = app.seen().await?;
    let sort = tokio::task::spawn_blocking(move || {
        let user = embedding_of(&seen);
        let fields: Vec<&Seen> =
            user.prototypes().iter().filter_map(|field| seen.get(field.source() as usize)).collect();
        let mut weeks: BTreeMap<i64, BTreeMap<usize, u32>> = BTreeMap::new();
        for question in seen.iter().filter(|seen| seen.is_question()) {
            let nearest = (0..fields.len()).max_by(|one, other| {
                let near = |at: &usize| fields[*at].vector.dot(&question.vector);
                near(one).total_cmp(&near(other))
            });
            if let Some(nearest) = nearest {
                let week = weeks.entry(question.at.0.div_euclid(WEEK)).or_default();
                *week.entry(nearest).or_default() += 1;
            }
        }
        let weeks = weeks.into_iter().map(|(week, counts)| {
            let asked: u32 = counts.values().sum();
            let mut topics: Vec<TopicShareView> = counts
                .into_iter()
                .map(|(field, count)| TopicShareView {
                    label: title_from_question(&fields[field].text),
                    share: count as f32 / asked as f32,
                })
                .collect();
            topics.sort_by(|one, other| other.share.total_cmp(&one.share));
            TopicWeekView { start: week * WEEK, topics }
        });
        TopicsView { weeks: weeks.collect() }
    });
    sort.await.map_err(|error| Error::Invalid(error.to_string()))
}

impl Seen {
    pub(crate) fn is_question(&self) -> bool {
        self.evidence == Evidence::Question
    }
}

impl App {
    /// What the person is interested in, as far as it was folded by now. None while nothing is known, or where it
    /// is switched off.
    pub(crate) fn known_interests(&self) -> Option<Arc<UserEmbedding>> {
        if !self.switch(SettingKey::LearnInterests) {
            return None;
        }
        self.interests().with(|kept| kept.user.clone())
    }

    /// Begins to fold the interests where nothing is known of them yet.
    pub(crate) fn prepare_interests(&self) {
        let app = self.clone();
        tokio::spawn(async move {
            if let Err(error) = app.read_interests().await {
                tracing::warn!(%error, "interests could not be read");
            }
        });
    }

    /// Folds the interests where nothing is known of them yet.
    pub(crate) async fn read_interests(&self) -> Result<(), Error> {
        let known = self.interests().with(|kept| kept.user.is_some());
        if known { Ok(()) } else { self.fold_interests().await }
    }

    /// Folds the interests anew and waits for it.
    pub(crate) async fn fold_interests(&self) -> Result<(), Error> {
        let state = self.interests().with(|kept| {
            kept.outdated = false;
            kept.state
        });
        let seen = self.seen().await?;
        let folded = tokio::task::spawn_blocking(move || embedding_of(&seen)).await;
        let user = folded.map_err(|error| Error::Invalid(error.to_string()))?;
        self.interests().with(|kept| {
            if kept.state == state {
                kept.user = Some(Arc::new(user));
            }
        });
        Ok(())
    }

    /// What the field of a question says of how to answer: whether it is one that the person knows their way in.
    pub(crate) fn sign_of_field(&self, question: &Embedding) -> Option<Sign> {
        let known = self.known_interests()?;
        known.familiarity(question, days(self.clock().now())).map(|familiarity| match familiarity {
            Familiarity::Familiar => Sign::Familiar,
            Familiarity::New => Sign::NewField,
        })
    }

    /// The person's newest questions, and the answers they kept or rated, with their vectors, oldest first. None
    /// while interests are switched off, and none from before they were reset.
    pub(crate) async fn seen(&self) -> Result<Vec<Seen>, Error> {
        if !self.switch(SettingKey::LearnInterests) {
            return Ok(Vec::new());
        }
        let Some(model) = self.embedding_model() else { return Ok(Vec::new()) };
        let events = self.store().events_of_kinds(RECEPTION).await?;
        let begin_anew = EventKind::LearningReset { learner: Learner::Interests };
        let reset = events.iter().rev().find(|event| event.kind == begin_anew).map(|event| event.at);
        let mut received: HashMap<MessageId, Evidence> = HashMap::new();
        for event in &events {
            let Some(answer) = event.message else { continue };
            match &event.kind {
                EventKind::AnswerRated { rating: Rating::Up, .. } => received.insert(answer, Evidence::Liked),
                EventKind::AnswerRated { .. } => received.insert(answer, Evidence::Disliked),
                EventKind::RatingWithdrawn => received.remove(&answer),
                EventKind::AnswerCopied => Some(*received.entry(answer).or_insert(Evidence::Kept)),
                _ => None,
            };
        }
        let answers: Vec<MessageId> = received.keys().copied().collect();
        let mut newest = self.store().newest_vectors(&model, &answers, NEWEST).await?;
        newest.reverse();
        let ids: Vec<MessageId> = newest.iter().map(|vector| vector.message).collect();
        let texts = self.store().past_messages(&ids).await?;
        let mut texts: HashMap<MessageId, PastMessage> =
            texts.into_iter().map(|said| (said.message, said)).collect();
        let seen = newest.into_iter().filter_map(|vector| {
            let evidence = match vector.author {
                Author::Person => Evidence::Question,
                Author::Assistant => *received.get(&vector.message)?,
            };
            // A message that was deleted just now is passed over.
            let said = texts.remove(&vector.message).filter(|said| !said.apart)?;
            let vector = vector.embedding.restored();
            let is_newer = reset.is_none_or(|reset| said.at > reset);
            is_newer.then_some(Seen {
                message: said.message,
                conversation: said.conversation,
                text: said.text,
                at: said.at,
                vector,
                evidence,
            })
        });
        Ok(seen.collect())
    }
}

/// The user embedding of what was seen; a prototype's source is its place there.
pub(crate) fn embedding_of(seen: &[Seen]) -> UserEmbedding {
    let mut user = UserEmbedding::empty();
    for (source, seen) in (0..).zip(seen) {
        user.observe(&Observation {
            vector: &seen.vector,
            text: &seen.text,
            modality: Modality::Text,
            weight: seen.evidence.weight(),
            at_days: days(seen.at),
            source,
        });
    }
    user
}

fn days(at: Timestamp) -> u32 {
    u32::try_from(at.0.div_euclid(DAY)).unwrap_or_default()
}
