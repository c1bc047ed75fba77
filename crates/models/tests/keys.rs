//! Keys at rest: the encrypted file, and the real keyring of a desktop session of its own.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]
#![cfg(all(feature = "client", unix))]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use attune_models::keys::{KeyBackend, KeyError, KeyStore, Secret};

fn secret(text: &str) -> Secret {
    Secret::new(text.into())
}

async fn text_of(store: &KeyStore, name: &str) -> Option<String> {
    store.get(name).await.unwrap().map(|secret| secret.expose().to_owned())
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn the_encrypted_file_keeps_keys() {
    let home = tempfile::tempdir().unwrap();
    let store = KeyStore::open_file(home.path());
    assert_eq!(store.backend(), KeyBackend::EncryptedFile);
    assert_eq!(text_of(&store, "openai").await, None);
    store.delete("openai").await.unwrap();
    assert!(!home.path().join("keys").exists(), "nothing is created until a key is kept");

    assert_eq!(store.set("openai", secret("sk-grüße")).await.unwrap(), KeyBackend::EncryptedFile);
    store.set("azure", secret("")).await.unwrap();
    let again = KeyStore::open_file(home.path());
    assert_eq!(text_of(&again, "openai").await.as_deref(), Some("sk-grüße"));
    assert_eq!(text_of(&again, "azure").await.as_deref(), Some(""));

    again.set("openai", secret("sk-2")).await.unwrap();
    assert_eq!(text_of(&store, "openai").await.as_deref(), Some("sk-2"));
    again.delete("openai").await.unwrap();
    again.delete("openai").await.unwrap();
    assert_eq!(text_of(&store, "openai").await, None);
    assert_eq!(text_of(&store, "azure").await.as_deref(), Some(""));
}

#[tokio::test]
async fn nothing_readable_is_on_disk_and_nobody_else_may_read_it() {
    let home = tempfile::tempdir().unwrap();
    let store = KeyStore::open_file(home.path());
    store.set("provider-name", secret("sk-marker-1234")).await.unwrap();
    let folder = home.path().join("keys");
    assert_eq!(mode(&folder), 0o700);
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        let bytes = fs::read(&path).unwrap();
        for marker in ["sk-marker", "provider-name"] {
            assert!(
                !bytes.windows(marker.len()).any(|window| window == marker.as_bytes()),
                "{}",
                path.display()
            );
        }
    }

    // A file that somebody opened to others is closed again.
    fs::set_permissions(folder.join("keys.key"), fs::Permissions::from_mode(0o644)).unwrap();
    assert!(store.get("provider-name").await.unwrap().is_some());
    assert_eq!(mode(&folder.join("keys.key")), 0o600);
}

/// Whatever is done to a file, keys are refused with the reason, and no write touches the files.
async fn check(file: &str, damage: impl Fn(Vec<u8>) -> Option<Vec<u8>>, expect: &str) {
    let home = tempfile::tempdir().unwrap();
    let store = KeyStore::open_file(home.path());
    store.set("openai", secret("sk-1")).await.unwrap();
    let folder = home.path().join("keys");
    let path = folder.join(file);
    match damage(fs::read(&path).unwrap()) {
        Some(damaged) => fs::write(&path, damaged).unwrap(),
        None => fs::remove_file(&path).unwrap(),
    }
    let files = || ["keys.sealed", "keys.key"].map(|name| fs::read(folder.join(name)).ok());
    let before = files();

    let error = store.get("openai").await.unwrap_err();
    assert!(matches!(&error, KeyError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains(expect), "{error}");
    assert!(matches!(store.set("other", secret("x")).await, Err(KeyError::Damaged { .. })));
    assert!(matches!(store.delete("openai").await, Err(KeyError::Damaged { .. })));
    assert_eq!(files(), before, "{expect}: a file was touched");
}

#[tokio::test]
async fn a_changed_file_is_refused_and_left_as_it_is() {
    let flip = |at: usize| {
        move |mut bytes: Vec<u8>| {
            let at = at.min(bytes.len() - 1);
            bytes[at] ^= 1;
            Some(bytes)
        }
    };
    check("keys.sealed", flip(usize::MAX), "was changed").await;
    check("keys.sealed", flip(20), "was changed").await;
    check("keys.sealed", flip(0), "of another kind").await;
    check("keys.sealed", |bytes| Some(bytes[..20].to_vec()), "cut off").await;
    check("keys.sealed", |bytes| Some(bytes[..bytes.len() - 1].to_vec()), "was changed").await;
    check("keys.sealed", |_| Some(Vec::new()), "of another kind").await;
    check("keys.sealed", |_| Some(vec![0; 2 << 20]), "longer than").await;
    check("keys.key", flip(0), "another one").await;
    check("keys.key", |bytes| Some(bytes[..31].to_vec()), "too short").await;
    check("keys.key", |_| None, "is missing").await;
}

#[tokio::test]
async fn writers_at_the_same_time_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    let writes = (0..16).map(|number| {
        // Each has its own store, as two programs have.
        let store = KeyStore::open_file(home.path());
        tokio::spawn(async move { store.set(&format!("key-{number}"), secret("x")).await.unwrap() })
    });
    for write in writes.collect::<Vec<_>>() {
        write.await.unwrap();
    }
    let store = KeyStore::open_file(home.path());
    for number in 0..16 {
        assert!(store.get(&format!("key-{number}")).await.unwrap().is_some(), "key-{number} was lost");
    }
}

