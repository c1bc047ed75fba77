//! The conversion of Whisper, checked by a reader of its own, and against files that want to do harm.

use std::collections::HashMap;
use std::path::Path;

use attune_models::install::Whole;
use attune_models::install::ctranslate2::{ConversionError, Files, Precision, convert};
use half::f16;
use tokio_util::sync::CancellationToken;

use super::support::sha256;
use super::whisper_model::{AUDIO_CONTEXT, MELS, MiniWhisper, TEXT_CONTEXT, VOCABULARY, value, vocabulary};

fn convert_in(folder: &Path, precision: Precision) -> Result<Whole, ConversionError> {
    let files = Files { weights: folder.join("model.bin"), vocabulary: folder.join("vocabulary.txt") };
    convert(&files, &folder.join("ggml.bin"), precision, |_| {}, &CancellationToken::new())
}

/// A ggml file, taken apart.
struct Ggml {
    header: Vec<u32>,
    mel: Vec<f32>,
    tokens: Vec<Vec<u8>>,
    /// Dimensions (fastest first), type, bytes.
    tensors: HashMap<String, (Vec<u32>, u32, Vec<u8>)>,
}

fn take<'a>(bytes: &mut &'a [u8], len: usize) -> &'a [u8] {
    let (taken, rest) = bytes.split_at(len);
    *bytes = rest;
    taken
}

fn number(bytes: &mut &[u8]) -> u32 {
    u32::from_le_bytes(take(bytes, 4).try_into().unwrap())
}

impl Ggml {
    fn read(mut bytes: &[u8]) -> Self {
        let bytes = &mut bytes;
        let header = (0..12).map(|_| number(bytes)).collect();
        let (bands, bins) = (number(bytes), number(bytes));
        let mel = (0..bands * bins).map(|_| f32::from_bits(number(bytes))).collect();
        let token = |bytes: &mut &[u8]| {
            let len = number(bytes) as usize;
            take(bytes, len).to_vec()
        };
        let tokens = (0..number(bytes)).map(|_| token(bytes)).collect();
        let mut tensors = HashMap::new();
        while !bytes.is_empty() {
            let [rank, name_len, kind] = [number(bytes), number(bytes), number(bytes)];
            let shape: Vec<u32> = (0..rank).map(|_| number(bytes)).collect();
            let name = String::from_utf8(take(bytes, name_len as usize).to_vec()).unwrap();
            let count = shape.iter().product::<u32>() as usize;
            let len = match kind {
                0 => count * 4,
                1 => count * 2,
                8 => count / 32 * 34,
                other => panic!("type {other}"),
            };
            assert!(tensors.insert(name, (shape, kind, take(bytes, len).to_vec())).is_none());
        }
        Self { header, mel, tokens, tensors }
    }

    fn values(&self, name: &str) -> Vec<f32> {
        let (_, kind, bytes) = &self.tensors[name];
        match kind {
            0 => bytes.chunks(4).map(|four| f32::from_le_bytes(four.try_into().unwrap())).collect(),
            1 => bytes.chunks(2).map(|two| f16::from_le_bytes(two.try_into().unwrap()).to_f32()).collect(),
            _ => bytes.chunks(34).flat_map(unpack).collect(),
        }
    }
}

/// A block of 8-bit weights.
fn unpack(block: &[u8]) -> impl Iterator<Item = f32> {
    let scale = f16::from_le_bytes([block[0], block[1]]).to_f32();
    block[2..].iter().map(move |weight| f32::from(*weight as i8) * scale)
}

