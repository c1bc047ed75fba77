//! Counting tests by reading what their runners print.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context as _, Result, bail};

use crate::process;

/// How many tests passed and failed so far.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: u64,
    pub(super) failed: u64,
}

impl Tally {
    /// Runs a command, shows what it prints and counts the tests in it.
    ///
    /// # Errors
    /// When it fails.
    pub(super) fn watch(&mut self, command: &mut Command) -> Result<()> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("could not start `{}`", process::shown(command)))?;
        let readers: Vec<_> = [
            child.stdout.take().map(|out| thread::spawn(move || show_and_count(out))),
            child.stderr.take().map(|err| thread::spawn(move || show_and_count(err))),
        ]
        .into_iter()
        .flatten()
        .collect();
        let status = child.wait()?;
        for counted in readers.into_iter().filter_map(|reader| reader.join().ok()) {
            self.add(counted);
        }
        if !status.success() {
            bail!("`{}` failed ({status})", process::shown(command));
        }
        Ok(())
    }

    /// Runs a check that is one test by itself.
    ///
    /// # Errors
    /// When it fails.
    pub(super) fn check(&mut self, command: &mut Command) -> Result<()> {
        process::run(command.stdin(Stdio::null()))?;
        self.passed += 1;
        Ok(())
    }

    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Reads one line of a runner: `test result: ok. 3 passed; 1 failed; …` (cargo),
    /// `Tests  1 failed | 3 passed (4)` (vitest), `# pass 3` (node).
    fn parse(line: &str) -> Self {
        let line = without_colours(line);
        let line = line.trim();
        if line.starts_with("test result:") || line.starts_with("Tests ") {
            return Self { passed: number_before(line, "passed"), failed: number_before(line, "failed") };
        }
        let number_after =
            |mark: &str| line.strip_prefix(mark).and_then(|rest| rest.trim().parse().ok()).unwrap_or(0);
        Self { passed: number_after("# pass "), failed: number_after("# fail ") }
    }
}

fn show_and_count(lines: impl Read) -> Tally {
    let mut tally = Tally::default();
    for line in BufReader::new(lines).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        tally.add(Tally::parse(&line));
    }
    tally
}

fn number_before(line: &str, word: &str) -> u64 {
    let words: Vec<&str> = line.split_whitespace().collect();
    words
        .windows(2)
        .find(|pair| pair[1].trim_end_matches([';', ',']) == word)
        .and_then(|pair| pair[0].parse().ok())
        .unwrap_or(0)
}

fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        if c == '\u{1b}' {
            // An escape sequence ends with a letter.
            rest.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_every_runner_are_counted() {
        let counts = |line| {
            let tally = Tally::parse(line);
            (tally.passed, tally.failed)
        };
        assert_eq!(counts("test result: ok. 12 passed; 0 failed; 0 ignored; finished in 0.1s"), (12, 0));
        assert_eq!(counts("test result: FAILED. 3 passed; 2 failed; 0 ignored"), (3, 2));
        assert_eq!(counts("      Tests  1 failed | 12 passed (13)"), (12, 1));
        assert_eq!(
            counts("\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m12 passed\u{1b}[39m\u{1b}[22m (12)"),
            (12, 0)
        );
        assert_eq!(counts("# pass 7"), (7, 0));
        assert_eq!(counts("# fail 2"), (0, 2));
        assert_eq!(counts("the message says 5 passed"), (0, 0));
    }

    #[test]
    fn a_failing_program_fails() {
        let mut tally = Tally::default();
        assert!(tally.watch(process::program("sh").args(["-c", "echo '# pass 2'; exit 3"])).is_err());
        assert_eq!(tally, Tally { passed: 2, failed: 0 });
    }
}
