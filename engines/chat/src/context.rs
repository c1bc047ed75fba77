//! The model's working memory: creating one, and taking and giving back its state as bytes.

use std::num::NonZeroU32;

use attune_models::child::Board;
use attune_models::protocol::EngineFault;
use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_2::context::session::LlamaStateSeqFlags;
use llama_cpp_2::llama_backend::LlamaBackend;

use crate::abort;
use crate::fault::Fault;
use crate::logs::Errors;
use crate::model::OpenModel;

/// The one conversation of a context.
pub(crate) const SEQUENCE: i32 = 0;

/// The most tokens that are computed at once. More is not faster on a processor and takes more memory.
pub(crate) const BATCH: u32 = 128;

/// Less would not hold a role and a question.
const LEAST_CONTEXT: u32 = 256;

/// # Errors
/// When there is not enough memory.
pub(crate) fn create<'m>(
    backend: &LlamaBackend,
    model: &'m OpenModel,
    board: &'static Board,
    errors: &Errors,
) -> Result<LlamaContext<'m>, Fault> {
    let tokens = model.load.context_tokens.max(LEAST_CONTEXT).min(model.llama.n_ctx_train());
    let threads = i32::try_from(model.load.threads.max(1)).unwrap_or(1);
    let params = LlamaContextParams::default()
        .with_n_ctx(NonZeroU32::new(tokens))
        .with_n_batch(BATCH)
        .with_n_ubatch(BATCH)
        .with_n_threads(threads)
        .with_n_threads_batch(threads)
        .with_no_perf(true);
    errors.take();
    model.llama.new_context(backend, abort::when(params, board.stop_flag())).map_err(|error| {
        // A context has no other reason to fail: the parameters are always the same.
        Fault::new(
            EngineFault::OutOfMemory,
            format!("no memory for {tokens} tokens of context: {error} {}", errors.take()),
        )
    })
}

/// Copies what the model has computed so far.
#[expect(unsafe_code, reason = "the safe form hides the bytes, and they are to be written to a file")]
pub(crate) fn state(context: &LlamaContext<'_>) -> Option<Vec<u8>> {
    let flags = LlamaStateSeqFlags::empty();
    let size = context.state_seq_get_size_ext(SEQUENCE, flags);
    let mut bytes = vec![0; size];
    // SAFETY: the buffer has the size that llama.cpp named for exactly this sequence and these flags, and
    // nothing has been computed in between.
    let written = unsafe { context.state_seq_get_data_ext(bytes.as_mut_ptr(), SEQUENCE, flags) };
    (written == size && size > 0).then_some(bytes)
}

/// Gives a state back. False when llama.cpp does not take it; then the sequence is to be cleared.
#[expect(unsafe_code, reason = "the safe form takes only states of this process")]
pub(crate) fn restore(context: &mut LlamaContext<'_>, state: &[u8]) -> bool {
    // SAFETY: the bytes are what `state` got from llama.cpp. Those that were in a file since then have
    // passed its checksum, and their key holds the model, the adapter and the version of llama.cpp.
    // llama.cpp checks shapes itself and reads no further than the length it is given.
    unsafe { context.state_seq_set_data_ext(state, SEQUENCE, LlamaStateSeqFlags::empty()) }
}
