//! What each of several hands does, move by move, and on plain maps what there is after so many of its moves. The hands share
//! a list and a source; the contacts of each are known by their numbers.

use super::suite::{author, person, row};
use super::{history, suite};
use audience::criteria::query::Query;
use audience::model::{
    Author, BuiltinField, ContactId, Edit, EntryId, EntryKind, EntryState, EventKind, FieldRef, ListId,
    Scope, Value,
};
use audience::phone::{E164, identity};
use audience::store::{Change, Entries, HistoryRow, ImportRow, OnMatch, Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// The list that all hands work in.
pub(super) const SHOP: ListId = ListId(1);

/// Contacts of an import, and those of a batch.
const PEOPLE: u64 = 24;
const BATCH: u64 = 8;
/// Contacts whose purchases come in a batch, each with two.
const BUYERS: u64 = 12;

/// One visible change. A cycle of them brings contacts and purchases, takes them back, and brings them again.
#[derive(Clone, Copy, Debug)]
enum Move {
    People(u64),
    PeopleBack,
    PeopleAgain,
    Orders(u64),
    OrdersBack,
    OrdersAgain,
    Rename,
    Add,
    Delete,
    DeleteBack,
    Clear,
}

const CYCLE: [Move; 14] = [
    Move::People(0),
    Move::People(1),
    Move::People(2),
    Move::PeopleBack,
    Move::PeopleAgain,
    Move::Orders(0),
    Move::Orders(1),
    Move::OrdersBack,
    Move::OrdersAgain,
    Move::Rename,
    Move::Add,
    Move::Delete,
    Move::DeleteBack,
    Move::Clear,
];

/// A contact's first name, and the purchases it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    first: String,
    orders: BTreeSet<String>,
}

/// The contacts of a hand by their numbers.
pub(super) type People = BTreeMap<u64, Person>;

/// One of several who work in the same store.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand(pub(super) u64);

impl Hand {
    fn digits(self, cycle: u64, which: u64) -> u64 {
        351_000_000_000 + self.0 * 100_000_000 + cycle * 100 + which
    }

    fn owns(self, digits: u64) -> bool {
        (self.digits(0, 0)..Self(self.0 + 1).digits(0, 0)).contains(&digits)
    }

    fn author(self, moves: u64) -> Author {
        Author {
            name: format!("hand {}", self.0),
            ..author(1_700_000_100 + moves as i64)
        }
    }

    /// What there is after so many moves.
    pub(super) fn after(self, moves: u64) -> People {
        let mut people = People::new();
        // What was before the last cycle but one has been cleared.
        let first = (moves / CYCLE.len() as u64).saturating_sub(2) * CYCLE.len() as u64;
        for place in first..moves {
            let cycle = place / CYCLE.len() as u64;
            let people = &mut people;
            let bring = |people: &mut People, from: u64, to: u64, first: &str| {
                for which in from..to {
                    let person = Person {
                        first: format!("{first} {cycle}"),
                        orders: BTreeSet::new(),
                    };
                    people.insert(self.digits(cycle, which), person);
                }
            };
            let buy = |people: &mut People, from: u64, to: u64| {
                for which in from..to {
                    let person = people.get_mut(&self.digits(cycle, which)).unwrap();
                    person.orders = (0..2).map(|time| self.order(cycle, which, time)).collect();
                }
            };
            match CYCLE[(place % CYCLE.len() as u64) as usize] {
                Move::People(batch) => bring(people, batch * BATCH, (batch + 1) * BATCH, "Ana"),
                Move::PeopleBack => people.retain(|digits, _| *digits < self.digits(cycle, 0)),
                Move::PeopleAgain => bring(people, 0, PEOPLE, "Ana"),
                Move::Orders(batch) => buy(people, batch * BUYERS, (batch + 1) * BUYERS),
                Move::OrdersBack => {
                    for which in 0..PEOPLE {
                        let person = people.get_mut(&self.digits(cycle, which)).unwrap();
                        person.orders.clear();
                    }
                }
                Move::OrdersAgain => buy(people, 0, PEOPLE),
                Move::Rename => {
                    people.get_mut(&self.digits(cycle, 3)).unwrap().first = format!("Bea {cycle}");
                }
                Move::Add => bring(people, PEOPLE, PEOPLE + 1, "Leo"),
                Move::Delete => {
                    people.retain(|digits, _| {
                        !(self.digits(cycle, 0)..self.digits(cycle, BATCH)).contains(digits)
                    });
                }
                Move::DeleteBack => {
                    bring(people, 0, BATCH, "Ana");
                    people.get_mut(&self.digits(cycle, 3)).unwrap().first = format!("Bea {cycle}");
                    buy(people, 0, BATCH);
                }
                Move::Clear => people.retain(|digits, _| *digits >= self.digits(cycle, 0)),
            }
        }
        people
    }

