//! Who in the store has the numbers and the ids of a batch's rows, looked up for all of them at once.

use super::super::index::entry::{self, Entry};
use super::super::index::{Filter, Filters, IDS, Levels, NUMBERS, Table};
use super::super::{ImportRow, Result};
use crate::model::{ContactId, SourceId};
use crate::phone::{Identity, identity};

/// Contacts that were there, by number and by id at the import's source; both sorted.
#[derive(Default)]
pub(super) struct Known {
    numbers: Vec<(Entry, ContactId)>,
    ids: Vec<(Entry, ContactId)>,
    source: Option<SourceId>,
}

impl Known {
    /// Looks rows up, but for what filters say is nobody's. A source that is None is not known yet.
    pub(super) fn of(
        rows: &[ImportRow],
        numbers: &Levels<impl Table>,
        ids: &Levels<impl Table>,
        source: Option<SourceId>,
        filters: Option<&Filters>,
    ) -> Result<Self> {
        let mut known = Self {
            source,
            ..Self::default()
        };
        let wanted = rows
            .iter()
            .map(|row| entry::numbers_of(identity(row.contact.phone)));
        let wanted = sorted(wanted, filters.map(|filters| &filters.numbers));
        known.numbers = NUMBERS.contacts_of_many(numbers, &wanted)?;
        if let Some(source) = source {
            let wanted = rows.iter().filter_map(|row| row.source_id.as_deref());
            let wanted = wanted.map(|id| entry::ids_of(source, id));
            let wanted = sorted(wanted, filters.map(|filters| &filters.ids));
            known.ids = IDS.contacts_of_many(ids, &wanted)?;
        }
        Ok(known)
    }

    /// The contacts with a number, ascending.
    pub(super) fn by_number(&self, number: Identity) -> impl Iterator<Item = ContactId> + '_ {
        those(&self.numbers, entry::numbers_of(number))
    }

    /// The contact with an id.
    pub(super) fn by_id(&self, id: &str) -> Option<ContactId> {
        those(&self.ids, entry::ids_of(self.source?, id)).next()
    }
}

/// What may be there.
fn sorted(entries: impl Iterator<Item = Entry>, filter: Option<&Filter>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = entries.collect();
    if let Some(filter) = filter {
        filter.keep_possible(&mut entries);
    }
    entries.sort_unstable();
    entries.dedup();
    entries
}

fn those(known: &[(Entry, ContactId)], beginning: Entry) -> impl Iterator<Item = ContactId> + '_ {
    let first = known.partition_point(|(one, _)| *one < beginning);
    let rest = known.get(first..).unwrap_or_default().iter();
    rest.take_while(move |(one, _)| *one == beginning)
        .map(|(_, contact)| *contact)
}
