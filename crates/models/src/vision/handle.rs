//! The owner of the models: one thread that reads them when they are first needed, one image after the other,
//! and gives the memory back when nothing was asked for a while.

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use attune_domain::Reading;
use tokio::sync::{Semaphore, oneshot};

use super::{Picture, ReaderFiles, Tagger, TaggerFiles, TextReader, VisionError, read_picture};

/// Images that are decoded at the same time: each may take some hundred megabytes.
const DECODERS: usize = 1;

/// Which models, and how they are run.
#[derive(Debug, Clone)]
pub struct VisionConfig {
    /// The files of the model that reads text. They need not be there yet: each request looks for them until
    /// they are.
    pub reader: ReaderFiles,
    /// The files of the model that says what an image seems to show; likewise.
    pub tagger: TaggerFiles,
    /// Threads that compute.
    pub threads: NonZeroUsize,
    /// How long nothing may be asked before the models' memory is free again.
    pub idle_unload: Duration,
}

/// What is to be read with a model. Codes need none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Text.
    pub text: bool,
    /// What it seems to show.
    pub tags: bool,
}

/// The models behind a queue. Clones share them; when the last one is gone, the thread ends after what it does
/// at that moment.
#[derive(Debug, Clone)]
pub struct VisionHandle {
    commands: Sender<Command>,
    decoders: Arc<Semaphore>,
}

#[derive(Debug)]
struct Command {
    picture: Arc<Picture>,
    wanted: Wanted,
    reply: oneshot::Sender<Result<Reading, VisionError>>,
}

impl VisionHandle {
    /// Starts the thread. No file is touched before the first request.
    #[must_use]
    pub fn spawn(config: VisionConfig) -> Self {
        let (commands, inbox) = mpsc::channel();
        let owner = Owner { config, reader: None, tagger: None };
        let started = thread::Builder::new().name("vision".to_owned()).spawn(move || owner.run(&inbox));
        if let Err(error) = started {
            // The inbox is gone, so that every request says that it was ended.
            tracing::error!(%error, "the thread that reads images could not be started");
        }
        Self { commands, decoders: Arc::new(Semaphore::new(DECODERS)) }
    }

    /// Decodes an image file beside everything else; see [`Picture::decode`]. Images wait for each other.
    ///
    /// # Errors
    /// Those of [`Picture::decode`].
    pub async fn decode(&self, bytes: Vec<u8>) -> Result<Picture, VisionError> {
        let turn = Arc::clone(&self.decoders).acquire_owned().await.map_err(|_| VisionError::Ended)?;
        let work = move || {
            let picture = Picture::decode(&bytes);
            drop(turn);
            picture
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| VisionError::Failed(error.to_string()))?
    }

    /// Reads a picture. Dropping the future ends the reading.
    ///
    /// # Errors
    /// [`VisionError::Missing`] and [`VisionError::BadModel`] of what is wanted, [`VisionError::Failed`].
    pub async fn read(&self, picture: Arc<Picture>, wanted: Wanted) -> Result<Reading, VisionError> {
        let (reply, answer) = oneshot::channel();
        self.commands.send(Command { picture, wanted, reply }).map_err(|_| VisionError::Ended)?;
        answer.await.map_err(|_| VisionError::Ended)?
    }
}

/// What the thread owns.
struct Owner {
    config: VisionConfig,
    reader: Option<TextReader>,
    tagger: Option<Tagger>,
}

impl Owner {
    fn run(mut self, inbox: &Receiver<Command>) {
        loop {
            let next = if self.reader.is_some() || self.tagger.is_some() {
                inbox.recv_timeout(self.config.idle_unload)
            } else {
                inbox.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            match next {
                // Whoever asked may have stopped waiting.
                Ok(command) if command.reply.is_closed() => {}
                Ok(Command { picture, wanted, reply }) => {
                    let read = || self.read(&picture, wanted, &|| reply.is_closed());
                    // One image must not end the thread, and with it the reading of all that follow.
                    let reading = catch_unwind(AssertUnwindSafe(read))
                        .unwrap_or_else(|_| Err(VisionError::Failed("the reader gave up on it".to_owned())));
                    let _ = reply.send(reading);
                }
                Err(RecvTimeoutError::Timeout) => (self.reader, self.tagger) = (None, None),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn read(
        &mut self,
        picture: &Picture,
        wanted: Wanted,
        nobody_waits: &dyn Fn() -> bool,
    ) -> Result<Reading, VisionError> {
        if wanted.text && self.reader.is_none() {
            self.reader = Some(TextReader::load(&self.config.reader, self.config.threads)?);
        }
        if wanted.tags && self.tagger.is_none() {
            self.tagger = Some(Tagger::load(&self.config.tagger, self.config.threads)?);
        }
        let reader = self.reader.as_ref().filter(|_| wanted.text);
        let tagger = self.tagger.as_ref().filter(|_| wanted.tags);
        read_picture(picture, reader, tagger, nobody_waits)
    }
}
