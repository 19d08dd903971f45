//! Which chunks the columns, bitmaps and event columns have, and which version of each: four bytes of its checksum. The marks of 64 chunks
//! stand on a page, those of all pages in the table's root, that of the root in the store's header, and a transaction changes
//! all of them together. A chunk that is lost, or an old one that has come back, is so noticed by whoever reads it.

use super::envelope::{Sealed, damaged, mark, open, seal};
use super::tables::META;
use super::{Result, bitmap, columns, events};
use redb::{
    AccessGuard, ReadOnlyTable, ReadTransaction, ReadableTable, Table, TableDefinition, WriteTransaction,
};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Chunks of a page.
const CHUNKS: u32 = 64;
/// The bit in a key that says that a page of marks stands there.
const PAGE: u8 = 0x80;
/// Four bytes of a value's checksum.
type Mark = [u8; 4];
/// The mark of what is not there.
const NONE: Mark = [0; 4];
/// Where the header has the marks of the roots.
const ROOTS_KEY: &[u8] = b"roots";

/// Chunks by their keys.
type Chunks<const N: usize> = TableDefinition<'static, &'static [u8; N], &'static [u8]>;

/// A table of chunks whose keys hold the number of the chunk. Its pages and its root stand beside the chunks.
pub(super) struct Marked<const N: usize> {
    /// The table.
    pub(super) table: Chunks<N>,
    /// What its values are sealed as.
    pub(super) kind: Sealed,
    /// The byte of a key that has [`PAGE`] where a page stands.
    pub(super) level: usize,
    /// Where a chunk's number stands in its key.
    pub(super) number: usize,
    /// The bytes of it.
    pub(super) width: usize,
    /// Which of the marks in the header is that of its root.
    pub(super) root: usize,
}

impl<const N: usize> Marked<N> {
    const ROOT: [u8; N] = [u8::MAX; N];

    /// Whether a chunk stands under a key, rather than marks.
    pub(super) fn is_chunk(&self, key: &[u8; N]) -> bool {
        key.get(self.level).is_some_and(|byte| byte & PAGE == 0)
    }

