//! Custom fields that get another type or another place: what is converted, what is lost, what segments make of it, and
//! that nothing of it is seen before its end.

use super::processes;
use super::suite::{add, apply, author, each_test, import, job, list, person, profile, row};
use audience::criteria::query::{Query, Test};
use audience::model::{ContactId, Edit, EntryState, FieldId, FieldRef, FieldType, NewContact, Scope, Value};
use audience::store::{Cancel, Change, Losses, OnMatch, Progress, Store, StoreError, losses};
use std::io::{BufRead, BufReader};
use std::path::Path;

mod each {
    use super::super::embedded::fresh;

    super::each_test!(fields, fresh:
        values_are_converted_and_come_back_exactly
        what_would_be_lost_is_told_before
        a_type_that_holds_the_same_values_touches_nobody
        segments_follow_the_field_and_back
        a_segment_that_would_ask_nonsense_is_named
        an_undo_waits_for_a_segment_made_since
        who_edits_meanwhile_is_followed
        a_stopped_change_was_never_seen
        places_change_and_change_back
    );
}

fn field(store: &impl Store, label: &str, kind: FieldType) -> FieldId {
    let label = label.to_owned();
    FieldId(apply(store, Change::AddField { label, kind }).created.unwrap())
}

fn text(value: &str) -> Value {
    Value::Text(value.into())
}

fn set(field: FieldId, value: Value) -> Edit {
    Edit::Set(FieldRef::Custom(field), Some(value))
}

fn with(name: &str, digits: u64, field: FieldId, value: Value) -> NewContact {
    let mut new = person(name, digits, &[]);
    new.edits.push(set(field, value));
    new
}

fn to(field: FieldId, kind: FieldType) -> Change {
    Change::ChangeField { field, kind }
}

/// The only custom field, as it is now.
fn only(store: &impl Store) -> (FieldId, FieldType) {
    let catalogue = store.catalogue().unwrap();
    let [field] = catalogue.fields.as_slice() else {
        panic!("{:?}", catalogue.fields)
    };
    (field.id, field.kind.clone())
}

/// What a contact has in the only custom field.
fn seen(store: &impl Store, contact: ContactId) -> Option<Value> {
    let (field, _) = only(store);
    profile(store, contact).contact.custom_value(field).cloned()
}

fn having(store: &impl Store) -> u64 {
    let (field, _) = only(store);
    let query = Query::Test(Test::IsSet(FieldRef::Custom(field)));
    store.count(Scope::Everyone, &query, &Cancel::default()).unwrap()
}

fn number(text: &str) -> Value {
    Value::Number(text.parse().unwrap())
}

fn undo(store: &impl Store) -> audience::store::TakenBack {
    let newest = store.journal(1).unwrap()[0].id;
    store
        .undo(newest, false, &author(1_700_000_900), &mut ())
        .unwrap()
}

pub(super) fn values_are_converted_and_come_back_exactly(store: &impl Store) {
    let size = field(store, "Size", FieldType::Text);
    let ana = add(store, with("Ana", 351_912_000_001, size, text("38,5")));
    let bea = add(store, with("Bea", 351_912_000_002, size, text("large")));
    let before = profile(store, ana);
    let changed = apply(store, to(size, FieldType::Number));
    assert_eq!(changed.contacts, 1);
    assert_eq!(only(store).1, FieldType::Number);
    assert_eq!((seen(store, ana), seen(store, bea)), (Some(number("38.5")), None));
    assert_eq!(having(store), 1);
    let entry = &store.journal(1).unwrap()[0];
    assert_eq!(
        (entry.what.as_str(), entry.state),
        ("make field Size a number field", EntryState::Done)
    );
    let (now, _) = only(store);
    let edits = vec![set(now, number("40"))];
    let edited = apply(store, Change::EditContact { contact: bea, edits }).entry;
    store.undo(edited.unwrap(), false, &author(3), &mut ()).unwrap();

    let change = changed.entry.unwrap();
    let back = store.undo(change, false, &author(4), &mut ()).unwrap();
    assert_eq!(back.stayed, 0, "{:?}", back.reasons);
    assert_eq!(profile(store, ana), before, "as it was in every part");
    assert_eq!((only(store), having(store)), ((size, FieldType::Text), 2));
    store.redo(change, false, &author(5), &mut ()).unwrap();
    assert_eq!((seen(store, ana), having(store)), (Some(number("38.5")), 1));
    store.undo(change, false, &author(6), &mut ()).unwrap();
    assert_eq!(seen(store, bea), Some(text("large")));
}

