//! Undo and redo: what goes back, what stays, and what is refused with its name.

use super::history::{self, message};
use super::suite::{add, apply, author, each_test, import, job, list, person, profile, row};
use audience::criteria::query::Query;
use audience::model::{
    Author, BuiltinField, ContactId, Direction, Edit, EntryId, EntryKind, EntryState, EventKind, FieldId,
    FieldRef, FieldType, Instant, ListId, Scope, Value,
};
use audience::phone::{E164, identity};
use audience::store::{Applied, Cancel, Change, Entries, OnMatch, Progress, Store, StoreError, TakenBack};

mod each {
    use super::super::embedded::fresh;

    super::each_test!(undo, fresh:
        a_form_goes_back_and_comes_again
        an_import_goes_back_and_comes_again
        what_has_changed_since_stays_unless_forced
        an_import_run_again_after_its_undo_begins_anew
        an_id_that_is_anothers_now_is_named
        a_deleted_list_comes_back_with_all_that_was_in_it
        a_list_comes_back_beside_no_other_of_its_name
        a_list_with_contacts_cannot_be_undone_away
        a_contact_comes_back_without_a_list_that_is_gone
        a_moved_list_comes_back
        a_deleted_field_comes_back_with_its_values
        a_used_field_and_a_used_segment_stay
        settings_go_back
        an_opt_out_stays
        undo_and_redo_go_through_an_operators_own_changes
        an_interrupted_undo_goes_on
        an_interrupted_undo_can_be_taken_back
        ids_and_numbers_of_an_import_that_is_half_undone_are_free
        an_interrupted_redo_can_be_undone
        a_running_import_is_not_undone
        an_interrupted_import_is_undone
        what_stands_against_an_undo_is_told_beforehand
        history_is_asked_by_operator_time_and_text
        history_is_forgotten_after_its_days
        events_go_back_and_come_again
        a_contact_with_events_that_came_since_stays
        a_deleted_contact_comes_back_with_its_events
        a_time_zone_that_goes_back_takes_the_days_of_events_along
    );
}

fn undo(store: &impl Store, entry: EntryId) -> TakenBack {
    store.undo(entry, false, &author(1_700_000_900), &mut ()).unwrap()
}

fn redo(store: &impl Store, entry: EntryId) -> TakenBack {
    store.redo(entry, false, &author(1_700_000_950), &mut ()).unwrap()
}

fn refused(store: &impl Store, entry: EntryId) -> String {
    let before = store.generation().unwrap();
    let error = store
        .undo(entry, false, &author(1_700_000_900), &mut ())
        .unwrap_err();
    assert_eq!(store.generation().unwrap(), before, "a refusal changes nothing");
    assert!(matches!(error, StoreError::Stands(_)), "{error:?}");
    error.to_string()
}

fn first_name(name: &str) -> Vec<Edit> {
    let field = FieldRef::Builtin(BuiltinField::FirstName);
    vec![Edit::Set(field, Some(Value::Text(name.into())))]
}

fn rename(store: &impl Store, contact: ContactId, name: &str) -> EntryId {
    let edits = first_name(name);
    apply(store, Change::EditContact { contact, edits })
        .entry
        .unwrap()
}

fn newest(store: &impl Store) -> EntryId {
    store.journal(1).unwrap()[0].id
}

fn count(store: &impl Store, scope: Scope) -> u64 {
    store.count(scope, &Query::All, &Cancel::default()).unwrap()
}

fn delete_list(store: &impl Store, list: ListId, move_to: Option<ListId>) -> EntryId {
    apply(store, Change::DeleteList { list, move_to }).entry.unwrap()
}

fn segment(store: &impl Store, scope: Scope, name: &str, criteria: &str) -> Applied {
    apply(
        store,
        Change::CreateSegment {
            scope,
            name: name.into(),
            criteria: criteria.into(),
        },
    )
}

