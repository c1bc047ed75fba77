//! How fast the engine is against llama.cpp itself, on this machine, with the same model and threads.
//!
//! Runs are interleaved and medians of pairs are taken, so that what else the machine does weighs on both
//! sides. Each line of JSON is one figure. `ATTUNE_BENCH_MODEL` names another model file.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "it starts the bare loop in a process of its own")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::io::{BufRead, BufReader, Lines, Write, stdin};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use attune_models::protocol::{FromEngine, Load, ToEngine};
use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_2::llama_backend::LlamaBackend;
use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::model::params::LlamaModelParams;
use llama_cpp_2::model::{LlamaChatMessage, LlamaModel};
use llama_cpp_2::sampling::LlamaSampler;

use common::{Engine, assistant, generate, long_text, role, user};

const ROUNDS: usize = 9;
const TOKENS: u32 = 128;
const CONTEXT: u32 = 4096;
/// The niceness that the engine gives itself.
const NICE: &str = "5";
const STORY: &str = "Write a very long story about a dragon, a ship and a lighthouse. Do not stop early.";

fn main() {
    // Cargo passes `--bench` to bench programs without a harness.
    match std::env::args().nth(1).as_deref() {
        Some("bare") => bare(),
        _ => measure(),
    }
}

fn model() -> PathBuf {
    std::env::var_os("ATTUNE_BENCH_MODEL").map_or_else(common::model, PathBuf::from)
}

fn threads() -> u32 {
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    u32::try_from(cores - 1).unwrap().max(1)
}

fn load() -> Load {
    Load {
        path: model().to_str().unwrap().to_owned(),
        context_tokens: CONTEXT,
        threads: threads(),
        prefix_dir: None,
    }
}

fn measure() {
    println!("model {}, {} threads, medians of {ROUNDS} rounds", model().display(), threads());
    let mut engine = Engine::with_model(load());
    speed(&mut engine);
    first_token(&mut engine);
    cancel(&mut engine);
    memory(&engine);
}

/// Tokens a second, with everything that the engine does around llama.cpp: a pipe, frames, UTF-8.
fn speed(engine: &mut Engine) {
    let mut bare = Bare::start();
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        // Each goes first in half of the rounds.
        let (our, their) = if round % 2 == 0 {
            let our = tokens_per_s(engine);
            (our, bare.run())
        } else {
            let their = bare.run();
            (tokens_per_s(engine), their)
        };
        // The first round warms both up.
        if round > 0 {
            ours.push(our);
            theirs.push(their);
            ratios.push(our / their);
        }
    }
    figure("engine tokens/s", median(ours), "tokens/s", None);
    figure("bare llama.cpp tokens/s", median(theirs), "tokens/s", None);
    figure("engine / bare llama.cpp", median(ratios), "", Some((0.97, "higher")));
}

/// Measured where the answer is read, from the first token to the last.
fn tokens_per_s(engine: &mut Engine) -> f64 {
    engine.ask(generate(vec![user(STORY)], TOKENS));
    engine.skip(|event| !matches!(event, FromEngine::Token { .. }));
    let first = Instant::now();
    match engine.skip(|event| !matches!(event, FromEngine::Done { .. })) {
        FromEngine::Done { tokens, .. } => {
            assert_eq!(tokens, TOKENS, "the model stopped early; ask for a longer story");
            f64::from(tokens - 1) / first.elapsed().as_secs_f64()
        }
        other => panic!("{other:?}"),
    }
}

/// Time to the first token of a second turn and of a new conversation in a known role, against reading the
/// same prompt from nothing.
fn first_token(engine: &mut Engine) {
    let (mut second_turns, mut known_roles, mut uncached) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let role = |name: &str| vec![role(&format!("{name} {round}")); 2];
        let question = user("What is the most important thing about risk?");
        let mut talk = vec![question.clone()];
        let first = engine.answer(generate([role("leader"), talk.clone()].concat(), 60));
        talk.extend([assistant(first.text), user("And about money?")]);
        second_turns.push(engine.answer(generate([role("leader"), talk.clone()].concat(), 2)).ttft_ms);
        // The same conversation in a role that was never read.
        let fresh = engine.answer(generate([role("intern"), talk].concat(), 2));
        uncached.push(fresh.ttft_ms);
        let known = engine.answer(generate([role("leader"), vec![question]].concat(), 2));
        assert!(fresh.reused_tokens < 32 && known.reused_tokens > 300, "{fresh:?} {known:?}");
        known_roles.push(known.ttft_ms);
    }
    let uncached = median(uncached);
    figure("time to first token, uncached", uncached, "ms", None);
    figure("time to first token, second turn", median(second_turns.clone()), "ms", None);
    figure("second turn / uncached", median(second_turns) / uncached, "", Some((0.3, "lower")));
    figure(
        "new conversation, known role / uncached",
        median(known_roles) / uncached,
        "",
        Some((0.3, "lower")),
    );
}

