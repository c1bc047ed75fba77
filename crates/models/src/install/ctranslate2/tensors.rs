//! Which part of which CTranslate2 variable is which tensor of the original Whisper.
//!
//! CTranslate2 fuses what is multiplied by the same input: query, key and value of self-attention lie below
//! one another in one matrix, key and value of cross-attention in another. As rows are contiguous, each is a
//! stretch of the file.

use super::ConversionError;
use super::reader::{Kind, Model, Variable};

/// The model's sizes, in the terms of whisper.cpp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) vocabulary: u32,
    pub(super) audio_context: u32,
    pub(super) audio_state: u32,
    pub(super) audio_heads: u32,
    pub(super) audio_layers: u32,
    pub(super) text_context: u32,
    pub(super) text_state: u32,
    pub(super) text_heads: u32,
    pub(super) text_layers: u32,
    pub(super) mels: u32,
}

/// A tensor to write: a stretch of the model file with a name and a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tensor {
    pub(super) name: String,
    /// Slowest dimension first.
    pub(super) shape: Vec<u64>,
    pub(super) kind: Kind,
    pub(super) offset: u64,
    /// Whether whisper.cpp wants it in full precision: vectors, and the positions.
    pub(super) full_precision: bool,
}

/// Everything that is to be written.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) shape: Shape,
    pub(super) tensors: Vec<Tensor>,
}

impl Plan {
    /// Finds every tensor of a Whisper model.
    ///
    /// # Errors
    /// [`ConversionError`] when a variable is missing, has another shape, or is quantised.
    pub(super) fn of(model: &Model) -> Result<Self, ConversionError> {
        let mut finder = Finder { model, tensors: Vec::new() };
        let shape = finder.shape()?;
        let (audio, text) = (u64::from(shape.audio_state), u64::from(shape.text_state));
        // The order of the original checkpoints. whisper.cpp takes any.
        finder.positions("decoder.positional_embedding", "decoder", shape.text_context, text)?;
        finder.positions("encoder.positional_embedding", "encoder", shape.audio_context, audio)?;
        finder.add(
            "decoder.token_embedding.weight",
            "decoder/embeddings/weight",
            &[u64::from(shape.vocabulary), text],
        )?;
        for layer in 0..shape.text_layers {
            let (to, from) = (format!("decoder.blocks.{layer}"), format!("decoder/layer_{layer}"));
            finder.mlp(&to, &from, text)?;
            finder.self_attention(&to, &from, text)?;
            finder.cross_attention(&to, &from, text, audio)?;
        }
        finder.norm("decoder.ln", "decoder/layer_norm", text)?;
        finder.convolution("encoder.conv1", "encoder/conv1", audio, u64::from(shape.mels))?;
        finder.convolution("encoder.conv2", "encoder/conv2", audio, audio)?;
        for layer in 0..shape.audio_layers {
            let (to, from) = (format!("encoder.blocks.{layer}"), format!("encoder/layer_{layer}"));
            finder.mlp(&to, &from, audio)?;
            finder.self_attention(&to, &from, audio)?;
        }
        finder.norm("encoder.ln_post", "encoder/layer_norm", audio)?;
        Ok(Self { shape, tensors: finder.tensors })
    }
}

struct Finder<'a> {
    model: &'a Model,
    tensors: Vec<Tensor>,
}

