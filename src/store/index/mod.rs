//! The three indexes of contacts: by name, by number, by id at a source.
//!
//! An index is a sorted set of short entries, kept some hundreds to a chunk with what they share left out: a third of
//! what one row an entry takes, and a batch of an import that falls into every part of it rewrites that much less.
//! A chunk is an envelope; its key is not greater than its first entry and greater than all before.

mod changes;
mod cleared;
pub(super) mod entry;
mod filter;
mod levels;
mod list;
mod packer;
mod part;
mod read;
mod sweep;
mod write;

pub(super) use changes::{Changes, settle, write};
pub(super) use cleared::{CLEARED, Cleared};
pub(super) use filter::{Filter, Filters};
pub(super) use levels::Levels;

use super::envelope::Sealed;
use redb::{ReadableTable, TableDefinition};

/// A table of chunks.
pub(super) trait Table: ReadableTable<&'static [u8], &'static [u8]> {}

impl<T: ReadableTable<&'static [u8], &'static [u8]>> Table for T {}

type Definition = TableDefinition<'static, &'static [u8], &'static [u8]>;

/// One index.
pub(super) struct Index {
    /// Where its chunks are.
    pub(super) large: Definition,
    /// Where the chunks are that a bulk change brings, each batch's in a run of its own, until they are merged into the
    /// large one.
    pub(super) small: Definition,
    /// Where the entries are noted that a bulk change has taken out, until they are taken out of the large one.
    pub(super) gone: Definition,
    /// What its chunks are sealed as.
    kind: Sealed,
    /// Whether what an entry says leads to one contact only.
    is_unique: bool,
}

/// Contacts in the order of their folded display names: [`entry::name`].
pub(super) const NAMES: Index = Index {
    large: Definition::new("by_name"),
    small: Definition::new("by_name_small"),
    gone: Definition::new("by_name_gone"),
    kind: Sealed::Names,
    is_unique: false,
};
/// The contacts any of whose numbers reaches a WhatsApp user: [`entry::number`].
pub(super) const NUMBERS: Index = Index {
    large: Definition::new("by_number"),
    small: Definition::new("by_number_small"),
    gone: Definition::new("by_number_gone"),
    kind: Sealed::Numbers,
    is_unique: false,
};
/// The contact with an id at a source: [`entry::id`].
pub(super) const IDS: Index = Index {
    large: Definition::new("by_source_id"),
    small: Definition::new("by_source_id_small"),
    gone: Definition::new("by_source_id_gone"),
    kind: Sealed::Ids,
    is_unique: true,
};
