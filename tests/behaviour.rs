//! Behaviour seen from outside, one module a promise. One program, so that it links once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::assigning_clones,
    clippy::items_after_statements,
    clippy::unused_self,
    missing_docs,
    reason = "tests stop at the first thing that does not hold"
)]

mod cli;
mod columns;
mod criteria;
mod duplicates;
mod fuzz;
mod house;
mod phone;
mod screens;
mod store;
mod terminal;
mod transfer;