    /// A chunk as it was last written; None where there is none.
    pub(super) fn get<'t>(
        &self,
        table: &'t impl ReadableTable<&'static [u8; N], &'static [u8]>,
        key: &[u8; N],
    ) -> Result<Option<AccessGuard<'t, &'static [u8]>>> {
        let (page, place) = self.page_of(key);
        let (marks, found) = self.stored(table, &page)?;
        let (root, _) = self.stored(table, &Self::ROOT)?;
        self.expect(&page, mark_of_page(&root, &page), found)?;
        self.expected(table.get(key)?, key, mark_at(&marks, place))
    }

    /// Puts a chunk in its place; None takes it out.
    pub(super) fn put(
        &self,
        table: &mut Table<'_, &'static [u8; N], &'static [u8]>,
        key: &[u8; N],
        sealed: Option<&[u8]>,
    ) -> Result<()> {
        match sealed {
            Some(sealed) => table.insert(key, sealed)?,
            None => table.remove(key)?,
        };
        let (page, place) = self.page_of(key);
        let (mut marks, _) = self.stored(table, &page)?;
        let wanted = sealed.map_or(NONE, marked);
        if mark_at(&marks, place) == wanted {
            return Ok(());
        }
        set_mark(&mut marks, place, wanted);
        let written = self.write(table, &page, &marks)?;
        let (mut root, _) = self.stored(table, &Self::ROOT)?;
        set_page(&mut root, &page, written);
        self.write(table, &Self::ROOT, &root)?;
        Ok(())
    }

    /// Takes out all chunks from one to another of the same column.
    pub(super) fn clear(
        &self,
        table: &mut Table<'_, &'static [u8; N], &'static [u8]>,
        first: &[u8; N],
        last: &[u8; N],
    ) -> Result<()> {
        let mut gone = Vec::new();
        for chunk in table.range::<&[u8; N]>(first..=last)? {
            gone.push(*chunk?.0.value());
        }
        gone.iter().try_for_each(|key| self.put(table, key, None))
    }

    /// The key of the page that a chunk is marked on, and its place there.
    fn page_of(&self, key: &[u8; N]) -> ([u8; N], usize) {
        let number = self.number(key);
        let page = self.key(key, number / CHUNKS, |level| level | PAGE);
        (page, (number % CHUNKS) as usize)
    }

    /// The key of the chunk at a place of a page.
    fn chunk_at(&self, page: &[u8; N], place: u32) -> [u8; N] {
        self.key(page, self.number(page) * CHUNKS + place, |level| level & !PAGE)
    }

    fn number(&self, key: &[u8; N]) -> u32 {
        let bytes = key.iter().skip(self.number).take(self.width);
        bytes.fold(0, |number, byte| number << 8 | u32::from(*byte))
    }

    fn key(&self, like: &[u8; N], number: u32, level: impl Fn(u8) -> u8) -> [u8; N] {
        let mut key = *like;
        if let Some(byte) = key.get_mut(self.level) {
            *byte = level(*byte);
        }
        let places = key.iter_mut().skip(self.number).take(self.width);
        for (place, byte) in places.rev().zip(number.to_le_bytes()) {
            *place = byte;
        }
        key
    }

    /// The marks under a key, and their own mark.
    fn stored(
        &self,
        table: &impl ReadableTable<&'static [u8; N], &'static [u8]>,
        key: &[u8; N],
    ) -> Result<(Vec<u8>, Mark)> {
        let Some(sealed) = table.get(key)? else {
            return Ok((Vec::new(), NONE));
        };
        let marks = open(self.kind, key, sealed.value())?.to_vec();
        Ok((marks, marked(sealed.value())))
    }

    fn write(
        &self,
        table: &mut Table<'_, &'static [u8; N], &'static [u8]>,
        key: &[u8; N],
        marks: &[u8],
    ) -> Result<Mark> {
        if marks.is_empty() {
            table.remove(key)?;
            return Ok(NONE);
        }
        let sealed = seal(self.kind, key, marks);
        table.insert(key, sealed.as_slice())?;
        Ok(marked(&sealed))
    }

    fn expected<'t>(
        &self,
        found: Option<AccessGuard<'t, &'static [u8]>>,
        key: &[u8; N],
        wanted: Mark,
    ) -> Result<Option<AccessGuard<'t, &'static [u8]>>> {
        let mark = found.as_ref().map_or(NONE, |sealed| marked(sealed.value()));
        self.expect(key, wanted, mark)?;
        Ok(found)
    }

    fn expect(&self, key: &[u8; N], wanted: Mark, found: Mark) -> Result<()> {
        let what = match (wanted, found) {
            (wanted, found) if wanted == found => return Ok(()),
            (_, NONE) => "it is missing",
            (NONE, _) => "it should be gone",
            _ => "it is not what was written there last",
        };
        Err(damaged(self.kind, key, what))
    }

    /// Puts the mark of the root among those of all roots.
    fn note_root(&self, txn: &WriteTransaction, roots: &mut Vec<u8>) -> Result<()> {
        let (_, mark) = self.stored(&txn.open_table(self.table)?, &Self::ROOT)?;
        set_mark(roots, self.root, mark);
        Ok(())
    }

    fn expect_root(
        &self,
        table: &impl ReadableTable<&'static [u8; N], &'static [u8]>,
        roots: &[u8],
    ) -> Result<Vec<u8>> {
        let (root, found) = self.stored(table, &Self::ROOT)?;
        self.expect(&Self::ROOT, mark_at(roots, self.root), found)?;
        Ok(root)
    }
}

/// The chunks of a table as one transaction sees them.
pub(super) struct Reading<const N: usize> {
    marked: &'static Marked<N>,
    table: ReadOnlyTable<&'static [u8; N], &'static [u8]>,
    root: Vec<u8>,
    /// The pages that have been asked for.
    pages: Mutex<BTreeMap<[u8; N], Arc<[u8]>>>,
}

impl<const N: usize> Reading<N> {
    /// Opens the table.
    pub(super) fn open(txn: &ReadTransaction, marked: &'static Marked<N>) -> Result<Self> {
        let table = txn.open_table(marked.table)?;
        Ok(Self {
            root: marked.expect_root(&table, &roots(&txn.open_table(META)?)?)?,
            marked,
            table,
            pages: Mutex::default(),
        })
    }

    /// A chunk as it was last written; None where there is none.
    pub(super) fn get(&self, key: &[u8; N]) -> Result<Option<AccessGuard<'static, &'static [u8]>>> {
        let (page, place) = self.marked.page_of(key);
        let wanted = mark_at(&self.page(page)?, place);
        self.marked.expected(self.table.get(key)?, key, wanted)
    }

    /// What stands under a key that has no mark here.
    pub(super) fn unmarked(&self, key: &[u8; N]) -> Result<Option<AccessGuard<'static, &'static [u8]>>> {
        Ok(self.table.get(key)?)
    }

    /// The keys of all chunks from one to another of the same column, ascending.
    pub(super) fn keys(&self, first: &[u8; N], last: &[u8; N]) -> Result<Vec<[u8; N]>> {
        let pages = self.marked.page_of(first).0..=self.marked.page_of(last).0;
        let mut keys = Vec::new();
        for (page, _) in entries::<N>(&self.root).filter(|(page, _)| pages.contains(page)) {
            let marks = self.page(page)?;
            let there = (0..CHUNKS).filter(|place| mark_at(&marks, *place as usize) != NONE);
            keys.extend(there.map(|place| self.marked.chunk_at(&page, place)));
        }
        keys.retain(|key| (first..=last).contains(&key));
        Ok(keys)
    }

