//! One network on `rten` that takes an image and gives numbers.

use std::fmt;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use super::VisionError;

/// A network, ready to run.
pub(super) struct Network {
    model: Model,
    input: NodeId,
    output: NodeId,
    /// One for each run that may go on at the same time.
    threads: Vec<Arc<ThreadPool>>,
}

impl Network {
    /// Reads a network from an ONNX file.
    pub(super) fn load(path: &Path, threads: NonZeroUsize) -> Result<Self, VisionError> {
        if !path.is_file() {
            return Err(VisionError::Missing(path.to_owned()));
        }
        let bytes = std::fs::read(path).map_err(|error| bad(path, &error))?;
        Self::of_onnx(bytes, path, threads)
    }

    /// A network in ONNX form; `path` is named when it is none.
    pub(super) fn of_onnx(bytes: Vec<u8>, path: &Path, threads: NonZeroUsize) -> Result<Self, VisionError> {
        let threads = vec![Arc::new(ThreadPool::with_num_threads(threads.get()))];
        let model = ModelOptions::with_all_ops()
            .prepack_weights(true)
            .load(bytes)
            .map_err(|error| bad(path, &error))?;
        let first = |ids: &[NodeId], what: &str| ids.first().copied().ok_or_else(|| bad(path, &what));
        let input = first(model.input_ids(), "it has no input")?;
        let output = first(model.output_ids(), "it has no output")?;
        Ok(Self { model, input, output, threads })
    }

    /// The same network for as many runs at the same time as there are threads, each on one of them: for many
    /// small inputs that is faster than sharing the work of each.
    pub(super) fn side_by_side(self, threads: NonZeroUsize) -> Self {
        let threads = (0..threads.get()).map(|_| Arc::new(ThreadPool::with_num_threads(1))).collect();
        Self { threads, ..self }
    }

    /// How many runs may go on at the same time.
    pub(super) fn lanes(&self) -> usize {
        self.threads.len()
    }

    /// What the file says under a name.
    pub(super) fn metadata(&self, name: &str) -> Option<&str> {
        self.model.metadata().get(name)
    }

    /// Runs the network on images of the shape `[count, channels, height, width]`, and lets `read` see the
    /// shape and the values of what comes out, without a copy: with many characters it is large.
    pub(super) fn run<T>(
        &self,
        shape: [usize; 4],
        values: Vec<f32>,
        read: impl FnOnce(&[usize], &[f32]) -> T,
    ) -> Result<T, VisionError> {
        self.run_in(0, shape, values, read)
    }

    /// Runs the network in one of its lanes; see [`run`](Self::run).
    pub(super) fn run_in<T>(
        &self,
        lane: usize,
        shape: [usize; 4],
        values: Vec<f32>,
        read: impl FnOnce(&[usize], &[f32]) -> T,
    ) -> Result<T, VisionError> {
        let failed = |error: &dyn fmt::Display| VisionError::Failed(error.to_string());
        let input = NdTensor::try_from_data(shape, values).map_err(|error| failed(&error))?;
        let threads = self.threads.get(lane).map(Arc::clone);
        let options = RunOptions::default().with_thread_pool(threads);
        let [output] = self
            .model
            .run_n(vec![(self.input, input.into())], [self.output], Some(options))
            .map_err(|error| failed(&error))?;
        let output = output.into_tensor::<f32>().ok_or_else(|| failed(&"it gave no numbers"))?;
        match output.data() {
            Some(values) => Ok(read(output.shape(), values)),
            None => Ok(read(output.shape(), &output.to_vec())),
        }
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").field("threads", &self.threads).finish_non_exhaustive()
    }
}

/// A model's file that cannot be used.
pub(super) fn bad(path: &Path, reason: &dyn fmt::Display) -> VisionError {
    VisionError::BadModel { path: path.to_owned(), reason: reason.to_string() }
}
