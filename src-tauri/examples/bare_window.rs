//! A bare Tauri window, to measure ours against: no plugins, no profile, one line of page. It says
//! “interactive” where ours does: when its script has run and its first frame is due.

use tauri::{WebviewUrl, WebviewWindowBuilder};

#[tauri::command]
fn window_ready() {
    eprintln!("interactive");
}

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![window_ready])
        .setup(|app| {
            WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
                .title("Bare")
                .inner_size(1280.0, 800.0)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!("examples/bare/tauri.conf.json"))
}