/// Runs one test of this file again, in a process with another session.
#[cfg(target_os = "linux")]
async fn run_again(name: &str, through: &[&str], home: &Path, bus: Option<&str>) {
    let own = std::env::current_exe().unwrap();
    let words: Vec<&std::ffi::OsStr> = through
        .iter()
        .map(std::ffi::OsStr::new)
        .chain([own.as_os_str()])
        .chain(["--exact", name, "--nocapture"].map(std::ffi::OsStr::new))
        .collect();
    #[expect(clippy::disallowed_methods, reason = "the test starts itself in a session of its own")]
    let mut command = tokio::process::Command::new(words[0]);
    command
        .args(&words[1..])
        .env("ATTUNE_TEST_SESSION", "1")
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env_remove("DISPLAY")
        .env_remove("DBUS_SESSION_BUS_ADDRESS");
    if let Some(bus) = bus {
        command.env("DBUS_SESSION_BUS_ADDRESS", bus);
    }
    let output = command.output().await.unwrap_or_else(|error| {
        panic!("{} does not start: {error}. Run `make test`, which installs it.", words[0].display())
    });
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[cfg(target_os = "linux")]
fn is_inner() -> bool {
    std::env::var_os("ATTUNE_TEST_SESSION").is_some()
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn without_a_keyring_the_encrypted_file_is_used() {
    let home = tempfile::tempdir().unwrap();
    if !is_inner() {
        let nowhere = format!("unix:path={}", home.path().join("no-bus").display());
        return run_again("without_a_keyring_the_encrypted_file_is_used", &[], home.path(), Some(&nowhere))
            .await;
    }
    let store = KeyStore::open(home.path(), "Attune test").await;
    assert_eq!(store.backend(), KeyBackend::EncryptedFile);
    assert_eq!(store.set("openai", secret("sk-1")).await.unwrap(), KeyBackend::EncryptedFile);
    assert_eq!(text_of(&store, "openai").await.as_deref(), Some("sk-1"));
}

/// gnome-keyring's daemon, unlocked with an empty password on a bus of its own.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_real_keyring_keeps_keys() {
    const SESSION: &str =
        "echo -n test | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec \"$@\"";
    let home = tempfile::tempdir().unwrap();
    if !is_inner() {
        let through = ["dbus-run-session", "--", "sh", "-c", SESSION, "sh"];
        return run_again("the_real_keyring_keeps_keys", &through, home.path(), None).await;
    }
    let earlier = KeyStore::open_file(home.path());
    earlier.set("azure", secret("from the file")).await.unwrap();

    let store = KeyStore::open(home.path(), "Attune test").await;
    assert_eq!(store.backend(), KeyBackend::Keyring);
    assert_eq!(text_of(&store, "openai").await, None);
    store.delete("openai").await.unwrap();
    assert_eq!(store.set("openai", secret("sk-grüße")).await.unwrap(), KeyBackend::Keyring);
    assert_eq!(text_of(&store, "openai").await.as_deref(), Some("sk-grüße"));
    store.set("openai", secret("sk-2")).await.unwrap();
    assert_eq!(
        text_of(&KeyStore::open(home.path(), "Attune test").await, "openai").await.as_deref(),
        Some("sk-2")
    );
    assert_eq!(text_of(&KeyStore::open(home.path(), "Another home").await, "openai").await, None);

    // A key from the time before there was a keyring is found, and moves when it is replaced.
    assert_eq!(text_of(&store, "azure").await.as_deref(), Some("from the file"));
    store.set("azure", secret("from the keyring")).await.unwrap();
    assert_eq!(text_of(&earlier, "azure").await, None);
    assert_eq!(text_of(&store, "azure").await.as_deref(), Some("from the keyring"));

    store.delete("openai").await.unwrap();
    assert_eq!(text_of(&store, "openai").await, None);
}
