//! The two threads of an engine: one reads, the other has the model.

use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::{Board, process};

/// How long native code may take to notice that the process ends, and a state to be saved, before it is ended
/// anyway.
const LAST_BREATH: Duration = Duration::from_secs(3);

/// Does `work` on a thread of this kind, and reads on this one meanwhile. When `read` is over, the program asked to quit
/// or is gone, and nobody wants what is computed any more: whatever runs is stopped, what `read` gives back is dropped,
/// which should be the work's way to hear that nothing more comes, and the work may end.
pub fn run<H>(
    board: &Board,
    worker: thread::Builder,
    work: impl FnOnce() + Send + 'static,
    read: impl FnOnce() -> H,
) -> ExitCode {
    let (ended, end) = mpsc::channel::<()>();
    let spawned = worker.name("model".into()).spawn(move || {
        // Held, so that the channel closes when this thread ends in whatever way.
        let _ended = ended;
        work();
    });
    if let Err(error) = spawned {
        eprintln!("the engine cannot start its thread: {error}");
        return ExitCode::FAILURE;
    }
    let held = read();
    board.close();
    drop(held);
    if end.recv_timeout(LAST_BREATH) == Err(mpsc::RecvTimeoutError::Timeout) {
        process::end_now();
    }
    ExitCode::SUCCESS
}
