//! `make bench`: runs every bench program of the workspace and prints its figures beside their marks.
//!
//! A bench program is a `[[bench]]` target without cargo's harness. It prints, among anything else, one line
//! of JSON a figure: `{"name":"…","value":1.5,"unit":"ms","mark":2.0,"better":"lower"}`. `mark` and `better`
//! (`lower` or `higher`) may be missing where nothing was promised.

use std::env;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::fuzz;
use crate::ground::{self, Need};
use crate::place::Place;
use crate::programs::Target;
use crate::screen::on_a_screen_of_its_own;
use crate::{process, programs};

/// The bench program that opens windows.
const WINDOW: &str = "window";
/// The one that asks `attunectl` and public learners thousands of times.
const STYLE: &str = "style";
/// The one that has public packages read the sentences that ours reads.
const SENTIMENT: &str = "sentiment";
/// The one that reads a photographed page out of a Python package.
const READ: &str = "ocr";
/// The one that hears recordings which public packages carry.
const SPEECH: &str = "speech";

/// What a bench program measured.
#[derive(Debug, Deserialize)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) unit: String,
    pub(crate) mark: Option<f64>,
    pub(crate) better: Option<Better>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Better {
    Lower,
    Higher,
}

impl Figure {
    fn meets_mark(&self) -> Option<bool> {
        let mark = self.mark?;
        Some(match self.better? {
            Better::Lower => self.value <= mark,
            Better::Higher => self.value >= mark,
        })
    }
}

/// Runs the named bench programs, or all of them. Each one's figures are shown as soon as it ends, and one
/// that fails does not keep the others from being measured.
///
/// # Errors
/// When one failed, or a figure misses its mark.
pub(crate) fn run(place: &Place, names: &[&str]) -> Result<()> {
    let needs = [
        Need::Packages,
        Need::Pages,
        Need::Engine,
        Need::Programs,
        Need::Model,
        Need::Embedder,
        Need::Vision,
        Need::Speech,
    ];
    for need in needs {
        need.meet(place)?;
    }
    let mut figures = Vec::new();
    let mut failed = Vec::new();
    for bench in programs::targets(place, "bench")? {
        if !names.is_empty() && !names.contains(&bench.name.as_str()) {
            continue;
        }
        println!("\n=== {} ({})", bench.name, bench.package);
        match measure(place, &bench) {
            Ok(measured) => {
                print!("{}", table(&measured));
                figures.extend(measured);
            }
            Err(error) => {
                eprintln!("{}: {error:#}", bench.name);
                failed.push(bench.name);
            }
        }
    }
    for target in fuzz::TARGETS {
        if !names.is_empty() && !names.contains(&fuzz::NAME) {
            continue;
        }
        println!("\n=== {} ({target})", fuzz::NAME);
        match fuzz::measure(place, target) {
            Ok(measured) => {
                print!("{}", table(&measured));
                figures.extend(measured);
            }
            Err(error) => {
                eprintln!("{target}: {error:#}");
                failed.push(format!("{} {target}", fuzz::NAME));
            }
        }
    }
    print!("\n=== all\n{}", table(&figures));
    let missed = figures.iter().filter(|figure| figure.meets_mark() == Some(false)).count();
    if !failed.is_empty() {
        bail!(
            "did not run to their end: {}; {missed} of {} figures miss their mark",
            failed.join(", "),
            figures.len()
        );
    }
    if missed > 0 {
        bail!("{missed} of {} figures miss their mark", figures.len());
    }
    Ok(())
}

