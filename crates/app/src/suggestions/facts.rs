//! What suggestions are made from: read from the store, where temporary conversations never are.

use std::collections::{BTreeMap, BTreeSet};

use attune_domain::{Conversation, ConversationId, MessageId, RoleId, RoleTemplate, Subject, Timestamp};
use attune_persona::suggest::{Facts, SuggestionHistory, Thread, Turn};
use attune_store::RecentEnd;

use crate::{App, Error};

const DAY: i64 = 86_400_000;
/// Conversations that were written to within so many days can be gone on with.
const THREAD_DAYS: i64 = 21;
/// A day that is still to come may have been named so many days ago.
const SAID_DAYS: i64 = 200;
/// What is asked again and again is so within so many days.
const TOPIC_DAYS: i64 = 28;
/// The newest conversations that are looked at.
const THREADS: u32 = 80;
/// The last messages of each.
const TURNS: u32 = 6;

/// What was read.
pub(super) struct Gathered {
    pub(super) facts: Facts,
    /// What those are about of which something was said before, as far as it is still there.
    pub(super) texts: BTreeMap<Subject, String>,
}

impl App {
    /// Reads everything that suggestions in a role are made from.
    pub(super) async fn gather(
        &self,
        role: &RoleTemplate,
        history: &SuggestionHistory,
    ) -> Result<Gathered, Error> {
        let store = self.store();
        let now = self.clock().now();
        let ago = |days: i64| Timestamp(now.0 - days * DAY);
        let conversations = store.conversations().await?;
        let ends = store.recent_ends(ago(THREAD_DAYS), THREADS, TURNS).await?;
        // Words from a role that stays on this device go into no conversation of another: it may be answered
        // elsewhere. Those of a conversation that is kept apart go into no other.
        let confined = self.confined_roles(role).await?;
        let tellable =
            |conversation: &&Conversation| !conversation.apart && !confined.contains(&conversation.role);
        let open: BTreeSet<ConversationId> =
            conversations.iter().filter(tellable).map(|conversation| conversation.id).collect();
        let topics = self.asked_about(ago(TOPIC_DAYS), open.clone()).await?;

        let titles: BTreeMap<ConversationId, &str> =
            conversations.iter().map(|conversation| (conversation.id, conversation.title.as_str())).collect();
        let texts = history.answered().filter_map(|subject| {
            let Subject::Conversation(id) = subject else { return None };
            Some((subject.clone(), (*titles.get(id)?).to_owned()))
        });
        let mut texts: BTreeMap<Subject, String> = texts.collect();
        let there: BTreeSet<ConversationId> = titles.keys().copied().collect();
        let said = self.named_days(ago(SAID_DAYS), &there).await?;
        let quoted = history.answered().filter_map(|subject| match subject {
            Subject::Reminder(message) | Subject::Topic(message) => Some((*message, subject)),
            _ => None,
        });
        let quoted: Vec<(MessageId, &Subject)> = quoted.collect();
        let ids: Vec<MessageId> = quoted.iter().map(|(message, _)| *message).collect();
        for past in store.past_messages(&ids).await? {
            for (_, subject) in quoted.iter().filter(|(message, _)| *message == past.message) {
                texts.insert((*subject).clone(), past.text.clone());
            }
        }
        let threads = ends.into_iter().filter_map(|end| self.thread(end, &open)).collect();
        Ok(Gathered { facts: Facts { threads, said, topics }, texts })
    }

    /// The roles whose words go into no conversation of this one.
    async fn confined_roles(&self, role: &RoleTemplate) -> Result<BTreeSet<RoleId>, Error> {
        if role.limits.local_only {
            return Ok(BTreeSet::new());
        }
        let roles = self.store().roles().await?.into_iter().map(|stored| stored.template);
        Ok(roles.filter(|other| other.limits.local_only).map(|other| other.id).collect())
    }

    fn thread(&self, end: RecentEnd, tellable: &BTreeSet<ConversationId>) -> Option<Thread> {
        let RecentEnd { conversation, messages } = end;
        let last = messages.last()?.created_at;
        let turns = messages.into_iter().map(|message| Turn {
            author: message.author,
            status: message.status,
            text: message.text,
            at: message.created_at,
        });
        Some(Thread {
            id: conversation.id,
            title: conversation.title,
            tellable: tellable.contains(&conversation.id),
            day: self.clock().local(last).date(),
            turns: turns.collect(),
        })
    }
}