pub(super) fn what_would_be_lost_is_told_before(store: &impl Store) {
    let size = field(store, "Size", FieldType::Text);
    for (digits, value) in (351_912_000_001..).zip(["38", "M", "m", "M", "large"]) {
        add(store, with("Ana", digits, size, text(value)));
    }
    let told = losses(store, size, &FieldType::Number, &Cancel::default()).unwrap();
    let example = |value: &str| (value.to_owned(), "Ana".to_owned());
    let wanted = Losses {
        values: 5,
        lost: 4,
        examples: vec![example("M"), example("m"), example("large")],
        unreadable: 0,
    };
    assert_eq!(told, wanted);
    let sizes = FieldType::Choice(vec!["M".into(), "38".into()]);
    let told = losses(store, size, &sizes, &Cancel::default()).unwrap();
    assert_eq!((told.values, told.lost), (5, 1));
    apply(store, to(size, sizes));
    assert_eq!(having(store), 4);
}

pub(super) fn a_type_that_holds_the_same_values_touches_nobody(store: &impl Store) {
    let size = field(store, "Size", FieldType::Choice(vec!["S".into(), "M".into()]));
    let ana = add(store, with("Ana", 351_912_000_001, size, text("M")));
    let before = profile(store, ana);
    for kind in [
        FieldType::Choice(vec!["M".into(), "S".into(), "L".into()]),
        FieldType::Text,
    ] {
        let changed = apply(store, to(size, kind.clone()));
        assert_eq!((changed.contacts, only(store)), (0, (size, kind)));
        assert_eq!(profile(store, ana), before);
    }
    assert!(
        apply(store, to(size, FieldType::Text)).entry.is_none(),
        "it is one already"
    );
    undo(store);
    assert_eq!(profile(store, ana), before);
    let options = FieldType::Choice(Vec::new());
    assert!(store.apply(to(size, options), &author(9), &mut ()).is_err());
}

fn segment(store: &impl Store, name: &str, criteria: &str) -> Change {
    let names = store.catalogue().unwrap();
    let criteria = audience::criteria::compile(criteria, &names, Scope::Everyone).unwrap();
    Change::CreateSegment {
        scope: Scope::Everyone,
        name: name.into(),
        criteria: criteria.stored(),
    }
}

/// What a segment asks, in today's names.
fn asks(store: &impl Store, at: usize) -> String {
    let names = store.catalogue().unwrap();
    let segment = &names.segments[at];
    let criteria = audience::criteria::from_stored(&segment.criteria, &names, segment.scope).unwrap();
    criteria.text(&names)
}

pub(super) fn segments_follow_the_field_and_back(store: &impl Store) {
    let size = field(store, "Size", FieldType::Number);
    add(store, with("Ana", 351_912_000_001, size, number("38")));
    let made = segment(store, "Feet", "size = 38 and not opted_out");
    apply(store, made);
    let asked = asks(store, 0);
    apply(store, to(size, FieldType::Text));
    let (now, _) = only(store);
    assert_ne!(now, size);
    assert_eq!(asks(store, 0), asked);
    let change = store.journal(1).unwrap()[0].id;
    assert_eq!(undo(store).stayed, 0);
    assert_eq!((only(store).0, asks(store, 0)), (size, asked.clone()));
    let again = store.redo(change, false, &author(7), &mut ()).unwrap();
    assert_eq!((again.stayed, only(store).0), (0, now), "{:?}", again.reasons);
    assert_eq!(asks(store, 0), asked);
}

pub(super) fn a_segment_that_would_ask_nonsense_is_named(store: &impl Store) {
    let size = field(store, "Size", FieldType::Number);
    let made = segment(store, "Large feet", "size > 45");
    apply(store, made);
    let refused = store
        .apply(to(size, FieldType::YesNo), &author(8), &mut ())
        .unwrap_err();
    assert!(
        refused.to_string().contains("“Large feet” of Everyone"),
        "{refused}"
    );
    assert_eq!(only(store), (size, FieldType::Number));
    apply(store, to(size, FieldType::Money));
}

pub(super) fn an_undo_waits_for_a_segment_made_since(store: &impl Store) {
    let size = field(store, "Size", FieldType::Text);
    let ana = add(store, with("Ana", 351_912_000_001, size, text("38")));
    let change = apply(store, to(size, FieldType::Number)).entry.unwrap();
    let made = segment(store, "Large feet", "size > 37");
    let made = apply(store, made).created.unwrap();
    let refused = store.undo(change, false, &author(8), &mut ()).unwrap_err();
    assert!(
        matches!(&refused, StoreError::Stands(why) if why.contains("Large feet")),
        "{refused}"
    );
    assert_eq!(seen(store, ana), Some(number("38")), "its values stay with it");
    let segment = audience::model::SegmentId(made);
    apply(store, Change::DeleteSegment { segment });
    store.undo(change, false, &author(9), &mut ()).unwrap();
    assert_eq!(seen(store, ana), Some(text("38")));
}

/// So many take several batches.
const MANY: u64 = 24_500;

