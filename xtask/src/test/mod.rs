//! `make test`: every check and every test, in sections that say how long they took. A section that fails
//! does not keep the others from running, so that one run tells everything.

mod sections;
mod tally;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use self::tally::Tally;
use crate::ground::Need;
use crate::place::Place;

/// One part of the run.
struct Section {
    name: &'static str,
    about: &'static str,
    /// What must be there first.
    needs: &'static [Need],
    run: fn(&Place, &mut Tally) -> Result<()>,
}

struct Outcome {
    name: &'static str,
    took: Duration,
    failed: bool,
}

/// Runs the named sections, or all of them.
///
/// # Errors
/// When a section failed or does not exist.
pub(crate) fn run(place: &Place, names: &[&str]) -> Result<()> {
    if names == ["--list"] {
        for section in sections::ALL {
            println!("{:10} {}", section.name, section.about);
        }
        return Ok(());
    }
    for name in names {
        if !sections::ALL.iter().any(|section| section.name == *name) {
            bail!("there is no section `{name}`; `cargo xtask test --list` names them");
        }
    }
    let wanted = sections::ALL.iter().filter(|section| names.is_empty() || names.contains(&section.name));

    let mut tally = Tally::default();
    let outcomes: Vec<Outcome> = wanted.map(|section| run_section(place, section, &mut tally)).collect();
    report(&outcomes, &tally)
}

fn run_section(place: &Place, section: &Section, tally: &mut Tally) -> Outcome {
    println!("\n=== {}: {}", section.name, section.about);
    let start = Instant::now();
    let failures_before = tally.failed;
    let done =
        section.needs.iter().try_for_each(|need| need.meet(place)).and_then(|()| (section.run)(place, tally));
    let failed = match done {
        Ok(()) => false,
        Err(error) => {
            println!("{}: {error:#}", section.name);
            // A check that counts no tests of its own is one test.
            if tally.failed == failures_before {
                tally.failed += 1;
            }
            true
        }
    };
    let took = start.elapsed();
    println!("--- {} {} after {:.1} s", section.name, verdict(failed), took.as_secs_f64());
    Outcome { name: section.name, took, failed }
}

fn report(outcomes: &[Outcome], tally: &Tally) -> Result<()> {
    println!("\n=== All sections");
    for outcome in outcomes {
        println!("{:10} {:>8.1} s  {}", outcome.name, outcome.took.as_secs_f64(), verdict(outcome.failed));
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    let failed: Vec<&str> =
        outcomes.iter().filter(|outcome| outcome.failed).map(|outcome| outcome.name).collect();
    if !failed.is_empty() {
        bail!("failed: {}. One section alone: cargo xtask test {}", failed.join(", "), failed[0]);
    }
    Ok(())
}

fn verdict(failed: bool) -> &'static str {
    if failed { "FAILED" } else { "passed" }
}
