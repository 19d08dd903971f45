//! Reads several runs as one.

use super::disk::Disk;
use super::run::{HEAD, Run, head};
use crate::model::ContactId;
use crate::transfer::TransferError;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::ops::Range;

/// How much of a run on disk is read at once.
const BLOCK: usize = 512 << 10;

/// Rows of all runs, by contact and then as they stood in the file.
pub(in crate::transfer::history) struct Merge<'a> {
    runs: Vec<Cursor<'a>>,
    /// The next contact of each run that has one, and which run.
    next: BinaryHeap<Reverse<(ContactId, usize)>>,
    disk: Option<&'a Disk>,
}

/// One row.
#[derive(Debug)]
pub(in crate::transfer::history) struct Row<'m> {
    pub contact: ContactId,
    /// Its place in the file.
    pub number: u64,
    /// What it says.
    pub fact: &'m [u8],
}

impl<'a> Merge<'a> {
    pub(super) fn new(runs: &'a [Run], disk: Option<&'a Disk>) -> Result<Self, TransferError> {
        let mut merge = Self {
            runs: runs.iter().map(Cursor::new).collect(),
            next: BinaryHeap::new(),
            disk,
        };
        for (number, cursor) in merge.runs.iter_mut().enumerate() {
            if let Some(contact) = cursor.contact(disk)? {
                merge.next.push(Reverse((contact, number)));
            }
        }
        Ok(merge)
    }

    /// The next row; None at the end.
    pub fn next(&mut self) -> Result<Option<Row<'_>>, TransferError> {
        // Runs are in the order of the file, so that of one contact's rows those of an earlier run come first.
        let Some(mut first) = self.next.peek_mut() else {
            return Ok(None);
        };
        let Reverse((_, number)) = *first;
        let Some(cursor) = self.runs.get_mut(number) else {
            return Ok(None);
        };
        cursor.step(self.disk)?;
        match cursor.contact(self.disk)? {
            // A contact that stays leaves the heap as it is.
            Some(contact) if contact == first.0.0 => {}
            Some(contact) => first.0.0 = contact,
            None => {
                PeekMut::pop(first);
            }
        }
        Ok(self.runs.get(number).and_then(Cursor::row))
    }
}

/// A place in a run.
struct Cursor<'a> {
    from: From<'a>,
    /// The row that was stepped to, among the bytes at hand.
    row: Range<usize>,
    /// Where the next row begins.
    next: usize,
}

enum From<'a> {
    Memory(&'a [u8]),
    Disk {
        /// What has not been read yet.
        rest: Range<u64>,
        block: Vec<u8>,
    },
}

impl<'a> Cursor<'a> {
    fn new(run: &'a Run) -> Self {
        Self {
            from: match run {
                Run::Memory(rows) => From::Memory(rows),
                Run::Disk(range) => From::Disk {
                    rest: range.clone(),
                    block: Vec::new(),
                },
            },
            row: 0..0,
            next: 0,
        }
    }

    fn bytes(&self) -> &[u8] {
        match &self.from {
            From::Memory(rows) => rows,
            From::Disk { block, .. } => block,
        }
    }

    /// The contact of the next row. The row that was stepped to stays at hand.
    fn contact(&mut self, disk: Option<&Disk>) -> Result<Option<ContactId>, TransferError> {
        self.need(HEAD, disk)?;
        let next = self.bytes().get(self.next..).and_then(head);
        Ok(next.map(|(contact, _, _)| contact))
    }

    /// Goes to the next row.
    fn step(&mut self, disk: Option<&Disk>) -> Result<(), TransferError> {
        self.row = self.next..self.next;
        self.need(HEAD, disk)?;
        let Some((_, _, length)) = self.bytes().get(self.next..).and_then(head) else {
            return Ok(());
        };
        self.need(HEAD + length, disk)?;
        self.row = self.next..self.next + HEAD + length;
        self.next = self.row.end;
        Ok(())
    }

    /// Reads on until so many bytes behind the next row's beginning are at hand, if there are.
    fn need(&mut self, bytes: usize, disk: Option<&Disk>) -> Result<(), TransferError> {
        let From::Disk { rest, block } = &mut self.from else {
            return Ok(());
        };
        let at_hand = block.len() - self.next.min(block.len());
        let (Some(disk), true) = (disk, at_hand < bytes && !rest.is_empty()) else {
            return Ok(());
        };
        // Bytes before the row that was stepped to are done with.
        block.drain(..self.row.start);
        self.next -= self.row.start;
        self.row = 0..self.row.end - self.row.start;
        let more = BLOCK.max(bytes).min((rest.end - rest.start) as usize);
        let from = block.len();
        block.resize(from + more, 0);
        disk.read(rest.start, block.get_mut(from..).unwrap_or_default())?;
        rest.start += more as u64;
        Ok(())
    }

    fn row(&self) -> Option<Row<'_>> {
        let bytes = self.bytes().get(self.row.clone())?;
        let (contact, number, length) = head(bytes)?;
        Some(Row {
            contact,
            number,
            fact: bytes.get(HEAD..HEAD + length)?,
        })
    }
}
