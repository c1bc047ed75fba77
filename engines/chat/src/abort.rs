//! Stopping llama.cpp in the middle of a computation.
//!
//! A batch of a long prompt takes seconds on a small machine, and a cancel must work within a tenth of one.
//! llama.cpp polls a callback between two operations of its graph, but llama-cpp-2 does not hand it out:
//! this module sets it in the parameters of the context.

use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, Ordering};

use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_sys_2::llama_context_params;

// `LlamaContextParams` has one field, the native struct. That sizes and alignments are equal means that
// the field starts where the wrapper starts. A version that adds a field fails to compile here.
const _: () = assert!(size_of::<LlamaContextParams>() == size_of::<llama_context_params>());
const _: () = assert!(align_of::<LlamaContextParams>() == align_of::<llama_context_params>());

/// Makes a context that stops computing soon after `stop` becomes true.
#[expect(unsafe_code, reason = "llama-cpp-2 does not expose the abort callback")]
pub(crate) fn when(mut params: LlamaContextParams, stop: &'static AtomicBool) -> LlamaContextParams {
    // SAFETY: the wrapper consists of this struct alone, see above, and `params` is ours.
    let native = unsafe { &mut *(&raw mut params).cast::<llama_context_params>() };
    native.abort_callback = Some(poll);
    native.abort_callback_data = std::ptr::from_ref(stop).cast_mut().cast::<c_void>();
    params
}

#[expect(unsafe_code, reason = "called by native code")]
unsafe extern "C" fn poll(stop: *mut c_void) -> bool {
    // SAFETY: `when` sets this function together with a pointer to an `AtomicBool` that lives forever.
    let stop = unsafe { &*stop.cast::<AtomicBool>() };
    stop.load(Ordering::Relaxed)
}
