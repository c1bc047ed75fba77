//! One network of the BERT family on `rten`: tokens in, numbers out.

use std::fmt;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use rten::{ModelOptions, NodeId, RunOptions, ThreadPool};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use super::EmbedError;

/// A network, ready to run.
pub(crate) struct Network {
    model: rten::Model,
    /// `input_ids`, `attention_mask` and `token_type_ids`.
    inputs: [NodeId; 3],
    output: NodeId,
    threads: Arc<ThreadPool>,
}

impl Network {
    /// Reads a network and lays its weights out for the processor, which costs memory and doubles the speed
    /// of short texts.
    pub(crate) fn load(path: &Path, threads: NonZeroUsize) -> Result<Self, EmbedError> {
        if !path.is_file() {
            return Err(EmbedError::Missing(path.to_owned()));
        }
        let damaged = |reason: String| EmbedError::Damaged { path: path.to_owned(), reason };
        let model = ModelOptions::with_all_ops()
            .prepack_weights(true)
            .load_file(path)
            .map_err(|error| damaged(error.to_string()))?;
        let input = |name| model.node_id(name).map_err(|error| damaged(error.to_string()));
        let inputs = [input("input_ids")?, input("attention_mask")?, input("token_type_ids")?];
        let output = model.output_ids().first().copied();
        let output = output.ok_or_else(|| damaged("it has no output".to_owned()))?;
        let threads = Arc::new(ThreadPool::with_num_threads(threads.get()));
        Ok(Self { model, inputs, output, threads })
    }

    /// Runs the network on one text and gives the first row of what comes out: the first token's state, or
    /// the only figure. `kinds` tells the first text (0) from the second (1), one for each of `ids`.
    pub(crate) fn first_row(&self, ids: &[i32], kinds: &[i32]) -> Result<Vec<f32>, EmbedError> {
        let (mut rows, width) = self.rows(ids, kinds)?;
        rows.truncate(width);
        Ok(rows)
    }

    /// Runs the network on one text and gives all rows one after the other, and how wide each is; at least one.
    pub(crate) fn rows(&self, ids: &[i32], kinds: &[i32]) -> Result<(Vec<f32>, usize), EmbedError> {
        let failed = |error: &dyn fmt::Display| EmbedError::Failed(error.to_string());
        let shape = [1, ids.len()];
        let [ids_in, mask_in, kinds_in] = self.inputs;
        let inputs = vec![
            (ids_in, NdTensor::from_data(shape, ids.to_vec()).into()),
            (mask_in, NdTensor::from_data(shape, vec![1_i32; ids.len()]).into()),
            (kinds_in, NdTensor::from_data(shape, kinds.to_vec()).into()),
        ];
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&self.threads)));
        let [output] =
            self.model.run_n(inputs, [self.output], Some(options)).map_err(|error| failed(&error))?;
        let output = output.into_tensor::<f32>().ok_or_else(|| failed(&"it gave no numbers"))?;
        let width = output.shape().last().copied().unwrap_or_default();
        let rows: Vec<f32> = output.iter().copied().collect();
        if width == 0 || rows.is_empty() { Err(failed(&"it gave nothing")) } else { Ok((rows, width)) }
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").field("threads", &self.threads).finish_non_exhaustive()
    }
}
