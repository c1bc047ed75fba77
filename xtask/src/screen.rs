//! A session of their own for programs under test: their keys, windows and clipboards are not those of the
//! person at the desk.

use std::process::Command;

use crate::process;

/// Keeps a program away from the keyring of the person who runs it.
pub(crate) fn on_a_bus_of_its_own(command: Command) -> Command {
    if !process::is_there("dbus-run-session", "--version") {
        return command;
    }
    let mut session = process::program("dbus-run-session");
    session.arg("--");
    wrap(session, &command)
}

/// A screen without a monitor, with a window manager, so that focus and keys behave as on a desk.
pub(crate) fn on_a_screen_of_its_own(command: Command) -> Command {
    if !cfg!(target_os = "linux") {
        return command;
    }
    let mut screen = process::program("xvfb-run");
    screen
        .args(["--auto-servernum", "--server-args", "-screen 0 1280x800x24"])
        .args(["dbus-run-session", "--", "sh", "-c", "openbox >/dev/null 2>&1 & exec \"$@\"", "sh"])
        .env_remove("WAYLAND_DISPLAY")
        .env("GDK_BACKEND", "x11");
    wrap(screen, &command)
}

/// `outer` followed by the words of `inner`, with its folder and its environment.
fn wrap(mut outer: Command, inner: &Command) -> Command {
    outer.arg(inner.get_program()).args(inner.get_args());
    if let Some(folder) = inner.get_current_dir() {
        outer.current_dir(folder);
    }
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => outer.env(name, value),
            None => outer.env_remove(name),
        };
    }
    outer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_keeps_words_folder_and_environment() {
        let mut inner = process::program("cargo");
        inner.args(["test", "x"]).current_dir("/tmp").env("A", "1").env_remove("B");
        let outer = wrap(process::program("xvfb-run"), &inner);
        assert_eq!(process::shown(&outer), "xvfb-run cargo test x");
        assert_eq!(outer.get_current_dir(), Some(std::path::Path::new("/tmp")));
        assert_eq!(outer.get_envs().count(), 2);
    }
}
