//! Real speech, and sounds that are none.

use attune_models::speech::Progress;
use tokio_util::sync::CancellationToken;

use crate::support::*;

#[tokio::test]
async fn a_reader_is_understood() {
    let transcriber = transcriber();
    let (mut wrong, mut all) = (0, 0);
    for clip in clips() {
        let heard = transcriber
            .transcribe(
                &clip.path,
                &listening(model("whisper-base"), Some("en")),
                &CancellationToken::new(),
                |_| {},
            )
            .await
            .unwrap();
        let (errors, words) = word_errors(&clip.text, &heard.text());
        assert!(errors * 4 <= words, "{} was heard as {}", clip.text, heard.text());
        (wrong, all) = (wrong + errors, all + words);
    }
    assert!(wrong * 10 <= all, "{wrong} of {all} words are wrong");
}

#[tokio::test]
async fn the_language_is_found_out() {
    let clip = &clips()[0];
    let how = listening(model("whisper-base"), None);
    let heard = transcriber().transcribe(&clip.path, &how, &CancellationToken::new(), |_| {}).await.unwrap();
    assert_eq!(heard.language, "en");
}

#[tokio::test]
async fn parts_have_times_and_come_as_they_are_heard() {
    let clips = clips();
    // Three clips with long pauses between them.
    let mut sound = vec![0.0; 48_000];
    let mut starts = Vec::new();
    for clip in &clips[..3] {
        starts.push(sound.len() as f64 / 16e3);
        sound.extend(samples(&clip.path));
        sound.extend(vec![0.0; 5 * 16_000]);
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("three.wav");
    std::fs::write(&path, wav(16_000, 1, &sound)).unwrap();
    let mut told: Vec<Progress> = Vec::new();
    let heard = transcriber()
        .transcribe(&path, &english(), &CancellationToken::new(), |progress| told.push(progress))
        .await
        .unwrap();
    for start in &starts {
        let nearest = heard.segments.iter().map(|part| (part.start_s - start).abs()).fold(f64::MAX, f64::min);
        assert!(nearest < 1.0, "nothing begins at {start}: {:?}", heard.segments);
    }
    assert!(heard.segments.windows(2).all(|pair| pair[0].start_s <= pair[1].start_s));
    assert!(
        heard.segments.iter().all(|part| part.start_s <= part.end_s && part.end_s <= heard.audio_s + 0.1)
    );
    assert!((heard.audio_s - sound.len() as f64 / 16e3).abs() < 0.1);
    assert!(told.len() >= 4, "each piece is told");
    assert!(told.windows(2).all(|pair| pair[0].done_s <= pair[1].done_s));
    let parts: Vec<_> = told.into_iter().flat_map(|progress| progress.spoken).collect();
    assert_eq!(parts, heard.segments);
}

#[tokio::test]
async fn silence_and_noise_are_no_text() {
    let dir = tempfile::tempdir().unwrap();
    let tone: Vec<f32> =
        (0..160_000).map(|index| (index as f32 * 440.0 / 16e3 * std::f32::consts::TAU).sin() * 0.5).collect();
    let sounds = [
        ("silence", vec![0.0; 160_000]),
        ("hiss", noise(10, 0.02)),
        ("roar", noise(10, 0.5)),
        ("tone", tone),
    ];
    for (name, sound) in sounds {
        let path = dir.path().join(format!("{name}.wav"));
        std::fs::write(&path, wav(16_000, 1, &sound)).unwrap();
        let heard =
            transcriber().transcribe(&path, &english(), &CancellationToken::new(), |_| {}).await.unwrap();
        assert_eq!(heard.text(), "", "{name}");
        assert!((heard.audio_s - 10.0).abs() < 0.1);
    }
}
