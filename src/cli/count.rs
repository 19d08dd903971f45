//! `count`: one number, digits only.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::output::Output;
use super::selection::Selection;
use crate::store::{Cancel, Store};
use clap::Args;

/// Counts contacts.
#[derive(Debug, Args)]
pub struct Count {
    /// Which contacts.
    #[command(flatten)]
    selection: Selection,
}

impl Count {
    /// Prints the number.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = context.reader()?;
        let catalogue = store.catalogue()?;
        let chosen = self.selection.choose(&catalogue, &context.moment(&catalogue))?;
        let count = store.count(chosen.scope, &chosen.query, &Cancel::default())?;
        out.line(&count.to_string())?;
        Ok(Exit::Done)
    }
}
