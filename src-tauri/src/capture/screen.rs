//! The pixels of a screen.

use super::picture::Picture;

/// Where a screen lies among the others, in physical pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub x: i32,
    pub y: i32,
    pub width: u32,
    pub height: u32,
    /// Physical pixels for one of the desktop's own.
    pub scale: f64,
}

/// Takes what a screen shows. Blocks.
///
/// # Errors
/// What the system said, where it does not hand it out.
#[cfg(target_os = "linux")]
pub(super) fn take(place: Place) -> anyhow::Result<Picture> {
    use anyhow::Context as _;
    use x11rb::connection::Connection as _;
    use x11rb::image::{Image, PixelLayout};

    let (server, screen) = x11rb::connect(None)?;
    let screen = server.setup().roots.get(screen).context("there is no screen")?;
    let (x, y) = (i16::try_from(place.x)?, i16::try_from(place.y)?);
    let (width, height) = (u16::try_from(place.width)?, u16::try_from(place.height)?);
    let (image, visual) = Image::get(&server, screen.root, x, y, width, height)?;
    let mut visuals = screen.allowed_depths.iter().flat_map(|depth| &depth.visuals);
    let visual = visuals.find(|known| known.visual_id == visual).context("its colours are not known")?;
    let colours = PixelLayout::from_visual_type(*visual)?;
    let mut rgba = Vec::with_capacity(usize::from(width) * usize::from(height) * 4);
    for y in 0..height {
        for x in 0..width {
            let (red, green, blue) = colours.decode(image.get_pixel(x, y));
            let eight = |of_sixteen: u16| of_sixteen.to_be_bytes()[0];
            rgba.extend([eight(red), eight(green), eight(blue), u8::MAX]);
        }
    }
    Ok(Picture { width: place.width, height: place.height, rgba })
}

/// Takes what a screen shows. Blocks.
///
/// # Errors
/// What the system said, where it does not hand it out.
#[cfg(not(target_os = "linux"))]
pub(super) fn take(place: Place) -> anyhow::Result<Picture> {
    // Windows counts in physical pixels, macOS in the desktop's own.
    let scale = if cfg!(target_os = "macos") { place.scale } else { 1.0 };
    let middle = |from: i32, length: u32| ((f64::from(from) + f64::from(length) / 2.0) / scale) as i32;
    let found = xcap::Monitor::from_point(middle(place.x, place.width), middle(place.y, place.height))?;
    let image = found.capture_image()?;
    Ok(Picture { width: image.width(), height: image.height(), rgba: image.into_raw() })
}
