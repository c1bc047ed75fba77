//! What the engine costs beside whisper.cpp itself, in the same run: the same model, threads and settings on real
//! speech, once through the process and once in a bare loop.
#![expect(clippy::print_stdout, reason = "a bench program prints its figures")]
#![expect(clippy::disallowed_methods, reason = "it starts the engine itself")]
#![expect(clippy::unwrap_used, reason = "a bench program ends by panicking")]

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use attune_models::child::WAITING;
use attune_models::protocol::speech::{FromSpeech, Pcm, Search, ToSpeech, Transcribe};
use serde_json::json;
use whisper_rs::{FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters};

/// Each recording is heard so often, alternating; the least time counts, as others work on the machine too.
const ROUNDS: usize = 3;

struct Clip {
    pcm: Pcm,
    text: String,
}

fn main() {
    // These threads must wait as the engine's do, and the runtime library reads how only once.
    if std::env::var_os(WAITING[0].0).is_none() {
        let again = Command::new(std::env::current_exe().unwrap()).envs(WAITING).status().unwrap();
        std::process::exit(again.code().unwrap_or(1));
    }
    let models = folder("ATTUNE_TEST_MODELS");
    let recordings = [
        ("a reader", read_clips()),
        ("a speech of 1961", vec![fetched_clip("jfk")]),
        ("two on a telephone", vec![fetched_clip("two-speakers")]),
    ];
    let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(8)) as u32;
    for name in ["whisper-base", "whisper-tiny.en"] {
        let path = models.join(format!("{name}.bin"));
        compare(name, &path, threads, &recordings);
    }
}

fn compare(name: &str, path: &Path, threads: u32, recordings: &[(&str, Vec<Clip>)]) {
    let mut engine = Engine::start(path, threads);
    let bare = Bare::load(path, threads);
    let (mut engine_ms, mut bare_ms, mut fitted_ms) = (0.0, 0.0, 0.0);
    let mut seconds = 0.0;
    for (who, clips) in recordings {
        let (mut wrong, mut all) = ([0; 3], 0);
        for clip in clips {
            let mut best = [f64::MAX; 3];
            let mut texts = [const { String::new() }; 3];
            for _ in 0..ROUNDS {
                let measured =
                    [engine.hear(&clip.pcm, false), bare.hear(&clip.pcm), engine.hear(&clip.pcm, true)];
                for (index, (text, ms)) in measured.into_iter().enumerate() {
                    best[index] = best[index].min(ms);
                    texts[index] = text;
                }
            }
            for (wrong, text) in wrong.iter_mut().zip(&texts) {
                *wrong += word_errors(&clip.text, text);
            }
            all += words(&clip.text).len();
            seconds += clip.pcm.0.len() as f64 / 16e3;
            engine_ms += best[0];
            bare_ms += best[1];
            fitted_ms += best[2];
        }
        let [engine, bare, fitted] = wrong.map(|wrong| 100.0 * wrong as f64 / all as f64);
        let mark = Some((bare, "lower"));
        figure(&format!("speech/{name}/word errors, {who}"), engine, "%", mark);
        figure(&format!("speech/{name}/word errors, {who}, bare whisper.cpp"), bare, "%", None);
        figure(&format!("speech/{name}/word errors, {who}, fitted"), fitted, "%", mark);
    }
    figure(
        &format!("speech/{name}/time beside bare whisper.cpp"),
        engine_ms / bare_ms,
        "",
        Some((1.05, "lower")),
    );
    figure(&format!("speech/{name}/time of real time"), engine_ms / seconds / 1e3, "", None);
    figure(&format!("speech/{name}/time of real time, fitted"), fitted_ms / seconds / 1e3, "", None);
    let clips = recordings.iter().flat_map(|(_, clips)| clips);
    let ten: Vec<i16> = clips.flat_map(|clip| clip.pcm.0.iter().copied()).take(160_000).collect();
    let ten = Pcm(ten);
    let ms = (0..ROUNDS).map(|_| engine.hear(&ten, true).1).fold(f64::MAX, f64::min);
    let mark = (name == "whisper-base").then_some((1000.0, "lower"));
    figure(&format!("speech/{name}/ten seconds to text"), ms, "ms", mark);
}

fn figure(name: &str, value: f64, unit: &str, mark: Option<(f64, &str)>) {
    let mut line = json!({ "name": name, "value": value, "unit": unit });
    if let Some((mark, better)) = mark {
        line["mark"] = mark.into();
        line["better"] = better.into();
    }
    println!("{line}");
}

struct Engine {
    child: Child,
    stdin: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    id: u64,
}

