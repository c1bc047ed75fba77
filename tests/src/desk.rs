//! The desk around the windows: keys and the pointer as the X server sends them, which windows are shown, and
//! who has the focus. What a WebDriver cannot see or do.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::place::artefacts;
use crate::window::command;

/// How long the desk may take on a busy machine before the journey gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A screen with a window manager.
#[derive(Debug)]
pub struct Desk;

impl Desk {
    /// Presses keys together, as `ctrl+alt+space`.
    ///
    /// # Errors
    /// When there is no screen.
    pub async fn press(&self, keys: &str) -> Result<()> {
        said(&["key", keys]).await.map(drop)
    }

    /// Presses keys together and holds them, until they are let go.
    ///
    /// # Errors
    /// When there is no screen.
    pub async fn hold(&self, keys: &str) -> Result<()> {
        said(&["keydown", keys]).await.map(drop)
    }

    /// Lets go of keys that were held.
    ///
    /// # Errors
    /// When there is no screen.
    pub async fn let_go(&self, keys: &str) -> Result<()> {
        said(&["keyup", keys]).await.map(drop)
    }

    /// Types into whatever has the focus.
    ///
    /// # Errors
    /// When there is no screen.
    pub async fn write(&self, text: &str) -> Result<()> {
        said(&["type", text]).await.map(drop)
    }

    /// Clicks on a place of the screen.
    ///
    /// # Errors
    /// When there is no screen.
    pub async fn click(&self, (x, y): (i32, i32)) -> Result<()> {
        said(&["mousemove", "--sync", &x.to_string(), &y.to_string(), "click", "1"]).await.map(drop)
    }

    /// Presses the pointer's first button on a place of the screen and pulls the window that is there to another
    /// one. Gives where its corner is in the end.
    ///
    /// # Errors
    /// When the window does not follow.
    pub async fn pull(&self, window: &str, from: (i32, i32), to: (i32, i32)) -> Result<(i32, i32)> {
        let was = self.corner(window).await?;
        let way = (to.0 - from.0, to.1 - from.1);
        let go =
            async |(x, y): (i32, i32)| said(&["mousemove", &x.to_string(), &y.to_string()]).await.map(drop);
        // The page hears of the button first, and then asks the window manager to follow the pointer. A hand
        // takes longer than that; this one goes on and on until it is so. A press may come too early; the
        // next is where the window is by then, a little aside, or it would be a double click.
        let mut aside = 0;
        let pulled = until("the window is pulled", async || {
            said(&["mouseup", "1"]).await?;
            let here = self.corner(window).await?;
            let start = (here.0 + from.0 - was.0 + 10 * (aside % 8), here.1 + from.1 - was.1);
            aside += 1;
            go(start).await?;
            said(&["mousedown", "1"]).await?;
            for step in 1..=30 {
                go((start.0 + way.0 * step / 10, start.1 + way.1 * step / 10)).await?;
                let now = self.corner(window).await?;
                if now.0 >= was.0 + way.0 / 2 && now.1 >= was.1 + way.1 / 2 {
                    return Ok(Some(now));
                }
            }
            Ok(None)
        })
        .await;
        said(&["mouseup", "1"]).await?;
        pulled
    }

    /// Presses the pointer's first button on a place of the screen and lets it go on another one.
    ///
    /// # Errors
    /// When there is no screen.
    pub async fn draw(&self, from: (i32, i32), to: (i32, i32)) -> Result<()> {
        self.begin_to_draw(from, to).await?;
        said(&["mouseup", "1"]).await.map(drop)
    }

    /// As [`Desk::draw`], without letting go.
    ///
    /// # Errors
    /// When there is no screen.
    pub async fn begin_to_draw(&self, from: (i32, i32), to: (i32, i32)) -> Result<()> {
        let go = async |(x, y): (i32, i32)| {
            said(&["mousemove", "--sync", &x.to_string(), &y.to_string()]).await.map(drop)
        };
        go(from).await?;
        said(&["mousedown", "1"]).await?;
        go(((from.0 + to.0) / 2, (from.1 + to.1) / 2)).await?;
        go(to).await
    }

    /// Hangs a picture behind all windows.
    ///
    /// # Errors
    /// When it cannot be shown.
    pub async fn hang(&self, picture: &Path) -> Result<()> {
        // It says that it failed whenever it shows a picture there.
        let shown = command("display").args(["-window", "root"]).arg(picture).status().await;
        shown.map(drop).context("ImageMagick does not start: run `make test`")
    }

