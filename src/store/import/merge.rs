//! What becomes of the rows of one batch: which contact each matches, and what it changes. Later rows see what earlier
//! ones did. Nothing is written here.

use super::super::change::Changed;
use super::super::edit;
use super::super::rows::identities;
use super::super::{ImportJob, ImportRow, OnMatch, Outcome, Result, RowOutcome};
use super::fill;
use super::lookup::Lookup;
use crate::model::names::{Agreement, agreement};
use crate::model::{
    BuiltinField, Catalogue, Contact, ContactId, Edit, FieldRef, Instant, OptOut, Permission, Profile,
    SourceId, SourceKey, Value,
};
use crate::phone::{Identity, identity};
use std::collections::{BTreeMap, HashMap};

/// One batch at work.
pub(super) struct Merge<'a, L> {
    pub(super) lookup: L,
    pub(super) job: &'a ImportJob,
    pub(super) source: SourceId,
    pub(super) catalogue: &'a Catalogue,
    pub(super) at: Instant,
    /// The number the next new contact gets.
    pub(super) next: u32,
    pub(super) done: Merged,
}

/// What a batch has done.
#[derive(Default)]
pub(super) struct Merged {
    /// New contacts, ascending and without gaps.
    pub(super) fresh: Vec<Contact>,
    first_fresh: u32,
    /// Contacts that were there: as they were, as they become.
    pub(super) changed: BTreeMap<ContactId, (Profile, Contact)>,
    /// Numbers whose permission changes: before and after.
    pub(super) permissions: HashMap<Identity, (Permission, Permission)>,
    by_number: HashMap<Identity, Vec<ContactId>>,
    by_id: HashMap<String, ContactId>,
}

/// Whom a row is about.
enum Match {
    ById(ContactId),
    ByNumber(ContactId),
    /// Nobody, although others have its number.
    SharesNumber,
    Nobody,
}

