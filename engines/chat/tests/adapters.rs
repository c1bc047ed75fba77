//! Role adapters, made here: random ones, whose effect is only that answers differ.

mod common;

use std::path::Path;

use attune_models::protocol::{Adapter, EngineFault, Generate, Load};

use common::{Engine, assert_same_start, generate, load, role, user};

/// The model's width.
const WIDTH: u64 = 576;
const RANK: u64 = 2;

#[test]
fn an_adapter_changes_answers_and_leaves_no_trace() {
    let dir = tempfile::tempdir().expect("a folder");
    let prefixes = dir.path().join("prefixes");
    let load = || Load { prefix_dir: prefixes.to_str().map(str::to_owned), ..load() };
    let path = dir.path().join("adapter.gguf");
    write_adapter(&path, 7);
    let ask = |scale: Option<f32>| Generate {
        adapter: scale.map(|scale| Adapter { path: path.to_str().expect("plain").to_owned(), scale }),
        ..generate(vec![role("leader"), user("Name three fruits.")], 16)
    };

    let mut engine = Engine::with_model(load());
    let plain = engine.answer(ask(None));
    let adapted = engine.answer(ask(Some(1.0)));
    assert_eq!(adapted.reused_tokens, 0, "what was computed without it is worth nothing");
    assert_ne!(adapted.text, plain.text);
    let without_strength = engine.answer(ask(Some(0.0)));
    assert_eq!(without_strength.reused_tokens, 0);
    assert_same_start(&without_strength.text, &plain.text);

    // Each has a state of its own, in this process and in the next.
    let again = engine.answer(ask(Some(1.0)));
    assert!(again.reused_tokens > 200, "{again:?}");
    assert_same_start(&again.text, &adapted.text);
    let plain_again = engine.answer(ask(None));
    assert!(plain_again.reused_tokens > 200, "{plain_again:?}");
    assert_same_start(&plain_again.text, &plain.text);
    let restored = Engine::with_model(load()).answer(ask(Some(1.0)));
    assert!(restored.reused_tokens > 200, "{restored:?}");
    assert_same_start(&restored.text, &adapted.text);

    // Another adapter under the same name is another adapter.
    write_adapter(&path, 8);
    let other = engine.answer(ask(Some(1.0)));
    assert_eq!(other.reused_tokens, 0);
    assert_ne!(other.text, adapted.text);
}

#[test]
fn a_file_that_is_no_adapter_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let text = dir.path().join("text.gguf");
    std::fs::write(&text, "This is not an adapter.").expect("it is written");
    let mut engine = Engine::with_model(load());
    let model = common::model();
    for path in [dir.path().join("missing.gguf").as_path(), text.as_path(), model.as_path()] {
        let answer = engine.answer(Generate {
            adapter: Some(Adapter { path: path.to_str().expect("plain").to_owned(), scale: 1.0 }),
            ..generate(vec![user("Hello")], 4)
        });
        assert_eq!(answer.end, Some(Err(EngineFault::BadAdapter)), "{}: {answer:?}", path.display());
    }
    assert!(matches!(engine.answer(generate(vec![user("Hello")], 4)).end, Some(Ok(_))));
}

/// A GGUF file with a random low-rank change of the first layers' queries and values.
fn write_adapter(path: &Path, seed: u32) {
    let tensors: Vec<(String, [u64; 2])> = (0..4)
        .flat_map(|layer| {
            let name = move |end| format!("blk.{layer}.attn_q.weight.lora_{end}");
            [(name("a"), [WIDTH, RANK]), (name("b"), [RANK, WIDTH])]
        })
        .collect();
    let mut file = Vec::new();
    file.extend(b"GGUF");
    file.extend(3u32.to_le_bytes());
    file.extend((tensors.len() as u64).to_le_bytes());
    file.extend(4u64.to_le_bytes());
    for (key, value) in
        [("general.type", "adapter"), ("general.architecture", "llama"), ("adapter.type", "lora")]
    {
        string(&mut file, key);
        file.extend(8u32.to_le_bytes());
        string(&mut file, value);
    }
    string(&mut file, "adapter.lora.alpha");
    file.extend(6u32.to_le_bytes());
    file.extend((RANK as f32).to_le_bytes());
    let bytes = WIDTH * RANK * 4;
    for (at, (name, shape)) in tensors.iter().enumerate() {
        string(&mut file, name);
        file.extend(2u32.to_le_bytes());
        shape.iter().for_each(|size| file.extend(size.to_le_bytes()));
        file.extend(0u32.to_le_bytes());
        file.extend((at as u64 * bytes).to_le_bytes());
    }
    file.resize(file.len().next_multiple_of(32), 0);
    let mut state = seed;
    for _ in 0..tensors.len() as u64 * WIDTH * RANK {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        // Strong enough to change words, not so strong that only newlines are left.
        let value = 1.7 * ((state >> 8) as f32 / (1 << 24) as f32 - 0.5);
        file.extend(value.to_le_bytes());
    }
    std::fs::write(path, file).expect("it is written");
}

fn string(file: &mut Vec<u8>, text: &str) {
    file.extend((text.len() as u64).to_le_bytes());
    file.extend(text.as_bytes());
}
