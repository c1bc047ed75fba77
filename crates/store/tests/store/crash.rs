//! Programs that are killed while they write, and programs that write side by side. The child is this very
//! test program, started again with a path in its environment.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use attune_domain::{ConversationId, MessageId, MessageStatus, Timestamp};
use attune_store::{NewTurn, Place, Store, StoreOptions};
use tempfile::TempDir;

use crate::profile::{complete, id, titled};

const PATH: &str = "ATTUNE_STORE_TEST_PATH";
const SEED: &str = "ATTUNE_STORE_TEST_SEED";
const TURNS: &str = "ATTUNE_STORE_TEST_TURNS";

/// Ids and times of a child: its seed keeps them apart from every other child's.
fn options(seed: u64) -> StoreOptions {
    let counter = AtomicU64::new(seed << 32);
    let ids = move || id(1_700_000_000_000, counter.fetch_add(1, Ordering::SeqCst));
    StoreOptions { now: Arc::new(|| Timestamp(1_700_000_000_000)), ids: Arc::new(ids), actor: None }
}

/// The text of every answer, of which a killed program leaves a beginning.
fn answer_text(words: usize) -> String {
    (0..words).map(|number| format!("word{number} ")).collect()
}

fn question_text(seed: u64, number: u64) -> String {
    format!("question {number} of child {seed}, {}", "with some length to it ".repeat(20))
}

/// What the child does: turns, as fast as it can, each step printed when it was acknowledged. Without its
/// environment it has nothing to do.
#[tokio::test]
async fn child_writes_until_it_is_killed() {
    let Ok(path) = std::env::var(PATH) else { return };
    let number = |name| std::env::var(name).unwrap().parse::<u64>().unwrap();
    let (seed, turns) = (number(SEED), number(TURNS));
    let store = Store::open(path, options(seed)).await.unwrap();
    let mut out = std::io::stdout().lock();
    let mut conversation = None;
    for turn in 0..turns {
        let question = question_text(seed, turn);
        let place = conversation.map_or_else(|| Place::New(titled("crash")), Place::Tip);
        let begun =
            store.begin_turn(NewTurn { place, question, attached: None, events: Vec::new() }).await.unwrap();
        conversation = Some(begun.conversation.id);
        let answer = begun.answer.message.id;
        writeln!(out, "\n>begun {} {turn} {answer}", begun.question.message.id).unwrap();
        for words in [50, 150, 400] {
            store.append(answer, &answer_text(words)).await.unwrap();
            writeln!(out, "\n>appended {answer} {words}").unwrap();
        }
        store.finish(answer, complete(&answer_text(500))).await.unwrap();
        writeln!(out, "\n>finished {answer}").unwrap();
    }
    store.close().await.unwrap();
}

/// What a child was told to be on the disk.
#[derive(Default)]
struct Acknowledged {
    questions: BTreeMap<MessageId, String>,
    /// Words of each answer, and whether it ended.
    answers: BTreeMap<MessageId, (usize, bool)>,
}

impl Acknowledged {
    fn note(&mut self, seed: u64, line: &str) {
        let parts: Vec<&str> = line.split(' ').collect();
        match parts[..] {
            [">begun", question, turn, answer] => {
                self.questions.insert(question.parse().unwrap(), question_text(seed, turn.parse().unwrap()));
                self.answers.insert(answer.parse().unwrap(), (0, false));
            }
            [">appended", answer, words] => {
                self.answers.insert(answer.parse().unwrap(), (words.parse().unwrap(), false));
            }
            [">finished", answer] => {
                self.answers.insert(answer.parse().unwrap(), (500, true));
            }
            _ => {}
        }
    }

    async fn check(&self, store: &Store) {
        for (question, text) in &self.questions {
            assert_eq!(&store.message(*question).await.unwrap().message.text, text);
        }
        for (answer, (words, ended)) in &self.answers {
            let message = store.message(*answer).await.unwrap().message;
            let text = answer_text(*words);
            if *ended {
                assert_eq!((message.status, &message.text), (MessageStatus::Complete, &text));
                assert!(message.origin.is_some());
            } else {
                assert!(message.text.starts_with(&text), "{answer} lost words");
                assert_ne!(message.status, MessageStatus::Streaming);
            }
        }
    }
}