impl Engine {
    fn start(model: &Path, threads: u32) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_attune-speech-engine"))
            .envs(WAITING)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut engine = Self { child, stdin, lines, id: 0 };
        engine.send(&ToSpeech::Load { path: model.to_str().unwrap().to_owned(), threads });
        while !matches!(engine.next(), FromSpeech::Loaded { .. }) {}
        engine
    }

    fn send(&mut self, request: &ToSpeech) {
        let mut line = serde_json::to_vec(request).unwrap();
        line.push(b'\n');
        self.stdin.write_all(&line).unwrap();
    }

    fn next(&mut self) -> FromSpeech {
        serde_json::from_str(&self.lines.next().unwrap().unwrap()).unwrap()
    }

    /// The text, and the milliseconds from before the request was written until after the answer was read.
    fn hear(&mut self, pcm: &Pcm, fitted: bool) -> (String, f64) {
        self.id += 1;
        let start = Instant::now();
        self.send(&ToSpeech::Transcribe(Transcribe {
            id: self.id,
            pcm: pcm.clone(),
            language: Some("en".into()),
            prompt: String::new(),
            terms: Vec::new(),
            search: Search::Greedy,
            timestamps: true,
            retry: true,
            fitted,
        }));
        let mut text = String::new();
        loop {
            match self.next() {
                FromSpeech::Segment { segment, .. } => {
                    text.push(' ');
                    text.push_str(&segment.text());
                }
                FromSpeech::Done { .. } => return (text, start.elapsed().as_secs_f64() * 1e3),
                _ => {}
            }
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// whisper.cpp with nothing around it.
struct Bare {
    context: WhisperContext,
    threads: u32,
}

impl Bare {
    fn load(model: &Path, threads: u32) -> Self {
        whisper_rs::install_logging_hooks();
        let mut parameters = WhisperContextParameters::default();
        parameters.use_gpu(false).flash_attn(true);
        Self { context: WhisperContext::new_with_params(model, parameters).unwrap(), threads }
    }

    fn hear(&self, pcm: &Pcm) -> (String, f64) {
        let mut state = self.context.create_state().unwrap();
        let start = Instant::now();
        let mut params = FullParams::new(SamplingStrategy::Greedy { best_of: 5 });
        params.set_n_threads(self.threads as i32);
        params.set_language(Some("en"));
        params.set_print_progress(false);
        params.set_print_realtime(false);
        state.full(params, &pcm.to_floats()).unwrap();
        let text = state.as_iter().map(|segment| segment.to_string()).collect::<String>();
        (text, start.elapsed().as_secs_f64() * 1e3)
    }
}

fn folder(variable: &str) -> PathBuf {
    PathBuf::from(std::env::var_os(variable).unwrap_or_else(|| panic!("{variable} is not set")))
}

/// The clips of the system's package pocketsphinx-testdata.
fn read_clips() -> Vec<Clip> {
    let folder = folder("ATTUNE_TEST_SPEECH").join("librivox");
    let transcription = std::fs::read_to_string(folder.join("transcription")).unwrap();
    let lines = transcription.lines().filter_map(|line| line.trim().rsplit_once(" ("));
    let files = lines.map(|(text, name)| (text, folder.join(format!("{}.wav", name.trim_end_matches(')')))));
    files
        .filter(|(_, file)| file.is_file())
        .map(|(text, file)| Clip { pcm: pcm(&file), text: text.replace("<s>", "").replace("</s>", "") })
        .collect()
}

/// A recording that `make bench` took out of a public package.
fn fetched_clip(name: &str) -> Clip {
    let folder = folder("ATTUNE_BENCH_SPEECH");
    let text = std::fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
    Clip { pcm: pcm(&folder.join(format!("{name}.wav"))), text }
}

/// The samples of a file of 16 bits, whatever stands before them.
fn pcm(file: &Path) -> Pcm {
    let bytes = std::fs::read(file).unwrap();
    // The chunk's name, then its length in four bytes.
    let samples = bytes.windows(4).position(|name| name == b"data").unwrap() + 8;
    Pcm(bytes[samples..].chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect())
}

/// Words as they are compared: lower case, without signs, and a title as it is spoken.
fn words(text: &str) -> Vec<String> {
    text.split(|char: char| char.is_whitespace() || char == '-')
        .map(|word| word.chars().filter(|char| char.is_alphanumeric()).collect::<String>().to_lowercase())
        .map(|word| if word == "mr" { "mister".to_owned() } else { word })
        .filter(|word| !word.is_empty())
        .collect()
}

fn word_errors(expected: &str, heard: &str) -> usize {
    let (expected, heard) = (words(expected), words(heard));
    let mut row: Vec<usize> = (0..=heard.len()).collect();
    for (i, left) in expected.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, right) in heard.iter().enumerate() {
            next.push((row[j] + usize::from(left != right)).min(row[j + 1] + 1).min(next[j] + 1));
        }
        row = next;
    }
    row[heard.len()]
}
