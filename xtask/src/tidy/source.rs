//! What every source file keeps to: it opens by saying what it is for, and nothing in it is unfinished,
//! switched off, or reaches the window toolkit from the wrong side.

use super::Finding;
use super::tree::File;

/// Marks of unfinished or silenced work, in Rust. Joined from halves, so that this file has none.
const RUST_MARKS: &[(&str, &str)] = &[
    (concat!("todo", "!("), "unfinished work; finish it, or leave it out and say so"),
    (concat!("unimplemented", "!("), "unfinished work; finish it, or leave it out and say so"),
    (concat!("#[ign", "ore"), "a test that never runs proves nothing; mend it or remove it"),
    (
        concat!("#[allow", "("),
        "say #[expect(lint, reason = \"…\")], which complains when it is no longer needed",
    ),
];

/// Waiting by the clock. Bench programs may: they let a machine settle between measurements.
const RUST_WAITS: &[(&str, &str)] = &[(concat!("thread::", "sleep("), "wait for an event, not for a time")];

/// The same in the UI and its tests.
const UI_MARKS: &[(&str, &str)] = &[
    (concat!(".on", "ly("), "this hides the other tests"),
    (concat!("it.sk", "ip("), "a test that never runs proves nothing; mend it or remove it"),
    (concat!("test.sk", "ip("), "a test that never runs proves nothing; mend it or remove it"),
    (concat!("describe.sk", "ip("), "a test that never runs proves nothing; mend it or remove it"),
    (concat!("@ts-ig", "nore"), "say @ts-expect-error and why"),
    (concat!("{@ht", "ml"), "raw markup; only the sanitised answer may use it"),
];

/// The one folder of the UI that may import from the window toolkit, and the one component that may show
/// markup it did not write, because it is handed sanitised markup only.
const UI_HOST: &str = "ui/src/lib/host/";
const UI_MARKUP: &str = "ui/src/lib/components/markdown/";

/// Checks all Rust and UI sources.
pub(crate) fn check(files: &[File]) -> Vec<Finding> {
    files.iter().flat_map(check_file).collect()
}

fn check_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    if file.is(&["rs"]) {
        if file.path.contains("src/") && !file.text.trim_start().starts_with("//!") {
            findings
                .push(Finding::new(&file.path, "open with //!: what it is for, and what it must never know"));
        }
        findings.extend(marks(file, RUST_MARKS));
        if !file.path.contains("/benches/") {
            findings.extend(marks(file, RUST_WAITS));
        }
    }
    if file.is(&["ts", "js", "svelte"]) {
        findings.extend(
            marks(file, UI_MARKS).filter(|finding| {
                !(file.path.starts_with(UI_MARKUP) && finding.what.starts_with("raw markup"))
            }),
        );
        if !file.path.starts_with(UI_HOST) && imports_toolkit(&file.text) {
            findings.push(Finding::new(&file.path, format!("only {UI_HOST} may import @tauri-apps")));
        }
    }
    findings
}

fn marks<'a>(file: &'a File, marks: &'a [(&str, &str)]) -> impl Iterator<Item = Finding> + 'a {
    file.text.lines().enumerate().flat_map(move |(number, line)| {
        marks
            .iter()
            .filter(move |(mark, _)| line.contains(mark))
            .map(move |(_, why)| Finding::new(format!("{}:{}", file.path, number + 1), *why))
    })
}

fn imports_toolkit(text: &str) -> bool {
    text.lines()
        .any(|line| line.contains("@tauri-apps/") && (line.contains("from ") || line.contains("import")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::file;

    fn places(path: &str, text: &str) -> Vec<String> {
        check(&[file(path, text)]).into_iter().map(|finding| finding.place).collect()
    }

    #[test]
    fn good_files_pass() {
        assert_eq!(places("crates/a/src/lib.rs", "//! Says things.\nfn main() {}\n"), Vec::<String>::new());
        assert_eq!(
            places("ui/src/lib/host/tauri.ts", "import { invoke } from '@tauri-apps/api/core';"),
            Vec::<String>::new()
        );
        assert_eq!(
            places("ui/src/lib/list.ts", "rows.skip(3); // @tauri-apps/api is not needed here"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_file_that_does_not_introduce_itself_is_found() {
        assert_eq!(places("crates/a/src/lib.rs", "use std::fmt;\n"), ["crates/a/src/lib.rs"]);
    }

    #[test]
    fn every_mark_is_found_with_its_line() {
        for (mark, _) in RUST_MARKS.iter().chain(RUST_WAITS) {
            assert_eq!(places("a/src/b.rs", &format!("//! B.\n    {mark}x\n")), ["a/src/b.rs:2"], "{mark}");
        }
        for (mark, _) in UI_MARKS {
            assert_eq!(places("ui/src/b.ts", &format!("\n{mark}x\n")), ["ui/src/b.ts:2"], "{mark}");
        }
    }

    #[test]
    fn only_the_host_imports_the_toolkit() {
        let line = "import { invoke } from '@tauri-apps/api/core';";
        assert_eq!(places("ui/src/lib/chat/send.ts", line), ["ui/src/lib/chat/send.ts"]);
    }
}