pub(super) fn a_form_goes_back_and_comes_again(store: &impl Store) {
    let ana = add(store, person("Ana", 351_912_345_678, &[]));
    let made = newest(store);
    let before = profile(store, ana);
    let edit = rename(store, ana, "Anna");
    let after = profile(store, ana);
    let told = undo(store, edit);
    assert_eq!((told.back, told.stayed), (1, 0));
    assert_eq!(profile(store, ana), before, "with the moment of its last change");
    let entries = store.journal(2).unwrap();
    assert_eq!(entries[0].kind, EntryKind::Undo(edit));
    assert_eq!(entries[1].taken_back, Some(entries[0].id));
    assert!(refused(store, edit).contains("undone already"));
    redo(store, edit);
    assert_eq!(profile(store, ana), after);
    assert!(store.redo(edit, false, &author(3), &mut ()).is_err());
    undo(store, edit);
    undo(store, made);
    assert_eq!(store.profile(ana).unwrap(), None);
    redo(store, made);
    assert_eq!(profile(store, ana), before);
    let told = undo(store, newest(store));
    assert_eq!(told.change, Some(made), "undoing a redo is an undo again");
    assert_eq!(store.profile(ana).unwrap(), None);
}

fn people(count: u64, first: u64) -> Vec<audience::store::ImportRow> {
    let one = |which| row(which + 1, Some(&format!("id {which}")), "Bea", first + which);
    (0..count).map(one).collect()
}

pub(super) fn an_import_goes_back_and_comes_again(store: &impl Store) {
    let shop = list(store, "Shop");
    let ana = add(store, person("Ana", 351_912_000_007, &[]));
    let rows = people(20_500, 351_912_000_000);
    import(store, &job(shop, OnMatch::KeepBoth), &rows);
    let entry = newest(store);
    let everyone = store
        .walk(Scope::Everyone, &Query::All, None, usize::MAX)
        .unwrap();
    let before = store.profiles(&everyone).unwrap();
    assert_eq!(before.len(), 20_501);
    let told = undo(store, entry);
    assert_eq!((told.back, told.stayed), (20_500, 0));
    assert_eq!(count(store, Scope::Everyone), 1);
    assert_eq!(store.catalogue().unwrap().list(shop).unwrap().contacts, 0);
    assert_eq!(store.check(&mut ()).unwrap().problems, Vec::<String>::new());
    let number = identity(E164::from_digits(351_912_000_007));
    assert_eq!(store.by_number(number).unwrap(), [ana]);
    redo(store, entry);
    assert_eq!(store.profiles(&everyone).unwrap(), before);
    assert_eq!(store.check(&mut ()).unwrap().problems, Vec::<String>::new());
    undo(store, entry);
    assert_eq!(count(store, Scope::Everyone), 1);
}

pub(super) fn what_has_changed_since_stays_unless_forced(store: &impl Store) {
    let shop = list(store, "Shop");
    import(store, &job(shop, OnMatch::Update), &people(5, 351_912_000_000));
    let entry = newest(store);
    let kept = ContactId(3);
    rename(store, kept, "Carla");
    let gone = ContactId(2);
    apply(store, Change::DeleteContacts { contacts: vec![gone] });
    let told = undo(store, entry);
    assert_eq!((told.back, told.stayed), (3, 1), "who is gone needs nothing");
    assert_eq!(told.reasons, ["Carla (:3) has been changed since."]);
    assert_eq!(count(store, Scope::List(shop)), 1);
    let again = refused(store, entry);
    assert!(again.contains("1 stayed") && again.contains("--force"), "{again}");
    let told = store.undo(entry, true, &author(9), &mut ()).unwrap();
    assert_eq!((told.back, told.stayed), (1, 0));
    assert_eq!(count(store, Scope::Everyone), 0);
    redo(store, entry);
    assert_eq!(
        profile(store, kept).contact.first_name,
        "Carla",
        "as it was when it went"
    );
    assert_eq!(count(store, Scope::Everyone), 4);
}

pub(super) fn an_import_run_again_after_its_undo_begins_anew(store: &impl Store) {
    let shop = list(store, "Shop");
    let (job, rows) = (job(shop, OnMatch::Update), people(5, 351_912_000_000));
    let mut open = store.begin_import(job.clone(), &author(5)).unwrap();
    store
        .import_batch(&mut open, rows[..3].to_vec(), 3, &mut |_| vec![3])
        .unwrap();
    let entry = open.entry;
    store.finish_import(open, EntryState::Interrupted).unwrap();
    undo(store, entry);
    let again = store.begin_import(job, &author(6)).unwrap();
    assert_eq!(again.rows_done, 0);
    assert_ne!(again.entry, entry);
    store.finish_import(again, EntryState::Done).unwrap();
}

