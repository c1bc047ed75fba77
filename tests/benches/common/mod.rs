//! What measurements share: a profile as it is after a year, and how figures are printed.

mod figures;

use anyhow::Result;
use attune_tests::{History, Profile};

pub(crate) use figures::figure;

/// Messages in the profile.
pub(crate) const MESSAGES: usize = 10_000;
/// Of those, so many make a conversation.
const USUAL: usize = 50;

/// Fills a profile with conversations, through the real store.
pub(crate) async fn fill(profile: &Profile) -> Result<()> {
    let history = History::of(profile.path(), 1_700_000_000_000).await?;
    let answer = "What the supplier said about the outage, and what it means for the contract. ".repeat(8);
    for number in 0..MESSAGES / USUAL {
        let questions: Vec<String> =
            (0..USUAL / 2).map(|turn| format!("Question {turn} about outage {number}?")).collect();
        let turns = questions.iter().map(|question| (question.as_str(), answer.as_str()));
        history.add(&format!("Outage {number}"), "leader", turns).await?;
    }
    history.close().await
}

/// The value that this share of all values does not exceed.
pub(crate) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}
