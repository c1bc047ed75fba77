//! Twenty-five conversations of an office, ten turns each, put together from what is talked about and what is done with it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use attune_domain::{MessageStatus, RoleId, Timestamp};
use attune_store::{Ending, NewConversation, NewTurn, Place, Store, StoreOptions};
use uuid::Uuid;

use crate::support::Profile;

/// A title, five things and two deeds.
const TOPICS: [(&str, [&str; 5], [&str; 2]); 25] = [
    (
        "Budget",
        ["travel budget", "training fund", "quarterly forecast", "cost centres", "reserve"],
        ["approve", "cut"],
    ),
    (
        "Hiring",
        ["job advert", "interview plan", "trial day", "reference letter", "starting salary"],
        ["prepare", "discuss"],
    ),
    (
        "Website",
        ["home page", "contact form", "product photos", "cookie banner", "search box"],
        ["redesign", "test"],
    ),
    (
        "Newsletter",
        ["opening story", "subject line", "list of readers", "unsubscribe link", "picture of the month"],
        ["rewrite", "check"],
    ),
    (
        "Office move",
        ["floor plan", "packing boxes", "meeting rooms", "key cards", "removal firm"],
        ["book", "label"],
    ),
    (
        "Software release",
        ["release notes", "login page", "database migration", "feature flags", "rollback plan"],
        ["finish", "review"],
    ),
    (
        "Customers",
        ["complaint letters", "satisfaction survey", "loyalty discount", "support hours", "customer list"],
        ["answer", "update"],
    ),
    (
        "Travel",
        ["hotel in Prague", "train tickets", "visa papers", "travel insurance", "airport taxi"],
        ["reserve", "pay"],
    ),
    (
        "Purchasing",
        ["office chairs", "paper supplier", "framework contract", "order form", "delivery date"],
        ["compare", "confirm"],
    ),
    (
        "Accounting",
        ["bank statement", "invoice archive", "depreciation table", "petty cash", "year-end closing"],
        ["reconcile", "file"],
    ),
    (
        "Training",
        ["safety course", "language lessons", "presentation workshop", "mentoring scheme", "exam dates"],
        ["plan", "announce"],
    ),
    (
        "Canteen",
        ["vegetarian menu", "lunch vouchers", "opening hours", "dishwasher", "fruit baskets"],
        ["extend", "evaluate"],
    ),
    (
        "Security",
        ["visitor badges", "alarm system", "password rules", "door camera", "shredder"],
        ["renew", "inspect"],
    ),
    (
        "Sales",
        ["price list", "offer for the school", "sales pipeline", "commission scheme", "cold calls"],
        ["revise", "present"],
    ),
    (
        "Research",
        ["prototype", "measuring series", "patent draft", "laboratory bench", "field trial"],
        ["document", "repeat"],
    ),
    (
        "Legal",
        ["privacy notice", "trademark entry", "terms of sale", "works agreement", "signature rules"],
        ["translate", "examine"],
    ),
    (
        "Events",
        ["summer party", "keynote speaker", "name tags", "stage lights", "guest list"],
        ["organise", "shorten"],
    ),
    (
        "Vehicles",
        ["delivery van", "fuel cards", "winter tyres", "bicycle leasing", "charging station"],
        ["replace", "order"],
    ),
    (
        "Warehouse",
        ["stock count", "shelf labels", "pallet scanner", "returns area", "loading ramp"],
        ["clear", "map"],
    ),
    (
        "Health",
        ["flu vaccination", "standing desks", "first-aid kit", "eye tests", "noise in the hall"],
        ["offer", "measure"],
    ),
    (
        "Archive",
        ["old contracts", "microfilm reader", "retention periods", "index cards", "scanned plans"],
        ["sort", "digitise"],
    ),
    (
        "Press",
        ["interview with the paper", "press photos", "company history", "quote of the founder", "embargo"],
        ["release", "correct"],
    ),
    (
        "Energy",
        ["electricity contract", "solar roof", "heating curve", "meter readings", "window seals"],
        ["calculate", "improve"],
    ),
    (
        "Works council",
        ["overtime rules", "shift plan", "remote work", "suggestion box", "meeting minutes"],
        ["negotiate", "publish"],
    ),
    (
        "Design",
        ["logo colours", "brand font", "business cards", "slide template", "icon set"],
        ["choose", "simplify"],
    ),
];

const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

const ASKED: [&str; 10] = [
    "Who will {do} the {thing} before {day}?",
    "Please {do} the {thing} and tell the team.",
    "What is left to do until we {do} the {thing}?",
    "Can we {do} the {thing} a week later?",
    "Write three sentences on why we {do} the {thing}.",
    "How did other firms {do} their {thing}?",
    "I promised to {do} the {thing} by {day}.",
    "List the steps to {do} the {thing}.",
    "Which risks are there when we {do} the {thing}?",
    "Remind me on {day} to {do} the {thing}.",
];

const ANSWERED: [&str; 5] = [
    "Begin on {day}: collect what is known about the {thing}, ask those concerned, then {do} it.",
    "I would {do} the {thing} in two steps, and look at the result on {day}.",
    "Noted. The {thing} comes first on {day}; nothing else depends on it.",
    "Three people should {do} the {thing} together; one of them writes the summary.",
    "That depends on who owns the {thing}. Settle this, and it can be done by {day}.",
];

/// Fills a profile, and says with how many messages.
pub(crate) async fn fill(profile: &Profile) -> usize {
    let clock = AtomicI64::new(1_700_000_000_000);
    let now = move || Timestamp(clock.fetch_add(60_000, Ordering::Relaxed));
    let options = StoreOptions { now: Arc::new(now), ids: Arc::new(Uuid::now_v7), actor: None };
    let store = Store::open(profile.home().database(), options).await.unwrap();
    let mut messages = 0;
    for (at, (title, things, deeds)) in TOPICS.into_iter().enumerate() {
        let new = NewConversation { title: title.to_owned(), role: RoleId::new("knowledge-worker").unwrap() };
        let conversation = store.create_conversation(new).await.unwrap().id;
        for (turn, asked) in ASKED.into_iter().enumerate() {
            let (thing, deed, day) = (things[turn % 5], deeds[turn / 5], DAYS[(turn + at) % 5]);
            let said =
                |text: &str| text.replace("{do}", deed).replace("{thing}", thing).replace("{day}", day);
            let question = said(asked);
            let turn =
                NewTurn { place: Place::Tip(conversation), question, attached: None, events: Vec::new() };
            let answer = store.begin_turn(turn).await.unwrap().answer.message.id;
            let text = said(ANSWERED[(messages / 2 + at) % 5]);
            let ending = Ending {
                status: MessageStatus::Complete,
                text,
                origin: None,
                adherence: None,
                failure: None,
                events: Vec::new(),
            };
            store.finish(answer, ending).await.unwrap();
            messages += 2;
        }
    }
    store.close().await.unwrap();
    messages
}
