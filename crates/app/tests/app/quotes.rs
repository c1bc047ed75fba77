//! What is quoted from the past, and above all what is not, on questions at work of which none was used to learn it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use attune_app::eval::retrieve::{Asked, Found, Said, Search, retrieve};

use crate::support::Profile;

const MESSAGES: &str = include_str!("../../../persona/data/recall/quotes.txt");
const ASIDES: &str = include_str!("../../../persona/data/recall/asides.txt");
/// The most that an answer quotes.
const TOLD: usize = 3;

/// Threads with an odd number; `train_recall`, an example of the persona crate, learns from the others.
fn put_aside() -> (Vec<Said>, Vec<Asked>, HashMap<String, Vec<String>>) {
    let (mut said, mut asked, mut wanted) = (Vec::new(), Vec::new(), HashMap::new());
    let mut say = |text: &str, conversation: String| {
        let id = said.len().to_string();
        let (speaker, time, conversation) = (None, None, Some(conversation));
        said.push(Said { id: id.clone(), text: text.to_owned(), speaker, time, conversation });
        id
    };
    let lines = |text: &'static str| text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    let all: Vec<&str> = lines(MESSAGES).collect();
    for (thread, lines) in all.split(|line| line.is_empty()).enumerate().filter(|(thread, _)| thread % 2 == 1)
    {
        let mut told: Vec<String> = Vec::new();
        for line in lines {
            let (kind, text) = line.split_once(' ').unwrap();
            let (text, numbers) = text.split_once(" => ").unwrap_or((text, ""));
            if matches!(kind, "?" | "-") {
                let id = asked.len().to_string();
                let numbers = numbers.split_whitespace().map(|number| number.parse::<usize>().unwrap());
                let evidence: Vec<String> = numbers.map(|number| told[number - 1].clone()).collect();
                wanted.insert(id.clone(), evidence);
                asked.push(Asked { id, text: text.to_owned() });
            } else {
                told.push(say(text, thread.to_string()));
            }
        }
    }
    for line in lines(ASIDES).filter(|line| !line.is_empty()) {
        say(line, "asides".to_owned());
    }
    (said, asked, wanted)
}

#[tokio::test]
async fn what_does_not_belong_to_a_question_is_hardly_ever_quoted() {
    let profile = Profile::open().await;
    let (said, asked, wanted) = put_aside();
    let found: Arc<Mutex<Vec<Found>>> = Arc::default();
    let into = found.clone();
    let report = move |one| into.lock().unwrap().push(one);
    retrieve(&profile.app, said, asked, TOLD, Search::AsAnswers, report).await.unwrap();
    let (mut quoted, mut right, mut served, mut questions, mut wrong, mut unrelated) = (0, 0, 0, 0, 0, 0);
    for one in found.lock().unwrap().iter() {
        let wanted = &wanted[&one.id];
        let hits = one.ranked.iter().filter(|ranked| wanted.contains(&ranked.id)).count();
        quoted += one.ranked.len();
        right += hits;
        if wanted.is_empty() {
            unrelated += 1;
            wrong += usize::from(!one.ranked.is_empty());
        } else {
            questions += 1;
            served += usize::from(hits > 0);
        }
    }
    assert_eq!((questions, unrelated), (36, 54));
    assert!(100 * wrong <= 6 * unrelated, "quoted for {wrong} of {unrelated} questions that nothing belongs to");
    assert!(10 * right >= 7 * quoted, "{right} of {quoted} quotes belong to their question");
    assert!(10 * served >= 4 * questions, "found for {served} of {questions} questions");
}
