//! Who may know whom. The table is the one of ARCHITECTURE.md; every other edge is a finding.

use super::Finding;
use crate::cargo::{Dependency, Package};

/// A crate and the crates of ours that it may name. A crate that is missing here may name none and is
/// itself a finding: a new room needs a place in the table first.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("attune-domain", &[]),
    ("attune-migrations", &[]),
    ("attune-persona", &["attune-domain"]),
    ("attune-wire", &["attune-domain"]),
    ("attune-models", &["attune-domain"]),
    ("attune-sync", &["attune-domain"]),
    ("attune-store", &["attune-domain", "attune-migrations"]),
    ("attune-chat-engine", &["attune-models"]),
    ("attune-speech-engine", &["attune-models"]),
    ("attune-tuner", &["attune-models"]),
    (
        "attune-app",
        &["attune-domain", "attune-persona", "attune-wire", "attune-models", "attune-store", "attune-sync"],
    ),
    ("attune-desktop", &["attune-app", "attune-wire"]),
    ("attune-cli", &["attune-app", "attune-wire"]),
    ("attune-server", &["attune-domain", "attune-sync", "attune-migrations"]),
    ("attune-tests", &["attune-app", "attune-domain", "attune-store", "attune-wire"]),
    ("xtask", &["attune-wire"]),
];

/// The crates that run a model in a process of their own. They share frames with us and nothing else.
const ENGINES: &[&str] = &["attune-chat-engine", "attune-speech-engine", "attune-tuner"];

/// The one crate that may name the window toolkit.
const SHELL: &str = "attune-desktop";

/// Checks the workspace's crates. Edges of tests and build scripts count like all others.
pub(crate) fn check(workspace: &[Package]) -> Vec<Finding> {
    workspace.iter().flat_map(check_package).collect()
}

fn check_package(package: &Package) -> Vec<Finding> {
    let finding = |what: String| Finding::new(&package.manifest_path, what);
    let Some((_, allowed)) = MAY_KNOW.iter().find(|(name, _)| *name == package.name) else {
        return vec![finding(format!(
            "{} is not in the table of who may know whom; decide its place in ARCHITECTURE.md and \
             xtask/src/tidy/edges.rs",
            package.name
        ))];
    };
    let mut findings = Vec::new();
    for dependency in &package.dependencies {
        let name = dependency.name.as_str();
        if dependency.path.is_some() && !allowed.contains(&name) {
            findings.push(finding(format!(
                "{} may not know {name}; see \"Who may know whom\" in ARCHITECTURE.md",
                package.name
            )));
        }
        if is_toolkit(name) && package.name != SHELL {
            findings.push(finding(format!("only {SHELL} may name {name}")));
        }
        if name == "attune-models" && ENGINES.contains(&package.name.as_str()) && knows_more(dependency) {
            findings.push(finding(format!(
                "{} may know only the frames: attune-models without features",
                package.name
            )));
        }
    }
    findings
}

fn is_toolkit(name: &str) -> bool {
    name == "tauri" || name.starts_with("tauri-")
}

fn knows_more(dependency: &Dependency) -> bool {
    dependency.uses_default_features || !dependency.features.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cargo::tests::{ours, package, theirs};

    fn findings_of(package: Package) -> Vec<String> {
        check(&[package]).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn allowed_edges_pass() {
        let store =
            package("attune-store", vec![ours("attune-domain"), ours("attune-migrations"), theirs("serde")]);
        assert_eq!(findings_of(store), Vec::<String>::new());
    }

    #[test]
    fn a_wrong_edge_is_found() {
        let persona = package("attune-persona", vec![ours("attune-domain"), ours("attune-store")]);
        let found = findings_of(persona);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("attune-persona may not know attune-store"), "{found:?}");
    }

    #[test]
    fn only_the_shell_names_the_toolkit() {
        assert_eq!(findings_of(package("attune-desktop", vec![theirs("tauri")])), Vec::<String>::new());
        for name in ["tauri", "tauri-plugin-dialog", "tauri-build"] {
            let found = findings_of(package("attune-app", vec![theirs(name)]));
            assert_eq!(found, vec![format!("only attune-desktop may name {name}")]);
        }
    }

    #[test]
    fn an_engine_knows_frames_only() {
        let mut frames = ours("attune-models");
        frames.uses_default_features = false;
        assert_eq!(findings_of(package("attune-chat-engine", vec![frames.clone()])), Vec::<String>::new());

        frames.features.push("client".to_owned());
        assert_eq!(findings_of(package("attune-chat-engine", vec![frames])).len(), 1);
        assert_eq!(findings_of(package("attune-chat-engine", vec![ours("attune-models")])).len(), 1);
    }

    #[test]
    fn a_crate_without_a_place_is_found() {
        assert!(findings_of(package("attune-new", vec![]))[0].contains("not in the table"));
    }
}
