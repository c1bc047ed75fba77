//! What is on the disk: import, comparison with the hash, deletion, locks, and files that somebody edited.

use std::fs::File;
use std::sync::{Arc, Mutex};

use attune_models::catalogue::Task;
use attune_models::install::{InstallError, InstalledModel, Options, Phase};
use tokio_util::sync::CancellationToken;

use super::mirror::Mirror;
use super::support::{Bench, catalogue, gguf, id, noise, options, sha256, write};
use super::whisper_model::MiniWhisper;

const LEN: usize = 3 << 20;

async fn import(
    bench: &Bench,
    name: &str,
    content: &[u8],
    as_id: Option<&str>,
) -> Result<InstalledModel, InstallError> {
    let path = bench.home.path().join(name);
    write(&path, content);
    bench.installer.import(&path, as_id.map(id), |_| {}, CancellationToken::new()).await
}

fn bench_of(content: &[u8]) -> Bench {
    Bench::new(&catalogue("test", content, ""), options())
}

#[tokio::test]
async fn a_gguf_file_is_imported_under_a_name_of_its_own() {
    let bench = bench_of(b"x");
    let content = gguf(LEN, 1);
    let model = import(&bench, "My Model (v2).gguf", &content, None).await.unwrap();
    assert_eq!(
        (model.id.as_str(), model.name.as_str(), model.task),
        ("my-model-v2", "My Model (v2)", Task::Chat)
    );
    assert!(model.imported);
    assert_eq!(model.sha256.as_str(), sha256(&content));
    assert!(std::fs::read(&model.path).unwrap() == content);
    assert!(bench.home.path().join("My Model (v2).gguf").exists(), "the file itself stays");

    let again = import(&bench, "My Model (v2).gguf", &content, None).await.unwrap();
    assert_eq!(again, model, "the same file is the same model");
    let other = import(&bench, "My Model (v2).gguf", &gguf(LEN, 2), None).await.unwrap();
    assert_eq!(other.id.as_str(), "my-model-v2-2");
    let error = import(&bench, "b.gguf", &gguf(LEN, 3), Some("my-model-v2")).await.unwrap_err();
    assert!(matches!(error, InstallError::Taken(_)), "{error}");

    let listed = bench.installer.list();
    let ids: Vec<_> =
        listed.iter().filter_map(|listed| listed.installed.as_ref()).map(|model| model.id.as_str()).collect();
    assert_eq!(ids, ["my-model-v2", "my-model-v2-2"]);
    bench.installer.remove(&id("my-model-v2")).unwrap();
    assert!(!model.path.exists());
    assert_eq!(bench.installer.path_of(&id("my-model-v2")), None);
    let error = bench.installer.remove(&id("my-model-v2")).unwrap_err();
    assert!(matches!(error, InstallError::NotInstalled(_)), "{error}");
}

#[tokio::test]
async fn a_file_that_the_catalogue_knows_becomes_that_model() {
    let content = noise(LEN, 4);
    let bench = bench_of(&content);
    let model = import(&bench, "whatever.bin", &content, Some("mine")).await.unwrap();
    assert_eq!((model.id.as_str(), model.imported), ("test", false));
    bench.assert_installed(&content);
    // And is then installed, without any source.
    assert_eq!(bench.install().await.unwrap(), model);
}

#[tokio::test]
async fn what_is_no_model_is_refused() {
    let bench = bench_of(&noise(LEN, 5));
    let check = async |content: &[u8], as_id: Option<&str>, words: &str| {
        let error = import(&bench, "file.gguf", content, as_id).await.unwrap_err();
        assert!(error.to_string().contains(words), "{words} in {error}");
    };
    check(b"", None, "not a GGUF file").await;
    check(b"GGU", None, "not a GGUF file").await;
    check(b"PK\x03\x04 a wheel", None, "not a GGUF file").await;
    check(&noise(LEN, 6), None, "not a GGUF file").await;
    check(&gguf(LEN, 6), Some("test"), "it is not Test model").await;
    let folder = bench.home.path().join("folder");
    std::fs::create_dir(&folder).unwrap();
    for (path, words) in
        [(folder, "model.bin and vocabulary.txt"), (bench.home.path().join("nowhere"), "could not read")]
    {
        let error = bench.installer.import(&path, None, |_| {}, CancellationToken::new()).await.unwrap_err();
        assert!(error.to_string().contains(words), "{words} in {error}");
    }
    assert!(bench.installer.list().iter().all(|listed| listed.installed.is_none()));
}

#[tokio::test]
async fn policy_may_allow_only_models_of_the_catalogue() {
    let content = noise(LEN, 7);
    let bench = Bench::new(&catalogue("test", &content, ""), Options { import_unlisted: false, ..options() });
    for unlisted in [gguf(LEN, 8), gguf(LEN + 1, 8)] {
        let error = import(&bench, "a.gguf", &unlisted, None).await.unwrap_err();
        assert!(
            matches!(&error, InstallError::Refused(sentence) if sentence.contains("models.import")),
            "{error}"
        );
    }
    import(&bench, "a.gguf", &content, None).await.unwrap();
    bench.assert_installed(&content);
}

