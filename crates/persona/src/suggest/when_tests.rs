//! Which days messages name, and which they do not.

use jiff::civil::date;

use super::*;

/// All messages of these tests are written on Thursday, 26 November 2026.
fn said_on() -> Date {
    date(2026, 11, 26)
}

fn check(message: &str, expected: &[(Date, Cue)]) {
    let found: Vec<(Date, Cue)> =
        dues(message, said_on()).into_iter().map(|due| (due.date, due.cue)).collect();
    assert_eq!(found, expected, "{message}");
}

#[test]
fn wishes_to_be_reminded_name_their_day() {
    use Cue::Remind;
    check("Remind me on Friday to call Ingrid.", &[(date(2026, 11, 27), Remind)]);
    check("remind me tomorrow", &[(date(2026, 11, 27), Remind)]);
    check("Let's continue the day after tomorrow.", &[(date(2026, 11, 28), Remind)]);
    check("Please follow up with me in two weeks", &[(date(2026, 12, 10), Remind)]);
    check("Remind me on 2026-12-03 about the audit", &[(date(2026, 12, 3), Remind)]);
    check("Remind me next week!", &[(date(2026, 11, 30), Remind)]);
    check("Erinnere mich am Montag an das Budget.", &[(date(2026, 11, 30), Remind)]);
    check("Erinner mich übermorgen daran", &[(date(2026, 11, 28), Remind)]);
    check("Darauf zurückkommen in 3 Tagen, bitte.", &[(date(2026, 11, 29), Remind)]);
    check("Morgen machen wir weiter. Morgen muss ich erinnert werden.", &[(date(2026, 11, 27), Remind)]);
    check("Das reicht, morgen machen wir weiter", &[(date(2026, 11, 27), Remind)]);
}

#[test]
fn deadlines_name_their_day() {
    use Cue::Deadline;
    check("I need the slides by 3 December.", &[(date(2026, 12, 3), Deadline)]);
    check("The deadline is December 3rd, 2027", &[(date(2027, 12, 3), Deadline)]);
    check("The report is due on the 15th of January.", &[(date(2027, 1, 15), Deadline)]);
    check("Ich brauche das bis 3. Dezember.", &[(date(2026, 12, 3), Deadline)]);
    check("Das muss bis zum 3.12. fertig sein.", &[(date(2026, 12, 3), Deadline)]);
    check("Die Frist ist der 3.12.2026", &[(date(2026, 12, 3), Deadline)]);
    check("Abgabe am 03.12.", &[(date(2026, 12, 3), Deadline)]);
    check("Das muss bis Ende Dezember fertig werden", &[(date(2026, 12, 31), Deadline)]);
    check("It has to be done by the end of the month", &[(date(2026, 11, 30), Deadline)]);
    check("Spätestens nächsten Mittwoch muss das raus", &[(date(2026, 12, 2), Deadline)]);
    check("Finish this by 23/12/2026", &[(date(2026, 12, 23), Deadline)]);
}

#[test]
fn appointments_name_their_day() {
    use Cue::Appointment;
    check("I have a meeting with the board next Friday.", &[(date(2026, 12, 4), Appointment)]);
    check("What should I wear to the interview on Tuesday?", &[(date(2026, 12, 1), Appointment)]);
    check("Am Dienstag habe ich ein Gespräch mit meiner Chefin.", &[(date(2026, 12, 1), Appointment)]);
    check("Morgen muss ich das Projekt vorstellen", &[(date(2026, 11, 27), Appointment)]);
    check("On Thursday we have the demo", &[(date(2026, 12, 3), Appointment)]);
}

#[test]
fn a_day_that_is_past_quoted_or_without_a_reason_is_none() {
    for message in [
        "What happened on 3 December 1989?",
        "Remind me what we said last Friday",
        "I have a meeting every Monday",
        "Ich habe jeden Montag eine Besprechung",
        "The deadline was 3 November.",
        "Guten Morgen, ich habe eine Frage.",
        "Am Morgen habe ich Zeit",
        "Is Friday a good day for releases?",
        "Write a mail that says: we have a meeting on Friday.",
        "She wrote “please remind me on Friday to call Ingrid”. What do I answer?",
        "> Remind me on Friday\nWhat is this about?",
        "Version 2.12 is due",
        "We need 3.5 days",
        "The deadline is 2026-02-30",
        "By 5/6/2027 we have to decide",
        "My boss said the report is due on Friday",
        "I may need 3 more servers",
        "",
    ] {
        check(message, &[]);
    }
}

#[test]
fn the_first_day_ahead_of_a_sentence_counts_and_each_sentence_for_itself() {
    check(
        "Remind me on Monday, not on Friday. The deadline is 9 December.",
        &[(date(2026, 11, 30), Cue::Remind), (date(2026, 12, 9), Cue::Deadline)],
    );
    let due = dues("Hello. Remind me on Monday to call Ingrid. Thanks!", said_on());
    assert_eq!(due[0].sentence, "Remind me on Monday to call Ingrid");
}

#[test]
fn any_text_is_read_without_harm() {
    use proptest::prelude::*;
    proptest!(ProptestConfig::with_cases(200), |(text in "(?s)(remind me |bis |in |am |Frist )?.{0,40}(\\d{1,4}[./-]?){0,3}.{0,20}")| {
        for due in dues(&text, said_on()) {
            prop_assert!((1..=FARTHEST).contains(&days_between(said_on(), due.date)));
        }
    });
}
