//! What is searched: the project's own texts as a corpus with questions, and folders of other data.

use std::path::Path;

use anyhow::{Context as _, Result};
use attune_app::eval::retrieve::{Asked, Said};
use serde::Deserialize;

const STORIES: &str = include_str!("../../../crates/persona/data/recall/stories.txt");
const SMALL_TALK: &str = include_str!("../../../crates/persona/data/recall/smalltalk.txt");
const PREFERENCES: &str = include_str!("../../../crates/persona/data/recall/preferences.tsv");
const ASIDES: &str = include_str!("../../../crates/persona/data/recall/asides.txt");

/// The two who speak in the stories.
const NAMES: [&str; 2] = ["Nora", "Tom"];

/// A corpus with questions about it.
pub(crate) struct Set {
    pub(crate) name: String,
    /// Whether the marks for events hold for it.
    pub(crate) is_marked: bool,
    pub(crate) corpus: Vec<Said>,
    pub(crate) queries: Vec<Query>,
}

/// A question with the turns that answer it.
#[derive(Debug, Deserialize)]
pub(crate) struct Query {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) evidence: Vec<String>,
}

impl Set {
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.queries.iter().map(|query| Asked { id: query.id.clone(), text: query.text.clone() }).collect()
    }
}

/// All stories one after the other, with small talk between them.
pub(crate) fn stories() -> Set {
    let mut set =
        Set { name: "stories".to_owned(), is_marked: true, corpus: Vec::new(), queries: Vec::new() };
    let mut small_talk = lines(SMALL_TALK).cycle();
    let mut day = 0;
    let named = |text: &str| text.replace("{A}", NAMES[0]).replace("{B}", NAMES[1]);
    for thread in STORIES.split("\n\n") {
        let first = set.corpus.len();
        let mut turns = Vec::new();
        day += 1;
        for line in lines(thread) {
            if line == "--" {
                day += 1;
            } else if let Some(question) = line.strip_prefix("? ") {
                let (text, numbers) = question.split_once(" => ").unwrap_or((question, ""));
                let evidence = numbers.split(' ').filter_map(|number| number.parse::<usize>().ok());
                let evidence = evidence.filter_map(|number| turns.get(number - 1).cloned()).collect();
                let id = format!("q{}", set.queries.len());
                set.queries.push(Query { id, text: named(text), evidence });
            } else if let Some((who, text)) = line.split_once(": ") {
                let speaker = NAMES[usize::from(who == "B")];
                turns.push(say(&mut set.corpus, named(text), Some(speaker), day));
            }
        }
        if set.corpus.len() > first {
            for speaker in NAMES {
                let other = NAMES[usize::from(speaker == NAMES[0])];
                let text = small_talk.next().unwrap_or_default().replace("{O}", other);
                say(&mut set.corpus, text, Some(speaker), day);
            }
        }
    }
    set.queries.retain(|query| !query.evidence.is_empty());
    set
}

/// Stated preferences, each with a question that it matters to.
pub(crate) fn preferences() -> Set {
    let mut set =
        Set { name: "preferences".to_owned(), is_marked: false, corpus: Vec::new(), queries: Vec::new() };
    for (stated, asked) in lines(PREFERENCES).filter_map(|line| line.split_once('\t')) {
        let id = say(&mut set.corpus, stated.to_owned(), None, set.queries.len());
        set.queries.push(Query {
            id: format!("q{}", set.queries.len()),
            text: asked.to_owned(),
            evidence: vec![id],
        });
    }
    set
}

/// A history of so many turns, made of pairs of sentences, with the questions of the stories.
pub(crate) fn long(turns: usize) -> Set {
    /// As many different texts as are read in a few minutes; they come again and again.
    const DIFFERENT: usize = 3_000;
    let stories = stories();
    let told: Vec<&str> = stories.corpus.iter().map(|said| said.text.as_str()).collect();
    let asides: Vec<&str> = lines(ASIDES).collect();
    let mut corpus = Vec::with_capacity(turns);
    for turn in 0..turns {
        let text = turn % DIFFERENT;
        let (one, other) = (told[text % told.len()], asides[text * 7 % asides.len()]);
        say(&mut corpus, format!("{one} {other} {}", text / told.len()), Some(NAMES[turn % 2]), turn / 20);
    }
    Set { name: "long".to_owned(), is_marked: false, corpus, queries: stories.queries }
}

/// The sets in a folder.
pub(crate) fn read(folder: &Path) -> Result<Vec<Set>> {
    #[derive(Deserialize)]
    struct Line {
        id: String,
        text: String,
        speaker: Option<String>,
        time: Option<String>,
        conversation: Option<String>,
    }
    let mut sets = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let Some(name) = name.strip_suffix(".queries.jsonl") else { continue };
        let text = |part: &str| {
            let path = folder.join(format!("{name}.{part}.jsonl"));
            std::fs::read_to_string(&path).with_context(|| format!("{}", path.display()))
        };
        let (queries, corpus) = (text("queries")?, text("corpus")?);
        let queries = lines(&queries).map(serde_json::from_str).collect::<Result<_, _>>()?;
        let said = |line| {
            let Line { id, text, speaker, time, conversation } = serde_json::from_str(line)?;
            Ok(Said { id, text, speaker, time, conversation })
        };
        let corpus = lines(&corpus).map(said).collect::<Result<_, serde_json::Error>>()?;
        sets.push(Set { name: name.to_owned(), is_marked: true, corpus, queries });
    }
    sets.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(sets)
}

fn say(corpus: &mut Vec<Said>, text: String, speaker: Option<&str>, day: usize) -> String {
    let id = corpus.len().to_string();
    corpus.push(Said {
        id: id.clone(),
        text,
        speaker: speaker.map(str::to_owned),
        time: Some(format!("2026-{:02}-{:02}", 1 + day / 28 % 12, 1 + day % 28)),
        conversation: speaker.map(|_| format!("day {day}")),
    });
    id
}

fn lines(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}