pub(super) fn an_id_that_is_anothers_now_is_named(store: &impl Store) {
    let shop = list(store, "Shop");
    let (job, rows) = (job(shop, OnMatch::Update), people(2, 351_912_000_000));
    import(store, &job, &rows);
    let first = newest(store);
    undo(store, first);
    import(store, &job, &rows);
    let before = store.generation().unwrap();
    let error = store
        .redo(first, false, &author(7), &mut ())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("its id id 0 is another contact's now (:3)"),
        "{error}"
    );
    assert_eq!(store.generation().unwrap(), before);
    let told = store.redo(first, true, &author(7), &mut ()).unwrap();
    assert_eq!((told.back, told.stayed), (2, 0));
    assert!(told.reasons[0].contains("without its id"), "{:?}", told.reasons);
    assert_eq!(count(store, Scope::List(shop)), 4);
}

pub(super) fn a_deleted_list_comes_back_with_all_that_was_in_it(store: &impl Store) {
    let (shop, news) = (list(store, "Shop"), list(store, "News"));
    let scope = Scope::List(shop);
    let late = segment(store, scope, "Late", "first_name = ana").created.unwrap();
    segment(store, scope, "Later", &format!("in segment \"#{late}\""));
    let both = add(store, person("Ana", 351_912_000_001, &[shop, news]));
    let only = add(store, person("Bea", 351_912_000_002, &[shop]));
    let before = (
        profile(store, both),
        profile(store, only),
        store.catalogue().unwrap(),
    );
    let entry = delete_list(store, shop, None);
    assert_eq!(store.profile(only).unwrap(), None);
    undo(store, entry);
    let now = store.catalogue().unwrap();
    assert_eq!((profile(store, both), profile(store, only)), (before.0, before.1));
    assert_eq!(now.segments, before.2.segments);
    assert_eq!(now.list(shop).unwrap().contacts, 2);
    assert_eq!(now.list(shop).unwrap().name, "Shop");
    redo(store, entry);
    assert_eq!(store.catalogue().unwrap().lists.len(), 1);
    assert_eq!(store.catalogue().unwrap().segments.len(), 0);
    assert_eq!(store.profile(only).unwrap(), None);
    undo(store, entry);
    let late = add(store, person("Late", 351_912_000_009, &[shop]));
    let told = redo(store, entry);
    assert_eq!(
        told.stayed, 3,
        "the list, and its segments with it: {:?}",
        told.reasons
    );
    assert_eq!(profile(store, late).contact.lists, [shop]);
    assert_eq!(store.catalogue().unwrap().segments.len(), 2);
}

pub(super) fn a_list_comes_back_beside_no_other_of_its_name(store: &impl Store) {
    let shop = list(store, "Shop");
    let ana = add(store, person("Ana", 351_912_000_001, &[shop]));
    let entry = delete_list(store, shop, None);
    let other = list(store, "SHOP");
    let words = refused(store, entry);
    assert!(words.contains("another list “SHOP”"), "{words}");
    let change = Change::EditList {
        list: other,
        name: Some("Market".into()),
        description: None,
        lifecycle: None,
    };
    let renamed = apply(store, change).entry.unwrap();
    undo(store, entry);
    assert_eq!(profile(store, ana).contact.lists, [shop]);
    assert!(refused(store, renamed).contains("another list “Shop”"));
}

pub(super) fn a_list_with_contacts_cannot_be_undone_away(store: &impl Store) {
    let shop = list(store, "Shop");
    let entry = newest(store);
    add(store, person("Ana", 351_912_000_001, &[shop]));
    let words = refused(store, entry);
    assert!(words.contains("“Shop” has 1 contact"), "{words}");
    undo(store, newest(store));
    let segment = segment(store, Scope::List(shop), "Late", "").entry.unwrap();
    assert!(refused(store, entry).contains("segment “Late”"));
    undo(store, segment);
    undo(store, entry);
    assert_eq!(store.catalogue().unwrap().lists.len(), 0);
    redo(store, entry);
    redo(store, segment);
    assert_eq!(store.catalogue().unwrap().segments.len(), 1);
}

