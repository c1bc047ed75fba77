//! Downloads that break off, are continued, or bring something else.

use attune_models::install::{InstallError, Options, Phase};

use super::mirror::{Answer, Mirror};
use super::support::{Bench, TestGate, catalogue, noise, options, reason};

const LEN: usize = 4 << 20;
const HALF: usize = LEN / 2;

#[tokio::test]
async fn a_download_that_breaks_off_is_continued() {
    let content = noise(LEN, 1);
    let mirror = Mirror::start(&content, Some("\"v1\""), &[Answer::CutAfter(HALF)]).await;
    let bench = Bench::with_mirror(&content, &mirror.address);
    let model = bench.install().await.unwrap();
    bench.assert_installed(&content);
    assert_eq!(model.source, "the company's mirror 127.0.0.1");
    let requests = mirror.requests();
    assert_eq!(requests.len(), 2, "{requests:?}");
    assert_eq!(requests[0].path, "test-model.gguf");
    assert_eq!((requests[0].from, requests[0].if_range.as_deref()), (None, None));
    assert!(requests[1].from.is_some_and(|from| 0 < from && from <= HALF), "{requests:?}");
    assert_eq!(requests[1].if_range.as_deref(), Some("\"v1\""));
    assert_eq!(*bench.gate.asked.lock().unwrap(), [format!("{}test-model.gguf", mirror.address)]);
}

#[tokio::test]
async fn the_next_run_goes_on_where_the_last_one_ended() {
    let content = noise(LEN, 2);
    let answers = [Answer::CutAfter(HALF), Answer::Status(404)];
    let mirror = Mirror::start(&content, Some("\"v1\""), &answers).await;
    let bench = Bench::with_mirror(&content, &mirror.address);
    let error = bench.install().await.unwrap_err().to_string();
    assert!(error.contains("404") && error.contains("attunectl models import"), "{error}");
    bench.assert_absent();
    assert!(bench.resumable_bytes() > 0);

    bench.install().await.unwrap();
    bench.assert_installed(&content);
    let last = mirror.requests().pop().unwrap();
    assert!(last.from.is_some_and(|from| from > 0), "{last:?}");
    assert_eq!(last.if_range.as_deref(), Some("\"v1\""));
}

#[tokio::test]
async fn a_file_that_changed_meanwhile_is_fetched_whole() {
    let (old, new) = (noise(LEN, 3), noise(LEN, 4));
    let bench = {
        let mirror =
            Mirror::start(&old, Some("\"old\""), &[Answer::CutAfter(HALF), Answer::Status(404)]).await;
        let bench = Bench::with_mirror(&new, &mirror.address);
        bench.install().await.unwrap_err();
        bench
    };
    // The same address is needed for the tag to be asked for; here the halves meet without one.
    let mirror = Mirror::start(&new, Some("\"new\""), &[]).await;
    let moved = Bench::with_mirror(&new, &mirror.address);
    std::fs::rename(bench.installer.models_dir(), moved.installer.models_dir()).unwrap();
    moved.install().await.unwrap();
    moved.assert_installed(&new);
    let from: Vec<bool> = mirror.requests().iter().map(|request| request.from.is_some()).collect();
    assert_eq!(from, [true, false], "the joined halves have the wrong hash, so it is fetched once more");
}

#[tokio::test]
async fn a_server_that_ignores_ranges_is_no_problem() {
    let content = noise(LEN, 5);
    let mirror = Mirror::start(&content, None, &[Answer::CutAfter(HALF), Answer::Whole]).await;
    let bench = Bench::with_mirror(&content, &mirror.address);
    bench.install().await.unwrap();
    bench.assert_installed(&content);
}

#[tokio::test]
async fn a_range_that_cannot_be_or_is_another_begins_anew() {
    for answer in [Answer::Status(416), Answer::WrongRange] {
        let content = noise(LEN, 6);
        let mirror = Mirror::start(&content, None, &[Answer::CutAfter(HALF), answer]).await;
        let bench = Bench::with_mirror(&content, &mirror.address);
        bench.install().await.unwrap();
        bench.assert_installed(&content);
        assert_eq!(mirror.requests().len(), 3);
        assert_eq!(mirror.requests()[2].from, None);
    }
}

#[tokio::test]
async fn another_file_is_deleted() {
    let mirror = Mirror::start(&noise(LEN, 7), None, &[]).await;
    let bench = Bench::with_mirror(&noise(LEN, 8), &mirror.address);
    let reason = reason(bench.install().await);
    assert!(reason.contains("another file") && reason.contains("deleted"), "{reason}");
    bench.assert_absent();
    assert_eq!(bench.resumable_bytes(), 0);
    assert_eq!(mirror.requests().len(), 1, "what came in one piece is not fetched again");
}