/// Where each kind of tensor comes from: its name in ggml, the variable, the first element.
fn origins(state: usize) -> Vec<(&'static str, &'static str, usize)> {
    let square = state * state;
    vec![
        ("decoder.token_embedding.weight", "decoder/embeddings/weight", 0),
        ("decoder.positional_embedding", "decoder/position_encodings/encodings", 0),
        ("encoder.positional_embedding", "encoder/position_encodings/encodings", 0),
        ("encoder.conv1.weight", "encoder/conv1/weight", 0),
        ("encoder.conv2.bias", "encoder/conv2/bias", 0),
        ("encoder.ln_post.weight", "encoder/layer_norm/gamma", 0),
        ("decoder.ln.bias", "decoder/layer_norm/beta", 0),
        ("encoder.blocks.0.attn.query.weight", "encoder/layer_0/self_attention/linear_0/weight", 0),
        ("encoder.blocks.1.attn.key.weight", "encoder/layer_1/self_attention/linear_0/weight", square),
        ("decoder.blocks.1.attn.value.weight", "decoder/layer_1/self_attention/linear_0/weight", 2 * square),
        ("decoder.blocks.0.attn.query.bias", "decoder/layer_0/self_attention/linear_0/bias", 0),
        ("decoder.blocks.0.attn.value.bias", "decoder/layer_0/self_attention/linear_0/bias", 2 * state),
        ("decoder.blocks.0.attn.out.weight", "decoder/layer_0/self_attention/linear_1/weight", 0),
        ("decoder.blocks.1.attn_ln.weight", "decoder/layer_1/self_attention/layer_norm/gamma", 0),
        ("decoder.blocks.1.cross_attn.query.weight", "decoder/layer_1/attention/linear_0/weight", 0),
        ("decoder.blocks.1.cross_attn.key.weight", "decoder/layer_1/attention/linear_1/weight", 0),
        ("decoder.blocks.1.cross_attn.value.weight", "decoder/layer_1/attention/linear_1/weight", square),
        ("decoder.blocks.1.cross_attn.value.bias", "decoder/layer_1/attention/linear_1/bias", state),
        ("decoder.blocks.0.cross_attn.out.bias", "decoder/layer_0/attention/linear_2/bias", 0),
        ("encoder.blocks.0.mlp.0.weight", "encoder/layer_0/ffn/linear_0/weight", 0),
        ("encoder.blocks.0.mlp.2.bias", "encoder/layer_0/ffn/linear_1/bias", 0),
        ("encoder.blocks.1.mlp_ln.bias", "encoder/layer_1/ffn/layer_norm/beta", 0),
    ]
}

/// Converts a miniature and checks every number of the header, every token, and where the weights went.
fn check(model: &MiniWhisper, precision: Precision, file_kind: u32, tolerance: f32) {
    let folder = tempfile::tempdir().unwrap();
    model.write_to(folder.path());
    let whole = convert_in(folder.path(), precision).unwrap();
    let bytes = std::fs::read(folder.path().join("ggml.bin")).unwrap();
    assert_eq!((whole.bytes, whole.sha256.as_str()), (bytes.len() as u64, sha256(&bytes).as_str()));

    let ggml = Ggml::read(&bytes);
    let (state, layers) = (model.state, model.layers);
    let expect = [
        0x6767_6d6c,
        VOCABULARY,
        AUDIO_CONTEXT,
        state,
        1,
        layers,
        TEXT_CONTEXT,
        state,
        1,
        layers,
        MELS,
        file_kind,
    ];
    assert_eq!(ggml.header, expect);
    assert_eq!(ggml.mel.len(), 80 * 201);
    assert_eq!(ggml.tokens.len(), 259, "the bytes, two words, and the end of text");
    assert_eq!(ggml.tokens[0], b"!");
    assert_eq!(ggml.tokens[256], b" the");
    assert_eq!(ggml.tokens[257], " grüße".as_bytes());
    assert_eq!(ggml.tokens[258], b"<|endoftext|>");
    let mut bytes: Vec<u8> = ggml.tokens[..256].concat();
    bytes.sort_unstable();
    assert_eq!(bytes, (0..=255).collect::<Vec<u8>>());

    assert_eq!(ggml.tensors.len() as u32, 11 + layers * 15 + layers * 24);
    for (name, variable, first) in origins(state as usize) {
        let values = ggml.values(name);
        assert!(!values.is_empty());
        for (index, found) in values.iter().enumerate() {
            let expected = value(variable, first + index);
            assert!((found - expected).abs() <= tolerance, "{name}[{index}]: {found} instead of {expected}");
        }
    }
    let kind = |name: &str| ggml.tensors[name].1;
    assert_eq!(ggml.tensors["encoder.conv1.weight"].0, [3, MELS, state]);
    assert_eq!(ggml.tensors["encoder.conv1.bias"].0, [1, state]);
    assert_eq!(ggml.tensors["encoder.blocks.0.mlp.0.weight"].0, [state, 4 * state]);
    assert_eq!((kind("encoder.conv1.weight"), kind("encoder.conv1.bias")), (1, 0));
    assert_eq!((kind("encoder.positional_embedding"), kind("decoder.positional_embedding")), (0, 0));
    assert_eq!(kind("encoder.blocks.0.mlp.0.weight"), if precision == Precision::Q8 { 8 } else { 1 });
    assert!(!ggml.tensors.contains_key("encoder.blocks.0.attn.key.bias"), "Whisper's keys have none");
}

#[test]
fn every_weight_goes_where_whisper_cpp_looks_for_it() {
    check(&MiniWhisper::default(), Precision::F16, 1, 0.0);
    check(&MiniWhisper { kind: 0, ..MiniWhisper::default() }, Precision::F16, 1, 0.0);
    check(&MiniWhisper::default(), Precision::Q8, 2007, 4.0 / 127.0);
}

