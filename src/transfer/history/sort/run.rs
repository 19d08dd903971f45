//! A run: rows that were sorted together, in memory or on disk.

use super::disk::Disk;
use crate::model::ContactId;
use crate::transfer::TransferError;
use std::ops::Range;

/// What stands before each row's fact: its contact, its row, the length of the fact.
pub(super) const HEAD: usize = 16;

/// Rows on their way into a run, in the order of the file.
#[derive(Default)]
pub(super) struct Filling {
    rows: Vec<u8>,
    /// Of each row: its contact, which one it is, where it begins.
    order: Vec<(u32, u32, u32)>,
}

/// Rows that were sorted.
pub(super) enum Run {
    /// Their bytes, one row after the other.
    Memory(Vec<u8>),
    /// Where they lie on disk.
    Disk(Range<u64>),
}

impl Filling {
    pub fn push(&mut self, contact: ContactId, row: u64, fact: &[u8]) {
        let place = (contact.0, self.order.len() as u32, self.rows.len() as u32);
        self.order.push(place);
        self.rows.extend_from_slice(&contact.0.to_le_bytes());
        self.rows.extend_from_slice(&row.to_le_bytes());
        self.rows.extend_from_slice(&(fact.len() as u32).to_le_bytes());
        self.rows.extend_from_slice(fact);
    }

    /// How much memory it holds.
    pub fn bytes(&self) -> usize {
        self.rows.len() + self.order.len() * size_of::<(u32, u32, u32)>()
    }

    /// Writes what is there, sorted, and is empty again.
    pub fn write(&mut self, disk: &mut Disk) -> Result<Run, TransferError> {
        const BLOCK: usize = 1 << 20;
        let start = disk.length();
        if self.sort() {
            disk.write(&self.rows)?;
        } else {
            let mut block = Vec::with_capacity(BLOCK + (64 << 10));
            for (_, _, at) in &self.order {
                block.extend_from_slice(self.row(*at));
                if block.len() >= BLOCK {
                    disk.write(&block)?;
                    block.clear();
                }
            }
            disk.write(&block)?;
        }
        self.rows.clear();
        self.order.clear();
        Ok(Run::Disk(start..disk.length()))
    }

    /// Keeps what is there, sorted, in memory.
    pub fn keep(mut self) -> Run {
        if self.sort() {
            return Run::Memory(self.rows);
        }
        let mut rows = Vec::with_capacity(self.rows.len());
        for (_, _, at) in &self.order {
            rows.extend_from_slice(self.row(*at));
        }
        Run::Memory(rows)
    }

    /// Sorts; true where the rows stood in order already.
    fn sort(&mut self) -> bool {
        let sorted = self.order.is_sorted();
        if !sorted {
            self.order.sort_unstable();
        }
        sorted
    }

    /// The bytes of the row that begins at a place.
    fn row(&self, at: u32) -> &[u8] {
        let rest = self.rows.get(at as usize..).unwrap_or_default();
        let length = head(rest).map_or(0, |(_, _, length)| HEAD + length);
        rest.get(..length).unwrap_or_default()
    }
}

/// Contact, row and the fact's length of the row with which some bytes begin.
pub(super) fn head(bytes: &[u8]) -> Option<(ContactId, u64, usize)> {
    let (contact, rest) = bytes.split_first_chunk::<4>()?;
    let (row, rest) = rest.split_first_chunk::<8>()?;
    let (length, _) = rest.split_first_chunk::<4>()?;
    Some((
        ContactId(u32::from_le_bytes(*contact)),
        u64::from_le_bytes(*row),
        u32::from_le_bytes(*length) as usize,
    ))
}
