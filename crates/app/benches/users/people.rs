//! The people of the bench: each talks about four of the topics of `topics.txt`, and of what everybody talks about.

use attune_app::eval::users::{Profile, Query};

const TOPICS: &str = include_str!("topics.txt");
/// As many people as the mark is about.
const PEOPLE: usize = 414;
/// Topics of one person.
const OF_ONE: usize = 4;
/// Lines of each topic in a history.
const LINES: usize = 4;
/// Topics in what somebody says on another day.
const ASKED: usize = 4;
/// Lines of each of them.
const ASKED_LINES: usize = 2;

/// What everybody says.
const SMALL_TALK: [&str; 16] = [
    "Good morning, how are you today?",
    "Thanks, that helps a lot.",
    "Can you say that again in other words?",
    "I had a long meeting this morning.",
    "What is the weather like tomorrow?",
    "Please make it shorter.",
    "I am a bit tired today.",
    "Remind me to call my mother.",
    "Let us go on with this next week.",
    "That is not quite what I meant.",
    "I need a coffee first.",
    "Could you check my spelling?",
    "The train was late again.",
    "What time is it in New York?",
    "Have a nice weekend!",
    "Let me think about it.",
];

/// Everybody, with all they said, with the first three things of it, and with what they say on another day.
pub(crate) struct People {
    pub(crate) whole: Vec<Profile>,
    pub(crate) three: Vec<Profile>,
    /// In the order of people, each under its own name.
    pub(crate) asked: Vec<Query>,
}

struct Topic {
    said: Vec<&'static str>,
    asked: Vec<&'static str>,
}

/// Draws everybody. The same people each time.
pub(crate) fn people() -> People {
    let topics = topics();
    let mut draw = Draw(7);
    let mut people = People { whole: Vec::new(), three: Vec::new(), asked: Vec::new() };
    for number in 0..PEOPLE {
        let user = format!("person {number}");
        let own: Vec<&Topic> = draw.some(&topics.iter().collect::<Vec<_>>(), OF_ONE);
        let mut said: Vec<&str> = own.iter().flat_map(|topic| draw.some(&topic.said, LINES)).collect();
        // One of each of three topics.
        let first = said.iter().step_by(LINES).take(3).map(|text| (*text).to_owned()).collect();
        people.three.push(Profile { user: user.clone(), texts: first });
        said.extend(draw.some(&SMALL_TALK, 2));
        let said = draw.some(&said, said.len());
        people.whole.push(Profile { user: user.clone(), texts: owned(said) });
        let asked = draw.some(&own, ASKED);
        let mut asked: Vec<&str> =
            asked.iter().flat_map(|topic| draw.some(&topic.asked, ASKED_LINES)).collect();
        asked.extend(draw.some(&SMALL_TALK, 1));
        people.asked.push(Query { id: user, texts: owned(asked) });
    }
    people
}

fn topics() -> Vec<Topic> {
    let lines = |block: &'static str, mark: &'static str| {
        block.lines().filter_map(|line| line.strip_prefix(mark)).collect::<Vec<_>>()
    };
    let blocks = TOPICS.split("\n\n");
    let topics = blocks.map(|block| Topic { said: lines(block, "+ "), asked: lines(block, "? ") });
    topics.filter(|topic| !topic.said.is_empty()).collect()
}

fn owned(texts: Vec<&str>) -> Vec<String> {
    texts.into_iter().map(str::to_owned).collect()
}

/// Draws by Knuth's linear congruences: any noise will do, as long as it is the same each time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }

    /// So many of them, all different, in an order that is drawn.
    fn some<T: Copy>(&mut self, all: &[T], count: usize) -> Vec<T> {
        let mut left = all.to_vec();
        (0..count.min(all.len())).map(|_| left.swap_remove(self.below(left.len()))).collect()
    }
}
