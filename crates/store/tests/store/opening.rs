use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use attune_store::{Place, Store, StoreError};
use sha2::{Digest, Sha256};

use crate::profile::{Profile, Raw, ask, begin, titled, turn};

/// Every file of a folder with a digest of its bytes.
fn fingerprint(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.insert(path.clone(), "folder".to_owned());
            files.extend(fingerprint(&path));
        } else {
            let digest = Sha256::digest(std::fs::read(&path).unwrap());
            files.insert(path, digest.iter().map(|byte| format!("{byte:02x}")).collect());
        }
    }
    files
}

async fn refusal(profile: &Profile) -> StoreError {
    match Store::open(profile.path(), profile.options()).await {
        Ok(_) => panic!("it opened"),
        Err(error) => error,
    }
}

async fn filled() -> Profile {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    turn(&store, id, "one", "1").await;
    store.close().await.unwrap();
    profile
}

const FUTURE: &str = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m0099_wings', 0); \
    CREATE TABLE wings (span INTEGER);";

#[tokio::test]
async fn a_newer_database_is_refused_and_untouched() {
    let profile = filled().await;
    let raw = profile.raw().await;
    raw.run(FUTURE).await;
    raw.close().await;
    let before = fingerprint(profile.folder.path());

    let error = refusal(&profile).await;
    assert!(matches!(&error, StoreError::Newer { unknown, .. } if unknown == &["m0099_wings"]), "{error:?}");
    let said = error.to_string();
    assert!(
        said.contains("m0099_wings") && said.contains("newer version") && said.contains("profile.db"),
        "{said}"
    );
    assert_eq!(fingerprint(profile.folder.path()), before);
}

#[tokio::test]
async fn a_newer_database_in_use_is_refused_and_untouched() {
    let profile = filled().await;
    let newer = profile.raw().await;
    newer.run("PRAGMA wal_autocheckpoint = 0;").await;
    newer.run(FUTURE).await;
    newer.run("INSERT INTO wings VALUES (3)").await;
    // The newer program is still there, and the migration stands in its write-ahead log only.
    let files = |folder: &Path| -> BTreeMap<PathBuf, String> {
        // Readers of a running program's log leave marks in its index, which is no data.
        fingerprint(folder).into_iter().filter(|(path, _)| !path.ends_with("profile.db-shm")).collect()
    };
    let before = files(profile.folder.path());
    assert!(before.keys().any(|path| path.ends_with("profile.db-wal")));
    let error = refusal(&profile).await;
    assert!(matches!(error, StoreError::Newer { .. }), "{error:?}");
    assert_eq!(files(profile.folder.path()), before);
    assert_eq!(newer.number("SELECT span FROM wings").await, 3);
}

#[tokio::test]
async fn what_is_no_database_is_refused_and_untouched() {
    let mut torn = std::fs::read(filled().await.path()).unwrap();
    torn[100..200].fill(0xee);
    for content in [
        b"Dear diary, today I am not a database at all.".repeat(200),
        vec![0; 8_192],
        torn,
        vec![1],
        b"SQLite format 3\0".to_vec(),
    ] {
        let profile = Profile::new();
        std::fs::write(profile.path(), &content).unwrap();
        let before = fingerprint(profile.folder.path());
        let error = refusal(&profile).await;
        assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
        assert!(error.to_string().contains("Nothing was overwritten"), "{error}");
        assert_eq!(fingerprint(profile.folder.path()), before);
    }
}

#[tokio::test]
async fn another_programs_database_is_refused_and_untouched() {
    let profile = Profile::new();
    std::fs::write(profile.path(), "").unwrap();
    let raw = profile.raw().await;
    raw.run("CREATE TABLE recipes (name TEXT)").await;
    raw.close().await;
    let before = fingerprint(profile.folder.path());
    let error = refusal(&profile).await;
    assert!(
        matches!(&error, StoreError::Corrupt { detail } if detail.contains("not one of Attune's")),
        "{error:?}"
    );
    assert_eq!(fingerprint(profile.folder.path()), before);
}

