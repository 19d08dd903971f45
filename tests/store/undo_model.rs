//! A model of undo for random tests: rows as they are, and for each entry the rows it touched, as they were and as they
//! became. Whatever is taken back goes row by row, and only where it is still what the entry left.

use super::suite::{apply, import, job, list, person, row};
use audience::criteria::query::Query;
use audience::model::{
    Author, BuiltinField, ContactId, Edit, EntryId, FieldRef, Instant, ListId, Pin, Pins, Profile, Scope,
    SegmentId, Side, Value,
};
use audience::phone::E164;
use audience::store::{Change, Each, OnMatch, Selection, Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const LISTS: [ListId; 2] = [ListId(1), ListId(2)];

/// A segment of the first list, and one of everyone.
pub(super) const SEGMENTS: [SegmentId; 2] = [SegmentId(1), SegmentId(2)];

/// Makes the lists and the segments that the deeds are about.
pub(super) fn prepare(store: &impl Store) {
    assert_eq!([list(store, "One"), list(store, "Two")], LISTS);
    for (scope, name) in [(Scope::List(LISTS[0]), "Of one"), (Scope::Everyone, "Of all")] {
        let (name, criteria) = (name.to_owned(), "first_name = Ana".to_owned());
        apply(
            store,
            Change::CreateSegment {
                scope,
                name,
                criteria,
            },
        );
    }
}

/// What an operator does.
#[derive(Clone, Debug)]
pub(super) enum Deed {
    Add(bool),
    Rename(usize),
    Delete(usize, usize),
    Join(usize, usize, bool),
    Leave(usize, usize, bool),
    OptOut(usize),
    /// Contacts are pinned in or out of one of two segments; None takes their pins away.
    Pin(usize, usize, bool, Option<Side>),
    Import(u64, bool),
    /// The change at a place is taken back; by force.
    Undo(usize, bool),
    Redo(usize),
    Reopen,
}

/// A contact's row: all that a change can touch of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    first: String,
    digits: u64,
    lists: BTreeSet<ListId>,
    pins: Vec<Pin>,
    updated: i64,
}

type Rows = BTreeMap<u32, Row>;

/// A row an entry touched: which, as it was, as it became.
type Touched = (u32, Option<Row>, Option<Row>);

/// An entry that can be taken back.
struct Entry {
    id: EntryId,
    touched: Vec<Touched>,
    /// What its undo touched, while it is undone; and whether rows stayed.
    undone: Option<(Vec<Touched>, bool)>,
}

/// What the store should hold.
#[derive(Default)]
pub(super) struct Model {
    rows: Rows,
    next: u32,
    clock: i64,
    entries: Vec<Entry>,
    opted_out: BTreeSet<u64>,
}

impl Model {
    pub(super) fn new() -> Self {
        Self {
            next: 1,
            clock: 1_700_000_000,
            ..Self::default()
        }
    }

    fn author(&self) -> Author {
        Author {
            name: "ana".into(),
            at: Instant(self.clock),
        }
    }

    fn some(&self, from: usize, many: usize) -> Vec<u32> {
        let ids: Vec<u32> = self.rows.keys().copied().collect();
        let pick = |which| ids[(from + which * 3) % ids.len()];
        if ids.is_empty() {
            Vec::new()
        } else {
            (0..many)
                .map(pick)
                .collect::<BTreeSet<u32>>()
                .into_iter()
                .collect()
        }
    }

