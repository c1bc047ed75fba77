//! What reading aside adds to the rules of memory: the real engine reads, through the same code as in the program,
//! what people say in the cases of memory that the rules get wrong, and messages that tell nothing lasting.
//!
//! It reads with the smallest model; another is named by `ATTUNE_BENCH_ASIDE`: the path of a GGUF file of the
//! catalogue's. `ATTUNE_ASIDE_LEFT` and `ATTUNE_ASIDE_NEUTRAL` bound how many cases
//! and neutral messages are read. A provider that policy forbids is asked, so that nothing is waited for but the reading.
//!
//! `ATTUNE_TEST_MODELS=… ATTUNE_CHAT_ENGINE=… cargo run --release -p attune-app --example aside`
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing is what it is for")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use attune_app::{App, AppOptions, Home, commands};
use attune_domain::{ModelId, ProviderId};
use attune_wire::{
    Ask, EraseMemories, Event, ListMemories, MemoryView, ModelChoiceView, ProviderDraft, ProviderKindView,
    SaveProvider,
};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::broadcast::Receiver;

/// Neutral messages that are read at most.
const NEUTRAL: usize = 40;
/// Cases that the rules left which are read at most.
const LEFT: usize = 30;
/// How long an engine that has something to do is waited for.
const PATIENCE: Duration = Duration::from_secs(2);
/// A model's guess is never surer.
const GUESSED: f32 = 0.551;

#[derive(Deserialize)]
struct Case {
    steps: Vec<String>,
    #[serde(default)]
    current: Vec<String>,
    #[serde(default)]
    absent: Vec<String>,
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

struct Reader {
    app: App,
    events: Receiver<Event>,
    provider: ProviderId,
    read: usize,
    took: Vec<f64>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let home = Home::new(folder.path().join("home"));
    std::fs::create_dir_all(home.models())?;
    let tests = PathBuf::from(std::env::var_os("ATTUNE_TEST_MODELS").ok_or("ATTUNE_TEST_MODELS is not set")?);
    let file =
        std::env::var_os("ATTUNE_BENCH_ASIDE").map_or_else(|| tests.join("smollm2-135m.gguf"), PathBuf::from);
    for name in ["bge-small-en.onnx", "bge-small-en.tokenizer", "bge-small-en.json"] {
        std::fs::copy(tests.join(name), home.models().join(name))?;
    }
    let model = install(&file, &home.models())?;
    let policy_file = folder.path().join("policy.toml");
    std::fs::write(&policy_file, "[remote]\nallowed = false\n")?;
    let engine = std::env::var_os("ATTUNE_CHAT_ENGINE").map(PathBuf::from);
    let app = App::open(AppOptions { policy_file, engine, ..AppOptions::at(home) }).await?;
    let provider = ProviderDraft {
        id: None,
        name: "Elsewhere".to_owned(),
        kind: ProviderKindView::OpenAi {},
        base_url: "https://models.example.com/v1".to_owned(),
        model: "large".to_owned(),
        context_tokens: 4096,
        enabled: true,
        memories: Some(true),
        images: None,
    };
    let provider = commands::save_provider(&app, SaveProvider { provider, key: None }).await?.id;
    let events = app.events();
    let mut reader = Reader { app, events, provider, read: 0, took: Vec::new() };
    // The model is loaded by a question, as it is for a person.
    reader.ask("Hi", ModelChoiceView::Local { model: model.clone() }).await?;

    let at_most = |name: &str, usual: usize| {
        std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
    };
    let (most_left, most_neutral) =
        (at_most("ATTUNE_ASIDE_LEFT", LEFT), at_most("ATTUNE_ASIDE_NEUTRAL", NEUTRAL));
    let mut left = Vec::new();
    let (mut all, mut groups) = (0, cases()?.into_iter().collect::<Vec<_>>());
    // The sets that were written before they were looked at, newest first.
    groups.retain(|(group, _)| group.starts_with("varied") || group == "afterwards");
    groups.reverse();
    for case in groups.into_iter().flat_map(|(_, cases)| cases) {
        if left.len() >= most_left {
            break;
        }
        if !case.steps.iter().all(|step| step.starts_with("I: ")) {
            continue;
        }
        all += 1;
        if !reader.holds(&case, false).await?.0 {
            left.push(case);
        }
    }
    let (mut mended, mut guessed, mut wrong) = (0, 0, 0);
    for case in left.iter().take(most_left) {
        let (right, guesses) = reader.holds(case, true).await?;
        mended += usize::from(right);
        guessed += guesses.len();
        wrong += if right { 0 } else { guesses.len() };
        eprintln!("{right} {:?}\n    {guesses:?}", case.steps);
    }
    let (read, mut took) = (reader.read, std::mem::take(&mut reader.took));
    took.sort_by(f64::total_cmp);
    let name = format!("reading aside, {model}");
    figure(&format!("{name}: cases that the rules left, of {all}"), left.len() as f64, "cases");
    figure(&format!("{name}: of these right after reading"), mended as f64, "cases");
    figure(&format!("{name}: messages read for them"), read as f64, "messages");
    figure(&format!("{name}: memories guessed for them"), guessed as f64, "memories");
    figure(&format!("{name}: of these in cases that stayed wrong"), wrong as f64, "memories");
    if let Some(median) = took.get(took.len() / 2) {
        figure(&format!("{name}: median time of a message"), *median, "s");
    }

