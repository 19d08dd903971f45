//! Writing a set of changed contacts together with everything that is derived from them: indexes, columns, the counts
//! of their lists, and what the journal needs.

use super::beside::{Beside, beside, row_changes};
use super::codec::seal_row;
use super::columns;
use super::envelope::{Sealed, mark};
use super::index::NUMBERS;
use super::rows::{by_number, contact, permission};
use super::tables::{CONTACTS, PERMISSIONS};
use super::wire::{WireContact, WirePermission};
use super::writing::Writing;
use super::{Result, StoreError, events, heirs, index};
use crate::model::{Contact, ContactId, ListId, Permission, Profile};
use crate::phone::{Identity, identity};
use redb::ReadableTable;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

/// One contact as it was and as it becomes.
#[derive(Clone, Debug)]
pub(super) struct Changed {
    pub(super) id: ContactId,
    pub(super) old: Option<Box<Profile>>,
    pub(super) new: Option<Box<Profile>>,
}

impl Changed {
    /// A contact that stays as it is, while what is known about its number changes.
    pub(super) fn of_permission(contact: &Contact, old: &Permission, new: &Permission) -> Self {
        let profile = |permission: &Permission| Box::new(Profile::new(contact.clone(), permission.clone()));
        Self {
            id: contact.id,
            old: Some(profile(old)),
            new: Some(profile(new)),
        }
    }
}

/// So many changed contacts are worth a second thread.
const MANY: usize = 2_000;

/// Writes changed contacts, ascending by number, with their indexes, their columns, the counts of their lists, and what
/// the journal needs of them.
pub(super) fn write(writing: &mut Writing, mut changes: Vec<Changed>) -> Result<()> {
    let gone = changes.iter().filter(|change| change.new.is_none());
    events::forget(writing, &gone.map(|change| change.id).collect::<Vec<_>>())?;
    let written = if changes.len() < MANY {
        complete(writing, &mut changes)?;
        let log = put_rows(writing, &changes)?;
        index::write(writing.txn(), &changes, None)?;
        columns::update(writing.txn(), &row_changes(&changes))?;
        Written {
            lists: list_changes(&changes),
            log,
        }
    } else {
        beside(writing, |beside| Ok(Written::put(writing, changes, beside)?.0))?
    };
    written.note(writing)
}

/// What changed contacts have besides what was changed.
fn complete(writing: &Writing, changes: &mut [Changed]) -> Result<()> {
    events::complete(writing, changes)?;
    heirs::follow(&writing.state.heirs, changes);
    Ok(())
}

/// Changed contacts whose rows are written.
pub(super) struct Written {
    /// The lists they join or leave, with how many contacts more or less each has.
    lists: BTreeMap<ListId, i64>,
    log: Logged,
}

impl Written {
    /// Writes them, while columns and indexes follow.
    pub(super) fn put(
        writing: &Writing,
        mut changes: Vec<Changed>,
        beside: &Beside,
    ) -> Result<(Self, Arc<Vec<Changed>>)> {
        complete(writing, &mut changes)?;
        let changes = Arc::new(changes);
        beside.follow(&changes);
        let log = put_rows(writing, &changes)?;
        let lists = list_changes(&changes);
        Ok((Self { lists, log }, changes))
    }

    /// The views of the lists of other contacts change too.
    pub(super) fn count(&mut self, others: &[Changed]) {
        for (list, step) in list_changes(others) {
            *self.lists.entry(list).or_default() += step;
        }
    }

    /// Tells the journal of them, and counts their lists.
    pub(super) fn note(self, writing: &mut Writing) -> Result<()> {
        log_rows(writing, self.log)?;
        for (list, step) in self.lists {
            writing.list_changed(list, step);
        }
        Ok(())
    }
}

/// Brings the columns up to contacts whose rows, or whose numbers' permission, have changed, and counts their lists.
pub(super) fn refresh(writing: &mut Writing, changes: &[Changed]) -> Result<()> {
    columns::update(writing.txn(), &row_changes(changes))?;
    count_lists(writing, changes);
    Ok(())
}

/// A row that was there: its key, what it was, what it is now.
type Replaced = ([u8; 4], Option<Vec<u8>>, Option<Vec<u8>>);

/// What the journal is told of the rows.
#[derive(Default)]
struct Logged {
    /// Rows that were there.
    replaced: Vec<Replaced>,
    /// Rows that were made, each with a mark of what it is.
    made: Vec<(u32, [u8; 4])>,
}

