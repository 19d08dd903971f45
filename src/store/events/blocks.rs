//! Blocks of event columns in their table: read as a whole, brought in line with changed contacts, counted.

use super::super::envelope::{Sealed, damaged, mark, open, seal_into};
use super::super::marks::Marked;
use super::super::tables::{BlockKey, BlockPart, EVENT_COLUMNS, block_key};
use super::super::writing::Writing;
use super::super::{Result, StoreError, columns::DictionaryView, columns::Digits};
use super::block::{BLOCK_ROWS, Block, Parts, Placed};
use super::cells::{Cell, Cells};
use super::parts::{Days, Kept, Numbers, rows_of};
use super::rows;
use super::texts::{SHARED, Texts};
use crate::model::{ContactId, EventKind};
use redb::{ReadTransaction, ReadableTable, Table, WriteTransaction};
use std::collections::HashMap;

/// How the days and the texts of blocks are marked: the byte of the part says where marks stand. The marks of the other parts
/// stand beside the days.
pub(in crate::store) static MARKED: Marked<10> = Marked {
    table: EVENT_COLUMNS,
    kind: Sealed::EventColumn,
    level: 1,
    number: 2,
    width: 4,
    root: 2,
};

type Columns<'a> = Table<'a, &'static BlockKey, &'static [u8]>;

/// The body of a stored part as `parse` understands it.
pub(in crate::store) fn opened<'a, T>(
    key: BlockKey,
    sealed: &'a [u8],
    parse: impl FnOnce(&'a [u8]) -> Option<T>,
) -> Result<T> {
    parse(open(Sealed::EventColumn, &key, sealed)?)
        .ok_or_else(|| damaged(Sealed::EventColumn, &key, "its lengths do not fit its header"))
}

/// The error for a part that should be there.
pub(in crate::store) fn lost(kind: EventKind, block: u32) -> StoreError {
    StoreError::Damaged(format!(
        "event columns of {}: a part of block {block} is missing",
        kind.word()
    ))
}

/// A segment is the one that the days of its block know of.
pub(in crate::store) fn expect_last(
    days: &Days<'_>,
    (part, segment): (BlockPart, usize),
    key: BlockKey,
    sealed: &[u8],
) -> Result<()> {
    if days.mark(part, segment) == Some(mark(sealed)) {
        return Ok(());
    }
    let what = "it is not what was written there last";
    Err(damaged(Sealed::EventColumn, &key, what))
}

/// One segment of a part as `use_it` understands it.
fn segment<T>(
    table: &impl ReadableTable<&'static BlockKey, &'static [u8]>,
    days: &Days<'_>,
    (kind, part, block, number): (EventKind, BlockPart, u32, usize),
    use_it: impl FnOnce(BlockKey, &[u8]) -> Result<T>,
) -> Result<T> {
    let key = block_key(kind, part, block, number as u32);
    let sealed = table.get(&key)?.ok_or_else(|| lost(kind, block))?;
    expect_last(days, (part, number), key, sealed.value())?;
    use_it(key, sealed.value())
}

/// All events of a block, the newest first.
pub(in crate::store) fn whole(
    table: &impl ReadableTable<&'static BlockKey, &'static [u8]>,
    kind: EventKind,
    block: u32,
) -> Result<Vec<Placed>> {
    let key = block_key(kind, BlockPart::Days, block, 0);
    let Some(sealed) = MARKED.get(table, &key)? else {
        return Ok(Vec::new());
    };
    let days = opened(key, sealed.value(), Days::parse)?;
    let mut placed: Vec<Placed> = Vec::with_capacity(days.header.events);
    for (day, events) in days.each() {
        placed.extend(events.map(|_| Placed {
            day,
            row: 0,
            code: 0,
            value: Digits::from(0),
        }));
    }
    let mut rest = placed.as_mut_slice();
    for number in 0..days.segments() {
        let count = days.events_in(number);
        let (events, others) = rest
            .split_at_mut_checked(count)
            .ok_or_else(|| lost(kind, block))?;
        rest = others;
        segment(
            table,
            &days,
            (kind, BlockPart::Rows, block, number),
            |key, sealed| {
                let found = opened(key, sealed, |bytes| rows_of(bytes, count))?;
                for (event, row) in events.iter_mut().zip(found) {
                    event.row = u16::from_le_bytes(*row);
                }
                Ok(())
            },
        )?;
        segment(
            table,
            &days,
            (kind, BlockPart::Values, block, number),
            |key, sealed| {
                let found = opened(key, sealed, |bytes| Numbers::parse(bytes, count))?;
                for (at, event) in events.iter_mut().enumerate() {
                    event.value = Digits {
                        mantissa: found.get(at).unwrap_or(0),
                        scale: days.header.scale,
                    };
                }
                Ok(())
            },
        )?;
        if days.header.texts != Kept::None {
            segment(
                table,
                &days,
                (kind, BlockPart::Codes, block, number),
                |key, sealed| {
                    let found = opened(key, sealed, |bytes| Numbers::parse(bytes, count))?;
                    for (at, event) in events.iter_mut().enumerate() {
                        event.code = found.get(at).unwrap_or(0) as u16;
                    }
                    Ok(())
                },
            )?;
        }
    }
    Ok(placed)
}

