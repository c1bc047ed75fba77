//! The licences of everything that our programs are made of. The list of allowed ones is `deny.toml`, which
//! cargo-deny reads too; checking it here needs nothing to be installed.

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::Finding;
use crate::cargo::Package;

/// What `deny.toml` allows.
#[derive(Debug, Deserialize)]
pub(crate) struct Rules {
    licenses: Licenses,
}

#[derive(Debug, Deserialize)]
struct Licenses {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

#[derive(Debug, Deserialize)]
struct Exception {
    #[serde(alias = "name")]
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

impl Rules {
    /// Reads `deny.toml`.
    ///
    /// # Errors
    /// When it is not TOML of the expected shape.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).context("deny.toml was not understood")
    }

    fn allow(&self, package: &str, licence: &str) -> bool {
        let listed = |list: &[String]| list.iter().any(|allowed| allowed == licence);
        listed(&self.licenses.allow)
            || self
                .licenses
                .exceptions
                .iter()
                .any(|exception| exception.name == package && listed(&exception.allow))
    }
}

/// Checks every crate, ours included.
pub(crate) fn check(packages: &[Package], rules: &Rules) -> Vec<Finding> {
    packages.iter().filter_map(|package| check_package(package, rules)).collect()
}

fn check_package(package: &Package, rules: &Rules) -> Option<Finding> {
    let place = format!("{} {}", package.name, package.version);
    let Some(expression) = &package.license else {
        let file = package.license_file.as_deref().unwrap_or("none");
        return Some(Finding::new(
            place,
            format!("names no licence (licence file: {file}); read it and decide"),
        ));
    };
    let allowed = satisfied(expression, &|licence| rules.allow(&package.name, licence));
    (!allowed).then(|| {
        let from = package.source.as_deref().unwrap_or("this workspace");
        Finding::new(place, format!("licence {expression} is not allowed by deny.toml ({from})"))
    })
}

/// Whether an SPDX expression can be met with the licences that `allow` accepts. `A/B` is the old way to
/// write `A OR B`.
fn satisfied(expression: &str, allow: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    let met = either(&mut words, allow);
    met && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn either(words: &mut Words<'_>, allow: &dyn Fn(&str) -> bool) -> bool {
    let mut met = both(words, allow);
    while words.next_if_eq(&"OR").is_some() {
        // Not `||`: the other side has to be read even when this one is met.
        met |= both(words, allow);
    }
    met
}

fn both(words: &mut Words<'_>, allow: &dyn Fn(&str) -> bool) -> bool {
    let mut met = one(words, allow);
    while words.next_if_eq(&"AND").is_some() {
        met &= one(words, allow);
    }
    met
}

fn one(words: &mut Words<'_>, allow: &dyn Fn(&str) -> bool) -> bool {
    match words.next() {
        Some("(") => {
            let met = either(words, allow);
            let closed = words.next() == Some(")");
            met && closed
        }
        Some(licence) => {
            if words.next_if_eq(&"WITH").is_some() {
                let exception = words.next().unwrap_or_default();
                return allow(licence) || allow(&format!("{licence} WITH {exception}"));
            }
            allow(licence)
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cargo::tests::package;

    fn finds(licence: Option<&str>) -> bool {
        let rules = Rules::parse(
            "[licenses]\nallow = [\"MIT\", \"Apache-2.0\"]\nexceptions = [{ crate = \"odd\", allow = [\"MPL-2.0\"] }]",
        )
        .unwrap();
        let mut one = package("one", vec![]);
        one.license = licence.map(str::to_owned);
        !check(&[one], &rules).is_empty()
    }

    #[test]
    fn expressions() {
        for allowed in [
            "MIT",
            "MIT OR GPL-3.0",
            "GPL-3.0 OR MIT",
            "GPL-3.0/MIT",
            "MIT AND Apache-2.0",
            "(MIT OR GPL-3.0) AND Apache-2.0",
            "(GPL-3.0) OR MIT",
            "Apache-2.0 WITH LLVM-exception OR GPL-3.0",
        ] {
            assert!(!finds(Some(allowed)), "{allowed}");
        }
        for refused in [
            "GPL-3.0",
            "MIT AND GPL-3.0",
            "(MIT OR Apache-2.0) AND GPL-3.0",
            "MIT MIT",
            "(MIT",
            "MPL-2.0",
            "",
        ] {
            assert!(finds(Some(refused)), "{refused}");
        }
    }

    #[test]
    fn a_crate_without_a_licence_is_found() {
        assert!(finds(None));
    }

    #[test]
    fn an_exception_holds_for_its_crate_only() {
        let rules =
            Rules::parse("[licenses]\nallow = []\nexceptions = [{ crate = \"odd\", allow = [\"MPL-2.0\"] }]")
                .unwrap();
        assert!(rules.allow("odd", "MPL-2.0"));
        assert!(!rules.allow("even", "MPL-2.0"));
    }
}
