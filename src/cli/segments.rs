//! `segments`: the saved segments of a list, with how many contacts each has now.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::json::Json;
use super::names;
use super::output::{Format, Output, remark};
use super::selection;
use super::table::{Cell, Column, Table};
use crate::model::{Catalogue, Moment, Segment};
use crate::store::{Cancel, Store};
use clap::Args;

/// Shows the segments of a list.
#[derive(Debug, Args)]
pub struct Segments {
    /// Of this list; without it, the segments of everyone.
    #[arg(long, value_name = "NAME")]
    list: Option<String>,
    /// How to write them.
    #[arg(long, default_value = "table")]
    format: Format,
}

impl Segments {
    /// Prints one row a segment.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = context.reader()?;
        let catalogue = store.catalogue()?;
        let moment = context.moment(&catalogue);
        let scope = names::scope(&catalogue, self.list.as_deref())?;
        let mut table = Table::new(vec![
            Column::text("name"),
            Column::number("contacts"),
            Column::text("criteria"),
            Column::number("pinned_in"),
            Column::number("pinned_out"),
        ]);
        for segment in catalogue.segments_of(scope) {
            let pins = catalogue.pins_in(segment.id);
            table.row(vec![
                Cell::text(&segment.name),
                size(&store, segment, &catalogue, &moment)?,
                Cell::text(&criteria_text(segment, &catalogue)),
                Cell::count(pins.within),
                Cell::count(pins.out),
            ]);
        }
        table.write(self.format, out)?;
        let elsewhere = catalogue
            .segments
            .iter()
            .filter(|segment| segment.scope != scope)
            .count();
        if table.is_empty() && elsewhere > 0 {
            remark(&format!(
                "{elsewhere} segments belong to other lists: name one with --list."
            ));
        }
        Ok(Exit::Done)
    }
}

/// How many contacts a segment has; nothing where its criteria cannot be answered.
pub fn size(
    store: &dyn Store,
    segment: &Segment,
    catalogue: &Catalogue,
    moment: &Moment,
) -> Result<Cell, Failure> {
    let query = selection::stored(segment, catalogue)
        .and_then(|criteria| selection::query(&criteria.text(catalogue), &criteria, catalogue, moment));
    match query {
        Ok(query) => Ok(Cell::count(store.count(
            segment.scope,
            &query,
            &Cancel::default(),
        )?)),
        Err(_) => Ok(Cell::new("–", Json::Null)),
    }
}

/// The criteria with today's names; the stored form where they no longer fit the store.
pub fn criteria_text(segment: &Segment, catalogue: &Catalogue) -> String {
    selection::stored(segment, catalogue)
        .map_or_else(|_| segment.criteria.clone(), |criteria| criteria.text(catalogue))
}
