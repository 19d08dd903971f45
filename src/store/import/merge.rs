//! What becomes of the rows of one batch: which contact each matches, and what it changes. Later rows see what earlier
//! ones did. Nothing is written here.

use super::super::change::Changed;
use super::super::edit;
use super::super::rows::identities;
use super::super::{ImportJob, ImportRow, OnMatch, Outcome, Result, RowOutcome};
use super::fill;
use super::found::{Found, Mixed};
use super::lookup::Lookup;
use crate::model::names::{Agreement, agreement};
use crate::model::{
    Catalogue, Contact, ContactId, Instant, OptOut, Permission, Profile, SourceId, SourceKey, Totals,
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
    /// Whom the rows of the batch have made findable, those of its slices before this one too.
    pub(super) found: &'a mut Found,
    pub(super) done: Merged,
}

/// What a slice of a batch has done.
#[derive(Default)]
pub(super) struct Merged {
    /// New contacts, ascending and without gaps.
    fresh: Vec<Changed>,
    first_fresh: u32,
    /// Contacts that were there: as they were, as they become.
    changed: BTreeMap<ContactId, Changed>,
    /// Numbers whose permission changes: before and after.
    pub(super) permissions: HashMap<Identity, (Permission, Permission), Mixed>,
    /// For each of them, the contacts that had it before, where there are any.
    pub(super) elsewhere: HashMap<Identity, Vec<ContactId>, Mixed>,
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
    /// Takes a row, and says what becomes of it.
    pub(super) fn row(&mut self, row: ImportRow) -> Result<RowOutcome> {
        let permitted = self.permit(&row)?;
        let matched = self.find(&row)?;
        if permitted {
            let number = identity(row.contact.phone);
            let mut others = self.lookup.by_number(number)?;
            others.extend(self.found.by_number(number));
            if !others.is_empty() {
                self.done.elsewhere.insert(number, others);
            }
        }
        let (contact, what) = match matched {
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
        if let Some(contact) = self.by_id(row)? {
            return Ok(Match::ById(contact));
        }
        let number = identity(row.contact.phone);
        let mut candidates = self.lookup.by_number(number)?;
        candidates.extend(self.found.by_number(number));
        candidates.sort_unstable();
        candidates.dedup();
        let mut best: Option<(Agreement, ContactId)> = None;
        let mut shared = false;
        for id in candidates {
            let has_number = |contact: &Contact| identities(contact).any(|one| one == number);
            let agrees = self.with(id, |contact| {
                has_number(contact).then(|| self.agreement(row, contact))
            })?;
            let Some(agrees) = agrees.flatten() else { continue };
            shared = true;
            if agrees > Agreement::Contradiction && best.is_none_or(|(other, _)| agrees > other) {
                best = Some((agrees, id));
            }
        }
        let matched = match best {
            Some((_, id)) => Match::ByNumber(id),
            None if shared => Match::SharesNumber,
            None => Match::Nobody,
        };
        Ok(matched)
    }

    fn by_id(&self, row: &ImportRow) -> Result<Option<ContactId>> {
        let Some(id) = &row.source_id else { return Ok(None) };
        let has_id = |contact: &Contact| {
            contact
                .source_keys
                .iter()
                .any(|key| key.source == self.source && key.id == *id)
        };
        for contact in self.found.by_id(id) {
            if self.with(*contact, has_id)? == Some(true) {
                return Ok(Some(*contact));
            }
        }
        self.lookup.by_id(id)
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
        agreement(row.name(), (&contact.first_name, &contact.last_name))
    }

    /// Asks a contact as the rows so far have made it.
    fn with<T>(&self, id: ContactId, ask: impl FnOnce(&Contact) -> T) -> Result<Option<T>> {
        match self.done.contact(id) {
            Some(contact) => Ok(Some(ask(contact))),
            None => Ok(self.lookup.contact(id)?.as_ref().map(ask)),
        }
    }

    fn create(&mut self, mut row: ImportRow) -> Result<ContactId> {
        let id = ContactId(self.next);
        let mut profile = row.contact(self.catalogue)?;
        profile.permission = self.permission(identity(row.contact.phone))?;
        let contact = &mut profile.contact;
        (contact.id, contact.created, contact.updated) = (id, self.at, self.at);
        edit::forget_deleted(contact, self.catalogue);
        contact.lists.push(self.job.list);
        if let Some(key) = self.source_key(row.source_id) {
            edit::add_source_key(contact, key);
        }
        self.next = self.next.checked_add(1).ok_or_else(full)?;
        self.found.add(contact, self.source);
        profile.totals = Totals::of_opening(profile.contact.opening.as_ref());
        self.done.push(profile);
        Ok(id)
    }

    fn update(&mut self, id: ContactId, mut row: ImportRow, by_id: bool) -> Result<Outcome> {
        let Some(before) = self.with(id, Contact::clone)? else {
            return Ok(Outcome::Unchanged);
        };
        let mut contact = before.clone();
        if let Err(place) = contact.lists.binary_search(&self.job.list) {
            contact.lists.insert(place, self.job.list);
        }
        if self.job.on_match != OnMatch::Skip {
            let only_unset = self.job.on_match == OnMatch::Fill;
            for one in row.edits() {
                fill::apply(&mut contact, one, only_unset, self.catalogue)?;
            }
            let number = identity(row.contact.phone);
            if by_id && !only_unset && identities(&contact).all(|one| one != number) {
                contact.phone = row.contact.phone;
                contact.number_state = row.contact.number_state;
            }
            if let Some(key) = self.source_key(row.source_id).filter(|_| !by_id) {
                edit::add_source_key(&mut contact, key);
            }
        }
        if contact == before {
            return Ok(Outcome::Unchanged);
        }
        contact.updated = self.at;
        edit::forget_deleted(&mut contact, self.catalogue);
        if contact.source_keys != before.source_keys || !identities(&contact).eq(identities(&before)) {
            self.found.add(&contact, self.source);
        }
        self.put(before, contact)?;
        Ok(Outcome::Updated)
    }

    fn put(&mut self, before: Contact, contact: Contact) -> Result<()> {
        let new = self.permission(identity(contact.phone))?;
        if let Some(profile) = self.done.profile_mut(contact.id) {
            *profile = Profile::new(contact, new);
            return Ok(());
        }
        let old = self.lookup.permission(identity(before.phone))?;
        let changed = Changed {
            id: contact.id,
            old: Some(Box::new(Profile::new(before, old))),
            new: Some(Box::new(Profile::new(contact, new))),
        };
        self.done.changed.insert(changed.id, changed);
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

    fn source_key(&self, id: Option<String>) -> Option<SourceKey> {
        id.map(|id| SourceKey {
            source: self.source,
            id,
        })
    }

    fn permission(&self, number: Identity) -> Result<Permission> {
        match self.done.permissions.get(&number) {
            Some((_, new)) => Ok(new.clone()),
            None => self.lookup.permission(number),
        }
    }
}

impl Merged {
    /// Everything that has changed, ascending by number, each with the permission its number has now.
    pub(super) fn changes(&mut self) -> Vec<Changed> {
        let mut changes: Vec<Changed> = std::mem::take(&mut self.changed).into_values().collect();
        changes.append(&mut self.fresh);
        if !self.permissions.is_empty() {
            for profile in changes.iter_mut().filter_map(|change| change.new.as_deref_mut()) {
                if let Some((_, new)) = self.permissions.get(&identity(profile.contact.phone)) {
                    profile.permission.clone_from(new);
                }
            }
        }
        changes
    }

    /// A contact of this batch, as it becomes.
    fn contact(&self, id: ContactId) -> Option<&Contact> {
        let fresh =
            id.0.checked_sub(self.first_fresh)
                .and_then(|place| self.fresh.get(place as usize));
        let changed = fresh.or_else(|| self.changed.get(&id))?;
        changed.new.as_ref().map(|profile| &profile.contact)
    }

    fn profile_mut(&mut self, id: ContactId) -> Option<&mut Profile> {
        let place = id.0.checked_sub(self.first_fresh).map(|place| place as usize);
        let fresh = place.filter(|place| *place < self.fresh.len());
        let changed = match fresh {
            Some(place) => self.fresh.get_mut(place),
            None => self.changed.get_mut(&id),
        };
        changed?.new.as_deref_mut()
    }

    fn push(&mut self, profile: Box<Profile>) {
        let id = profile.contact.id;
        if self.fresh.is_empty() {
            self.first_fresh = id.0;
        }
        self.fresh.push(Changed {
            id,
            old: None,
            new: Some(profile),
        });
    }
}

fn full() -> super::super::StoreError {
    super::super::StoreError::Invalid("A store holds four thousand million contacts at most.".into())
}
