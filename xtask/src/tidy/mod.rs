//! The rules of the house that neither rustc nor clippy can hold. Each rule is a pure function from what
//! was read to findings, so that its own tests can show it a violation.

mod dependencies;
mod edges;
mod length;
mod licences;
mod places;
mod source;
mod tree;

use std::fmt;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::cargo;

/// One broken rule: where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    place: String,
    what: String,
}

impl Finding {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// What the rules let pass, each with its reason.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exceptions {
    #[serde(default)]
    longer: Vec<length::Longer>,
    #[serde(default)]
    javascript: licences::Rules,
}

impl Exceptions {
    fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).context("xtask/src/tidy/exceptions.toml was not understood")
    }
}

/// Checks every rule and prints all findings.
///
/// # Errors
/// When a rule is broken, or the tree could not be read.
pub(crate) fn check(root: &Path) -> Result<()> {
    let files = tree::read(root)?;
    let ours = cargo::workspace(root)?;
    let exceptions = Exceptions::parse(include_str!("exceptions.toml"))?;
    let deny = read(root, "deny.toml")?;
    let javascript = licences::javascript(&read(root, "ui/package-lock.json")?)?;

    let mut findings = edges::check(&ours);
    findings.extend(dependencies::check(&ours, &files));
    findings.extend(source::check(&files));
    findings.extend(length::check(&files, &exceptions.longer));
    findings.extend(places::check(&files));
    let rules = licences::Rules::parse(&deny)?;
    findings.extend(licences::check(&licences::crates(&cargo::everything(root)?), &rules));
    findings.extend(licences::check(&javascript, &rules.with(exceptions.javascript)));
    findings.sort();

    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        bail!("{} findings", findings.len());
    }
    println!("tidy: {} files and {} crates of ours keep the rules", files.len(), ours.len());
    Ok(())
}

fn read(root: &Path, file: &str) -> Result<String> {
    std::fs::read_to_string(root.join(file)).with_context(|| format!("could not read {file}"))
}
