//! Everything that is small: lists and their counts, segments, fields, sources, permissions, the journal, imports.

use super::super::codec::open_row;
use super::super::envelope::{Sealed, open};
use super::super::index::CLEARED;
use super::super::journal::{read_entry, weight};
use super::super::rows::permission;
use super::super::tables::{
    DECISIONS, FIELDS, JOBS, JOURNAL, JOURNAL_ROWS, LIST_STATES, LISTS, META, PERMISSIONS, SEGMENTS, SOURCES,
};
use super::super::wire::{WireCleared, WireField, WireList, WireSegment};
use super::super::writing::list_state;
use super::super::{Result, decisions, meta};
use super::{Report, SLICE, Seen, Walk};
use crate::model::{DecisionId, EntryId, ListId};
use crate::phone::Identity;
use redb::{ReadTransaction, ReadableTable, TableDefinition, TableError, TableHandle};
use std::collections::BTreeMap;
use std::ops::Bound;

/// Walks the small tables.
pub(super) fn check(walk: &mut Walk<'_>, seen: &mut Seen) -> Result<()> {
    seen.extend(walk.slice(named)?);
    seen.insert(PERMISSIONS.name(), permissions(walk)?);
    seen.insert(JOURNAL.name(), walk.slice(journal)?);
    seen.insert(
        JOURNAL_ROWS.name(),
        sealed(walk, JOURNAL_ROWS, Sealed::JournalRows)?,
    );
    seen.insert(JOBS.name(), sealed(walk, JOBS, Sealed::Job)?);
    Ok(())
}

/// Compares how many contacts are in each list with what the list says.
pub(super) fn compare_lists(walk: &mut Walk<'_>, counted: &BTreeMap<ListId, u64>) -> Result<()> {
    walk.slice(|txn, report| {
        let (lists, states) = (txn.open_table(LISTS)?, txn.open_table(LIST_STATES)?);
        let mut known = BTreeMap::new();
        for row in lists.iter()? {
            let list = ListId(row?.0.value());
            let state = report.sound(list_state(&states, list))?;
            if state == Some(None) {
                report.problem(format!("list {}: its count is missing", list.0));
            }
            known.insert(list, state.flatten().unwrap_or_default().contacts);
        }
        for (list, count) in &known {
            let found = counted.get(list).copied().unwrap_or_default();
            if found != *count {
                report.problem(format!(
                    "list {}: {found} contacts are in it, it says {count}",
                    list.0
                ));
            }
        }
        for list in counted.keys().filter(|list| !known.contains_key(list)) {
            report.problem(format!("contacts are in list {}, which is gone", list.0));
        }
        Ok(())
    })
}

/// Lists, segments, fields, sources, contacts gone from the indexes: how many there are of each.
fn named(txn: &ReadTransaction, report: &mut Report) -> Result<Seen> {
    report.sound(meta::settings(&txn.open_table(META)?))?;
    let lists = each(txn, report, LISTS, |id, row| {
        open_row::<WireList<'_>>(Sealed::List, &id.to_be_bytes(), row).map(|_| ())
    })?;
    let segments = each(txn, report, SEGMENTS, |id, row| {
        open_row::<WireSegment<'_>>(Sealed::Segment, &id.to_be_bytes(), row).map(|_| ())
    })?;
    let fields = each(txn, report, FIELDS, |id, row| {
        open_row::<WireField<'_>>(Sealed::Field, &id.to_be_bytes(), row).map(|_| ())
    })?;
    let sources = each(txn, report, SOURCES, |id, row| {
        open_row::<&str>(Sealed::Source, &id.to_be_bytes(), row).map(|_| ())
    })?;
    let cleared = each(txn, report, CLEARED, |id, row| {
        open_row::<WireCleared>(Sealed::Cleared, &id.to_be_bytes(), row).map(|_| ())
    })?;
    let decisions = match txn.open_table(DECISIONS) {
        Err(TableError::TableDoesNotExist(_)) => 0,
        _ => each(txn, report, DECISIONS, |id, row| {
            decisions::decode(DecisionId(id), row).map(|_| ())
        })?,
    };
    Ok(Seen::from([
        (DECISIONS.name(), decisions),
        (CLEARED.name(), cleared),
        (LISTS.name(), lists),
        (SEGMENTS.name(), segments),
        (FIELDS.name(), fields),
        (SOURCES.name(), sources),
    ]))
}

