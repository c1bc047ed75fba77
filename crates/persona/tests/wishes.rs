//! Style wishes that are spoken out, and the many sentences that only look like one.

use attune_persona::signal::Toward::*;
use attune_persona::signal::{Toward, read_wishes};

fn check(text: &str, expected: &[Toward], standing: bool, alone: bool) {
    let found = read_wishes(text);
    let toward: Vec<Toward> = found.wishes.iter().map(|wish| wish.toward).collect();
    assert_eq!(toward, expected, "{text}");
    assert_eq!(found.wishes.iter().any(|wish| wish.standing), standing, "standing: {text}");
    assert_eq!(found.alone, alone, "alone: {text}");
}

#[test]
fn a_wish_alone_corrects_the_answer_before() {
    for (text, toward) in [
        ("shorter please", Shorter),
        ("Can you make it a bit shorter?", Shorter),
        ("That's too long", Shorter),
        ("tldr", Shorter),
        ("in bullet points", Bullets),
        ("as a list please", Bullets),
        ("Give me more detail", MoreDetail),
        ("more detail", MoreDetail),
        ("elaborate please", MoreDetail),
        ("more technical", MoreTechnical),
        ("no jargon", LessJargon),
        ("Explain like I'm new", LessJargon),
        ("explain it like I'm five", LessJargon),
        ("in simpler words please", LessJargon),
        ("be more formal", Formal),
        ("Less formal please", Casual),
        ("step by step", Steps),
        ("As a table please", Table),
        ("get to the point", Direct),
        ("just give me the answer", LessDetail),
        ("no bullet points please", Prose),
        ("kürzer bitte", Shorter),
        ("Bitte etwas kürzer", Shorter),
        ("als Liste", Bullets),
        ("in Stichpunkten bitte", Bullets),
        ("ausführlicher bitte", MoreDetail),
        ("ohne Fachbegriffe", LessJargon),
        ("Kannst du das einfacher erklären?", LessJargon),
        ("förmlicher bitte", Formal),
        ("Schritt für Schritt bitte", Steps),
        ("als Tabelle", Table),
        ("zu lang", Shorter),
    ] {
        check(text, &[toward], false, true);
    }
}

#[test]
fn a_wish_beside_a_question_is_no_correction() {
    for (text, toward) in [
        ("How do I reset my router? Keep it short.", Shorter),
        ("Explain DNS without jargon", LessJargon),
        ("Explain step by step how TLS works", Steps),
        ("What are the risks of the merger, in bullet points please", Bullets),
        ("Compare both offers as a table", Table),
        ("Was ist ein VPN? Kurz bitte.", Shorter),
        ("Erkläre Blockchain ohne Fachbegriffe", LessJargon),
        ("Nenne die Risiken als Liste", Bullets),
    ] {
        check(text, &[toward], false, false);
    }
}

#[test]
fn what_holds_from_now_on_is_standing() {
    check("From now on keep it short", &[Shorter], true, true);
    check("Always answer in bullet points", &[Bullets], true, true);
    check("ab jetzt immer kürzer bitte", &[Shorter], true, true);
    check("In future no jargon please", &[LessJargon], true, true);
    check("shorter and more formal please", &[Shorter, Formal], false, true);
}

#[test]
fn what_is_to_be_made_is_no_wish() {
    for text in [
        "a short history of Rome",
        "Explain the shortest path algorithm",
        "Write a formal letter to the landlord",
        "Write a more formal letter to the landlord",
        "Draft an email without jargon",
        "Is the shorter route better?",
        "Which list is longer?",
        "How do I make a table in Word?",
        "What is a bullet point?",
        "Explain technical debt",
        "What are the next steps?",
        "The meeting was too long",
        "My password is too short",
        "How do I avoid jargon in my emails?",
        "more details about the contract",
        "How can I be more formal in meetings?",
        "The film was too long and too complicated",
        "Find a casual restaurant",
        "casual",
        "short",
        "What does casual mean",
        "Convert this list into a table",
        "Show me the list of employees",
        "Who is on the list?",
        "brief me on the merger",
        "I need longer cables",
        "Mein Kabel ist zu kurz",
        "Schreib einen förmlichen Brief an den Vermieter",
        "Eine kurze Geschichte Roms",
        "Wie lange dauert der kürzere Weg?",
        "Der Vertrag ist zu kompliziert für den Kunden",
        "Was steht auf der Liste?",
        "",
        "thanks",
        "no",
    ] {
        check(text, &[], false, false);
    }
}
