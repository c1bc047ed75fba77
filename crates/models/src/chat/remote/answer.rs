//! One answer: the tries it takes, and the reading of the reply that comes.

use std::time::Duration;

use bytes::Bytes;
use reqwest::{Client, Response};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};
use url::Url;

use super::fault::{Setback, from_status, from_stream, from_transport};
use super::reply::{Finish, NoPiece, Piece, Usage, read_piece};
use super::request::Dialect;
use super::sse::{SseEvent, SseParser};
use super::{Question, RemoteChat};
use crate::chat::{ChatError, ChatEvent, FinishReason, Preparing};
use crate::egress::Purpose;
use crate::keys::Secret;

/// The longest line of a stream, the longest whole document, and as much of an error as is read.
const MAX_LINE: usize = 1 << 20;
const MAX_DOCUMENT: usize = 8 << 20;
const MAX_ERROR: usize = 64 << 10;
/// How long a finished reply may take to end, so that its connection can be used again.
const DRAIN: Duration = Duration::from_secs(1);

/// What came of an answer so far. It outlives a cancelled try.
#[derive(Debug)]
pub(super) struct Progress {
    asked: Instant,
    first: Option<Instant>,
    pieces: u32,
    usage: Option<Usage>,
    finish: Option<Finish>,
    answered: bool,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self { asked: Instant::now(), first: None, pieces: 0, usage: None, finish: None, answered: false }
    }

    /// Forgets what a failed try said of itself. Shown pieces stay.
    fn begin_try(&mut self) {
        (self.usage, self.finish, self.answered) = (None, None, false);
    }

    /// The last event of an answer.
    pub(super) fn done(&self, reason: FinishReason) -> ChatEvent {
        let counted = self.usage.map_or(0, |usage| usage.completion_tokens);
        let tokens = if counted == 0 { self.pieces } else { counted };
        let first = self.first.unwrap_or_else(Instant::now);
        // A reply in one piece says nothing about the time between tokens; then the whole time counts.
        let (timed, since) =
            if self.pieces > 1 { (tokens.saturating_sub(1), first) } else { (tokens, self.asked) };
        let seconds = since.elapsed().as_secs_f64();
        let tokens_per_s = if seconds > 0.0 { f64::from(timed) / seconds } else { 0.0 };
        let ttft_ms = first.duration_since(self.asked).as_secs_f64() * 1000.0;
        ChatEvent::Done { reason, tokens, ttft_ms, tokens_per_s }
    }
}

/// Tries until there is an answer, until a failure will not pass, or until a token was shown: an answer
/// that began is never begun anew, because the person has read its first words.
pub(super) async fn answer(
    remote: &RemoteChat,
    question: &Question,
    progress: &mut Progress,
    events: &mpsc::Sender<ChatEvent>,
) -> Result<FinishReason, ChatError> {
    let client = remote.client(&question.url)?;
    let rules = remote.options.retry;
    let mut dialect = remote.dialect(&question.provider);
    let mut tried = 0;
    loop {
        progress.begin_try();
        match attempt(remote, &client, question, &dialect, progress, events).await {
            Ok(reason) => return Ok(reason),
            Err(Setback::Misunderstood { error, refusal }) => {
                dialect = dialect.learn(&refusal).ok_or(error)?;
                remote.remember(&question.provider, &dialect);
            }
            Err(Setback::Passing { error, wait }) if progress.pieces == 0 && tried + 1 < rules.tries => {
                tried += 1;
                if let Some(asked) = wait.filter(|asked| *asked > rules.longest_wait) {
                    return Err(asks_to_wait(error, asked));
                }
                let pause = wait.unwrap_or_else(|| rules.pause(tried, rand::random()));
                tracing::debug!(%error, tried, ?pause, "the provider is tried again");
                let _ = events.send(ChatEvent::Preparing(Preparing::Retrying { attempt: tried })).await;
                tokio::time::sleep(pause).await;
            }
            Err(setback) => return Err(setback.into_error()),
        }
    }
}

fn asks_to_wait(error: ChatError, asked: Duration) -> ChatError {
    let said = match error {
        ChatError::Busy(said) | ChatError::Provider(said) => said,
        other => return other,
    };
    ChatError::Busy(format!("{said}; it asks to wait {} seconds, so try again after that", asked.as_secs()))
}