    /// The window with this title, if it is shown.
    ///
    /// # Errors
    /// When there is no screen.
    pub async fn shown(&self, title: &str) -> Result<Option<String>> {
        // Without a match it fails, and says nothing.
        let output = command("xdotool")
            .args(["search", "--onlyvisible", "--name", &format!("^{title}$")])
            .output()
            .await
            .context("xdotool does not start: run `make test`")?;
        Ok(String::from_utf8(output.stdout)?.lines().next().map(str::to_owned))
    }

    /// Waits until the window with this title is shown and has the focus. Gives its id.
    ///
    /// # Errors
    /// When that does not come to be.
    pub async fn until_focused(&self, title: &str) -> Result<String> {
        until(&format!("“{title}” has the focus"), async || {
            let Some(window) = self.shown(title).await? else { return Ok(None) };
            // Both the window manager and the keyboard: the one may be ahead of the other.
            let active = said(&["getactivewindow"]).await.unwrap_or_default();
            let focused = said(&["getwindowfocus"]).await.unwrap_or_default();
            Ok((active.trim() == window && focused.trim() == window).then_some(window))
        })
        .await
    }

    /// Waits until no window with this title is shown.
    ///
    /// # Errors
    /// When it stays.
    pub async fn until_gone(&self, title: &str) -> Result<()> {
        until(&format!("“{title}” is gone"), async || {
            Ok(self.shown(title).await?.is_none().then_some(()))
        })
        .await
    }

    /// Presses a key until no window with this title is shown. The toolkit does not hear a key that comes within
    /// a tenth of a second after a window has got the keyboard, which no hand does.
    ///
    /// # Errors
    /// When it stays.
    pub async fn press_until_gone(&self, key: &str, title: &str) -> Result<()> {
        until(&format!("{key} puts “{title}” away"), async || {
            self.press(key).await?;
            Ok(self.shown(title).await?.is_none().then_some(()))
        })
        .await
    }

    /// Presses a key until this holds. The toolkit does not always hear the first press; see
    /// [`Desk::press_until_gone`].
    ///
    /// # Errors
    /// When it never holds.
    pub async fn press_until(&self, key: &str, mut holds: impl AsyncFnMut() -> Result<bool>) -> Result<()> {
        until(&format!("{key} is heard"), async || {
            self.press(key).await?;
            Ok(holds().await?.then_some(()))
        })
        .await
    }

    /// Copies a file's content, as a program of this kind would.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub async fn copy(&self, kind: &str, file: &Path) -> Result<()> {
        // It goes on in the background, to hand the content out, until something else is copied.
        let status = command("xclip")
            .args(["-selection", "clipboard", "-t", kind, "-i"])
            .arg(file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .await
            .context("xclip does not start: run `make test`")?;
        if !status.success() {
            bail!("{} could not be copied", file.display());
        }
        Ok(())
    }

    /// Puts a window away into the task bar.
    ///
    /// # Errors
    /// When there is no such window.
    pub async fn minimise(&self, window: &str) -> Result<()> {
        said(&["windowminimize", "--sync", window]).await.map(drop)
    }

    /// Turns to a window, as a click into the task bar does.
    ///
    /// # Errors
    /// When there is no such window.
    pub async fn go_to(&self, window: &str) -> Result<()> {
        said(&["windowactivate", "--sync", window]).await.map(drop)
    }

    /// Where a window's upper left corner is.
    ///
    /// # Errors
    /// When there is no such window.
    pub async fn corner(&self, window: &str) -> Result<(i32, i32)> {
        let text = said(&["getwindowgeometry", "--shell", window]).await?;
        let number = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|number| number.parse().ok()).with_context(|| format!("no {name} in {text}"))
        };
        Ok((number("X=")?, number("Y=")?))
    }

    /// Keeps a picture of the whole screen.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub async fn keep_picture(&self, name: &str) -> Result<()> {
        let file = artefacts()?.join(format!("{name}.png"));
        let status = command("import").args(["-window", "root"]).arg(&file).status().await?;
        if !status.success() {
            bail!("no picture of the screen could be taken");
        }
        Ok(())
    }
}

/// Asks the desk anew until it says what is waited for. X tells changes only to those who draw, so a look at
/// the desk is the event here.
async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let looking = async {
        loop {
            if let Some(found) = look().await? {
                return Ok(found);
            }
        }
    };
    match tokio::time::timeout(PATIENCE, looking).await {
        Ok(found) => found,
        Err(_) => bail!("it never came to be that {what}"),
    }
}

async fn said(words: &[&str]) -> Result<String> {
    let output = command("xdotool").args(words).output().await.context("xdotool does not start")?;
    if !output.status.success() {
        bail!("xdotool {words:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}
