//! Contacts that go back to what they were, written like any changed contacts, so that indexes, columns and the counts
//! of lists follow. What is known about their numbers' permission is as it is now.

use super::Slice;
use super::trail::Step;
use crate::model::{Catalogue, Contact, ContactId, Profile, SourceKey};
use crate::phone::identity;
use crate::store::change::{self, Changed};
use crate::store::index::IDS;
use crate::store::index::entry::{self, Entry};
use crate::store::rows::{decode_contact, permission};
use crate::store::tables::{CONTACTS, EVENTS, PERMISSIONS};
use crate::store::writing::Writing;
use crate::store::{Result, catalogue, events};
use redb::ReadableTable;
use std::collections::{BTreeSet, HashSet};

/// Takes back a slice of contacts, each there at most once.
pub(super) fn take(writing: &mut Writing, steps: &[Step], force: bool, slice: &mut Slice) -> Result<()> {
    let catalogue = catalogue::within(writing)?;
    let numbers = steps.iter().map(Step::number).collect::<Result<Vec<u32>>>()?;
    let mut before = Vec::with_capacity(steps.len());
    for (step, number) in steps.iter().zip(&numbers) {
        let row = step.before.as_deref();
        before.push(
            row.map(|row| decode_contact(ContactId(*number), row))
                .transpose()?,
        );
    }
    let mut changes = {
        let txn = writing.txn();
        let events = txn.open_table(EVENTS)?;
        let owners = owners(writing, &before)?;
        let contacts = txn.open_table(CONTACTS)?;
        let has_events = match (numbers.iter().min(), numbers.iter().max()) {
            (Some(first), Some(last)) => events::any(&events, ContactId(*first), ContactId(*last))?,
            _ => false,
        };
        let has_events = |id| Ok(has_events && events::any(&events, id, id)?);
        let giving = giving(&contacts, steps, &before, &owners, &has_events, force)?;
        let back = Back {
            catalogue: &catalogue,
            contacts,
            permissions: txn.open_table(PERMISSIONS)?,
            giving,
            owners,
            has_events,
            force,
        };
        let mut changes = Vec::with_capacity(steps.len());
        for (step, before) in steps.iter().zip(before) {
            changes.extend(back.change(step, before, slice)?);
        }
        changes
    };
    changes.sort_unstable_by_key(|change| change.id);
    slice.back += changes.len() as u64;
    change::write(writing, changes)
}

/// Who has any of the ids that contacts had.
fn owners(writing: &Writing, before: &[Option<Contact>]) -> Result<Vec<(Entry, ContactId)>> {
    let keys = before.iter().flatten().flat_map(|contact| &contact.source_keys);
    let mut ids: Vec<Entry> = keys.map(|key| entry::ids_of(key.source, &key.id)).collect();
    ids.sort_unstable();
    ids.dedup();
    IDS.contacts_of_many(&IDS.write(writing.txn())?, &ids)
}

/// Ids that their owners give back in the same slice: the survivor of a merge has had those of the others.
fn giving(
    contacts: &impl ReadableTable<u32, &'static [u8]>,
    steps: &[Step],
    before: &[Option<Contact>],
    owners: &[(Entry, ContactId)],
    has_events: &impl Fn(ContactId) -> Result<bool>,
    force: bool,
) -> Result<BTreeSet<(ContactId, Entry)>> {
    let mut giving = BTreeSet::new();
    let keys = before.iter().flatten().flat_map(|contact| {
        let keys = contact.source_keys.iter();
        keys.filter_map(|key| owner_of(owners, key))
            .filter(|owner| *owner != contact.id)
    });
    let others: HashSet<ContactId> = keys.collect();
    if others.is_empty() {
        return Ok(giving);
    }
    for (step, before) in steps.iter().zip(before) {
        let id = ContactId(step.number()?);
        if !others.contains(&id) {
            continue;
        }
        let row = contacts.get(id.0)?;
        let row = row.as_ref().map(redb::AccessGuard::value);
        let goes_back = force || step.left(row) && (before.is_some() || !has_events(id)?);
        let Some(now) = row.filter(|_| goes_back) else {
            continue;
        };
        let kept = before.as_ref().map_or(&[][..], |contact| &contact.source_keys);
        for key in decode_contact(id, now)?.source_keys {
            if !kept.contains(&key) {
                giving.insert((id, entry::ids_of(key.source, &key.id)));
            }
        }
    }
    Ok(giving)
}

