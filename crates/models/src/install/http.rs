//! Fetching a file over HTTP, going on where an earlier try stopped.
//!
//! A server may change the file between two tries, ignore the range, or lie about it. The hash decides in the
//! end; before that, `If-Range` asks the server to send the whole file when it is another one, and when the
//! hash of a continued file is wrong, it is fetched once more from the start.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::{CONTENT_RANGE, ETAG, HeaderMap, IF_RANGE, RANGE};
use reqwest::{Client, Response, StatusCode};
use serde::{Deserialize, Serialize};
use url::Url;

use super::InstallError;
use super::error::Stop;
use super::fetch::{Fetched, Job};
use super::progress::Phase;
use super::sink::{Sink, Whole, blocking};
use crate::egress;

/// Bytes that are written at a time: enough to be quick, little enough for a slow line to show progress.
const PIECE: usize = 128 << 10;

/// Tries in a row that bring nothing before a source is given up.
const FRUITLESS_TRIES: u32 = 4;

/// Fetches the entry's file.
///
/// # Errors
/// [`Stop`]. What came so far is kept, unless its hash is wrong.
pub(super) async fn fetch(job: &Job<'_>, source: &str, url: &Url) -> Result<Fetched, Stop> {
    let wanted = job.entry.bytes;
    let part = job.incoming.join("file.part");
    let there = std::fs::metadata(&part).map_or(0, |metadata| metadata.len());
    job.check_space(wanted.saturating_sub(there))?;
    job.ask_gate(url.clone()).await?;
    let client = egress::download_client(job.installer.options.proxy.as_ref())
        .map_err(|error| Stop::Failed(error.to_string()))?;

    job.reporter.enter(Phase::Checking, source, wanted);
    let mut download = Download::open(job, client, url, &part).await?;
    job.reporter.enter(Phase::Downloading, source, wanted);
    job.reporter.reached(download.len);
    let mut had_a_second_chance = false;
    loop {
        let whole = download.finish().await?;
        if whole.sha256 == job.entry.sha256 {
            return Ok(Fetched { path: part, whole, source_sha256: None });
        }
        download.forget().await?;
        // Pieces may be of different files. Once more, from the start.
        if download.in_one_piece || had_a_second_chance {
            return Err(Stop::Failed(format!(
                "it sent another file than the expected one (SHA-256 {}… instead of {}…), which was deleted",
                whole.sha256.short(),
                job.entry.sha256.short()
            )));
        }
        had_a_second_chance = true;
    }
}

/// A file that is being fetched.
struct Download<'a> {
    job: &'a Job<'a>,
    client: Client,
    url: &'a Url,
    sink: Arc<Mutex<Sink>>,
    /// Bytes that are in the sink.
    len: u64,
    /// Whether the server has answered at all. Before that, the next source is a better idea than patience.
    was_reached: bool,
    /// Whether all bytes came in one answer.
    in_one_piece: bool,
    /// What identifies the server's version of the file that they are of, and where it is kept.
    version: Option<Version>,
    record: PathBuf,
}

/// What a server said about the version that a part is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Version {
    url: Url,
    etag: String,
}

/// Why one try ended before the file was whole.
enum Break {
    /// It may go better next time.
    Again(String),
    /// It will not.
    Never(Stop),
}

impl From<InstallError> for Break {
    fn from(error: InstallError) -> Self {
        Self::Never(Stop::Fatal(error))
    }
}

impl<'a> Download<'a> {
    async fn open(job: &'a Job<'a>, client: Client, url: &'a Url, part: &Path) -> Result<Self, Stop> {
        let record = part.with_extension("json");
        let version = std::fs::read(&record).ok().and_then(|text| serde_json::from_slice(&text).ok());
        let (part, wanted) = (part.to_owned(), job.entry.bytes);
        let (reporter, cancel) = (job.reporter.clone(), job.cancel.clone());
        let sink: Sink =
            blocking(move || Sink::open(&part, wanted, |done| reporter.reached(done), &cancel)).await?;
        let len = sink.len();
        Ok(Self {
            job,
            client,
            url,
            sink: Arc::new(Mutex::new(sink)),
            len,
            was_reached: false,
            in_one_piece: false,
            version,
            record,
        })
    }