    /// Does the deed in the store and in the model. `undo` and `redo` are done as they are told to: here or elsewhere.
    pub(super) fn take(&mut self, store: &impl Store, deed: &Deed, back: &mut Back<'_>) {
        self.clock += 1;
        let list = |first: bool| LISTS[usize::from(!first)];
        match deed {
            Deed::Add(first) => {
                let digits = 351_912_000_000 + u64::from(self.next);
                let new = person("Ana", digits, &[list(*first)]);
                self.apply(store, Change::AddContact(new));
            }
            Deed::Rename(which) => {
                let Some(id) = self.some(*which, 1).first().copied() else {
                    return;
                };
                let name = Some(Value::Text(format!("Name {}", self.clock)));
                let edits = vec![Edit::Set(FieldRef::Builtin(BuiltinField::FirstName), name)];
                let contact = ContactId(id);
                self.apply(store, Change::EditContact { contact, edits });
            }
            Deed::Delete(from, many) => {
                let contacts = self.contacts(*from, *many);
                self.apply(store, Change::DeleteContacts { contacts });
            }
            Deed::Join(from, many, first) => {
                let contacts = self.contacts(*from, *many);
                let list = list(*first);
                self.apply(store, Change::AddToList { contacts, list });
            }
            Deed::Leave(from, many, first) => {
                let contacts = self.contacts(*from, *many);
                let list = list(*first);
                self.apply(store, Change::RemoveFromList { contacts, list });
            }
            Deed::Pin(from, many, first, side) => {
                let whom = Selection::Those(self.contacts(*from, *many));
                let each = Each::Pin(SEGMENTS[usize::from(!first)], *side);
                self.apply(store, Change::Many { whom, each });
            }
            Deed::OptOut(which) => {
                let Some(id) = self.some(*which, 1).first().copied() else {
                    return;
                };
                let digits = self.rows[&id].digits;
                let (number, reason) = (E164::from_digits(digits), "asked".to_owned());
                let done = store.apply(Change::OptOut { number, reason }, &self.author(), &mut ());
                done.unwrap();
                self.opted_out.insert(digits);
            }
            Deed::Import(rows, first) => self.import(store, *rows, list(*first)),
            Deed::Undo(which, force) => self.undo(store, *which, *force, back),
            Deed::Redo(which) => self.redo(store, *which, back),
            Deed::Reopen => {}
        }
    }

    fn contacts(&self, from: usize, many: usize) -> Vec<ContactId> {
        self.some(from, many).into_iter().map(ContactId).collect()
    }

    fn apply(&mut self, store: &impl Store, change: Change) {
        let applied = store.apply(change, &self.author(), &mut ()).unwrap();
        if let Some(entry) = applied.entry {
            self.learn(store, entry);
        }
    }

    fn import(&mut self, store: &impl Store, rows: u64, list: ListId) {
        // Every second row is about someone who is there.
        let there: Vec<u64> = self.rows.values().map(|row| row.digits).collect();
        let digits = |which: u64| match there.get(which as usize) {
            Some(digits) if which.is_multiple_of(2) => *digits,
            _ => 351_913_000_000 + self.clock as u64 * 100 + which,
        };
        let rows: Vec<_> = (0..rows)
            .map(|which| row(which + 1, None, "", digits(which)))
            .collect();
        import(store, &job(list, OnMatch::Update), &rows);
        let entry = store.journal(1).unwrap()[0].clone();
        if entry.can_go_back {
            self.learn(store, entry.id);
        }
    }

    /// What a change did is read off the store: its undo is what is tested.
    fn learn(&mut self, store: &impl Store, id: EntryId) {
        let now = rows(store);
        let touched = differences(&self.rows, &now);
        self.rows = now;
        self.next = self.next.max(self.rows.keys().last().map_or(1, |last| last + 1));
        self.entries.push(Entry {
            id,
            touched,
            undone: None,
        });
    }

    fn undo(&mut self, store: &impl Store, which: usize, force: bool, back: &mut Back<'_>) {
        let Some(count) = (!self.entries.is_empty()).then_some(self.entries.len()) else {
            return;
        };
        let at = count - 1 - which % count;
        let entry = &self.entries[at];
        let done = back(store, true, entry.id, force, &self.author());
        if entry
            .undone
            .as_ref()
            .is_some_and(|(_, stayed)| !(*stayed && force))
        {
            assert!(matches!(done, Err(StoreError::Stands(_))), "{done:?}");
            return;
        }
        let (mut taken, stayed) = go_back(&mut self.rows, &entry.touched, force);
        if taken.is_empty() && stayed > 0 && entry.undone.is_none() {
            assert!(matches!(done, Err(StoreError::Stands(_))), "{done:?}");
            return;
        }
        assert_eq!(done, Ok((taken.len() as u64, stayed)));
        let mut all = self.entries[at]
            .undone
            .take()
            .map_or_else(Vec::new, |(before, _)| before);
        all.append(&mut taken);
        self.entries[at].undone = Some((all, stayed > 0));
    }

