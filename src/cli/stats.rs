//! `stats`: sizes and counts of the store.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::output::{Format, Output};
use super::sheet::Sheet;
use super::table::Cell;
use crate::store::Store;
use clap::Args;

/// Shows sizes and counts.
#[derive(Debug, Args)]
pub struct Stats {
    /// How to write them.
    #[arg(long, default_value = "table")]
    format: Format,
}

impl Stats {
    /// Prints one row a figure.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let figures = context.reader()?.stats()?;
        let mut sheet = Sheet::default();
        for (name, value) in figures {
            let plain = value.parse().map_or_else(|_| Cell::text(&value), Cell::count);
            sheet.add(&name, plain);
        }
        sheet.write(self.format, out)?;
        Ok(Exit::Done)
    }
}
