//! Orders that a file has twice, with different amounts: the later row counts, and both are named.

use super::group::Differing;
use super::ledger::Ledger;
use super::plan::Plan;
use super::property::Property;
use crate::transfer::TransferError;
use crate::transfer::import::input::Input;
use crate::transfer::import::run::rejects::Rejects;
use crate::transfer::issues::Issue;
use csv::StringRecord;
use std::collections::HashMap;

/// How many are named one by one; the others are counted.
const MOST: usize = 100_000;

/// Collects them.
#[derive(Default)]
pub(super) struct Named {
    named: Vec<Differing>,
    others: u64,
}

impl Named {
    pub fn add(&mut self, more: Vec<Differing>) {
        let room = MOST.saturating_sub(self.named.len());
        self.others += more.len().saturating_sub(room) as u64;
        self.named.extend(more.into_iter().take(room));
    }

    /// Counts them in, and writes the rows that do not count to the rejects file. Where they are wanted there, and the file
    /// can be read again, their cells are fetched from it.
    pub fn tell(
        mut self,
        plan: &Plan,
        ledger: &mut Ledger,
        rejects: Option<&mut Rejects>,
    ) -> Result<(), TransferError> {
        if self.named.is_empty() {
            return Ok(());
        }
        self.named.sort_by_key(|one| one.row);
        let found = match (&rejects, &plan.input) {
            (Some(_), Input::File(_)) => cells(plan, &self.named)?,
            _ => HashMap::new(),
        };
        let column = plan.places(Property::Id).first().copied();
        let column = column.and_then(|place| plan.columns.get(place));
        let column = column.map_or_else(String::new, |column| column.name.clone());
        let mut told = Vec::with_capacity(found.len());
        for one in self.named {
            let (line, record) = found.get(&one.row).cloned().unwrap_or_default();
            let issue = Issue {
                row: one.row,
                line,
                rejected: false,
                column: column.clone(),
                value: one.id,
                reason: format!(
                    "another row has this order with another amount; row {} counts",
                    one.later
                ),
            };
            ledger.add_issue(&issue);
            told.push((issue, record));
        }
        ledger.set_aside += self.others;
        rejects.map_or(Ok(()), |rejects| rejects.write(&told))
    }
}

/// The lines and cells of some rows, which ascend.
fn cells(plan: &Plan, wanted: &[Differing]) -> Result<HashMap<u64, (u64, StringRecord)>, TransferError> {
    let mut rows = plan.dialect.rows(plan.input.reader()?, &plan.file)?;
    let mut record = StringRecord::new();
    // The header.
    rows.next(&mut record)?;
    let mut found = HashMap::new();
    let mut number = 0;
    for one in wanted {
        while number < one.row && rows.next(&mut record)? {
            number += 1;
        }
        if number == one.row {
            found.insert(number, (rows.line(&record), record.clone()));
        }
    }
    Ok(found)
}