    fn order(self, cycle: u64, which: u64, time: u64) -> String {
        format!("{}-{cycle}-{which}-{time}", self.0)
    }

    /// What a store has of it. Nothing of it may be under way.
    pub(super) fn found(self, store: &impl Store) -> People {
        let all = store
            .walk(Scope::List(SHOP), &Query::All, None, usize::MAX)
            .unwrap();
        let mut people = People::new();
        for contact in store.profiles(&all).unwrap() {
            let digits = contact.contact.phone.digits();
            if !self.owns(digits) {
                continue;
            }
            let profile = store.profile(contact.contact.id).unwrap().unwrap();
            let events = profile.events.as_deref().cloned().unwrap_or_default();
            let orders: BTreeSet<String> = events.iter().map(|event| event.id().to_owned()).collect();
            assert_eq!(profile.totals.orders as usize, orders.len(), "{digits}");
            let person = Person {
                first: profile.contact.first_name,
                orders,
            };
            people.insert(digits, person);
        }
        people
    }

    /// How many moves have been made where so many were acknowledged: these, or one more. What goes in batches may have
    /// gone in part, each contact wholly.
    pub(super) fn made(self, store: &impl Store, acknowledged: u64) -> u64 {
        let found = self.found(store);
        let (before, then) = (self.after(acknowledged), self.after(acknowledged + 1));
        if found == then {
            return acknowledged + 1;
        }
        let place = CYCLE[(acknowledged % CYCLE.len() as u64) as usize];
        let in_part = matches!(
            place,
            Move::PeopleBack | Move::PeopleAgain | Move::OrdersBack | Move::OrdersAgain | Move::DeleteBack
        ) && in_part(&before, &then, &found);
        assert!(
            found == before || in_part,
            "{self:?}, {acknowledged} moves ({place:?} next): {before:#?}\nor {then:#?}\nbut {found:#?}"
        );
        acknowledged
    }

    /// Makes the move at a place, or finishes it.
    pub(super) fn take(self, store: &impl Store, place: u64) -> Result<(), StoreError> {
        let cycle = place / CYCLE.len() as u64;
        let author = self.author(place);
        let apply = |change| store.apply(change, &author, &mut ()).map(drop);
        match CYCLE[(place % CYCLE.len() as u64) as usize] {
            Move::People(batch) => self.people(store, cycle, batch, &author),
            Move::Orders(batch) => self.orders(store, cycle, batch, &author),
            Move::PeopleBack | Move::OrdersBack | Move::DeleteBack => {
                let entry = self.entry(store, place);
                let told = store.undo(entry, false, &author, &mut ())?;
                assert_eq!(told.stayed, 0, "{told:?}");
                Ok(())
            }
            Move::PeopleAgain | Move::OrdersAgain => {
                let entry = self.entry(store, place);
                let told = store.redo(entry, false, &author, &mut ())?;
                assert_eq!(told.stayed, 0, "{told:?}");
                Ok(())
            }
            Move::Rename => {
                let name = Some(Value::Text(format!("Bea {cycle}")));
                let edits = vec![Edit::Set(FieldRef::Builtin(BuiltinField::FirstName), name)];
                let contact = self.contact(store, cycle, 3);
                apply(Change::EditContact { contact, edits })
            }
            Move::Add => {
                let new = person(&format!("Leo {cycle}"), self.digits(cycle, PEOPLE), &[SHOP]);
                apply(Change::AddContact(new))
            }
            Move::Delete => {
                let contacts = (0..BATCH).map(|which| self.contact(store, cycle, which));
                apply(Change::DeleteContacts {
                    contacts: contacts.collect(),
                })
            }
            Move::Clear => {
                let Some(last) = cycle.checked_sub(1) else {
                    return Ok(());
                };
                let contacts = (0..=PEOPLE).map(|which| self.contact(store, last, which));
                apply(Change::DeleteContacts {
                    contacts: contacts.collect(),
                })
            }
        }
    }

