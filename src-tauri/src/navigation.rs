//! No page but our own is ever shown in a window: what an answer links to opens outside, or not at all.

use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, Url};

/// Blocks every navigation away from the program's own pages.
pub(crate) fn guard<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("navigation-guard").on_navigation(|_window, url| is_ours(url)).build()
}

/// The pages as each system serves them, and the development server in a debug build.
pub(crate) fn is_ours(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    match url.scheme() {
        "tauri" => host == "localhost",
        "http" | "https" if host == "tauri.localhost" => true,
        "http" => {
            cfg!(all(debug_assertions, not(feature = "custom-protocol")))
                && host == "localhost"
                && url.port() == Some(5173)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_are_shown() {
        for url in ["tauri://localhost/", "tauri://localhost/c/1", "http://tauri.localhost/quick"] {
            assert!(is_ours(&url.parse().unwrap()), "{url}");
        }
        for url in [
            "https://example.com/",
            "http://localhost:5174/",
            "file:///etc/passwd",
            "about:blank",
            "data:text/html,x",
            "tauri://evil/",
            "https://tauri.localhost.evil.example/",
        ] {
            assert!(!is_ours(&url.parse().unwrap()), "{url}");
        }
    }
}
