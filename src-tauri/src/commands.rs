//! Command adapters: one for each entry of the wire's list, and the few that only a desktop has.
#![expect(clippy::needless_pass_by_value, reason = "Tauri hands a command its arguments by value")]

use attune_app::links;
use attune_wire::*;
use tauri::ipc::{Channel, Invoke};
use tauri::{AppHandle, State, WebviewWindow};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;

use crate::backend::{Backend, go_to};
use crate::capture;
use crate::windows;

macro_rules! adapters {
    (
        calls { $($call:ident($request:ty) -> $response:ty;)* }
        streams { $($stream:ident($stream_request:ty, $piece:ty) -> $stream_response:ty;)* }
    ) => {
        $(
            #[tauri::command]
            async fn $call(backend: State<'_, Backend>, request: $request) -> Result<$response, ErrorBody> {
                let app = backend.app().await?;
                attune_app::commands::$call(&app, request).await.map_err(|error| error.body())
            }
        )*
        $(
            #[tauri::command]
            async fn $stream(
                backend: State<'_, Backend>,
                request: $stream_request,
                pieces: Channel<$piece>,
            ) -> Result<$stream_response, ErrorBody> {
                let app = backend.app().await?;
                // A page that went away does not stop the answer: it is stored, and found again.
                let send = move |piece| drop(pieces.send(piece));
                attune_app::commands::$stream(&app, request, send).await.map_err(|error| error.body())
            }
        )*

        /// Answers every command that the page may call.
        pub(crate) fn handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
            guarded(tauri::generate_handler![
                $($call,)* $($stream,)*
                capture::capture_region, capture::overlay::captured_screen, capture::overlay::show_capture,
                capture::overlay::take_capture, clipboard_image, copy_text, hide_quick_ask, open_link, pick_model_file,
                show_conversation, window_ready
            ])
        }
    };
}
attune_wire::for_each_command!(adapters);

/// Answers what the page of a window may call, and refuses the rest.
fn guarded(
    answer: impl Fn(Invoke) -> bool + Send + Sync + 'static,
) -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    move |invoke| {
        if capture::may_call(invoke.message.webview_ref().label(), invoke.message.command()) {
            return answer(invoke);
        }
        invoke.resolver.reject("this page may not do that");
        true
    }
}

/// The page has drawn its first frame and can be used: from here on a cold start counts as done.
#[tauri::command]
fn window_ready(window: WebviewWindow) {
    tracing::info!(target: "attune", window = window.label(), "interactive");
}

/// Opens an address outside the window, if the one filter lets it pass.
#[tauri::command]
fn open_link(handle: AppHandle, address: &str) -> Result<(), ErrorBody> {
    if !links::may_open(address) {
        return Err(refused("This link was not opened: only secure web pages and mail addresses are."));
    }
    handle.opener().open_url(address, None::<&str>).map_err(|error| {
        refused(&format!("The link could not be opened: {error}. Copy it into a browser instead."))
    })
}

/// Puts text on the clipboard.
#[tauri::command]
fn copy_text(handle: AppHandle, text: String) -> Result<(), ErrorBody> {
    handle.clipboard().write_text(text).map_err(|error| {
        refused(&format!("The clipboard did not take the text: {error}. Select it and copy it by hand."))
    })
}

/// The picture on the clipboard, as a PNG file in base64; none where there is none. Not every web view hands it to a page.
#[tauri::command]
async fn clipboard_image(handle: AppHandle) -> Option<String> {
    // The program that holds it may take its time to hand it out.
    let read = move || {
        let image = handle.clipboard().read_image().ok()?;
        attune_app::picture_file(image.width(), image.height(), image.rgba().to_vec())
    };
    tauri::async_runtime::spawn_blocking(read).await.ok()?
}

/// Lets the person choose a model file. None if they think better of it.
#[tauri::command]
async fn pick_model_file(handle: AppHandle) -> Option<String> {
    let (sender, chosen) = tokio::sync::oneshot::channel();
    handle.dialog().file().add_filter("GGUF", &["gguf"]).pick_file(move |file| drop(sender.send(file)));
    let file = chosen.await.ok().flatten()?;
    Some(file.into_path().ok()?.display().to_string())
}

/// Shows a conversation in the main window.
#[tauri::command]
fn show_conversation(handle: AppHandle, id: attune_app::ConversationId) {
    go_to(&handle, &format!("/c/{id}"));
    windows::hide_quick(&handle);
}

/// Puts the quick-ask window away.
#[tauri::command]
fn hide_quick_ask(handle: AppHandle) {
    windows::hide_quick(&handle);
}

fn refused(message: &str) -> ErrorBody {
    ErrorBody { code: ErrorCode::Invalid, message: message.to_owned() }
}
