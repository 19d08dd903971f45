//! Writing a set of changed contacts together with everything that is derived from them: indexes, columns, the counts
//! of their lists, and what the journal needs.

use super::codec::seal_row;
use super::columns::{self, RowChange};
use super::envelope::Sealed;
use super::rows::{by_number, contact, identities, permission};
use super::tables::{
    BY_NAME, BY_NUMBER, BY_SOURCE_ID, CONTACTS, PERMISSIONS, name_key, number_key, source_key,
};
use super::wire::{WireContact, WirePermission};
use super::writing::Writing;
use super::{Result, StoreError};
use crate::model::text::fold;
use crate::model::{Contact, ContactId, Permission, Profile};
use crate::phone::{Identity, identity};
use std::ops::Bound;

/// One contact as it was and as it becomes.
#[derive(Clone, Debug)]
pub(super) struct Changed {
    pub(super) id: ContactId,
    pub(super) old: Option<Profile>,
    pub(super) new: Option<Profile>,
}

impl Changed {
    /// A contact that stays as it is, while what is known about its number changes.
    pub(super) fn of_permission(contact: &Contact, old: &Permission, new: &Permission) -> Self {
        let profile = |permission: &Permission| Profile {
            contact: contact.clone(),
            permission: permission.clone(),
        };
        Self {
            id: contact.id,
            old: Some(profile(old)),
            new: Some(profile(new)),
        }
    }
}

/// Writes changed contacts, ascending by number, with their indexes, their columns, the counts of their lists, and what
/// the journal needs of them.
pub(super) fn write(writing: &mut Writing, changes: &[Changed]) -> Result<()> {
    write_rows(writing, changes)?;
    write_names(writing, changes)?;
    write_numbers(writing, changes)?;
    write_source_ids(writing, changes)?;
    refresh(writing, changes)
}

/// Brings the columns up to contacts whose rows, or whose numbers' permission, have changed, and counts their lists.
pub(super) fn refresh(writing: &mut Writing, changes: &[Changed]) -> Result<()> {
    let rows: Vec<RowChange<'_>> = changes
        .iter()
        .map(|change| RowChange {
            id: change.id,
            old: change.old.as_ref(),
            new: change.new.as_ref(),
        })
        .collect();
    columns::update(writing.txn(), &rows)?;
    count_lists(writing, changes);
    Ok(())
}

fn write_rows(writing: &mut Writing, changes: &[Changed]) -> Result<()> {
    let mut sealed = Vec::new();
    let mut log = Vec::new();
    let mut table = writing.txn().open_table(CONTACTS)?;
    let (there, made): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.old.is_some());
    for change in there {
        let key = change.id.0.to_be_bytes();
        let before = if let Some(new) = &change.new {
            seal_row(
                &mut sealed,
                Sealed::Contact,
                &key,
                &WireContact::from(&new.contact),
            )?;
            table
                .insert(change.id.0, sealed.as_slice())?
                .map(|row| row.value().to_vec())
        } else {
            sealed.clear();
            table.remove(change.id.0)?.map(|row| row.value().to_vec())
        };
        log.push((key, before, change.new.as_ref().map(|_| sealed.clone())));
    }
    let mut cursor = table.upper_bound_mut(Bound::<u32>::Unbounded)?;
    for (id, new) in made
        .iter()
        .filter_map(|change| Some((change.id, change.new.as_ref()?)))
    {
        seal_row(
            &mut sealed,
            Sealed::Contact,
            &id.0.to_be_bytes(),
            &WireContact::from(&new.contact),
        )?;
        cursor.insert_before(id.0, sealed.as_slice())?;
    }
    cursor.close()?;
    drop(table);
    for (key, before, after) in log {
        writing.log_row(Sealed::Contact, &key, before.as_deref(), after.as_deref())?;
    }
    for change in made {
        writing.log_created(change.id.0, change.id.0);
    }
    Ok(())
}

