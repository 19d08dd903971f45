//! Brings together who shares a key: each key's people are sorted by it, and stand beside each other then.

use super::keys::{CAPS, KEYS, further, keys};
use super::people::People;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The keys of a person.
pub(super) type Row = [u32; KEYS];

/// People who share one key, for all values of it: stretches of two and more.
#[derive(Debug, Default)]
pub(super) struct Column {
    pub(super) members: Vec<u32>,
    /// Where each stretch ends.
    pub(super) ends: Vec<u32>,
}

/// Everybody's keys, and who shares which.
#[derive(Debug)]
pub(super) struct Blocks {
    rows: Vec<Row>,
    columns: Vec<Column>,
}

impl Blocks {
    /// Works them out on so many processors.
    pub(super) fn of(people: &People, processors: usize) -> Self {
        let mut rows = rows(people, processors);
        let mut extra: Vec<Vec<u64>> = vec![Vec::new(); KEYS];
        for (at, person) in people.persons.iter().enumerate() {
            for (kind, key) in further(people, person) {
                if let Some(extra) = extra.get_mut(kind) {
                    extra.push(entry(key, at));
                }
            }
        }
        let next = AtomicUsize::new(0);
        let done: Mutex<Vec<(usize, Column, Vec<u32>)>> = Mutex::default();
        thread::scope(|scope| {
            for _ in 0..processors {
                scope.spawn(|| {
                    loop {
                        let kind = next.fetch_add(1, Ordering::Relaxed);
                        let (Some(cap), Some(extra)) = (CAPS.get(kind), extra.get(kind)) else {
                            return;
                        };
                        let (column, crowded) = column(&rows, kind, extra, *cap);
                        if let Ok(mut done) = done.lock() {
                            done.push((kind, column, crowded));
                        }
                    }
                });
            }
        });
        let mut done = done.into_inner().unwrap_or_default();
        done.sort_by_key(|(kind, ..)| *kind);
        let mut columns = Vec::with_capacity(KEYS);
        for (kind, column, crowded) in done {
            for member in crowded {
                if let Some(key) = rows.get_mut(member as usize).and_then(|row| row.get_mut(kind)) {
                    *key = 0;
                }
            }
            columns.push(column);
        }
        Self { rows, columns }
    }

    /// The columns, in the order of the keys.
    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Whether a pair has come together by an earlier key already.
    pub(super) fn have_met(&self, kind: usize, one: u32, other: u32) -> bool {
        let (Some(left), Some(right)) = (self.rows.get(one as usize), self.rows.get(other as usize)) else {
            return true;
        };
        left.iter()
            .zip(right)
            .take(kind)
            .any(|(left, right)| left == right && *left != 0)
    }
}

fn rows(people: &People, processors: usize) -> Vec<Row> {
    let mut rows = vec![[0; KEYS]; people.persons.len()];
    let slice = people.persons.len().div_ceil(processors).max(1);
    thread::scope(|scope| {
        for (rows, persons) in rows.chunks_mut(slice).zip(people.persons.chunks(slice)) {
            scope.spawn(move || {
                for (row, person) in rows.iter_mut().zip(persons) {
                    *row = keys(people, person);
                }
            });
        }
    });
    rows
}

fn entry(key: u32, at: usize) -> u64 {
    u64::from(key) << 32 | at as u64
}

/// One key's stretches, and the people whose stretch is too long to compare.
fn column(rows: &[Row], kind: usize, extra: &[u64], cap: usize) -> (Column, Vec<u32>) {
    let keys = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, *row.get(kind)?)));
    let mut entries: Vec<u64> = keys
        .filter(|(_, key)| *key != 0)
        .map(|(at, key)| entry(key, at))
        .collect();
    entries.extend_from_slice(extra);
    entries.sort_unstable();
    entries.dedup();
    let (mut column, mut crowded) = (Column::default(), Vec::new());
    for stretch in entries.chunk_by(|one, other| one >> 32 == other >> 32) {
        let members = stretch.iter().map(|entry| *entry as u32);
        if stretch.len() > cap {
            crowded.extend(members);
        } else if stretch.len() > 1 {
            column.members.extend(members);
            column.ends.push(column.members.len() as u32);
        }
    }
    (column, crowded)
}

impl Column {
    /// Stretches from one place on to another.
    pub(super) fn stretches(&self, from: usize, to: usize) -> impl Iterator<Item = &[u32]> {
        let ends = self.ends.get(from..to.min(self.ends.len())).unwrap_or_default();
        let start = from
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let starts = std::iter::once(start).chain(ends.iter().copied());
        starts
            .zip(ends)
            .filter_map(|(start, end)| self.members.get(start as usize..*end as usize))
    }
}
