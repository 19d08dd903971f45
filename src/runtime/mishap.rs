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
