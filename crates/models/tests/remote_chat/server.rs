//! A server that does exactly what a test tells it, byte by byte. It knows no HTTP beyond reading one request.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;

/// More than any limit of ours and all buffers together, less than a machine's memory.
pub(crate) const FLOOD: usize = 128 << 20;

/// What the server does after it read a request.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Send(Vec<u8>),
    /// The same bytes, one packet each.
    SendSingly(Vec<u8>),
    /// Repeats bytes until the client is gone or took [`FLOOD`] of them, then reports how many it took.
    Flood(Vec<u8>),
    /// Waits, silently, until the client closes the connection, and reports it.
    Hold,
    /// Cuts the connection as a crash does.
    Reset,
}

/// What the server saw.
#[derive(Debug)]
pub(crate) enum Saw {
    Request(Request),
    ClientClosed,
    Flooded(usize),
}

/// A request as it came.
#[derive(Debug)]
pub(crate) struct Request {
    /// Request line and headers.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

/// A scripted server on a loopback port.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    saw: mpsc::UnboundedReceiver<Saw>,
}

impl Server {
    /// Serves one connection with each script, in order, and the last script again to all that follow.
    pub(crate) async fn start(scripts: Vec<Vec<Step>>) -> Self {
        Self::start_with(scripts, None).await
    }

    /// The same, within TLS.
    pub(crate) async fn start_tls(scripts: Vec<Vec<Step>>, tls: TlsAcceptor) -> Self {
        Self::start_with(scripts, Some(tls)).await
    }

    async fn start_with(scripts: Vec<Vec<Step>>, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (report, saw) = mpsc::unbounded_channel();
        let scripts = Arc::new(scripts);
        tokio::spawn(async move {
            let mut served = 0;
            while let Ok((socket, _)) = listener.accept().await {
                let script = scripts[served.min(scripts.len() - 1)].clone();
                served += 1;
                let (report, tls) = (report.clone(), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => serve(socket, script, report).await,
                        // A client that does not like the certificate leaves before a request.
                        Some(tls) => {
                            if let Ok(socket) = tls.accept(socket).await {
                                serve(socket, script, report).await;
                            }
                        }
                    }
                });
            }
        });
        Self { address, saw }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    pub(crate) async fn saw(&mut self) -> Saw {
        self.saw.recv().await.unwrap()
    }

    /// The next request; everything else that was seen is passed over.
    pub(crate) async fn request(&mut self) -> Request {
        loop {
            if let Saw::Request(request) = self.saw().await {
                return request;
            }
        }
    }

    /// Shows that no request came before this call: the test's own is the next one.
    pub(crate) async fn assert_no_other_request(&mut self) {
        let mut own = TcpStream::connect(self.address).await.unwrap();
        own.write_all(b"GET /the-tests-own HTTP/1.1\r\n\r\n").await.unwrap();
        let next = self.request().await;
        assert!(next.head.starts_with("GET /the-tests-own"), "another request came first: {}", next.head);
    }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin + Cut>(
    mut socket: S,
    script: Vec<Step>,
    report: mpsc::UnboundedSender<Saw>,
) {
    let Some(request) = read_request(&mut socket).await else { return };
    let _ = report.send(Saw::Request(request));
    for step in script {
        match step {
            Step::Send(bytes) => {
                if socket.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Step::SendSingly(bytes) => {
                for byte in bytes {
                    if socket.write_all(&[byte]).await.is_err() || socket.flush().await.is_err() {
                        return;
                    }
                }
            }
            Step::Flood(bytes) => {
                let mut taken = 0;
                while taken < FLOOD && socket.write_all(&bytes).await.is_ok() {
                    taken += bytes.len();
                }
                let _ = report.send(Saw::Flooded(taken));
            }
            Step::Hold => {
                let mut rest = [0; 1024];
                while matches!(socket.read(&mut rest).await, Ok(count) if count > 0) {}
                let _ = report.send(Saw::ClientClosed);
            }
            Step::Reset => return socket.cut(),
        }
    }
    let _ = socket.shutdown().await;
}

/// Ends a connection without a farewell.
pub(crate) trait Cut {
    fn cut(self);
}

impl Cut for TcpStream {
    fn cut(self) {
        self.set_zero_linger().unwrap();
    }
}

impl Cut for tokio_rustls::server::TlsStream<TcpStream> {
    fn cut(self) {
        self.into_inner().0.cut();
    }
}

/// Reads one request: its head, and as much body as it announces.
pub(crate) async fn read_request(socket: &mut (impl AsyncRead + Unpin)) -> Option<Request> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        if socket.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut request = Request { head, body: String::new() };
    let length: usize = request.header("content-length").map_or(0, |length| length.parse().unwrap());
    while bytes.len() < end + length {
        if socket.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    request.body = String::from_utf8_lossy(&bytes[end..end + length]).into_owned();
    Some(request)
}

/// A whole reply with a status and a JSON or other body.
pub(crate) fn reply(status: &str, headers: &str, body: &str) -> Step {
    Step::Send(
        format!(
            "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n{body}",
            body.len()
        )
        .into_bytes(),
    )
}

/// The head of a stream that ends with the connection.
pub(crate) fn stream_head() -> Step {
    Step::Send(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream\r\n\r\n".to_vec())
}

/// The head of a stream in chunks, of which the end of the connection alone is no end.
pub(crate) fn chunked_head() -> Step {
    Step::Send(
        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n".to_vec(),
    )
}

/// One chunk.
pub(crate) fn chunk(text: &str) -> Step {
    Step::Send(format!("{:x}\r\n{text}\r\n", text.len()).into_bytes())
}

/// Text as it is.
pub(crate) fn send(text: &str) -> Step {
    Step::Send(text.as_bytes().to_vec())
}

/// An event with a piece of an answer.
pub(crate) fn piece(text: &str) -> String {
    event(&serde_json::json!({ "choices": [{ "index": 0, "delta": { "content": text } }] }))
}

/// An event that ends an answer.
pub(crate) fn finish(reason: &str) -> String {
    event(&serde_json::json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": reason }] }))
}

pub(crate) fn event(value: &serde_json::Value) -> String {
    format!("data: {value}\n\n")
}

/// A whole short answer.
pub(crate) fn good_answer(text: &str) -> Vec<Step> {
    vec![stream_head(), send(&format!("{}{}data: [DONE]\n\n", piece(text), finish("stop")))]
}
