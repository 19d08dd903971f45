//! Random histories of contacts and their events: imports, edits, deletions, merges, undos and redos in any order, here and in
//! another process, through reopening. After each, whatever is derived is what its recomputation gives, and questions are
//! answered as contact by contact.

use super::embedded::open;
use super::history::{email, message, purchase};
use super::processes::run_child;
use super::suite::{import, job, list, row};
use audience::criteria;
use audience::model::{
    Author, BuiltinField, ContactId, Direction, Edit, EntryState, EventKind, FieldRef, Instant, ListId,
    Moment, Scope, Totals, Value,
};
use audience::store::{Change, HistoryJob, HistoryRow, OnMatch, Redb, Store, StoreError};
use proptest::prelude::*;
use std::path::Path;

const DAY: i64 = 86_400;
const NOW: i64 = 1_700_000_000;
const SHOP: ListId = ListId(1);

/// What happens.
#[derive(Clone, Debug)]
enum Deed {
    /// So many people come, some of whom are there.
    People(u64),
    /// Something happens to some: which kind, from whom on, to how many, at what time.
    Events(u8, u32, u32, i64),
    Rename(u32),
    Delete(u32, u32),
    /// Some become one, from whom on.
    Merge(u32, u32),
    /// The entry at a place is undone; by force, in another process.
    Undo(usize, bool, bool),
    Redo(usize, bool),
    Reopen,
}

fn deed() -> impl Strategy<Value = Deed> {
    let elsewhere = || prop::bool::weighted(0.15);
    prop_oneof![
        1 => (1..20_u64).prop_map(Deed::People),
        4 => (0..3_u8, 0..25_u32, 1..6_u32, 0..400_i64)
            .prop_map(|(kind, from, many, day)| Deed::Events(kind, from, many, day)),
        1 => (0..25_u32).prop_map(Deed::Rename),
        1 => (0..25_u32, 1..5_u32).prop_map(|(from, many)| Deed::Delete(from, many)),
        2 => (0..25_u32, 2..4_u32).prop_map(|(from, many)| Deed::Merge(from, many)),
        5 => (0..9_usize, prop::bool::weighted(0.3), elsewhere())
            .prop_map(|(which, force, elsewhere)| Deed::Undo(which, force, elsewhere)),
        3 => (0..9_usize, elsewhere()).prop_map(|(which, elsewhere)| Deed::Redo(which, elsewhere)),
        1 => Just(Deed::Reopen),
    ]
}

/// A store, and how far its time is.
struct World<'a> {
    path: &'a Path,
    store: Redb,
    clock: i64,
}