fn each(
    txn: &ReadTransaction,
    report: &mut Report,
    table: TableDefinition<'static, u32, &'static [u8]>,
    look: impl Fn(u32, &[u8]) -> Result<()>,
) -> Result<u64> {
    let mut rows = 0;
    let name = table.name();
    let table = txn.open_table(table)?;
    for row in table.iter()? {
        let (id, row) = row?;
        rows += 1;
        report.reached(name, id.value(), table.get(id.value())?.is_some());
        report.sound(look(id.value(), row.value()))?;
    }
    report.looked_at(rows);
    Ok(rows)
}

fn permissions(walk: &mut Walk<'_>) -> Result<u64> {
    let (mut rows, mut after) = (0, None);
    loop {
        let (found, last) = walk.slice(|txn, report| {
            let table = txn.open_table(PERMISSIONS)?;
            let from = after.map_or(Bound::Unbounded, Bound::Excluded);
            let (mut found, mut last) = (0, None);
            for row in table.range::<u64>((from, Bound::Unbounded))?.take(SLICE) {
                let number = row?.0.value();
                report.reached(PERMISSIONS.name(), number, table.get(number)?.is_some());
                report.sound(permission(&table, Identity(number)))?;
                found += 1;
                last = Some(number);
            }
            report.looked_at(found);
            let goes_on = |last: &u64| report.goes_on(PERMISSIONS.name(), after.as_ref(), last);
            Ok((found, last.filter(|_| found == SLICE as u64).filter(goes_on)))
        })?;
        rows += found;
        if last.is_none() {
            return Ok(rows);
        }
        after = last;
    }
}

fn journal(txn: &ReadTransaction, report: &mut Report) -> Result<u64> {
    let (mut rows, mut sum) = (0, 0_u64);
    let journal = txn.open_table(JOURNAL)?;
    for row in journal.iter()? {
        let (id, row) = row?;
        report.reached(JOURNAL.name(), id.value(), journal.get(id.value())?.is_some());
        rows += 1;
        sum = sum.wrapping_add(weight(row.value()));
        report.sound(read_entry(EntryId(id.value()), row.value()))?;
    }
    if sum != meta::state(&txn.open_table(META)?)?.journal_sum {
        report.problem("table journal: its entries are not the last that were written".into());
    }
    report.looked_at(rows);
    Ok(rows)
}

fn sealed(
    walk: &mut Walk<'_>,
    table: TableDefinition<'static, &'static [u8], &'static [u8]>,
    kind: Sealed,
) -> Result<u64> {
    /// Chunks are larger than rows.
    const CHUNKS: usize = 200;
    let (mut rows, mut after): (_, Option<Vec<u8>>) = (0, None);
    loop {
        let (found, last) = walk.slice(|txn, report| {
            let name = table.name();
            let table = txn.open_table(table)?;
            let from = after.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
            let (mut found, mut last) = (0, None);
            for row in table.range::<&[u8]>((from, Bound::Unbounded))?.take(CHUNKS) {
                let (key, row) = row?;
                report.reached(name, key.value(), table.get(key.value())?.is_some());
                report.sound(open(kind, key.value(), row.value()).map(|_| ()))?;
                found += 1;
                last = Some(key.value().to_vec());
            }
            report.looked_at(found);
            let goes_on = |last: &Vec<u8>| report.goes_on(name, after.as_ref(), last);
            Ok((found, last.filter(|_| found == CHUNKS as u64).filter(goes_on)))
        })?;
        rows += found;
        if last.is_none() {
            return Ok(rows);
        }
        after = last;
    }
}
