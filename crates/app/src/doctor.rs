//! The checks that IT would make, with what to do about each.

use attune_domain::SettingKey;
use attune_domain::policy::PolicySource;
use attune_models::catalogue::Task;
use attune_models::keys::KeyBackend;
use attune_wire::{CheckStatus, CheckView, ListMicrophones, RunDoctor};

use crate::dictation::list_microphones;
use crate::transcribe::{engine_beside, speech_model};
use crate::{App, Error};

/// Less free space than this is worth a warning, in bytes.
const LITTLE_SPACE: u64 = 2_000_000_000;

/// Runs every check.
///
/// # Errors
/// Never; a check that cannot be made is a failed check.
pub async fn run_doctor(app: &App, _request: RunDoctor) -> Result<Vec<CheckView>, Error> {
    Ok(vec![
        database(app).await,
        disk(app),
        memory(),
        engine(app),
        models(app),
        embedder(app).await,
        voice(app).await,
        images(app),
        policy(app),
        keyring(app).await,
        proxy(app),
        window_system(),
    ])
}

fn ok(name: &str, detail: String) -> CheckView {
    CheckView { name: name.to_owned(), status: CheckStatus::Ok, detail, fix: String::new() }
}

fn warn(name: &str, detail: String, fix: &str) -> CheckView {
    CheckView { name: name.to_owned(), status: CheckStatus::Warn, detail, fix: fix.to_owned() }
}

fn fail(name: &str, detail: String, fix: &str) -> CheckView {
    CheckView { name: name.to_owned(), status: CheckStatus::Fail, detail, fix: fix.to_owned() }
}

async fn database(app: &App) -> CheckView {
    let name = "database";
    let restore = "Close Attune, keep a copy of the profile folder, and put a backup in its place.";
    match app.store().integrity_check().await {
        Ok(faults) if faults.is_empty() => match app.store().counts().await {
            Ok(counts) => ok(
                name,
                format!("sound; {} conversations, {} messages", counts.conversations, counts.messages),
            ),
            Err(error) => fail(name, error.to_string(), restore),
        },
        Ok(faults) => fail(name, faults.join("; "), restore),
        Err(error) => fail(name, error.to_string(), restore),
    }
}

fn disk(app: &App) -> CheckView {
    match app.installer().free_bytes() {
        Ok(free) => {
            let detail = format!("{:.1} GB free in {}", giga(free), app.home().models().display());
            if free < LITTLE_SPACE {
                warn("disk", detail, "Free some space: a standard model needs 1.2 GB.")
            } else {
                ok("disk", detail)
            }
        }
        Err(error) => fail(
            "disk",
            error.to_string(),
            "Allow writing to the profile folder, or choose another with --home.",
        ),
    }
}

fn memory() -> CheckView {
    let mut system = match sysinfo::System::new() {
        Ok(system) => system,
        Err(error) => {
            return warn(
                "memory",
                error.to_string(),
                "Look at the free memory by hand: a standard model needs 2 GB.",
            );
        }
    };
    system.refresh_memory();
    let available = system.available_memory();
    let detail = format!("{:.1} GB available of {:.1}", giga(available), giga(system.total_memory()));
    if available < LITTLE_SPACE {
        warn("memory", detail, "Close other programs, or use the smallest model.")
    } else {
        ok("memory", detail)
    }
}

fn giga(bytes: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a rounded figure for people")]
    let bytes = bytes as f64;
    bytes / 1e9
}

fn engine(app: &App) -> CheckView {
    let program = app.engine_program();
    if program.is_file() {
        ok("engine", program.display().to_string())
    } else {
        fail(
            "engine",
            format!("{} is not there", program.display()),
            "Install Attune again, or set ATTUNE_CHAT_ENGINE to the engine's program.",
        )
    }
}

fn models(app: &App) -> CheckView {
    let models = app.chat_models();
    if models.is_empty() {
        return fail(
            "models",
            "no chat model is installed".to_owned(),
            "Run `attunectl models install qwen2.5-coder-1.5b`, or use the models page.",
        );
    }
    let names: Vec<&str> = models.iter().map(|model| model.id.as_str()).collect();
    ok("models", names.join(", "))
}

async fn embedder(app: &App) -> CheckView {
    let name = "embedder";
    if !app.switch(SettingKey::ByMeaning) {
        return ok(name, "switched off: what was said is found by its words only".to_owned());
    }
    let Some(model) = app.embedding_model() else {
        return warn(
            name,
            "no embedding model is installed, so what was said is found by its words only".to_owned(),
            "Run `attunectl models install bge-small-en` (34 MB), or use the models page.",
        );
    };
    match app.store().embedded_messages(&model).await {
        Ok((done, all)) => ok(name, format!("{model}; {done} of {all} messages embedded")),
        Err(error) => fail(name, error.to_string(), "Look at the check of the database."),
    }
}

