//! Opening a model file.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::time::{Duration, Instant, UNIX_EPOCH};

use attune_models::child::{Board, process};
use attune_models::protocol::{EngineFault, FromEngine, Load};
use llama_cpp_2::llama_backend::LlamaBackend;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::model::params::LlamaModelParams;
use sha2::{Digest, Sha256};

use crate::fault::Fault;
use crate::logs::{self, Errors};
use crate::outbox::Outbox;
use crate::script::Script;

/// A model that is in memory.
pub(crate) struct OpenModel {
    pub(crate) llama: LlamaModel,
    pub(crate) script: Script,
    pub(crate) identity: Identity,
    pub(crate) load: Load,
}

/// What tells one file from another without reading all of it.
pub(crate) type Identity = [u8; 32];

impl OpenModel {
    /// # Errors
    /// When the file is no model, or there is not enough memory.
    pub(crate) fn open(
        backend: &LlamaBackend,
        load: Load,
        board: &'static Board,
        out: &Outbox,
        errors: &Errors,
    ) -> Result<Self, Fault> {
        let path = Path::new(&load.path);
        let identity = check_file(path)?;
        errors.take();
        let params = LlamaModelParams::default().with_progress_callback(progress(board, out.clone()));
        let llama = LlamaModel::load_from_file(backend, path, &params).map_err(|error| {
            let said = errors.take();
            let code = if logs::means_out_of_memory(&said) {
                EngineFault::OutOfMemory
            } else {
                EngineFault::BadModel
            };
            let why = if said.is_empty() { error.to_string() } else { said };
            Fault::new(code, format!("{} cannot be loaded: {why}", path.display()))
        })?;
        if llama.n_ctx_train() == 0 || llama.n_vocab() <= 0 {
            return Err(bad(path, "it has no context or no vocabulary, so it cannot chat"));
        }
        let script = Script::of(&llama);
        Ok(Self { llama, script, identity, load })
    }
}

/// Says about four times a second how far loading is.
fn progress(board: &'static Board, out: Outbox) -> impl FnMut(f32) -> bool + 'static {
    let mut said = Instant::now();
    move |fraction| {
        if said.elapsed() >= Duration::from_millis(250) {
            said = Instant::now();
            out.send(&FromEngine::Loading { fraction });
        }
        !board.stopped()
    }
}

/// Looks at a file before native code does, because its messages are better and it never crashes.
fn check_file(path: &Path) -> Result<Identity, Fault> {
    let metadata = fs::metadata(path).map_err(|error| bad(path, &error.to_string()))?;
    if !metadata.is_file() {
        return Err(bad(path, "it is not a file"));
    }
    let mut magic = [0; 4];
    File::open(path)
        .and_then(|mut file| file.read_exact(&mut magic))
        .map_err(|error| bad(path, &error.to_string()))?;
    if &magic != b"GGUF" {
        return Err(bad(path, "it is not a GGUF file"));
    }
    if let Some(available) = process::available_memory()
        && metadata.len() > available
    {
        let message = format!(
            "{} needs {} MB of memory and {} MB are free",
            path.display(),
            metadata.len() >> 20,
            available >> 20
        );
        return Err(Fault::new(EngineFault::OutOfMemory, message));
    }
    identity(path).map_err(|error| bad(path, &error.to_string()))
}

fn bad(path: &Path, why: &str) -> Fault {
    Fault::new(EngineFault::BadModel, format!("{} cannot be loaded: {why}", path.display()))
}

/// Size, time of change, beginning and end of a file, hashed. A copy of a model under another name is
/// another file only in its time.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn identity(path: &Path) -> io::Result<Identity> {
    const SAMPLE: u64 = 64 * 1024;
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    let mut hash = Sha256::new();
    hash.update(metadata.len().to_le_bytes());
    let changed = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    hash.update(changed.as_nanos().to_le_bytes());
    let mut sample = Vec::new();
    (&mut file).take(SAMPLE).read_to_end(&mut sample)?;
    file.seek(SeekFrom::Start(metadata.len().saturating_sub(SAMPLE)))?;
    file.take(SAMPLE).read_to_end(&mut sample)?;
    hash.update(&sample);
    Ok(hash.finalize().into())
}