    fn page(&self, page: [u8; N]) -> Result<Arc<[u8]>> {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(marks) = pages.get(&page) {
            return Ok(Arc::clone(marks));
        }
        let (marks, found) = self.marked.stored(&self.table, &page)?;
        self.marked
            .expect(&page, mark_of_page(&self.root, &page), found)?;
        let marks: Arc<[u8]> = marks.into();
        pages.insert(page, Arc::clone(&marks));
        Ok(marks)
    }
}

/// Writes the marks of the roots into the header.
pub(super) fn write_roots(txn: &WriteTransaction) -> Result<()> {
    let mut roots = Vec::new();
    columns::MARKED.note_root(txn, &mut roots)?;
    bitmap::MARKED.note_root(txn, &mut roots)?;
    events::MARKED.note_root(txn, &mut roots)?;
    let sealed = seal(Sealed::Meta, ROOTS_KEY, &roots);
    txn.open_table(META)?.insert(ROOTS_KEY, sealed.as_slice())?;
    Ok(())
}

/// The roots are those that the header has: looked at before anything is changed, for what a change reads it marks anew.
pub(super) fn expect_roots(txn: &WriteTransaction) -> Result<()> {
    let roots = roots(&txn.open_table(META)?)?;
    columns::MARKED.expect_root(&txn.open_table(columns::MARKED.table)?, &roots)?;
    bitmap::MARKED.expect_root(&txn.open_table(bitmap::MARKED.table)?, &roots)?;
    events::MARKED.expect_root(&txn.open_table(events::MARKED.table)?, &roots)?;
    Ok(())
}

fn roots(meta: &impl ReadableTable<&'static [u8], &'static [u8]>) -> Result<Vec<u8>> {
    let Some(sealed) = meta.get(ROOTS_KEY)? else {
        return Err(damaged(Sealed::Meta, ROOTS_KEY, "it is missing"));
    };
    Ok(open(Sealed::Meta, ROOTS_KEY, sealed.value())?.to_vec())
}

/// The mark of a sealed value; never that of none.
fn marked(sealed: &[u8]) -> Mark {
    match mark(sealed) {
        NONE => [1, 0, 0, 0],
        mark => mark,
    }
}

fn mark_at(marks: &[u8], place: usize) -> Mark {
    let (marks, _) = marks.as_chunks::<4>();
    marks.get(place).copied().unwrap_or(NONE)
}

/// Sets a mark; none stand behind the last one that is there.
fn set_mark(marks: &mut Vec<u8>, place: usize, mark: Mark) {
    if marks.len() < (place + 1) * NONE.len() {
        marks.resize((place + 1) * NONE.len(), 0);
    }
    if let Some(at) = marks.as_chunks_mut::<4>().0.get_mut(place) {
        *at = mark;
    }
    while marks.last_chunk::<4>() == Some(&NONE) {
        marks.truncate(marks.len() - NONE.len());
    }
}

/// The pages in a root, each with its mark, ascending.
fn entries<const N: usize>(root: &[u8]) -> impl Iterator<Item = ([u8; N], Mark)> + '_ {
    let entries = root.chunks_exact(N + NONE.len());
    entries.filter_map(|entry| Some((*entry.first_chunk()?, *entry.last_chunk()?)))
}

/// Where a page stands in a root, or would: as [`slice::binary_search`] says it.
fn find_page<const N: usize>(root: &[u8], page: &[u8; N]) -> std::result::Result<usize, usize> {
    let size = N + NONE.len();
    let (mut first, mut end) = (0, root.len() / size);
    while first < end {
        let middle = first.midpoint(end);
        let there = root.get(middle * size..).and_then(<[u8]>::first_chunk::<N>);
        match there.map(|there| there.cmp(page)) {
            Some(std::cmp::Ordering::Less) => first = middle + 1,
            Some(std::cmp::Ordering::Equal) => return Ok(middle),
            _ => end = middle,
        }
    }
    Err(first)
}

fn mark_of_page<const N: usize>(root: &[u8], page: &[u8; N]) -> Mark {
    let Ok(at) = find_page(root, page) else {
        return NONE;
    };
    let mark = root.get(at * (N + NONE.len()) + N..);
    mark.and_then(<[u8]>::first_chunk).copied().unwrap_or(NONE)
}

fn set_page<const N: usize>(root: &mut Vec<u8>, page: &[u8; N], mark: Mark) {
    let size = N + NONE.len();
    let (start, end) = match find_page(root, page) {
        Ok(at) => (at * size, (at + 1) * size),
        Err(at) => (at * size, at * size),
    };
    let entry = (mark != NONE).then(|| page.iter().chain(&mark).copied());
    root.splice(start..end, entry.into_iter().flatten());
}
