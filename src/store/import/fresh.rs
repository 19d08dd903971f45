//! The filters that tell an import which rows are certainly about nobody it knows, from one batch to the next: whoever
//! else changes the store in between makes them worthless.

use super::super::index::Filters;
use super::super::redb::{Redb, locked};
use super::super::{Result, catalogue};

/// Fewer rows are looked up as quickly as filters are made.
const WORTH: usize = 4_000;
/// So many batches do without before filters that somebody else's change has spoiled are made again.
const PATIENCE: u32 = 8;

/// Filters between two batches.
#[derive(Default)]
pub(in crate::store) struct Kept {
    filters: Option<Filters>,
    /// So many batches still do without.
    rest: u32,
}

/// The filters for a batch of so many rows. They are right if the store's generation is still theirs when it begins.
pub(super) fn take(store: &Redb, rows: usize) -> Result<Option<Filters>> {
    if rows < WORTH {
        return Ok(None);
    }
    let Kept { mut filters, rest } = std::mem::take(&mut *locked(&store.filters));
    let generation = catalogue::generation(store)?;
    let kept = filters.take_if(|filters| filters.generation == generation && !filters.are_full());
    let may_make = kept.is_none() && rest == 0;
    locked(&store.filters).rest = if may_make {
        PATIENCE
    } else {
        rest.saturating_sub(1)
    };
    if may_make {
        return store.read(|txn| Filters::of(txn).map(Some));
    }
    Ok(kept)
}

/// Keeps the filters of a batch that is on disk for the next.
pub(super) fn keep(store: &Redb, filters: Option<Filters>) {
    locked(&store.filters).filters = filters;
}

/// Gives their memory back when the import is over.
pub(super) fn forget(store: &Redb) {
    *locked(&store.filters) = Kept::default();
}
