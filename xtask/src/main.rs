//! What a developer runs, behind the Makefile: set-up, models, checks, generated types, measures, packages.
//! It must never know how the product works; it builds, starts and reads its programs like anyone else.

#![expect(clippy::print_stdout, reason = "a task talks to the person at the terminal")]
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

mod bench;
mod browser;
mod bundle;
mod cargo;
mod fetch;
mod fresh;
mod fuzz;
mod ground;
mod models;
mod place;
mod process;
mod programs;
mod run;
mod screen;
mod test;
mod tidy;
mod types;
mod ui;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::place::Place;

const HELP: &str = "\
cargo xtask TASK

  run                  build what changed, fetch a model, open the assistant
  test [SECTION…]      all checks and tests, or only the named sections
  test --list          the names of the sections
  bench [NAME…]        measure, and print each figure beside its mark
  bundle               make the Linux packages
  tidy                 the rules of ARCHITECTURE.md and CONTRIBUTING.md
  types [--check]      write the UI's types from crates/wire, or compare them
  setup-models         install the standard and the smallest model";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match task(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn task(words: &[&str]) -> Result<()> {
    if matches!(words, [] | ["help" | "--help" | "-h"]) {
        println!("{HELP}");
        return Ok(());
    }
    let place = Place::find()?;
    match words {
        ["run"] => run::run(&place),
        ["test", sections @ ..] => test::run(&place, sections),
        ["bench", names @ ..] => bench::run(&place, names),
        ["bundle"] => bundle::run(&place),
        ["tidy"] => tidy::check(&place.root),
        ["types"] => types::write(&place.root),
        ["types", "--check"] => types::check(&place.root),
        ["setup-models"] => models::set_up(&place),
        _ => bail!("`{}` is not a task.\n\n{HELP}", words.join(" ")),
    }
}