#[tokio::test]
async fn damage_behind_the_first_pages_is_found_by_the_check() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    for _ in 0..20 {
        turn(&store, id, &"one ".repeat(500), &"1 ".repeat(500)).await;
    }
    assert!(store.integrity_check().await.unwrap().is_empty());
    store.close().await.unwrap();

    let mut bytes = std::fs::read(profile.path()).unwrap();
    let from = bytes.len() / 2 / 4_096 * 4_096;
    bytes[from..from + 3 * 4_096].fill(0x5a);
    std::fs::write(profile.path(), bytes).unwrap();
    let problems = match Store::open(profile.path(), profile.options()).await {
        Ok(store) => store.integrity_check().await,
        Err(error) => Err(error),
    };
    match problems {
        Ok(problems) => assert!(!problems.is_empty()),
        Err(error) => assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}"),
    }
}

#[tokio::test]
async fn a_folder_that_may_not_be_written_is_said_to_be() {
    // Tests may run as root, whom file modes do not bind: a path below a file is refused to everybody.
    let profile = Profile::new();
    let file = profile.folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let Err(error) = Store::open(file.join("profile.db"), profile.options()).await else {
        panic!("it opened");
    };
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
    assert!(error.to_string().contains("cannot be written"), "{error}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_read_only_file_system_is_said_to_be_one() {
    // sysfs refuses new files even to root.
    let profile = Profile::new();
    let Err(error) = Store::open("/sys/kernel/attune-test/profile.db", profile.options()).await else {
        panic!("it opened");
    };
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_profile_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let outer = tempfile::tempdir().unwrap();
    let path = outer.path().join("a/b/profile.db");
    let profile = Profile::new();
    let store = Store::open(&path, profile.options()).await.unwrap();
    begin(&store, "Plan").await;
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    assert_eq!(mode(&path), 0o600);
    for suffix in ["-wal", "-shm"] {
        assert_eq!(mode(&PathBuf::from(format!("{}{suffix}", path.display()))), 0o600);
    }
    store.close().await.unwrap();

    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let _store = Store::open(&path, profile.options()).await.unwrap();
    assert_eq!(mode(&path), 0o600);
}

#[tokio::test]
async fn the_database_is_set_to_keep_what_it_acknowledges() {
    let profile = filled().await;
    let raw = profile.raw().await;
    assert_eq!(raw.text("PRAGMA journal_mode", Vec::new()).await, "wal");
    assert_eq!(raw.number("PRAGMA application_id").await, i64::from(i32::from_be_bytes(*b"Attn")));
}

#[tokio::test]
async fn an_actor_is_made_once_and_kept() {
    let profile = Profile::new();
    let actor = profile.open().await.actor();
    assert_eq!(profile.open().await.actor(), actor);
}

#[tokio::test]
async fn closing_leaves_one_file_and_reopening_finds_everything() {
    let profile = Profile::new();
    let store = profile.open().await;
    let begun = ask(&store, Place::New(titled("Plan")), "one").await;
    store.close().await.unwrap();
    let files: Vec<_> = fingerprint(profile.folder.path()).into_keys().collect();
    let writers = profile.folder.path().join("profile.db-writers");
    assert_eq!(files, [profile.path(), writers]);
    let kept = profile.open().await.stretch(begun.conversation.id, 0, 5).await.unwrap();
    assert_eq!(kept.len(), 2);
}

#[tokio::test]
async fn odd_paths_are_only_paths() {
    let profile = Profile::new();
    let path = profile.folder.path().join("Ünïcode %20 dir?mode=ro#x/p&q;.db");
    let store = Store::open(&path, profile.options()).await.unwrap();
    begin(&store, "Plan").await;
    store.close().await.unwrap();
    assert!(path.is_file());
    let raw = Raw::open(path).await;
    assert_eq!(raw.number("SELECT count(*) FROM conversations").await, 1);
}

#[tokio::test]
async fn many_can_open_a_new_profile_at_once() {
    let profile = Profile::new();
    let opening: Vec<_> =
        (0..8).map(|_| tokio::spawn(Store::open(profile.path(), profile.options()))).collect();
    let mut stores = Vec::new();
    for opened in opening {
        stores.push(opened.await.unwrap().unwrap());
    }
    for store in &stores {
        begin(store, "Plan").await;
    }
    assert_eq!(stores[0].conversations().await.unwrap().len(), 8);
}

#[tokio::test]
async fn a_write_waits_for_another_and_is_then_refused_as_busy() {
    let profile = filled().await;
    let store = profile.open().await;
    let other = profile.raw().await;
    other.run("BEGIN IMMEDIATE").await;
    let error = store.save_draft(None, "x").await.unwrap_err();
    assert!(matches!(error, StoreError::Busy), "{error:?}");
    other.run("ROLLBACK").await;
    store.save_draft(None, "x").await.unwrap();
}
