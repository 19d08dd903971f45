//! Rows in order of their contacts, those of one contact in the order of the file. Few rows are sorted in memory; many in
//! runs on disk, which are merged as they are read.
//!
//! The order is the same each time the same file is read, so that a contact's number is a position in it.

mod disk;
mod merge;
mod run;
mod writer;

pub(super) use merge::Merge;

use crate::model::ContactId;
use crate::transfer::TransferError;
use disk::Disk;
use run::{Filling, Run};
use writer::Writer;

/// How much is held in memory before it goes to disk; as much again is on its way there.
const RUN_BYTES: usize = 32 << 20;

/// Takes rows in the order of the file.
pub(super) struct Sorter {
    filling: Filling,
    /// Where there is more than memory is to hold.
    writer: Option<Writer>,
    most: usize,
    rows: u64,
}

/// Rows that were sorted, to be read any number of times.
pub(super) struct Sorted {
    runs: Vec<Run>,
    disk: Option<Disk>,
    /// How many there are.
    pub rows: u64,
}

impl Sorter {
    pub fn new() -> Self {
        Self::with_room(RUN_BYTES)
    }

    fn with_room(most: usize) -> Self {
        Self {
            filling: Filling::default(),
            writer: None,
            most,
            rows: 0,
        }
    }

    /// Takes a row: what it says, and how many rows of the file it stands for.
    pub fn push(&mut self, contact: ContactId, row: u64, fact: &[u8]) -> Result<(), TransferError> {
        self.rows += 1;
        self.filling.push(contact, row, fact);
        if self.filling.bytes() >= self.most {
            let writer = match &mut self.writer {
                Some(writer) => writer,
                None => self.writer.insert(Writer::start()?),
            };
            self.filling = writer.take(std::mem::take(&mut self.filling))?;
        }
        Ok(())
    }

    /// All rows are there.
    pub fn finish(self) -> Result<Sorted, TransferError> {
        let (mut runs, disk) = match self.writer {
            Some(writer) => {
                let (runs, disk) = writer.finish()?;
                (runs, Some(disk))
            }
            None => (Vec::new(), None),
        };
        if self.filling.bytes() > 0 {
            runs.push(self.filling.keep());
        }
        Ok(Sorted {
            runs,
            disk,
            rows: self.rows,
        })
    }
}

impl Sorted {
    /// The rows from the first one on.
    pub fn read(&self) -> Result<Merge<'_>, TransferError> {
        Merge::new(&self.runs, self.disk.as_ref())
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(sorted: &Sorted) -> Vec<(u32, u64, Vec<u8>)> {
        let mut merge = sorted.read().unwrap();
        let mut all = Vec::new();
        while let Some(row) = merge.next().unwrap() {
            all.push((row.contact.0, row.number, row.fact.to_vec()));
        }
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn rows_come_by_contact_and_in_the_order_of_the_file(
            contacts in prop::collection::vec((0_u32..40, 0_usize..600), 0..400),
            room in 1_usize..20_000,
        ) {
            let mut sorter = Sorter::with_room(room);
            let mut wanted = Vec::new();
            for (row, (contact, length)) in (1_u64..).zip(&contacts) {
                let fact = vec![*contact as u8; *length];
                sorter.push(ContactId(*contact), row, &fact).unwrap();
                wanted.push((*contact, row, fact));
            }
            wanted.sort_by_key(|(contact, row, _)| (*contact, *row));
            let sorted = sorter.finish().unwrap();
            prop_assert_eq!(sorted.rows, wanted.len() as u64);
            prop_assert_eq!(&read(&sorted), &wanted);
            prop_assert_eq!(&read(&sorted), &wanted);
        }
    }
}
