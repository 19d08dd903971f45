//! A panic in a worker becomes an error on the screen: the work is lost, the program goes on.

use crate::store::{Result, StoreError};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs work that may have a fault in it. What a worker shares outlives it in whole steps only (transactions, channels),
/// so nothing half done is seen afterwards.
pub fn caught<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|cause| Err(StoreError::Io(words(cause.as_ref()))))
}

/// What is said of a panic.
pub fn words(cause: &(dyn Any + Send)) -> String {
    let what = cause
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| cause.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no reason given");
    format!("A fault in audience stopped this: {what}. Nothing half done was kept. Please report it.")
}

#[cfg(test)]
#[allow(clippy::panic, reason = "a panic is what is tested")]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_that_says_what_happened() {
        let failed: Result<()> = caught(|| panic!("no {}", "ink"));
        assert!(matches!(failed, Err(StoreError::Io(words)) if words.contains("stopped this: no ink")));
        assert!(matches!(caught(|| Ok(7)), Ok(7)));
    }
}