impl Finder<'_> {
    fn shape(&self) -> Result<Shape, ConversionError> {
        let [audio_context, audio_state] = self.sizes("encoder/position_encodings/encodings")?;
        let [text_context, text_state] = self.sizes("decoder/position_encodings/encodings")?;
        let [vocabulary, _] = self.sizes("decoder/embeddings/weight")?;
        let [_, mels, _] = self.sizes("encoder/conv1/weight")?;
        if mels != 80 && mels != 128 {
            return Err(ConversionError::Unsupported(format!(
                "it hears {mels} bands of sound, not 80 or 128"
            )));
        }
        // The original always has 64 elements a head; CTranslate2 wrote how many heads that are.
        Ok(Shape {
            vocabulary,
            audio_context,
            audio_state,
            audio_heads: audio_state.div_ceil(64),
            audio_layers: self.layers("encoder")?,
            text_context,
            text_state,
            text_heads: text_state.div_ceil(64),
            text_layers: self.layers("decoder")?,
            mels,
        })
    }

    fn layers(&self, side: &str) -> Result<u32, ConversionError> {
        let is_there =
            |layer: &u32| self.model.get(&format!("{side}/layer_{layer}/ffn/linear_0/weight")).is_some();
        match (0..).take_while(is_there).count() {
            0 => Err(ConversionError::Unsupported(format!("its {side} has no layers"))),
            layers => u32::try_from(layers).map_err(|_| ConversionError::Damaged("too many layers".into())),
        }
    }

    fn find(&self, name: &str) -> Result<&Variable, ConversionError> {
        self.model.get(name).ok_or_else(|| ConversionError::Unsupported(format!("it has no {name}")))
    }

    fn sizes<const N: usize>(&self, name: &str) -> Result<[u32; N], ConversionError> {
        let shape = &self.find(name)?.shape;
        let sizes: Option<Vec<u32>> = shape.iter().map(|size| u32::try_from(*size).ok()).collect();
        sizes
            .and_then(|sizes| <[u32; N]>::try_from(sizes).ok())
            .filter(|sizes| !sizes.contains(&0))
            .ok_or_else(|| ConversionError::Damaged(format!("{name} has the shape {shape:?}")))
    }

    fn positions(&mut self, to: &str, side: &str, context: u32, state: u64) -> Result<(), ConversionError> {
        self.add(to, &format!("{side}/position_encodings/encodings"), &[u64::from(context), state])?;
        if let Some(tensor) = self.tensors.last_mut() {
            tensor.full_precision = true;
        }
        Ok(())
    }

    fn norm(&mut self, to: &str, from: &str, state: u64) -> Result<(), ConversionError> {
        self.add(&format!("{to}.weight"), &format!("{from}/gamma"), &[state])?;
        self.add(&format!("{to}.bias"), &format!("{from}/beta"), &[state])
    }

    fn convolution(&mut self, to: &str, from: &str, out: u64, into: u64) -> Result<(), ConversionError> {
        self.add(&format!("{to}.weight"), &format!("{from}/weight"), &[out, into, 3])?;
        self.add(&format!("{to}.bias"), &format!("{from}/bias"), &[out])?;
        // whisper.cpp adds it to a matrix with one column an output.
        if let Some(bias) = self.tensors.last_mut() {
            bias.shape.push(1);
        }
        Ok(())
    }

    fn linear(&mut self, to: &str, from: &str, out: u64, into: u64) -> Result<(), ConversionError> {
        self.add(&format!("{to}.weight"), &format!("{from}/weight"), &[out, into])?;
        self.add(&format!("{to}.bias"), &format!("{from}/bias"), &[out])
    }

    fn mlp(&mut self, to: &str, from: &str, state: u64) -> Result<(), ConversionError> {
        self.norm(&format!("{to}.mlp_ln"), &format!("{from}/ffn/layer_norm"), state)?;
        self.linear(&format!("{to}.mlp.0"), &format!("{from}/ffn/linear_0"), 4 * state, state)?;
        self.linear(&format!("{to}.mlp.2"), &format!("{from}/ffn/linear_1"), state, 4 * state)
    }

    fn self_attention(&mut self, to: &str, from: &str, state: u64) -> Result<(), ConversionError> {
        let (to, from) = (format!("{to}.attn"), format!("{from}/self_attention"));
        self.norm(&format!("{to}_ln"), &format!("{from}/layer_norm"), state)?;
        let fused = format!("{from}/linear_0");
        self.projection(&format!("{to}.query"), &fused, [0, 3], state, state, true)?;
        self.projection(&format!("{to}.key"), &fused, [1, 3], state, state, false)?;
        self.projection(&format!("{to}.value"), &fused, [2, 3], state, state, true)?;
        self.linear(&format!("{to}.out"), &format!("{from}/linear_1"), state, state)
    }

    fn cross_attention(
        &mut self,
        to: &str,
        from: &str,
        state: u64,
        into: u64,
    ) -> Result<(), ConversionError> {
        let (to, from) = (format!("{to}.cross_attn"), format!("{from}/attention"));
        self.norm(&format!("{to}_ln"), &format!("{from}/layer_norm"), state)?;
        self.linear(&format!("{to}.query"), &format!("{from}/linear_0"), state, state)?;
        let fused = format!("{from}/linear_1");
        self.projection(&format!("{to}.key"), &fused, [0, 2], state, into, false)?;
        self.projection(&format!("{to}.value"), &fused, [1, 2], state, into, true)?;
        self.linear(&format!("{to}.out"), &format!("{from}/linear_2"), state, state)
    }

    /// One of several projections that lie below one another. Whisper's keys have no bias; CTranslate2 writes
    /// zeros there.
    fn projection(
        &mut self,
        to: &str,
        from: &str,
        [index, of]: [u64; 2],
        out: u64,
        into: u64,
        has_bias: bool,
    ) -> Result<(), ConversionError> {
        self.add_rows(
            &format!("{to}.weight"),
            &format!("{from}/weight"),
            &[out * of, into],
            index * out,
            out,
        )?;
        if has_bias {
            self.add_rows(&format!("{to}.bias"), &format!("{from}/bias"), &[out * of], index * out, out)?;
        }
        Ok(())
    }

    fn add(&mut self, to: &str, from: &str, shape: &[u64]) -> Result<(), ConversionError> {
        self.add_rows(to, from, shape, 0, shape[0])
    }

    /// Adds some rows of a variable, which must have this shape, as a tensor.
    fn add_rows(
        &mut self,
        to: &str,
        from: &str,
        shape: &[u64],
        first: u64,
        rows: u64,
    ) -> Result<(), ConversionError> {
        let variable = self.find(from)?;
        if !variable.kind.is_float() {
            return Err(ConversionError::Unsupported(
                "its weights are stored as whole numbers (int8 or int16); take its float16 or float32 form"
                    .into(),
            ));
        }
        if variable.shape != shape {
            return Err(ConversionError::Unsupported(format!(
                "{from} has the shape {:?} where Whisper has {shape:?}",
                variable.shape
            )));
        }
        let row = shape[1..].iter().product::<u64>() * variable.kind.bytes();
        let mut shape = shape.to_vec();
        shape[0] = rows;
        let full_precision = shape.len() == 1;
        let tensor = Tensor {
            name: to.to_owned(),
            shape,
            kind: variable.kind,
            offset: variable.offset + first * row,
            full_precision,
        };
        self.tensors.push(tensor);
        Ok(())
    }
}
