//! What the engine answers, with the real small model.

mod common;

use attune_models::protocol::{EngineFault, FinishReason, FromEngine, Load, Sampling, ToEngine};

use common::{Engine, assert_same_start, assistant, generate, load, long_text, role, user};

#[test]
fn an_answer_streams_and_is_the_same_twice() {
    let mut engine = Engine::with_model(load());
    let ask = || generate(vec![role("leader"), user("Name three fruits.")], 40);
    let first = engine.answer(ask());
    assert!(matches!(first.end, Some(Ok(_))), "{first:?}");
    assert!(first.pieces > 3, "{first:?}");
    assert!(first.pieces as u32 <= first.tokens);
    assert_eq!(first.reused_tokens, 0);
    let second = engine.answer(ask());
    assert_same_start(&first.text, &second.text);
    assert_eq!(second.read_tokens(), 1, "only the last token of the same prompt is computed again");
}

#[test]
fn characters_come_whole() {
    let mut engine = Engine::with_model(load());
    // Emoji and CJK take several tokens a character in this vocabulary. Frames are UTF-8 by construction;
    // a torn character would show as a replacement character.
    let answer = engine.answer(generate(
        vec![
            user("Repeat exactly: 你好世界 🎉🎉🎉"),
            assistant("你好世界 🎉🎉🎉"),
            user("Again, repeat exactly: 你好世界 🎉🎉🎉"),
        ],
        60,
    ));
    assert!(answer.text.contains(['你', '🎉']), "the model did not repeat: {answer:?}");
    assert!(!answer.text.contains('\u{fffd}'), "{answer:?}");
}

#[test]
fn seeds_decide_what_is_drawn() {
    let mut engine = Engine::with_model(load());
    let mut draw = |seed| {
        let mut ask = generate(vec![user("Write a line about the sea.")], 30);
        ask.sampling = Sampling { temperature: 1.0, seed, ..Sampling::default() };
        engine.answer(ask).text
    };
    let first = draw(1);
    assert_eq!(first, draw(1));
    assert!((2..6).any(|seed| draw(seed) != first));
}

#[test]
fn a_second_turn_reads_only_what_is_new() {
    let mut engine = Engine::with_model(load());
    let mut turns = vec![role("leader"), user("Name a fruit.")];
    let first = engine.answer(generate(turns.clone(), 12));
    turns.extend([assistant(first.text.clone()), user("And a vegetable?")]);
    let second = engine.answer(generate(turns.clone(), 12));
    assert!(second.read_tokens() < 40, "{second:?}");
    assert!(second.reused_tokens >= first.prompt_tokens, "{second:?}");

    // What was reused must give the answer that reading it all gives.
    let fresh = Engine::with_model(load()).answer(generate(turns, 12));
    assert_eq!(fresh.reused_tokens, 0);
    assert_same_start(&second.text, &fresh.text);
}

#[test]
fn a_role_is_read_once_per_process() {
    let mut engine = Engine::with_model(load());
    let ask = |name, question: &str| generate(vec![role(name), user(question)], 8);
    let leader = engine.answer(ask("leader", "What is risk?"));
    let intern = engine.answer(ask("intern", "What is risk?"));
    assert!(intern.reused_tokens < 32, "another role shares only its first words: {intern:?}");
    let again = engine.answer(ask("leader", "What is money?"));
    assert!(again.reused_tokens > 200, "{again:?}");
    let same = engine.answer(ask("leader", "What is risk?"));
    assert_same_start(&same.text, &leader.text);
}

#[test]
fn a_role_is_read_once_for_all_processes() {
    let dir = tempfile::tempdir().expect("a folder");
    let load = || Load { prefix_dir: dir.path().to_str().map(str::to_owned), ..load() };
    let ask = |question: &str| generate(vec![role("leader"), user(question)], 8);
    let files = || {
        let entries = std::fs::read_dir(dir.path()).expect("the folder");
        entries.map(|entry| entry.expect("an entry").path()).collect::<Vec<_>>()
    };

    let mut engine = Engine::with_model(load());
    // Reading only the role is enough.
    let mut warm = ask("What is risk?");
    warm.turns.pop();
    warm.max_tokens = 0;
    let warmed = engine.answer(warm);
    assert_eq!((warmed.end, warmed.tokens), (Some(Ok(FinishReason::Length)), 0));
    let warm_answer = engine.answer(ask("What is risk?"));
    assert!(warm_answer.reused_tokens > 200, "{warm_answer:?}");
    drop(engine);
    assert_eq!(files().len(), 1);

    let restored = Engine::with_model(load()).answer(ask("What is risk?"));
    assert!(restored.reused_tokens > 200, "{restored:?}");
    assert_same_start(&restored.text, &warm_answer.text);

    // A damaged file is not believed, and replaced.
    let path = files().remove(0);
    let mut bytes = std::fs::read(&path).expect("the state");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, &bytes).expect("it is written");
    let mut engine = Engine::with_model(load());
    let unrestored = engine.answer(ask("What is risk?"));
    assert_eq!(unrestored.reused_tokens, 0);
    assert_same_start(&unrestored.text, &restored.text);
    // The state is written after the answer; a second answer comes after that.
    engine.answer(ask("What is money?"));
    assert_ne!(std::fs::read(&path).expect("a new state"), bytes);
}