/// The texts that a block shares, as they were written.
fn texts_of(
    table: &impl ReadableTable<&'static BlockKey, &'static [u8]>,
    kind: EventKind,
    block: u32,
) -> Result<Texts> {
    let (texts, shown) = (
        block_key(kind, BlockPart::Texts, block / SHARED, 0),
        block_key(kind, BlockPart::Shown, block / SHARED, 0),
    );
    let Some(folded) = MARKED.get(table, &texts)? else {
        return Ok(Texts::default());
    };
    let folded = opened(texts, folded.value(), DictionaryView::parse)?;
    let written = MARKED.get(table, &shown)?.ok_or_else(|| lost(kind, block))?;
    let written = opened(shown, written.value(), DictionaryView::parse)?;
    Ok(Texts::from_views(folded, written))
}

/// Looks at the cells of contacts that ascend, and reads each block once.
#[derive(Debug, Default)]
pub(in crate::store) struct Blocks(HashMap<EventKind, Known>);

/// A block as read.
#[derive(Debug)]
struct Known {
    block: u32,
    rows: HashMap<u16, Vec<Placed>>,
    texts: Texts,
}

impl Blocks {
    /// Whether a contact's cells of one kind are these.
    pub(in crate::store) fn are(
        &mut self,
        table: &impl ReadableTable<&'static BlockKey, &'static [u8]>,
        contact: ContactId,
        kind: EventKind,
        wanted: &Cells,
    ) -> Result<bool> {
        let block = contact.0 / BLOCK_ROWS;
        let known = match self.0.remove(&kind).filter(|known| known.block == block) {
            Some(known) => known,
            None => Known::read(table, kind, block)?,
        };
        let known = self.0.entry(kind).or_insert(known);
        let found = known.rows.get(&((contact.0 % BLOCK_ROWS) as u16));
        let found = found.map_or(&[][..], Vec::as_slice);
        let alike = |(event, cell): (&Placed, Cell<'_>)| {
            event.day == cell.day
                && event.value.decimal() == cell.value.decimal()
                && (event.code == Texts::UNKEPT || known.texts.text(event.code) == Some(cell.text))
        };
        Ok(found.len() == wanted.len() && found.iter().zip(wanted.iter().rev()).all(alike))
    }
}

impl Known {
    fn read(
        table: &impl ReadableTable<&'static BlockKey, &'static [u8]>,
        kind: EventKind,
        block: u32,
    ) -> Result<Self> {
        let mut rows = HashMap::<u16, Vec<Placed>>::new();
        for event in whole(table, kind, block)? {
            rows.entry(event.row).or_default().push(event);
        }
        Ok(Self {
            block,
            rows,
            texts: texts_of(table, kind, block)?,
        })
    }
}

