//! A desktop's portal for screenshots: the little of it that hands over a picture, or says that none was chosen.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::Result;
use zbus::message::Header;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, interface};

/// Somebody who takes pictures of the screen. Gone when it is dropped.
#[derive(Debug)]
pub struct Portal {
    _session: Connection,
}

impl Portal {
    /// Puts a portal on the session's desktop. It hands over this file; without one, the person always thinks better of it.
    ///
    /// # Errors
    /// When there is no session bus, or a portal already.
    pub async fn start(picture: Option<&Path>) -> Result<Self> {
        let screenshots = Screenshots { picture: picture.map(Path::to_owned) };
        let session = zbus::connection::Builder::session()?
            .serve_at("/org/freedesktop/portal/desktop", screenshots)?
            .name("org.freedesktop.portal.Desktop")?
            .build()
            .await?;
        Ok(Self { _session: session })
    }
}

struct Screenshots {
    picture: Option<PathBuf>,
}

#[interface(name = "org.freedesktop.portal.Screenshot")]
impl Screenshots {
    async fn screenshot(
        &self,
        _parent: &str,
        options: HashMap<String, OwnedValue>,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] session: &Connection,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        let failed = |what: &str| zbus::fdo::Error::Failed(what.to_owned());
        if !matches!(options.get("interactive").map(|value| &**value), Some(Value::Bool(true))) {
            return Err(failed("only a person may choose"));
        }
        let token = match options.get("handle_token").map(|value| &**value) {
            Some(Value::Str(token)) => token.as_str(),
            _ => return Err(failed("no token")),
        };
        let sender = header.sender().ok_or_else(|| failed("no sender"))?.to_owned();
        let name = sender.trim_start_matches(':').replace('.', "_");
        let path = format!("/org/freedesktop/portal/desktop/request/{name}/{token}");
        let request = ObjectPath::try_from(path).map_err(zbus::Error::from)?.to_owned();
        let mut results = HashMap::new();
        if let Some(picture) = &self.picture {
            results.insert("uri", Value::from(format!("file://{}", picture.display())));
        }
        let answer = u32::from(self.picture.is_none());
        // The asker listens before it asks, so that an answer may come at once.
        let to = SignalEmitter::new(session, request.clone())?.set_destination(sender.into());
        to.emit("org.freedesktop.portal.Request", "Response", &(answer, results)).await?;
        Ok(request.into())
    }

    #[zbus(property, name = "version")]
    fn version(&self) -> u32 {
        2
    }
}