/// A store with many contacts who have a size.
fn many(store: &impl Store) -> FieldId {
    let size = field(store, "Size", FieldType::Text);
    let shop = list(store, "Shop");
    let one = |which: u64| {
        let mut row = row(
            which + 1,
            Some(&format!("id {which}")),
            "Bea",
            351_912_000_000 + which,
        );
        row.contact.edits.push(set(size, text(&which.to_string())));
        row
    };
    let rows: Vec<_> = (0..MANY).map(one).collect();
    import(store, &job(shop, OnMatch::Update), &rows);
    size
}

/// Edits the first and the last contact after the first batch, as another operator would.
struct Edits<'a, S>(&'a S, FieldId, u64);

impl<S: Store> Progress for Edits<'_, S> {
    fn step(&mut self, done: u64, total: u64) -> bool {
        if self.2 == 0 {
            assert!(done < total, "one batch was enough for all");
            assert_eq!(
                seen(self.0, ContactId(1)),
                Some(text("0")),
                "nothing of it is seen"
            );
            assert_eq!(having(self.0), MANY);
            for (contact, value) in [(1, "7"), (MANY as u32, "huge")] {
                let edits = vec![set(self.1, text(value))];
                let contact = ContactId(contact);
                apply(self.0, Change::EditContact { contact, edits });
            }
        }
        self.2 = done;
        true
    }
}

pub(super) fn who_edits_meanwhile_is_followed(store: &impl Store) {
    let size = many(store);
    let mut edits = Edits(store, size, 0);
    let change = to(size, FieldType::Number);
    store.apply(change, &author(1_700_000_200), &mut edits).unwrap();
    assert_eq!(seen(store, ContactId(1)), Some(number("7")));
    assert_eq!(seen(store, ContactId(MANY as u32)), None, "huge is no number");
    assert_eq!(having(store), MANY - 1);
}

/// Stops after the first batch.
struct Stop;

impl Progress for Stop {
    fn step(&mut self, _done: u64, _total: u64) -> bool {
        false
    }
}

pub(super) fn a_stopped_change_was_never_seen(store: &impl Store) {
    let size = many(store);
    let change = to(size, FieldType::Number);
    let stopped = store
        .apply(change.clone(), &author(1_700_000_200), &mut Stop)
        .unwrap_err();
    assert_eq!(stopped, StoreError::Cancelled);
    assert_eq!((only(store), having(store)), ((size, FieldType::Text), MANY));
    assert_eq!(store.journal(1).unwrap()[0].state, EntryState::Interrupted);
    assert_eq!(store.check(&mut ()).unwrap().problems, Vec::<String>::new());
    undo(store);
    apply(store, change);
    assert_eq!((only(store).1, having(store)), (FieldType::Number, MANY));
}

pub(super) fn places_change_and_change_back(store: &impl Store) {
    let labels = |store: &_| -> Vec<String> {
        let names = Store::catalogue(store).unwrap();
        names.fields.iter().map(|field| field.label.clone()).collect()
    };
    let [first, _, third] = ["A", "B", "C"].map(|label| field(store, label, FieldType::Text));
    apply(store, Change::MoveField { field: third, to: 0 });
    assert_eq!(labels(store), ["C", "A", "B"]);
    undo(store);
    assert_eq!(labels(store), ["A", "B", "C"]);
    apply(store, Change::MoveField { field: first, to: 9 });
    assert_eq!(labels(store), ["B", "C", "A"]);
    let same = Change::MoveField { field: first, to: 2 };
    assert!(apply(store, same).entry.is_none());
    apply(store, to(third, FieldType::Number));
    field(store, "D", FieldType::Text);
    assert_eq!(labels(store), ["B", "C", "A", "D"]);
}

/// Begins to change the type of the only field, says so, and waits to be killed.
pub(super) fn in_child(path: &Path) {
    struct Hold;
    impl Progress for Hold {
        fn step(&mut self, _done: u64, _total: u64) -> bool {
            println!("\nholding");
            loop {
                std::thread::park();
            }
        }
    }
    let store = super::embedded::open(path);
    let (size, _) = only(&store);
    let _ = store.apply(to(size, FieldType::Number), &author(5), &mut Hold);
}

#[test]
fn a_change_of_type_whose_process_is_gone_left_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.redb");
    let store = super::embedded::open(&path);
    let size = many(&store);
    let mut child = processes::spawn("retype", 0, &path);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "holding"));
    let beside = store.apply(to(size, FieldType::Set), &author(6), &mut ());
    assert!(
        matches!(beside.unwrap_err(), StoreError::Invalid(_)),
        "not twice at once"
    );
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(store.journal(1).unwrap()[0].state, EntryState::Interrupted);
    assert_eq!((only(&store), having(&store)), ((size, FieldType::Text), MANY));
    apply(&store, to(size, FieldType::Number));
    assert_eq!((only(&store).1, having(&store)), (FieldType::Number, MANY));
    assert_eq!(store.check(&mut ()).unwrap().problems, Vec::<String>::new());
}
