//! The real window under a real WebDriver.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};
use fantoccini::elements::Element;
use fantoccini::error::{CmdError, ErrorStatus};
use fantoccini::wd::{Capabilities, TimeoutConfiguration};
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::json;
use tokio::process::{Child, Command};

use crate::place::{artefacts, program};
use crate::process::{children_of, end_tree, gone, name_of};

pub use fantoccini::key::Key as Keys;

/// How long a step may take on a busy machine before the journey gives up.
const PATIENCE: Duration = Duration::from_secs(180);

/// A running window.
#[derive(Debug)]
pub struct Window {
    /// The WebDriver session.
    pub client: Client,
    driver: Child,
    /// The program's process. The driver starts it, and does not always end it.
    app: u32,
}

impl Window {
    /// Opens the window on a profile and waits until it can be used.
    ///
    /// # Errors
    /// When the driver or the window does not start.
    pub async fn open(profile: &Path) -> Result<Self> {
        Self::open_with(profile, &[]).await
    }

    /// As [`Window::open`], with more in the environment. The policy is the file `policy.toml` of the profile.
    ///
    /// # Errors
    /// When the driver or the window does not start.
    pub async fn open_with(profile: &Path, environment: &[(&str, &str)]) -> Result<Self> {
        let app = program("ATTUNE_APP")?;
        let port = free_port()?;
        let mut driver = command("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("ATTUNE_HOME", profile)
            .env("ATTUNE_POLICY", profile.join("policy.toml"))
            .env("XDG_DATA_HOME", profile.join("xdg"))
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("WebKitWebDriver does not start: install webkit2gtk-driver, or run `make test`")?;
        let client = connect(port, &app, &mut driver).await?;
        client
            .update_timeouts(TimeoutConfiguration::new(Some(PATIENCE), Some(PATIENCE), Some(Duration::ZERO)))
            .await?;
        let app = child_of(&driver)?;
        let window = Self { client, driver, app };
        window.find("[data-composer]").await.context("the window never became usable")?;
        Ok(window)
    }

    /// The first element that a CSS selector finds, waited for.
    ///
    /// # Errors
    /// When none appears in time.
    pub async fn find(&self, css: &str) -> Result<Element> {
        let wait = self.client.wait().at_most(PATIENCE);
        wait.for_element(Locator::Css(css)).await.with_context(|| format!("nothing matches {css}"))
    }

    /// Clicks on the first element that a CSS selector finds. Where the page draws it anew between the look and the
    /// click, it is looked for again.
    ///
    /// # Errors
    /// When none can be clicked on in time.
    pub async fn click(&self, css: &str) -> Result<()> {
        let clicked = async {
            loop {
                match self.find(css).await?.click().await {
                    Err(error) if is_passing(&error) => tokio::task::yield_now().await,
                    clicked => return clicked.with_context(|| format!("{css} cannot be clicked on")),
                }
            }
        };
        let never = || format!("{css} could not be clicked on in time");
        tokio::time::timeout(PATIENCE, clicked).await.with_context(never)?
    }

    /// The button, link or field with this accessible name, waited for.
    ///
    /// # Errors
    /// When none appears in time.
    pub async fn named(&self, name: &str) -> Result<Element> {
        let quoted = serde_json::to_string(name)?;
        let xpath = format!(
            "//*[self::button or self::a or self::textarea or self::input or @role]\
             [@aria-label={quoted} or normalize-space(.)={quoted}]"
        );
        let wait = self.client.wait().at_most(PATIENCE);
        wait.for_element(Locator::XPath(&xpath)).await.with_context(|| format!("nothing is named {name}"))
    }

    /// The last of several with this accessible name.
    ///
    /// # Errors
    /// When none appears in time.
    pub async fn last_named(&self, name: &str) -> Result<Element> {
        self.named(name).await?;
        let css = format!("[aria-label={}]", serde_json::to_string(name)?);
        let mut all = self.client.find_all(Locator::Css(&css)).await?;
        all.pop().with_context(|| format!("nothing is named {name}"))
    }

    /// The button, link or option whose text holds these words, waited for.
    ///
    /// # Errors
    /// When none appears in time.
    pub async fn named_containing(&self, words: &str) -> Result<Element> {
        let quoted = serde_json::to_string(words)?;
        let xpath = format!(
            "//*[self::button or self::a or @role='radio' or @role='option'][contains(normalize-space(.), {quoted})]"
        );
        let wait = self.client.wait().at_most(PATIENCE);
        wait.for_element(Locator::XPath(&xpath)).await.with_context(|| format!("nothing holds {words}"))
    }

    /// Writes a question and sends it.
    ///
    /// # Errors
    /// When the driver fails.
    pub async fn ask(&self, question: &str) -> Result<()> {
        let composer = self.find("[data-composer]").await?;
        composer.click().await?;
        composer.send_keys(question).await.context("the composer takes no text")?;
        self.type_into("[data-composer]", &Keys::Enter.to_string()).await
    }

    /// Waits until a script's expression is true; the script is asked anew as the page changes.
    ///
    /// # Errors
    /// When it stays false.
    pub async fn until(&self, what: &str, expression: &str) -> Result<()> {
        // The page itself waits for its next change, so that nothing is polled on a timer from here.
        let script = format!(
            "const done = arguments[arguments.length - 1];
             const holds = () => {{ try {{ return Boolean({expression}); }} catch {{ return false; }} }};
             if (holds()) return done(true);
             const watch = new MutationObserver(() => {{ if (holds()) {{ watch.disconnect(); done(true); }} }});
             watch.observe(document, {{ subtree: true, childList: true, characterData: true, attributes: true }});"
        );
        let waiting = self.client.execute_async(&script, Vec::new());
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(anyhow!(error).context(format!("it never came to be that {what}"))),
            Err(_) => bail!("it never came to be that {what}"),
        }
    }

