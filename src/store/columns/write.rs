//! Writes changed cells into their chunks: reads each chunk that a change falls into once, and puts it back once.

use super::chunk::{COLUMNS, ChunkKey, Column, MARKED, Part, opened, parsed};
use super::dictionary::DictionaryView;
use super::numbers::{Digits, NUMBER_ROWS, Numbers, NumbersView, patch};
use super::pending::Pending;
use super::sets::{SET_ROWS, Sets, SetsView};
use super::texts::{TEXT_ROWS, Texts, TextsView};
use crate::store::Result;
use crate::store::bitmap::BITMAPS;
use crate::store::envelope::{Sealed, seal_into};
use redb::{Table, WriteTransaction};
use std::borrow::Cow;

type ColumnTable<'txn> = Table<'txn, &'static ChunkKey, &'static [u8]>;
type BitmapTable<'txn> = Table<'txn, &'static [u8; 7], &'static [u8]>;

/// Up to so many changed numbers of a chunk are set in its bytes, where they fit; more are worth encoding it anew.
const PATCHED: usize = 32;

/// Writes what is pending.
pub(super) struct Writer<'txn> {
    table: ColumnTable<'txn>,
    bitmaps: BitmapTable<'txn>,
    buffer: Vec<u8>,
    /// Room for new chunks, used again and again.
    numbers: Numbers,
    texts: Texts,
}

impl<'txn> Writer<'txn> {
    /// Begins.
    pub(super) fn new(txn: &'txn WriteTransaction) -> Result<Self> {
        Ok(Self {
            table: txn.open_table(COLUMNS)?,
            bitmaps: txn.open_table(BITMAPS)?,
            buffer: Vec::new(),
            numbers: Numbers::default(),
            texts: Texts::default(),
        })
    }

    /// Writes texts and sets, all of one chunk.
    pub(super) fn words(&mut self, pending: &Pending<'_>) -> Result<()> {
        for (column, cells) in pending.texts() {
            self.texts(column, cells)?;
        }
        for (column, cells) in pending.sets() {
            self.sets(column, cells)?;
        }
        Ok(())
    }

    /// Writes the rest.
    pub(super) fn rest(&mut self, pending: &Pending<'_>) -> Result<()> {
        for (column, cells) in pending.numbers() {
            self.numbers(column, cells)?;
        }
        for (bitmap, cells) in pending.bits() {
            bitmap.change(&mut self.bitmaps, cells)?;
        }
        Ok(())
    }

    fn numbers(&mut self, column: Column, cells: &[(u32, Option<Digits>)]) -> Result<()> {
        for run in cells.chunk_by(|(a, _), (b, _)| a / NUMBER_ROWS == b / NUMBER_ROWS) {
            let key = column.key(Part::Main, first_row(run) / NUMBER_ROWS);
            let mut chunk = match MARKED.get(&self.table, &key)? {
                Some(value) => opened(&key, value.value(), |body| Some(body.to_vec()))?,
                None => Vec::new(),
            };
            let in_place = run.len() <= PATCHED
                && run
                    .iter()
                    .all(|(row, value)| patch(&mut chunk, (row % NUMBER_ROWS) as usize, *value));
            if in_place {
                self.put(&key, true, |out| out.extend_from_slice(&chunk))?;
                continue;
            }
            let mut numbers = match chunk.as_slice() {
                [] => std::mem::take(&mut self.numbers),
                chunk => parsed(&key, NumbersView::parse(chunk))?.to_numbers(),
            };
            for (row, value) in run {
                numbers.set((row % NUMBER_ROWS) as usize, *value);
            }
            self.put(&key, !numbers.is_empty(), |out| numbers.encode(out))?;
            numbers.clear();
            self.numbers = numbers;
        }
        Ok(())
    }

    fn texts(&mut self, column: Column, cells: &[(u32, Cow<'_, str>)]) -> Result<()> {
        for run in cells.chunk_by(|(a, _), (b, _)| a / TEXT_ROWS == b / TEXT_ROWS) {
            let number = first_row(run) / TEXT_ROWS;
            let (main, shown) = (column.key(Part::Main, number), column.key(Part::Shown, number));
            let mut chunk = match MARKED.get(&self.table, &main)? {
                Some(value) => {
                    let view = opened(&main, value.value(), TextsView::parse)?;
                    match MARKED.get(&self.table, &shown)? {
                        Some(value) => {
                            view.to_texts(Some(opened(&shown, value.value(), DictionaryView::parse)?))
                        }
                        None => view.to_texts(None),
                    }
                }
                None => std::mem::take(&mut self.texts),
            };
            for (row, text) in run {
                chunk.set((row % TEXT_ROWS) as usize, Some(text));
            }
            chunk.compact();
            self.put(&main, !chunk.is_empty(), |out| chunk.encode(out))?;
            self.put(&shown, chunk.has_shown(), |out| chunk.encode_shown(out))?;
            chunk.clear();
            self.texts = chunk;
        }
        Ok(())
    }

    fn sets(&mut self, column: Column, cells: &[(u32, Cow<'_, [String]>)]) -> Result<()> {
        for run in cells.chunk_by(|(a, _), (b, _)| a / SET_ROWS == b / SET_ROWS) {
            let number = first_row(run) / SET_ROWS;
            let (main, shown) = (column.key(Part::Main, number), column.key(Part::Shown, number));
            let mut chunk = match MARKED.get(&self.table, &main)? {
                Some(value) => {
                    let view = opened(&main, value.value(), SetsView::parse)?;
                    match MARKED.get(&self.table, &shown)? {
                        Some(value) => {
                            view.to_sets(Some(opened(&shown, value.value(), DictionaryView::parse)?))
                        }
                        None => view.to_sets(None),
                    }
                }
                None => Sets::default(),
            };
            let rows: Vec<u16> = run.iter().map(|(row, _)| (row % SET_ROWS) as u16).collect();
            chunk.clear(&rows);
            for (row, members) in run {
                for member in members.iter() {
                    chunk.add((row % SET_ROWS) as u16, member);
                }
            }
            chunk.compact();
            self.put(&main, !chunk.is_empty(), |out| chunk.encode(out))?;
            self.put(&shown, chunk.has_shown(), |out| chunk.encode_shown(out))?;
        }
        Ok(())
    }

    /// Puts a part in its place, or takes it out where there is nothing to say.
    fn put(&mut self, key: &ChunkKey, wanted: bool, encode: impl FnOnce(&mut Vec<u8>)) -> Result<()> {
        if wanted {
            seal_into(&mut self.buffer, Sealed::Column, key, encode);
        }
        let sealed = wanted.then_some(self.buffer.as_slice());
        MARKED.put(&mut self.table, key, sealed)
    }
}

fn first_row<T>(run: &[(u32, T)]) -> u32 {
    run.first().map_or(0, |(row, _)| *row)
}
