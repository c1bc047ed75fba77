//! Names and words of a company, spoken by espeak-ng in sentences: how many come out as they are spelt, with the
//! glossary and without it, by the base model.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]
#![allow(clippy::disallowed_methods, reason = "it starts the program that speaks")]

#[path = "common/figures.rs"]
mod figures;
#[path = "common/home.rs"]
mod home;

use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};
use attune_app::{App, AppOptions, TranscribeFile, transcribe_file};
use serde_json::json;

use home::home_with;

/// Products, places, people and abbreviations as companies have them. No two sentences stand next to each other with
/// the same words around the term, so that it is the term that is heard and not the sentence.
const TERMS: [&str; 50] = [
    "Kubernetes",
    "Grafana",
    "Terraform",
    "PostgreSQL",
    "Keycloak",
    "Datadog",
    "Snowflake",
    "Istio",
    "Kafka",
    "Prometheus",
    "Veltrona",
    "Brixham",
    "Oystermouth",
    "Fjordline",
    "Nextera",
    "Zephyrion",
    "Qualtrix",
    "Marquardt",
    "Helmholtz",
    "Solvanta",
    "Siobhan",
    "Wojciech",
    "Nguyen",
    "Joaquin",
    "Saoirse",
    "Anneliese",
    "Thorsten",
    "Priyanka",
    "Matteo",
    "Ingeborg",
    "Confluence",
    "Jira",
    "Bitbucket",
    "Vaultwarden",
    "Nextcloud",
    "Ansible",
    "Redis",
    "MongoDB",
    "Elasticsearch",
    "GitLab",
    "OKR",
    "SLA",
    "CRM",
    "GDPR",
    "ISO 27001",
    "Lindenhof",
    "Rotterdam",
    "Tallinn",
    "Gdansk",
    "Bratislava",
];

const SENTENCES: [(&str, &str); 5] = [
    ("We should talk about", "in the meeting on Monday."),
    ("Who is responsible for", "this week?"),
    ("Please send the report about", "to the whole team."),
    ("The customer asked again about", "and wants an answer."),
    ("I could not find anything about", "in the handbook."),
];

/// The least share of terms that come out right with the glossary.
const MARK: f64 = 90.0;

#[tokio::main]
async fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let home = home_with(folder.path(), &["whisper-base.bin", "whisper-base.json", "whisper-base.vad"])?;
    let app = App::open(AppOptions::at(home)).await?;
    let (mut right, mut right_without) = (0, 0);
    for (number, term) in TERMS.iter().enumerate() {
        let (before, after) = SENTENCES[number % SENTENCES.len()];
        let file = folder.path().join(format!("{number}.wav"));
        speak(&format!("{before} {term} {after}"), &file)?;
        let with = heard(&app, &file, &TERMS).await?;
        let without = heard(&app, &file, &[]).await?;
        right += usize::from(contains(&with, term));
        right_without += usize::from(contains(&without, term));
        if !contains(&with, term) {
            println!("{term}: {with:?}, without: {without:?}");
        }
    }
    app.close().await;
    let percent = |count: usize| count as f64 * 100.0 / TERMS.len() as f64;
    let name = "terms of a company heard right, with a glossary";
    println!(
        "{}",
        json!({"name": name, "value": percent(right), "unit": "%", "mark": MARK, "better": "higher"})
    );
    figures::figure("terms of a company heard right, without it", percent(right_without), "%", None);
    Ok(())
}

fn speak(text: &str, file: &Path) -> Result<()> {
    let status =
        Command::new("espeak-ng").args(["-v", "en-us", "-s", "150", "-w"]).arg(file).arg(text).status()?;
    ensure!(status.success(), "espeak-ng does not speak");
    Ok(())
}

async fn heard(app: &App, file: &Path, glossary: &[&str]) -> Result<String> {
    let glossary = glossary.iter().map(|&term| term.to_owned()).collect();
    let request = TranscribeFile { file: file.to_owned(), language: Some("en".to_owned()), glossary };
    Ok(transcribe_file(app, request, |_| ()).await?.transcript.text())
}

/// Whether a term stands in a text as a word of its own, whatever its case.
fn contains(text: &str, term: &str) -> bool {
    let plain = |text: &str| {
        let spaced: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        format!(" {} ", spaced.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
    };
    plain(text).contains(&plain(term))
}
