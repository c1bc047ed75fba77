//! What the person keeps asking about: their fields of interest, as far as they were asked about of late.

use std::collections::{BTreeMap, BTreeSet};

use attune_domain::{ConversationId, Timestamp};
use attune_persona::suggest::Topic;
use jiff::civil::Date;

use crate::clock::Clock;
use crate::interests::{Seen, embedding_of};
use crate::{App, Error};

impl App {
    /// What the person asked about since a time, field by field, in conversations that `open` lets in: what was
    /// deleted, or may not be told here, counts for nothing. Empty where interests are not learned.
    pub(super) async fn asked_about(
        &self,
        since: Timestamp,
        open: BTreeSet<ConversationId>,
    ) -> Result<Vec<Topic>, Error> {
        let mut seen = self.seen().await?;
        seen.retain(|seen| open.contains(&seen.conversation));
        let clock = self.clock().clone();
        let sort = tokio::task::spawn_blocking(move || topics(&seen, since, &clock));
        sort.await.map_err(|error| Error::Invalid(error.to_string()))
    }
}

fn topics(seen: &[Seen], since: Timestamp, clock: &Clock) -> Vec<Topic> {
    let user = embedding_of(seen);
    let mut asked: BTreeMap<u32, Vec<&Seen>> = BTreeMap::new();
    for question in seen.iter().filter(|seen| seen.is_question() && seen.at >= since) {
        // A question that is far from every field is about none of them.
        if let Some(field) = user.interest_of(&question.vector) {
            asked.entry(field.source()).or_default().push(question);
        }
    }
    let topic = |(source, questions): (u32, Vec<&Seen>)| {
        let source = seen.get(source as usize)?;
        // Where an answer stands for a field, the question nearest to it does so here.
        let near = |question: &&&Seen| source.vector.dot(&question.vector);
        let nearest = || questions.iter().max_by(|one, other| near(one).total_cmp(&near(other))).copied();
        let stands = if source.is_question() { Some(source) } else { nearest() }?;
        let mut days: Vec<Date> = questions.iter().map(|question| clock.local(question.at).date()).collect();
        days.sort_unstable();
        days.dedup();
        Some(Topic {
            question: stands.message,
            text: stands.text.clone(),
            times: u32::try_from(questions.len()).unwrap_or(u32::MAX),
            days: u32::try_from(days.len()).unwrap_or(u32::MAX),
            last: *days.last()?,
        })
    };
    asked.into_iter().filter_map(topic).collect()
}
