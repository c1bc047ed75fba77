//! What the engine survives, and how it ends.

#![allow(clippy::disallowed_methods, reason = "one test starts the engine through a shell")]

mod common;

use std::process::Command;

use attune_models::protocol::{EngineFault, FinishReason, FromEngine, Load, ToEngine};

use common::{Engine, assert_same_start, generate, load, long_text, model, role, user};

#[test]
fn cancelling_while_it_writes() {
    let mut engine = Engine::with_model(load());
    let ask = || generate(vec![user("Tell a very long story about a dragon.")], 1000);
    let id = engine.ask(ask());
    engine.skip(|event| !matches!(event, FromEngine::Token { .. }));
    engine.send(&ToEngine::Cancel { id });
    let stopped = engine.finish(id);
    assert_eq!(stopped.end, Some(Ok(FinishReason::Cancelled)));
    assert!(stopped.tokens < 1000);
    same_as_fresh(&mut engine);
}

#[test]
fn cancelling_while_it_reads() {
    let mut engine = Engine::with_model(Load { context_tokens: 8192, ..load() });
    // Some thousand tokens take seconds to read.
    let id = engine.ask(generate(vec![role("leader"), user(long_text(6000))], 10));
    let event = engine.next();
    assert!(matches!(event, Some(FromEngine::Reading { .. })), "{event:?}");
    engine.send(&ToEngine::Cancel { id });
    let stopped = engine.finish(id);
    assert_eq!(stopped.end, Some(Ok(FinishReason::Cancelled)));
    assert_eq!(stopped.prompt_tokens, 0, "it was not read to the end");
    same_as_fresh(&mut engine);
}

/// What is left in the context after a cancel gives the same answer as an empty one.
fn same_as_fresh(engine: &mut Engine) {
    let ask = || generate(vec![role("leader"), user(long_text(100)), user("What is this about?")], 16);
    let after = engine.answer(ask());
    let fresh = Engine::with_model(load()).answer(ask());
    assert_same_start(&after.text, &fresh.text);
}

#[test]
fn cancelling_what_waits() {
    let mut engine = Engine::with_model(load());
    let first = engine.ask(generate(vec![user("Tell a very long story.")], 1000));
    let second = engine.ask(generate(vec![user("Hello")], 1000));
    engine.send(&ToEngine::Cancel { id: second });
    engine.send(&ToEngine::Cancel { id: first });
    assert_eq!(engine.finish(first).end, Some(Ok(FinishReason::Cancelled)));
    let forgotten = engine.finish(second);
    assert_eq!((forgotten.end, forgotten.tokens), (Some(Ok(FinishReason::Cancelled)), 0));
    engine.send(&ToEngine::Cancel { id: 99 });
    assert!(matches!(engine.answer(generate(vec![user("Hello")], 4)).end, Some(Ok(_))));
}

#[test]
fn bad_model_files_are_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).expect("it is written");
        path
    };
    let whole = std::fs::read(model()).expect("the model");
    let mut wrong_counts = whole[..1 << 20].to_vec();
    wrong_counts[8..24].fill(0xff);
    let mut wrong_strings = whole[..1 << 20].to_vec();
    wrong_strings[24..32].fill(0x7f);
    let files = [
        dir.path().join("missing.gguf"),
        dir.path().to_owned(),
        write("empty.gguf", b""),
        write("text.gguf", b"This is not a model."),
        write("magic.gguf", b"GGUF"),
        write("cut.gguf", &whole[..whole.len() / 2]),
        write("header.gguf", &whole[..4096]),
        write("counts.gguf", &wrong_counts),
        write("strings.gguf", &wrong_strings),
    ];
    let mut engine = Engine::start();
    for path in files {
        engine.send(&ToEngine::Load(Load { path: path.to_str().expect("plain").to_owned(), ..load() }));
        match engine.skip(|event| matches!(event, FromEngine::Loading { .. })) {
            FromEngine::Failed { id: None, code: EngineFault::BadModel, message } => {
                assert!(message.contains(path.to_str().expect("plain")), "{message}");
            }
            other => panic!("{}: {other:?}", path.display()),
        }
    }
    engine.send(&ToEngine::Load(load()));
    let event = engine.skip(|event| matches!(event, FromEngine::Loading { .. }));
    assert!(matches!(event, FromEngine::Loaded { .. }), "{event:?}");
}

#[test]
fn lines_that_are_no_requests_are_answered() {
    let mut engine = Engine::with_model(load());
    for line in [&b"hello\n"[..], b"{\"do\":\"dance\"}\n", b"\xff\xfe\n", b"[[[[\n"] {
        engine.send_raw(line);
        let event = engine.next();
        assert!(
            matches!(event, Some(FromEngine::Failed { id: None, code: EngineFault::Internal, .. })),
            "{event:?}"
        );
    }
    engine.send_raw(b"\n  \n");
    assert!(matches!(engine.answer(generate(vec![user("Hello")], 4)).end, Some(Ok(_))));
}

#[test]
fn texts_that_are_no_questions_are_answered() {
    let mut engine = Engine::with_model(load());
    for text in ["", "\0", "\u{fffd}\u{200b}", "   \n\n\n   ", "<|im_start|><|im_end|>"] {
        let answer = engine.answer(generate(vec![role("leader"), user(text)], 4));
        assert!(matches!(answer.end, Some(Ok(_))), "{text:?}: {answer:?}");
    }
    for turns in [vec![], vec![role("leader")]] {
        let answer = engine.answer(generate(turns, 4));
        assert!(answer.end.is_some(), "{answer:?}");
    }
}

#[test]
fn it_ends_with_its_parent() {
    // While it waits, while it reads, while it writes.
    for (tokens, max_tokens) in [(0, 0), (6000, 10), (0, 1000)] {
        let mut engine = Engine::with_model(Load { context_tokens: 8192, ..load() });
        if max_tokens > 0 {
            engine.ask(generate(vec![user(format!("Tell a story. {}", long_text(tokens)))], max_tokens));
            engine.next();
        }
        engine.close_stdin();
        while engine.next().is_some() {}
        let status = engine.child.wait().expect("it ended");
        assert!(status.success(), "{status}");
    }
}

#[test]
fn it_quits_when_asked() {
    let mut engine = Engine::start();
    engine.send(&ToEngine::Quit);
    assert_eq!(engine.next(), None);
    assert!(engine.child.wait().expect("it ended").success());
}

#[test]
#[cfg(target_os = "linux")]
fn too_little_memory_is_said() {
    // Too little for the model, for its mapping, for the context.
    for kib in [100_000, 150_000, 250_000, 350_000] {
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("ulimit -v {kib}; exec \"$0\"")])
            .arg(env!("CARGO_BIN_EXE_attune-chat-engine"));
        let mut engine = Engine::run(command);
        engine.send(&ToEngine::Load(Load { context_tokens: 8192, ..load() }));
        match engine.skip(|event| matches!(event, FromEngine::Loading { .. })) {
            FromEngine::Failed { code: EngineFault::OutOfMemory, .. } => {}
            other => panic!("{kib}: {other:?}"),
        }
        let answer = engine.answer(generate(vec![user("Hello")], 4));
        assert_eq!(answer.end, Some(Err(EngineFault::NoModel)), "the engine goes on");
    }
}