async fn attempt(
    remote: &RemoteChat,
    client: &Client,
    question: &Question,
    dialect: &Dialect,
    progress: &mut Progress,
    events: &mpsc::Sender<ChatEvent>,
) -> Result<FinishReason, Setback> {
    remote
        .ask_gate(
            Purpose::Ask,
            &question.provider,
            &question.url,
            question.personal_bytes(),
            question.request.note.as_deref(),
        )
        .await
        .map_err(Setback::Final)?;
    let body = dialect.body(&question.provider.model, &question.request);
    let request = client.post(question.url.clone()).headers(question.headers.clone()).json(&body);
    let silence = remote.options.first_byte;
    let response = match timeout(silence, request.send()).await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => return Err(from_transport(&error, &question.url)),
        Err(_) => return Err(Setback::Final(ChatError::TimedOut)),
    };
    if !response.status().is_success() {
        return Err(read_refusal(response, &question.url, question.key.as_ref(), silence).await);
    }
    Reading { remote, question, progress, events, response }.read().await
}

/// Reads the body of an error reply, as much of it as makes a sentence.
pub(super) async fn read_refusal(
    mut response: Response,
    url: &Url,
    key: Option<&Secret>,
    silence: Duration,
) -> Setback {
    let status = response.status();
    let headers = response.headers().clone();
    let mut body = Vec::new();
    while let Ok(Ok(Some(bytes))) = timeout(silence, response.chunk()).await {
        body.extend_from_slice(&bytes[..bytes.len().min(MAX_ERROR - body.len())]);
        if body.len() == MAX_ERROR {
            break;
        }
    }
    from_status(status, &headers, &String::from_utf8_lossy(&body), url, key)
}

/// A reply with a success status, and where its pieces go.
struct Reading<'a> {
    remote: &'a RemoteChat,
    question: &'a Question,
    progress: &'a mut Progress,
    events: &'a mpsc::Sender<ChatEvent>,
    response: Response,
}

/// What the first byte of a reply says about the rest.
enum Form {
    Stream,
    /// Some servers ignore `stream: true`.
    Document,
    WebPage,
}

