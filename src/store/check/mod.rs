//! Walks everything in slices, each in a short read transaction of its own, and says what does not hold: rows against
//! their checksums, indexes and columns against the rows, counts against what was counted.

mod contacts;
mod events;
mod indexes;
mod others;

use super::redb::Redb;
use super::tables::META;
use super::{CheckReport, Progress, Result, StoreError, meta};
use redb::ReadTransaction;
use std::collections::BTreeMap;
use std::fmt::Debug;

/// So many problems are told in words; the rest are counted.
const TOLD: usize = 100;

/// Rows looked at in one transaction.
const SLICE: usize = 10_000;

/// Checks the whole store.
pub(super) fn check(store: &Redb, progress: &mut dyn Progress) -> Result<CheckReport> {
    let mut report = Report::default();
    let (started_at, rows) = store.read(|txn| {
        let state = meta::state(&txn.open_table(META)?)?;
        Ok((state.generation, state.rows))
    })?;
    report.total = rows.iter().sum();
    let mut walk = Walk {
        store,
        report,
        progress,
    };
    let mut seen = Seen::new();
    let lists = contacts::check(&mut walk, &mut seen)?;
    indexes::check(&mut walk, &mut seen)?;
    let cells = events::check(&mut walk, &mut seen)?;
    others::check(&mut walk, &mut seen)?;
    let ended_at = store.read(|txn| Ok(meta::state(&txn.open_table(META)?)?.generation))?;
    if started_at == ended_at {
        walk.compare_counts(&seen, &rows);
        others::compare_lists(&mut walk, &lists)?;
        events::compare_columns(&mut walk, &cells)?;
    }
    Ok(walk.report.told)
}

/// How many rows were seen in each table, by its name.
type Seen = BTreeMap<&'static str, u64>;

/// What has been found so far.
#[derive(Default)]
pub(super) struct Report {
    told: CheckReport,
    total: u64,
}

/// A check under way.
pub(super) struct Walk<'a> {
    store: &'a Redb,
    report: Report,
    progress: &'a mut dyn Progress,
}

impl Walk<'_> {
    /// Looks at one slice in a transaction of its own, after telling how far it is.
    fn slice<T>(&mut self, mut look: impl FnMut(&ReadTransaction, &mut Report) -> Result<T>) -> Result<T> {
        if !self.progress.step(self.report.told.checked, self.report.total) {
            return Err(StoreError::Cancelled);
        }
        let report = &mut self.report;
        self.store.read(|txn| look(txn, report))
    }

    fn compare_counts(&mut self, seen: &Seen, rows: &[u64]) {
        for (table, rows) in meta::COUNTED.iter().zip(rows) {
            let seen = seen.get(table).copied().unwrap_or_default();
            if seen != *rows {
                self.report
                    .problem(format!("table {table}: {seen} rows, {rows} were written"));
            }
        }
    }
}

impl Report {
    /// That many rows, chunks or entries have been looked at.
    fn looked_at(&mut self, count: u64) {
        self.told.checked += count;
    }

    /// Something does not hold.
    fn problem(&mut self, words: String) {
        self.told.problem_count += 1;
        if self.told.problems.len() < TOLD {
            self.told.problems.push(words);
        }
    }

    /// Whether a row that a walk has come to was found by its key too. Walks go along the rows; a damaged way to one of
    /// them shows only when it is looked for, and then as if it were not there.
    fn reached(&mut self, table: &str, key: impl Debug, found: bool) {
        if !found {
            self.problem(format!("table {table}: row {key:?} is not found by its key"));
        }
    }

    /// Whether a walk that stood at one key of a table stands behind it now. In a damaged file it may have been led back,
    /// which is a problem, and would go on for ever.
    fn goes_on<K: Ord>(&mut self, table: &str, before: Option<&K>, now: &K) -> bool {
        let goes_on = before.is_none_or(|before| before < now);
        if !goes_on {
            self.problem(format!("table {table}: its rows stand out of order"));
        }
        goes_on
    }

    /// The value, or a problem where it is damaged. Other failures end the check.
    fn sound<T>(&mut self, found: Result<T>) -> Result<Option<T>> {
        match found {
            Ok(value) => Ok(Some(value)),
            Err(StoreError::Damaged(what)) => {
                self.problem(what);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}
