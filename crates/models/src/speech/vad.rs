//! Tells speech from everything else: Silero's network (version 6) on `rten`.
//!
//! It hears 32 ms at a time and remembers what came before, so that frames must come in their order.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use rten::{ModelOptions, NodeId, RunOptions, ThreadPool};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use super::SpeechError;
use crate::protocol::speech::SAMPLE_RATE;

/// Samples of a frame: 32 ms.
pub const FRAME: usize = 512;

/// Samples of the last frame that the network hears again.
const CONTEXT: usize = 64;
const STATE: usize = 2 * 128;

/// The network, and what it remembers.
pub struct Vad {
    model: rten::Model,
    /// `input`, `state` and `sr`.
    inputs: [NodeId; 3],
    /// `output` and `stateN`.
    outputs: [NodeId; 2],
    threads: Arc<ThreadPool>,
    state: Vec<f32>,
    context: [f32; CONTEXT],
}

impl Vad {
    /// Reads the network.
    ///
    /// # Errors
    /// [`SpeechError::BadModel`]
    pub fn load(path: &Path) -> Result<Self, SpeechError> {
        let bad = |reason: String| SpeechError::BadModel(format!("{}: {reason}", path.display()));
        if !path.is_file() {
            return Err(bad("the file is missing".into()));
        }
        // By its content: the installed file is named after the model that it belongs to.
        let bytes = std::fs::read(path).map_err(|error| bad(error.to_string()))?;
        let model = ModelOptions::with_all_ops().load(bytes).map_err(|error| bad(error.to_string()))?;
        let node = |name| model.node_id(name).map_err(|error| bad(error.to_string()));
        let inputs = [node("input")?, node("state")?, node("sr")?];
        let outputs = [node("output")?, node("stateN")?];
        // A frame takes a fraction of a millisecond: threads would only wait for each other.
        let threads = Arc::new(ThreadPool::with_num_threads(1));
        Ok(Self { model, inputs, outputs, threads, state: vec![0.0; STATE], context: [0.0; CONTEXT] })
    }

    /// Forgets what came before.
    pub fn reset(&mut self) {
        self.state.fill(0.0);
        self.context.fill(0.0);
    }

    /// How probable it is that somebody speaks in this frame, 0 to 1. A shorter frame is filled up with silence.
    ///
    /// # Errors
    /// [`SpeechError::Internal`] when the network is not Silero's.
    pub fn probability(&mut self, frame: &[f32]) -> Result<f32, SpeechError> {
        let failed = |reason: &dyn fmt::Display| {
            SpeechError::Internal(format!("the network that finds speech failed: {reason}"))
        };
        let mut input = self.context.to_vec();
        input.extend_from_slice(&frame[..frame.len().min(FRAME)]);
        input.resize(CONTEXT + FRAME, 0.0);
        self.context.copy_from_slice(&input[FRAME..]);
        let state = std::mem::take(&mut self.state);
        let [input_id, state_id, rate_id] = self.inputs;
        let rate = i32::try_from(SAMPLE_RATE).unwrap_or(i32::MAX);
        let inputs = vec![
            (input_id, NdTensor::from_data([1, CONTEXT + FRAME], input).into()),
            (state_id, NdTensor::from_data([2, 1, 128], state).into()),
            (rate_id, NdTensor::<i32, 0>::from_data([], vec![rate]).into()),
        ];
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&self.threads)));
        let ran = self.model.run_n(inputs, self.outputs, Some(options));
        self.state = vec![0.0; STATE];
        let [output, state] = ran.map_err(|error| failed(&error))?;
        let output = output.into_tensor::<f32>().ok_or_else(|| failed(&"it gave no number"))?;
        let state = state.into_tensor::<f32>().ok_or_else(|| failed(&"it gave no state"))?;
        let state: Vec<f32> = state.iter().copied().collect();
        if state.len() != STATE {
            return Err(failed(&"its state has another size"));
        }
        self.state = state;
        output.iter().next().copied().ok_or_else(|| failed(&"it gave nothing"))
    }
}

impl fmt::Debug for Vad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vad").finish_non_exhaustive()
    }
}
