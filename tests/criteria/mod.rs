//! The segment language, seen from outside.

mod complete;
mod grammar;
