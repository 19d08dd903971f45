//! Contacts that a change made and nobody has touched since go back together: their rows as one run, the chunks they lie
//! in as a whole from all columns, and their entries in the indexes by a note. Each row is still looked at.

use super::Slice;
use super::trail::Step;
use crate::model::ContactId;
use crate::store::envelope::{Sealed, open};
use crate::store::index::Cleared;
use crate::store::tables::{CONTACTS, EVENTS};
use crate::store::writing::Writing;
use crate::store::{Result, columns, events};
use redb::ReadableTable;

/// Fewer are as soon taken one by one.
const MANY: usize = 1_000;

/// Takes such contacts out, if these are: all there are in their chunks, all as they were made, none with events. Gives
/// back whether it has; otherwise nothing is changed.
pub(super) fn take(writing: &mut Writing, steps: &[Step], slice: &mut Slice) -> Result<bool> {
    let Some((first, last)) = run(steps)? else {
        return Ok(false);
    };
    if !columns::holds_all(writing.txn(), first, last, steps.len())?
        || events::any(
            &writing.txn().open_table(EVENTS)?,
            ContactId(first),
            ContactId(last),
        )?
    {
        return Ok(false);
    }
    let Some(rows) = rows(writing, steps, first, last)? else {
        return Ok(false);
    };
    writing
        .txn()
        .open_table(CONTACTS)?
        .retain_in::<u32, _>(first..=last, |_, _| false)?;
    for (step, row) in steps.iter().rev().zip(rows.iter()) {
        writing.log_row(Sealed::Contact, &step.key, Some(row), None)?;
    }
    Cleared::add(writing, ContactId(first), ContactId(last))?;
    for (list, members) in columns::clear(writing.txn(), first, last)? {
        writing.list_changed(list, -(members as i64));
    }
    slice.back += steps.len() as u64;
    Ok(true)
}

/// The first and the last of many contacts that were made, which descend; None where they are other steps.
fn run(steps: &[Step]) -> Result<Option<(u32, u32)>> {
    let (Some(last), Some(first)) = (steps.first(), steps.last()) else {
        return Ok(None);
    };
    let fits = steps.len() >= MANY && steps.iter().all(Step::made);
    if !fits || !steps.is_sorted_by(|one, next| one.key > next.key) {
        return Ok(None);
    }
    Ok(Some((first.number()?, last.number()?)))
}

/// The rows of all contacts from the first to the last, ascending; None unless they are just what these steps left.
fn rows(writing: &Writing, steps: &[Step], first: u32, last: u32) -> Result<Option<Rows>> {
    let table = writing.txn().open_table(CONTACTS)?;
    let mut rows = Rows::default();
    let mut steps = steps.iter().rev();
    for row in table.range::<u32>(first..=last)? {
        let (id, row) = row?;
        let key = id.value().to_be_bytes();
        let is_left = steps
            .next()
            .is_some_and(|step| step.key == key && step.left(Some(row.value())));
        if !is_left {
            return Ok(None);
        }
        open(Sealed::Contact, &key, row.value())?;
        rows.push(row.value());
    }
    Ok(steps.next().is_none().then_some(rows))
}

/// Rows one after the other.
#[derive(Default)]
struct Rows {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Rows {
    fn push(&mut self, row: &[u8]) {
        self.bytes.extend_from_slice(row);
        self.ends.push(self.bytes.len());
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts
            .zip(&self.ends)
            .map(|(start, end)| self.bytes.get(*start..*end).unwrap_or_default())
    }
}
