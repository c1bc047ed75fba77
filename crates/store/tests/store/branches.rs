use std::collections::HashMap;

use attune_domain::{ConversationId, MessageId};
use attune_store::{Place, Store, StoreError};
use proptest::prelude::*;

use crate::profile::{Profile, ask, begin, finish, texts, turn};

#[tokio::test]
async fn a_branch_is_read_in_stretches() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    assert!(store.stretch(id, 0, 10).await.unwrap().is_empty());
    assert_eq!(store.branch(id).await.unwrap().total, 0);
    for number in 0..10 {
        turn(&store, id, &format!("q{number}"), &format!("a{number}")).await;
    }
    assert_eq!(store.branch(id).await.unwrap().total, 20);
    let ids = store.branch_ids(id).await.unwrap();
    for (from, count) in [(0, 3), (7, 6), (18, 100), (20, 5), (0, 0), (u32::MAX, u32::MAX)] {
        let stretch = store.stretch(id, from, count).await.unwrap();
        let expected = ids.iter().skip(from as usize).take(count as usize).copied().collect::<Vec<_>>();
        let found = stretch.iter().map(|placed| placed.message.id).collect::<Vec<_>>();
        assert_eq!(found, expected, "{from} {count}");
        assert!(stretch.iter().zip(from..).all(|(placed, index)| placed.index == index));
    }
}

#[tokio::test]
async fn switching_goes_down_to_the_newest_leaf() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    let (first, _) = turn(&store, id, "one", "1").await;
    turn(&store, id, "two", "2").await;
    let edited = ask(&store, Place::InsteadOf { conversation: id, question: first }, "ONE").await;
    finish(&store, edited.answer.message.id, "I").await;
    assert_eq!(texts(&store, id).await, ["ONE", "I"]);

    let back = store.switch_branch(id, first).await.unwrap();
    assert_eq!(back.total, 4);
    assert_eq!(texts(&store, id).await, ["one", "1", "two", "2"]);
    assert_eq!(store.branch(id).await.unwrap(), back);
    store.switch_branch(id, edited.question.message.id).await.unwrap();
    assert_eq!(texts(&store, id).await, ["ONE", "I"]);
}

#[tokio::test]
async fn showing_a_message_keeps_the_branch_that_holds_it() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    let (_, first_answer) = turn(&store, id, "one", "1").await;
    let (second, _) = turn(&store, id, "two", "2").await;
    let edit = Place::InsteadOf { conversation: id, question: second };
    let edited = ask(&store, edit, "TWO").await;
    finish(&store, edited.answer.message.id, "II").await;
    store.switch_branch(id, second).await.unwrap();

    // The edited branch is newer, but the shown one holds the first answer too.
    store.show_message(id, first_answer).await.unwrap();
    assert_eq!(texts(&store, id).await, ["one", "1", "two", "2"]);
    store.show_message(id, edited.question.message.id).await.unwrap();
    assert_eq!(texts(&store, id).await, ["one", "1", "TWO", "II"]);
}

#[tokio::test]
async fn messages_of_another_conversation_are_not_found() {
    let profile = Profile::new();
    let store = profile.open().await;
    let here = begin(&store, "here").await.id;
    let there = begin(&store, "there").await.id;
    let (question, _) = turn(&store, there, "q", "a").await;
    assert!(matches!(store.switch_branch(here, question).await, Err(StoreError::NotFound { .. })));
    assert!(matches!(store.show_message(here, question).await, Err(StoreError::NotFound { .. })));
}

/// What the database should answer, kept in a plain map.
#[derive(Default)]
struct Tree {
    parents: HashMap<MessageId, Option<MessageId>>,
    /// In the order in which they were written.
    order: Vec<MessageId>,
    questions: Vec<MessageId>,
    tip: Option<MessageId>,
}

impl Tree {
    fn add(&mut self, id: MessageId, parent: Option<MessageId>) {
        self.parents.insert(id, parent);
        self.order.push(id);
        self.tip = Some(id);
    }

