//! Writes whisper.cpp's ggml file: magic, sizes, mel filters, vocabulary, tensors. Little-endian throughout.

use half::{bf16, f16};

use super::reader::{Kind, Model};
use super::tensors::{Shape, Tensor};
use super::{ConversionError, InstallError, Precision};
use crate::install::sink::{CHUNK, Sink, Whole};

const MAGIC: u32 = 0x6767_6d6c;

/// whisper.cpp's numbers for how weights are stored, in the header and with each tensor.
const FILE_F16: u32 = 1;
const FILE_Q8: u32 = 2 * 1000 + 7;
const TENSOR_F32: u32 = 0;
const TENSOR_F16: u32 = 1;
const TENSOR_Q8: u32 = 8;

/// Weights that share a scale.
const BLOCK: usize = 32;

/// The file that is being written.
#[derive(Debug)]
pub(super) struct Output {
    sink: Sink,
    buffer: Vec<u8>,
}

/// How a tensor's elements are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stored {
    F32,
    F16,
    Q8,
}

impl Output {
    pub(super) fn new(sink: Sink) -> Self {
        Self { sink, buffer: Vec::with_capacity(2 * CHUNK) }
    }

    /// Bytes that were written.
    pub(super) fn written(&self) -> u64 {
        self.sink.len() + self.buffer.len() as u64
    }

    pub(super) fn header(&mut self, shape: &Shape, precision: Precision) -> Result<(), InstallError> {
        let stored = match precision {
            Precision::F16 => FILE_F16,
            Precision::Q8 => FILE_Q8,
        };
        self.numbers(&[
            MAGIC,
            shape.vocabulary,
            shape.audio_context,
            shape.audio_state,
            shape.audio_heads,
            shape.audio_layers,
            shape.text_context,
            shape.text_state,
            shape.text_heads,
            shape.text_layers,
            shape.mels,
            stored,
        ])
    }

    pub(super) fn mel_filters(&mut self, bands: u32, weights: &[f32]) -> Result<(), InstallError> {
        self.numbers(&[bands, super::mel::BINS as u32])?;
        weights.iter().try_for_each(|weight| self.bytes(&weight.to_le_bytes()))
    }

    pub(super) fn vocabulary(&mut self, tokens: &[Vec<u8>]) -> Result<(), InstallError> {
        self.numbers(&[tokens.len() as u32])?;
        tokens.iter().try_for_each(|token| {
            self.numbers(&[token.len() as u32])?;
            self.bytes(token)
        })
    }

    /// Copies a tensor in pieces, and changes its form on the way.
    pub(super) fn tensor(
        &mut self,
        tensor: &Tensor,
        model: &mut Model,
        precision: Precision,
    ) -> Result<(), ConversionError> {
        let stored = stored_as(tensor, precision);
        let code = match stored {
            Stored::F32 => TENSOR_F32,
            Stored::F16 => TENSOR_F16,
            Stored::Q8 => TENSOR_Q8,
        };
        self.numbers(&[tensor.shape.len() as u32, tensor.name.len() as u32, code])?;
        for size in tensor.shape.iter().rev() {
            self.numbers(&[*size as u32])?;
        }
        self.bytes(tensor.name.as_bytes())?;

        let mut left = tensor.shape.iter().product::<u64>() * tensor.kind.bytes();
        let mut offset = tensor.offset;
        let mut piece = vec![0; CHUNK];
        while left > 0 {
            let len = usize::try_from(left).map_or(CHUNK, |left| left.min(CHUNK));
            model.read(offset, &mut piece[..len])?;
            self.elements(&piece[..len], tensor.kind, stored)?;
            offset += len as u64;
            left -= len as u64;
        }
        Ok(())
    }

    /// Ends the file and makes it durable.
    pub(super) fn finish(mut self) -> Result<Whole, InstallError> {
        self.flush()?;
        self.sink.sync()?;
        Ok(self.sink.whole())
    }

    fn elements(&mut self, piece: &[u8], from: Kind, to: Stored) -> Result<(), InstallError> {
        if from == Kind::F16 && to == Stored::F16 {
            return self.bytes(piece);
        }
        let values = floats(piece, from);
        match to {
            Stored::F32 => values.iter().for_each(|value| self.buffer.extend(value.to_le_bytes())),
            Stored::F16 => {
                values.iter().for_each(|value| self.buffer.extend(f16::from_f32(*value).to_le_bytes()));
            }
            Stored::Q8 => values.chunks(BLOCK).for_each(|block| self.block(block)),
        }
        self.flush_if_full()
    }

    /// Scale and rounded weights, as ggml's reference does it.
    fn block(&mut self, weights: &[f32]) {
        let largest = weights.iter().fold(0.0_f32, |largest, weight| largest.max(weight.abs()));
        let scale = largest / 127.0;
        let inverse = if scale == 0.0 { 0.0 } else { 1.0 / scale };
        self.buffer.extend(f16::from_f32(scale).to_le_bytes());
        self.buffer
            .extend(weights.iter().map(|weight| (weight * inverse).round() as i8).map(i8::cast_unsigned));
    }

    fn numbers(&mut self, numbers: &[u32]) -> Result<(), InstallError> {
        numbers.iter().try_for_each(|number| self.bytes(&number.to_le_bytes()))
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), InstallError> {
        self.buffer.extend_from_slice(bytes);
        self.flush_if_full()
    }

    fn flush_if_full(&mut self) -> Result<(), InstallError> {
        if self.buffer.len() >= CHUNK { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), InstallError> {
        self.sink.append(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

/// Matrices are quantised where their rows are whole blocks; convolutions stay as they are.
fn stored_as(tensor: &Tensor, precision: Precision) -> Stored {
    let is_bias = tensor.shape.last() == Some(&1);
    let is_matrix = tensor.shape.len() == 2 && tensor.shape[1].is_multiple_of(BLOCK as u64);
    match precision {
        _ if tensor.full_precision || is_bias => Stored::F32,
        Precision::Q8 if is_matrix => Stored::Q8,
        _ => Stored::F16,
    }
}

fn floats(piece: &[u8], from: Kind) -> Vec<f32> {
    let pairs = || piece.chunks_exact(2).map(|pair| [pair[0], pair[1]]);
    match from {
        Kind::F16 => pairs().map(|pair| f16::from_le_bytes(pair).to_f32()).collect(),
        Kind::Bf16 => pairs().map(|pair| bf16::from_le_bytes(pair).to_f32()).collect(),
        _ => piece
            .chunks_exact(4)
            .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]))
            .collect(),
    }
}
