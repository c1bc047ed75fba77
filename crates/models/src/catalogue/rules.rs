//! What an entry of the catalogue must keep to, so that no name in it can become a path, an option or an
//! address of something else.

use super::{ModelEntry, PythonSource, Source};

/// The first rule that an entry or one of its companions breaks.
pub(super) fn fault_in(model: &ModelEntry) -> Option<String> {
    fault_in_file(model).or_else(|| {
        model.companions.iter().find_map(|companion| {
            if companion.name.is_empty() || !companion.name.bytes().all(|b| b.is_ascii_lowercase()) {
                return Some(format!("has a companion whose name is not a word: {:?}", companion.name));
            }
            if companion.name == "json" || companion.installed_name(&model.id) == model.installed_name() {
                return Some(format!("has a companion whose file would replace another: {}", companion.name));
            }
            fault_in_file(&model.for_companion(companion))
        })
    })
}

fn fault_in_file(model: &ModelEntry) -> Option<String> {
    if !is_plain_name(&model.file_name) {
        return Some(format!("has a file name that is not a plain name: {:?}", model.file_name));
    }
    if model.bytes == 0 {
        return Some("has no size".into());
    }
    if model.sources.is_empty() {
        return Some("can be had nowhere".into());
    }
    model.sources.iter().find_map(|source| match source {
        Source::Url { url } if url.scheme() != "https" => {
            Some(format!("has an address without https: {url}"))
        }
        Source::Url { .. } => None,
        Source::Python(python) => fault_in_packages(python),
    })
}

fn fault_in_packages(python: &PythonSource) -> Option<String> {
    if python.packages.is_empty() {
        return Some("names no package".into());
    }
    // A requirement that starts with a hyphen would be an option, and one with other signs an address.
    let is_word = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'+' | b'!'))
    };
    let odd = python.packages.iter().find(|package| !is_word(&package.name) || !is_word(&package.version));
    if let Some(package) = odd {
        return Some(format!("has an odd package: {}=={}", package.name, package.version));
    }
    let vocabulary = &python.convert.as_ref()?.vocabulary.package;
    let is_there = python.packages.iter().any(|package| package.name == *vocabulary);
    (!is_there).then(|| format!("takes its vocabulary from a package that it does not name: {vocabulary}"))
}

fn is_plain_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Catalogue;

    /// A change to a good catalogue that must be refused, with words from the reason.
    fn check_refused(from: &str, to: &str, reason: &str) {
        let good = r#"
            [[model]]
            id = "a"
            name = "A"
            task = "chat"
            description = "."
            licence = "MIT"
            file_name = "a.gguf"
            bytes = 1
            sha256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
            memory_bytes = 1
            [[model.source]]
            kind = "url"
            url = "https://example.com/a.gguf"
            [[model.source]]
            kind = "python"
            packages = [{ name = "p", version = "1.0", entry = "p/a.gguf" }]
            [[model.companion]]
            name = "words"
            bytes = 2
            sha256 = "c179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
            [[model.companion.source]]
            kind = "python"
            packages = [{ name = "q", version = "1.0", entry = "p/words" }]
        "#;
        Catalogue::parse(good).unwrap();
        assert!(good.contains(from), "{from}");
        let error = Catalogue::parse(&good.replace(from, to)).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }

    #[test]
    fn an_entry_that_breaks_a_rule_is_refused() {
        check_refused("id = \"a\"", "id = \"../a\"", "is not an id");
        check_refused("file_name = \"a.gguf\"", "file_name = \"../a.gguf\"", "plain name");
        check_refused("file_name = \"a.gguf\"", "file_name = \"a/b.gguf\"", "plain name");
        check_refused("sha256 = \"b", "sha256 = \"B", "64 lower-case");
        check_refused("https://", "http://", "without https");
        check_refused("name = \"p\"", "name = \"--index\"", "odd package");
        check_refused("name = \"p\"", "name = \"p @ file:///x\"", "odd package");
        check_refused("version = \"1.0\"", "version = \"1.0; x\"", "odd package");
        check_refused("bytes = 1\n", "bytes = 0\n", "no size");
        check_refused("name = \"words\"", "name = \"../b\"", "not a word");
        check_refused("name = \"words\"", "name = \"gguf\"", "replace another");
        check_refused("name = \"words\"", "name = \"json\"", "replace another");
        check_refused("name = \"q\"", "name = \"--index\"", "odd package");
        check_refused("bytes = 2\n", "bytes = 0\n", "no size");
        check_refused("licence", "license", "unknown field");
    }
}