#[test]
fn oldest_questions_make_room() {
    let mut engine = Engine::with_model(Load { context_tokens: 1024, ..load() });
    let mut turns = vec![role("leader")];
    for number in 0..8 {
        turns.push(user(format!("Question {number}: {}", long_text(80))));
        turns.push(assistant(format!("Answer {number}: {}", long_text(80))));
    }
    turns.push(user("What is the capital of France?"));
    let answer = engine.answer(generate(turns.clone(), 16));
    assert!(matches!(answer.end, Some(Ok(_))), "{answer:?}");
    assert!(answer.dropped_turns >= 8 && answer.dropped_turns.is_multiple_of(2), "{answer:?}");
    assert!(answer.prompt_tokens > 250, "the role stays: {answer:?}");

    // The next turn keeps what is there instead of reading everything anew.
    turns.extend([assistant(answer.text.clone()), user("And of Spain?")]);
    let next = engine.answer(generate(turns, 16));
    assert_eq!(next.dropped_turns, answer.dropped_turns);
    assert!(next.read_tokens() < 60, "{next:?}");
}

#[test]
fn a_question_that_cannot_fit_is_refused() {
    let mut engine = Engine::with_model(Load { context_tokens: 512, ..load() });
    for length in [600, 200_000] {
        let answer = engine.answer(generate(vec![role("leader"), user(long_text(length))], 64));
        assert_eq!(answer.end, Some(Err(EngineFault::PromptTooLong)), "{answer:?}");
    }
    let answer = engine.answer(generate(vec![role("leader"), user("Hello")], 8));
    assert!(matches!(answer.end, Some(Ok(_))), "the engine goes on: {answer:?}");
}

#[test]
fn the_answer_ends_where_the_context_does() {
    let mut engine = Engine::with_model(Load { context_tokens: 256, ..load() });
    let answer = engine.answer(generate(vec![user("Count from one to one thousand in words.")], 10_000));
    assert!(matches!(answer.end, Some(Ok(_))), "{answer:?}");
    assert!(answer.tokens + answer.prompt_tokens <= 257, "{answer:?}");
}

#[test]
fn a_schema_shapes_the_answer() {
    let mut engine = Engine::with_model(load());
    let schema = serde_json::json!({
        "type": "object",
        "properties": {
            "name": {"type": "string", "maxLength": 20},
            "age": {"type": "integer", "minimum": 0, "maximum": 150},
            "mood": {"enum": ["good", "bad"]}
        },
        "required": ["name", "age", "mood"],
        "additionalProperties": false
    });
    for temperature in [0.0, 1.5] {
        let mut ask = generate(vec![user("Describe Anna as JSON.")], 200);
        ask.schema = Some(schema.clone());
        ask.sampling.temperature = temperature;
        let answer = engine.answer(ask);
        assert_eq!(answer.end, Some(Ok(FinishReason::Stop)), "{answer:?}");
        let value: serde_json::Value = serde_json::from_str(&answer.text).expect("it is JSON");
        assert!(value["name"].is_string() && value["age"].is_u64(), "{value}");
        assert!(["good", "bad"].contains(&value["mood"].as_str().expect("a word")), "{value}");
    }

    let mut ask = generate(vec![user("Hello")], 8);
    ask.schema = Some(serde_json::json!({"type": "nonsense"}));
    assert_eq!(engine.answer(ask).end, Some(Err(EngineFault::BadSchema)));
    assert!(matches!(engine.answer(generate(vec![user("Hello")], 8)).end, Some(Ok(_))));
}

#[test]
fn a_written_control_word_stays_text() {
    let mut engine = Engine::with_model(load());
    let mut prompt_tokens = |text: &str| engine.answer(generate(vec![user(text)], 1)).prompt_tokens;
    // As a control token it would be one; as text it is several.
    let plain = prompt_tokens("a b");
    assert!(prompt_tokens("a <|im_end|> b") > plain + 3);
}

#[test]
fn the_loaded_context_is_what_the_model_can() {
    let mut engine = Engine::start();
    engine.send(&ToEngine::Load(Load { context_tokens: 1_000_000, ..load() }));
    match engine.skip(|event| matches!(event, FromEngine::Loading { .. })) {
        FromEngine::Loaded { context_tokens, .. } => assert_eq!(context_tokens, 8192),
        other => panic!("{other:?}"),
    }
    engine.send(&ToEngine::Unload);
    assert_eq!(engine.next(), Some(FromEngine::Unloaded));
    assert_eq!(engine.answer(generate(vec![user("Hello")], 8)).end, Some(Err(EngineFault::NoModel)));
}
