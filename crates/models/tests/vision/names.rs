//! Finding names and addresses, with the real model.

use std::sync::LazyLock;

use attune_domain::SensitiveKind;
use attune_models::embed::ModelFiles;
use attune_models::names::NameFinder;

use crate::{THREADS, model};

static FINDER: LazyLock<NameFinder> =
    LazyLock::new(|| NameFinder::load(&ModelFiles::of_installed(&model("rampart.onnx")), THREADS).unwrap());

fn found(text: &str, kind: SensitiveKind) -> Vec<&str> {
    let found = FINDER.find(text).unwrap();
    found.into_iter().filter(|one| one.kind == kind).map(|one| &text[one.range]).collect()
}

#[test]
fn names_and_addresses_are_found() {
    let text = "Please send the contract to Maria Gonzalez at 42 Elm Street, Springfield.";
    assert_eq!(found(text, SensitiveKind::Name), ["Maria", "Gonzalez"]);
    let address = found(text, SensitiveKind::Address);
    assert!(address.contains(&"42") && address.contains(&"Elm"), "{address:?}");
    assert!(found("The quarterly report is late again.", SensitiveKind::Name).is_empty());
}

#[test]
fn a_name_is_found_wherever_it_stands_in_a_long_text() {
    let filler = "The meeting about the budget of the next year went well and ended on time. ";
    for before in [0, 5, 6, 7, 13] {
        let text = format!("{}My name is Thomas Anderson. {}", filler.repeat(before), filler.repeat(4));
        assert_eq!(found(&text, SensitiveKind::Name), ["Thomas", "Anderson"], "after {before} sentences");
    }
    assert!(FINDER.find("").unwrap().is_empty());
}
