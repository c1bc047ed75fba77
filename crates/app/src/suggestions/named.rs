//! What the person said that names a day ahead: found once for each message, because what was said does not change. Kept
//! in memory and read on from listing to listing; nothing of it is stored.

use std::collections::BTreeSet;
use std::sync::Arc;

use attune_domain::{ConversationId, Timestamp};
use attune_persona::suggest::{Said, dues};
use attune_store::{MessageNumber, Saying};
use tokio::sync::Mutex;

use crate::{App, Error};

/// The newest messages that are looked at for days.
const MESSAGES: u32 = 4_000;
/// As many messages as are looked at without leaving the thread that asked.
const FEW: usize = 16;

/// The messages that name a day; clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct NamedDays(Arc<Mutex<Fold>>);

#[derive(Debug, Default)]
struct Fold {
    said: Vec<Said>,
    read_to: MessageNumber,
}

impl NamedDays {
    /// Forgets all; it is read again when it is needed. The database has changed already.
    pub(crate) async fn clear(&self) {
        *self.0.lock().await = Fold::default();
    }
}

impl App {
    /// What the person said since a time, in conversations that are there, and that names a day ahead.
    pub(super) async fn named_days(
        &self,
        since: Timestamp,
        there: &BTreeSet<ConversationId>,
    ) -> Result<Vec<Said>, Error> {
        let mut fold = self.days().0.lock().await;
        let (sayings, read_to) = self.store().said_since(since, fold.read_to, MESSAGES).await?;
        let said = sayings.into_iter().map(|saying| self.said(saying));
        let found: Vec<Said> = if said.len() <= FEW {
            said.filter(names_a_day).collect()
        } else {
            let said: Vec<Said> = said.collect();
            let find = tokio::task::spawn_blocking(move || said.into_iter().filter(names_a_day).collect());
            find.await.map_err(|error| Error::Invalid(error.to_string()))?
        };
        fold.said.extend(found);
        fold.read_to = read_to;
        fold.said.retain(|said| said.at >= since);
        Ok(told(&fold, there))
    }

    fn said(&self, saying: Saying) -> Said {
        Said {
            message: saying.message,
            conversation: saying.conversation,
            text: saying.text,
            at: saying.at,
            day: self.clock().local(saying.at).date(),
        }
    }
}

fn names_a_day(said: &Said) -> bool {
    !dues(&said.text, said.day).is_empty()
}

/// Another program may have deleted a conversation just now.
fn told(fold: &Fold, there: &BTreeSet<ConversationId>) -> Vec<Said> {
    fold.said.iter().filter(|said| there.contains(&said.conversation)).cloned().collect()
}