    /// Waits until an answer is there and none is being written.
    ///
    /// # Errors
    /// When that does not come to be.
    pub async fn until_answered(&self) -> Result<()> {
        let answered = "document.querySelector('article.answer') \
             && !document.querySelector('article.answer[aria-busy=\"true\"]')";
        self.until("the answer is whole", answered).await
    }

    /// The value of a script's expression.
    ///
    /// # Errors
    /// When the script fails.
    pub async fn value(&self, expression: &str) -> Result<serde_json::Value> {
        Ok(self.client.execute(&format!("return {expression};"), Vec::new()).await?)
    }

    /// Where the middle of the button with these words is, in its window.
    ///
    /// # Errors
    /// When there is none.
    pub async fn middle_of(&self, words: &str) -> Result<(i32, i32)> {
        let (x, y, width, height) = self.named_containing(words).await?.rectangle().await?;
        Ok(((x + width / 2.0) as i32, (y + height / 2.0) as i32))
    }

    /// Returns when the page has drawn what it holds now.
    ///
    /// # Errors
    /// When the driver fails.
    pub async fn until_drawn(&self) -> Result<()> {
        let script = "const done = arguments[arguments.length - 1];
             requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));";
        self.client.execute_async(script, Vec::new()).await?;
        Ok(())
    }

    /// Types into the field that a CSS selector finds.
    ///
    /// # Errors
    /// When there is none, or the driver fails.
    pub async fn type_into(&self, css: &str, text: &str) -> Result<()> {
        let field = self.find(css).await?;
        field.send_keys(text).await.with_context(|| format!("{css} takes no text"))
    }

    /// Keeps a picture of the window.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub async fn keep_picture(&self, name: &str) -> Result<()> {
        let picture = self.client.screenshot().await?;
        Ok(std::fs::write(artefacts()?.join(format!("{name}.png")), picture)?)
    }

    /// Closes the window, and returns when its program has ended. A second start before that would only
    /// bring the first one forward.
    ///
    /// # Errors
    /// When the driver fails.
    pub async fn close(mut self) -> Result<()> {
        let closing = self.client.clone();
        closing.close().await?;
        self.end().await?;
        self.driver.kill().await?;
        Ok(())
    }

    /// Waits until the program has ended by itself.
    ///
    /// # Errors
    /// When it goes on running.
    pub async fn until_ended(mut self) -> Result<()> {
        tokio::time::timeout(PATIENCE, gone(self.app)).await.context("the program never ended")?;
        self.driver.kill().await?;
        Ok(())
    }

    /// Turns to the overlay's page, once it has the keyboard.
    ///
    /// # Errors
    /// When there is none.
    pub async fn turn_to_overlay(&self) -> Result<()> {
        self.turn_to("location.pathname === '/quick' && document.hasFocus()")
            .await
            .context("the overlay has no page")
    }

    /// Turns to the page that is laid over the screen, once it has the keyboard.
    ///
    /// # Errors
    /// When there is none.
    pub async fn turn_to_capture(&self) -> Result<()> {
        self.turn_to("location.pathname === '/capture' && document.hasFocus()")
            .await
            .context("nothing is laid over the screen")
    }

    /// Turns back to the page of the main window.
    ///
    /// # Errors
    /// When there is none.
    pub async fn turn_to_main(&self) -> Result<()> {
        self.turn_to("!['/quick', '/capture'].includes(location.pathname)")
            .await
            .context("the main window has no page")
    }

    /// Turns to the page where this holds.
    async fn turn_to(&self, expression: &str) -> Result<()> {
        let turning = async {
            loop {
                for page in self.client.windows().await? {
                    self.client.switch_to_window(page).await?;
                    if self.value(expression).await? == true {
                        return Ok(());
                    }
                }
            }
        };
        tokio::time::timeout(PATIENCE, turning).await?
    }

    /// Kills the program as a power cut would, and waits until it and every process it had started are gone.
    /// Gives the names of those.
    ///
    /// # Errors
    /// When something of it goes on running.
    pub async fn kill(mut self) -> Result<Vec<String>> {
        let names = end_tree(self.app, "-KILL").await?;
        self.driver.kill().await?;
        Ok(names)
    }

    /// The process under the program whose name this is, as the system shortens it.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<u32> {
        children_of(self.app).ok()?.into_iter().find(|child| name_of(*child) == name)
    }

    async fn end(&self) -> Result<()> {
        // It may have ended already, which is what is wanted.
        command("kill").arg(self.app.to_string()).stderr(Stdio::null()).status().await?;
        gone(self.app).await;
        Ok(())
    }
}