/// Why a model is not converted.
fn refusal(weights: &[u8], vocabulary: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("model.bin"), weights).unwrap();
    std::fs::write(folder.path().join("vocabulary.txt"), vocabulary).unwrap();
    convert_in(folder.path(), Precision::F16).unwrap_err().to_string()
}

#[test]
fn what_is_no_whisper_is_refused_with_a_reason() {
    let model = MiniWhisper::default();
    let check = |weights: &[u8], vocabulary: &str, words: &str| {
        let refusal = refusal(weights, vocabulary);
        assert!(refusal.contains(words), "{words} in {refusal}");
    };
    check(b"", &vocabulary(), "it ends at byte 0");
    check(b"GGUF\x03\0\0\0 and more", &vocabulary(), "unknown version");
    let other = String::from_utf8_lossy(&model.weights()[..18]).replace("WhisperSpec", "WhisperSpeC");
    check(other.as_bytes(), &vocabulary(), "not a Whisper model");
    check(&MiniWhisper { kind: 1, ..model }.weights(), &vocabulary(), "float16");
    check(&MiniWhisper { layers: 0, ..MiniWhisper::default() }.weights(), &vocabulary(), "has no layers");
    let weights = MiniWhisper::default().weights();
    check(&weights, "!\n", "1 tokens where the weights have 260");
    check(&weights, &vocabulary().replace("<|endoftext|>", "end"), "not Whisper's");
    check(&weights, &vocabulary().replace("Ġthe", "日本"), "GPT-2");
}

#[test]
fn a_file_that_ends_too_early_is_refused_wherever_it_ends() {
    let model = MiniWhisper { layers: 1, ..MiniWhisper::default() };
    let weights = model.weights();
    let folder = tempfile::tempdir().unwrap();
    model.write_to(folder.path());
    // The aliases at the end are not read.
    let needed = weights.len() - 80;
    for len in (0..400).chain((400..needed).step_by(997)) {
        std::fs::write(folder.path().join("model.bin"), &weights[..len]).unwrap();
        let error = convert_in(folder.path(), Precision::F16).unwrap_err();
        assert!(matches!(error, ConversionError::Damaged(_)), "{len} bytes: {error}");
    }
}

#[test]
fn sizes_that_a_file_only_claims_take_no_memory() {
    let start = |variables: u32| {
        let mut bytes = MiniWhisper::default().weights()[..26].to_vec();
        bytes[22..26].copy_from_slice(&variables.to_le_bytes());
        bytes
    };
    let variable = |sizes: &[u32], claimed: u32| {
        let mut bytes = start(1);
        bytes.extend([2, 0, b'x', 0, sizes.len() as u8]);
        sizes.iter().for_each(|size| bytes.extend(size.to_le_bytes()));
        bytes.push(4);
        bytes.extend(claimed.to_le_bytes());
        bytes
    };
    let check = |weights: &[u8], words: &str| {
        let refusal = refusal(weights, &vocabulary());
        assert!(refusal.contains(words), "{words} in {refusal}");
    };
    check(&start(u32::MAX), "claims to have 4294967295 variables");
    check(&start(9), "it ends at byte 26");
    check(&variable(&[1 << 30], 1 << 31), "it ends at byte");
    check(&variable(&[u32::MAX; 4], 0), "but the shape");
    check(&variable(&[u32::MAX, 2], u32::MAX), "but the shape");
    check(&variable(&[1; 5], 2), "5 dimensions");
    check(&variable(&[0], 0), "it has no encoder/position_encodings");
}

#[test]
fn damage_anywhere_in_the_list_of_variables_never_crashes() {
    let model = MiniWhisper { layers: 1, ..MiniWhisper::default() };
    let weights = model.weights();
    let folder = tempfile::tempdir().unwrap();
    model.write_to(folder.path());
    let at = |seed: usize| (seed * 7919) % weights.len();
    for seed in 0..300 {
        let mut damaged = weights.clone();
        // Some in the front, where the structure is, and some anywhere.
        damaged[if seed % 2 == 0 { seed % 150 } else { at(seed) }] ^= 1 << (seed % 8);
        std::fs::write(folder.path().join("model.bin"), &damaged).unwrap();
        let converted = convert_in(folder.path(), Precision::F16);
        let is_plausible = converted.as_ref().map_or(true, |whole| whole.bytes < 4 * weights.len() as u64);
        assert!(is_plausible, "byte flip {seed}: {converted:?}");
    }
}
