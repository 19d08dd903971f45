//! `history`: who has changed what, and when.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::json::Json;
use super::output::{Format, Output};
use super::table::{Cell, Column, Table};
use crate::model::reading::read_date;
use crate::model::{EntryId, EntryKind, Instant, JournalEntry};
use crate::store::{Entries, Store};
use chrono::{DateTime, SecondsFormat};
use chrono_tz::Tz;
use clap::Args;

/// Shows the changes that were made, newest first: who, when, what, how many rows, and where each stands.
///
/// Its number takes a change back: `audience undo 41`.
#[derive(Debug, Args)]
pub struct History {
    /// Only changes whose line, or whose operator, holds this text.
    #[arg(default_value = "", hide_default_value = true)]
    text: String,
    /// How many at most.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Only this operator's.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Only from this day on.
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<String>,
    /// How to write them.
    #[arg(long, default_value = "table")]
    format: Format,
}

impl History {
    /// Prints one row a change.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = context.reader()?;
        let catalogue = store.catalogue()?;
        let since = match &self.since {
            Some(day) => Some(
                context
                    .moment(&catalogue)
                    .start_of(read_date(day).map_err(Failure::usage)?),
            ),
            None => None,
        };
        let entries = store.history(&Entries {
            limit: self.limit,
            by: self.by.clone(),
            since,
            text: self.text.clone(),
        })?;
        let whole = self.format != Format::Table;
        let mut table = Table::new(columns(whole));
        for entry in &entries {
            table.row(row(entry, catalogue.settings.time_zone, whole));
        }
        table.write(self.format, out)?;
        Ok(Exit::Done)
    }
}

/// People get what fits a line; scripts all of it.
fn columns(whole: bool) -> Vec<Column> {
    let mut columns = vec![
        Column::number("id"),
        Column::text("at"),
        Column::text("by"),
        Column::text("what"),
        Column::number("rows"),
        Column::text("state"),
    ];
    if whole {
        columns.extend(["kind", "of", "undone_by"].map(Column::text));
        columns.push(Column::number("stayed"));
        columns.push(Column::text("can_undo"));
    }
    columns
}

fn row(entry: &JournalEntry, zone: Tz, whole: bool) -> Vec<Cell> {
    let mut cells = vec![
        Cell::count(entry.id.0),
        Cell::new(
            entry.author.at.minute(zone),
            Json::text_or_null(&exact(entry.author.at)),
        ),
        Cell::text(&entry.author.name),
        Cell::text(&entry.what),
        Cell::count(entry.rows),
        Cell::text(entry.standing()),
    ];
    if whole {
        let (kind, of) = match entry.kind {
            EntryKind::Change => ("change", None),
            EntryKind::Undo(change) => ("undo", Some(change)),
            EntryKind::Redo(change) => ("redo", Some(change)),
        };
        cells.extend([
            Cell::text(kind),
            number(of),
            number(entry.taken_back),
            Cell::count(entry.stayed),
            Cell::flag(entry.can_go_back),
        ]);
    }
    cells
}

fn number(entry: Option<EntryId>) -> Cell {
    entry.map_or(Cell::text(""), |entry| Cell::count(entry.0))
}

fn exact(at: Instant) -> String {
    DateTime::from_timestamp(at.0, 0)
        .map_or_else(String::new, |at| at.to_rfc3339_opts(SecondsFormat::Secs, true))
}