fn put_rows(writing: &Writing, changes: &[Changed]) -> Result<Logged> {
    let mut sealed = Vec::new();
    let mut log = Logged::default();
    let mut table = writing.txn().open_table(CONTACTS)?;
    let (there, made): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.old.is_some());
    for change in there {
        let key = change.id.0.to_be_bytes();
        let before = if let Some(new) = &change.new {
            seal_contact(&mut sealed, change.id, new)?;
            table
                .insert(change.id.0, sealed.as_slice())?
                .map(|row| row.value().to_vec())
        } else {
            sealed.clear();
            table.remove(change.id.0)?.map(|row| row.value().to_vec())
        };
        let after = change.new.as_ref().map(|_| sealed.clone());
        log.replaced.push((key, before, after));
    }
    let last = table.last()?.map(|(id, _)| id.value());
    let (again, fresh): (Vec<_>, Vec<_>) = made.into_iter().partition(|made| Some(made.id.0) <= last);
    for (id, new) in again
        .iter()
        .filter_map(|made| Some((made.id, made.new.as_ref()?)))
    {
        seal_contact(&mut sealed, id, new)?;
        table.insert(id.0, sealed.as_slice())?;
        log.made.push((id.0, mark(&sealed)));
    }
    let mut cursor = table.upper_bound_mut(Bound::<u32>::Unbounded)?;
    for (id, new) in fresh
        .iter()
        .filter_map(|made| Some((made.id, made.new.as_ref()?)))
    {
        seal_contact(&mut sealed, id, new)?;
        cursor.insert_before(id.0, sealed.as_slice())?;
        log.made.push((id.0, mark(&sealed)));
    }
    cursor.close()?;
    Ok(log)
}

fn seal_contact(sealed: &mut Vec<u8>, id: ContactId, profile: &Profile) -> Result<()> {
    let row = WireContact::from(&profile.contact);
    seal_row(sealed, Sealed::Contact, &id.0.to_be_bytes(), &row)
}

fn log_rows(writing: &mut Writing, log: Logged) -> Result<()> {
    for (key, before, after) in log.replaced {
        writing.log_row(Sealed::Contact, &key, before.as_deref(), after.as_deref())?;
    }
    for (contact, mark) in log.made {
        writing.log_created(contact, mark)?;
    }
    Ok(())
}

/// The views of each list of any of these contacts change, and how many are in them.
pub(super) fn count_lists(writing: &mut Writing, changes: &[Changed]) {
    for (list, step) in list_changes(changes) {
        writing.list_changed(list, step);
    }
}

fn list_changes(changes: &[Changed]) -> BTreeMap<ListId, i64> {
    let mut lists = BTreeMap::new();
    for change in changes {
        for (profile, step) in [(&change.old, -1), (&change.new, 1)] {
            for list in profile.iter().flat_map(|profile| &profile.contact.lists) {
                *lists.entry(*list).or_default() += step;
            }
        }
    }
    lists
}

/// Replaces what is known about a number, and brings the columns of every contact with it up to that. Gives back how
/// many contacts those are; None where nothing is new.
pub(super) fn set_permission(
    writing: &mut Writing,
    number: Identity,
    change: impl FnOnce(&mut Permission),
) -> Result<Option<u64>> {
    let old = permission(&writing.txn().open_table(PERMISSIONS)?, number)?;
    let mut new = old.clone();
    change(&mut new);
    if new == old {
        return Ok(None);
    }
    put_permissions(writing, std::iter::once((number, &new)))?;
    writing.touch();
    let mut changes = Vec::new();
    for id in by_number(&NUMBERS.write(writing.txn())?, number)? {
        let found = contact(&writing.txn().open_table(CONTACTS)?, id)?
            .ok_or_else(|| StoreError::Damaged(format!("contact {} has a number but no row", id.0)))?;
        if identity(found.phone) == number {
            changes.push(Changed::of_permission(&found, &old, &new));
        }
    }
    refresh(writing, &changes)?;
    Ok(Some(changes.len() as u64))
}

/// Writes the rows of numbers' permissions. The journal does not keep them: they are never taken back.
pub(super) fn put_permissions<'a>(
    writing: &Writing,
    permissions: impl Iterator<Item = (Identity, &'a Permission)>,
) -> Result<()> {
    let mut sealed = Vec::new();
    let mut table = writing.txn().open_table(PERMISSIONS)?;
    for (number, permission) in permissions {
        let key = number.0.to_be_bytes();
        seal_row(
            &mut sealed,
            Sealed::Permission,
            &key,
            &WirePermission::from(permission),
        )?;
        table.insert(number.0, sealed.as_slice())?;
    }
    Ok(())
}
