//! A generated audience, put into a store on disk as a person or an import would put it there.

use crate::criteria::generate::{Asked, custom_fields};
use audience::model::{
    Author, BuiltinField, Catalogue, Contact, ContactId, Edit, EntryState, Event, EventKind, FieldRef,
    Instant, LifecycleLimits, ListId, Moment, NewContact, Profile, Scope, Settings, Value,
};
use audience::store::{Cancel, Change, HistoryJob, HistoryRow, OpenOptions, Redb, Store};
use std::sync::Arc;
use tempfile::TempDir;

pub struct Kept {
    pub store: Redb,
    pub contacts: Vec<ContactId>,
    _folder: TempDir,
}

impl Kept {
    /// An empty store with the lists, segments and fields that generated criteria name.
    pub fn empty(moment: Moment) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Redb::open(&OpenOptions {
            path: folder.path().join("a.redb"),
            read_only: false,
            create: true,
            cache_bytes: 8 << 20,
            now: moment.now,
        })
        .unwrap();
        let kept = Self {
            store,
            contacts: Vec::new(),
            _folder: folder,
        };
        kept.lists_and_fields(moment);
        kept
    }

    /// A store with the people of a generated audience.
    pub fn of(asked: &Asked) -> Self {
        let mut kept = Self::empty(asked.moment);
        for profile in &asked.profiles {
            kept.add(profile);
        }
        kept
    }

    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.store.catalogue().unwrap()
    }

    pub fn apply(&self, change: Change, at: Instant) -> Option<u32> {
        let author = Author {
            name: "ana".into(),
            at,
        };
        self.store.apply(change, &author, &mut ()).unwrap().created
    }

    /// Everybody in a scope, as stored, in order of their numbers.
    pub fn profiles(&self, scope: Scope) -> Vec<Profile> {
        let everyone = audience::criteria::query::Query::All;
        let all = self.store.walk(scope, &everyone, None, usize::MAX).unwrap();
        let whole = |id: &ContactId| self.store.profile(*id).unwrap().unwrap();
        all.iter().map(whole).collect()
    }

    /// The same without their events, as tables show them.
    pub fn rows(&self, scope: Scope) -> Vec<Profile> {
        let everyone = audience::criteria::query::Query::All;
        let all = self.store.walk(scope, &everyone, None, usize::MAX).unwrap();
        self.store.profiles(&all).unwrap()
    }

    pub fn count(&self, scope: Scope, query: &audience::criteria::query::Query) -> u64 {
        self.store.count(scope, query, &Cancel::default()).unwrap()
    }

    pub fn add(&mut self, profile: &Profile) {
        let contact = &profile.contact;
        let new = NewContact {
            phone: contact.phone,
            number_state: contact.number_state,
            lists: contact.lists.clone(),
            edits: edits(contact),
        };
        let made = self.apply(Change::AddContact(new), contact.created).unwrap();
        self.contacts.push(ContactId(made));
        if let Some(events) = profile.events.as_ref().filter(|events| !events.is_empty()) {
            self.happen(ContactId(made), events, contact.created);
        }
        for consent in &profile.permission.consents {
            let (number, source) = (contact.phone, consent.source.clone());
            self.apply(Change::OptIn { number, source }, consent.at);
        }
        if let Some(opt_out) = &profile.permission.opted_out {
            let (number, reason) = (contact.phone, opt_out.reason.clone());
            self.apply(Change::OptOut { number, reason }, opt_out.at);
        }
    }

    /// Gives a contact these events, beside those it has.
    pub fn happen(&self, contact: ContactId, events: &[Event], at: Instant) {
        let author = Author {
            name: "ana".into(),
            at,
        };
        let there = |kind: &EventKind| events.iter().any(|event| event.kind() == *kind);
        for kind in EventKind::ALL.into_iter().filter(there) {
            let job = HistoryJob {
                what: format!("import {}", kind.word()),
                key: None,
                kind,
                list: ListId(1),
                source: "shop".into(),
            };
            let rows: Vec<HistoryRow> = events
                .iter()
                .filter(|event| event.kind() == kind)
                .map(|event| HistoryRow {
                    contact,
                    event: event.clone(),
                })
                .collect();
            let mut open = self.store.begin_history(job, &author).unwrap();
            self.store
                .history_batch(&mut open, rows, 0, &mut |_| Vec::new())
                .unwrap();
            self.store.finish_history(open, EntryState::Done).unwrap();
        }
    }

    fn lists_and_fields(&self, moment: Moment) {
        let at = moment.now;
        let settings = Settings {
            time_zone: moment.zone,
            country: Some("DE".into()),
            ..Settings::default()
        };
        self.apply(Change::Settings(settings), at);
        for (id, name) in [(1, "Shop"), (2, "News \"paper\"")] {
            let (name, description) = (name.into(), String::new());
            assert_eq!(self.apply(Change::CreateList { name, description }, at), Some(id));
        }
        let own_limits = LifecycleLimits {
            active_days: 10,
            at_risk_days: 30,
        };
        let lifecycle = Change::EditList {
            list: ListId(1),
            name: None,
            description: None,
            lifecycle: Some(Some(own_limits)),
        };
        self.apply(lifecycle, at);
        for field in custom_fields() {
            let (label, kind) = (field.label, field.kind);
            assert_eq!(self.apply(Change::AddField { label, kind }, at), Some(field.id.0));
        }
        let generated = crate::criteria::generate::catalogue(moment);
        for segment in generated.segments {
            let (scope, name, criteria) = (segment.scope, segment.name, segment.criteria);
            let made = self.apply(
                Change::CreateSegment {
                    scope,
                    name,
                    criteria,
                },
                at,
            );
            assert_eq!(made, Some(segment.id.0));
        }
    }
}

/// The edits that make an empty contact into this one, apart from its number and its lists.
pub fn edits(contact: &Contact) -> Vec<Edit> {
    let texts = [
        (BuiltinField::FirstName, &contact.first_name),
        (BuiltinField::LastName, &contact.last_name),
        (BuiltinField::Email, &contact.email),
        (BuiltinField::Company, &contact.company),
        (BuiltinField::Address, &contact.address),
        (BuiltinField::City, &contact.city),
        (BuiltinField::Postcode, &contact.postcode),
        (BuiltinField::Region, &contact.region),
        (BuiltinField::Country, &contact.country),
        (BuiltinField::Gender, &contact.gender),
        (BuiltinField::Language, &contact.language),
        (BuiltinField::LoyaltyTier, &contact.loyalty_tier),
        (BuiltinField::Notes, &contact.notes),
    ];
    let other_phones = contact.other_phones.iter().map(ToString::to_string).collect();
    let sets = [
        (BuiltinField::OtherPhones, &other_phones),
        (BuiltinField::OtherEmails, &contact.other_emails),
        (BuiltinField::Interests, &contact.interests),
        (BuiltinField::Tags, &contact.tags),
    ];
    let mut edits = vec![
        Edit::Birthday(contact.birthday),
        Edit::Opening(contact.opening.clone()),
    ];
    for (field, text) in texts {
        let value = (!text.is_empty()).then(|| Value::Text(text.clone()));
        edits.push(Edit::Set(FieldRef::Builtin(field), value));
    }
    for (field, members) in sets {
        let value = (!members.is_empty()).then(|| Value::Set(members.clone()));
        edits.push(Edit::Set(FieldRef::Builtin(field), value));
    }
    for field in custom_fields() {
        let value = contact.custom_value(field.id).cloned();
        edits.push(Edit::Set(FieldRef::Custom(field.id), value));
    }
    edits
}
