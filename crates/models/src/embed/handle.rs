//! The owner of the models: one thread that reads them when they are first needed, lets questions go before
//! passages, and gives the memory back when nothing was asked for a while.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use attune_domain::Embedding;
use tokio::sync::oneshot;

use super::{EmbedError, ModelFiles, Reranker, TextEmbedder};

/// Which models, and how they are run.
#[derive(Debug, Clone)]
pub struct EmbedderConfig {
    /// The embedder's files. They need not be there yet: each request looks for them until they are.
    pub embedder: ModelFiles,
    /// The reranker's files; likewise.
    pub reranker: ModelFiles,
    /// Threads that compute.
    pub threads: NonZeroUsize,
    /// How long nothing may be asked before the models' memory is free again.
    pub idle_unload: Duration,
}

/// The embedder and the reranker behind a queue. Clones share them; when the last one is gone, the thread
/// ends after what it does at that moment.
#[derive(Debug, Clone)]
pub struct EmbedderHandle {
    commands: Sender<Command>,
}

type Reply<T> = oneshot::Sender<Result<T, EmbedError>>;

#[derive(Debug)]
enum Command {
    Question { text: String, reply: Reply<Embedding> },
    Statement { text: String, reply: Reply<Embedding> },
    Judge { question: String, passages: Vec<String>, reply: Reply<Vec<f32>> },
    Passages(Passages),
}

/// Passages that are embedded one at a time, so that a question waits for one of them at most.
#[derive(Debug)]
struct Passages {
    waiting: VecDeque<String>,
    done: Vec<Embedding>,
    reply: Reply<Vec<Embedding>>,
}

impl EmbedderHandle {
    /// Starts the thread. No file is touched before the first request.
    #[must_use]
    pub fn spawn(config: EmbedderConfig) -> Self {
        let (commands, inbox) = mpsc::channel();
        let owner = Owner { config, embedder: None, reranker: None, background: VecDeque::new() };
        let started = thread::Builder::new().name("embedder".to_owned()).spawn(move || owner.run(&inbox));
        if let Err(error) = started {
            // The inbox is gone, so that every request says that there is no embedder.
            tracing::error!(%error, "the embedder's thread could not be started");
        }
        Self { commands }
    }

    /// The direction in which answers to a question lie. Goes before everything that waits in the background.
    ///
    /// # Errors
    /// [`EmbedError`]
    pub async fn embed_query(&self, question: impl Into<String>) -> Result<Embedding, EmbedError> {
        self.ask(|reply| Command::Question { text: question.into(), reply }).await
    }

    /// The direction of a question taken as something that is said, for comparing it with what was said by what
    /// both are about. Goes before everything that waits in the background.
    ///
    /// # Errors
    /// [`EmbedError`]
    pub async fn embed_statement(&self, text: impl Into<String>) -> Result<Embedding, EmbedError> {
        self.ask(|reply| Command::Statement { text: text.into(), reply }).await
    }

    /// The directions of passages, in their order, when no question waits. Dropping the future drops what is
    /// left to do.
    ///
    /// # Errors
    /// [`EmbedError`]
    pub async fn embed_passages(&self, passages: Vec<String>) -> Result<Vec<Embedding>, EmbedError> {
        let done = Vec::with_capacity(passages.len());
        self.ask(|reply| Command::Passages(Passages { waiting: passages.into(), done, reply })).await
    }

    /// How well each passage answers a question; see [`Reranker::score`]. Goes before what waits in the
    /// background.
    ///
    /// # Errors
    /// [`EmbedError`]
    pub async fn judge(
        &self,
        question: impl Into<String>,
        passages: Vec<String>,
    ) -> Result<Vec<f32>, EmbedError> {
        self.ask(|reply| Command::Judge { question: question.into(), passages, reply }).await
    }

    async fn ask<T>(&self, command: impl FnOnce(Reply<T>) -> Command) -> Result<T, EmbedError> {
        let (reply, answer) = oneshot::channel();
        self.commands.send(command(reply)).map_err(|_| EmbedError::Closed)?;
        answer.await.map_err(|_| EmbedError::Closed)?
    }
}

/// What the thread owns.
struct Owner {
    config: EmbedderConfig,
    embedder: Option<TextEmbedder>,
    reranker: Option<Reranker>,
    background: VecDeque<Passages>,
}

impl Owner {
    fn run(mut self, inbox: &Receiver<Command>) {
        loop {
            let is_loaded = self.embedder.is_some() || self.reranker.is_some();
            let next = if self.background.is_empty() && is_loaded {
                inbox.recv_timeout(self.config.idle_unload)
            } else if self.background.is_empty() {
                inbox.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                inbox.try_recv().map_err(|error| match error {
                    mpsc::TryRecvError::Empty => RecvTimeoutError::Timeout,
                    mpsc::TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
                })
            };
            match next {
                Ok(command) => self.take(command),
                Err(RecvTimeoutError::Timeout) if self.background.is_empty() => {
                    self.embedder = None;
                    self.reranker = None;
                }
                Err(RecvTimeoutError::Timeout) => self.embed_next_passage(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Answers a question at once, and puts passages aside until no question waits.
    fn take(&mut self, command: Command) {
        match command {
            // Whoever asked may have stopped waiting.
            Command::Question { reply, .. } if reply.is_closed() => {}
            Command::Question { text, reply } => {
                let embedding = self.embedder().and_then(|model| model.embed_query(&text));
                let _ = reply.send(embedding);
            }
            Command::Statement { reply, .. } if reply.is_closed() => {}
            Command::Statement { text, reply } => {
                let embedding = self.embedder().and_then(|model| model.embed_passage(&text));
                let _ = reply.send(embedding);
            }
            Command::Judge { question, passages, reply } => {
                let scores = self.judge(&question, &passages, || reply.is_closed());
                let _ = reply.send(scores);
            }
            Command::Passages(passages) => self.background.push_back(passages),
        }
    }

    fn embed_next_passage(&mut self) {
        let Some(mut job) = self.background.pop_front() else { return };
        if job.reply.is_closed() {
            return;
        }
        let Some(passage) = job.waiting.pop_front() else {
            let _ = job.reply.send(Ok(job.done));
            return;
        };
        match self.embedder().and_then(|model| model.embed_passage(&passage)) {
            Ok(embedding) => {
                job.done.push(embedding);
                self.background.push_front(job);
            }
            Err(error) => {
                let _ = job.reply.send(Err(error));
            }
        }
    }

    fn judge(
        &mut self,
        question: &str,
        passages: &[String],
        nobody_waits: impl Fn() -> bool,
    ) -> Result<Vec<f32>, EmbedError> {
        let reranker = match &mut self.reranker {
            Some(reranker) => reranker,
            none => none.insert(Reranker::load(&self.config.reranker, self.config.threads)?),
        };
        let mut scores = Vec::with_capacity(passages.len());
        for passage in passages {
            if nobody_waits() {
                return Err(EmbedError::Closed);
            }
            scores.push(reranker.score_one(question, passage)?);
        }
        Ok(scores)
    }

    fn embedder(&mut self) -> Result<&TextEmbedder, EmbedError> {
        match &mut self.embedder {
            Some(embedder) => Ok(embedder),
            none => Ok(none.insert(TextEmbedder::load(&self.config.embedder, self.config.threads)?)),
        }
    }
}