    fn children(&self, parent: Option<MessageId>) -> Vec<MessageId> {
        self.order.iter().copied().filter(|id| self.parents[id] == parent).collect()
    }

    fn path(&self, tip: Option<MessageId>) -> Vec<MessageId> {
        let mut path: Vec<MessageId> = std::iter::successors(tip, |id| self.parents[id]).collect();
        path.reverse();
        path
    }

    fn newest_leaf(&self, top: MessageId) -> MessageId {
        let is_below = |id: &&MessageId| self.path(Some(**id)).contains(&top);
        let is_leaf = |id: &&MessageId| self.children(Some(**id)).is_empty();
        *self.order.iter().rev().find(|id| is_below(id) && is_leaf(id)).unwrap()
    }
}

/// One thing that a person does; the numbers choose among what is there.
#[derive(Debug, Clone)]
enum Step {
    Ask,
    Edit(usize),
    Regenerate(usize),
    Switch(usize),
    Show(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => Just(Step::Ask),
        2 => any::<usize>().prop_map(Step::Edit),
        2 => any::<usize>().prop_map(Step::Regenerate),
        2 => any::<usize>().prop_map(Step::Switch),
        1 => any::<usize>().prop_map(Step::Show),
    ];
    prop::collection::vec(step, 1..25)
}

async fn take(store: &Store, id: ConversationId, tree: &mut Tree, step: &Step) {
    let pick = |from: &[MessageId], number: usize| from.get(number.checked_rem(from.len())?).copied();
    let begun = match *step {
        Step::Ask => Some(ask(store, Place::Tip(id), "q").await),
        Step::Edit(number) => match pick(&tree.questions, number) {
            Some(question) => Some(ask(store, Place::InsteadOf { conversation: id, question }, "e").await),
            None => None,
        },
        Step::Regenerate(number) => match pick(&tree.questions, number) {
            Some(question) => Some(store.begin_answer(question, Vec::new()).await.unwrap()),
            None => None,
        },
        Step::Switch(number) => {
            if let Some(to) = pick(&tree.order, number) {
                store.switch_branch(id, to).await.unwrap();
                tree.tip = Some(tree.newest_leaf(to));
            }
            None
        }
        Step::Show(number) => {
            if let Some(message) = pick(&tree.order, number) {
                store.show_message(id, message).await.unwrap();
                if !tree.path(tree.tip).contains(&message) {
                    tree.tip = Some(tree.newest_leaf(message));
                }
            }
            None
        }
    };
    if let Some(begun) = begun {
        let question = &begun.question.message;
        if !tree.parents.contains_key(&question.id) {
            tree.add(question.id, question.parent);
            tree.questions.push(question.id);
        }
        tree.add(begun.answer.message.id, Some(question.id));
        finish(store, begun.answer.message.id, "a").await;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_tree_is_read_as_it_was_written(steps in steps(), stand_still in any::<bool>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let profile = Profile::new();
            let store = profile.open().await;
            let id = begin(&store, "tree").await.id;
            let mut tree = Tree::default();
            for step in &steps {
                if !stand_still {
                    profile.pass(10);
                }
                take(&store, id, &mut tree, step).await;
                assert_eq!(store.branch_ids(id).await.unwrap(), tree.path(tree.tip), "{step:?}");
            }
            let path = tree.path(tree.tip);
            assert_eq!(store.branch(id).await.unwrap().total as usize, path.len());
            let stretch = store.stretch(id, 0, 1_000).await.unwrap();
            assert_eq!(stretch.iter().map(|placed| placed.message.id).collect::<Vec<_>>(), path);
            for placed in stretch {
                assert_eq!(placed.siblings, tree.children(tree.parents[&placed.message.id]));
                assert_eq!(store.siblings(placed.message.id).await.unwrap(), placed.siblings);
            }
        });
    }
}
