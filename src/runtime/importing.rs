//! Imports as the interface runs them: planned as a question, run as a change.

use super::changes::Steps;
use super::paths;
use crate::model::{Author, Catalogue};
use crate::store::Store;
use crate::transfer::file::{self, FileLedger, FilePlan, FileWanted};
use crate::transfer::import::{ImportProgress, Pace, Source};

/// Looks at a file and matches its columns; in words why it cannot be read.
pub fn plan(wanted: FileWanted, catalogue: &Catalogue) -> Result<Box<FilePlan>, String> {
    let from = match wanted.from {
        Source::File(path) => Source::File(paths::typed(&path, paths::home().as_deref())),
        Source::Stdin => Source::Stdin,
    };
    file::plan(FileWanted { from, ..wanted }, catalogue)
        .map(Box::new)
        .map_err(|error| error.to_string())
}

/// Runs it; what is in, or in words why nothing is.
pub fn run(
    store: &dyn Store,
    plan: &FilePlan,
    author: &Author,
    steps: &mut Steps<'_>,
) -> Result<FileLedger, String> {
    file::run(store, plan, author, steps).map_err(|error| error.to_string())
}

impl ImportProgress for Steps<'_> {
    fn step(&mut self, pace: &Pace) -> bool {
        self.border(pace.rows, pace.total_rows)
    }
}
