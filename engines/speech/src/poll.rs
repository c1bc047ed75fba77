//! What whisper.cpp asks between two operations of its graph: whether to stop. The question doubles as a sign
//! of life.
//!
//! whisper-rs has a safe form of this callback, but its version 0.16 calls the closure through a pointer of
//! another type; so the plain one is set here.

use std::ffi::c_void;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::{Duration, Instant};

use attune_models::child::Board;
use attune_models::protocol::speech::FromSpeech;
use whisper_rs::FullParams;

use crate::outbox::Outbox;

const BEAT: Duration = Duration::from_secs(1);

/// One request under way.
pub(crate) struct Poll<'a> {
    board: &'a Board,
    out: &'a Outbox,
    id: u64,
    last_beat: Instant,
    percent: AtomicI32,
}

impl<'a> Poll<'a> {
    pub(crate) fn new(board: &'a Board, out: &'a Outbox, id: u64) -> Self {
        Self { board, out, id, last_beat: Instant::now(), percent: AtomicI32::new(0) }
    }

    /// Lets whisper.cpp ask. The parameters must be used while `self` lives and stays where it is.
    #[expect(unsafe_code, reason = "see the module")]
    pub(crate) fn set(&mut self, params: &mut FullParams<'_, '_>) {
        let this = std::ptr::from_mut(self).cast::<c_void>();
        // SAFETY: both callbacks get the pointer that is set beside them, and cast it back to what it is. The
        // caller keeps `self` in place, and whisper.cpp asks on one thread at a time.
        unsafe {
            params.set_abort_callback(Some(stop));
            params.set_abort_callback_user_data(this);
            params.set_progress_callback(Some(progress));
            params.set_progress_callback_user_data(this);
        }
    }

    fn beat(&mut self) {
        if self.last_beat.elapsed() >= BEAT {
            self.last_beat = Instant::now();
            #[expect(clippy::cast_precision_loss, reason = "it is a percentage")]
            let fraction = self.percent.load(Ordering::Relaxed) as f32 / 100.0;
            self.out.send(&FromSpeech::Working { id: self.id, fraction });
        }
    }
}

#[expect(unsafe_code, reason = "called by native code")]
unsafe extern "C" fn stop(poll: *mut c_void) -> bool {
    // SAFETY: `set` gave this pointer, and nobody else uses it while whisper.cpp computes.
    let poll = unsafe { &mut *poll.cast::<Poll<'_>>() };
    poll.beat();
    poll.board.stopped()
}

#[expect(unsafe_code, reason = "called by native code")]
unsafe extern "C" fn progress(
    _: *mut whisper_rs::WhisperSysContext,
    _: *mut whisper_rs::WhisperSysState,
    percent: std::ffi::c_int,
    poll: *mut c_void,
) {
    // SAFETY: as above.
    let poll = unsafe { &*poll.cast::<Poll<'_>>() };
    poll.percent.store(percent, Ordering::Relaxed);
}