    reader.read = 0;
    let mut false_ones = 0;
    for message in neutral() {
        if reader.read >= most_neutral {
            break;
        }
        let case = Case { steps: vec![format!("I: {message}")], current: Vec::new(), absent: Vec::new() };
        let (_, guesses) = reader.holds(&case, true).await?;
        false_ones += guesses.len();
        if !guesses.is_empty() {
            eprintln!("neutral: {message}\n    {guesses:?}");
        }
    }
    figure(&format!("{name}: neutral messages read"), reader.read as f64, "messages");
    figure(&format!("{name}: memories guessed of them"), false_ones as f64, "memories");
    reader.app.close().await;
    Ok(())
}

impl Reader {
    async fn ask(&mut self, text: &str, model: ModelChoiceView) -> Result<()> {
        let ask = Ask { text: text.to_owned(), model: Some(model), ..Ask::default() };
        commands::ask(&self.app, ask, |_| ()).await?;
        Ok(())
    }

    /// Whether the memories are right once a case was said, and which of them are guesses of the model's.
    async fn holds(&mut self, case: &Case, reads: bool) -> Result<(bool, Vec<String>)> {
        commands::erase_memories(&self.app, EraseMemories {}).await?;
        for step in &case.steps {
            let elsewhere = ModelChoiceView::Remote { provider: self.provider.clone() };
            self.ask(step.trim_start_matches("I: "), elsewhere).await?;
            if reads {
                self.read_aside().await?;
            }
        }
        let list = ListMemories { query: None, all: false };
        let held: Vec<MemoryView> = commands::list_memories(&self.app, list).await?;
        let says = |part: &String| held.iter().any(|memory| memory.text.contains(part.as_str()));
        let right = case.current.iter().all(says) && !case.absent.iter().any(says);
        let guesses = held.into_iter().filter(|memory| memory.confidence < GUESSED);
        Ok((right, guesses.map(|memory| memory.text).collect()))
    }

    /// Reads what waits, once the engine has nothing else to do.
    async fn read_aside(&mut self) -> Result<()> {
        loop {
            while self.events.try_recv().is_ok() {}
            let begun = Instant::now();
            let read = self.app.read_set_aside().await?;
            if read > 0 {
                self.read += read;
                self.took.push(begun.elapsed().as_secs_f64() / read as f64);
                return Ok(());
            }
            // Nothing waits, or the engine is getting ready for the next question.
            let changes = async {
                while !matches!(self.events.recv().await, Ok(Event::EngineChanged { .. }) | Err(_)) {}
            };
            if tokio::time::timeout(PATIENCE, changes).await.is_err() {
                return Ok(());
            }
        }
    }
}

/// Puts a model file into the folder as an installed one.
fn install(file: &Path, models: &Path) -> Result<ModelId> {
    let name = file.file_stem().and_then(|name| name.to_str()).ok_or("the model has no name")?;
    let (bytes, sha256) = match name {
        "smollm2-135m" => {
            (98_362_432_u64, "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53")
        }
        "qwen2.5-coder-1.5b" => {
            (1_117_320_768, "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046")
        }
        "qwen2.5-coder-0.5b" => {
            (491_400_064, "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32")
        }
        other => return Err(format!("{other} is no model of the catalogue").into()),
    };
    let inside = format!("{name}.gguf");
    std::fs::hard_link(file, models.join(&inside))
        .or_else(|_| std::fs::copy(file, models.join(&inside)).map(drop))?;
    let manifest = json!({
        "id": name, "name": name, "task": "chat", "file": inside, "bytes": bytes, "sha256": sha256,
        "source": "a file", "imported": false, "damaged": false,
    });
    std::fs::write(models.join(format!("{name}.json")), manifest.to_string())?;
    Ok(ModelId::new(name)?)
}

fn figure(name: &str, value: f64, unit: &str) {
    println!("{}", json!({ "name": name, "value": value, "unit": unit }));
}

fn cases() -> Result<BTreeMap<String, Vec<Case>>> {
    Ok(toml::from_str(include_str!("../../persona/data/memory_cases.toml"))?)
}

fn neutral() -> impl Iterator<Item = &'static str> {
    let files = [
        include_str!("../../persona/data/recall/asides.txt"),
        include_str!("../../persona/data/held-out/neutral.txt"),
    ];
    files.into_iter().flat_map(str::lines).filter(|line| !line.starts_with('#') && !line.is_empty())
}