impl Drop for Window {
    /// A journey that failed must not leave a program that answers the next one.
    #[expect(clippy::disallowed_methods, reason = "journeys start the programs that they look at")]
    fn drop(&mut self) {
        std::process::Command::new("kill").arg(self.app.to_string()).stderr(Stdio::null()).status().ok();
    }
}

/// The one process that a driver has started.
fn child_of(driver: &Child) -> Result<u32> {
    let driver = driver.id().context("WebKitWebDriver has ended")?;
    children_of(driver)?.first().copied().context("WebKitWebDriver started no program")
}

/// Whether a click failed only because the page was changing: what was found is gone, not drawn yet, or under something
/// that moves.
fn is_passing(error: &CmdError) -> bool {
    let is_covered =
        matches!(error, CmdError::Standard(error) if error.error == ErrorStatus::ElementClickIntercepted);
    is_covered || error.is_stale_element_reference() || error.is_element_not_interactable()
}

async fn connect(port: u16, app: &Path, driver: &mut Child) -> Result<Client> {
    let mut capabilities = Capabilities::new();
    capabilities.insert("webkitgtk:browserOptions".to_owned(), json!({ "binary": app, "args": [] }));
    // The driver says nothing when it listens, so the first connection that is accepted tells.
    let address = (Ipv4Addr::LOCALHOST, port);
    let listening = async {
        while tokio::net::TcpStream::connect(address).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = listening => {}
        status = driver.wait() => bail!("WebKitWebDriver ended at once: {}", status?),
    }
    let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
    builder.capabilities(capabilities);
    // Where the program ends at its start, the driver waits for it forever.
    tokio::time::timeout(PATIENCE, builder.connect(&format!("http://127.0.0.1:{port}")))
        .await
        .context("the window does not open under WebDriver in time")?
        .context("the window does not open under WebDriver")
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// A program to be started by a journey.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "journeys start the programs that they look at")]
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    Command::new(program)
}
