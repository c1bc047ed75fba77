//! stub
mod cues;
mod lexicon;
mod words;
