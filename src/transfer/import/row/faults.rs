//! What could not be read in one row.

use crate::transfer::issues::Issue;

/// The longest value that is repeated in a message or the rejects file.
const LONGEST: usize = 200;

/// Collects what could not be read in one row.
pub(in crate::transfer) struct Faults<'a> {
    row: u64,
    line: u64,
    names: &'a [String],
    issues: &'a mut Vec<Issue>,
}

impl<'a> Faults<'a> {
    pub fn new(row: u64, line: u64, names: &'a [String], issues: &'a mut Vec<Issue>) -> Self {
        Self {
            row,
            line,
            names,
            issues,
        }
    }

    /// A cell that is left out of a row that comes in.
    pub fn set_aside(&mut self, place: usize, value: &str, reason: impl Into<String>) {
        self.add(false, place, value, reason.into());
    }

    /// The cell for which the row is rejected.
    pub fn reject(&mut self, place: usize, value: &str, reason: impl Into<String>) {
        self.add(true, place, value, reason.into());
    }

    /// A row with more cells than the header: what has no column is lost, so it is said.
    pub fn ragged(&mut self, cells: usize) {
        let columns = self.names.len();
        if cells > columns {
            let reason = format!(
                "more cells than the header has; {cells} instead of {columns}, the last are left out"
            );
            self.add(false, columns, "", reason);
        }
    }

    fn add(&mut self, rejected: bool, place: usize, value: &str, reason: String) {
        self.issues.push(Issue {
            row: self.row,
            line: self.line,
            rejected,
            column: self
                .names
                .get(place)
                .cloned()
                .unwrap_or_else(|| "the row".to_owned()),
            value: value.chars().take(LONGEST).collect(),
            reason,
        });
    }
}