pub(super) fn a_contact_comes_back_without_a_list_that_is_gone(store: &impl Store) {
    let (shop, news) = (list(store, "Shop"), list(store, "News"));
    let ana = add(store, person("Ana", 351_912_000_001, &[shop, news]));
    let bea = add(store, person("Bea", 351_912_000_002, &[news]));
    let change = Change::RemoveFromList {
        contacts: vec![bea],
        list: news,
    };
    let left = apply(store, change).entry.unwrap();
    let gone = apply(store, Change::DeleteContacts { contacts: vec![ana] })
        .entry
        .unwrap();
    delete_list(store, news, None);
    let told = undo(store, gone);
    assert!(told.reasons[0].contains("without a list"), "{:?}", told.reasons);
    assert_eq!(profile(store, ana).contact.lists, [shop]);
    undo(store, left);
    assert_eq!(profile(store, bea).contact.lists, []);
}

pub(super) fn a_moved_list_comes_back(store: &impl Store) {
    let (shop, news) = (list(store, "Shop"), list(store, "News"));
    let ana = add(store, person("Ana", 351_912_000_001, &[shop]));
    let bea = add(store, person("Bea", 351_912_000_002, &[shop, news]));
    let entry = delete_list(store, shop, Some(news));
    assert_eq!(count(store, Scope::List(news)), 2);
    undo(store, entry);
    assert_eq!(profile(store, ana).contact.lists, [shop]);
    assert_eq!(profile(store, bea).contact.lists, [shop, news]);
    assert_eq!(count(store, Scope::List(news)), 1);
}

pub(super) fn a_deleted_field_comes_back_with_its_values(store: &impl Store) {
    let field = Change::AddField {
        label: "Shoe size".into(),
        kind: FieldType::Number,
    };
    let added = apply(store, field);
    let size = FieldId(added.created.unwrap());
    let value = |number: &str| Value::Number(number.parse().unwrap());
    let with = |name, digits, number: &str| {
        let mut new = person(name, digits, &[]);
        new.edits
            .push(Edit::Set(FieldRef::Custom(size), Some(value(number))));
        new
    };
    let ana = add(store, with("Ana", 351_912_000_001, "38"));
    let bea = add(store, with("Bea", 351_912_000_002, "39"));
    let deleted = apply(store, Change::DeleteField { field: size }).entry.unwrap();
    rename(store, bea, "Beatriz");
    let gone = apply(store, Change::DeleteContacts { contacts: vec![ana] })
        .entry
        .unwrap();
    undo(store, gone);
    let same = Change::AddField {
        label: "shoe SIZE".into(),
        kind: FieldType::Text,
    };
    let other = apply(store, same).entry.unwrap();
    assert!(refused(store, deleted).contains("another field “shoe SIZE”"));
    undo(store, other);
    undo(store, deleted);
    let large = segment(store, Scope::Everyone, "Large", &format!("`#{}` >= 39", size.0));
    let catalogue = store.catalogue().unwrap();
    let criteria = &catalogue.segments[0].criteria;
    let tree = audience::criteria::from_stored(criteria, &catalogue, Scope::Everyone).unwrap();
    let moment = audience::model::Moment {
        now: Instant(1_700_000_000),
        zone: catalogue.settings.time_zone,
    };
    let query = tree.query(&moment, &catalogue).unwrap();
    let asked = store.count(Scope::Everyone, &query, &Cancel::default());
    assert_eq!(asked.unwrap(), 1, "its column has come back too");
    assert_eq!(profile(store, bea).contact.custom_value(size), Some(&value("39")));
    assert_eq!(profile(store, ana).contact.custom_value(size), Some(&value("38")));
    undo(store, large.entry.unwrap());
}

