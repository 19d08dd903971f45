//! The three indexes of contacts: by name, by number, by id at a source. Entries that come are sorted first: in random
//! order a B-tree takes five times as long.

use super::change::Changed;
use super::rows::identities;
use super::tables::{BY_NAME, BY_NUMBER, BY_SOURCE_ID, name_key, number_key, source_key};
use super::writing::Writing;
use super::{Result, StoreError};
use crate::model::text::fold;
use crate::model::{Contact, ContactId, Profile};
use crate::phone::Identity;
use redb::Table;

/// Brings all three up to what has changed.
pub(super) fn write(writing: &Writing, changes: &[Changed]) -> Result<()> {
    names(writing, changes)?;
    numbers(writing, changes)?;
    ids(writing, changes)
}

/// Keys one after the other, so that thirty thousand of them are one piece of memory.
#[derive(Default)]
struct Keys {
    bytes: Vec<u8>,
    spans: Vec<Span>,
}

struct Span {
    /// The first eight bytes, which decide most comparisons.
    head: u64,
    start: usize,
    end: usize,
    contact: ContactId,
}

impl Keys {
    fn with_room(count: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(count * 24),
            spans: Vec::with_capacity(count),
        }
    }

    fn push(&mut self, key: &[u8], contact: ContactId) {
        let mut head = [0; 8];
        for (place, byte) in head.iter_mut().zip(key) {
            *place = *byte;
        }
        let start = self.bytes.len();
        self.bytes.extend_from_slice(key);
        self.spans.push(Span {
            head: u64::from_be_bytes(head),
            start,
            end: self.bytes.len(),
            contact,
        });
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        let key = |span: &Span| bytes.get(span.start..span.end).unwrap_or_default();
        self.spans
            .sort_unstable_by(|a, b| a.head.cmp(&b.head).then_with(|| key(a).cmp(key(b))));
    }

    fn iter(&self) -> impl Iterator<Item = (&[u8], ContactId)> {
        let key = |span: &Span| {
            (
                self.bytes.get(span.start..span.end).unwrap_or_default(),
                span.contact,
            )
        };
        self.spans.iter().map(key)
    }
}

fn names(writing: &Writing, changes: &[Changed]) -> Result<()> {
    let (mut gone, mut come) = (Keys::default(), Keys::with_room(changes.len()));
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for change in changes {
        key_of_name(&mut old, change.old.as_deref());
        key_of_name(&mut new, change.new.as_deref());
        if old == new {
            continue;
        }
        if !old.is_empty() {
            gone.push(&old, change.id);
        }
        if !new.is_empty() {
            come.push(&new, change.id);
        }
    }
    gone.sort();
    come.sort();
    let mut table = writing.txn().open_table(BY_NAME)?;
    for (key, _) in gone.iter() {
        table.remove(key)?;
    }
    for (key, _) in come.iter() {
        table.insert(key, ())?;
    }
    Ok(())
}

fn key_of_name(out: &mut Vec<u8>, profile: Option<&Profile>) {
    out.clear();
    if let Some(profile) = profile {
        name_key(out, &fold(&profile.contact.display_name()), profile.contact.id);
    }
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
        let kept = |some: Option<&Contact>, other: Option<&Contact>, keys: &mut Vec<[u8; 12]>| {
            let only = some
                .into_iter()
                .flat_map(identities)
                .filter(|number| missing(number, other));
            keys.extend(only.map(|number| number_key(number, change.id)));
        };
        kept(old, new, &mut gone);
        kept(new, old, &mut come);
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

fn ids(writing: &Writing, changes: &[Changed]) -> Result<()> {
    let (mut gone, mut come, mut key) = (Keys::default(), Keys::with_room(changes.len()), Vec::new());
    for change in changes {
        let (old, new) = (
            contact_of(change.old.as_deref()),
            contact_of(change.new.as_deref()),
        );
        let mut only = |some: Option<&Contact>, other: Option<&Contact>, keys: &mut Keys| {
            for at in some.iter().flat_map(|some| &some.source_keys) {
                if other.is_none_or(|other| !other.source_keys.contains(at)) {
                    source_key(&mut key, at.source, &at.id);
                    keys.push(&key, change.id);
                }
            }
        };
        only(old, new, &mut gone);
        only(new, old, &mut come);
    }
    come.sort();
    let mut table = writing.txn().open_table(BY_SOURCE_ID)?;
    for (key, _) in gone.iter() {
        table.remove(key)?;
    }
    for (key, contact) in come.iter() {
        insert_id(&mut table, key, contact)?;
    }
    Ok(())
}

fn insert_id(
    table: &mut Table<'_, &'static [u8], &'static [u8; 4]>,
    key: &[u8],
    contact: ContactId,
) -> Result<()> {
    match table.insert(key, &contact.0.to_be_bytes())? {
        None => Ok(()),
        Some(_) => Err(StoreError::Invalid(
            "Another contact has this id at this source. Give it another id, or edit that contact.".into(),
        )),
    }
}

fn contact_of(profile: Option<&Profile>) -> Option<&Contact> {
    profile.map(|profile| &profile.contact)
}
