//! One row of a file as the store takes it: its number, its fields, its permission; what could not be read beside it.

mod custom;
pub(in crate::transfer) mod faults;
mod number;
mod person;
mod recipe;
mod totals;

use super::plan::Plan;
use crate::model::text::trimmed;
use crate::model::{Author, FieldId, NewContact, NumberState};
use crate::store::ImportRow;
use crate::transfer::issues::Issue;
use csv::StringRecord;
use faults::Faults;
use number::Numbers;
use recipe::Recipe;

/// Reads rows by a plan.
pub(super) struct RowReader {
    recipe: Recipe,
    numbers: Numbers,
    names: Vec<String>,
}

impl RowReader {
    /// A reader for a plan. `fields` has the custom field of each column that goes to one; those without are left out.
    pub fn new(plan: &Plan, author: &Author, fields: &[Option<FieldId>]) -> Self {
        Self {
            recipe: Recipe::new(plan, author, fields),
            numbers: Numbers::new(plan.country),
            names: plan.columns.iter().map(|column| column.name.clone()).collect(),
        }
    }

    /// Whether a row has a value for a field that is not there yet.
    pub fn brings_more(&self, record: &StringRecord) -> bool {
        self.recipe
            .without_field
            .iter()
            .any(|place| !cell(record, *place).is_empty())
    }

    /// Reads one row, which begins on a line of the file. None where it has no readable number; every reason is added to `issues`.
    pub fn read(
        &mut self,
        number: u64,
        line: u64,
        record: &StringRecord,
        issues: &mut Vec<Issue>,
    ) -> Option<ImportRow> {
        let mut faults = Faults::new(number, line, &self.names, issues);
        faults.ragged(record.len());
        let recipe = &self.recipe;
        let mut edits = Vec::with_capacity(recipe.edits);
        let country = recipe.country(record, &mut self.numbers, &mut edits, &mut faults);
        let phone = self
            .numbers
            .read(recipe, record, country, &mut edits, &mut faults)?;
        recipe.person(record, &mut edits, &mut faults);
        recipe.totals(record, &mut edits, &mut faults);
        recipe.custom(record, &mut edits, &mut faults);
        Some(ImportRow {
            row: number,
            source_id: recipe.source_id(record),
            opts_out: recipe.opts_out(record, &mut faults),
            consent: recipe.consent(record, &mut faults),
            contact: NewContact {
                phone,
                number_state: NumberState::Valid,
                lists: Vec::new(),
                edits,
            },
            made: None,
        })
    }
}

/// A cell without the white space around it; empty where the row is too short.
pub(in crate::transfer) fn cell(record: &StringRecord, place: usize) -> &str {
    trimmed(record.get(place).unwrap_or_default())
}

/// The first cell of some columns that has something in it.
pub(in crate::transfer) fn first<'r>(record: &'r StringRecord, places: &[usize]) -> Option<(usize, &'r str)> {
    places
        .iter()
        .map(|place| (*place, cell(record, *place)))
        .find(|(_, text)| !text.is_empty())
}
