//! `attunectl eval retrieve`: what of a corpus matters to each query.

use std::path::PathBuf;
use std::process::ExitCode;

use attune_app::App;
use attune_app::eval::retrieve::{Asked, Found, Ranked, Said, Search, retrieve};
use serde::Deserialize;
use serde_json::json;

use super::read_lines;
use crate::output::{Failure, Output};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  attunectl eval retrieve --corpus said.jsonl --queries asked.jsonl -k 10\n\nPrints a line {\"id\",\"ranked\":[{\"id\",\"score\",\"fit\"}…],\"ms\"} for each query."
)]
pub(crate) struct Arguments {
    /// JSON lines: {"id","text","speaker"?,"time"?,"conversation"?}.
    #[arg(long, value_name = "FILE")]
    corpus: PathBuf,
    /// JSON lines: {"id","text"}.
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// How many turns to print for each query.
    #[arg(short = 'k', default_value_t = 10, value_name = "N")]
    most: usize,
    /// Search as answers do: without comparing word by word, and only what matters to the query.
    #[arg(long)]
    as_answers: bool,
}

#[derive(Debug, Deserialize)]
struct CorpusLine {
    id: String,
    text: String,
    speaker: Option<String>,
    time: Option<String>,
    conversation: Option<String>,
}

#[derive(Debug, Deserialize)]
struct QueryLine {
    id: String,
    text: String,
}

pub(crate) async fn run(app: &App, arguments: Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let corpus: Vec<CorpusLine> = read_lines(&arguments.corpus)?;
    let queries: Vec<QueryLine> = read_lines(&arguments.queries)?;
    let said =
        |CorpusLine { id, text, speaker, time, conversation }| Said { id, text, speaker, time, conversation };
    let corpus = corpus.into_iter().map(said).collect();
    let queries = queries.into_iter().map(|line| Asked { id: line.id, text: line.text }).collect();
    let output = *output;
    let report = move |found: Found| {
        let line = |ranked: &Ranked| json!({ "id": ranked.id, "score": ranked.score, "fit": ranked.fit });
        let ranked: Vec<_> = found.ranked.iter().map(line).collect();
        output.document(&json!({ "id": found.id, "ranked": ranked, "ms": found.ms }));
    };
    let search = if arguments.as_answers { Search::AsAnswers } else { Search::Whole };
    retrieve(app, corpus, queries, arguments.most, search, report).await?;
    Ok(ExitCode::SUCCESS)
}