pub(super) fn a_used_field_and_a_used_segment_stay(store: &impl Store) {
    let field = Change::AddField {
        label: "Size".into(),
        kind: FieldType::Number,
    };
    let added = apply(store, field);
    let size = added.created.unwrap();
    let first = segment(store, Scope::Everyone, "Large", &format!("`#{size}` > 40"));
    let criteria = format!("in segment \"#{}\"", first.created.unwrap());
    let second = segment(store, Scope::Everyone, "Larger", &criteria);
    assert!(refused(store, added.entry.unwrap()).contains("used by the segment “Large”"));
    assert!(refused(store, first.entry.unwrap()).contains("used by the segment “Larger”"));
    let deleted = apply(
        store,
        Change::DeleteSegment {
            segment: audience::model::SegmentId(second.created.unwrap()),
        },
    );
    undo(store, first.entry.unwrap());
    let words = refused(store, deleted.entry.unwrap());
    assert!(words.contains("“Larger” cannot be read"), "{words}");
    redo(store, first.entry.unwrap());
    undo(store, deleted.entry.unwrap());
    assert_eq!(store.catalogue().unwrap().segments.len(), 2);
}

pub(super) fn settings_go_back(store: &impl Store) {
    let before = store.catalogue().unwrap().settings.clone();
    let mut settings = before.clone();
    settings.country = Some("PT".into());
    let first = apply(store, Change::Settings(settings.clone())).entry.unwrap();
    settings.journal_days = 30;
    let second = apply(store, Change::Settings(settings.clone())).entry.unwrap();
    assert!(refused(store, first).contains("settings have been changed since"));
    undo(store, second);
    undo(store, first);
    assert_eq!(store.catalogue().unwrap().settings, before);
    redo(store, first);
    redo(store, second);
    assert_eq!(store.catalogue().unwrap().settings, settings);
}

pub(super) fn an_opt_out_stays(store: &impl Store) {
    let shop = list(store, "Shop");
    let mut rows = people(2, 351_912_000_000);
    rows[1].opts_out = true;
    import(store, &job(shop, OnMatch::Update), &rows);
    let imported = newest(store);
    let number = E164::from_digits(351_912_000_000);
    let reason = "asked".to_owned();
    let out = apply(store, Change::OptOut { number, reason }).entry.unwrap();
    assert!(refused(store, out).contains("always stay"));
    assert!(!store.journal(1).unwrap()[0].can_go_back);
    undo(store, imported);
    redo(store, imported);
    for id in [1, 2] {
        assert!(profile(store, ContactId(id)).permission.opted_out.is_some());
    }
}

pub(super) fn undo_and_redo_go_through_an_operators_own_changes(store: &impl Store) {
    let ana = add(store, person("Ana", 351_912_000_001, &[]));
    let (first, second) = (rename(store, ana, "One"), rename(store, ana, "Two"));
    let bruno = Author {
        name: "bruno".into(),
        at: Instant(1_700_000_500),
    };
    let edits = vec![Edit::Set(
        FieldRef::Builtin(BuiltinField::City),
        Some(Value::Text("Porto".into())),
    )];
    let bea = add(store, person("Bea", 351_912_000_002, &[]));
    undo(store, newest(store));
    redo(store, store.next_redo("ana").unwrap().unwrap().id);
    let change = Change::EditContact { contact: bea, edits };
    let theirs = store.apply(change, &bruno, &mut ()).unwrap().entry.unwrap();
    let next = |who| store.next_undo(who).unwrap().map(|entry| entry.id);
    assert_eq!(next("bruno"), Some(theirs));
    assert_eq!(store.next_redo("ana").unwrap(), None, "it has been redone");
    let added = next("ana").unwrap();
    let words = refused(store, added);
    assert!(words.contains("Bea (:2) has been changed since"), "{words}");
    store.undo(theirs, false, &bruno, &mut ()).unwrap();
    undo(store, added);
    assert_eq!(next("ana"), Some(second));
    undo(store, second);
    assert_eq!(next("ana"), Some(first));
    undo(store, first);
    for entry in [first, second, added] {
        let undone = store.next_redo("ana").unwrap().unwrap();
        assert_eq!(redo(store, undone.id).change, Some(entry));
    }
    assert_eq!(store.next_redo("ana").unwrap(), None);
    undo(store, next("ana").unwrap());
    rename(store, ana, "Three");
    assert_eq!(
        store.next_redo("ana").unwrap(),
        None,
        "something has been changed since"
    );
}

/// Stops after the first batch that is not the last.
struct Stop;

impl Progress for Stop {
    fn step(&mut self, _done: u64, _total: u64) -> bool {
        false
    }
}