fn measure(place: &Place, bench: &Target) -> Result<Vec<Figure>> {
    // The engine's profile for all of them: optimised like a release, without the minutes that linking
    // across crates takes.
    let mut cargo = if programs::ENGINES.contains(&bench.package.as_str()) {
        programs::cargo_engine(place, &bench.package, &["bench"], "--profile")
    } else {
        programs::cargo(place, &["bench", "--profile", "engine"])
    };
    cargo.args(["--bench", &bench.name]);
    ground::describe(place, &mut cargo);
    if bench.name == WINDOW {
        build_windows(place)?;
        let built = place.target.join("engine");
        cargo.env("ATTUNE_APP", built.join(format!("attune{}", env::consts::EXE_SUFFIX)));
        cargo.env(
            "ATTUNE_BARE_WINDOW",
            built.join(format!("examples/bare_window{}", env::consts::EXE_SUFFIX)),
        );
        cargo = on_a_screen_of_its_own(cargo);
    }
    if [STYLE, SENTIMENT, READ].contains(&bench.name.as_str()) {
        Need::Peers.meet(place)?;
    }
    if bench.name == SPEECH {
        Need::Clips.meet(place)?;
    }
    if bench.name == STYLE {
        build_control(place)?;
        let built = place.target.join("engine");
        cargo.env("ATTUNE_CTL", built.join(format!("attunectl{}", env::consts::EXE_SUFFIX)));
    }
    cargo.stdout(Stdio::piped());
    let mut child = cargo.spawn().with_context(|| format!("could not start `{}`", process::shown(&cargo)))?;
    let mut figures = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            match serde_json::from_str(&line) {
                Ok(figure) => figures.push(figure),
                Err(_) => println!("{line}"),
            }
        }
    }
    if !child.wait()?.success() {
        bail!("`{}` failed", process::shown(&cargo));
    }
    Ok(figures)
}

/// The window as it is released but for the linking, and a bare one built the same way.
fn build_windows(place: &Place) -> Result<()> {
    println!("Building the window with optimisation. The first time takes minutes.");
    let mut cargo = programs::cargo(place, &["build", "--profile", "engine"]);
    process::run(cargo.args(["--bin", "attune", "--example", "bare_window"]))
}

/// `attunectl` with optimisation.
fn build_control(place: &Place) -> Result<()> {
    process::run(programs::cargo(place, &["build", "--profile", "engine"]).args(["--bin", "attunectl"]))
}

fn table(figures: &[Figure]) -> String {
    let width = figures.iter().map(|figure| figure.name.chars().count()).max().unwrap_or(0);
    let mut table = String::new();
    for figure in figures {
        let mark = match (figure.mark, figure.better) {
            (Some(mark), Some(Better::Lower)) => format!("≤ {}", number(mark)),
            (Some(mark), Some(Better::Higher)) => format!("≥ {}", number(mark)),
            _ => "—".to_owned(),
        };
        let verdict = match figure.meets_mark() {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        table += format!(
            "{:width$}  {:>10} {:10}  mark {mark:10} {verdict}",
            figure.name,
            number(figure.value),
            figure.unit
        )
        .trim_end();
        table.push('\n');
    }
    table
}

/// Three significant digits are what a measurement on a shared machine is worth.
fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(value: f64, better: &str) -> Figure {
        let text =
            format!(r#"{{"name":"open","value":{value},"unit":"ms","mark":300.0,"better":"{better}"}}"#);
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn a_figure_is_judged_by_its_direction() {
        assert_eq!(figure(300.0, "lower").meets_mark(), Some(true));
        assert_eq!(figure(301.0, "lower").meets_mark(), Some(false));
        assert_eq!(figure(299.0, "higher").meets_mark(), Some(false));
        let free: Figure = serde_json::from_str(r#"{"name":"idle","value":467,"unit":"MiB"}"#).unwrap();
        assert_eq!(free.meets_mark(), None);
    }

    #[test]
    fn the_table_shows_value_and_mark() {
        let table = table(&[figure(41.25, "lower"), figure(1234.0, "lower")]);
        assert_eq!(
            table,
            "open        41.2 ms          mark ≤ 300      met\nopen        1234 ms          mark ≤ 300      MISSED\n"
        );
    }
}
