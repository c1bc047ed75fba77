//! Role adapters (LoRA) of the loaded model.

use std::path::{Path, PathBuf};

use attune_models::protocol::{Adapter, EngineFault};
use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::model::{LlamaLoraAdapter, LlamaModel};

use crate::fault::Fault;
use crate::logs::Errors;
use crate::model::{self, Identity};

/// Adapters that were loaded. llama.cpp frees them with their model.
#[derive(Debug, Default)]
pub(crate) struct Adapters {
    loaded: Vec<Loaded>,
}

#[derive(Debug)]
struct Loaded {
    path: PathBuf,
    identity: Identity,
    lora: LlamaLoraAdapter,
}

/// An adapter in use, and its strength.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Worn {
    pub(crate) identity: Identity,
    pub(crate) scale: f32,
}

impl Adapters {
    /// The adapter that is wanted, if it is loaded and its file has not changed since.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn ready(&self, wanted: &Adapter) -> Result<Option<Worn>, Fault> {
        let path = Path::new(&wanted.path);
        let identity = model::identity(path).map_err(|error| bad(path, &error.to_string()))?;
        let loaded = self.loaded.iter().any(|loaded| loaded.identity == identity && loaded.path == path);
        Ok(loaded.then_some(Worn { identity, scale: wanted.scale }))
    }

    /// Loads an adapter. That changes the model, so there must be no context.
    ///
    /// # Errors
    /// When the file is no adapter for this model.
    pub(crate) fn load(
        &mut self,
        llama: &mut LlamaModel,
        wanted: &Adapter,
        errors: &Errors,
    ) -> Result<(), Fault> {
        let path = Path::new(&wanted.path);
        let identity = model::identity(path).map_err(|error| bad(path, &error.to_string()))?;
        errors.take();
        let lora = llama
            .lora_adapter_init(path)
            .map_err(|error| bad(path, &format!("{error}: {}", errors.take())))?;
        self.loaded.push(Loaded { path: path.to_owned(), identity, lora });
        Ok(())
    }

    /// Puts an adapter on, or all off.
    ///
    /// # Errors
    /// When llama.cpp refuses.
    pub(crate) fn wear(&mut self, context: &mut LlamaContext<'_>, worn: Option<Worn>) -> Result<(), Fault> {
        let refused = |code: i32| {
            Fault::new(EngineFault::BadAdapter, format!("the adapter cannot be used: code {code}"))
        };
        match worn {
            Some(worn) => {
                let Some(loaded) =
                    self.loaded.iter_mut().rev().find(|loaded| loaded.identity == worn.identity)
                else {
                    return Err(Fault::internal("the adapter is not loaded"));
                };
                context
                    .lora_adapter_set(&mut loaded.lora, worn.scale)
                    .map_err(|llama_cpp_2::LlamaLoraAdapterSetError::ErrorResult(code)| refused(code))
            }
            // Any adapter will do: llama.cpp takes all of them off.
            None => match self.loaded.first_mut() {
                Some(any) => context
                    .lora_adapter_remove(&mut any.lora)
                    .map_err(|llama_cpp_2::LlamaLoraAdapterRemoveError::ErrorResult(code)| refused(code)),
                None => Ok(()),
            },
        }
    }
}

fn bad(path: &Path, why: &str) -> Fault {
    Fault::new(EngineFault::BadAdapter, format!("the adapter {} cannot be used: {why}", path.display()))
}
