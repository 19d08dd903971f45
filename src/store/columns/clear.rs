//! Taking whole chunks out, of every column at once, where everybody in them goes.

use super::cells::{NUMBERS, TOTALS};
use super::chunk::{COLUMNS, ChunkKey, MARKED, Space};
use super::numbers::NUMBER_ROWS;
use super::texts::TEXT_ROWS;
use crate::model::ListId;
use crate::store::Result;
use crate::store::bitmap::{self, BITMAPS, Bitmap};
use redb::{ReadableTable, WriteTransaction};
use std::ops::Bound;

/// A chunk of numbers spans whole chunks of texts and sets.
const _: () = assert!(NUMBER_ROWS.is_multiple_of(TEXT_ROWS));

/// Whether so many contacts, all from one number to another, are all there are in the chunks they lie in.
pub(in crate::store) fn holds_all(
    txn: &WriteTransaction,
    first: u32,
    last: u32,
    contacts: usize,
) -> Result<bool> {
    let (start, end) = bounds(first, last);
    let there = Bitmap::Live.count(&txn.open_table(BITMAPS)?, start, end)?;
    Ok(there == contacts)
}

/// Takes out all chunks that any of the contacts from one number to another lie in, in every column: see [`holds_all`].
/// Gives back how many members each list has lost.
pub(in crate::store) fn clear(txn: &WriteTransaction, first: u32, last: u32) -> Result<Vec<(ListId, u64)>> {
    let (start, end) = bounds(first, last);
    let mut table = txn.open_table(COLUMNS)?;
    let mut from = Bound::Unbounded;
    loop {
        let next = table
            .range::<&ChunkKey>((from.as_ref(), Bound::Unbounded))?
            .next();
        let Some(next) = next.transpose()?.map(|(key, _)| *key.value()) else {
            break;
        };
        if MARKED.is_chunk(&next) {
            let rows = rows_of(&next);
            let (first, last) = (chunk_of(next, start / rows), chunk_of(next, end / rows));
            MARKED.clear(&mut table, &first, &last)?;
        }
        from = Bound::Excluded(chunk_of(next, u32::MAX));
    }
    bitmap::clear(&mut txn.open_table(BITMAPS)?, start, end)
}

/// The rows of the chunks that contacts from one number to another lie in.
fn bounds(first: u32, last: u32) -> (u32, u32) {
    let start = first - first % NUMBER_ROWS;
    let end = last - last % NUMBER_ROWS;
    (start, end.saturating_add(NUMBER_ROWS - 1))
}

/// The same part of another chunk of the same column.
fn chunk_of(key: ChunkKey, chunk: u32) -> ChunkKey {
    let mut other = key;
    if let Some(place) = other.last_chunk_mut() {
        *place = chunk.to_be_bytes();
    }
    other
}

/// How many rows the chunks of a key's column have.
fn rows_of([space, a, b, c, d, ..]: &ChunkKey) -> u32 {
    let id = u32::from_be_bytes([*a, *b, *c, *d]);
    let is_built_in = *space == Space::Builtin as u8;
    let mut numbers = NUMBERS.iter().map(|(_, number, _)| number);
    let mut totals = TOTALS.iter().map(|(_, number, _)| number);
    let is_number = numbers.any(|number| *number == id) || totals.any(|number| *number == id);
    if *space == Space::CustomNumber as u8 || (is_built_in && is_number) {
        NUMBER_ROWS
    } else {
        TEXT_ROWS
    }
}
