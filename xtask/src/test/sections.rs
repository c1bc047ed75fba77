//! The sections, cheap ones first.

use anyhow::Result;

use super::Section;

use super::tally::Tally;
use crate::ground::{self, Need};
use crate::place::Place;
use crate::programs::Target;
use crate::screen::{on_a_bus_of_its_own, on_a_screen_of_its_own};
use crate::{browser, process, programs, tidy, types, ui};

/// The package whose tests need a screen.
const JOURNEYS: &str = "attune-tests";

pub(super) const ALL: &[Section] = &[
    Section { name: "tidy", about: "the rules of the house", needs: &[], run: check_tidy },
    Section { name: "format", about: "Rust is formatted", needs: &[], run: check_format },
    Section { name: "types", about: "the UI's types are those of crates/wire", needs: &[], run: check_types },
    Section {
        name: "ui",
        about: "the pages: types, lints, format, unit tests",
        needs: &[Need::Packages],
        run: test_ui,
    },
    Section {
        name: "lint",
        about: "clippy, warnings are errors",
        needs: &[Need::Packages, Need::Pages],
        run: check_lints,
    },
    Section {
        name: "units",
        about: "tests of every crate, with the real small models",
        needs: &[
            Need::Packages,
            Need::Pages,
            Need::Engine,
            Need::Programs,
            Need::Model,
            Need::Embedder,
            Need::Vision,
            Need::Speech,
            Need::Python,
        ],
        run: test_units,
    },
    Section {
        name: "engine",
        about: "tests of the engines for chat and speech",
        needs: &[Need::Packages, Need::Pages, Need::Engine, Need::Programs, Need::Model, Need::Speech],
        run: test_engine,
    },
    Section {
        name: "page",
        about: "the pages in a real browser",
        needs: &[Need::Packages, Need::Pages, Need::Engine, Need::Programs, Need::Model],
        run: test_page,
    },
    Section {
        name: "window",
        about: "journeys through the real window",
        needs: &[
            Need::Packages,
            Need::Pages,
            Need::Engine,
            Need::Programs,
            Need::Model,
            Need::Vision,
            Need::Speech,
            Need::Python,
        ],
        run: test_window,
    },
];

fn check_tidy(place: &Place, tally: &mut Tally) -> Result<()> {
    tidy::check(&place.root)?;
    tally.passed += 1;
    if process::is_there("cargo-deny", "--version") {
        // Without the advisory database, which is another network to depend on.
        tally.check(&mut programs::plain_cargo(
            place,
            &["deny", "--offline", "check", "licenses", "bans", "sources"],
        ))?;
    }
    Ok(())
}

fn check_format(place: &Place, tally: &mut Tally) -> Result<()> {
    tally.check(&mut programs::plain_cargo(place, &["fmt", "--all", "--check"]))
}

fn check_types(place: &Place, tally: &mut Tally) -> Result<()> {
    types::check(&place.root)?;
    tally.passed += 1;
    Ok(())
}

fn test_ui(place: &Place, tally: &mut Tally) -> Result<()> {
    // All of them, so that one run tells everything; the first failure is the section's.
    let checks = ["check", "lint", "format:check"].map(|script| {
        let checked = tally.check(&mut ui::npm(place, &["run", "--silent", script]));
        tally.failed += u64::from(checked.is_err());
        checked
    });
    let tests = tally.watch(&mut ui::npm(place, &["run", "--silent", "test"]));
    checks.into_iter().chain([tests]).collect()
}

fn check_lints(place: &Place, tally: &mut Tally) -> Result<()> {
    tally.check(programs::cargo(place, &["clippy", "--all-targets"]).args(["--", "--deny", "warnings"]))?;
    programs::ENGINES.iter().try_for_each(|engine| {
        tally.check(
            programs::cargo_engine(place, engine, &["clippy", "--all-targets"], "--profile")
                .args(["--", "--deny", "warnings"]),
        )
    })
}

fn test_units(place: &Place, tally: &mut Tally) -> Result<()> {
    let mut cargo = programs::cargo(place, &["test", "--no-fail-fast", "--lib", "--bins"]);
    cargo.args(targets(&programs::targets(place, "test")?, |package| {
        package != JOURNEYS && !programs::ENGINES.contains(&package)
    }));
    ground::describe(place, &mut cargo);
    tally.watch(&mut on_a_bus_of_its_own(cargo))
}

fn test_engine(place: &Place, tally: &mut Tally) -> Result<()> {
    // All of them, so that one run tells everything; the first failure is the section's.
    let tests: Vec<Result<()>> = programs::ENGINES
        .iter()
        .map(|engine| {
            let mut cargo = programs::cargo_engine(place, engine, &["test", "--no-fail-fast"], "--profile");
            ground::describe(place, &mut cargo);
            tally.watch(&mut cargo)
        })
        .collect();
    tests.into_iter().collect()
}

fn test_page(place: &Place, tally: &mut Tally) -> Result<()> {
    let mut npm = ui::npm(place, &["run", "--silent", "test:page"]);
    npm.env("ATTUNE_CHROMIUM", browser::find(place)?);
    ground::describe(place, &mut npm);
    tally.watch(&mut npm)
}

fn test_window(place: &Place, tally: &mut Tally) -> Result<()> {
    let mut cargo = programs::cargo(place, &["test", "--no-fail-fast"]);
    cargo.args(targets(&programs::targets(place, "test")?, |package| package == JOURNEYS));
    // One window at a time: they share a screen and a clipboard.
    cargo.args(["--", "--test-threads", "1"]);
    ground::describe(place, &mut cargo);
    tally.watch(&mut on_a_screen_of_its_own(cargo))
}

/// Cargo's arguments for the test programs of some packages. Choosing them by name, with the packages
/// selected as everywhere else, keeps cargo from compiling shared crates once more with fewer features.
fn targets(all: &[Target], wanted: impl Fn(&str) -> bool) -> Vec<String> {
    all.iter()
        .filter(|target| wanted(&target.package))
        .flat_map(|target| ["--test".to_owned(), target.name.clone()])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_programs_are_chosen_by_package() {
        let all = [("attune-store", "kill"), (JOURNEYS, "journey")]
            .map(|(package, name)| Target { package: package.to_owned(), name: name.to_owned() });
        assert_eq!(targets(&all, |package| package == JOURNEYS), ["--test", "journey"]);
        assert_eq!(targets(&all, |package| package != JOURNEYS), ["--test", "kill"]);
    }
}