async fn voice(app: &App) -> CheckView {
    let name = "voice";
    if !app.switch(SettingKey::VoiceUse) {
        return ok(name, "switched off: nothing is listened to".to_owned());
    }
    let program = engine_beside(app.engine_program());
    if !program.is_some_and(|program| program.is_file()) {
        return fail(
            name,
            "the program that hears (attune-speech-engine) is not there".to_owned(),
            "Install Attune again, or set ATTUNE_SPEECH_ENGINE to that program.",
        );
    }
    let Ok(model) = speech_model(app) else {
        return warn(
            name,
            "no model that hears is installed, so nothing can be spoken or transcribed".to_owned(),
            "Run `attunectl models install whisper-base` (148 MB), or use the models page.",
        );
    };
    let plug_in = "To speak, plug in a microphone, or allow it in the system's sound settings. Recordings are heard without one.";
    match list_microphones(app, ListMicrophones {}).await {
        Ok(found) if found.is_empty() => warn(name, format!("{}; no microphone", model.id), plug_in),
        Ok(found) => {
            let names: Vec<&str> = found.iter().map(|microphone| microphone.name.as_str()).collect();
            ok(name, format!("{}; {}", model.id, names.join(", ")))
        }
        Err(error) => warn(name, format!("{}; {error}", model.id), plug_in),
    }
}

fn images(app: &App) -> CheckView {
    let name = "images";
    let installer = app.installer();
    let installed = |task: Task| {
        let mut entries = installer.catalogue().models.iter().filter(|entry| entry.task == task);
        entries.find_map(|entry| installer.installed(&entry.id).filter(|model| !model.damaged))
    };
    let Some(reader) = installed(Task::Ocr) else {
        return warn(
            name,
            "no model that reads text in images is installed; codes are still read".to_owned(),
            "Run `attunectl models install pp-ocrv6-small` (31 MB), or use the models page.",
        );
    };
    match installed(Task::Image) {
        Some(tagger) => ok(name, format!("{}, {}", reader.id, tagger.id)),
        None => warn(
            name,
            format!("{}; what a photograph shows is not recognised", reader.id),
            "Run `attunectl models install efficientnet-lite0` (19 MB), or use the models page.",
        ),
    }
}

fn policy(app: &App) -> CheckView {
    match app.policy().source.clone() {
        PolicySource::BuiltIn => ok("policy", "built-in rules; no policy file".to_owned()),
        PolicySource::File { path, managed_by } => ok("policy", format!("{path}, managed by {managed_by}")),
        PolicySource::Broken { path, reason } => fail(
            "policy",
            format!("{path} cannot be read, so nothing may leave this machine: {reason}"),
            "Correct the file and start Attune again.",
        ),
    }
}

async fn keyring(app: &App) -> CheckView {
    match app.keys().await.backend() {
        KeyBackend::Keyring => ok("keyring", "keys are kept in the system's keyring".to_owned()),
        KeyBackend::EncryptedFile => warn(
            "keyring",
            "there is no keyring; keys are kept in an encrypted file of the profile".to_owned(),
            "Install and unlock a keyring (for example gnome-keyring or KWallet), and enter the keys again.",
        ),
    }
}

fn proxy(app: &App) -> CheckView {
    let set = app.setting_text(SettingKey::Proxy);
    if set.is_empty() {
        return ok("proxy", "the system's settings apply".to_owned());
    }
    match set.parse::<url::Url>() {
        Ok(_) => ok("proxy", set),
        Err(error) => fail(
            "proxy",
            format!("“{set}” is not an address: {error}"),
            "Correct network.proxy in the settings.",
        ),
    }
}

fn window_system() -> CheckView {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if !cfg!(target_os = "linux") {
        return ok("window system", std::env::consts::OS.to_owned());
    }
    if is_set("WAYLAND_DISPLAY") {
        return warn(
            "window system",
            "Wayland: global hotkeys depend on the desktop".to_owned(),
            "If the quick-ask hotkey does nothing, bind a key to `attune` in the desktop's settings.",
        );
    }
    if is_set("DISPLAY") {
        ok("window system", "X11".to_owned())
    } else {
        warn(
            "window system",
            "no display".to_owned(),
            "Use `attunectl chat` in the terminal, or start Attune in a desktop session.",
        )
    }
}
