//! `attunectl eval users`: user embeddings from profiles, and whose texts these are.

use std::path::PathBuf;
use std::process::ExitCode;

use attune_app::App;
use attune_app::eval::users::{Outcome, Profile, Query, identify};
use serde::Deserialize;
use serde_json::json;

use super::read_lines;
use crate::output::{Failure, Output};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  attunectl eval users --profiles people.jsonl --queries texts.jsonl -k 10\n\nPrints a line {\"user\",\"bytes\",…} for each profile, then {\"id\",\"ranked\":[{\"user\",\"score\"}…],\"ms\"} for each query."
)]
pub(crate) struct Arguments {
    /// JSON lines: {"user","texts":[…]}.
    #[arg(long, value_name = "FILE")]
    profiles: PathBuf,
    /// JSON lines: {"id","texts":[…]}.
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// How many people to print for each query.
    #[arg(short = 'k', default_value_t = 10, value_name = "N")]
    most: usize,
}

#[derive(Debug, Deserialize)]
struct ProfileLine {
    user: String,
    texts: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct QueryLine {
    id: String,
    texts: Vec<String>,
}

pub(crate) async fn run(app: &App, arguments: Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let profiles: Vec<ProfileLine> = read_lines(&arguments.profiles)?;
    let queries: Vec<QueryLine> = read_lines(&arguments.queries)?;
    let profiles = profiles.into_iter().map(|line| Profile { user: line.user, texts: line.texts }).collect();
    let queries = queries.into_iter().map(|line| Query { id: line.id, texts: line.texts }).collect();
    let output = *output;
    let report = move |outcome| match outcome {
        Outcome::Described { user, bytes, confidence, ms } => {
            output.document(&json!({ "user": user, "bytes": bytes, "confidence": confidence, "ms": ms }));
        }
        Outcome::Ranked { id, people, ms } => {
            let ranked: Vec<_> =
                people.iter().map(|(user, score)| json!({ "user": user, "score": score })).collect();
            output.document(&json!({ "id": id, "ranked": ranked, "ms": ms }));
        }
    };
    identify(app, profiles, queries, arguments.most, report).await?;
    Ok(ExitCode::SUCCESS)
}