    fn redo(&mut self, store: &impl Store, which: usize, back: &mut Back<'_>) {
        let Some(count) = (!self.entries.is_empty()).then_some(self.entries.len()) else {
            return;
        };
        let at = count - 1 - which % count;
        let done = back(store, false, self.entries[at].id, false, &self.author());
        let Some((touched, _)) = &self.entries[at].undone else {
            assert!(matches!(done, Err(StoreError::Stands(_))), "{done:?}");
            return;
        };
        let (taken, stayed) = go_back(&mut self.rows, touched, false);
        if taken.is_empty() && stayed > 0 {
            assert!(matches!(done, Err(StoreError::Stands(_))), "{done:?}");
            return;
        }
        assert_eq!(done, Ok((taken.len() as u64, stayed)));
        self.entries[at].undone = None;
    }

    /// The store holds exactly this, and nothing derived disagrees.
    pub(super) fn check(&self, store: &impl Store) {
        assert_eq!(rows(store), self.rows);
        for digits in &self.opted_out {
            let number = audience::phone::identity(E164::from_digits(*digits));
            assert!(store.permission(number).unwrap().opted_out.is_some());
        }
        let names = store.catalogue().unwrap();
        for segment in SEGMENTS {
            let pinned = |side| {
                let is_so = |row: &&Row| {
                    row.pins
                        .iter()
                        .any(|pin| (pin.segment, pin.side) == (segment, side))
                };
                self.rows.values().filter(is_so).count() as u64
            };
            let pins = Pins {
                within: pinned(Side::In),
                out: pinned(Side::Out),
            };
            assert_eq!(names.pins_in(segment), pins);
        }
        let report = store.check(&mut ()).unwrap();
        assert_eq!(report.problems, Vec::<String>::new());
    }
}

/// Takes an entry back (or makes it again): how many rows went back and stayed.
pub(super) type Back<'a> =
    dyn FnMut(&dyn Store, bool, EntryId, bool, &Author) -> Result<(u64, u64), StoreError> + 'a;

/// Rows that are what was left go back, the last first. Gives back what was touched, and how many stayed.
fn go_back(rows: &mut Rows, touched: &[Touched], force: bool) -> (Vec<Touched>, u64) {
    let (mut taken, mut stayed) = (Vec::new(), 0);
    for (id, before, after) in touched.iter().rev() {
        let now = rows.get(id).cloned();
        if now == *before {
            continue;
        }
        if now != *after && !force {
            stayed += 1;
            continue;
        }
        match before {
            Some(before) => rows.insert(*id, before.clone()),
            None => rows.remove(id),
        };
        taken.push((*id, now, before.clone()));
    }
    (taken, stayed)
}

fn differences(before: &Rows, after: &Rows) -> Vec<Touched> {
    let ids: BTreeSet<u32> = before.keys().chain(after.keys()).copied().collect();
    let pair = |id| (id, before.get(&id).cloned(), after.get(&id).cloned());
    ids.into_iter()
        .map(pair)
        .filter(|(_, old, new)| old != new)
        .collect()
}

fn rows(store: &impl Store) -> Rows {
    let ids = store
        .walk(Scope::Everyone, &Query::All, None, usize::MAX)
        .unwrap();
    let people = store.profiles(&ids).unwrap();
    people.into_iter().map(read).collect()
}

fn read(profile: Profile) -> (u32, Row) {
    let contact = profile.contact;
    let row = Row {
        first: contact.first_name,
        digits: contact.phone.digits(),
        lists: contact.lists.into_iter().collect(),
        pins: contact.pins,
        updated: contact.updated.0,
    };
    (contact.id.0, row)
}
