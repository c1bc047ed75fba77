//! Reads CTranslate2's `model.bin`: a list of named variables, each with its shape, its type and its bytes.
//! Little-endian throughout.
//!
//! ```text
//! u32 version · string specification · u32 revision
//! u32 variables × ( string name · u8 rank · u32 × rank · u8 type · u32 bytes · bytes )
//! u32 aliases × ( string alias · string variable )
//! string = u16 length with its final zero · bytes · 0
//! ```

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::ConversionError;

/// The versions with this layout.
const VERSIONS: std::ops::RangeInclusive<u32> = 4..=6;

/// More variables than the largest Whisper has, by far. Bounds the memory that a hostile file can take.
const MOST_VARIABLES: u32 = 1 << 14;

const HIGHEST_RANK: u8 = 4;

/// An open model file. Only names and shapes are in memory.
#[derive(Debug)]
pub(super) struct Model {
    path: PathBuf,
    file: BufReader<File>,
    variables: BTreeMap<String, Variable>,
}

/// Where a variable lies in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Variable {
    pub(super) shape: Vec<u64>,
    pub(super) kind: Kind,
    pub(super) offset: u64,
}

/// The type of a variable's elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    F32,
    I8,
    I16,
    I32,
    F16,
    Bf16,
}

impl Kind {
    fn from_code(code: u8) -> Option<Self> {
        [Self::F32, Self::I8, Self::I16, Self::I32, Self::F16, Self::Bf16].get(usize::from(code)).copied()
    }

    pub(super) fn bytes(self) -> u64 {
        match self {
            Self::F32 | Self::I32 => 4,
            Self::I16 | Self::F16 | Self::Bf16 => 2,
            Self::I8 => 1,
        }
    }

    pub(super) fn is_float(self) -> bool {
        matches!(self, Self::F32 | Self::F16 | Self::Bf16)
    }
}

impl Model {
    /// Reads the list of variables.
    pub(super) fn open(path: &Path) -> Result<Self, ConversionError> {
        let unreadable = |error| ConversionError::Unreadable { path: path.to_owned(), error };
        let file = File::open(path).map_err(unreadable)?;
        let len = file.metadata().map_err(unreadable)?.len();
        let mut scan = Scan { path, file: BufReader::new(file), at: 0, len };
        let version = scan.u32()?;
        if !VERSIONS.contains(&version) {
            return Err(ConversionError::Unsupported(format!(
                "it is no CTranslate2 model, or one of an unknown version ({version})"
            )));
        }
        let specification = scan.string()?;
        if specification != "WhisperSpec" {
            return Err(ConversionError::Unsupported(format!(
                "it is a {specification:.40}, not a Whisper model"
            )));
        }
        scan.u32()?;
        let count = scan.u32()?;
        if count > MOST_VARIABLES {
            return Err(ConversionError::Damaged(format!("it claims to have {count} variables")));
        }
        let mut variables = BTreeMap::new();
        for _ in 0..count {
            let (name, variable) = scan.variable()?;
            if let Some(twice) = variables.insert(name, variable) {
                return Err(ConversionError::Damaged(format!(
                    "a variable is there twice, at byte {}",
                    twice.offset
                )));
            }
        }
        // Aliases follow. The only one that Whisper has, the output projection, is not written to ggml.
        Ok(Self { path: path.to_owned(), file: scan.file, variables })
    }

    /// A variable, if there is one of this name.
    pub(super) fn get(&self, name: &str) -> Option<&Variable> {
        self.variables.get(name)
    }

    /// Reads bytes of the file. The range must come from a [`Variable`], which lies inside the file.
    pub(super) fn read(&mut self, offset: u64, buffer: &mut [u8]) -> Result<(), ConversionError> {
        let read = self.file.seek(SeekFrom::Start(offset)).and_then(|_| self.file.read_exact(buffer));
        read.map_err(|error| ConversionError::Unreadable { path: self.path.clone(), error })
    }
}

/// Walks through the file and knows how much of it is left.
struct Scan<'a> {
    path: &'a Path,
    file: BufReader<File>,
    at: u64,
    len: u64,
}

impl Scan<'_> {
    fn variable(&mut self) -> Result<(String, Variable), ConversionError> {
        let name = self.string()?;
        let rank = self.array::<1>()?[0];
        if rank > HIGHEST_RANK {
            return Err(ConversionError::Damaged(format!("{name} has {rank} dimensions")));
        }
        let shape = (0..rank).map(|_| self.u32().map(u64::from)).collect::<Result<Vec<_>, _>>()?;
        let code = self.array::<1>()?[0];
        let bytes = u64::from(self.u32()?);
        let kind = Kind::from_code(code)
            .ok_or_else(|| ConversionError::Unsupported(format!("{name} has the unknown type {code}")))?;
        let expected = shape.iter().try_fold(kind.bytes(), |product, size| product.checked_mul(*size));
        if expected != Some(bytes) {
            return Err(ConversionError::Damaged(format!(
                "{name} has {bytes} bytes, but the shape {shape:?}"
            )));
        }
        let offset = self.at;
        self.take(bytes)?;
        self.file
            .seek(SeekFrom::Start(self.at))
            .map_err(|error| ConversionError::Unreadable { path: self.path.to_owned(), error })?;
        Ok((name, Variable { shape, kind, offset }))
    }

    fn string(&mut self) -> Result<String, ConversionError> {
        let len = u16::from_le_bytes(self.array()?);
        self.take(u64::from(len))?;
        let mut bytes = vec![0; usize::from(len)];
        self.fill(&mut bytes)?;
        match bytes.pop().map(|last| (last, String::from_utf8(bytes))) {
            Some((0, Ok(text))) => Ok(text),
            _ => Err(ConversionError::Damaged(format!(
                "there is no name at byte {}",
                self.at - u64::from(len)
            ))),
        }
    }

    fn u32(&mut self) -> Result<u32, ConversionError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ConversionError> {
        self.take(N as u64)?;
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// Steps over bytes, if the file has them.
    fn take(&mut self, bytes: u64) -> Result<(), ConversionError> {
        if bytes > self.len - self.at {
            return Err(ConversionError::Damaged(format!(
                "it ends at byte {}, but goes on to byte {}",
                self.len,
                self.at + bytes
            )));
        }
        self.at += bytes;
        Ok(())
    }

    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), ConversionError> {
        self.file
            .read_exact(buffer)
            .map_err(|error| ConversionError::Unreadable { path: self.path.to_owned(), error })
    }
}
