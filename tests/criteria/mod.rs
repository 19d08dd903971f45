//! The segment language, seen from outside.

mod grammar;