    /// Asks again until the file has its size.
    async fn finish(&mut self) -> Result<Whole, Stop> {
        let mut fruitless = 0;
        while self.len < self.job.entry.bytes {
            let before = self.len;
            let reason = match self.one_try().await {
                Ok(()) => continue,
                Err(Break::Never(stop)) => return Err(stop),
                Err(Break::Again(reason)) => reason,
            };
            fruitless = if self.len > before { 1 } else { fruitless + 1 };
            if fruitless >= FRUITLESS_TRIES {
                return Err(Stop::Failed(reason));
            }
            tracing::info!("{} after {} bytes: {reason}; trying again", self.url, self.len);
            self.pause(fruitless).await?;
        }
        let whole = self.with_sink(|sink| sink.sync().map(|()| sink.whole())).await?;
        Ok(whole)
    }

    /// One request, to the end of what it sends.
    async fn one_try(&mut self) -> Result<(), Break> {
        let mut response = self.request().await?;
        self.accept(&response).await?;
        let mut buffer = Vec::with_capacity(PIECE);
        loop {
            let chunk = tokio::select! {
                () = self.job.cancel.cancelled() => Ok(None),
                chunk = response.chunk() => chunk,
            };
            let ended = !matches!(chunk, Ok(Some(_)));
            if let Ok(Some(bytes)) = &chunk {
                buffer.extend_from_slice(bytes);
            }
            if buffer.len() >= PIECE || ended {
                buffer = self.write(buffer).await?;
            }
            if self.job.cancel.is_cancelled() {
                return Err(InstallError::Cancelled.into());
            }
            match chunk {
                Ok(Some(_)) => {}
                Ok(None) if self.len == self.job.entry.bytes => return Ok(()),
                Ok(None) => return Err(Break::Again("the connection ended before the file did".into())),
                Err(error) => return Err(Break::Again(in_a_sentence(&error))),
            }
        }
    }

    async fn request(&mut self) -> Result<Response, Break> {
        let mut request = self.client.get(self.url.clone());
        if self.len > 0 {
            request = request.header(RANGE, format!("bytes={}-", self.len));
            if let Some(version) = self.version.as_ref().filter(|version| version.url == *self.url) {
                request = request.header(IF_RANGE, &version.etag);
            }
        }
        let response = tokio::select! {
            () = self.job.cancel.cancelled() => return Err(InstallError::Cancelled.into()),
            response = request.send() => response.map_err(|error| {
                let is_final = egress::refusal_in(&error).is_some()
                    || egress::certificate_fault(&error).is_some()
                    || (error.is_connect() && !self.was_reached);
                let reason = in_a_sentence(&error);
                if is_final { Break::Never(Stop::Failed(reason)) } else { Break::Again(reason) }
            })?,
        };
        self.was_reached = true;
        Ok(response)
    }

