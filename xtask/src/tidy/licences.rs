//! The licences of everything that our programs and pages are made of. What is allowed stands in `deny.toml`,
//! which cargo-deny reads too; what JavaScript needs beyond that stands in `exceptions.toml`.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::Finding;
use crate::cargo::Package;

/// A crate or a JavaScript package, and what it says about its licence.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Licensed {
    name: String,
    version: String,
    expression: Option<String>,
}

/// What is allowed.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Rules {
    /// SPDX ids that every package may have.
    #[serde(default)]
    allow: Vec<String>,
    /// Ids that some packages may have besides.
    #[serde(default)]
    exceptions: Vec<Exception>,
}

#[derive(Debug, Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

impl Exception {
    /// `name*` covers a package that comes in one piece for each system.
    fn covers(&self, package: &str) -> bool {
        self.name.strip_suffix('*').map_or(self.name == package, |start| package.starts_with(start))
    }
}

impl Rules {
    /// Reads `deny.toml`.
    ///
    /// # Errors
    /// When it is not TOML of the expected shape.
    pub(crate) fn parse(deny: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct Deny {
            licenses: Rules,
        }
        let deny: Deny = toml::from_str(deny).context("deny.toml was not understood")?;
        Ok(deny.licenses)
    }

    /// These rules and more.
    pub(crate) fn with(mut self, more: Self) -> Self {
        self.allow.extend(more.allow);
        self.exceptions.extend(more.exceptions);
        self
    }

    fn allow(&self, package: &str, licence: &str) -> bool {
        let listed = |list: &[String]| list.iter().any(|allowed| allowed == licence);
        listed(&self.allow)
            || self.exceptions.iter().any(|exception| exception.covers(package) && listed(&exception.allow))
    }
}

/// The crates, as cargo knows them.
pub(crate) fn crates(packages: &[Package]) -> Vec<Licensed> {
    packages
        .iter()
        .map(|package| Licensed {
            name: package.name.clone(),
            version: package.version.clone(),
            expression: package.license.clone(),
        })
        .collect()
}

/// The JavaScript packages of a `package-lock.json`.
///
/// # Errors
/// When it is not one.
pub(crate) fn javascript(lock: &str) -> Result<Vec<Licensed>> {
    #[derive(Deserialize)]
    struct Lock {
        packages: BTreeMap<String, Locked>,
    }
    #[derive(Deserialize)]
    struct Locked {
        #[serde(default)]
        version: String,
        license: Option<String>,
    }
    let lock: Lock = serde_json::from_str(lock).context("package-lock.json was not understood")?;
    let named = lock.packages.into_iter().filter_map(|(path, locked)| {
        // The entry without a path is the UI itself.
        let (_, name) = path.rsplit_once("node_modules/")?;
        Some(Licensed { name: name.to_owned(), version: locked.version, expression: locked.license })
    });
    Ok(named.collect())
}

/// Checks every package.
pub(crate) fn check(packages: &[Licensed], rules: &Rules) -> Vec<Finding> {
    packages.iter().filter_map(|package| check_package(package, rules)).collect()
}

fn check_package(package: &Licensed, rules: &Rules) -> Option<Finding> {
    // A package that says nothing can be let in by name, once somebody has read its files.
    let expression = package.expression.as_deref().unwrap_or("unstated");
    let allowed = satisfied(expression, &|licence| rules.allow(&package.name, licence));
    (!allowed).then(|| {
        let place = format!("{} {}", package.name, package.version);
        Finding::new(place, format!("licence {expression} is not allowed by deny.toml"))
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

    const DENY: &str = r#"
        [licenses]
        allow = ["MIT", "Apache-2.0"]
        exceptions = [{ crate = "odd", allow = ["MPL-2.0"] }]
    "#;

    fn finds(name: &str, expression: Option<&str>) -> bool {
        let package = Licensed {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            expression: expression.map(str::to_owned),
        };
        !check(&[package], &Rules::parse(DENY).unwrap()).is_empty()
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
            assert!(!finds("one", Some(allowed)), "{allowed}");
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
            assert!(finds("one", Some(refused)), "{refused}");
        }
    }

    #[test]
    fn a_package_without_a_licence_is_found() {
        assert!(finds("one", None));
    }

    #[test]
    fn an_exception_holds_for_its_package_only() {
        assert!(!finds("odd", Some("MPL-2.0")));
        assert!(finds("even", Some("MPL-2.0")));
        let exception = Exception { name: "odd*".to_owned(), allow: vec![] };
        assert!(exception.covers("odd-linux") && !exception.covers("even"));
    }

    #[test]
    fn a_lock_file_is_read() {
        let lock = r#"{ "packages": {
            "": { "license": "MIT" },
            "node_modules/@a/b": { "version": "1.0.0", "license": "ISC" },
            "node_modules/@a/b/node_modules/c": { "version": "2.0.0" }
        } }"#;
        let read = javascript(lock).unwrap();
        let names: Vec<_> = read.iter().map(|one| (one.name.as_str(), one.expression.as_deref())).collect();
        assert_eq!(names, [("@a/b", Some("ISC")), ("c", None)]);
    }
}
