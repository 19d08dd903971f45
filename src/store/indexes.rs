//! The three indexes of contacts: by name, by number, by id at a source. Keys that come are sorted first: in random order
//! a B-tree takes five times as long. Where all of them lie behind the last one, they are appended.

use super::change::Changed;
use super::rows::identities;
use super::tables::{BY_NAME, BY_NUMBER, BY_SOURCE_ID, IdKey, NameKey, name_key, number_key, source_key};
use super::writing::Writing;
use super::{Result, StoreError};
use crate::model::text::fold;
use crate::model::{Contact, Profile};
use crate::phone::Identity;
use redb::{ReadableTable, Table, Value};
use std::ops::Bound;

/// Brings all three up to what has changed.
pub(super) fn write(writing: &Writing, changes: &[Changed]) -> Result<()> {
    names(writing, changes)?;
    numbers(writing, changes)?;
    ids(writing, changes)
}

fn names(writing: &Writing, changes: &[Changed]) -> Result<()> {
    let (mut gone, mut come) = (Vec::new(), Vec::with_capacity(changes.len()));
    for change in changes {
        let (old, new) = (
            key_of_name(change.old.as_deref()),
            key_of_name(change.new.as_deref()),
        );
        if old != new {
            gone.extend(old);
            come.extend(new.map(|key| (key, ())));
        }
    }
    let mut table = writing.txn().open_table(BY_NAME)?;
    for key in &gone {
        table.remove(key)?;
    }
    insert(&mut table, come, |place| *place)?;
    Ok(())
}

fn key_of_name(profile: Option<&Profile>) -> Option<NameKey> {
    let contact = contact_of(profile)?;
    Some(name_key(&fold(&contact.display_name()), contact.id))
}

fn numbers(writing: &Writing, changes: &[Changed]) -> Result<()> {
    let (mut gone, mut come) = (Vec::new(), Vec::with_capacity(changes.len()));
    for change in changes {
        let (old, new) = (
            contact_of(change.old.as_deref()),
            contact_of(change.new.as_deref()),
        );
        let missing = |number: &Identity, other: Option<&Contact>| {
            other.is_none_or(|other| identities(other).all(|one| one != *number))
        };
        let only = |some: Option<&Contact>, other: Option<&Contact>, keys: &mut Vec<([u8; 12], ())>| {
            let only = some
                .into_iter()
                .flat_map(identities)
                .filter(|number| missing(number, other));
            keys.extend(only.map(|number| (number_key(number, change.id), ())));
        };
        only(old, new, &mut gone);
        only(new, old, &mut come);
    }
    let mut table = writing.txn().open_table(BY_NUMBER)?;
    for (key, ()) in &gone {
        table.remove(key)?;
    }
    insert(&mut table, come, |place| *place)?;
    Ok(())
}

fn ids(writing: &Writing, changes: &[Changed]) -> Result<()> {
    let (mut gone, mut come) = (Vec::new(), Vec::with_capacity(changes.len()));
    for change in changes {
        let (old, new) = (
            contact_of(change.old.as_deref()),
            contact_of(change.new.as_deref()),
        );
        let only = |some: Option<&Contact>, other: Option<&Contact>, keys: &mut Vec<(IdKey, [u8; 4])>| {
            for at in some.iter().flat_map(|some| &some.source_keys) {
                if other.is_none_or(|other| !other.source_keys.contains(at)) {
                    keys.push((source_key(at.source, &at.id), change.id.0.to_be_bytes()));
                }
            }
        };
        only(old, new, &mut gone);
        only(new, old, &mut come);
    }
    let mut table = writing.txn().open_table(BY_SOURCE_ID)?;
    for (key, _) in &gone {
        table.remove(key)?;
    }
    if insert(&mut table, come, |place| place)? {
        return Ok(());
    }
    Err(StoreError::Invalid(
        "Another contact has this id at this source. Give it another id, or edit that contact.".into(),
    ))
}

/// Inserts keys with their values. False where one of them was there with another value.
fn insert<const N: usize, T, V>(
    table: &mut Table<'_, &'static [u8; N], V>,
    mut come: Vec<([u8; N], T)>,
    stored: impl for<'a> Fn(&'a T) -> V::SelfType<'a>,
) -> Result<bool>
where
    T: Ord,
    V: Value + 'static,
{
    come.sort_unstable();
    come.dedup();
    let Some((first, _)) = come.first() else {
        return Ok(true);
    };
    let twice = come
        .windows(2)
        .any(|pair| matches!(pair, [(a, _), (b, _)] if a == b));
    let behind = table.last()?.is_none_or(|(last, _)| last.value() < first);
    if behind && !twice {
        let mut cursor = table.upper_bound_mut(Bound::<&[u8; N]>::Unbounded)?;
        for (key, value) in &come {
            cursor.insert_before(key, stored(value))?;
        }
        cursor.close()?;
        return Ok(true);
    }
    let mut taken = twice;
    for (key, value) in &come {
        taken |= table.insert(key, stored(value))?.is_some();
    }
    Ok(!taken)
}

fn contact_of(profile: Option<&Profile>) -> Option<&Contact> {
    profile.map(|profile| &profile.contact)
}
