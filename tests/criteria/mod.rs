//! The segment language, seen from outside.

mod complete;
pub mod generate;
mod grammar;
mod laws;
mod naive;
