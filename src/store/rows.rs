//! Reading contacts' rows and the permission of their numbers. How they are written is in [`super::change`].

use super::bitmap::{self, Bitmap};
use super::codec::open_row;
use super::columns::{Columns, flags};
use super::envelope::{Sealed, damaged};
use super::index::{IDS, Levels, NUMBERS, Table, entry};
use super::marks::Reading;
use super::tables::{CONTACTS, EventsKey, META, PERMISSIONS};
use super::wire::{WireContact, WirePermission};
use super::{Result, StoreError, edit, events, meta};
use crate::duplicates::Desk;
use crate::model::{
    Contact, ContactId, Instant, ListId, NewContact, NumberState, OpeningBalance, Permission, Profile, Scope,
    SourceId, Totals,
};
use crate::phone::{E164, Identity, identity};
use redb::{ReadOnlyTable, ReadTransaction, ReadableTable};
use std::ops::Range;
use std::sync::Arc;

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

/// What of a contact its history is counted with.
#[derive(Debug)]
pub(super) struct Standing {
    /// What it came to before.
    pub(super) opening: Option<OpeningBalance>,
    /// The lists it is in.
    pub(super) lists: Vec<ListId>,
}

/// The same from its row; None where it is gone.
pub(super) fn standing(
    table: &impl ReadableTable<u32, &'static [u8]>,
    id: ContactId,
) -> Result<Option<Standing>> {
    let Some(row) = table.get(id.0)? else {
        return Ok(None);
    };
    let key = id.0.to_be_bytes();
    let found = open_row::<WireContact<'_>>(Sealed::Contact, &key, row.value())?.standing();
    Ok(Some(found.ok_or_else(|| {
        damaged(Sealed::Contact, &key, "a value is out of range")
    })?))
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

/// A contact with the permission of its number, and with the totals of its opening balance alone.
pub(super) fn profile(
    contacts: &impl ReadableTable<u32, &'static [u8]>,
    permissions: &impl ReadableTable<u64, &'static [u8]>,
    id: ContactId,
) -> Result<Option<Profile>> {
    let Some(contact) = contact(contacts, id)? else {
        return Ok(None);
    };
    let permission = permission(permissions, identity(contact.phone))?;
    Ok(Some(Profile::new(contact, permission)))
}

/// A contact with all its events.
pub(super) fn profile_with_events(txn: &ReadTransaction, id: ContactId) -> Result<Option<Profile>> {
    let Some(mut profile) = People::open(txn)?.profile(id)? else {
        return Ok(None);
    };
    let events = events::table(txn)?.map_or_else(|| Ok(Vec::new()), |table| events::all(&table, id))?;
    let opening = profile.contact.opening.as_ref();
    let zone = meta::settings(&txn.open_table(META)?)?.time_zone;
    // Who has events has a row of totals, even if all of them are cancelled and come to nothing.
    let counted = match events::totals(txn)? {
        Some(totals) => events::of_contact(&totals, id)?.is_some(),
        None => false,
    };
    if counted == events.is_empty() || profile.totals != Totals::of(opening, events.iter(), zone) {
        let what = "they are not all there, or its totals are not";
        return Err(damaged(Sealed::Events, &id.0.to_be_bytes(), what));
    }
    profile.events = Some(Arc::new(events));
    Ok(Some(profile))
}

/// Contacts by their numbers, as one transaction sees them. A row that is missing although the contact is there is damage.
pub(super) struct People {
    contacts: ReadOnlyTable<u32, &'static [u8]>,
    permissions: ReadOnlyTable<u64, &'static [u8]>,
    bitmaps: Reading<7>,
    totals: Option<ReadOnlyTable<u32, &'static [u8]>>,
    events: Option<ReadOnlyTable<&'static EventsKey, &'static [u8]>>,
}

impl People {
    /// Opens the tables.
    pub(super) fn open(txn: &ReadTransaction) -> Result<Self> {
        Ok(Self {
            contacts: txn.open_table(CONTACTS)?,
            permissions: txn.open_table(PERMISSIONS)?,
            bitmaps: Reading::open(txn, &bitmap::MARKED)?,
            totals: events::totals(txn)?,
            events: events::table(txn)?,
        })
    }

    /// One contact; None where it is gone.
    pub(super) fn profile(&self, id: ContactId) -> Result<Option<Profile>> {
        let mut found = profile(&self.contacts, &self.permissions, id)?;
        if found.is_none() && Bitmap::Live.holds(&self.bitmaps, id)? {
            return Err(damaged(
                Sealed::Contact,
                &id.0.to_be_bytes(),
                "its row is missing",
            ));
        }
        if let Some(profile) = &mut found {
            self.complete(profile)?;
        }
        Ok(found)
    }

    /// Adds what stands in rows of its own. Where such a row is missing, the columns or the events tell.
    fn complete(&self, profile: &mut Profile) -> Result<()> {
        let id = profile.contact.id;
        let lost = |kind: Sealed, key: &[u8]| Err(damaged(kind, key, "its row is missing"));
        if profile.permission == Permission::default() {
            for (flag, said) in flags(profile) {
                if flag.holds(&self.bitmaps, id)? != said {
                    return lost(
                        Sealed::Permission,
                        &identity(profile.contact.phone).0.to_be_bytes(),
                    );
                }
            }
        }
        let known = match &self.totals {
            Some(totals) => events::of_contact(totals, id)?,
            None => None,
        };
        match (known, &self.events) {
            (Some(known), _) => profile.totals = known,
            (None, Some(events)) if events::any(events, id, id)? => {
                return lost(Sealed::Totals, &id.0.to_be_bytes());
            }
            (None, _) => {}
        }
        Ok(())
    }

    /// Those that are there, in the order asked.
    pub(super) fn profiles(&self, ids: &[ContactId]) -> Result<Vec<Profile>> {
        let found = ids.iter().map(|id| self.profile(*id));
        found.filter_map(Result::transpose).collect()
    }

    /// All of them, each in its place; one whose row is damaged stands there empty, and is named beside.
    pub(super) fn rows(&self, ids: &[ContactId]) -> Result<(Vec<Profile>, Vec<ContactId>)> {
        let mut unreadable = Vec::new();
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            match self.profile(*id) {
                Ok(Some(profile)) => rows.push(profile),
                Ok(None) | Err(StoreError::Damaged(_)) => {
                    unreadable.push(*id);
                    rows.push(nobody(*id));
                }
                Err(error) => return Err(error),
            }
        }
        Ok((rows, unreadable))
    }
}

