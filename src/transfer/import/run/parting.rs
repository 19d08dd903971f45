//! The thread that parts a file into rows and deals them out.

use super::super::rows::Rows;
use crate::transfer::TransferError;
use crossbeam_channel::{Receiver, Sender};
use csv::StringRecord;

/// Rows handed over at once.
const STRETCH: usize = 500;

/// A stretch of the file, parted.
#[derive(Default)]
pub(super) struct Stretch {
    /// Each row with the line on which it begins. The room of earlier stretches is used again: those behind `len` are
    /// left over from one.
    rows: Vec<(u64, StringRecord)>,
    len: usize,
    /// How many rows lie before it.
    before: u64,
    /// Where the file stands after it.
    bytes: u64,
}

impl Stretch {
    /// Its rows: each with its number in the file and the line on which it begins.
    pub fn rows(&self) -> impl Iterator<Item = (u64, u64, &StringRecord)> {
        let numbered = (self.before + 1..).zip(self.rows.iter().take(self.len));
        numbered.map(|(number, (line, record))| (number, *line, record))
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The number of its last row.
    pub fn up_to(&self) -> u64 {
        self.before + self.len as u64
    }

    /// Where the file stands after it.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

/// What comes next of a file.
pub(super) enum Parted {
    Stretch(Stretch),
    End,
    Failed(TransferError),
}

/// Parts a file.
pub(super) struct Parting {
    /// Those who take stretches, one after the other.
    pub to: Vec<Sender<Parted>>,
    /// Stretches that they are done with.
    pub used: Receiver<Stretch>,
    /// So many rows at the beginning nobody wants.
    pub skipped: u64,
}

impl Parting {
    /// Parts it to its end, or until nobody listens any more.
    pub fn all(self, file: Result<Rows, TransferError>) {
        let mut turns = self.to.iter().cycle();
        let mut deal = |parted| turns.next().is_some_and(|to| to.send(parted).is_ok());
        let parted = file.and_then(|file| self.stretches(file, &mut deal));
        // Nobody listens where the import has been stopped.
        let _ = deal(match parted {
            Ok(()) => Parted::End,
            Err(error) => Parted::Failed(error),
        });
    }

    fn stretches(&self, mut file: Rows, deal: &mut impl FnMut(Parted) -> bool) -> Result<(), TransferError> {
        let mut record = StringRecord::new();
        // The header.
        file.next(&mut record)?;
        let mut before = 0;
        while before < self.skipped {
            if !file.next(&mut record)? {
                return Ok(());
            }
            before += 1;
        }
        loop {
            let mut stretch = self.used.try_recv().unwrap_or_default();
            (stretch.before, stretch.len) = (before, 0);
            while stretch.len < STRETCH && next(&mut file, &mut stretch)? {}
            stretch.bytes = file.bytes();
            before = stretch.up_to();
            let is_last = stretch.len < STRETCH;
            if !deal(Parted::Stretch(stretch)) || is_last {
                return Ok(());
            }
        }
    }
}

/// Adds the next row of a file. False at its end.
fn next(file: &mut Rows, to: &mut Stretch) -> Result<bool, TransferError> {
    if to.rows.len() == to.len {
        to.rows.push((0, StringRecord::new()));
    }
    let Some((line, record)) = to.rows.get_mut(to.len) else {
        return Ok(false);
    };
    if !file.next(record)? {
        return Ok(false);
    }
    *line = file.line(record);
    to.len += 1;
    Ok(true)
}
