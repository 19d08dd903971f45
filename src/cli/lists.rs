//! `lists`: what contact lists there are.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::output::{Format, Output};
use super::table::{Cell, Column, Table};
use crate::store::Store;
use clap::Args;

/// Shows all contact lists.
#[derive(Debug, Args)]
pub struct Lists {
    /// How to write them.
    #[arg(long, default_value = "table")]
    format: Format,
}

impl Lists {
    /// Prints one row a list.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let catalogue = context.reader()?.catalogue()?;
        let mut table = Table::new(vec![
            Column::text("name"),
            Column::number("contacts"),
            Column::number("segments"),
            Column::text("created"),
            Column::text("description"),
        ]);
        for list in &catalogue.lists {
            let segments = catalogue
                .segments
                .iter()
                .filter(|segment| segment.scope.list() == Some(list.id));
            table.row(vec![
                Cell::text(&list.name),
                Cell::count(list.contacts),
                Cell::count(segments.count() as u64),
                Cell::text(&list.created.day(catalogue.settings.time_zone).to_string()),
                Cell::text(&list.description),
            ]);
        }
        table.write(self.format, out)?;
        Ok(Exit::Done)
    }
}
