//! A desktop with a tray: the little of a panel that registers icons, reads their menus and chooses from them.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use futures_util::StreamExt as _;
use tokio::sync::watch;
use zbus::message::Header;
use zbus::zvariant::{OwnedValue, Value};
use zbus::{Connection, Proxy, interface};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const MENU: &str = "com.canonical.dbusmenu";
const PATIENCE: Duration = Duration::from_secs(60);

/// Somebody who shows icons. The tray is gone when this is dropped.
#[derive(Debug)]
pub struct Tray {
    session: Connection,
    icon: watch::Receiver<Option<(String, String)>>,
}

/// What a menu holds, as its protocol says it: an entry's number, its properties, its own entries.
type Entry = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Tray {
    /// Puts a tray on the session's desktop.
    ///
    /// # Errors
    /// When there is no session bus, or a tray already.
    pub async fn start() -> Result<Self> {
        let (sender, icon) = watch::channel(None);
        let session = zbus::connection::Builder::session()?
            .serve_at("/StatusNotifierWatcher", Watcher { icon: sender })?
            .name(WATCHER)?
            .build()
            .await?;
        Ok(Self { session, icon })
    }

    /// Waits until the icon's menu has exactly these entries.
    ///
    /// # Errors
    /// When it never has.
    pub async fn until_menu_is(&self, expected: &[&str]) -> Result<()> {
        let mut last = Vec::new();
        let waiting = async {
            let menu = self.menu().await?;
            let mut changes = menu.receive_all_signals().await?;
            loop {
                last = entries(&menu).await?.into_iter().map(|(_, label)| label).collect();
                if last == expected {
                    return Ok(());
                }
                changes.next().await.context("the menu is gone")?;
            }
        };
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(found) => found,
            Err(_) => bail!("the menu never came to be {expected:?}, but {last:?}"),
        }
    }

    /// Chooses an entry of the icon's menu.
    ///
    /// # Errors
    /// When there is none of this name.
    pub async fn choose(&self, label: &str) -> Result<()> {
        let menu = self.menu().await?;
        let all = entries(&menu).await?;
        let (id, _) = all.iter().find(|(_, each)| each == label).with_context(|| format!("only {all:?}"))?;
        let nothing = Value::new(0_i32);
        Ok(menu.call_method("Event", &(*id, "clicked", nothing, 0_u32)).await.map(drop)?)
    }

    async fn menu(&self) -> Result<Proxy<'static>> {
        let mut icon = self.icon.clone();
        let registered = tokio::time::timeout(PATIENCE, icon.wait_for(Option::is_some)).await;
        let (program, path) = registered.context("no icon came")??.clone().context("no icon came")?;
        let icon = Proxy::new(&self.session, program.clone(), path, "org.kde.StatusNotifierItem").await?;
        let menu: zbus::zvariant::OwnedObjectPath = icon.get_property("Menu").await?;
        Ok(Proxy::new(&self.session, program, menu, MENU).await?)
    }
}

/// The entries that have words, with their numbers.
async fn entries(menu: &Proxy<'_>) -> Result<Vec<(i32, String)>> {
    let (_, root): (u32, Entry) = menu.call("GetLayout", &(0_i32, 1_i32, Vec::<&str>::new())).await?;
    let mut found = Vec::new();
    for entry in root.2 {
        let (id, properties, _) = Entry::try_from(entry)?;
        if let Some(label) = properties.get("label") {
            found.push((id, label.downcast_ref::<String>()?.replace('_', "")));
        }
    }
    Ok(found)
}

struct Watcher {
    icon: watch::Sender<Option<(String, String)>>,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    #[expect(clippy::needless_pass_by_value, reason = "the bus hands a header by value")]
    fn register_status_notifier_item(&self, item: &str, #[zbus(header)] header: Header<'_>) {
        let program = header.sender().map(ToString::to_string).unwrap_or_default();
        self.icon.send_replace(Some((program, item.to_owned())));
    }

    fn register_status_notifier_host(&self, _host: &str) {}

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        Vec::new()
    }
}
