//! Imports as the interface runs them: planned as a question, run as a change.

use super::changes::Steps;
use super::clock::Clock;
use super::paths;
use crate::model::{Author, ListId};
use crate::store::Store;
use crate::transfer::import::{Ledger, Plan};
use std::path::Path;

/// Reads the head of a file and matches its columns; in words why it cannot be read.
pub fn plan(
    _store: &dyn Store,
    path: &Path,
    _list: ListId,
    _map: Vec<(String, String)>,
    _clock: Clock,
) -> Result<Box<Plan>, String> {
    let path = paths::typed(path, paths::home().as_deref());
    Err(format!(
        "{} cannot be imported from here yet; use `audience import contacts`.",
        path.display()
    ))
}

/// Runs it; what is in, or in words why nothing is.
pub fn run(
    _store: &dyn Store,
    _plan: Plan,
    _author: &Author,
    _steps: &mut Steps<'_>,
) -> Result<Ledger, String> {
    Err("Use `audience import contacts`.".to_owned())
}
