//! The commands over HTTP: one answer each, lines for streams, server-sent events for facts, pages for the
//! rest.

use std::convert::Infallible;
use std::path::Path;

use attune_app::{App, Error, commands};
use attune_wire::*;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, extract};
use futures_util::{Stream, StreamExt as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_stream::wrappers::{BroadcastStream, UnboundedReceiverStream};
use tower_http::services::{ServeDir, ServeFile};

/// Everything that the pages ask for.
pub(crate) fn routes(app: App, pages: &Path) -> Router {
    let files = ServeDir::new(pages).fallback(ServeFile::new(pages.join("index.html")));
    Router::new()
        .route("/call/{name}", post(call))
        .route("/stream/{name}", post(stream))
        .route("/events", get(events))
        // An image comes in one piece.
        .layer(DefaultBodyLimit::max(100 << 20))
        .fallback_service(files)
        .with_state(app)
}

macro_rules! dispatch {
    (
        calls { $($call:ident($request:ty) -> $response:ty;)* }
        streams { $($stream:ident($stream_request:ty, $piece:ty) -> $stream_response:ty;)* }
    ) => {
        async fn call(
            State(app): State<App>,
            extract::Path(name): extract::Path<String>,
            Json(request): Json<Value>,
        ) -> Response {
            match name.as_str() {
                $(stringify!($call) => match read::<$request>(request) {
                    Ok(request) => answer(commands::$call(&app, request).await),
                    Err(error) => refuse(error),
                },)*
                _ => refuse(unknown(&name)),
            }
        }

        async fn stream(
            State(app): State<App>,
            extract::Path(name): extract::Path<String>,
            Json(request): Json<Value>,
        ) -> Response {
            match name.as_str() {
                $(stringify!($stream) => match read::<$stream_request>(request) {
                    Ok(request) => lines::<$piece, _, _, _>(move |send| async move {
                        commands::$stream(&app, request, send).await
                    }),
                    Err(error) => refuse(error),
                },)*
                _ => refuse(unknown(&name)),
            }
        }
    };
}
attune_wire::for_each_command!(dispatch);

async fn events(State(app): State<App>) -> Sse<impl Stream<Item = Result<SseEvent, Infallible>>> {
    let events = BroadcastStream::new(app.events()).filter_map(|event| async move {
        let event = SseEvent::default().json_data(event.ok()?).ok()?;
        Some(Ok(event))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// Runs a streaming command on its own, so that a page that goes away does not stop it.
fn lines<Piece, Run, Running, Answer>(run: Run) -> Response
where
    Piece: Serialize + 'static,
    Run: FnOnce(Box<dyn Fn(Piece) + Send + Sync>) -> Running + Send + 'static,
    Running: Future<Output = Result<Answer, Error>> + Send,
    Answer: Serialize,
{
    let (sender, receiver) = mpsc::unbounded_channel::<String>();
    tokio::spawn(async move {
        let pieces = sender.clone();
        let send = move |event: Piece| drop(pieces.send(line(&json!({ "event": event }))));
        let last = match run(Box::new(send)).await {
            Ok(response) => line(&json!({ "response": response })),
            Err(error) => line(&json!({ "error": error.body() })),
        };
        drop(sender.send(last));
    });
    let body = Body::from_stream(UnboundedReceiverStream::new(receiver).map(Ok::<_, Infallible>));
    ([("content-type", "application/x-ndjson")], body).into_response()
}

fn line(value: &Value) -> String {
    format!("{value}\n")
}

fn read<Request: DeserializeOwned>(request: Value) -> Result<Request, ErrorBody> {
    serde_json::from_value(request)
        .map_err(|error| ErrorBody { code: ErrorCode::Invalid, message: error.to_string() })
}

fn answer<Answer: Serialize>(result: Result<Answer, Error>) -> Response {
    match result {
        Ok(response) => Json(response).into_response(),
        Err(error) => refuse(error.body()),
    }
}

fn refuse(error: ErrorBody) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Json(error)).into_response()
}

fn unknown(name: &str) -> ErrorBody {
    ErrorBody { code: ErrorCode::NotFound, message: format!("there is no command {name}") }
}
