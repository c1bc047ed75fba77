//! What a message shows of the person who wrote it: whether the last answer served them, how urgent it is,
//! how much they know, and which style they asked for in so many words.
//!
//! All of it is read from the message alone, in well under a millisecond, without a model. What is read wrong
//! here would be learned wrong, so every reading that moves something has to rest on words it can name.

pub mod dissatisfaction;
mod lexicon;
mod moment;
mod wish;
mod words;

pub use dissatisfaction::{Dissatisfaction, FollowUp, Update, read_dissatisfaction};
pub use moment::{Expertise, Moment, Mood, read_moment};
pub use wish::{Dimension, SpokenWishes, Toward, Wish, read_wishes};