#[tokio::test]
async fn a_file_of_another_size_is_not_even_fetched() {
    let content = noise(LEN, 9);
    let mirror = Mirror::start(&content[..LEN - 1], None, &[]).await;
    let bench = Bench::with_mirror(&content, &mirror.address);
    let reason = reason(bench.install().await);
    assert!(reason.contains("4194303 bytes instead of 4194304"), "{reason}");
    assert_eq!(bench.resumable_bytes(), 0);
}

#[tokio::test]
async fn what_passes_is_tried_again_and_what_stays_is_not() {
    let content = noise(LEN, 10);
    let mirror = Mirror::start(&content, None, &[503, 429, 500].map(Answer::Status)).await;
    let bench = Bench::with_mirror(&content, &mirror.address);
    bench.install().await.unwrap();
    bench.assert_installed(&content);

    let mirror = Mirror::start(&content, None, &[500; 9].map(Answer::Status)).await;
    let bench = Bench::with_mirror(&content, &mirror.address);
    assert!(reason(bench.install().await).contains("500"));
    assert_eq!(mirror.requests().len(), 4);

    let mirror = Mirror::start(&content, None, &[Answer::Status(403)]).await;
    let bench = Bench::with_mirror(&content, &mirror.address);
    assert!(reason(bench.install().await).contains("403"));
    assert_eq!(mirror.requests().len(), 1);
}

#[tokio::test]
async fn a_silent_server_can_be_cancelled_and_the_rest_fetched_later() {
    let content = noise(LEN, 11);
    let mirror = Mirror::start(&content, Some("\"v1\""), &[Answer::HangAfter(HALF)]).await;
    let bench = Bench::with_mirror(&content, &mirror.address);
    let result =
        bench.install_until(|progress| progress.phase == Phase::Downloading && progress.done > 0).await;
    assert!(matches!(result, Err(InstallError::Cancelled)), "{result:?}");
    bench.assert_absent();
    assert!(bench.resumable_bytes() > 0);
    bench.install().await.unwrap();
    bench.assert_installed(&content);
    assert!(mirror.requests()[1].from.is_some());
}

#[tokio::test]
async fn progress_only_grows_within_a_phase() {
    let content = noise(LEN, 12);
    let mirror = Mirror::start(&content, None, &[Answer::CutAfter(HALF), Answer::Whole]).await;
    let bench = Bench::with_mirror(&content, &mirror.address);
    let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let keep = told.clone();
    let result = bench.install_until(move |progress| {
        keep.lock().unwrap().push(progress.clone());
        false
    });
    result.await.unwrap();
    let told = told.lock().unwrap();
    for pair in told.windows(2) {
        assert!(
            pair[0].phase != pair[1].phase
                || pair[0].source != pair[1].source
                || pair[0].done <= pair[1].done
        );
        assert!(pair[1].done <= pair[1].total, "{pair:?}");
    }
    let phases: Vec<Phase> = told.iter().map(|progress| progress.phase).collect();
    assert_eq!((phases[0], *phases.last().unwrap()), (Phase::Checking, Phase::Done));
    assert!(phases.contains(&Phase::Downloading));
    assert_eq!(told.last().unwrap().done, LEN as u64);
}

#[tokio::test]
async fn a_refusal_of_the_gate_stops_everything() {
    let content = noise(LEN, 13);
    let mirror = Mirror::start(&content, None, &[]).await;
    let options = Options { mirror: Some(mirror.address.parse().unwrap()), maker: true, ..options() };
    let gate = TestGate { refuses: true, ..TestGate::default() };
    let bench = Bench::with_gate(&catalogue("test", &content, ""), options, gate);
    let error = bench.install().await.unwrap_err();
    assert!(matches!(&error, InstallError::Refused(sentence) if sentence.contains("Example Ltd")), "{error}");
    assert_eq!(mirror.requests(), []);
    assert_eq!(bench.gate.asked.lock().unwrap().len(), 2, "both sources were asked for");
}

#[tokio::test]
async fn a_full_disk_is_noticed_before_anything_is_sent() {
    let content = noise(LEN, 14);
    let mirror = Mirror::start(&content, None, &[]).await;
    let options = Options {
        mirror: Some(mirror.address.parse().unwrap()),
        free_space: |_| Ok(LEN as u64),
        ..options()
    };
    let bench = Bench::new(&catalogue("test", &content, ""), options);
    let error = bench.install().await.unwrap_err();
    assert!(matches!(error, InstallError::DiskFull { needed, free, .. } if needed == free), "{error}");
    assert!(error.to_string().contains("5 MB free"), "{error}");
    assert_eq!(mirror.requests(), []);
}

#[tokio::test]
async fn two_installations_at_once_fetch_one_file() {
    let content = noise(LEN, 15);
    let mirror = Mirror::start(&content, None, &[]).await;
    let bench = Bench::with_mirror(&content, &mirror.address);
    let (first, second) = tokio::join!(bench.install(), bench.install());
    assert_eq!(first.unwrap(), second.unwrap());
    bench.assert_installed(&content);
    assert_eq!(mirror.requests().len(), 1);
}