/// Whose an id is now.
fn owner_of(owners: &[(Entry, ContactId)], key: &SourceKey) -> Option<ContactId> {
    let id = entry::ids_of(key.source, &key.id);
    let at = owners.binary_search_by(|(other, _)| other.cmp(&id)).ok()?;
    owners.get(at).map(|(_, contact)| *contact)
}

struct Back<'a, C, P, E> {
    catalogue: &'a Catalogue,
    contacts: C,
    permissions: P,
    /// Ids that come back with contacts, and whose they are now, in their order.
    owners: Vec<(Entry, ContactId)>,
    /// Those of them that give the id back.
    giving: BTreeSet<(ContactId, Entry)>,
    /// Whether a contact has purchases, e-mails or messages.
    has_events: E,
    force: bool,
}

impl<C, P, E> Back<'_, C, P, E>
where
    C: ReadableTable<u32, &'static [u8]>,
    P: ReadableTable<u64, &'static [u8]>,
    E: Fn(ContactId) -> Result<bool>,
{
    /// What a step changes; None where the contact stays, or is as it was already.
    fn change(&self, step: &Step, mut before: Option<Contact>, slice: &mut Slice) -> Result<Option<Changed>> {
        let id = ContactId(step.number()?);
        let row = self.contacts.get(id.0)?;
        let row = row.as_ref().map(redb::AccessGuard::value);
        if row == step.before.as_deref() {
            return Ok(None);
        }
        let now = row.map(|row| decode_contact(id, row)).transpose()?;
        if !step.left(row) && !self.force {
            let since = if now.is_some() { "changed" } else { "deleted" };
            let of = now.as_ref().or(before.as_ref());
            slice
                .stayed
                .push(format!("{} has been {since} since.", named(id, of)));
            return Ok(None);
        }
        if before.is_none() && !self.force && (self.has_events)(id)? {
            let name = named(id, now.as_ref());
            slice.stayed.push(format!(
                "{name} has purchases, e-mails or messages that came since."
            ));
            return Ok(None);
        }
        if let Some(before) = &mut before {
            if let Some(why) = self.taken_id(before) {
                if !self.force {
                    slice.stayed.push(why);
                    return Ok(None);
                }
                self.leave_ids(before, slice);
            }
            self.leave_lists(before, slice);
        }
        let (old, new) = (self.profile(now)?, self.profile(before)?);
        Ok((old != new).then_some(Changed { id, old, new }))
    }

    /// Whether an id is another contact's; then whose.
    fn owner(&self, of: ContactId, key: &SourceKey) -> Option<ContactId> {
        let owner = owner_of(&self.owners, key).filter(|owner| *owner != of)?;
        let gives = self.giving.contains(&(owner, entry::ids_of(key.source, &key.id)));
        (!gives).then_some(owner)
    }

    /// An id at a source is one contact's; where another has it now, the words for it.
    fn taken_id(&self, contact: &Contact) -> Option<String> {
        let mut keys = contact.source_keys.iter();
        let (id, owner) = keys.find_map(|key| Some((&key.id, self.owner(contact.id, key)?)))?;
        let name = named(contact.id, Some(contact));
        Some(format!(
            "{name}: its id {id} is another contact's now (:{}).",
            owner.0
        ))
    }

    /// Leaves out ids that are others' now.
    fn leave_ids(&self, contact: &mut Contact, slice: &mut Slice) {
        let id = contact.id;
        contact.source_keys.retain(|key| self.owner(id, key).is_none());
        let name = named(id, Some(contact));
        slice.notes.push(format!(
            "{name} came back without its id, which is another's now."
        ));
    }

    /// Leaves out lists that are gone.
    fn leave_lists(&self, contact: &mut Contact, slice: &mut Slice) {
        let before = contact.lists.len();
        contact.lists.retain(|list| self.catalogue.list(*list).is_some());
        if contact.lists.len() < before {
            let name = named(contact.id, Some(contact));
            slice.notes.push(format!(
                "{name} came back without a list that has been deleted since."
            ));
        }
    }

    fn profile(&self, contact: Option<Contact>) -> Result<Option<Box<Profile>>> {
        let Some(contact) = contact else { return Ok(None) };
        let permission = permission(&self.permissions, identity(contact.phone))?;
        Ok(Some(Box::new(Profile::new(contact, permission))))
    }
}

/// A contact as a message names it.
pub(super) fn named(id: ContactId, contact: Option<&Contact>) -> String {
    match contact {
        Some(contact) => format!("{} (:{})", contact.display_name(), id.0),
        None => format!("Contact :{}", id.0),
    }
}
