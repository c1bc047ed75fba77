//! A miniature Whisper in CTranslate2's form: the real layout, with few and small layers whose weights tell
//! where they come from.

use std::path::Path;

use half::f16;

/// What to make.
#[derive(Debug, Clone)]
pub(crate) struct MiniWhisper {
    pub(crate) state: u32,
    pub(crate) layers: u32,
    /// CTranslate2's number of the type of the weights: 0 is f32, 1 is i8, 4 is f16.
    pub(crate) kind: u8,
}

pub(crate) const AUDIO_CONTEXT: u32 = 6;
pub(crate) const TEXT_CONTEXT: u32 = 4;
pub(crate) const MELS: u32 = 80;
/// 256 bytes, two words, the end of text and one more special token.
pub(crate) const VOCABULARY: u32 = 260;

impl Default for MiniWhisper {
    fn default() -> Self {
        Self { state: 64, layers: 2, kind: 4 }
    }
}

/// The value of an element of a variable. Exact in 16 bits.
pub(crate) fn value(name: &str, index: usize) -> f32 {
    let salt: usize = name.bytes().map(usize::from).sum();
    ((index * 7 + salt) % 509) as f32 / 64.0 - 4.0
}

impl MiniWhisper {
    /// Writes `model.bin` and `vocabulary.txt`.
    pub(crate) fn write_to(&self, folder: &Path) {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join("model.bin"), self.weights()).unwrap();
        std::fs::write(folder.join("vocabulary.txt"), vocabulary()).unwrap();
    }

    /// `model.bin`
    pub(crate) fn weights(&self) -> Vec<u8> {
        let variables = self.variables();
        let mut bytes = Vec::new();
        bytes.extend(6_u32.to_le_bytes());
        string(&mut bytes, "WhisperSpec");
        bytes.extend(3_u32.to_le_bytes());
        bytes.extend((variables.len() as u32 + 1).to_le_bytes());
        for (name, shape) in &variables {
            let count: u32 = shape.iter().product();
            string(&mut bytes, name);
            bytes.push(shape.len() as u8);
            shape.iter().for_each(|size| bytes.extend(size.to_le_bytes()));
            bytes.push(self.kind);
            let size = match self.kind {
                0 => 4,
                1 => 1,
                _ => 2,
            };
            bytes.extend((count * size).to_le_bytes());
            for index in 0..count as usize {
                let value = value(name, index);
                match self.kind {
                    0 => bytes.extend(value.to_le_bytes()),
                    1 => bytes.push(value as i8 as u8),
                    _ => bytes.extend(f16::from_f32(value).to_le_bytes()),
                }
            }
        }
        string(&mut bytes, "encoder/num_heads");
        bytes.extend([0, 2]);
        bytes.extend(2_u32.to_le_bytes());
        bytes.extend(1_i16.to_le_bytes());
        bytes.extend(1_u32.to_le_bytes());
        string(&mut bytes, "decoder/projection/weight");
        string(&mut bytes, "decoder/embeddings/weight");
        bytes
    }

    fn variables(&self) -> Vec<(String, Vec<u32>)> {
        let state = self.state;
        let mut all = vec![
            ("decoder/embeddings/weight".to_owned(), vec![VOCABULARY, state]),
            ("decoder/position_encodings/encodings".to_owned(), vec![TEXT_CONTEXT, state]),
            ("encoder/position_encodings/encodings".to_owned(), vec![AUDIO_CONTEXT, state]),
            ("encoder/conv1/weight".to_owned(), vec![state, MELS, 3]),
            ("encoder/conv1/bias".to_owned(), vec![state]),
            ("encoder/conv2/weight".to_owned(), vec![state, state, 3]),
            ("encoder/conv2/bias".to_owned(), vec![state]),
        ];
        let linear = |all: &mut Vec<_>, name: String, out: u32, into: u32| {
            all.push((format!("{name}/weight"), vec![out, into]));
            all.push((format!("{name}/bias"), vec![out]));
        };
        let norm = |all: &mut Vec<_>, name: String| {
            all.push((format!("{name}/layer_norm/gamma"), vec![state]));
            all.push((format!("{name}/layer_norm/beta"), vec![state]));
        };
        for side in ["encoder", "decoder"] {
            norm(&mut all, side.to_owned());
            for layer in 0..self.layers {
                let at = format!("{side}/layer_{layer}");
                norm(&mut all, format!("{at}/ffn"));
                linear(&mut all, format!("{at}/ffn/linear_0"), 4 * state, state);
                linear(&mut all, format!("{at}/ffn/linear_1"), state, 4 * state);
                norm(&mut all, format!("{at}/self_attention"));
                linear(&mut all, format!("{at}/self_attention/linear_0"), 3 * state, state);
                linear(&mut all, format!("{at}/self_attention/linear_1"), state, state);
                if side == "decoder" {
                    norm(&mut all, format!("{at}/attention"));
                    linear(&mut all, format!("{at}/attention/linear_0"), state, state);
                    linear(&mut all, format!("{at}/attention/linear_1"), 2 * state, state);
                    linear(&mut all, format!("{at}/attention/linear_2"), state, state);
                }
            }
        }
        all
    }
}

/// `vocabulary.txt`: every byte as GPT-2 writes it, a word, and special tokens.
pub(crate) fn vocabulary() -> String {
    let plain: Vec<u32> = (33..=126).chain(161..=172).chain(174..=255).collect();
    let others = (0..256 - plain.len() as u32).map(|index| 256 + index);
    let mut lines: Vec<String> =
        plain.iter().copied().chain(others).map(|code| char::from_u32(code).unwrap().to_string()).collect();
    lines.extend(["Ġthe", "ĠgrÃ¼ÃŁe", "<|endoftext|>", "<|startoftranscript|>"].map(String::from));
    lines.join("\n") + "\n"
}

fn string(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend((text.len() as u16 + 1).to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes.push(0);
}
