//! Changes to many contacts at once: what every implementation of the trait promises. Each test gets a new, empty store.

use super::suite::{add, apply, author, import, job, list, person, profile, row};
use audience::criteria::query::Query;
use audience::model::{
    BuiltinField, ContactId, Decimal, Edit, FieldId, FieldRef, FieldType, ListId, Scope, Value,
};
use audience::store::{Cancel, Change, Each, OnMatch, Selection, Store, StoreError};

/// Makes one test of each function here.
macro_rules! many {
    ($open:ident) => {
        $crate::store::suite::each_test!(many, $open:
            all_but_some_are_tagged_and_untagged_and_one_undo_takes_it_back
            a_field_is_set_for_many
            what_is_refused_of_one_is_refused_of_all_and_changes_nothing
            many_move_join_and_leave_lists
            many_are_deleted_and_come_back
            those_who_are_gone_meanwhile_are_left_out
        );
    };
}

pub(super) use many;

const TAGS: FieldRef = FieldRef::Builtin(BuiltinField::Tags);

/// So many contacts of a list.
fn people(store: &impl Store, list: ListId, many: u64) -> Vec<ContactId> {
    let rows: Vec<_> = (0..many)
        .map(|place| row(place, None, &format!("Name{place}"), 351_910_000_000 + place))
        .collect();
    import(store, &job(list, OnMatch::Update), &rows);
    let all = store
        .walk(Scope::List(list), &Query::All, None, usize::MAX)
        .unwrap();
    assert_eq!(all.len() as u64, many);
    all
}

fn change(store: &impl Store, whom: Selection, each: Each) -> u64 {
    apply(store, Change::Many { whom, each }).contacts
}

fn tag(words: &[&str]) -> Each {
    Each::Edit(vec![Edit::Unite(
        TAGS,
        words.iter().map(ToString::to_string).collect(),
    )])
}

fn tags(store: &impl Store, contact: ContactId) -> Vec<String> {
    profile(store, contact).contact.tags
}

fn count(store: &impl Store, list: ListId) -> u64 {
    let all = Cancel::default();
    store.count(Scope::List(list), &Query::All, &all).unwrap()
}

fn undo_next(store: &impl Store) {
    let next = store.next_undo("ana").unwrap().unwrap();
    store
        .undo(next.id, false, &author(1_700_000_900), &mut ())
        .unwrap();
}

pub(super) fn all_but_some_are_tagged_and_untagged_and_one_undo_takes_it_back(store: &impl Store) {
    let shop = list(store, "Shop");
    let all = people(store, shop, 4_500);
    apply(
        store,
        Change::EditContact {
            contact: all[3],
            edits: vec![Edit::Unite(TAGS, vec!["VIP".into()])],
        },
    );
    let whom = || Selection::AllBut {
        scope: Scope::List(shop),
        query: Query::All,
        except: vec![all[7], all[5]],
    };
    assert_eq!(change(store, whom(), tag(&["vip", "Spring"])), 4_498);
    assert_eq!(tags(store, all[0]), ["vip", "Spring"]);
    assert_eq!(
        tags(store, all[3]),
        ["VIP", "Spring"],
        "a tag that is there is not there twice"
    );
    assert!(tags(store, all[5]).is_empty() && tags(store, all[7]).is_empty());
    let entry = &store.journal(1).unwrap()[0];
    assert_eq!(entry.what, "add vip, Spring to Tags of 4498 contacts");
    assert_eq!(
        change(store, whom(), Each::TakeOut(TAGS, vec!["Vip".into()])),
        4_498
    );
    assert_eq!(tags(store, all[3]), ["Spring"]);
    assert_eq!(change(store, whom(), Each::TakeOut(TAGS, vec!["none".into()])), 0);
    undo_next(store);
    undo_next(store);
    assert!(tags(store, all[0]).is_empty());
    assert_eq!(tags(store, all[3]), ["VIP"]);
}

