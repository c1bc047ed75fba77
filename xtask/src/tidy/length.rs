//! How long a file may grow before it should be split by concept.

use serde::Deserialize;

use super::Finding;
use super::tree::File;

/// Lines that a file of a kind may have.
const LIMITS: &[(&str, usize)] = &[("rs", 400), ("svelte", 200), ("ts", 400)];

/// A file that may be longer, with its limit and the reason.
#[derive(Debug, Deserialize)]
pub(crate) struct Longer {
    path: String,
    lines: usize,
    reason: String,
}

/// Checks every source file, and that no exception outlives its need.
pub(crate) fn check(files: &[File], exceptions: &[Longer]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = files.iter().filter_map(|file| check_file(file, exceptions)).collect();
    findings.extend(exceptions.iter().filter_map(|exception| stale(exception, files)));
    findings
}

fn check_file(file: &File, exceptions: &[Longer]) -> Option<Finding> {
    let usual = usual_limit(&file.path)?;
    let limit =
        exceptions.iter().find(|longer| longer.path == file.path).map_or(usual, |longer| longer.lines);
    let lines = file.text.lines().count();
    (lines > limit)
        .then(|| Finding::new(&file.path, format!("{lines} lines, {limit} at most; split it by concept")))
}

fn stale(exception: &Longer, files: &[File]) -> Option<Finding> {
    let place = "xtask/src/tidy/exceptions.toml";
    if exception.reason.trim().is_empty() {
        return Some(Finding::new(place, format!("{} has no reason", exception.path)));
    }
    let needed = files.iter().any(|file| {
        file.path == exception.path
            && usual_limit(&file.path).is_some_and(|usual| file.text.lines().count() > usual)
    });
    (!needed).then(|| Finding::new(place, format!("{} needs no exception any more", exception.path)))
}

/// Generated: its length is that of its source.
const GENERATED: &str = "ui/src/lib/wire/";

fn usual_limit(path: &str) -> Option<usize> {
    if path.starts_with(GENERATED) {
        return None;
    }
    let (_, extension) = path.rsplit_once('.')?;
    LIMITS.iter().find(|(kind, _)| *kind == extension).map(|(_, limit)| *limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::file;

    fn found(path: &str, lines: usize, exceptions: &str) -> Vec<String> {
        let exceptions = crate::tidy::Exceptions::parse(exceptions).unwrap().longer;
        let files = [file(path, &"x\n".repeat(lines))];
        check(&files, &exceptions).into_iter().map(|finding| finding.to_string()).collect()
    }

    #[test]
    fn the_limit_itself_is_allowed() {
        assert_eq!(found("a.rs", 400, ""), Vec::<String>::new());
        assert_eq!(found("a.rs", 401, ""), ["a.rs: 401 lines, 400 at most; split it by concept"]);
        assert_eq!(found("a.svelte", 201, "").len(), 1);
        assert_eq!(found("a.md", 9_000, ""), Vec::<String>::new());
    }

    #[test]
    fn an_exception_needs_a_reason_and_a_need() {
        let exception = "[[longer]]\npath = \"a.rs\"\nlines = 500\nreason = \"one table\"\n";
        assert_eq!(found("a.rs", 450, exception), Vec::<String>::new());
        assert_eq!(found("a.rs", 501, exception).len(), 1);
        assert!(found("a.rs", 10, exception)[0].contains("needs no exception any more"));
        assert!(found("a.rs", 450, &exception.replace("one table", " "))[0].contains("has no reason"));
    }
}
