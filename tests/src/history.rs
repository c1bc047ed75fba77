//! A profile with a past: conversations that were had at a time of one's choice, through the real store.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Result;
use attune_app::Home;
use attune_domain::{AnswerOrigin, MessageStatus, ModelId, RoleId, Timestamp};
use attune_store::{Ending, NewConversation, NewTurn, Place, Store, StoreOptions};
use uuid::Uuid;

/// Writes conversations into a profile that no window has open.
pub struct History {
    store: Store,
}

impl History {
    /// Opens the profile at a path. What is written first happened at `begin`, in milliseconds since 1970, and each
    /// further step a second later.
    ///
    /// # Errors
    /// When the profile cannot be opened.
    pub async fn of(profile: &Path, begin: i64) -> Result<Self> {
        let clock = AtomicI64::new(begin);
        let options = StoreOptions {
            now: Arc::new(move || Timestamp(clock.fetch_add(1000, Ordering::Relaxed))),
            ids: Arc::new(Uuid::now_v7),
            actor: None,
        };
        Ok(Self { store: Store::open(Home::new(profile).database(), options).await? })
    }

    /// The same, in which what is written first happened so many days ago.
    ///
    /// # Errors
    /// When the profile cannot be opened.
    pub async fn days_ago(profile: &Path, days: u64) -> Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "the programs under test go by the system's clock")]
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
        let begin = now.saturating_sub(Duration::from_hours(24 * days));
        Self::of(profile, i64::try_from(begin.as_millis())?).await
    }

    /// Adds a conversation of questions with their answers, all complete.
    ///
    /// # Errors
    /// When the role is no id, or the store refuses.
    pub async fn add(
        &self,
        title: &str,
        role: &str,
        turns: impl IntoIterator<Item = (&str, &str)>,
    ) -> Result<()> {
        let role = RoleId::new(role)?;
        let new = NewConversation { title: title.to_owned(), role: role.clone() };
        let conversation = self.store.create_conversation(new).await?.id;
        for (question, answer) in turns {
            let turn = NewTurn {
                place: Place::Tip(conversation),
                question: question.to_owned(),
                attached: None,
                events: Vec::new(),
            };
            let begun = self.store.begin_turn(turn).await?.answer.message.id;
            let origin = AnswerOrigin {
                role: Some(role.clone()),
                role_version: 1,
                model: Some(ModelId::new("smollm2-135m")?),
                ..AnswerOrigin::default()
            };
            let ending = Ending {
                status: MessageStatus::Complete,
                text: answer.to_owned(),
                origin: Some(origin),
                adherence: None,
                failure: None,
                events: Vec::new(),
            };
            self.store.finish(begun, ending).await?;
        }
        Ok(())
    }

    /// Lets go of the profile, so that a window can open it.
    ///
    /// # Errors
    /// When it cannot be closed.
    pub async fn close(self) -> Result<()> {
        Ok(self.store.close().await?)
    }
}
