//! Nothing in the checkout may know the machine it was written on: no home folders, and no package
//! registry other than the one a tool asks by itself.

use super::Finding;
use super::tree::File;

/// Settings that would send a colleague's package manager somewhere. Joined from halves, so that this
/// file has none of them.
const REDIRECTS: &[&str] = &[
    concat!("index-", "url"),
    concat!("find-", "links"),
    concat!("replace-", "with"),
    concat!("npm_config_", "registry"),
    concat!("\"resolved\"", ": \"http"),
];

/// Sample data of the pages: the people in it and their folders are made up.
const MADE_UP: &str = "ui/tests/fake/";

/// The start of a lock file's line that names where a crate came from, and the only index it may name.
const CRATE_SOURCE: &str = "source = \"registry+";
const CRATE_INDEX: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

/// Checks every text file.
pub(crate) fn check(files: &[File]) -> Vec<Finding> {
    files.iter().flat_map(check_file).collect()
}

fn check_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in file.text.lines().enumerate() {
        let mut found = |what: String| {
            findings.push(Finding::new(format!("{}:{}", file.path, number + 1), what));
        };
        if let Some(folder) = home_folder(line).filter(|_| !file.path.starts_with(MADE_UP)) {
            found(format!("{folder} is a folder of one machine"));
        }
        if let Some(redirect) = REDIRECTS.iter().find(|redirect| line.contains(**redirect)) {
            found(format!("{redirect} belongs into a machine's own settings"));
        }
        let redirects_npm = file.name() == ".npmrc" && line.trim_start().starts_with("registry");
        let other_index =
            file.name() == "Cargo.lock" && line.starts_with(CRATE_SOURCE) && line != CRATE_INDEX;
        if redirects_npm || other_index {
            found("names a package registry; that belongs into a machine's own settings".to_owned());
        }
    }
    findings
}

/// The home folder that a line names, of one person on one machine. A variable or a placeholder is none.
fn home_folder(line: &str) -> Option<&str> {
    for base in [concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("/ro", "ot/")] {
        for (at, _) in line.match_indices(base) {
            let before = line[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '}' | '.' | '_' | '-' | '*')) {
                continue;
            }
            let rest = &line[at + base.len()..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len());
            let is_name = base == concat!("/ro", "ot/") || (end > 0 && rest[end..].starts_with('/'));
            if is_name {
                return Some(&line[at..at + base.len() + end]);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::file;

    fn finds(path: &str, text: &str) -> bool {
        !check(&[file(path, text)]).is_empty()
    }

    #[test]
    fn a_home_folder_is_found() {
        assert!(finds("a.md", concat!("see /ho", "me/ada/notes")));
        assert!(finds("a.rs", concat!("\"/Us", "ers/ada/x\"")));
        assert!(finds("a.sh", concat!("cd /ro", "ot/x")));
    }

    #[test]
    fn a_placeholder_is_none() {
        assert!(!finds("a.md", "~/.local/share/attune"));
        assert!(!finds("a.md", "$HOME/.cache, ${HOME}/x"));
        assert!(!finds("a.svelte", "import Home from './home/Home.svelte'"));
        assert!(!finds("a.ts", "href=\"/home/\""));
    }

    #[test]
    fn a_redirected_package_manager_is_found() {
        for redirect in REDIRECTS {
            assert!(finds("a.toml", &format!("{redirect}://x\"")), "{redirect}");
        }
        assert!(finds("ui/.npmrc", concat!("reg", "istry=https://npm.example/")));
        assert!(finds("Cargo.lock", "source = \"registry+https://crates.example/\""));
        assert!(!finds("Cargo.lock", CRATE_INDEX));
        assert!(!finds("ui/.npmrc", "engine-strict=true"));
    }
}
