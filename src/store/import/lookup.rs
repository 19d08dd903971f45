//! What the rows of an import are compared with: the contacts that are in the store, and in a dry run those that
//! earlier rows would have made of it.

use super::super::codec::seal_row;
use super::super::envelope::Sealed;
use super::super::wire::WireContact;
use super::super::{Result, rows};
use super::known::Known;
use crate::model::{Contact, ContactId, Permission, SourceId};
use crate::phone::Identity;
use redb::ReadableTable;
use std::collections::HashMap;

/// Finds contacts as they stand before a batch, by the numbers and ids of its rows.
pub(super) trait Lookup {
    /// The contact with this id at the import's source.
    fn by_id(&self, id: &str) -> Result<Option<ContactId>>;
    /// The contacts any of whose numbers reaches this WhatsApp user.
    fn by_number(&self, number: Identity) -> Result<Vec<ContactId>>;
    /// A contact's row.
    fn contact(&self, id: ContactId) -> Result<Option<Contact>>;
    /// What is known about a number.
    fn permission(&self, number: Identity) -> Result<Permission>;
}

/// The store, through tables of a read or a write transaction.
pub(super) struct Tables<'a, C, P> {
    pub(super) contacts: C,
    pub(super) permissions: P,
    pub(super) known: &'a Known,
}

impl<C, P> Lookup for Tables<'_, C, P>
where
    C: ReadableTable<u32, &'static [u8]>,
    P: ReadableTable<u64, &'static [u8]>,
{
    fn by_id(&self, id: &str) -> Result<Option<ContactId>> {
        Ok(self.known.by_id(id))
    }

    fn by_number(&self, number: Identity) -> Result<Vec<ContactId>> {
        Ok(self.known.by_number(number).collect())
    }

    fn contact(&self, id: ContactId) -> Result<Option<Contact>> {
        rows::contact(&self.contacts, id)
    }

    fn permission(&self, number: Identity) -> Result<Permission> {
        rows::permission(&self.permissions, number)
    }
}

/// The store as it would be after the rows a dry run has seen.
pub(super) struct Rehearsed<'a, L> {
    pub(super) store: L,
    pub(super) seen: &'a Rehearsal,
}

impl<L: Lookup> Lookup for Rehearsed<'_, L> {
    fn by_id(&self, id: &str) -> Result<Option<ContactId>> {
        match self.seen.by_id.get(id) {
            Some(contact) => Ok(Some(*contact)),
            None => self.store.by_id(id),
        }
    }

    fn by_number(&self, number: Identity) -> Result<Vec<ContactId>> {
        let mut found = self.store.by_number(number)?;
        for contact in self.seen.by_number.get(&number).into_iter().flatten() {
            if !found.contains(contact) {
                found.push(*contact);
            }
        }
        Ok(found)
    }

    fn contact(&self, id: ContactId) -> Result<Option<Contact>> {
        match self.seen.rows.get(&id) {
            Some(sealed) => rows::decode_contact(id, sealed).map(Some),
            None => self.store.contact(id),
        }
    }

    fn permission(&self, number: Identity) -> Result<Permission> {
        match self.seen.permissions.get(&number) {
            Some(permission) => Ok(permission.clone()),
            None => self.store.permission(number),
        }
    }
}

/// What the rows of a dry run would have made so far.
#[derive(Debug, Default)]
pub struct Rehearsal {
    /// How many contacts would have been created.
    pub created: u32,
    pub(super) rows: HashMap<ContactId, Box<[u8]>>,
    pub(super) by_number: HashMap<Identity, Vec<ContactId>>,
    pub(super) by_id: HashMap<String, ContactId>,
    pub(super) permissions: HashMap<Identity, Permission>,
}

impl Rehearsal {
    /// Remembers a contact as a row would have made it.
    pub(super) fn remember(&mut self, contact: &Contact, source: SourceId) -> Result<()> {
        let mut sealed = Vec::new();
        seal_row(
            &mut sealed,
            Sealed::Contact,
            &contact.id.0.to_be_bytes(),
            &WireContact::from(contact),
        )?;
        self.rows.insert(contact.id, sealed.into());
        for number in rows::identities(contact) {
            let there = self.by_number.entry(number).or_default();
            if !there.contains(&contact.id) {
                there.push(contact.id);
            }
        }
        for key in contact.source_keys.iter().filter(|key| key.source == source) {
            self.by_id.insert(key.id.clone(), contact.id);
        }
        Ok(())
    }
}
