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
    threads: Arc<ThreadPool>,
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
        let model = ModelOptions::with_all_ops()
            .prepack_weights(true)
            .load(bytes)
            .map_err(|error| bad(path, &error))?;
        let first = |ids: &[NodeId], what: &str| ids.first().copied().ok_or_else(|| bad(path, &what));
        let input = first(model.input_ids(), "it has no input")?;
        let output = first(model.output_ids(), "it has no output")?;
        let threads = Arc::new(ThreadPool::with_num_threads(threads.get()));
        Ok(Self { model, input, output, threads })
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
        let failed = |error: &dyn fmt::Display| VisionError::Failed(error.to_string());
        let input = NdTensor::try_from_data(shape, values).map_err(|error| failed(&error))?;
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&self.threads)));
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