fn write_names(writing: &Writing, changes: &[Changed]) -> Result<()> {
    let key = |profile: &Option<Profile>| {
        let mut key = Vec::new();
        if let Some(profile) = profile {
            name_key(
                &mut key,
                &fold(&profile.contact.display_name()),
                profile.contact.id,
            );
        }
        key
    };
    let (mut gone, mut come) = (Vec::new(), Vec::with_capacity(changes.len()));
    for change in changes {
        let (old, new) = (key(&change.old), key(&change.new));
        if old != new {
            gone.extend((!old.is_empty()).then_some(old));
            come.extend((!new.is_empty()).then_some(new));
        }
    }
    come.sort_unstable();
    let mut table = writing.txn().open_table(BY_NAME)?;
    for key in gone {
        table.remove(key.as_slice())?;
    }
    for key in come {
        table.insert(key.as_slice(), ())?;
    }
    Ok(())
}

fn write_numbers(writing: &Writing, changes: &[Changed]) -> Result<()> {
    let of = |profile: &Option<Profile>| {
        profile
            .as_ref()
            .map(|profile| identities(&profile.contact))
            .unwrap_or_default()
    };
    let (mut gone, mut come) = (Vec::new(), Vec::with_capacity(changes.len()));
    for change in changes {
        let (old, new) = (of(&change.old), of(&change.new));
        let keys = |some: &[Identity], others: &[Identity]| -> Vec<[u8; 12]> {
            let only = some.iter().filter(|one| !others.contains(one));
            only.map(|one| number_key(*one, change.id)).collect()
        };
        gone.extend(keys(&old, &new));
        come.extend(keys(&new, &old));
    }
    come.sort_unstable();
    let mut table = writing.txn().open_table(BY_NUMBER)?;
    for key in &gone {
        table.remove(key)?;
    }
    for key in &come {
        table.insert(key, ())?;
    }
    Ok(())
}

fn write_source_ids(writing: &Writing, changes: &[Changed]) -> Result<()> {
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for change in changes {
        let (old, new) = (source_keys(change.old.as_ref()), source_keys(change.new.as_ref()));
        gone.extend(old.iter().filter(|key| !new.contains(key)).cloned());
        come.extend(
            new.into_iter()
                .filter(|key| !old.contains(key))
                .map(|key| (key, change.id)),
        );
    }
    come.sort_unstable();
    let mut table = writing.txn().open_table(BY_SOURCE_ID)?;
    for key in gone {
        table.remove(key.as_slice())?;
    }
    for (key, id) in come {
        if table.insert(key.as_slice(), &id.0.to_be_bytes())?.is_some() {
            return Err(StoreError::Invalid(
                "Another contact has this id at this source. Give it another id, or edit that contact."
                    .into(),
            ));
        }
    }
    Ok(())
}

fn source_keys(profile: Option<&Profile>) -> Vec<Vec<u8>> {
    let keys = profile
        .map(|profile| profile.contact.source_keys.as_slice())
        .unwrap_or_default();
    keys.iter()
        .map(|at| {
            let mut key = Vec::new();
            source_key(&mut key, at.source, &at.id);
            key
        })
        .collect()
}

/// The views of each list of any of these contacts change, and how many are in them.
fn count_lists(writing: &mut Writing, changes: &[Changed]) {
    for change in changes {
        for (profile, step) in [(&change.old, -1), (&change.new, 1)] {
            for list in profile.iter().flat_map(|profile| &profile.contact.lists) {
                writing.list_changed(*list, step);
            }
        }
    }
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
    put_permission(writing, number, &new)?;
    let mut changes = Vec::new();
    for id in by_number(&writing.txn().open_table(BY_NUMBER)?, number)? {
        let found = contact(&writing.txn().open_table(CONTACTS)?, id)?
            .ok_or_else(|| StoreError::Damaged(format!("contact {} has a number but no row", id.0)))?;
        if identity(found.phone) == number {
            changes.push(Changed::of_permission(&found, &old, &new));
        }
    }
    refresh(writing, &changes)?;
    Ok(Some(changes.len() as u64))
}

/// Writes the row of a number's permission.
pub(super) fn put_permission(writing: &mut Writing, number: Identity, new: &Permission) -> Result<()> {
    let key = number.0.to_be_bytes();
    let mut sealed = Vec::new();
    seal_row(&mut sealed, Sealed::Permission, &key, &WirePermission::from(new))?;
    let before = {
        let mut table = writing.txn().open_table(PERMISSIONS)?;
        table
            .insert(number.0, sealed.as_slice())?
            .map(|row| row.value().to_vec())
    };
    writing.log_row(Sealed::Permission, &key, before.as_deref(), Some(&sealed))
}
