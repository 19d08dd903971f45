//! Reading contacts' rows and the permission of their numbers. How they are written is in [`super::change`].

use super::Result;
use super::codec::open_row;
use super::envelope::{Sealed, damaged};
use super::index::{IDS, Levels, NUMBERS, Table, entry};
use super::tables::{CONTACTS, PERMISSIONS};
use super::wire::{WireContact, WirePermission};
use crate::model::{Contact, ContactId, Permission, Profile, SourceId};
use crate::phone::{Identity, identity};
use redb::{ReadTransaction, ReadableTable};

/// A contact's row.
pub(super) fn contact(
    table: &impl ReadableTable<u32, &'static [u8]>,
    id: ContactId,
) -> Result<Option<Contact>> {
    table
        .get(id.0)?
        .map(|row| decode_contact(id, row.value()))
        .transpose()
}

/// A contact from its sealed row.
pub(super) fn decode_contact(id: ContactId, sealed: &[u8]) -> Result<Contact> {
    let key = id.0.to_be_bytes();
    open_row::<WireContact<'_>>(Sealed::Contact, &key, sealed)?
        .read(id)
        .ok_or_else(|| damaged(Sealed::Contact, &key, "a value is out of range"))
}

/// What is known about a number's permission.
pub(super) fn permission(
    table: &impl ReadableTable<u64, &'static [u8]>,
    identity: Identity,
) -> Result<Permission> {
    let Some(row) = table.get(identity.0)? else {
        return Ok(Permission::default());
    };
    let wire: WirePermission<'_> = open_row(Sealed::Permission, &identity.0.to_be_bytes(), row.value())?;
    Ok(wire.read())
}

/// A contact with the permission of its number.
pub(super) fn profile(
    contacts: &impl ReadableTable<u32, &'static [u8]>,
    permissions: &impl ReadableTable<u64, &'static [u8]>,
    id: ContactId,
) -> Result<Option<Profile>> {
    let Some(contact) = contact(contacts, id)? else {
        return Ok(None);
    };
    let permission = permission(permissions, identity(contact.phone))?;
    Ok(Some(Profile { contact, permission }))
}

/// Contacts by their numbers, in the order asked; those that are gone are left out.
pub(super) fn profiles(txn: &ReadTransaction, ids: &[ContactId]) -> Result<Vec<Profile>> {
    let (contacts, permissions) = (txn.open_table(CONTACTS)?, txn.open_table(PERMISSIONS)?);
    let found = ids.iter().map(|id| profile(&contacts, &permissions, *id));
    found.filter_map(Result::transpose).collect()
}

/// The contacts any of whose numbers reaches this WhatsApp user, ascending.
pub(super) fn by_number(numbers: &Levels<impl Table>, identity: Identity) -> Result<Vec<ContactId>> {
    NUMBERS.contacts(numbers, entry::numbers_of(identity))
}

/// The contact of a source with an id.
pub(super) fn by_source_id(
    ids: &Levels<impl Table>,
    source: SourceId,
    id: &str,
) -> Result<Option<ContactId>> {
    Ok(IDS.contacts(ids, entry::ids_of(source, id))?.first().copied())
}

/// The WhatsApp identities of all numbers of a contact, its own first.
pub(super) fn identities(contact: &Contact) -> impl Iterator<Item = Identity> + '_ {
    let others = contact.other_phones.iter().map(|phone| identity(*phone));
    std::iter::once(identity(contact.phone)).chain(others)
}
