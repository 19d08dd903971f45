//! Which entry goes back: the newest of an operator, or one that is named; and what stands in the way of it as a whole.

use super::Way;
use crate::model::{EntryId, EntryKind, EntryState, JournalEntry};
use crate::store::journal::{self, is_running};
use crate::store::wire::WireBack;
use crate::store::{Result, StoreError};
use redb::{ReadTransaction, ReadableTable};

/// What is to be done.
pub(super) struct Plan {
    pub(super) way: Way,
    /// An entry that has begun with it.
    pub(super) goes_on: Option<EntryId>,
    /// Whether it walks all rows, although it has begun before.
    pub(super) anew: bool,
    pub(super) back: WireBack,
    /// One line for history.
    pub(super) what: String,
    /// The change, as history calls it.
    pub(super) subject: String,
    /// Rows of the trail, for the progress.
    pub(super) rows: u64,
}

/// The newest change of an operator that stands. One of which an undo was interrupted counts: it goes on.
pub(in crate::store) fn newest_undo(txn: &ReadTransaction, operator: &str) -> Result<Option<JournalEntry>> {
    let journal = txn.open_table(crate::store::tables::JOURNAL)?;
    let mut found = Ok(None);
    let stands = |entry: &JournalEntry| -> Result<bool> {
        let Some(by) = entry.taken_back else {
            return Ok(true);
        };
        let by = journal::entry(&journal, by)?;
        Ok(by.is_some_and(|by| by.state == EntryState::Interrupted && by.taken_back.is_none()))
    };
    let newest = journal::newest(txn, 1, |entry| {
        let own = entry.kind == EntryKind::Change && entry.author.name == operator;
        own && stands(entry).unwrap_or_else(|error| {
            found = Err(error);
            true
        })
    })?;
    found.map(|_: Option<()>| newest.into_iter().next())
}

/// The newest undo of an operator that stands; None where they have changed something since.
pub(in crate::store) fn newest_redo(txn: &ReadTransaction, operator: &str) -> Result<Option<JournalEntry>> {
    let newest = journal::newest(txn, 1, |entry| {
        let stands = entry.taken_back.is_none() || entry.kind == EntryKind::Change;
        entry.author.name == operator && stands && !matches!(entry.kind, EntryKind::Redo(_))
    })?;
    Ok(newest.into_iter().find(|entry| entry.kind != EntryKind::Change))
}

/// What undoing or redoing an entry comes to. An undo that is undone is a redo, and the other way round.
pub(super) fn plan(
    journal: &impl ReadableTable<u64, &'static [u8]>,
    asked: EntryId,
    way: Way,
    force: bool,
) -> Result<Plan> {
    let entry = known(journal, asked)?;
    let (change, way) = match (entry.kind, way) {
        (EntryKind::Change, way) => (entry, way),
        (EntryKind::Undo(change), _) => (known(journal, change)?, Way::Redo),
        (EntryKind::Redo(change), _) => (known(journal, change)?, Way::Undo),
    };
    match way {
        Way::Undo => undo(journal, &change, force),
        Way::Redo => redo(journal, &change, force),
    }
}

fn undo(
    journal: &impl ReadableTable<u64, &'static [u8]>,
    change: &JournalEntry,
    force: bool,
) -> Result<Plan> {
    if is_running(change) {
        return Err(stands(change, "is still running. Stop it, or wait for its end."));
    }
    if !change.can_go_back {
        return Err(stands(
            change,
            "cannot be taken back: opt-outs and consent always stay.",
        ));
    }
    let trail = trail(journal, change.id)?;
    let Some(by) = change.taken_back else {
        return Ok(Plan::new(Way::Undo, change, change, trail, None, false));
    };
    let by = known(journal, by)?;
    if is_running(&by) && is_anothers(journal, by.id)? {
        return Err(stands(change, "is being undone by another process."));
    }
    // A redo that was interrupted has brought back a part of it.
    let anew = by.taken_back.is_some();
    if by.state == EntryState::Done && !anew {
        if by.stayed == 0 {
            return Err(stands(change, "has been undone already. `redo` makes it again."));
        }
        if !force {
            let stayed = by.stayed;
            return Err(stands(
                change,
                &format!(
                    "has been undone, and {stayed} stayed because they had been changed since. --force takes them back too."
                ),
            ));
        }
        return Ok(Plan::new(Way::Undo, change, change, trail, Some(by.id), true));
    }
    Ok(Plan::new(Way::Undo, change, change, trail, Some(by.id), anew))
}

fn redo(
    journal: &impl ReadableTable<u64, &'static [u8]>,
    change: &JournalEntry,
    _force: bool,
) -> Result<Plan> {
    let Some(undo) = change.taken_back else {
        return Err(stands(change, "has not been undone."));
    };
    let undo = known(journal, undo)?;
    if is_running(&undo) {
        return Err(stands(
            change,
            "is still being undone. Stop that, or wait for its end.",
        ));
    }
    let trail = trail(journal, undo.id)?;
    let goes_on = match undo.taken_back {
        None => None,
        Some(by) => Some(known(journal, by)?),
    };
    if let Some(by) = goes_on.as_ref()
        && is_running(by)
        && is_anothers(journal, by.id)?
    {
        return Err(stands(change, "is being made again by another process."));
    }
    Ok(Plan::new(
        Way::Redo,
        change,
        &undo,
        trail,
        goes_on.map(|by| by.id),
        false,
    ))
}

impl Plan {
    fn new(
        way: Way,
        change: &JournalEntry,
        trail: &JournalEntry,
        chunks: u32,
        goes_on: Option<EntryId>,
        anew: bool,
    ) -> Self {
        let word = match way {
            Way::Undo => "undo",
            Way::Redo => "redo",
        };
        Self {
            way,
            goes_on,
            anew,
            back: WireBack {
                change: change.id.0,
                trail: trail.id.0,
                left: (chunks, u32::MAX),
                stayed: 0,
            },
            what: format!("{word} {}", change.what),
            subject: change.what.clone(),
            rows: trail.rows,
        }
    }
}

fn known(journal: &impl ReadableTable<u64, &'static [u8]>, id: EntryId) -> Result<JournalEntry> {
    journal::entry(journal, id)?.ok_or_else(|| StoreError::NotFound {
        kind: "history entry",
        name: id.0.to_string(),
    })
}

fn trail(journal: &impl ReadableTable<u64, &'static [u8]>, id: EntryId) -> Result<u32> {
    journal::chunks(journal, id)
}

fn is_anothers(journal: &impl ReadableTable<u64, &'static [u8]>, id: EntryId) -> Result<bool> {
    let row = journal.get(id.0)?;
    row.map_or(Ok(false), |row| journal::is_held_by_another(id, row.value()))
}

fn stands(change: &JournalEntry, why: &str) -> StoreError {
    StoreError::Stands(format!("“{}” {why}", change.what))
}
