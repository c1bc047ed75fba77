//! Under Wayland no program may look at the screen: the desktop lets the person choose, and hands over the result.

use ashpd::PortalError;
use ashpd::desktop::ResponseError;
use ashpd::desktop::screenshot::Screenshot;
use attune_wire::ErrorBody;

use super::failed;

/// Whether the desktop has to be asked. A window that is drawn through X11 sees nothing of a Wayland desktop either.
pub(super) fn is_needed() -> bool {
    std::env::var_os("WAYLAND_DISPLAY").is_some_and(|name| !name.is_empty())
}

/// Lets the person choose in the desktop's own dialog. None if they think better of it.
pub(super) async fn choose() -> Result<Option<String>, ErrorBody> {
    let asked = async { Screenshot::request().interactive(true).modal(false).send().await?.response() };
    match asked.await {
        Ok(shot) => read(shot.uri().as_str()).await.map(Some),
        Err(
            ashpd::Error::Response(ResponseError::Cancelled)
            | ashpd::Error::Portal(PortalError::Cancelled(_)),
        ) => Ok(None),
        Err(error @ (ashpd::Error::Response(_) | ashpd::Error::Portal(PortalError::NotAllowed(_)))) => {
            tracing::warn!(%error, "the desktop did not hand out a screenshot");
            Err(failed(
                "The desktop did not hand out a picture of the screen. Allow Attune to take screenshots in the desktop's \
                 settings for privacy, or take one with the desktop's own key and paste it.",
            ))
        }
        Err(error) => {
            tracing::warn!(%error, "the portal for screenshots is missing");
            Err(failed(
                "This desktop offers no way to take a part of the screen: its portal for screenshots is missing. Ask IT for \
                 xdg-desktop-portal and the part of it for this desktop, or take a screenshot with the desktop's own key \
                 and paste it.",
            ))
        }
    }
}

/// The picture that the portal names by its address.
async fn read(address: &str) -> Result<String, ErrorBody> {
    let file = address.parse::<tauri::Url>().ok().and_then(|url| url.to_file_path().ok());
    let Some(file) = file else {
        return Err(failed(
            "The desktop took the picture and did not say where it is. Take a screenshot with its own key and paste it.",
        ));
    };
    attune_app::captured_file(file).await.map_err(|error| error.body())
}
