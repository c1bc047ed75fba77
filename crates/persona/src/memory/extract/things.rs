//! Groups of things of which a person has one at a time, or prefers one over the others.

use crate::memory::words::{all_words, content_words};

/// Things by group. A name of several words stands with hyphens.
const GROUPS: &[(&str, &str)] = &[
    (
        "editor",
        "vim neovim nvim emacs helix kakoune zed vs-code vscode visual-studio sublime intellij pycharm eclipse nano atom notepad",
    ),
    (
        "code",
        "python java kotlin rust go golang javascript typescript c++ c# ruby php scala haskell swift perl julia vba",
    ),
    ("system", "windows linux macos mac ubuntu debian fedora"),
    ("tracker", "jira linear asana trello redmine youtrack azure-devops"),
    ("chat", "slack teams mattermost zulip discord"),
    ("browser", "chrome firefox edge safari brave vivaldi"),
    ("mail", "outlook thunderbird gmail"),
    ("database", "postgres postgresql mariadb mysql oracle sqlite mongodb"),
    ("design", "figma sketch penpot"),
    ("cloud", "aws azure gcp hetzner"),
    ("units", "metric imperial metrisch imperial metrische imperiale"),
    ("indentation", "tabs spaces tabulatoren leerzeichen"),
    ("theme", "dark-mode light-mode dark-theme light-theme dunkelmodus hellmodus"),
    ("seat", "aisle-seat window-seat aisle-seats window-seats gangplatz fensterplatz"),
    (
        "meetings",
        "meetings-in meetings-before meetings-after morning-meetings afternoon-meetings termine-am besprechungen-am meetings-am",
    ),
    ("drink", "coffee tea kaffee tee"),
];

/// The group that a text names a thing of.
pub(super) fn group_of(text: &str) -> Option<&'static str> {
    let words: Vec<String> = all_words(text).collect();
    GROUPS
        .iter()
        .find(|(_, things)| things.split(' ').any(|thing| names(&words, thing)))
        .map(|(group, _)| *group)
}

fn names(words: &[String], thing: &str) -> bool {
    let parts: Vec<&str> = thing.split('-').collect();
    words.windows(parts.len()).any(|window| window.iter().eq(parts.iter()))
}

/// A short name for what a text is about: its carrying words, at most four, in order.
pub(super) fn key_of(text: &str) -> String {
    let mut words = content_words(text);
    if words.is_empty() {
        words = all_words(text).collect();
    }
    words.truncate(4);
    words.join("-")
}

/// The same for what two things have in common, whatever their order.
pub(super) fn key_of_both(one: &str, other: &str) -> String {
    let mut keys = [key_of(one), key_of(other)];
    keys.sort_unstable();
    keys.join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_found_as_whole_words() {
        assert_eq!(group_of("VS Code for everything"), Some("editor"));
        assert_eq!(group_of("the C++ compiler"), Some("code"));
        assert_eq!(group_of("gold and goals"), None);
        assert_eq!(key_of("the early meetings"), key_of("early Meetings"));
        assert_eq!(key_of_both("tea", "coffee"), key_of_both("coffee", "tea"));
    }
}
