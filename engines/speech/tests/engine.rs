//! A real engine process, spoken to in its frames.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "these tests start the engine themselves")]

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use attune_models::protocol::speech::{
    FromSpeech, MOST_SAMPLES, PROTOCOL, Pcm, Search, Segment, SpeechFault, ToSpeech, Transcribe,
};

/// Longer than any step takes, so that a hang fails the test and a busy machine does not.
const PATIENCE: Duration = Duration::from_secs(120);

struct Engine {
    child: Child,
    stdin: Option<ChildStdin>,
    events: Receiver<FromSpeech>,
}

impl Engine {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_attune-speech-engine"))
            .envs(attune_models::child::WAITING)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (sender, events) = mpsc::channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let event = serde_json::from_str(&line).unwrap_or_else(|_| panic!("not a frame: {line}"));
                if sender.send(event).is_err() {
                    return;
                }
            }
        });
        let mut engine = Self { child, stdin, events };
        assert_eq!(engine.next(), Some(FromSpeech::Ready { protocol: PROTOCOL }));
        engine
    }

    fn with_model() -> Self {
        let mut engine = Self::start();
        engine.send(&ToSpeech::Load { path: model(), threads: 2 });
        let event = engine.next();
        assert!(matches!(event, Some(FromSpeech::Loaded { multilingual: false, .. })), "{event:?}");
        engine
    }

    fn send(&mut self, request: &ToSpeech) {
        let mut line = serde_json::to_vec(request).unwrap();
        line.push(b'\n');
        self.send_raw(&line);
    }

    fn send_raw(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().unwrap();
        stdin.write_all(bytes).and_then(|()| stdin.flush()).unwrap();
    }

    fn next(&mut self) -> Option<FromSpeech> {
        match self.events.recv_timeout(PATIENCE) {
            Ok(event) => Some(event),
            Err(mpsc::RecvTimeoutError::Disconnected) => None,
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("the engine says nothing"),
        }
    }

    /// The end of a request, with its segments.
    fn finish(&mut self, wanted: u64) -> (Vec<Segment>, FromSpeech) {
        let mut segments = Vec::new();
        loop {
            match self.next().expect("the engine lives") {
                FromSpeech::Working { .. } => {}
                FromSpeech::Segment { id, segment } => {
                    assert_eq!(id, wanted);
                    segments.push(segment);
                }
                end => return (segments, end),
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

fn folder(variable: &str) -> PathBuf {
    let Some(folder) = std::env::var_os(variable) else {
        panic!("{variable} is not set: run these tests with `make test`");
    };
    PathBuf::from(folder)
}

fn model() -> String {
    folder("ATTUNE_TEST_MODELS").join("whisper-tiny.en.bin").to_str().unwrap().to_owned()
}

/// "He was not an ill-disposed young man": 16-bit samples at 16 kHz behind a plain header.
fn clip() -> Pcm {
    let path = folder("ATTUNE_TEST_SPEECH").join("librivox/sense_and_sensibility_01_austen_64kb-0880.wav");
    let bytes = std::fs::read(path).unwrap();
    Pcm(bytes[44..].chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect())
}

fn transcribe(id: u64, pcm: Pcm) -> Transcribe {
    Transcribe {
        id,
        pcm,
        language: Some("en".into()),
        prompt: String::new(),
        terms: Vec::new(),
        search: Search::Greedy,
        timestamps: true,
        retry: true,
        fitted: true,
    }
}

fn text(segments: &[Segment]) -> String {
    segments.iter().map(Segment::text).collect::<Vec<_>>().join(" ").to_lowercase()
}

#[test]
fn a_sentence_is_heard_with_figures_for_each_part() {
    let mut engine = Engine::with_model();
    for (id, fitted) in [(1, true), (2, false)] {
        engine.send(&ToSpeech::Transcribe(Transcribe { fitted, ..transcribe(id, clip()) }));
        let (segments, end) = engine.finish(id);
        assert!(text(&segments).contains("young man"), "{segments:?}");
        assert!(matches!(end, FromSpeech::Done { cancelled: false, .. }), "{end:?}");
        for segment in &segments {
            assert!(segment.start_s <= segment.end_s);
            assert!((0.0..=1.0).contains(&segment.no_speech));
            assert!(segment.mean_log_probability <= 0.0);
            assert!(segment.pieces.iter().all(|piece| piece.probability > 0.0 && piece.probability <= 1.0));
        }
    }
}

#[test]
fn odd_recordings_and_prompts_are_met() {
    let mut engine = Engine::with_model();
    let odd = [Pcm(Vec::new()), Pcm(vec![1]), Pcm(vec![i16::MAX; 1600]), Pcm(vec![0; 16_000])];
    for (id, pcm) in (1..).zip(odd) {
        let prompt = "\0 \u{1f600} word ".repeat(500);
        engine.send(&ToSpeech::Transcribe(Transcribe { prompt, ..transcribe(id, pcm) }));
        let (_, end) = engine.finish(id);
        assert!(matches!(end, FromSpeech::Done { .. }), "{end:?}");
    }
    engine.send(&ToSpeech::Transcribe(transcribe(9, Pcm(vec![0; MOST_SAMPLES + 1]))));
    let (_, end) = engine.finish(9);
    assert!(matches!(end, FromSpeech::Failed { code: SpeechFault::TooLong, .. }), "{end:?}");
}

#[test]
fn a_cancel_stops_what_runs_and_what_waits() {
    let mut engine = Engine::with_model();
    let long = Pcm(clip().0.repeat(60));
    engine.send(&ToSpeech::Transcribe(transcribe(1, long.clone())));
    engine.send(&ToSpeech::Transcribe(transcribe(2, long)));
    engine.send(&ToSpeech::Cancel { id: 2 });
    engine.send(&ToSpeech::Cancel { id: 1 });
    for id in [1, 2] {
        let (segments, end) = engine.finish(id);
        assert!(matches!(end, FromSpeech::Done { cancelled: true, .. }), "{end:?}");
        assert_eq!(segments, []);
    }
    engine.send(&ToSpeech::Transcribe(transcribe(3, clip())));
    assert!(text(&engine.finish(3).0).contains("young man"));
}

#[test]
fn without_a_model_and_with_a_bad_one_it_says_so_and_lives() {
    let mut engine = Engine::start();
    engine.send(&ToSpeech::Transcribe(transcribe(1, clip())));
    let (_, end) = engine.finish(1);
    assert!(matches!(end, FromSpeech::Failed { id: Some(1), code: SpeechFault::NoModel, .. }), "{end:?}");
    for path in ["/nowhere".to_owned(), env!("CARGO_MANIFEST_PATH").to_owned()] {
        engine.send(&ToSpeech::Load { path, threads: 1 });
        let event = engine.next();
        assert!(
            matches!(event, Some(FromSpeech::Failed { id: None, code: SpeechFault::BadModel, .. })),
            "{event:?}"
        );
    }
    engine.send_raw(b"not a frame\n");
    assert!(matches!(engine.next(), Some(FromSpeech::Failed { code: SpeechFault::Internal, .. })));
    engine.send(&ToSpeech::Unload);
    assert_eq!(engine.next(), Some(FromSpeech::Unloaded));
}

#[test]
fn it_ends_when_nobody_asks_any_more() {
    let mut engine = Engine::with_model();
    engine.send(&ToSpeech::Transcribe(transcribe(1, Pcm(clip().0.repeat(60)))));
    engine.stdin = None;
    // It ends by itself or, where native code takes too long to notice, is ended.
    while engine.next().is_some() {}
    engine.child.wait().unwrap();
}
