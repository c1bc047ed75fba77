//! A file server on the loopback interface that misbehaves as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, IF_RANGE, RANGE};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::routing::get;
use futures_util::stream;

/// How a request is answered.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// As a good server does: ranges, and `If-Range` against the tag.
    Good,
    /// The whole file, whatever was asked.
    Whole,
    /// As a good server, but the connection ends after so many bytes of the answer.
    CutAfter(usize),
    /// As a good server, but nothing comes after so many bytes of the answer.
    HangAfter(usize),
    /// A status and nothing else.
    Status(u16),
    /// A partial answer that begins at the wrong place.
    WrongRange,
}

/// A running server. Dropping it ends it.
pub(crate) struct Mirror {
    pub(crate) address: String,
    shared: Arc<Shared>,
    server: tokio::task::JoinHandle<()>,
}

/// A request, as far as it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) from: Option<usize>,
    pub(crate) if_range: Option<String>,
}

struct Shared {
    content: Vec<u8>,
    tag: Option<&'static str>,
    answers: Mutex<VecDeque<Answer>>,
    requests: Mutex<Vec<Request>>,
}

impl Mirror {
    /// Serves content under a tag. When the answers are used up, requests are answered well.
    pub(crate) async fn start(content: &[u8], tag: Option<&'static str>, answers: &[Answer]) -> Self {
        let shared = Arc::new(Shared {
            content: content.to_vec(),
            tag,
            answers: Mutex::new(answers.iter().cloned().collect()),
            requests: Mutex::default(),
        });
        let router = Router::new().route("/models/{file}", get(answer)).with_state(shared.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/models/", listener.local_addr().unwrap());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, shared, server }
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap().clone()
    }
}

impl Drop for Mirror {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    axum::extract::Path(file): axum::extract::Path<String>,
    headers: HeaderMap,
) -> Response<Body> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    let from = text(RANGE)
        .map(|range| range.strip_prefix("bytes=").unwrap().strip_suffix('-').unwrap().parse().unwrap());
    let if_range = text(IF_RANGE);
    let request = Request { path: file, from, if_range: if_range.clone() };
    shared.requests.lock().unwrap().push(request);
    let answer = shared.answers.lock().unwrap().pop_front().unwrap_or(Answer::Good);

    let is_same = if_range.is_none() || if_range.as_deref() == shared.tag;
    let start = from.filter(|_| is_same && !matches!(answer, Answer::Whole));
    let content = shared.content[start.unwrap_or(0).min(shared.content.len())..].to_vec();
    let mut response = Response::builder().header(CONTENT_LENGTH, content.len());
    if let Some(tag) = shared.tag {
        response = response.header(ETAG, tag);
    }
    if let Some(start) = start {
        let start = if matches!(answer, Answer::WrongRange) { start + 1 } else { start };
        let range = format!("bytes {start}-{}/{}", shared.content.len() - 1, shared.content.len());
        response = response.status(StatusCode::PARTIAL_CONTENT).header(CONTENT_RANGE, range);
    }
    let body = match answer {
        Answer::Status(status) => {
            return Response::builder().status(status).body(Body::empty()).unwrap();
        }
        Answer::Good | Answer::Whole | Answer::WrongRange => Body::from(content),
        Answer::CutAfter(bytes) => body(&content, bytes, false),
        Answer::HangAfter(bytes) => body(&content, bytes, true),
    };
    response.body(body).unwrap()
}

/// So many bytes, each piece sent before the next one is made, and then silence or the end.
fn body(content: &[u8], bytes: usize, hangs: bool) -> Body {
    let pieces: Vec<Bytes> = content[..bytes].chunks(32 << 10).map(Bytes::copy_from_slice).collect();
    Body::from_stream(stream::unfold(pieces.into_iter(), move |mut pieces| async move {
        tokio::task::yield_now().await;
        match pieces.next() {
            Some(piece) => Some((Ok(piece), pieces)),
            None if hangs => std::future::pending().await,
            None => Some((Err(std::io::Error::other("cut")), pieces)),
        }
    }))
}
