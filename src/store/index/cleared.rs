//! Contacts that a bulk change has taken out whole. Finding each of their entries costs more than all else that goes with
//! them: so the contacts are noted, no look at an index sees what leads to them, and a sweep takes it out later, chunk
//! by chunk. None of them comes back before it has been swept.

use crate::model::ContactId;
use crate::store::Result;
use crate::store::codec::{open_row, seal_row};
use crate::store::envelope::Sealed;
use crate::store::wire::WireCleared;
use crate::store::writing::Writing;
use redb::{ReadableTable, TableDefinition, WriteTransaction};

/// One row, where any contacts are noted.
pub(in crate::store) const CLEARED: TableDefinition<'static, u32, &'static [u8]> =
    TableDefinition::new("index_cleared");

const KEY: u32 = 0;

/// The contacts that are noted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct Cleared(pub(super) WireCleared);

impl Cleared {
    pub(super) fn read(table: &impl ReadableTable<u32, &'static [u8]>) -> Result<Self> {
        let Some(row) = table.get(KEY)? else {
            return Ok(Self::default());
        };
        open_row(Sealed::Cleared, &KEY.to_be_bytes(), row.value()).map(Self)
    }

    /// As a write transaction sees them.
    pub(super) fn within(txn: &WriteTransaction) -> Result<Self> {
        Self::read(&txn.open_table(CLEARED)?)
    }

    /// Notes all contacts from one to another, of which none is there any more.
    pub(in crate::store) fn add(writing: &Writing, first: ContactId, last: ContactId) -> Result<()> {
        let mut table = writing.txn().open_table(CLEARED)?;
        let Self(mut noted) = Self::read(&table)?;
        noted.generation = writing.state.generation;
        noted.ranges.push((first.0, last.0));
        noted.ranges.sort_unstable();
        noted.ranges.dedup_by(|next, before| {
            let meets = next.0 <= before.1.saturating_add(1);
            if meets {
                before.1 = before.1.max(next.1);
            }
            meets
        });
        let mut sealed = Vec::new();
        seal_row(&mut sealed, Sealed::Cleared, &KEY.to_be_bytes(), &noted)?;
        table.insert(KEY, sealed.as_slice())?;
        Ok(())
    }

    /// Forgets them: nothing leads to any of them.
    pub(super) fn forget(txn: &WriteTransaction) -> Result<()> {
        txn.open_table(CLEARED)?.remove(KEY)?;
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.ranges.is_empty()
    }

    pub(super) fn holds(&self, contact: ContactId) -> bool {
        let behind = self.0.ranges.partition_point(|(first, _)| *first <= contact.0);
        let range = behind.checked_sub(1).and_then(|at| self.0.ranges.get(at));
        range.is_some_and(|(_, last)| contact.0 <= *last)
    }
}
