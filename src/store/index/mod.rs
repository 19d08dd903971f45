//! The three indexes of contacts: by name, by number, by id at a source.
//!
//! An index is a sorted set of short entries, kept some hundreds to a chunk with what they share left out: a third of
//! what one row an entry takes, and a batch of an import that falls into every part of it rewrites that much less.
//! A chunk is an envelope; its key is not greater than its first entry and greater than all before.

mod changes;
pub(super) mod entry;
mod list;
mod read;
mod write;

pub(super) use changes::write;

use super::envelope::Sealed;
use redb::{ReadableTable, TableDefinition};

/// A table of chunks.
pub(super) trait Table: ReadableTable<&'static [u8], &'static [u8]> {}

impl<T: ReadableTable<&'static [u8], &'static [u8]>> Table for T {}

/// One index.
pub(super) struct Index {
    /// Where its chunks are.
    pub(super) table: TableDefinition<'static, &'static [u8], &'static [u8]>,
    /// What its chunks are sealed as.
    pub(super) kind: Sealed,
    /// Whether what an entry says leads to one contact only.
    is_unique: bool,
}

/// Contacts in the order of their folded display names: [`entry::name`].
pub(super) const NAMES: Index = Index {
    table: TableDefinition::new("by_name"),
    kind: Sealed::Names,
    is_unique: false,
};
/// The contacts any of whose numbers reaches a WhatsApp user: [`entry::number`].
pub(super) const NUMBERS: Index = Index {
    table: TableDefinition::new("by_number"),
    kind: Sealed::Numbers,
    is_unique: false,
};
/// The contact with an id at a source: [`entry::id`].
pub(super) const IDS: Index = Index {
    table: TableDefinition::new("by_source_id"),
    kind: Sealed::Ids,
    is_unique: true,
};