/// So many contacts that taking them back needs several batches.
const MANY: u64 = 24_500;

/// An import so large that taking it back needs several batches.
fn large(store: &impl Store) -> EntryId {
    let shop = list(store, "Shop");
    import(store, &job(shop, OnMatch::Update), &people(MANY, 351_912_000_000));
    newest(store)
}

/// Begins to take an entry back, until it is stopped; gives back its entry, and how many contacts are there.
fn begun(store: &impl Store, entry: EntryId) -> (EntryId, u64) {
    let stopped = store.undo(entry, false, &author(7), &mut Stop).unwrap_err();
    assert_eq!(stopped, StoreError::Cancelled);
    let begun = &store.journal(1).unwrap()[0];
    assert_eq!(
        (begun.state, begun.kind),
        (EntryState::Interrupted, EntryKind::Undo(entry))
    );
    let left = count(store, Scope::Everyone);
    assert_eq!(MANY - left, begun.rows);
    assert!((1..MANY).contains(&left), "{left}");
    assert_eq!(store.check(&mut ()).unwrap().problems, Vec::<String>::new());
    (begun.id, left)
}

pub(super) fn an_interrupted_undo_goes_on(store: &impl Store) {
    let entry = large(store);
    let (id, _) = begun(store, entry);
    assert_eq!(store.next_undo("ana").unwrap().unwrap().id, entry);
    assert_eq!(undo(store, entry).entry, Some(id));
    assert_eq!(count(store, Scope::Everyone), 0);
    assert_eq!(store.journal(1).unwrap()[0].rows, MANY);
    redo(store, entry);
    assert_eq!(count(store, Scope::Everyone), MANY);
}

pub(super) fn an_interrupted_undo_can_be_taken_back(store: &impl Store) {
    let entry = large(store);
    begun(store, entry);
    redo(store, entry);
    assert_eq!(count(store, Scope::Everyone), MANY);
    undo(store, entry);
    assert_eq!(count(store, Scope::Everyone), 0);
}

pub(super) fn ids_and_numbers_of_an_import_that_is_half_undone_are_free(store: &impl Store) {
    let entry = large(store);
    begun(store, entry);
    let last = MANY - 1;
    let number = identity(E164::from_digits(351_912_000_000 + last));
    assert_eq!(store.by_number(number).unwrap(), []);
    let again: Vec<_> = people(MANY, 351_912_000_000).split_off(MANY as usize - 1_000);
    let shop = store.catalogue().unwrap().lists[0].id;
    import(store, &job(shop, OnMatch::KeepBoth), &again);
    let second = newest(store);
    let its_own = [ContactId(MANY as u32 + 1_000)];
    assert_eq!(store.by_number(number).unwrap(), its_own);
    assert_eq!(store.check(&mut ()).unwrap().problems, Vec::<String>::new());
    undo(store, second);
    assert_eq!(store.by_number(number).unwrap(), []);
    assert_eq!(redo(store, entry).stayed, 0);
    assert_eq!(count(store, Scope::Everyone), MANY);
    assert_eq!(store.by_number(number).unwrap(), [ContactId(MANY as u32)]);
    assert_eq!(store.check(&mut ()).unwrap().problems, Vec::<String>::new());
}

pub(super) fn an_interrupted_redo_can_be_undone(store: &impl Store) {
    let entry = large(store);
    undo(store, entry);
    let stopped = store.redo(entry, false, &author(8), &mut Stop).unwrap_err();
    assert_eq!(stopped, StoreError::Cancelled);
    assert!((1..MANY).contains(&count(store, Scope::Everyone)));
    undo(store, entry);
    assert_eq!(count(store, Scope::Everyone), 0);
    redo(store, entry);
    assert_eq!(count(store, Scope::Everyone), MANY);
}

pub(super) fn a_running_import_is_not_undone(store: &impl Store) {
    let shop = list(store, "Shop");
    let open = store
        .begin_import(job(shop, OnMatch::Update), &author(5))
        .unwrap();
    assert!(refused(store, open.entry).contains("still running"));
    store.finish_import(open, EntryState::Done).unwrap();
}

