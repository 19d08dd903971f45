//! Imports as the interface runs them: planned as a question, run as a change.

use super::changes::Steps;
use super::paths;
use crate::model::{Author, Catalogue};
use crate::store::Store;
use crate::transfer::import::{self, ImportProgress, Ledger, Options, Pace, Plan, Source};

/// Looks at a file and matches its columns; in words why it cannot be read.
pub fn plan(options: Options, catalogue: &Catalogue) -> Result<Box<Plan>, String> {
    let from = match options.from {
        Source::File(path) => Source::File(paths::typed(&path, paths::home().as_deref())),
        Source::Stdin => Source::Stdin,
    };
    import::plan(Options { from, ..options }, catalogue)
        .map(Box::new)
        .map_err(|error| error.to_string())
}

/// Runs it; what is in, or in words why nothing is.
pub fn run(store: &dyn Store, plan: &Plan, author: &Author, steps: &mut Steps<'_>) -> Result<Ledger, String> {
    import::run(store, plan, author, steps).map_err(|error| error.to_string())
}

impl ImportProgress for Steps<'_> {
    fn step(&mut self, pace: &Pace) -> bool {
        self.border(pace.rows, pace.total_rows)
    }
}