/// Replaces the cells of one kind of these contacts, which ascend.
pub(super) fn put_blocks(txn: &WriteTransaction, kind: EventKind, fresh: &[(u32, &Cells)]) -> Result<()> {
    let mut table = txn.open_table(EVENT_COLUMNS)?;
    let mut buffer = Vec::new();
    let group = |id: u32| id / (BLOCK_ROWS * SHARED);
    for run in fresh.chunk_by(|(a, _), (b, _)| group(*a) == group(*b)) {
        let Some((first, _)) = run.first() else { continue };
        let mut texts = texts_of(&table, kind, first / BLOCK_ROWS)?;
        let mut has_texts = false;
        for run in run.chunk_by(|(a, _), (b, _)| a / BLOCK_ROWS == b / BLOCK_ROWS) {
            let number = run.first().map_or(0, |(id, _)| id / BLOCK_ROWS);
            let run: Vec<(u32, &Cells)> = run.iter().map(|(id, cells)| (id % BLOCK_ROWS, *cells)).collect();
            let old = whole(&table, kind, number)?;
            let before = Parts::of(&old);
            let block = Block::replaced(old, &run, &mut texts);
            has_texts |= block.has_texts();
            put_block(&mut table, &mut buffer, (kind, number), before, &block)?;
        }
        if texts.is_changed(has_texts) {
            let mut put = |part, encode: fn(&Texts, &mut Vec<u8>)| {
                let key = block_key(kind, part, group(*first), 0);
                seal_into(&mut buffer, Sealed::EventColumn, &key, |out| encode(&texts, out));
                MARKED.put(&mut table, &key, Some(&buffer))
            };
            put(BlockPart::Texts, Texts::encode_folded)?;
            put(BlockPart::Shown, Texts::encode_shown)?;
        }
    }
    Ok(())
}

/// Writes all parts of a block, and takes out what it had more before.
fn put_block(
    table: &mut Columns<'_>,
    buffer: &mut Vec<u8>,
    (kind, number): (EventKind, u32),
    before: Parts,
    block: &Block,
) -> Result<()> {
    let after = block.parts();
    let mut marks = Vec::new();
    for part in [BlockPart::Rows, BlockPart::Values, BlockPart::Codes] {
        let (had, has) = (before.segments_of(part), after.segments_of(part));
        for segment in 0..has {
            let key = block_key(kind, part, number, segment as u32);
            seal_into(buffer, Sealed::EventColumn, &key, |out| {
                block.encode(part, segment, out);
            });
            table.insert(&key, buffer.as_slice())?;
            marks.push(mark(buffer));
        }
        for segment in has..had {
            table.remove(&block_key(kind, part, number, segment as u32))?;
        }
    }
    let key = block_key(kind, BlockPart::Days, number, 0);
    if block.is_empty() {
        return MARKED.put(table, &key, None);
    }
    seal_into(buffer, Sealed::EventColumn, &key, |out| {
        block.encode_days(&marks, out);
    });
    MARKED.put(table, &key, Some(buffer))
}

/// Takes contacts' cells of one kind out of the blocks that have any of them.
pub(super) fn forget_cells(writing: &Writing, kind: EventKind, gone: &[ContactId]) -> Result<()> {
    let nothing = Cells::default();
    let mut there: Vec<(u32, &Cells)> = Vec::with_capacity(gone.len());
    {
        let table = writing.txn().open_table(EVENT_COLUMNS)?;
        for run in gone.chunk_by(|a, b| a.0 / BLOCK_ROWS == b.0 / BLOCK_ROWS) {
            let number = run.first().map_or(0, |id| id.0 / BLOCK_ROWS);
            if MARKED
                .get(&table, &block_key(kind, BlockPart::Days, number, 0))?
                .is_some()
            {
                there.extend(run.iter().map(|id| (id.0, &nothing)));
            }
        }
    }
    put_blocks(writing.txn(), kind, &there)
}

/// How many events there are in the columns, by kind; cancelled purchases are left out.
pub(in crate::store) fn counted(txn: &ReadTransaction) -> Result<Vec<(EventKind, usize)>> {
    let mut counts = Vec::new();
    let Some(table) = rows::columns(txn)? else {
        return Ok(EventKind::ALL.map(|kind| (kind, 0)).to_vec());
    };
    for kind in EventKind::ALL {
        let (first, last) = (
            block_key(kind, BlockPart::Days, 0, 0),
            block_key(kind, BlockPart::Days, u32::MAX, u32::MAX),
        );
        let mut count = 0;
        for row in table.range::<&BlockKey>(&first..=&last)? {
            let (key, sealed) = row?;
            count += opened(*key.value(), sealed.value(), Days::parse)?.header.events;
        }
        counts.push((kind, count));
    }
    Ok(counts)
}
