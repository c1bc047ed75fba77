//! What whisper.cpp asks and tells on its way: whether to stop, and how far it is. Signs of life come from a thread
//! beside it, since whisper.cpp asks only once in each look, and a look takes minutes on a machine that is busy.
//!
//! whisper-rs has a safe form of the question, but its version 0.16 calls the closure through a pointer of
//! another type; so the plain one is set here.

use std::ffi::c_void;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use attune_models::child::Board;
use attune_models::protocol::speech::FromSpeech;
use whisper_rs::FullParams;

use crate::outbox::Outbox;

const BEAT: Duration = Duration::from_secs(1);

/// One request under way.
pub(crate) struct Poll<'a> {
    board: &'a Board,
    percent: AtomicI32,
}

impl<'a> Poll<'a> {
    pub(crate) fn new(board: &'a Board) -> Self {
        Self { board, percent: AtomicI32::new(0) }
    }

    /// Lets whisper.cpp ask. The parameters must be used while `self` lives and stays where it is.
    #[expect(unsafe_code, reason = "see the module")]
    pub(crate) fn set(&self, params: &mut FullParams<'_, '_>) {
        let this = std::ptr::from_ref(self).cast_mut().cast::<c_void>();
        // SAFETY: both callbacks get the pointer that is set beside them, and cast it back to what it is. The
        // caller keeps `self` in place, and nothing in it is changed but by atomic operations.
        unsafe {
            params.set_abort_callback(Some(stop));
            params.set_abort_callback_user_data(this);
            params.set_progress_callback(Some(progress));
            params.set_progress_callback_user_data(this);
        }
    }

    /// Works, and says every second that it does. A process that computes nothing says nothing: it hangs.
    pub(crate) fn beating<T>(&self, out: &Outbox, id: u64, work: impl FnOnce() -> T) -> T {
        let (over, when_over) = mpsc::channel::<()>();
        thread::scope(|scope| {
            scope.spawn(move || {
                let mut last = computed();
                while when_over.recv_timeout(BEAT) == Err(mpsc::RecvTimeoutError::Timeout) {
                    let now = computed();
                    if now.is_none() || now != last {
                        #[expect(clippy::cast_precision_loss, reason = "it is a percentage")]
                        let fraction = self.percent.load(Ordering::Relaxed) as f32 / 100.0;
                        out.send(&FromSpeech::Working { id, fraction });
                    }
                    last = now;
                }
            });
            let done = work();
            drop(over);
            done
        })
    }
}

/// What the processor did for this process, where the system says: user and system time in its own unit.
fn computed() -> Option<(String, String)> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name in brackets may hold spaces; the times are the 12th and 13th field behind it.
    let mut fields = text.rsplit_once(')')?.1.split_whitespace().skip(11);
    Some((fields.next()?.to_owned(), fields.next()?.to_owned()))
}

#[expect(unsafe_code, reason = "called by native code")]
unsafe extern "C" fn stop(poll: *mut c_void) -> bool {
    // SAFETY: `set` gave this pointer, to something that lives while whisper.cpp computes.
    let poll = unsafe { &*poll.cast::<Poll<'_>>() };
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
