//! What every engine is made of, whatever its model does: a process that steps back for the window, frames
//! that nothing else can break, and a board that says which request shall stop.
//!
//! This module must never know a model or what is asked of it.

mod board;
pub mod inbox;
mod outbox;
pub mod process;
mod run;

pub use board::Board;
pub use outbox::Outbox;
pub use run::run;

/// How ggml's threads wait for each other: some microseconds spinning, then asleep. Spinning on, two threads on a busy
/// core are ten times slower; falling asleep at once, a small model writes at half its speed, because a token has
/// hundreds of meetings. GNU's runtime reads the second, others the first, once, when they are loaded.
pub const WAITING: [(&str, &str); 2] = [("OMP_WAIT_POLICY", "passive"), ("GOMP_SPINCOUNT", "300")];
