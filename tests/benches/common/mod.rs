//! What measurements share: a profile as it is after a year, and how figures are printed.

mod figures;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::Result;
use attune_app::Home;
use attune_domain::{AnswerOrigin, MessageStatus, RoleId, Timestamp};
use attune_store::{Ending, NewConversation, NewTurn, Place, Store, StoreOptions};
use attune_tests::Profile;
use uuid::Uuid;

pub(crate) use figures::figure;

/// Messages in the profile.
pub(crate) const MESSAGES: usize = 10_000;
/// Of those, so many make a conversation.
const USUAL: usize = 50;

/// Fills a profile with conversations, through the real store.
pub(crate) async fn fill(profile: &Profile) -> Result<()> {
    let clock = Arc::new(AtomicI64::new(1_700_000_000_000));
    let options = StoreOptions {
        now: Arc::new(move || Timestamp(clock.fetch_add(1000, Ordering::Relaxed))),
        ids: Arc::new(Uuid::now_v7),
        actor: None,
    };
    let store = Store::open(Home::new(profile.path()).database(), options).await?;
    let role = RoleId::new("leader")?;
    let text = "What the supplier said about the outage, and what it means for the contract. ".repeat(8);
    for number in 0..MESSAGES / USUAL {
        let new = NewConversation { title: format!("Outage {number}"), role: role.clone() };
        let conversation = store.create_conversation(new).await?.id;
        for turn in 0..USUAL / 2 {
            let question = format!("Question {turn} about outage {number}?");
            let turn = NewTurn { place: Place::Tip(conversation), question, events: Vec::new() };
            let answer = store.begin_turn(turn).await?.answer.message.id;
            let origin =
                AnswerOrigin { role: Some(role.clone()), role_version: 1, ..AnswerOrigin::default() };
            let ending = Ending {
                status: MessageStatus::Complete,
                text: text.clone(),
                origin: Some(origin),
                adherence: None,
                failure: None,
                events: Vec::new(),
            };
            store.finish(answer, ending).await?;
        }
    }
    Ok(store.close().await?)
}

/// The value that this share of all values does not exceed.
pub(crate) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}