/// From the cancel's sending to the engine's word that it stopped.
fn cancel(engine: &mut Engine) {
    let (mut reading, mut writing) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let name = format!("reader {round}");
        let id = engine.ask(generate(vec![role(&name), user(long_text(2500))], 2));
        engine.skip(|event| !matches!(event, FromEngine::Reading { .. }));
        reading.push(stop(engine, id));
        let id = engine.ask(generate(vec![user(STORY)], 500));
        engine.skip(|event| !matches!(event, FromEngine::Token { .. }));
        writing.push(stop(engine, id));
    }
    figure("cancel while reading", median(reading), "ms", Some((100.0, "lower")));
    figure("cancel while writing", median(writing), "ms", Some((100.0, "lower")));
}

fn stop(engine: &mut Engine, id: u64) -> f64 {
    // Somewhere in the middle of a computation, not at its beginning.
    thread::sleep(Duration::from_millis(30));
    let sent = Instant::now();
    engine.send(&ToEngine::Cancel { id });
    engine.skip(|event| !matches!(event, FromEngine::Done { .. }));
    sent.elapsed().as_secs_f64() * 1e3
}

fn memory(engine: &Engine) {
    let status = std::fs::read_to_string(format!("/proc/{}/status", engine.child.id())).unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().split(' ').next());
    if let Some(kib) = resident.and_then(|kib| kib.parse::<f64>().ok()) {
        figure("engine resident memory", kib / 1024.0, "MiB", None);
    }
}

fn figure(name: &str, value: f64, unit: &str, mark: Option<(f64, &str)>) {
    let mut line = serde_json::json!({"name": name, "value": value, "unit": unit});
    if let Some((mark, better)) = mark {
        line["mark"] = mark.into();
        line["better"] = better.into();
    }
    println!("{line}");
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The bare loop in a process of its own, with the engine's niceness and OpenMP setting.
struct Bare {
    child: Child,
    stdin: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Bare {
    fn start() -> Self {
        let mut child = Command::new("nice")
            .args(["-n", NICE])
            .arg(std::env::current_exe().unwrap())
            .arg("bare")
            .envs(attune_models::child::WAITING)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, stdin, lines }
    }

    fn run(&mut self) -> f64 {
        self.stdin.write_all(b"go\n").unwrap();
        self.lines.next().unwrap().unwrap().parse().unwrap()
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// llama-cpp-2 as its own example uses it: decode, draw, decode. A line in starts a run, its tokens a second
/// come out.
fn bare() {
    let backend = LlamaBackend::init().unwrap();
    let model = LlamaModel::load_from_file(&backend, model(), &LlamaModelParams::default()).unwrap();
    let threads = i32::try_from(threads()).unwrap();
    let params = LlamaContextParams::default()
        .with_n_ctx(NonZeroU32::new(CONTEXT))
        .with_n_threads(threads)
        .with_n_threads_batch(threads);
    let mut context = model.new_context(&backend, params).unwrap();
    let template = model.chat_template(None).unwrap();
    let message = LlamaChatMessage::new("user".to_owned(), STORY.to_owned()).unwrap();
    let prompt = model.apply_chat_template(&template, &[message], true).unwrap();
    let tokens = model.vocab().tokenize(prompt.as_bytes(), true, true);
    let mut sampler = LlamaSampler::greedy();
    for _ in stdin().lines().map_while(Result::ok) {
        context.clear_kv_cache();
        let mut batch = LlamaBatch::new(512, 1);
        batch.add_sequence(&tokens, 0, false).unwrap();
        context.decode(&mut batch).unwrap();
        let start = i32::try_from(tokens.len()).unwrap();
        let mut next = sampler.sample(&context, -1);
        let first = Instant::now();
        for position in start..start + i32::try_from(TOKENS).unwrap() - 1 {
            batch.clear();
            batch.add(next, position, &[0], true).unwrap();
            context.decode(&mut batch).unwrap();
            next = sampler.sample(&context, -1);
            let _ = model.vocab().token_to_piece(next, false, None);
        }
        println!("{}", f64::from(TOKENS - 1) / first.elapsed().as_secs_f64());
    }
}
