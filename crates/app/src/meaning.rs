//! What was said, by its meaning: messages are embedded while nothing else is going on, and kept as vectors beside
//! their texts. Everything works without it.
//!
//! Temporary conversations are in no database and so never come here.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use attune_domain::{Embedding, MessageId, ModelId, SettingKey};
use attune_models::catalogue::{Catalogue, Task};
use attune_models::embed::{EmbedError, EmbedderConfig, EmbedderHandle, ModelFiles};
use tokio::sync::Notify;

use crate::App;

/// How long it has to be quiet before messages are embedded. The first time, that lets the window be drawn.
const QUIET: Duration = Duration::from_secs(10);

/// Messages that are embedded before it is looked again whether it is still quiet, and then kept together.
const BATCH: u32 = 16;

/// How long the models may do nothing before their memory is free again.
const IDLE_UNLOAD: Duration = Duration::from_secs(10 * 60);

/// The embedder.
#[derive(Debug)]
pub(crate) struct Meaning {
    /// The catalogue's embedding model; none in a catalogue without one.
    model: Option<ModelId>,
    handle: EmbedderHandle,
    wake: Arc<Notify>,
}

impl Meaning {
    /// Prepares everything and reads nothing yet.
    pub(crate) fn new(catalogue: &Catalogue, models: &Path) -> Self {
        let (model, embedder) = catalogue.first_for(Task::Embedding, models);
        let (_, reranker) = catalogue.first_for(Task::Reranker, models);
        let (embedder, reranker) = (ModelFiles::of_installed(&embedder), ModelFiles::of_installed(&reranker));
        let cores = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let threads = cores.min(NonZeroUsize::MIN.saturating_add(1));
        let config = EmbedderConfig { embedder, reranker, threads, idle_unload: IDLE_UNLOAD };
        let wake = Arc::new(Notify::new());
        // What an earlier run left is looked at first.
        wake.notify_one();
        Self { model, handle: EmbedderHandle::spawn(config), wake }
    }

    /// There may be something to embed.
    pub(crate) fn wake(&self) {
        self.wake.notify_one();
    }
}

impl App {
    /// The embedding model, if it is on this machine.
    pub(crate) fn embedding_model(&self) -> Option<ModelId> {
        let model = self.meaning().model.as_ref()?;
        let installed = self.installer().installed(model)?;
        (!installed.damaged).then_some(installed.id)
    }

    /// The embedder, where its model is installed and the person did not switch it off.
    pub(crate) fn embedder(&self) -> Option<(ModelId, EmbedderHandle)> {
        if !self.switch(SettingKey::ByMeaning) {
            return None;
        }
        Some((self.embedding_model()?, self.meaning().handle.clone()))
    }

    /// Embeds what waits, newest first, for so long at most: for a program that ends after a question and is never
    /// quiet for long.
    pub async fn embed_for(&self, most: Duration) {
        if let Ok(Err(error)) = tokio::time::timeout(most, self.embed_waiting()).await {
            tracing::warn!(%error, "messages could not be embedded");
        }
    }

    /// Embeds everything that waits, newest first, and says how many messages that were. Stops when a question
    /// is asked, when the embedder is switched off, and when its model is not there.
    ///
    /// # Errors
    /// [`crate::Error::Store`].
    pub async fn embed_waiting(&self) -> Result<usize, crate::Error> {
        let mut embedded = 0;
        while !self.answering().is_busy()
            && let Some((model, handle)) = self.embedder()
        {
            let waiting = self.store().not_embedded(&model, BATCH).await?;
            if waiting.is_empty() {
                break;
            }
            let (messages, texts): (Vec<MessageId>, Vec<String>) =
                waiting.into_iter().map(|waiting| (waiting.message, waiting.text)).unzip();
            let vectors = match handle.embed_passages(texts).await {
                Ok(embeddings) => embeddings.iter().map(Embedding::quantised).collect::<Vec<_>>(),
                Err(EmbedError::Closed) => break,
                Err(error) => {
                    tracing::warn!(%error, "messages could not be embedded");
                    break;
                }
            };
            let vectors: Vec<_> = messages.into_iter().zip(vectors).collect();
            self.store().keep_vectors(&model, &vectors).await?;
            embedded += vectors.len();
        }
        if embedded > 0 || self.interests().is_outdated() {
            self.fold_interests().await?;
        }
        Ok(embedded)
    }
}

/// Embeds what was said whenever it is quiet.
pub(crate) fn embed_when_idle(app: &App) {
    let (weak, wake) = (app.downgrade(), Arc::clone(&app.meaning().wake));
    tokio::spawn(async move {
        loop {
            wake.notified().await;
            tokio::time::sleep(QUIET).await;
            let Some(app) = weak.upgrade() else { return };
            match app.embed_waiting().await {
                // The question that stopped it wakes it again when it is answered.
                Ok(0) => {}
                Ok(messages) => {
                    tracing::debug!(messages, "embedded");
                    app.prepare_past();
                }
                Err(error) => tracing::warn!(%error, "messages could not be embedded"),
            }
        }
    });
}
