//! What is put right, and what is left alone.

use super::*;

const ENTRIES: &[&str] = &[
    "Kubernetes",
    "PostgreSQL",
    "Siobh\u{e1}n Kelly",
    "Databricks",
    "Attune",
    "Grafana",
    "Okta",
    "J\u{fc}rgen M\u{fc}ller",
    "Q3 OKR",
    "Apple",
    "Nextcloud",
    "Anja Wieczorek",
    "SAP S/4HANA",
    "Terraform",
    "Miro",
];

fn check(text: &str, expect: &str) {
    assert_eq!(Glossary::new(ENTRIES).correct(text).text, expect);
}

#[test]
fn near_misses_are_put_right() {
    check("We run it on Cubernetes now.", "We run it on Kubernetes now.");
    check("The post-gres QL server, and kubernetties.", "The PostgreSQL server, and Kubernetes.");
    check("ask Siobhan Kelley, please", "ask Siobh\u{e1}n Kelly, please");
    check("It is in data bricks already.", "It is in Databricks already.");
    check("Open graphana.", "Open Grafana.");
    check("Juergen Mueller ruft an.", "J\u{fc}rgen M\u{fc}ller ruft an.");
    check("Frag Anja Wietschorek.", "Frag Anja Wieczorek.");
    check("in next cloud", "in Nextcloud");
}

#[test]
fn spelling_is_put_right_and_endings_stay() {
    check("KUBERNETES and grafana's board", "Kubernetes and Grafana's board");
    check("two terraforms", "two Terraforms");
    check("Attune is here.", "Attune is here.");
}

#[test]
fn everyday_words_are_left_alone() {
    for text in [
        "I ate an apple in the garden.",
        "Please return the document to the customer on Thursday.",
        "We tuned the engine and it attained its target.",
        "The graph of our data is broken.",
        "A mirror and a micro service, or a metro map.",
        "Der n\u{e4}chste Termin ist am Mittwoch um zehn Uhr.",
        "Wir haben die Rechnung gestern geschickt.",
        "octal numbers, ample time and a tuna sandwich",
        "",
        "... \u{2014} !",
    ] {
        check(text, text);
    }
}

#[test]
fn what_is_as_near_to_two_entries_is_left_alone() {
    let glossary = Glossary::new(&["Marten", "Martin"]);
    assert_eq!(glossary.correct("Martun is here.").text, "Martun is here.");
    assert_eq!(glossary.correct("martin is here.").text, "Martin is here.");
}

#[test]
fn what_was_changed_is_said() {
    let corrected = Glossary::new(ENTRIES).correct("Cubernetes and Attune");
    assert_eq!(corrected.changes, [("Cubernetes".to_owned(), "Kubernetes".to_owned())]);
}

#[test]
fn the_prompt_takes_what_fits_and_the_first_first() {
    let glossary = Glossary::new(ENTRIES);
    assert_eq!(glossary.prompt(9, Some("ja")), "Kubernetes.");
    // The second entry needs more than is left, a later one does not.
    assert_eq!(glossary.prompt(12, Some("ja")), "Kubernetes, Okta.");
    assert!(glossary.prompt(120, None).contains("Terraform"));
    assert_eq!(glossary.prompt(0, Some("ja")), "");
    assert_eq!(Glossary::new(&[] as &[&str]).prompt(120, None), "");
    assert_eq!(Glossary::default().correct("as it is").text, "as it is");
}

#[test]
fn entries_are_cleaned() {
    let long = "word ".repeat(30);
    let glossary = Glossary::new(&["", " a  b ", "A B", "!", long.as_str()]);
    assert_eq!(
        glossary.prompt(50, Some("de")),
        "Die Wörter a b sind Namen. Also, fangen wir an. Ich habe eine Frage."
    );
    assert_eq!(glossary.terms(), ["a b"]);
}

#[test]
fn hundreds_of_entries_leave_ordinary_text_alone() {
    let entries: Vec<String> = (0..600).map(|index| format!("Zyx{index}qua")).collect();
    let text = "This is what we said in the meeting about the budget for next year. ".repeat(20);
    assert_eq!(Glossary::new(&entries).correct(&text).text, text);
}
