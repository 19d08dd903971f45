//! What the journal forgets: entries older than the settings say, and the oldest ones where its rows take more than a
//! quarter of the file; what was done within a day always stays. A few at a time, oldest first, with ordinary writes.

use super::entries::read_entry;
use super::{entry_of_chunk, is_running, weight};
use crate::model::{EntryId, FieldId, Instant, JournalEntry};
use crate::store::columns;
use crate::store::tables::{JOURNAL, JOURNAL_ROWS, META};
use crate::store::wire::WireState;
use crate::store::{Result, heirs, meta};
use redb::{ReadableTable, WriteTransaction};

/// Entries forgotten by one write at most.
const ENTRIES: usize = 8;

/// Chunks of rows forgotten by one write at most.
const CHUNKS: usize = 64;

const DAY: i64 = 86_400;

/// Below this the journal is small, whatever the file.
const SMALL: u64 = 16 << 20;

/// Forgets a little of what need not be kept any more.
pub(in crate::store) fn forget(
    txn: &WriteTransaction,
    state: &mut WireState,
    now: Instant,
    file_bytes: u64,
) -> Result<()> {
    let days = i64::from(meta::settings(&txn.open_table(META)?)?.journal_days);
    let older_than = |days: i64| Instant(now.0.saturating_sub(days.saturating_mul(DAY)));
    let mut journal = txn.open_table(JOURNAL)?;
    for _ in 0..ENTRIES {
        let Some(oldest) = first(&journal)? else { break };
        let too_much = state.journal_bytes > SMALL && state.journal_bytes > file_bytes / 4;
        let limit = older_than(if too_much { days.min(1) } else { days });
        if oldest.author.at >= limit || is_in_use(&journal, &oldest)? {
            break;
        }
        let gone = journal.remove(oldest.id.0)?;
        let weighed = gone.map_or(0, |row| weight(row.value()));
        state.journal_sum = state.journal_sum.wrapping_sub(weighed);
        forget_fields(txn, state, oldest.id)?;
    }
    let kept = first(&journal)?.map_or(state.next_entry, |entry| entry.id.0);
    forget_rows(txn, state, EntryId(kept))
}

fn first(journal: &impl ReadableTable<u64, &'static [u8]>) -> Result<Option<JournalEntry>> {
    let first = journal.first()?;
    first
        .map(|(id, row)| read_entry(EntryId(id.value()), row.value()))
        .transpose()
}

/// Whether a process works on an entry, or takes it back.
fn is_in_use(journal: &impl ReadableTable<u64, &'static [u8]>, oldest: &JournalEntry) -> Result<bool> {
    let by = match oldest.taken_back {
        Some(by) => super::entry(journal, by)?,
        None => None,
    };
    Ok(is_running(oldest) || by.is_some_and(|by| is_running(&by)))
}

/// Rows of entries that are gone.
fn forget_rows(txn: &WriteTransaction, state: &mut WireState, kept: EntryId) -> Result<()> {
    let mut rows = txn.open_table(JOURNAL_ROWS)?;
    for _ in 0..CHUNKS {
        let Some(key) = rows.first()?.map(|(key, _)| key.value().to_vec()) else {
            break;
        };
        if entry_of_chunk(&key) >= kept {
            break;
        }
        let gone = rows.remove(key.as_slice())?;
        let bytes = gone.map_or(0, |row| row.value().len() as u64);
        state.journal_bytes = state.journal_bytes.saturating_sub(bytes);
    }
    Ok(())
}

/// Fields that the entry deleted can no longer come back.
fn forget_fields(txn: &WriteTransaction, state: &mut WireState, entry: EntryId) -> Result<()> {
    let (gone, kept) = state.buried.iter().partition(|(_, by)| *by == entry.0);
    state.buried = kept;
    heirs::forget(state, entry);
    let gone: Vec<(u32, u64)> = gone;
    for (field, _) in gone {
        columns::drop_field(txn, FieldId(field))?;
    }
    Ok(())
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use crate::model::Author;
    use crate::store::{Change, OpenOptions, Redb, Store, StoreError};

    /// A store with a change of each of these days.
    fn store_of(days: &[i64], folder: &tempfile::TempDir) -> Redb {
        let store = Redb::open(&OpenOptions {
            path: folder.path().join("shop.redb"),
            read_only: false,
            create: true,
            cache_bytes: 1 << 20,
            now: Instant(0),
        })
        .unwrap();
        for day in days {
            let change = Change::CreateList {
                name: format!("Day {day}"),
                description: String::new(),
            };
            let author = Author {
                name: "ana".into(),
                at: Instant(day * DAY),
            };
            store.apply(change, &author, &mut ()).unwrap();
        }
        store
    }

    /// What is left where the journal and the file have so many bytes on a day.
    fn left(store: &Redb, day: i64, journal: u64, file: u64) -> Vec<String> {
        let mut left = Vec::new();
        let given_up = store.write(|writing| {
            let mut state = writing.state.clone();
            state.journal_bytes = journal;
            forget(writing.txn(), &mut state, Instant(day * DAY), file)?;
            let journal = writing.txn().open_table(JOURNAL)?;
            for row in journal.iter()? {
                let (id, row) = row?;
                left.push(read_entry(EntryId(id.value()), row.value())?.what);
            }
            Err::<(), _>(StoreError::Cancelled)
        });
        assert_eq!(given_up, Err(StoreError::Cancelled));
        left
    }

    #[test]
    fn more_than_a_quarter_of_the_file_is_forgotten_but_for_the_last_day() {
        let folder = tempfile::tempdir().unwrap();
        let store = store_of(&[1, 2, 30, 31], &folder);
        let all = [
            "create list Day 1",
            "create list Day 2",
            "create list Day 30",
            "create list Day 31",
        ];
        let (more, less) = (SMALL + 2, SMALL / 2);
        assert_eq!(left(&store, 31, more, more * 4), all, "a quarter");
        assert_eq!(left(&store, 31, more, more * 4 - 1), all[2..], "more than that");
        assert_eq!(left(&store, 31, less, 1), all, "little, whatever the file");
        assert_eq!(
            left(&store, 366 + 2, more, more * 9),
            all[2..],
            "older than a year"
        );
    }
}
