//! The few words that the shell says itself: its tray menu and the title of its overlay. Everything else is
//! said by the pages, from their own catalogue.

use attune_app::App;

/// The shell's words in one language.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// Brings the main window forward.
    pub open: &'static str,
    /// Shows the quick-ask overlay.
    pub quick: &'static str,
    /// Ends the program.
    pub quit: &'static str,
}

const ENGLISH: Words = Words { open: "Open Attune", quick: "Quick ask", quit: "Quit" };
const GERMAN: Words = Words { open: "Attune öffnen", quick: "Schnellfrage", quit: "Beenden" };

impl Words {
    /// In the language of the settings.
    pub(crate) fn of(app: &App) -> &'static Self {
        Self::chosen(&app.language(), sys_locale::get_locales())
    }

    /// A chosen language, or the first of the system's that there are words in. The pages choose the same way.
    fn chosen(setting: &str, system: impl IntoIterator<Item = String>) -> &'static Self {
        let known = |tag: &str| match tag.split(['-', '_']).next() {
            Some("en") => Some(&ENGLISH),
            Some("de") => Some(&GERMAN),
            _ => None,
        };
        known(setting).or_else(|| system.into_iter().find_map(|tag| known(&tag))).unwrap_or(&ENGLISH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_decides_then_the_system() {
        let check = |setting: &str, system: &[&str], expect: &Words| {
            let system = system.iter().map(|tag| (*tag).to_owned());
            assert_eq!(Words::chosen(setting, system), expect, "{setting}");
        };
        check("de", &["en-GB"], &GERMAN);
        check("en", &["de-DE"], &ENGLISH);
        check("system", &["fr-FR", "de_AT", "en-GB"], &GERMAN);
        check("system", &["fr-FR"], &ENGLISH);
        check("system", &[], &ENGLISH);
    }
}