    /// Looks at what the server is about to send, and makes the part ready for it.
    async fn accept(&mut self, response: &Response) -> Result<(), Break> {
        let status = response.status();
        let remaining = match status {
            StatusCode::PARTIAL_CONTENT => {
                if start_of_range(response.headers()) != Some(self.len) {
                    return self.begin_anew("the server sent another range than it was asked for").await;
                }
                self.in_one_piece = self.len == 0;
                self.job.entry.bytes - self.len
            }
            StatusCode::OK => self.job.entry.bytes,
            StatusCode::RANGE_NOT_SATISFIABLE if self.len > 0 => {
                return self.begin_anew("the server's file is shorter than what is already here").await;
            }
            _ if status.is_server_error()
                || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT) =>
            {
                return Err(Break::Again(format!("the server answered {status}")));
            }
            _ => return Err(Break::Never(Stop::Failed(format!("the server answered {status}")))),
        };
        if let Some(offered) = response.content_length()
            && offered != remaining
        {
            return Err(Break::Never(Stop::Failed(format!(
                "it has another file than the expected one ({offered} bytes instead of {remaining})"
            ))));
        }
        if status == StatusCode::OK {
            self.with_sink(Sink::restart).await?;
            self.in_one_piece = true;
        }
        self.remember(response.headers());
        Ok(())
    }

    /// Throws the part away and asks for the whole file.
    async fn begin_anew(&mut self, reason: &str) -> Result<(), Break> {
        self.forget().await.map_err(Break::Never)?;
        Err(Break::Again(reason.to_owned()))
    }

    async fn write(&mut self, buffer: Vec<u8>) -> Result<Vec<u8>, Break> {
        if self.len + buffer.len() as u64 > self.job.entry.bytes {
            self.forget().await.map_err(Break::Never)?;
            return Err(Break::Never(Stop::Failed("it sent a longer file than the expected one".into())));
        }
        let buffer = self
            .with_sink(move |sink| {
                sink.append(&buffer)?;
                let mut buffer = buffer;
                buffer.clear();
                Ok(buffer)
            })
            .await?;
        self.job.reporter.reached(self.len);
        Ok(buffer)
    }

    async fn forget(&mut self) -> Result<(), Stop> {
        let _ = std::fs::remove_file(&self.record);
        self.version = None;
        Ok(self.with_sink(Sink::restart).await?)
    }

    /// Works on the file away from the async threads.
    async fn with_sink<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Sink) -> Result<T, InstallError> + Send + 'static,
    ) -> Result<T, InstallError> {
        let sink = Arc::clone(&self.sink);
        let (len, result) = blocking(move || {
            let mut sink = sink.lock().unwrap_or_else(PoisonError::into_inner);
            let result = work(&mut sink);
            Ok::<_, InstallError>((sink.len(), result))
        })
        .await?;
        self.len = len;
        result.map_err(|error| self.job.explain(error, self.job.entry.bytes.saturating_sub(len)))
    }

    /// Keeps what identifies the server's version. A weak tag does not promise equal bytes.
    fn remember(&mut self, headers: &HeaderMap) {
        let etag = headers.get(ETAG).and_then(|etag| etag.to_str().ok()).filter(|etag| etag.starts_with('"'));
        let version = etag.map(|etag| Version { url: self.url.clone(), etag: etag.to_owned() });
        if version != self.version {
            self.version = version;
            let text = serde_json::to_vec(&self.version).unwrap_or_default();
            if let Err(error) = std::fs::write(&self.record, text) {
                tracing::warn!("could not write {}: {error}", self.record.display());
            }
        }
    }

    async fn pause(&self, fruitless: u32) -> Result<(), Stop> {
        let pause: Duration = self.job.installer.options.retry_pause * 2_u32.pow(fruitless - 1);
        tokio::select! {
            () = self.job.cancel.cancelled() => Err(InstallError::Cancelled.into()),
            () = tokio::time::sleep(pause) => Ok(()),
        }
    }
}

/// The first byte that a partial answer sends.
fn start_of_range(headers: &HeaderMap) -> Option<u64> {
    let range = headers.get(CONTENT_RANGE)?.to_str().ok()?;
    range.strip_prefix("bytes ")?.split_once('-')?.0.parse().ok()
}

/// What went wrong, for a person: the innermost cause, because the outer ones only repeat the address.
fn in_a_sentence(error: &reqwest::Error) -> String {
    if let Some(refused) = egress::refusal_in(error) {
        return refused.0;
    }
    if let Some(fault) = egress::certificate_fault(error) {
        return format!("its certificate is not trusted: {fault}");
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    let what = if error.is_timeout() {
        "it sent nothing for too long"
    } else if error.is_connect() {
        "it cannot be reached"
    } else {
        "the connection broke off"
    };
    format!("{what} ({cause})")
}