impl Reading<'_> {
    async fn read(mut self) -> Result<FinishReason, Setback> {
        let mut start = Vec::new();
        let form = loop {
            if let Some(form) = form_of(&start) {
                break form;
            }
            match self.next_bytes().await? {
                Some(bytes) if start.len() < MAX_LINE => start.extend_from_slice(&bytes),
                _ => return Err(not_an_answer("it sent an empty reply")),
            }
        };
        match form {
            Form::Stream => self.read_stream(start.into()).await,
            Form::Document => self.read_document(start).await,
            Form::WebPage => Err(not_an_answer("it sent a web page; check the provider's address")),
        }
    }

    async fn read_stream(mut self, start: Bytes) -> Result<FinishReason, Setback> {
        let mut parser = SseParser::new(MAX_LINE);
        let mut bytes = start;
        loop {
            let found = parser.feed(&bytes).map_err(|_| not_an_answer("it sent a line without an end"))?;
            for event in found {
                if self.take(event).await? {
                    let ended = self.end(true).await;
                    drain(self.response);
                    return ended;
                }
            }
            bytes = match self.next_bytes().await {
                Ok(Some(bytes)) => bytes,
                Ok(None) => break,
                // The answer is whole; only its length in tokens is still missing.
                Err(_) if self.progress.finish.is_some() => return self.end(false).await,
                Err(setback) => return Err(setback),
            };
        }
        let said_done = match parser.finish() {
            // A half event at the end is a connection that broke, not garbage.
            Some(event)
                if event.data.starts_with('{') && read_piece(&event.data) == Err(NoPiece::Garbage) =>
            {
                false
            }
            Some(event) => self.take(event).await?,
            None => false,
        };
        self.end(said_done).await
    }

    async fn read_document(mut self, start: Vec<u8>) -> Result<FinishReason, Setback> {
        let mut document = start;
        while let Some(bytes) = self.next_bytes().await? {
            if document.len() + bytes.len() > MAX_DOCUMENT {
                return Err(not_an_answer("it sent more than any answer holds"));
            }
            document.extend_from_slice(&bytes);
        }
        let data = String::from_utf8_lossy(&document).into_owned();
        self.take(SseEvent { name: None, data }).await?;
        self.end(true).await
    }

    /// Takes one event. Says whether it was the last one.
    async fn take(&mut self, event: SseEvent) -> Result<bool, Setback> {
        if event.data.trim() == "[DONE]" {
            return Ok(true);
        }
        if event.data.trim().is_empty() {
            return Ok(false);
        }
        let key = self.question.key.as_ref();
        let piece = match read_piece(&event.data) {
            Ok(piece) if event.name.as_deref() == Some("error") && !piece.is_answer => {
                let complaint = serde_json::from_str(&event.data).unwrap_or_default();
                return Err(from_stream(&complaint, key));
            }
            Ok(piece) => piece,
            Err(NoPiece::Error(complaint)) => return Err(from_stream(&complaint, key)),
            Err(NoPiece::Garbage) => return Err(not_an_answer("it sent something that is not an answer")),
        };
        self.show(piece).await;
        Ok(false)
    }

    async fn show(&mut self, piece: Piece) {
        self.progress.answered |= piece.is_answer;
        self.progress.usage = piece.usage.or(self.progress.usage);
        self.progress.finish = piece.finish.or(self.progress.finish);
        if piece.text.is_empty() {
            return;
        }
        self.start().await;
        self.progress.pieces += 1;
        // When nobody listens any more, the stream was dropped, and that cancels this task.
        let _ = self.events.send(ChatEvent::Token(piece.text)).await;
    }

    async fn start(&mut self) {
        if self.progress.first.is_some() {
            return;
        }
        self.progress.first = Some(Instant::now());
        let prompt_tokens = self.progress.usage.map_or(0, |usage| usage.prompt_tokens);
        let started = ChatEvent::Started { prompt_tokens, reused_tokens: 0, dropped_turns: 0 };
        let _ = self.events.send(started).await;
    }

    /// Judges a reply that has ended. `said_done` is whether the provider said that this is all.
    async fn end(&mut self, said_done: bool) -> Result<FinishReason, Setback> {
        let reason = match self.progress.finish {
            Some(Finish::Reason(reason)) => reason,
            Some(Finish::Filtered) => return Err(not_an_answer("its content filter stopped the answer")),
            None if said_done && self.progress.answered => FinishReason::Stop,
            None if self.progress.answered => return Err(broken_off()),
            None => return Err(not_an_answer("it sent something that is not an answer")),
        };
        self.start().await;
        Ok(reason)
    }

    /// Waits for the next bytes. Before the first token a model may read and think for long.
    async fn next_bytes(&mut self) -> Result<Option<Bytes>, Setback> {
        let options = &self.remote.options;
        let silence = if self.progress.pieces == 0 { options.first_byte } else { options.between_bytes };
        match timeout(silence, self.response.chunk()).await {
            Ok(Ok(bytes)) => Ok(bytes),
            Ok(Err(error)) => {
                tracing::debug!(%error, "a reply broke off");
                Err(broken_off())
            }
            Err(_) => Err(Setback::Final(ChatError::TimedOut)),
        }
    }
}

/// Reads the end of a finished reply, so that the connection can be used again. Nobody waits for it.
fn drain(mut response: Response) {
    tokio::spawn(async move { while let Ok(Ok(Some(_))) = timeout(DRAIN, response.chunk()).await {} });
}

fn form_of(start: &[u8]) -> Option<Form> {
    match start.iter().find(|byte| !byte.is_ascii_whitespace())? {
        b'{' => Some(Form::Document),
        b'<' => Some(Form::WebPage),
        _ => Some(Form::Stream),
    }
}

fn not_an_answer(what: &str) -> Setback {
    Setback::Final(ChatError::Provider(what.into()))
}

/// Passing: where no token was shown yet, another try is made.
fn broken_off() -> Setback {
    Setback::Passing { error: ChatError::BrokenOff, wait: None }
}
