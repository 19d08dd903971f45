//! Fault tests of the store: the real store on a disk that loses power, tears writes, fails and fills up, and on files
//! that were damaged. Only built for tests.
//!
//! How many images are tried is set by `AUDIENCE_IMAGES` and `AUDIENCE_MUTATIONS`; README has the long commands.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests stop at the first thing that does not hold"
)]

mod answers;
mod chance;
mod chunks;
mod damage;
mod disk;
mod dump;
mod failing;
mod migration;
mod missing;
mod power;
mod script;
mod world;

pub(in crate::store) use disk::disk_at;

/// How much work a test does: the number in the environment, else `usual`.
fn wanted(variable: &str, usual: u64) -> u64 {
    let set = std::env::var(variable)
        .ok()
        .and_then(|number| number.parse().ok());
    set.unwrap_or(usual)
}