    fn contact(self, store: &impl Store, cycle: u64, which: u64) -> ContactId {
        let number = E164::from_digits(self.digits(cycle, which));
        let found = store.by_number(identity(number)).unwrap();
        assert_eq!(found.len(), 1, "{number}");
        found[0]
    }

    fn key(self, cycle: u64, kind: u8) -> [u8; 16] {
        let mut key = [kind; 16];
        key[..8].copy_from_slice(&(self.0 << 32 | cycle).to_be_bytes());
        key
    }

    fn people(self, store: &impl Store, cycle: u64, batch: u64, author: &Author) -> Result<(), StoreError> {
        let mut job = suite::job(SHOP, OnMatch::Update);
        job.what = format!("import people {cycle}");
        job.key = Some(self.key(cycle, 0));
        let mut open = store.begin_import(job, author)?;
        assert_eq!(open.rows_done, batch * BATCH, "it goes on where it stopped");
        let rows: Vec<ImportRow> = (batch * BATCH..(batch + 1) * BATCH)
            .map(|which| {
                let id = format!("{}-{cycle}-{which}", self.0);
                let first = format!("Ana {cycle}");
                row(which + 1, Some(&id), &first, self.digits(cycle, which))
            })
            .collect();
        let up_to = (batch + 1) * BATCH;
        store.import_batch(&mut open, rows, up_to, &mut |_| vec![1])?;
        if up_to == PEOPLE {
            store.finish_import(open, EntryState::Done)?;
        }
        Ok(())
    }

    fn orders(self, store: &impl Store, cycle: u64, batch: u64, author: &Author) -> Result<(), StoreError> {
        let mut job = history::job(SHOP, EventKind::Purchase);
        job.what = format!("import orders {cycle}");
        job.key = Some(self.key(cycle, 1));
        let mut open = store.begin_history(job, author)?;
        assert_eq!(open.rows_done, batch * BUYERS, "it goes on where it stopped");
        let mut rows: Vec<HistoryRow> = Vec::new();
        for which in batch * BUYERS..(batch + 1) * BUYERS {
            let contact = self.contact(store, cycle, which);
            for time in 0..2 {
                let id = self.order(cycle, which, time);
                let at = 1_600_000_000 + (time * 40 + which) as i64 * 86_400;
                rows.push(history::purchase(contact, &id, at, "12.50"));
            }
        }
        rows.sort_by_key(|row| row.contact);
        let up_to = (batch + 1) * BUYERS;
        store.history_batch(&mut open, rows, up_to, &mut |_| vec![1])?;
        if up_to == PEOPLE {
            store.finish_history(open, EntryState::Done)?;
        }
        Ok(())
    }

    /// The change that the move at a place takes back or makes again.
    fn entry(self, store: &impl Store, place: u64) -> EntryId {
        let cycle = place / CYCLE.len() as u64;
        let start = match CYCLE[(place % CYCLE.len() as u64) as usize] {
            Move::PeopleBack | Move::PeopleAgain => format!("import people {cycle}"),
            Move::OrdersBack | Move::OrdersAgain => format!("import orders {cycle}"),
            _ => "delete".to_owned(),
        };
        let asked = Entries {
            limit: 20,
            by: Some(self.author(0).name),
            ..Entries::default()
        };
        let entries = store.history(&asked).unwrap();
        let mut changes = entries.iter().filter(|entry| entry.kind == EntryKind::Change);
        changes.find(|entry| entry.what.starts_with(&start)).unwrap().id
    }
}

/// Whether each contact is as it was before or as it is to be, or is there without its purchases, which come and go apart.
fn in_part(before: &People, then: &People, found: &People) -> bool {
    let stays = before.keys().filter(|digits| then.contains_key(digits));
    let known = |(digits, person): (&u64, &Person)| {
        [before, then]
            .into_iter()
            .filter_map(|people| people.get(digits))
            .any(|one| one.first == person.first && (person.orders.is_empty() || one.orders == person.orders))
    };
    stays.into_iter().all(|digits| found.contains_key(digits)) && found.iter().all(known)
}
