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