impl World<'_> {
    fn author(&self) -> Author {
        Author {
            name: "ana".into(),
            at: Instant(self.clock),
        }
    }

    fn take(&mut self, deed: &Deed) {
        self.clock += 1;
        match *deed {
            Deed::People(many) => {
                let people: Vec<_> = (0..many)
                    .map(|which| {
                        row(
                            which + 1,
                            Some(&which.to_string()),
                            "Ana",
                            351_912_000_000 + which,
                        )
                    })
                    .collect();
                import(&self.store, &job(SHOP, OnMatch::Update), &people);
            }
            Deed::Events(kind, from, many, day) => self.happen(kind, from, many, day),
            Deed::Rename(which) => {
                let name = Some(Value::Text(format!("Name {}", self.clock)));
                let edits = vec![Edit::Set(FieldRef::Builtin(BuiltinField::FirstName), name)];
                let contact = ContactId(which);
                // Nobody may be there.
                let _ = self
                    .store
                    .apply(Change::EditContact { contact, edits }, &self.author(), &mut ());
            }
            Deed::Delete(from, many) => {
                let contacts = (from..from + many).map(ContactId).collect();
                let _ = self
                    .store
                    .apply(Change::DeleteContacts { contacts }, &self.author(), &mut ());
            }
            Deed::Merge(from, many) => {
                let group = (from..from + many).rev().map(ContactId).collect();
                let change = Change::Merge {
                    groups: vec![group],
                    edits: Vec::new(),
                };
                self.store.apply(change, &self.author(), &mut ()).unwrap();
            }
            Deed::Undo(which, force, elsewhere) => self.go_back(true, which, force, elsewhere),
            Deed::Redo(which, elsewhere) => self.go_back(false, which, false, elsewhere),
            Deed::Reopen => self.store = open(self.path),
        }
    }

    fn happen(&self, kind: u8, from: u32, many: u32, day: i64) {
        let at = NOW - day * DAY;
        let event = |contact: u32| -> HistoryRow {
            let (id, contact) = (format!("{}", (day + i64::from(contact)) % 7), ContactId(contact));
            match kind {
                0 => purchase(contact, &id, at, &format!("{}.50", 5 + day % 90)),
                1 => email(contact, &id, at, (day % 2 == 0).then_some(at + 60)),
                _ => message(contact, &id, at, Direction::In),
            }
        };
        let rows: Vec<HistoryRow> = (from..from + many).map(event).collect();
        let job = HistoryJob {
            what: "import history.csv".to_owned(),
            key: None,
            kind: EventKind::ALL[usize::from(kind)],
            list: SHOP,
            source: "shop".into(),
        };
        let mut open = self.store.begin_history(job, &self.author()).unwrap();
        let done = self.store.history_batch(&mut open, rows, 1, &mut |_| Vec::new());
        done.unwrap();
        self.store.finish_history(open, EntryState::Done).unwrap();
    }

    /// Takes an entry back, or makes it again; whether it can is not asked here.
    fn go_back(&self, undo: bool, which: usize, force: bool, elsewhere: bool) {
        let entries = self.store.journal(which + 1).unwrap();
        // The list, which is made first, stays.
        let Some(entry) = entries.last().map(|entry| entry.id).filter(|entry| entry.0 > 1) else {
            return;
        };
        if elsewhere {
            let (undo, force) = (u8::from(undo), u8::from(force));
            run_child(
                "back",
                &format!("{undo},{force},{},{}", entry.0, self.clock),
                self.path,
            );
            return;
        }
        let done = if undo {
            self.store.undo(entry, force, &self.author(), &mut ())
        } else {
            self.store.redo(entry, force, &self.author(), &mut ())
        };
        assert!(matches!(done, Ok(_) | Err(StoreError::Stands(_))), "{done:?}");
    }

    fn check(&self) {
        let problems = self.store.check(&mut ()).unwrap().problems;
        assert_eq!(problems, Vec::<String>::new());
        let catalogue = self.store.catalogue().unwrap();
        let moment = Moment {
            now: Instant(NOW),
            zone: catalogue.settings.time_zone,
        };
        let everyone = self
            .store
            .walk(Scope::Everyone, &criteria::query::Query::All, None, usize::MAX)
            .unwrap();
        let profiles: Vec<_> = everyone
            .iter()
            .map(|id| self.store.profile(*id).unwrap().unwrap())
            .collect();
        for profile in &profiles {
            let events = profile.events.as_ref().unwrap();
            let opening = profile.contact.opening.as_ref();
            assert_eq!(profile.totals, Totals::of(opening, events.iter(), moment.zone));
        }
        for question in QUESTIONS {
            let checked = criteria::compile(question, &catalogue, Scope::Everyone).unwrap();
            let query = checked.query(&moment, &catalogue).unwrap();
            let found = self
                .store
                .walk(Scope::Everyone, &query, None, usize::MAX)
                .unwrap();
            let wanted: Vec<ContactId> = profiles
                .iter()
                .filter(|profile| criteria::holds(&checked, profile, &catalogue, &moment))
                .map(|profile| profile.contact.id)
                .collect();
            assert_eq!(found, wanted, "{question}");
        }
    }
}

/// Asked of event columns, of columns of totals, and of both.
const QUESTIONS: [&str; 7] = [
    "count(purchases within 90 days) >= 2",
    "sum(purchases.amount within 1 year) > 40",
    "total_spent > 50 and orders >= 2",
    "last_purchase within 6 months",
    "opened last 2 emails",
    "count(messages within 200 days) >= 1",
    "largest_order > 60",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn after_any_history_all_that_is_derived_is_what_recomputation_gives(
        deeds in prop::collection::vec(deed(), 5..30),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.redb");
        let store = open(&path);
        assert_eq!(list(&store, "Shop"), SHOP);
        let mut world = World { path: &path, store, clock: NOW };
        world.take(&Deed::People(12));
        for deed in &deeds {
            world.take(deed);
            world.check();
        }
    }
}
