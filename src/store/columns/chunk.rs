//! Where a chunk stands, and how its bytes are read: always as little-endian numbers out of byte slices, for a stored
//! value begins at any address.

use super::super::Result;
use super::super::envelope::{Sealed, damaged, open};
use super::super::marks::Marked;
use redb::TableDefinition;

/// [`Column::key`] → one part of one chunk.
pub(in crate::store) const COLUMNS: TableDefinition<'static, &'static [u8; 10], &'static [u8]> =
    TableDefinition::new("columns");

/// How its chunks are marked: the byte of the part says where marks stand.
pub(in crate::store) static MARKED: Marked<10> = Marked {
    table: COLUMNS,
    kind: Sealed::Column,
    level: 5,
    number: 6,
    width: 4,
    root: 0,
};

/// The key of a part of a chunk.
pub(in crate::store) type ChunkKey = [u8; 10];

/// One column. Custom fields of different types live apart, so that a question of a type finds only its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) struct Column {
    /// Built-in, or custom with texts, numbers or sets.
    pub(in crate::store) space: Space,
    /// The number in the column table, or the custom field's.
    pub(in crate::store) id: u32,
}

/// What lives side by side under numbers of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) enum Space {
    /// The columns of the table in [`super::cells`].
    Builtin = 0,
    /// Custom text and choice fields.
    CustomText = 1,
    /// Custom number, money and date fields.
    CustomNumber = 2,
    /// Custom set fields.
    CustomSet = 3,
}

/// The two parts of a text or set chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Part {
    /// All that most questions need.
    Main = 0,
    /// Texts as they were written, where that differs from the folded ones.
    Shown = 1,
}

impl Column {
    /// Where a part of a chunk stands.
    pub(in crate::store) fn key(self, part: Part, chunk: u32) -> ChunkKey {
        let mut key = [0; 10];
        let (place, rest) = key.split_at_mut(1);
        place.copy_from_slice(&[self.space as u8]);
        let (place, rest) = rest.split_at_mut(4);
        place.copy_from_slice(&self.id.to_be_bytes());
        let (place, rest) = rest.split_at_mut(1);
        place.copy_from_slice(&[part as u8]);
        rest.copy_from_slice(&chunk.to_be_bytes());
        key
    }
}

/// The body of a stored chunk as `parse` understands it.
pub(in crate::store) fn opened<'a, T>(
    key: &ChunkKey,
    sealed: &'a [u8],
    parse: impl FnOnce(&'a [u8]) -> Option<T>,
) -> Result<T> {
    let body = open(Sealed::Column, key, sealed)?;
    parsed(key, parse(body))
}

/// What a chunk's body was understood as, or that it is damaged.
pub(super) fn parsed<T>(key: &ChunkKey, understood: Option<T>) -> Result<T> {
    understood.ok_or_else(|| damaged(Sealed::Column, key, "its lengths do not fit its header"))
}

/// Takes little-endian numbers off the beginning of a slice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    /// The next `count` bytes.
    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.array().map(u8::from_le_bytes)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn i128(&mut self) -> Option<i128> {
        self.array().map(i128::from_le_bytes)
    }

    /// The next `count` numbers of two bytes.
    pub(super) fn u16s(&mut self, count: usize) -> Option<&'a [[u8; 2]]> {
        let (numbers, _) = self.take(count.checked_mul(2)?)?.as_chunks::<2>();
        Some(numbers)
    }

    /// The next `count` numbers of four bytes.
    pub(super) fn u32s(&mut self, count: usize) -> Option<&'a [[u8; 4]]> {
        let (numbers, _) = self.take(count.checked_mul(4)?)?.as_chunks::<4>();
        Some(numbers)
    }
}
