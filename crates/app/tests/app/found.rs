//! Screenshots and recordings among five hundred other messages, found by one who says it in other words.

use std::path::Path;
use std::process::Command;

use attune_app::{commands, hear_file};
use attune_domain::{AttachmentId, ConversationId, MessageId};
use attune_wire::{Ask, AttachImage, OpenConversation, SearchMessages};
use uuid::Uuid;

use crate::drawn::picture;
use crate::past_talk::fill;
use crate::support::{Profile, question};

/// What a screen says, and how somebody looks for it who does not remember the words.
const SCREENS: [(&str, &str); 10] = [
    (
        "Invoice 4471 could not be posted:\nthe tax code is missing.",
        "the bill that bookkeeping refused because no VAT rate was given",
    ),
    (
        "Your parking permit expires on 30 June.\nRenew it at the reception desk.",
        "until when I am allowed to leave my car at the office",
    ),
    (
        "Printer on floor 3: toner cartridge is empty.\nPlease order a replacement.",
        "the copying machine has run out of ink",
    ),
    (
        "Login blocked after five wrong passwords.\nContact the help desk.",
        "my account was locked because I mistyped the secret too often",
    ),
    (
        "Flight LH 2031 to Munich is cancelled.\nRebook at gate 14.",
        "the plane to Bavaria that does not take off",
    ),
    (
        "Backup failed: the disk is full.\nLast good copy: Sunday 02:00.",
        "saving our data did not work for lack of storage space",
    ),
    (
        "Shipment delayed by customs inspection.\nNew arrival: Thursday.",
        "the parcel that is held up at the border",
    ),
    (
        "Vacation request rejected:\ntwo colleagues are absent that week.",
        "my holiday was not approved as others are away at that time",
    ),
    (
        "Warranty of the coffee machine ends in May.\nThe service contract was not renewed.",
        "how long the guarantee still covers our espresso maker",
    ),
    (
        "Fire drill on Tuesday at ten.\nLeave the building by stairwell B.",
        "practising an evacuation in case something burns",
    ),
];

/// What somebody says, and how another looks for it.
const SPOKEN: [(&str, &str); 10] = [
    (
        "We agreed to raise the price of the premium plan by eight percent in autumn.",
        "how much more customers will pay for the expensive tariff",
    ),
    (
        "The candidate for the warehouse job withdrew, so we advertise the position again.",
        "the applicant who pulled out and whose vacancy is published once more",
    ),
    (
        "Our lawyer advises against signing the lease, because the notice period is far too long.",
        "the attorney warned us about the rental agreement",
    ),
    (
        "The air conditioning in the server room broke down twice last week.",
        "the cooling of our computers stopped working",
    ),
    (
        "Marketing wants to sponsor the city marathon instead of the trade fair.",
        "advertising money for a running event rather than an exhibition",
    ),
    (
        "The supplier from Portugal raised the minimum order to five hundred tiles.",
        "the smallest quantity of ceramics that we must buy now",
    ),
    (
        "Two customers complained that the app drains the battery of their phones overnight.",
        "people are unhappy since our program uses up the power of their mobiles",
    ),
    (
        "The auditor found three expense claims without receipts.",
        "reimbursements that had no proof of purchase",
    ),
    (
        "We moved the company picnic from the lake to the botanical garden.",
        "the staff outing takes place somewhere else now",
    ),
    (
        "The forklift driver hurt his knee, and the insurance wants a report by Friday.",
        "accident of the man who moves pallets with a lifting vehicle",
    ),
];

/// What is asked beside them, which says nothing of what is in them.
const ASKED: [&str; 5] = [
    "What does this say?",
    "Sum this up.",
    "What should I do now?",
    "Please read this.",
    "Is this important?",
];

/// A screenshot as a window sends it.
fn screenshot(lines: &str, id: AttachmentId) -> AttachImage {
    let base64 = picture(&lines.lines().collect::<Vec<_>>());
    AttachImage { id, name: "Screenshot.png".to_owned(), base64 }
}

/// A recording of a voice that is made.
fn speak(text: &str, file: &Path) {
    #[expect(clippy::disallowed_methods, reason = "the test starts the program that speaks")]
    let mut spoken = Command::new("espeak-ng");
    spoken.args(["-v", "en-gb", "-s", "150", "-w"]).arg(file).arg(text);
    assert!(spoken.status().expect("`xtask/setup.sh test` installs espeak-ng").success());
}

/// Asks about something that was attached, and gives the question's message.
async fn asked(profile: &Profile, at: usize, attached: AttachmentId) -> (ConversationId, MessageId) {
    let request = Ask { attachments: Some(vec![attached]), ..question(ASKED[at % ASKED.len()]) };
    let id = profile.ask(request).await.unwrap().conversation.id;
    let opened = commands::open_conversation(&profile.app, OpenConversation { id, at: None }).await.unwrap();
    assert_eq!(opened.messages[0].attachments.len(), 1);
    (id, opened.messages[0].id)
}

/// How many of them are among the first three that a search finds.
async fn hits(profile: &Profile, sought: &[((ConversationId, MessageId), &str)]) -> usize {
    let mut found = 0;
    for ((_, message), query) in sought {
        let request = SearchMessages { query: (*query).to_owned(), limit: 3 };
        let hits = commands::search_messages(&profile.app, request).await.unwrap();
        let at = hits.iter().position(|hit| hit.message == Some(*message));
        let snippets: Vec<&str> = hits.iter().map(|hit| hit.snippet[0].text.as_str()).collect();
        // Seen where the test fails.
        eprintln!("{query}: {at:?} of {snippets:?}");
        found += usize::from(at.is_some());
    }
    found
}

#[tokio::test]
async fn screenshots_and_recordings_are_found_in_other_words() {
    let profile = Profile::with_senses().await;
    assert_eq!(fill(&profile).await, 500);
    let mut screens = Vec::new();
    for (at, (text, query)) in SCREENS.into_iter().enumerate() {
        let id = AttachmentId(Uuid::now_v7());
        let outcome = commands::attach_image(&profile.app, screenshot(text, id), |_| ()).await.unwrap();
        assert!(outcome.error.is_none() && outcome.attachment.read, "{outcome:?}");
        screens.push((asked(&profile, at, id).await, query));
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("note.wav");
    let mut recordings = Vec::new();
    for (at, (text, query)) in SPOKEN.into_iter().enumerate() {
        speak(text, &file);
        let heard = hear_file(&profile.app, &file, |_| ()).await.unwrap();
        assert!(heard.error.is_none() && heard.attachment.read, "{heard:?}");
        recordings.push((asked(&profile, at, heard.attachment.id).await, query));
    }
    profile.app.embed_waiting().await.unwrap();
    profile.app.make_ready().await;
    let (screens, recordings) = (hits(&profile, &screens).await, hits(&profile, &recordings).await);
    assert!(screens >= 9, "{screens} of 10 screenshots were found");
    assert!(recordings >= 9, "{recordings} of 10 recordings were found");

    // What nobody ever spoke of is not found by force.
    let query = "zebras grazing beneath a volcano on another planet".to_owned();
    let nothing = commands::search_messages(&profile.app, SearchMessages { query, limit: 10 }).await.unwrap();
    assert!(nothing.is_empty(), "{nothing:?}");
}
