//! How long somebody who stops speaking waits for their text: ten seconds of a reader, as fast as she reads, and then
//! half a second of silence, which is what is heard after a key was let go.
//!
//! The time is from the last of her sound to the final text, so that half a second of it is the silence itself.
#![expect(clippy::print_stdout, reason = "a bench program prints its figures")]
#![expect(clippy::unwrap_used, reason = "a bench program ends by panicking")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use attune_domain::ModelId;
use attune_models::speech::audio::AudioFile;
use attune_models::speech::{
    Dictated, FRAME, Listening, SAMPLE_RATE, Search, SpeechConfig, SpeechEngine, SpeechModel, Transcriber,
};
use serde_json::json;

/// Recordings of the system's package pocketsphinx-testdata, together longer than ten seconds.
const CLIPS: [&str; 2] =
    ["sense_and_sensibility_01_austen_64kb-0870.wav", "sense_and_sensibility_01_austen_64kb-0880.wav"];

const ROUNDS: usize = 5;

/// What is quieter is her breath.
const AUDIBLE: f32 = 0.02;

#[tokio::main]
async fn main() {
    let models = folder("ATTUNE_TEST_MODELS");
    let transcriber =
        Transcriber::new(SpeechEngine::spawn(SpeechConfig::new(folder("ATTUNE_SPEECH_ENGINE"))));
    let mut sound: Vec<f32> = CLIPS.iter().flat_map(|clip| samples(&clip_at(clip))).collect();
    sound.truncate(10 * SAMPLE_RATE as usize);
    // The recording goes on for a breath after her last word.
    let spoken = sound.iter().rposition(|sample| sample.abs() > AUDIBLE).map_or(0, |last| last + 1);
    sound.truncate(spoken);
    for name in ["whisper-base", "whisper-tiny.en"] {
        let model = SpeechModel::at(name.parse::<ModelId>().unwrap(), models.join(format!("{name}.bin")));
        transcriber.engine().warm(model.path.clone()).await.unwrap();
        let how = Listening {
            model,
            language: Some("en".into()),
            prompt: String::new(),
            terms: Vec::new(),
            search: Search::Greedy,
        };
        let mut waited: Vec<f64> = Vec::new();
        for _ in 0..ROUNDS {
            waited.push(wait_for_text(&transcriber, &how, &sound).await);
        }
        waited.sort_by(f64::total_cmp);
        let mut line = json!({
            "name": format!("dictation/{name}/end of ten seconds of speech to text"),
            "value": waited[ROUNDS / 2].round(),
            "unit": "ms",
        });
        if name == "whisper-base" {
            line["mark"] = 1000.into();
            line["better"] = "lower".into();
        }
        println!("{line}");
    }
}

/// Milliseconds from the last sound to the last text.
async fn wait_for_text(transcriber: &Transcriber, how: &Listening, sound: &[f32]) -> f64 {
    let (feed, mut events) = transcriber.dictate(how.clone()).unwrap();
    let frame = Duration::from_secs_f64(FRAME as f64 / f64::from(SAMPLE_RATE));
    let mut ticks = tokio::time::interval(frame);
    for samples in sound.chunks(FRAME) {
        ticks.tick().await;
        feed.push(samples.to_vec());
    }
    let spoken = Instant::now();
    for _ in 0..SAMPLE_RATE as usize / 2 / FRAME {
        ticks.tick().await;
        feed.push(vec![0.0; FRAME]);
    }
    feed.finish();
    while let Some(event) = events.recv().await {
        match event {
            Dictated::Text { .. } => {}
            Dictated::Done(transcript) => {
                assert!(transcript.text().split_whitespace().count() > 20, "{}", transcript.text());
                return spoken.elapsed().as_secs_f64() * 1e3;
            }
            Dictated::Failed { error, .. } => panic!("{error}"),
        }
    }
    panic!("no last word")
}

fn clip_at(name: &str) -> PathBuf {
    folder("ATTUNE_TEST_SPEECH").join("librivox").join(name)
}

fn samples(path: &Path) -> Vec<f32> {
    let mut file = AudioFile::open(path).unwrap();
    let mut samples = Vec::new();
    while file.next(&mut samples).unwrap() {}
    samples
}

fn folder(variable: &str) -> PathBuf {
    PathBuf::from(std::env::var_os(variable).unwrap_or_else(|| panic!("{variable} is not set")))
}