pub(super) fn an_interrupted_import_is_undone(store: &impl Store) {
    let shop = list(store, "Shop");
    let rows = people(5, 351_912_000_000);
    let mut open = store
        .begin_import(job(shop, OnMatch::Update), &author(5))
        .unwrap();
    let entry = open.entry;
    store
        .import_batch(&mut open, rows.clone(), 5, &mut |_| Vec::new())
        .unwrap();
    store.finish_import(open, EntryState::Interrupted).unwrap();
    assert_eq!(undo(store, entry).back, 5);
    assert_eq!(count(store, Scope::Everyone), 0);
}

pub(super) fn what_stands_against_an_undo_is_told_beforehand(store: &impl Store) {
    let shop = list(store, "Shop");
    import(store, &job(shop, OnMatch::Update), &people(5, 351_912_000_000));
    let entry = newest(store);
    rename(store, ContactId(3), "Carla");
    let before = store.generation().unwrap();
    let told = store.stands_against(entry, &author(9)).unwrap();
    assert_eq!((told.back, told.stayed), (4, 1));
    assert_eq!(told.reasons, ["Carla (:3) has been changed since."]);
    assert_eq!(store.generation().unwrap(), before);
    assert_eq!(count(store, Scope::Everyone), 5);
}

pub(super) fn history_is_asked_by_operator_time_and_text(store: &impl Store) {
    list(store, "Shop");
    let ana = add(store, person("Ana", 351_912_000_001, &[]));
    let bruno = Author {
        name: "bruno".into(),
        at: Instant(1_700_100_000),
    };
    let edits = first_name("Anna");
    let change = Change::EditContact { contact: ana, edits };
    store.apply(change, &bruno, &mut ()).unwrap();
    let asked = |asked: Entries| -> Vec<String> {
        let found = store.history(&Entries { limit: 9, ..asked }).unwrap();
        found.into_iter().map(|entry| entry.what).collect()
    };
    let by = Some("bruno".to_owned());
    let none = Entries::default;
    assert_eq!(asked(Entries { by, ..none() }), ["edit contact Ana"]);
    let since = Some(Instant(1_700_100_000));
    assert_eq!(asked(Entries { since, ..none() }), ["edit contact Ana"]);
    let text = "SHOP".to_owned();
    assert_eq!(asked(Entries { text, ..none() }), ["create list Shop"]);
    assert_eq!(asked(none()).len(), 3);
}

pub(super) fn history_is_forgotten_after_its_days(store: &impl Store) {
    let field = Change::AddField {
        label: "Size".into(),
        kind: FieldType::Number,
    };
    let size = FieldId(apply(store, field).created.unwrap());
    let mut new = person("Ana", 351_912_345_678, &[]);
    let value = Value::Number("38".parse().unwrap());
    new.edits.push(Edit::Set(FieldRef::Custom(size), Some(value)));
    let ana = add(store, new);
    apply(store, Change::DeleteField { field: size });
    let rows = || {
        let stats = store.stats().unwrap();
        let find = |name| {
            stats
                .iter()
                .find(|(key, _)| key == name)
                .unwrap()
                .1
                .parse::<u64>()
                .unwrap()
        };
        (find("rows in journal_rows"), find("bytes of history"))
    };
    let (chunks, bytes) = rows();
    let later = Author {
        name: "ana".into(),
        at: Instant(1_700_000_000 + 400 * 86_400),
    };
    let edits = first_name("Anna");
    let change = Change::EditContact { contact: ana, edits };
    store.apply(change, &later, &mut ()).unwrap();
    assert_eq!(
        store.journal(9).unwrap().len(),
        1,
        "only what was done now is left"
    );
    let (left, fewer) = rows();
    assert!(
        left < chunks && fewer < bytes,
        "{left} of {chunks}, {fewer} of {bytes}"
    );
    let edits = first_name("Anne");
    let change = Change::EditContact { contact: ana, edits };
    store.apply(change, &later, &mut ()).unwrap();
    assert_eq!(
        profile(store, ana).contact.custom_value(size),
        None,
        "its field cannot come back"
    );
}

fn timeline(store: &impl Store, contact: ContactId) -> Vec<audience::model::TimelineItem> {
    let kinds = [EventKind::Purchase, EventKind::Email, EventKind::Message];
    store.timeline(contact, None, 10_000, &kinds).unwrap()
}

