//! Which requests are waiting, running and cancelled: the one thing that an engine's two threads share.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The requests of this process.
#[derive(Debug, Default)]
pub struct Board {
    /// Polled by ggml between two operations of a graph, so it has to be cheaper than a lock.
    stop: AtomicBool,
    asks: Mutex<Asks>,
}

#[derive(Debug, Default)]
struct Asks {
    /// Waiting and running requests, and whether they were cancelled.
    cancelled: HashMap<u64, bool>,
    running: Option<u64>,
    closing: bool,
}

impl Board {
    /// A request arrived.
    pub fn enter(&self, id: u64) {
        self.asks().cancelled.insert(id, false);
    }

    /// A request shall stop. One that is over, or was never there, is ignored.
    pub fn cancel(&self, id: u64) {
        let mut asks = self.asks();
        if let Some(cancelled) = asks.cancelled.get_mut(&id) {
            *cancelled = true;
            if asks.running == Some(id) {
                self.stop.store(true, Ordering::Relaxed);
            }
        }
    }

    /// The process ends: whatever runs or will run shall stop.
    pub fn close(&self) {
        let mut asks = self.asks();
        asks.closing = true;
        self.stop.store(true, Ordering::Relaxed);
    }

    /// A request's turn has come.
    pub fn start(&self, id: u64) {
        let mut asks = self.asks();
        asks.running = Some(id);
        let stop = asks.closing || asks.cancelled.get(&id).copied().unwrap_or(false);
        self.stop.store(stop, Ordering::Relaxed);
    }

    /// A request is over.
    pub fn finish(&self, id: u64) {
        let mut asks = self.asks();
        asks.running = None;
        asks.cancelled.remove(&id);
        self.stop.store(asks.closing, Ordering::Relaxed);
    }

    /// Whether what runs now shall stop.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// The flag itself, for native code.
    #[must_use]
    pub fn stop_flag(&self) -> &AtomicBool {
        &self.stop
    }

    fn asks(&self) -> MutexGuard<'_, Asks> {
        self.asks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cancel_reaches_only_its_request() {
        let board = Board::default();
        board.enter(1);
        board.enter(2);
        board.start(1);
        board.cancel(2);
        assert!(!board.stopped());
        board.cancel(1);
        assert!(board.stopped());
        board.finish(1);
        assert!(!board.stopped());
        board.start(2);
        assert!(board.stopped(), "it was cancelled while it waited");
    }

    #[test]
    fn a_cancel_that_comes_late_stops_nothing() {
        let board = Board::default();
        board.enter(1);
        board.start(1);
        board.finish(1);
        board.cancel(1);
        board.enter(2);
        board.start(2);
        assert!(!board.stopped());
    }

    #[test]
    fn closing_stops_what_runs_and_what_comes() {
        let board = Board::default();
        board.enter(1);
        board.close();
        board.start(1);
        assert!(board.stopped());
        board.finish(1);
        assert!(board.stopped());
    }
}
