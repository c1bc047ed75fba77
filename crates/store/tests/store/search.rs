use attune_store::{Place, SearchHit, Store};
use proptest::prelude::*;

use crate::profile::{Profile, ask, begin, finish, titled, turn};

async fn found(store: &Store, query: &str) -> Vec<String> {
    store.search(query, 50).await.unwrap().iter().map(shown).collect()
}

fn shown(hit: &SearchHit) -> String {
    let part = |part: &attune_store::SnippetPart| {
        if part.hit { format!("[{}]", part.text) } else { part.text.clone() }
    };
    hit.snippet.iter().map(part).collect()
}

async fn filled() -> (Profile, Store) {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Vendor review").await.id;
    turn(&store, id, "Is the café's e-mail in the audit?", "Yes: see section 4.2 of the audit.").await;
    turn(&store, id, "来週の東京オフィス訪問", "会議は大阪で開かれます。").await;
    turn(&store, id, "What does map(x => y) do? It's C++.", "Naïve résumé: NOT (a AND b) OR \"c\"*").await;
    (profile, store)
}

#[tokio::test]
async fn words_are_found_without_regard_to_case_accents_and_order() {
    let (_profile, store) = filled().await;
    assert_eq!(found(&store, "CAFE").await, ["Is the [café]'s e-mail in the audit?"]);
    assert_eq!(found(&store, "résume naive").await.len(), 1);
    assert_eq!(found(&store, "section yes").await, ["[Yes]: see [section] 4.2 of the audit."]);
    assert_eq!(found(&store, "section no").await.len(), 0);
    assert_eq!(found(&store, "audit").await.len(), 2);
}

#[tokio::test]
async fn the_last_word_may_be_unfinished() {
    let (_profile, store) = filled().await;
    assert_eq!(found(&store, "sec").await, ["Yes: see [section] 4.2 of the audit."]);
    assert_eq!(found(&store, "audit sec").await.len(), 1);
    assert_eq!(found(&store, "sec audit").await.len(), 0);
}

#[tokio::test]
async fn operators_are_text() {
    let (_profile, store) = filled().await;
    assert_eq!(found(&store, "NOT (a AND b) OR \"c\"*").await.len(), 1);
    assert_eq!(found(&store, "e-mail").await.len(), 1);
    assert_eq!(found(&store, "mail-e").await.len(), 0);
    assert_eq!(found(&store, "text:audit").await.len(), 0);
    assert_eq!(found(&store, "4.2").await.len(), 1);
    assert_eq!(found(&store, "c++").await.len(), 2);
    assert_eq!(found(&store, "=>").await, ["What does map(x [=>] y) do? It's C++."]);
    assert!(found(&store, "").await.is_empty());
    assert!(found(&store, " \u{0} ").await.is_empty());
}

#[tokio::test]
async fn scripts_without_spaces_are_found_inside_sentences() {
    let (_profile, store) = filled().await;
    assert_eq!(found(&store, "東京").await, ["来週の[東京]オフィス訪問"]);
    assert_eq!(found(&store, "大").await, ["会議は[大]阪で開かれます。"]);
    assert_eq!(found(&store, "京東").await.len(), 0);
    // The letter that stands between runs in the index is never what was searched for.
    assert_eq!(found(&store, "x").await, ["What does map([x] => y) do? It's C++."]);
}

#[tokio::test]
async fn titles_are_found_where_no_message_is() {
    let (_profile, store) = filled().await;
    let hits = store.search("vendor", 10).await.unwrap();
    assert_eq!(hits.len(), 1);
    assert_eq!((hits[0].message, hits[0].author), (None, None));
    assert_eq!(hits[0].role.as_str(), "leader");
    assert_eq!(shown(&hits[0]), "[Vendor] review");

    let id = hits[0].conversation;
    turn(&store, id, "Which vendor?", "None.").await;
    let hits = store.search("vendor", 10).await.unwrap();
    assert_eq!(hits.len(), 1);
    assert!(hits[0].message.is_some());
    assert_eq!(hits[0].title, "Vendor review");

    store.rename_conversation(id, "供应商评估").await.unwrap();
    assert_eq!(found(&store, "评估").await, ["供应商[评估]"]);
    assert_eq!(found(&store, "review").await.len(), 0);
}

#[tokio::test]
async fn a_text_is_found_when_it_is_final_and_only_as_it_is() {
    let profile = Profile::new();
    let store = profile.open().await;
    let begun = ask(&store, Place::New(titled("t")), "question").await;
    let answer = begun.answer.message.id;
    store.append(answer, "first draft").await.unwrap();
    assert!(found(&store, "draft").await.is_empty());
    finish(&store, answer, "final words").await;
    assert!(found(&store, "draft").await.is_empty());
    assert_eq!(found(&store, "final").await.len(), 1);
}

#[tokio::test]
async fn the_best_match_comes_first_and_the_limit_holds() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "t").await.id;
    turn(&store, id, "budget budget budget", &format!("a budget among {}", "many words ".repeat(40))).await;
    for _ in 0..5 {
        turn(&store, id, "something else", "and more").await;
    }
    let hits = found(&store, "budget").await;
    assert_eq!(hits.len(), 2);
    assert_eq!(hits[0], "[budget] [budget] [budget]");
    assert_eq!(store.search("more", 3).await.unwrap().len(), 3);
    assert_eq!(store.search("more", 0).await.unwrap().len(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn no_query_is_refused(queries in prop::collection::vec(query(), 60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (_profile, store) = filled().await;
            for query in queries {
                store.search(&query, 10).await.unwrap_or_else(|error| panic!("{query:?}: {error}"));
            }
        });
    }

    #[test]
    fn every_text_is_found_by_its_own_words(text in "[a-zàéüß0-9 .,:*()\"'+-]{0,60}") {
        let words: Vec<&str> = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let profile = Profile::new();
            let store = profile.open().await;
            let id = begin(&store, "t").await.id;
            turn(&store, id, &text, "-").await;
            for word in words {
                assert_eq!(store.search(word, 10).await.unwrap().len(), 1, "{word:?} in {text:?}");
            }
        });
    }
}

/// Queries made of what an index could take for an operator, and of any letters at all.
fn query() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "\"",
        "'",
        "*",
        "(",
        ")",
        ":",
        "^",
        "-",
        "+",
        "NEAR",
        "NEAR(",
        "AND",
        "OR",
        "NOT",
        "{",
        "}",
        "text",
        "ideographs",
        "rowid",
        ";",
        "--",
        "%",
        "_",
        "\\",
        "\0",
        "\u{1}",
        "\u{feff}",
        "\u{202e}",
        "東",
        "한",
        "🙂",
        "a",
        "bc",
        " ",
        "é",
        "e\u{301}",
        "\u{301}",
        "ǅ",
        "ﬁ",
        "𝔘",
        "٣",
        "\u{e000}",
    ]);
    prop_oneof![
        prop::collection::vec(odd, 0..12).prop_map(|parts| parts.concat()),
        "\\PC{0,30}",
        any::<String>(),
        "[a-z]{500,600}",
    ]
}
