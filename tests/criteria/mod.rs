//! The segment language, seen from outside.

mod complete;
mod edits;
mod errors;
pub mod generate;
mod grammar;
mod laws;
mod meaning;
pub mod naive;
mod segments;