/// What stands in the place of a contact that cannot be read.
fn nobody(id: ContactId) -> Profile {
    let nothing = NewContact {
        phone: E164::from_digits(0),
        number_state: NumberState::Valid,
        lists: Vec::new(),
        edits: Vec::new(),
    };
    let contact = Contact {
        id,
        ..edit::blank(&nothing, Instant::default())
    };
    Profile::new(contact, Permission::default())
}

/// The contacts of a scope behind a number, ascending, and those of them whose rows cannot be read.
pub(super) fn walk(
    txn: &ReadTransaction,
    scope: Scope,
    after: Option<ContactId>,
    limit: usize,
) -> Result<(Vec<Contact>, Vec<ContactId>)> {
    let mask = Columns::open(txn)?.scope(scope)?;
    let table = txn.open_table(CONTACTS)?;
    let (mut found, mut unreadable) = (Vec::new(), Vec::new());
    for id in mask.after(after).take(limit) {
        match contact(&table, id) {
            Ok(Some(contact)) => found.push(contact),
            Ok(None) | Err(StoreError::Damaged(_)) => unreadable.push(id),
            Err(error) => return Err(error),
        }
    }
    Ok((found, unreadable))
}

/// Looks at the contacts from one number on to another, and reads those that have to be read. Whose rows cannot be read, and
/// whether anybody is behind them.
pub(super) fn look(
    txn: &ReadTransaction,
    numbers: Range<u32>,
    desk: &mut Desk<'_>,
) -> Result<(Vec<ContactId>, bool)> {
    let mask = Columns::open(txn)?.scope(Scope::Everyone)?;
    let table = txn.open_table(CONTACTS)?;
    let before = numbers.start.checked_sub(1).map(ContactId);
    let last = numbers.end.checked_sub(1).map(ContactId);
    let is_more = mask.after(last).next().is_some();
    let mut wanted = mask.after(before).take_while(|id| id.0 < numbers.end).peekable();
    let mut unreadable = Vec::new();
    for row in table.range(numbers.clone())? {
        let (id, row) = row?;
        let id = ContactId(id.value());
        while let Some(missing) = wanted.next_if(|wanted| *wanted < id) {
            unreadable.push(missing);
        }
        if wanted.next_if_eq(&id).is_none() {
            continue;
        }
        match look_at(id, row.value(), desk) {
            Err(StoreError::Damaged(_)) => unreadable.push(id),
            looked => looked?,
        }
    }
    unreadable.extend(wanted);
    Ok((unreadable, is_more))
}

fn look_at(id: ContactId, sealed: &[u8], desk: &mut Desk<'_>) -> Result<()> {
    let key = id.0.to_be_bytes();
    let wire: WireContact<'_> = open_row(Sealed::Contact, &key, sealed)?;
    if desk.glance(id, &wire.glance()) {
        let read = wire.read(id);
        desk.take(read.ok_or_else(|| damaged(Sealed::Contact, &key, "a value is out of range"))?);
    }
    Ok(())
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
