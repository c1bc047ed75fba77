//! How well and how fast what was said before is found again, beside plain searches in the same run: BM25, BM25
//! over a turn with its neighbours, and the embedder's plain cosine.
//!
//! The texts are this project's own (`crates/persona/data/recall`): threads of talk with questions about them, and
//! a pool of stated preferences with questions that share no word with them. Some of what the search knows was
//! made from these texts, so the figures lean high. `ATTUNE_BENCH_RETRIEVAL` may name a folder with other data,
//! `NAME.corpus.jsonl` beside `NAME.queries.jsonl` in the form of `attunectl eval retrieve`, each query with its
//! `"evidence"`; those are measured too.
//!
//! Times are for a query from its text to the ranking, both models included, among 5,000 and 100,000 turns.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

mod data;
mod peers;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use attune_app::eval::retrieve::{Found, Search, nearest, retrieve};
use attune_app::{App, AppOptions, Home};
use serde_json::json;

use data::Set;

/// Turns that are ranked for each query.
const MOST: usize = 10;
/// Of all evidence, what is to be among the first ten; and the nDCG of that. In percent.
const MARKS: [f64; 2] = [76.0, 61.0];
/// Turns, and the milliseconds that 95 of 100 queries may take.
const TIMES: [(usize, f64); 2] = [(5_000, 20.0), (100_000, 60.0)];

#[tokio::main]
async fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let models = std::env::var_os("ATTUNE_TEST_MODELS").context("ATTUNE_TEST_MODELS is not set")?;
    link(&PathBuf::from(models), &folder.path().join("models"))?;
    let app = App::open(AppOptions::at(Home::new(folder.path()))).await?;
    let mut sets = vec![data::stories(), data::preferences()];
    if let Some(folder) = std::env::var_os("ATTUNE_BENCH_RETRIEVAL") {
        sets.extend(data::read(&PathBuf::from(folder))?);
    }
    for set in &sets {
        let (corpus, queries) = (&set.corpus, set.asked());
        let whole = |report| retrieve(&app, corpus.clone(), queries.clone(), MOST, Search::Whole, report);
        let ours = collect(whole).await?;
        let live = |report| retrieve(&app, corpus.clone(), queries.clone(), MOST, Search::AsAnswers, report);
        let live = collect(live).await?;
        let dense = collect(|report| nearest(&app, corpus.clone(), queries.clone(), MOST, report)).await?;
        judge(set, "ours", &ids(&ours), true);
        judge(set, "ours, as answers search", &ids(&live), false);
        judge(set, "BM25", &peers::bm25(set, 0, MOST), false);
        judge(set, "window BM25", &peers::bm25(set, 1, MOST), false);
        judge(set, "dense", &ids(&dense), false);
    }
    for (turns, mark) in TIMES {
        let set = data::long(turns);
        let (corpus, queries) = (set.corpus.clone(), set.asked());
        let found = collect(|report| retrieve(&app, corpus, queries, MOST, Search::Whole, report)).await?;
        let mut took: Vec<f64> = found.iter().map(|found| found.ms).collect();
        took.sort_by(f64::total_cmp);
        let at = |share: f64| took[((took.len() - 1) as f64 * share).round() as usize];
        print(&format!("find among {turns} turns, median"), at(0.5), "ms", None);
        print(&format!("find among {turns} turns, p95"), at(0.95), "ms", Some((mark, "lower")));
    }
    app.close().await;
    Ok(())
}

/// Everything that a search reports, in order.
async fn collect<F, R>(search: F) -> Result<Vec<Found>>
where
    F: FnOnce(Box<dyn Fn(Found) + Send>) -> R,
    R: Future<Output = Result<(), attune_app::Error>>,
{
    let found = Arc::new(Mutex::new(Vec::new()));
    let into = found.clone();
    search(Box::new(move |one| into.lock().unwrap_or_else(PoisonError::into_inner).push(one))).await?;
    let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut *found))
}

fn ids(found: &[Found]) -> Vec<Vec<String>> {
    found.iter().map(|found| found.ranked.iter().map(|ranked| ranked.id.clone()).collect()).collect()
}

/// Prints how much of the evidence was found, and how far up.
fn judge(set: &Set, who: &str, ranked: &[Vec<String>], is_ours: bool) {
    let (mut five, mut ten, mut gain) = (0.0, 0.0, 0.0);
    for (query, ranked) in set.queries.iter().zip(ranked) {
        let all = query.evidence.len() as f64;
        let share = |most: usize| ranked.iter().take(most).filter(|id| query.evidence.contains(id)).count();
        five += share(5) as f64 / all;
        ten += share(MOST) as f64 / all;
        let worth = |place: usize| 1.0 / (place as f64 + 2.0).log2();
        let found = (0..ranked.len()).filter(|place| query.evidence.contains(&ranked[*place]));
        gain += found.map(worth).sum::<f64>() / (0..query.evidence.len().min(MOST)).map(worth).sum::<f64>();
    }
    let count = set.queries.len().max(1) as f64;
    let mark = |mark: f64| (is_ours && set.is_marked).then_some((mark, "higher"));
    print(&format!("{}, {who}: R@5", set.name), 100.0 * five / count, "%", None);
    print(&format!("{}, {who}: R@10", set.name), 100.0 * ten / count, "%", mark(MARKS[0]));
    print(&format!("{}, {who}: nDCG@10", set.name), 100.0 * gain / count, "%", mark(MARKS[1]));
}

fn print(name: &str, value: f64, unit: &str, mark: Option<(f64, &str)>) {
    let mut line = json!({ "name": name, "value": (value * 100.0).round() / 100.0, "unit": unit });
    if let Some((mark, better)) = mark {
        line["mark"] = mark.into();
        line["better"] = better.into();
    }
    println!("{line}");
}

/// The models lie where a profile has them, and are not copied.
fn link(from: &PathBuf, to: &PathBuf) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            let into = to.join(entry.file_name());
            std::fs::hard_link(entry.path(), &into)
                .or_else(|_| std::fs::copy(entry.path(), &into).map(drop))?;
        }
    }
    Ok(())
}
