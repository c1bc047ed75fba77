//! What a person is interested in: a user embedding, folded anew from the vectors of their own questions whenever
//! somebody looks. Nothing of it is stored.

use std::collections::{BTreeMap, BTreeSet};

use attune_domain::conversation::title_from_question;
use attune_domain::{
    Author, ConversationId, Embedding, EventKind, Learner, MessageId, SettingKey, Timestamp,
};
use attune_persona::interest::{Evidence, Modality, Observation, UserEmbedding, project_2d};
use attune_persona::suggest::Topic;
use attune_store::VectorNumber;
use attune_wire::{
    GetInterestMap, GetTopics, InterestMapView, InterestPointKind, InterestPointView, TopicShareView,
    TopicWeekView, TopicsView,
};

use crate::clock::now;
use crate::{App, Error};

/// The newest questions that are looked at: more than fade out in a few months.
const QUESTIONS: usize = 400;
/// The newest questions that the map shows one by one.
const SHOWN: usize = 40;
/// Vectors that are read at a time.
const STRETCH: u32 = 10_000;

/// From this cosine on, a question is about a field and not merely nearest to it. Chosen by hand: with bge-small,
/// texts about different things seldom reach it.
const SAME_FIELD: f32 = 0.72;

const DAY: i64 = 86_400_000;
const WEEK: i64 = 7 * DAY;

struct Question {
    id: MessageId,
    conversation: ConversationId,
    text: String,
    at: Timestamp,
    vector: Embedding,
}

/// The map of interests: empty where the embedder is off or nothing was asked yet.
///
/// # Errors
/// [`Error::Store`].
pub async fn get_interest_map(app: &App, _request: GetInterestMap) -> Result<InterestMapView, Error> {
    let questions = app.own_questions().await?;
    let today = days(now());
    let draw = tokio::task::spawn_blocking(move || {
        let user = embedding_of(&questions);
        let shown = &questions[questions.len().saturating_sub(SHOWN)..];
        let vectors: Vec<&Embedding> = shown.iter().map(|question| &question.vector).collect();
        let (fields, places) = project_2d(&user, &vectors);
        let mut points = Vec::with_capacity(fields.len() + places.len());
        for (prototype, place) in user.prototypes().into_iter().zip(fields) {
            let Some(source) = questions.get(prototype.source() as usize) else { continue };
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
    let questions = app.own_questions().await?;
    let sort = tokio::task::spawn_blocking(move || {
        let user = embedding_of(&questions);
        let fields: Vec<&Question> =
            user.prototypes().iter().filter_map(|field| questions.get(field.source() as usize)).collect();
        let mut weeks: BTreeMap<i64, BTreeMap<usize, u32>> = BTreeMap::new();
        for question in &questions {
            if let Some(nearest) = nearest(&fields, question) {
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

impl App {
    /// What the person asked about since a time, field by field, in conversations that `open` lets in: what was
    /// deleted, or may not be told here, counts for nothing. Empty where interests are not learned.
    pub(crate) async fn asked_about(
        &self,
        since: Timestamp,
        open: BTreeSet<ConversationId>,
    ) -> Result<Vec<Topic>, Error> {
        let mut questions = self.own_questions().await?;
        questions.retain(|question| open.contains(&question.conversation));
        let clock = self.clock().clone();
        let sort = tokio::task::spawn_blocking(move || {
            let user = embedding_of(&questions);
            let fields: Vec<&Question> =
                user.prototypes().iter().filter_map(|field| questions.get(field.source() as usize)).collect();
            let mut asked: BTreeMap<usize, Vec<jiff::civil::Date>> = BTreeMap::new();
            for question in questions.iter().filter(|question| question.at >= since) {
                // A question that is far from every field is about none of them.
                let near = nearest(&fields, question)
                    .filter(|at| fields[*at].vector.dot(&question.vector) >= SAME_FIELD);
                if let Some(near) = near {
                    asked.entry(near).or_default().push(clock.local(question.at).date());
                }
            }
            let topic = |(field, mut days): (usize, Vec<jiff::civil::Date>)| {
                let times = u32::try_from(days.len()).unwrap_or(u32::MAX);
                days.sort_unstable();
                days.dedup();
                Some(Topic {
                    question: fields[field].id,
                    text: fields[field].text.clone(),
                    times,
                    days: u32::try_from(days.len()).unwrap_or(u32::MAX),
                    last: *days.last()?,
                })
            };
            asked.into_iter().filter_map(topic).collect()
        });
        sort.await.map_err(|error| Error::Invalid(error.to_string()))
    }

    /// The person's newest questions with their vectors, oldest first. None while interests are switched off, and
    /// none from before they were reset.
    async fn own_questions(&self) -> Result<Vec<Question>, Error> {
        if !self.switch(SettingKey::LearnInterests) {
            return Ok(Vec::new());
        }
        let Some(model) = self.embedding_model() else { return Ok(Vec::new()) };
        let resets = self.store().events_of_kinds(&["learning_reset"]).await?;
        let interests = EventKind::LearningReset { learner: Learner::Interests };
        let reset = resets.iter().rev().find(|event| event.kind == interests).map(|event| event.at);
        let mut vectors = Vec::new();
        let mut read_to = VectorNumber::default();
        loop {
            let stretch = self.store().vectors_since(&model, read_to, STRETCH).await?;
            let Some(last) = stretch.last() else { break };
            read_to = last.number;
            vectors.extend(stretch.into_iter().filter(|vector| vector.author == Author::Person));
        }
        // Ids of version 7 are in the order in which they were made.
        vectors.sort_by_key(|vector| vector.message.0);
        let newest = vectors.split_off(vectors.len().saturating_sub(QUESTIONS));
        let mut questions = Vec::with_capacity(newest.len());
        for vector in newest {
            // A message that was deleted just now is passed over.
            let Ok(placed) = self.store().message(vector.message).await else { continue };
            let message = placed.message;
            if reset.is_none_or(|reset| message.created_at > reset) {
                let vector = vector.embedding.restored();
                questions.push(Question {
                    id: message.id,
                    conversation: message.conversation,
                    text: message.text,
                    at: message.created_at,
                    vector,
                });
            }
        }
        Ok(questions)
    }
}

/// The field that a question is nearest to.
fn nearest(fields: &[&Question], question: &Question) -> Option<usize> {
    (0..fields.len()).max_by(|one, other| {
        let near = |at: &usize| fields[*at].vector.dot(&question.vector);
        near(one).total_cmp(&near(other))
    })
}

/// The user embedding of questions; a prototype's source is the place of a question.
fn embedding_of(questions: &[Question]) -> UserEmbedding {
    let mut user = UserEmbedding::empty();
    for (source, question) in (0..).zip(questions) {
        user.observe(&Observation {
            vector: &question.vector,
            text: &question.text,
            modality: Modality::Text,
            weight: Evidence::Question.weight(),
            at_days: days(question.at),
            source,
        });
    }
    user
}

fn days(at: Timestamp) -> u32 {
    u32::try_from(at.0.div_euclid(DAY)).unwrap_or_default()
}