#[tokio::test]
async fn an_import_can_be_cancelled_and_leaves_nothing() {
    let bench = bench_of(b"x");
    let path = bench.home.path().join("a.gguf");
    write(&path, &gguf(LEN, 9));
    let cancel = CancellationToken::new();
    let canceller = cancel.clone();
    let told = move |progress: attune_models::install::Progress| {
        if progress.done > 0 {
            canceller.cancel();
        }
    };
    let result = bench.installer.import(&path, None, told, cancel).await;
    assert!(matches!(result, Err(InstallError::Cancelled)), "{result:?}");
    let left: Vec<_> = std::fs::read_dir(bench.installer.models_dir().join(".incoming")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn whisper_is_imported_from_the_folder_of_another_program() {
    let bench = bench_of(b"x");
    let folder = bench.home.path().join("faster-whisper-mini");
    MiniWhisper::default().write_to(&folder);
    let model = bench.installer.import(&folder, None, |_| {}, CancellationToken::new()).await.unwrap();
    assert_eq!((model.id.as_str(), model.task), ("faster-whisper-mini", Task::Speech));
    assert_eq!(model.path.extension().unwrap(), "bin");
    assert_eq!(std::fs::read(model.path).unwrap()[..4], 0x6767_6d6c_u32.to_le_bytes());
}

#[tokio::test]
async fn a_damaged_model_is_found_and_mended() {
    let content = noise(LEN, 10);
    let mirror = Mirror::start(&content, None, &[]).await;
    let bench = Bench::with_mirror(&content, &mirror.address);
    let model = bench.install().await.unwrap();
    let verify = async || bench.installer.verify_all(CancellationToken::new()).await.unwrap().pop().unwrap();
    assert!(verify().await.intact);

    let mut bytes = content.clone();
    bytes[LEN / 2] ^= 1;
    write(&model.path, &bytes);
    let verified = verify().await;
    assert_eq!((verified.intact, verified.sha256.as_str()), (false, sha256(&bytes).as_str()));
    assert!(bench.installer.installed(&id("test")).unwrap().damaged);

    assert!(!bench.install().await.unwrap().damaged);
    bench.assert_installed(&content);
    assert!(verify().await.intact);
    assert_eq!(mirror.requests().len(), 2);
    let error = bench.installer.verify(&id("other"), CancellationToken::new()).await.unwrap_err();
    assert!(matches!(error, InstallError::NotInstalled(_)), "{error}");
}

#[tokio::test]
async fn a_file_that_was_put_there_by_hand_is_taken_when_its_hash_is_right() {
    let content = noise(LEN, 11);
    let bench = bench_of(&content);
    let path = bench.installer.models_dir().join("test.gguf");
    std::fs::create_dir_all(bench.installer.models_dir()).unwrap();
    write(&path, &noise(LEN, 12));
    assert!(matches!(bench.install().await, Err(InstallError::NoSource { .. })));
    write(&path, &content);
    assert_eq!(bench.installer.installed(&id("test")), None, "nothing is believed before it was looked at");
    bench.install().await.unwrap();
    bench.assert_installed(&content);
}

#[tokio::test]
async fn a_record_that_points_elsewhere_is_not_believed() {
    let content = noise(LEN, 13);
    let bench = bench_of(&content);
    import(&bench, "a.bin", &content, None).await.unwrap();
    let record = bench.installer.models_dir().join("test.json");
    let text = std::fs::read_to_string(&record).unwrap();
    // A file of the right size, where no model may be.
    write(&bench.home.path().join("outside.gguf"), &content);
    write(&bench.installer.models_dir().join("other.gguf"), &content);
    for file in ["../outside.gguf", "../../../etc/passwd", "/etc/passwd", "other.gguf", "test.", "test./../x"]
    {
        write(&record, text.replace("test.gguf", file).as_bytes());
        assert_eq!(bench.installer.path_of(&id("test")), None, "{file}");
    }
    for text in ["", "{", "[]", &text.replace("\"test\"", "\"other\"")] {
        write(&record, text.as_bytes());
        assert_eq!(bench.installer.path_of(&id("test")), None, "{text}");
        assert_eq!(bench.installer.list().len(), 1);
    }
}

#[tokio::test]
async fn an_id_that_the_catalogue_does_not_have_is_refused() {
    let bench = bench_of(b"x");
    let result = bench.installer.install(&id("other"), |_| {}, CancellationToken::new()).await;
    assert!(matches!(&result, Err(InstallError::Unknown(unknown)) if *unknown == id("other")), "{result:?}");
}

#[tokio::test]
async fn an_installation_waits_for_another_process() {
    let content = noise(LEN, 14);
    let mirror = Mirror::start(&content, None, &[]).await;
    let bench = Bench::with_mirror(&content, &mirror.address);
    let locks = bench.installer.models_dir().join(".locks");
    std::fs::create_dir_all(&locks).unwrap();
    let other = File::create(locks.join("test")).unwrap();
    other.lock().unwrap();
    let error = bench.installer.remove(&id("test")).unwrap_err();
    assert!(matches!(error, InstallError::Busy(_)), "{error}");

    let other = Arc::new(Mutex::new(Some(other)));
    let held = other.clone();
    let result = bench.install_until(move |progress| {
        if progress.phase == Phase::Checking && progress.source.contains("waited for") {
            held.lock().unwrap().take();
        }
        false
    });
    result.await.unwrap();
    assert!(other.lock().unwrap().is_none(), "it waited");
    bench.assert_installed(&content);
}