impl<L: Lookup> Merge<'_, L> {
    /// Takes one row.
    pub(super) fn row(&mut self, row: &ImportRow) -> Result<RowOutcome> {
        let permitted = self.permit(row)?;
        let (contact, what) = match self.find(row)? {
            Match::ById(id) => (id, self.update(id, row, true)?),
            Match::ByNumber(id) => (id, self.update(id, row, false)?),
            Match::SharesNumber => (self.create(row)?, Outcome::SharesNumber),
            Match::Nobody => (self.create(row)?, Outcome::Created),
        };
        let what = if permitted && what == Outcome::Unchanged {
            Outcome::Updated
        } else {
            what
        };
        Ok(RowOutcome { contact, what })
    }

    /// First by source and id; then by number, where names and ids do not contradict.
    fn find(&self, row: &ImportRow) -> Result<Match> {
        if let Some(id) = &row.source_id {
            let here = self.done.by_id.get(id).copied();
            let found = here.map_or_else(|| self.lookup.by_id(id), |id| Ok(Some(id)))?;
            if let Some(contact) = found {
                return Ok(Match::ById(contact));
            }
        }
        let number = identity(row.contact.phone);
        let mut candidates = self.lookup.by_number(number)?;
        if let Some(here) = self.done.by_number.get(&number) {
            candidates.extend(here);
            candidates.sort_unstable();
            candidates.dedup();
        }
        let mut best: Option<(Agreement, ContactId)> = None;
        let mut shared = false;
        for id in candidates {
            let Some(contact) = self.contact(id)? else {
                continue;
            };
            if !identities(&contact).contains(&number) {
                continue;
            }
            shared = true;
            let agrees = self.agreement(row, &contact);
            if agrees > Agreement::Contradiction && best.is_none_or(|(other, _)| agrees > other) {
                best = Some((agrees, id));
            }
        }
        Ok(match best {
            Some((_, id)) => Match::ByNumber(id),
            None if shared => Match::SharesNumber,
            None => Match::Nobody,
        })
    }

    fn agreement(&self, row: &ImportRow, contact: &Contact) -> Agreement {
        let other_id = |id: &String| {
            contact
                .source_keys
                .iter()
                .any(|key| key.source == self.source && key.id != *id)
        };
        if self.job.on_match == OnMatch::KeepBoth || row.source_id.as_ref().is_some_and(other_id) {
            return Agreement::Contradiction;
        }
        let name = (
            text_edit(row, BuiltinField::FirstName),
            text_edit(row, BuiltinField::LastName),
        );
        agreement(name, (&contact.first_name, &contact.last_name))
    }

    /// A contact as the rows so far have made it.
    fn contact(&self, id: ContactId) -> Result<Option<Contact>> {
        if let Some(contact) = self.done.fresh(id) {
            return Ok(Some(contact.clone()));
        }
        match self.done.changed.get(&id) {
            Some((_, contact)) => Ok(Some(contact.clone())),
            None => self.lookup.contact(id),
        }
    }

    fn create(&mut self, row: &ImportRow) -> Result<ContactId> {
        let id = ContactId(self.next);
        let mut contact = edit::blank(&row.contact, self.at);
        contact.id = id;
        contact.lists.push(self.job.list);
        for one in row.contact.edits.iter().filter(|one| fill::brings_something(one)) {
            edit::apply(&mut contact, one, self.catalogue)?;
        }
        if let Some(key) = self.source_key(row) {
            edit::add_source_key(&mut contact, &key);
        }
        self.next = self.next.checked_add(1).ok_or_else(full)?;
        self.done.index(&contact, self.source);
        self.done.push(contact);
        Ok(id)
    }

    fn update(&mut self, id: ContactId, row: &ImportRow, by_id: bool) -> Result<Outcome> {
        let Some(before) = self.contact(id)? else {
            return Ok(Outcome::Unchanged);
        };
        let mut contact = before.clone();
        if let Err(place) = contact.lists.binary_search(&self.job.list) {
            contact.lists.insert(place, self.job.list);
        }
        if self.job.on_match != OnMatch::Skip {
            let only_unset = self.job.on_match == OnMatch::Fill;
            for one in &row.contact.edits {
                fill::apply(&mut contact, one, only_unset, self.catalogue)?;
            }
            let number = identity(row.contact.phone);
            if by_id && !only_unset && !identities(&contact).contains(&number) {
                contact.phone = row.contact.phone;
                contact.number_state = row.contact.number_state;
            }
            if let Some(key) = self.source_key(row).filter(|_| !by_id) {
                edit::add_source_key(&mut contact, &key);
            }
        }
        if contact == before {
            return Ok(Outcome::Unchanged);
        }
        contact.updated = self.at;
        self.done.index(&contact, self.source);
        self.put(before, contact)?;
        Ok(Outcome::Updated)
    }

    fn put(&mut self, before: Contact, contact: Contact) -> Result<()> {
        if let Some(place) = self.done.fresh_mut(contact.id) {
            *place = contact;
        } else if let Some((_, place)) = self.done.changed.get_mut(&contact.id) {
            *place = contact;
        } else {
            let permission = self.lookup.permission(identity(before.phone))?;
            let before = Profile {
                contact: before,
                permission,
            };
            self.done.changed.insert(contact.id, (before, contact));
        }
        Ok(())
    }

    /// Opt-outs and consents are about the number, whomever the row matches. They are only ever added.
    fn permit(&mut self, row: &ImportRow) -> Result<bool> {
        let consent = row
            .consent
            .as_ref()
            .filter(|_| self.job.on_match != OnMatch::Skip);
        if !row.opts_out && consent.is_none() {
            return Ok(false);
        }
        let number = identity(row.contact.phone);
        let (before, known) = if let Some(pair) = self.done.permissions.get(&number) {
            pair.clone()
        } else {
            let known = self.lookup.permission(number)?;
            (known.clone(), known)
        };
        let mut new = known.clone();
        if row.opts_out && new.opted_out.is_none() {
            new.opted_out = Some(OptOut {
                at: self.at,
                reason: self.job.what.clone(),
            });
        }
        new.consents.extend(
            consent
                .filter(|consent| !known.consents.contains(consent))
                .cloned(),
        );
        let changes = new != known;
        if changes {
            self.done.permissions.insert(number, (before, new));
        }
        Ok(changes)
    }

    fn source_key(&self, row: &ImportRow) -> Option<SourceKey> {
        row.source_id.as_ref().map(|id| SourceKey {
            source: self.source,
            id: id.clone(),
        })
    }

    /// Everything that has changed, ascending by number, with today's permissions.
    pub(super) fn changes(&mut self) -> Result<Vec<Changed>> {
        let mut changes = Vec::with_capacity(self.done.changed.len() + self.done.fresh.len());
        for (id, (old, new)) in std::mem::take(&mut self.done.changed) {
            let permission = self.permission(identity(new.phone))?;
            changes.push(Changed {
                id,
                old: Some(old),
                new: Some(Profile {
                    contact: new,
                    permission,
                }),
            });
        }
        for contact in std::mem::take(&mut self.done.fresh) {
            let permission = self.permission(identity(contact.phone))?;
            changes.push(Changed {
                id: contact.id,
                old: None,
                new: Some(Profile { contact, permission }),
            });
        }
        Ok(changes)
    }

    fn permission(&self, number: Identity) -> Result<Permission> {
        match self.done.permissions.get(&number) {
            Some((_, new)) => Ok(new.clone()),
            None => self.lookup.permission(number),
        }
    }
}

impl Merged {
    fn fresh(&self, id: ContactId) -> Option<&Contact> {
        self.fresh.get(id.0.checked_sub(self.first_fresh)? as usize)
    }

    fn fresh_mut(&mut self, id: ContactId) -> Option<&mut Contact> {
        self.fresh.get_mut(id.0.checked_sub(self.first_fresh)? as usize)
    }

    fn push(&mut self, contact: Contact) {
        if self.fresh.is_empty() {
            self.first_fresh = contact.id.0;
        }
        self.fresh.push(contact);
    }

    fn index(&mut self, contact: &Contact, source: SourceId) {
        for number in identities(contact) {
            let there = self.by_number.entry(number).or_default();
            if !there.contains(&contact.id) {
                there.push(contact.id);
            }
        }
        for key in contact.source_keys.iter().filter(|key| key.source == source) {
            self.by_id.insert(key.id.clone(), contact.id);
        }
    }
}

fn text_edit(row: &ImportRow, field: BuiltinField) -> &str {
    let found = row.contact.edits.iter().find_map(|one| match one {
        Edit::Set(FieldRef::Builtin(set), Some(Value::Text(text))) if *set == field => Some(text.as_str()),
        _ => None,
    });
    found.unwrap_or_default()
}

fn full() -> super::super::StoreError {
    super::super::StoreError::Invalid("A store holds four thousand million contacts at most.".into())
}