/// Very many messages of one contact, so that they lie in several chunks.
fn messages(contact: ContactId, first: i64, count: i64) -> Vec<audience::store::HistoryRow> {
    let one = |which| message(contact, &format!("m {which}"), which * 60, Direction::In);
    (first..first + count).map(one).collect()
}

pub(super) fn events_go_back_and_come_again(store: &impl Store) {
    let shop = list(store, "Shop");
    let ana = add(store, person("Ana", 351_912_000_001, &[shop]));
    history::import(store, shop, &messages(ana, 0, 100));
    let before = timeline(store, ana);
    history::import(store, shop, &messages(ana, 50, 500));
    let second = newest(store);
    let after = timeline(store, ana);
    assert_eq!((before.len(), after.len()), (100, 550));
    assert_eq!(undo(store, second).back, 450);
    assert_eq!(timeline(store, ana), before);
    redo(store, second);
    assert_eq!(timeline(store, ana), after);
    history::import(store, shop, &messages(ana, 549, 2));
    let third = newest(store);
    let words = refused(store, second);
    assert!(
        words.contains("Ana (:1): its messages have changed since"),
        "{words}"
    );
    undo(store, third);
    undo(store, second);
    assert_eq!(timeline(store, ana), before);
    let moved = message(ana, "m 549", 9_000_000, Direction::Out);
    history::import(store, shop, &[moved]);
    let with = timeline(store, ana);
    assert!(
        store.redo(second, false, &author(9), &mut ()).is_err(),
        "m 549 would stand twice"
    );
    assert_eq!(timeline(store, ana), with);
}

pub(super) fn a_contact_with_events_that_came_since_stays(store: &impl Store) {
    let shop = list(store, "Shop");
    import(store, &job(shop, OnMatch::Update), &people(3, 351_912_000_000));
    let contacts = newest(store);
    let bought = history::purchase(ContactId(2), "o 1", 1_700_000_000, "12.50");
    history::import(store, shop, &[bought]);
    let events = newest(store);
    let told = undo(store, contacts);
    assert_eq!((told.back, told.stayed), (2, 1));
    assert!(told.reasons[0].contains("came since"), "{:?}", told.reasons);
    assert_eq!(timeline(store, ContactId(2)).len(), 1);
    let told = store.undo(contacts, true, &author(9), &mut ()).unwrap();
    assert_eq!((told.back, told.stayed), (1, 0));
    redo(store, contacts);
    assert_eq!(
        timeline(store, ContactId(2)).len(),
        1,
        "they come back with their contact"
    );
    undo(store, events);
    assert_eq!(timeline(store, ContactId(2)).len(), 0);
}

pub(super) fn a_deleted_contact_comes_back_with_its_events(store: &impl Store) {
    let shop = list(store, "Shop");
    let ana = add(store, person("Ana", 351_912_000_001, &[shop]));
    history::import(store, shop, &messages(ana, 0, 300));
    let before = timeline(store, ana);
    let entry = delete_list(store, shop, None);
    assert_eq!(timeline(store, ana), []);
    undo(store, entry);
    assert_eq!(timeline(store, ana), before);
    redo(store, entry);
    assert_eq!(timeline(store, ana), []);
    undo(store, entry);
    assert_eq!(timeline(store, ana), before);
}

pub(super) fn a_time_zone_that_goes_back_takes_the_days_of_events_along(store: &impl Store) {
    let shop = list(store, "Shop");
    let ana = add(store, person("Ana", 351_912_000_001, &[shop]));
    let bought = history::purchase(
        ana,
        "o 1",
        1_700_004_000 - 1_700_004_000 % 86_400 + 86_000,
        "12.50",
    );
    history::import(store, shop, &[bought]);
    let mut settings = store.catalogue().unwrap().settings.clone();
    settings.time_zone = "Asia/Tokyo".parse().unwrap();
    let entry = apply(store, Change::Settings(settings)).entry.unwrap();
    assert_eq!(store.check(&mut ()).unwrap().problems, Vec::<String>::new());
    undo(store, entry);
    assert_eq!(store.check(&mut ()).unwrap().problems, Vec::<String>::new());
    redo(store, entry);
}
