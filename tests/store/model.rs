//! A model of the store for the kill test: the same steps on plain maps.

use super::suite::{apply, import, job, list, person, row};
use audience::criteria::query::Query;
use audience::model::{BuiltinField, ContactId, Edit, FieldRef, ListId, Scope, Value};
use audience::phone::E164;
use audience::store::{Cancel, Change, OnMatch, Store};
use std::collections::{BTreeMap, BTreeSet};

const LISTS: [ListId; 2] = [ListId(1), ListId(2)];

/// A contact's first name, number and lists.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Person {
    first: String,
    digits: u64,
    lists: BTreeSet<ListId>,
}

/// What the store should hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    people: BTreeMap<ContactId, Person>,
    next: u32,
    opted_out: BTreeSet<u64>,
}

/// One change, wholly determined by its place and by what the steps before it made.
pub(super) enum Step {
    Add(u64, Vec<ListId>),
    Rename(ContactId, String),
    Delete(Vec<ContactId>),
    Join(Vec<ContactId>, ListId),
    Leave(Vec<ContactId>, ListId),
    OptOut(u64),
    Import(u64, ListId),
}

fn digits(place: u64, which: u64) -> u64 {
    351_000_000_000 + place * 100 + which
}

/// Contacts of one import.
const ROWS: u64 = 30;

impl Step {
    /// The step at a place.
    pub(super) fn number(place: u64, model: &Model) -> Self {
        let chance = place.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
        let people: Vec<ContactId> = model.people.keys().copied().collect();
        let some = |count: u64| -> Vec<ContactId> {
            (0..count)
                .filter_map(|which| people.get((chance + which * 7) as usize % people.len()))
                .copied()
                .collect()
        };
        let list = LISTS[(chance / 10) as usize % 2];
        match chance % 10 {
            _ if people.len() < 5 => Self::Import(place, list),
            0 | 1 => Self::Add(digits(place, 0), vec![list]),
            2 => Self::Add(digits(place, 0), Vec::new()),
            3 | 4 => Self::Rename(some(1)[0], format!("Name {place}")),
            5 => Self::Delete(some(if people.len() > 200 { 80 } else { 1 })),
            6 => Self::Join(some(10), list),
            7 => Self::Leave(some(10), list),
            8 => Self::OptOut(model.people[&some(1)[0]].digits),
            _ => Self::Import(place, list),
        }
    }

    /// Takes it in a store.
    pub(super) fn take(&self, store: &impl Store) {
        let change = match self {
            Self::Add(digits, lists) => Change::AddContact(person("Ana", *digits, lists)),
            Self::Rename(contact, name) => Change::EditContact {
                contact: *contact,
                edits: vec![Edit::Set(
                    FieldRef::Builtin(BuiltinField::FirstName),
                    Some(Value::Text(name.clone())),
                )],
            },
            Self::Delete(contacts) => Change::DeleteContacts {
                contacts: contacts.clone(),
            },
            Self::Join(contacts, list) => Change::AddToList {
                contacts: contacts.clone(),
                list: *list,
            },
            Self::Leave(contacts, list) => Change::RemoveFromList {
                contacts: contacts.clone(),
                list: *list,
            },
            Self::OptOut(digits) => Change::OptOut {
                number: E164::from_digits(*digits),
                reason: "asked".into(),
            },
            Self::Import(place, list) => {
                let rows: Vec<_> = (0..ROWS)
                    .map(|which| row(which + 1, None, "Bea", digits(*place, which)))
                    .collect();
                import(store, &job(*list, OnMatch::KeepBoth), &rows);
                return;
            }
        };
        apply(store, change);
    }
}

impl Model {
    /// Makes the lists that the steps use.
    pub(super) fn prepare(store: &impl Store) {
        assert_eq!([list(store, "One"), list(store, "Two")], LISTS);
    }

    /// After so many steps from the beginning.
    pub(super) fn after(steps: u64) -> Self {
        let mut model = Self {
            next: 1,
            ..Self::default()
        };
        for place in 0..steps {
            let step = Step::number(place, &model);
            model.take(&step);
        }
        model
    }

    /// Takes a step.
    pub(super) fn take(&mut self, step: &Step) {
        match step {
            Step::Add(digits, lists) => self.add("Ana", *digits, lists),
            Step::Rename(contact, name) => {
                self.people.get_mut(contact).unwrap().first.clone_from(name);
            }
            Step::Delete(contacts) => self.people.retain(|contact, _| !contacts.contains(contact)),
            Step::Join(contacts, list) => self.each(contacts, |person| {
                person.lists.insert(*list);
            }),
            Step::Leave(contacts, list) => self.each(contacts, |person| {
                person.lists.remove(list);
            }),
            Step::OptOut(digits) => {
                self.opted_out.insert(*digits);
            }
            Step::Import(place, list) => {
                for which in 0..ROWS {
                    self.add("Bea", digits(*place, which), &[*list]);
                }
            }
        }
    }

    fn add(&mut self, first: &str, digits: u64, lists: &[ListId]) {
        let person = Person {
            first: first.into(),
            digits,
            lists: lists.iter().copied().collect(),
        };
        self.people.insert(ContactId(self.next), person);
        self.next += 1;
    }

    fn each(&mut self, contacts: &[ContactId], change: impl Fn(&mut Person)) {
        for contact in contacts {
            change(self.people.get_mut(contact).unwrap());
        }
    }

    /// Whether the store holds exactly this.
    pub(super) fn is(&self, store: &impl Store) -> bool {
        let ids = store
            .walk(Scope::Everyone, &Query::All, None, usize::MAX)
            .unwrap();
        let found: BTreeMap<ContactId, (Person, bool)> = store
            .profiles(&ids)
            .unwrap()
            .into_iter()
            .map(|profile| {
                let person = Person {
                    first: profile.contact.first_name,
                    digits: profile.contact.phone.digits(),
                    lists: profile.contact.lists.into_iter().collect(),
                };
                (
                    profile.contact.id,
                    (person, profile.permission.opted_out.is_some()),
                )
            })
            .collect();
        let expected: BTreeMap<ContactId, (Person, bool)> = self
            .people
            .iter()
            .map(|(id, person)| (*id, (person.clone(), self.opted_out.contains(&person.digits))))
            .collect();
        let counted = LISTS.iter().all(|list| {
            let members = self
                .people
                .values()
                .filter(|person| person.lists.contains(list))
                .count() as u64;
            store
                .count(Scope::List(*list), &Query::All, &Cancel::default())
                .unwrap()
                == members
        });
        found == expected && counted
    }
}