pub(super) fn a_field_is_set_for_many(store: &impl Store) {
    let shop = list(store, "Shop");
    let all = people(store, shop, 5);
    let kind = FieldType::Number;
    let made = apply(
        store,
        Change::AddField {
            label: "Score".into(),
            kind,
        },
    );
    let score = FieldId(made.created.unwrap());
    let set = |field, value| Each::Edit(vec![Edit::Set(field, value)]);
    let whom = || Selection::Those(vec![all[0], all[4]]);
    let seven = Value::Number(Decimal::from(7_i64));
    assert_eq!(
        change(store, whom(), set(FieldRef::Custom(score), Some(seven.clone()))),
        2
    );
    let value = |contact| profile(store, contact).contact.custom_value(score).cloned();
    assert_eq!((value(all[4]), value(all[1])), (Some(seven), None));
    let city = FieldRef::Builtin(BuiltinField::City);
    change(store, whom(), set(city, Some(Value::Text(" Porto ".into()))));
    assert_eq!(profile(store, all[0]).contact.city, "Porto");
    change(store, whom(), set(city, None));
    assert_eq!(profile(store, all[0]).contact.city, "");
}

pub(super) fn what_is_refused_of_one_is_refused_of_all_and_changes_nothing(store: &impl Store) {
    let shop = list(store, "Shop");
    let all = people(store, shop, 3);
    let before = store.generation().unwrap();
    let phone = FieldRef::Builtin(BuiltinField::Phone);
    let age = FieldRef::Builtin(BuiltinField::Age);
    let text = || Some(Value::Text("+351912345678".into()));
    for each in [
        Each::Edit(vec![Edit::Set(phone, text())]),
        Each::Edit(vec![Edit::Set(age, text())]),
        Each::Edit(vec![Edit::Set(TAGS, text())]),
        Each::Edit(vec![Edit::Set(FieldRef::Custom(FieldId(9)), text())]),
        Each::Join(ListId(99)),
        Each::Move {
            from: shop,
            to: ListId(99),
        },
    ] {
        let whom = Selection::Those(all.clone());
        let change = Change::Many {
            whom,
            each: each.clone(),
        };
        let refused = store.apply(change, &author(1_700_000_100), &mut ());
        assert!(
            matches!(refused, Err(StoreError::Invalid(_) | StoreError::NotFound { .. })),
            "{each:?}: {refused:?}"
        );
        assert_eq!(store.generation().unwrap(), before, "{each:?}");
    }
}

pub(super) fn many_move_join_and_leave_lists(store: &impl Store) {
    let (shop, leads) = (list(store, "Shop"), list(store, "Leads"));
    let all = people(store, shop, 10);
    let outside = add(store, person("Zoe", 351_912_000_001, &[leads]));
    let some = || Selection::Those(vec![all[0], all[1], outside]);
    assert_eq!(
        change(
            store,
            some(),
            Each::Move {
                from: shop,
                to: leads
            }
        ),
        2
    );
    assert_eq!((count(store, shop), count(store, leads)), (8, 3));
    assert_eq!(profile(store, outside).contact.lists, [leads]);
    assert_eq!(change(store, some(), Each::Join(shop)), 3);
    assert_eq!((count(store, shop), count(store, leads)), (11, 3));
    assert_eq!(change(store, some(), Each::Leave(leads)), 3);
    assert_eq!((count(store, shop), count(store, leads)), (11, 0));
    undo_next(store);
    undo_next(store);
    undo_next(store);
    assert_eq!((count(store, shop), count(store, leads)), (10, 1));
}

pub(super) fn many_are_deleted_and_come_back(store: &impl Store) {
    let shop = list(store, "Shop");
    let all = people(store, shop, 20);
    let whom = Selection::AllBut {
        scope: Scope::Everyone,
        query: Query::All,
        except: vec![all[2]],
    };
    assert_eq!(change(store, whom, Each::Delete), 19);
    assert_eq!(count(store, shop), 1);
    assert!(store.profile(all[2]).unwrap().is_some());
    undo_next(store);
    assert_eq!(count(store, shop), 20);
}

pub(super) fn those_who_are_gone_meanwhile_are_left_out(store: &impl Store) {
    let shop = list(store, "Shop");
    let all = people(store, shop, 3);
    apply(
        store,
        Change::DeleteContacts {
            contacts: vec![all[1]],
        },
    );
    assert_eq!(change(store, Selection::Those(all.clone()), tag(&["vip"])), 2);
    assert_eq!(change(store, Selection::Those(all), tag(&["vip"])), 0);
}