/// Everything in the file is whole: the file itself, the tree, and the text of every message.
async fn check_whole(store: &Store, conversations: &mut Vec<ConversationId>) {
    assert_eq!(store.integrity_check().await.unwrap(), Vec::<String>::new());
    let whole = answer_text(500);
    for conversation in store.conversations().await.unwrap() {
        if conversations.contains(&conversation.id) {
            continue;
        }
        let branch = store.branch(conversation.id).await.unwrap();
        let stretch = store.stretch(conversation.id, 0, u32::MAX).await.unwrap();
        assert_eq!(stretch.len(), branch.total as usize);
        assert_eq!(stretch.len() % 2, 0, "a question without its answer");
        for placed in stretch {
            let message = placed.message;
            match message.origin {
                Some(_) => assert_eq!((message.status, &message.text), (MessageStatus::Complete, &whole)),
                None if message.text.starts_with("question") => {}
                None => {
                    assert!(whole.starts_with(&message.text), "a torn answer");
                    assert_eq!(message.status, MessageStatus::Interrupted);
                }
            }
        }
        conversations.push(conversation.id);
    }
}

#[expect(clippy::disallowed_methods, reason = "the child under test is this program itself")]
fn start(path: &Path, seed: u64, turns: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child_writes_until_it_is_killed", "--nocapture", "--test-threads=1"])
        .env(PATH, path)
        .env(SEED, seed.to_string())
        .env(TURNS, turns.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap()
}

/// Numbers that look random and are the same in every run.
fn scramble(number: u64) -> u64 {
    let mixed = (number ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 31)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 17
}

#[tokio::test]
async fn a_hundred_kills_lose_nothing_that_was_acknowledged() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("profile.db");
    let mut all = Acknowledged::default();
    let mut checked = Vec::new();
    let mut interrupted = 0;
    for seed in 1..=110 {
        let mut child = start(&path, seed, u64::MAX);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut now = Acknowledged::default();
        let mut steps = scramble(seed) % 14;
        while steps > 0 {
            let line = lines.next().unwrap().unwrap();
            steps -= u64::from(line.starts_with('>'));
            now.note(seed, &line);
        }
        // Into the middle of what follows, a little deeper each time.
        for _ in 0..scramble(seed * 7) % 400_000 {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines {
            now.note(seed, &line.unwrap());
        }
        let store = Store::open(&path, options(10_000 + seed)).await.unwrap();
        now.check(&store).await;
        check_whole(&store, &mut checked).await;
        interrupted += now.answers.values().filter(|(_, ended)| !ended).count();
        all.questions.extend(now.questions);
        all.answers.extend(now.answers);
        store.close().await.unwrap();
    }
    let store = Store::open(&path, options(20_000)).await.unwrap();
    all.check(&store).await;
    assert!(interrupted > 20, "the kills came between the turns only");
    let leases = std::fs::read_dir(folder.path().join("profile.db-writers")).unwrap().count();
    assert_eq!(leases, 1, "the leases of the dead are swept");
}

#[tokio::test]
async fn programs_side_by_side_lose_nothing_and_never_fail() {
    const EACH: u64 = 15;
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("profile.db");
    let mut children: Vec<Child> = (1..=2).map(|seed| start(&path, seed, EACH)).collect();
    let store = Store::open(&path, options(3)).await.unwrap();
    let mut conversation = None;
    for turn in 0..EACH {
        let place = conversation.map_or_else(|| Place::New(titled("here")), Place::Tip);
        let question = question_text(3, turn);
        let begun =
            store.begin_turn(NewTurn { place, question, attached: None, events: Vec::new() }).await.unwrap();
        conversation = Some(begun.conversation.id);
        assert!(store.interrupt_abandoned().await.unwrap().is_empty(), "the others live");
        store.finish(begun.answer.message.id, complete(&answer_text(500))).await.unwrap();
    }
    for (seed, child) in (1..).zip(&mut children) {
        let mut now = Acknowledged::default();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            now.note(seed, &line.unwrap());
        }
        assert!(child.wait().unwrap().success());
        assert_eq!(now.answers.len() as u64, EACH);
        now.check(&store).await;
    }
    check_whole(&store, &mut Vec::new()).await;
    assert_eq!(store.counts().await.unwrap().messages, 3 * 2 * EACH);
}
