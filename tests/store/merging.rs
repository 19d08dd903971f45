//! Two contacts that are one person become one, and apart again.

use super::history::{self, message, purchase};
use super::suite::{add, apply, author, each_test, import, job, list, person, profile, row};
use audience::model::{
    BuiltinField, ContactId, Direction, Edit, EntryId, FieldRef, ListId, NewContact, NumberState, Scope,
    Value,
};
use audience::phone::{E164, identity};
use audience::store::{Change, OnMatch, Store, StoreError};

mod each {
    use super::super::embedded::fresh;

    super::each_test!(merging, fresh:
        nothing_is_lost_and_the_entry_says_what_was_dropped
        what_is_chosen_stands_and_what_it_displaces_is_told
        a_merge_goes_back_exactly_and_comes_again
        an_opt_out_of_either_holds_for_both_and_stays
        rows_of_both_ids_find_the_survivor_from_then_on
        a_contact_is_never_merged_with_itself
        many_groups_are_one_change
        who_has_gone_meanwhile_is_left_out
        who_is_no_duplicate_is_remembered_and_can_be_withdrawn
        a_decision_goes_to_the_survivor
    );
}

fn text(field: BuiltinField, value: &str) -> Edit {
    Edit::Set(FieldRef::Builtin(field), Some(Value::Text(value.into())))
}

fn with(mut new: NewContact, edits: Vec<Edit>) -> NewContact {
    new.edits.extend(edits);
    new
}

/// Bob in the shop with a purchase and a message, Robert in another list with a purchase and a mailbox.
fn two(store: &impl Store) -> (ContactId, ContactId) {
    let (shop, news) = (list(store, "Shop"), list(store, "News"));
    let robert = with(
        person("Robert", 351_912_000_001, &[news]),
        vec![
            text(BuiltinField::Email, "robert@example.com"),
            text(BuiltinField::City, "Porto"),
            Edit::Unite(FieldRef::Builtin(BuiltinField::Tags), vec!["vip".into()]),
        ],
    );
    let bob = with(
        person("Bob", 351_912_000_002, &[shop]),
        vec![
            text(BuiltinField::City, "Lisboa"),
            text(BuiltinField::Company, "Acme"),
            Edit::Unite(
                FieldRef::Builtin(BuiltinField::Tags),
                vec!["VIP".into(), "early".into()],
            ),
        ],
    );
    let (robert, bob) = (add(store, robert), add(store, bob));
    history::import(store, news, &[purchase(robert, "n 1", 1_700_000_000, "10.00")]);
    history::import(store, shop, &[purchase(bob, "s 1", 1_699_000_000, "2.50")]);
    history::import(store, shop, &[message(bob, "m 1", 1_699_500_000, Direction::In)]);
    (robert, bob)
}

fn merge(store: &impl Store, group: &[ContactId]) -> EntryId {
    let groups = vec![group.to_vec()];
    apply(
        store,
        Change::Merge {
            groups,
            edits: Vec::new(),
        },
    )
    .entry
    .unwrap()
}

fn sound(store: &impl Store) {
    assert_eq!(store.check(&mut ()).unwrap().problems, Vec::<String>::new());
}

pub(super) fn nothing_is_lost_and_the_entry_says_what_was_dropped(store: &impl Store) {
    let (robert, bob) = two(store);
    let entry = merge(store, &[robert, bob]);
    assert_eq!(store.profile(bob).unwrap(), None);
    let one = profile(store, robert);
    assert_eq!(one.contact.first_name, "Robert");
    assert_eq!(
        (one.contact.city.as_str(), one.contact.company.as_str()),
        ("Porto", "Acme")
    );
    assert_eq!(one.contact.tags, ["vip", "early"]);
    assert_eq!(one.contact.lists, [ListId(1), ListId(2)]);
    assert_eq!(one.contact.other_phones, [E164::from_digits(351_912_000_002)]);
    assert_eq!(
        (one.totals.orders, one.totals.total_spent.to_string()),
        (2, "12.50".to_owned())
    );
    assert_eq!(history::all(store, robert).len(), 3);
    let told = store.entry(entry).unwrap().unwrap();
    assert_eq!(
        told.what,
        "merge Bob (:2) into Robert (:1); dropped: first name “Bob”, city “Lisboa”"
    );
    assert_eq!(told.rows, 2);
    sound(store);
}

pub(super) fn what_is_chosen_stands_and_what_it_displaces_is_told(store: &impl Store) {
    let (robert, bob) = two(store);
    let before = (profile(store, robert), profile(store, bob));
    let edits = vec![
        Edit::Phone(before.1.contact.phone, NumberState::Valid),
        text(BuiltinField::FirstName, "Bob"),
        text(BuiltinField::City, "Faro"),
    ];
    let groups = vec![vec![robert, bob]];
    let entry = apply(store, Change::Merge { groups, edits }).entry.unwrap();
    let one = profile(store, robert).contact;
    assert_eq!((one.first_name.as_str(), one.city.as_str()), ("Bob", "Faro"));
    assert_eq!(one.phone, before.1.contact.phone);
    assert_eq!(one.other_phones, [before.0.contact.phone]);
    let told = store.entry(entry).unwrap().unwrap().what;
    assert!(
        told.ends_with("dropped: first name “Robert”, city “Porto”, city “Lisboa”"),
        "{told}"
    );
    store.undo(entry, false, &author(1_700_000_900), &mut ()).unwrap();
    assert_eq!((profile(store, robert), profile(store, bob)), before);
    sound(store);
}

pub(super) fn a_merge_goes_back_exactly_and_comes_again(store: &impl Store) {
    let shop = list(store, "Shop");
    let rows = [
        row(1, Some("a"), "Bob", 351_912_000_011),
        row(2, Some("b"), "Robert", 351_912_000_012),
    ];
    import(store, &job(shop, OnMatch::KeepBoth), &rows);
    let (one, other) = (ContactId(1), ContactId(2));
    for id in [one, other] {
        let events: Vec<_> = (0..300)
            .map(|at| {
                message(
                    id,
                    &format!("{} {at}", id.0),
                    1_690_000_000 + at * 1000,
                    Direction::In,
                )
            })
            .collect();
        history::import(store, shop, &events);
    }
    let all = |id| (store.profile(id).unwrap(), history::all(store, id));
    let before = (all(one), all(other));
    let entry = merge(store, &[other, one]);
    let merged = all(other);
    assert_eq!(merged.1.len(), 600);
    let told = store.undo(entry, false, &author(1_700_000_900), &mut ()).unwrap();
    assert_eq!(told.stayed, 0, "{:?}", told.reasons);
    assert_eq!((all(one), all(other)), before);
    sound(store);
    store.redo(entry, false, &author(1_700_000_950), &mut ()).unwrap();
    assert_eq!(all(other), merged);
    assert_eq!(store.profile(one).unwrap(), None);
    sound(store);
    store.undo(entry, false, &author(1_700_000_990), &mut ()).unwrap();
    assert_eq!((all(one), all(other)), before);
}

pub(super) fn an_opt_out_of_either_holds_for_both_and_stays(store: &impl Store) {
    let (robert, bob) = two(store);
    let number = E164::from_digits(351_912_000_002);
    let reason = "STOP".to_owned();
    apply(store, Change::OptOut { number, reason });
    let entry = merge(store, &[robert, bob]);
    let opted_out = profile(store, robert).permission.opted_out;
    assert_eq!(opted_out.unwrap().reason, "STOP");
    sound(store);
    store.undo(entry, false, &author(1_700_000_900), &mut ()).unwrap();
    for number in [351_912_000_001, 351_912_000_002] {
        let permission = store.permission(identity(E164::from_digits(number))).unwrap();
        assert!(permission.opted_out.is_some(), "{number}");
    }
    sound(store);
}

pub(super) fn rows_of_both_ids_find_the_survivor_from_then_on(store: &impl Store) {
    let shop = list(store, "Shop");
    let rows = [
        row(1, Some("a"), "Bob", 351_912_000_011),
        row(2, Some("b"), "Robert", 351_912_000_012),
    ];
    let job = job(shop, OnMatch::Update);
    import(store, &job, &rows);
    merge(store, &[ContactId(1), ContactId(2)]);
    for _ in 0..2 {
        import(store, &job, &rows);
        let everyone = store.walk(Scope::Everyone, &audience::criteria::query::Query::All, None, 9);
        assert_eq!(everyone.unwrap(), [ContactId(1)]);
        assert_eq!(profile(store, ContactId(1)).contact.source_keys.len(), 2);
    }
    sound(store);
}

pub(super) fn a_contact_is_never_merged_with_itself(store: &impl Store) {
    let (robert, bob) = two(store);
    let before = store.generation().unwrap();
    for groups in [
        vec![vec![robert, robert]],
        vec![vec![robert, bob], vec![bob, robert]],
        vec![vec![bob]],
    ] {
        let refused = store.apply(
            Change::Merge {
                groups,
                edits: Vec::new(),
            },
            &author(7),
            &mut (),
        );
        assert!(matches!(refused, Err(StoreError::Invalid(_))), "{refused:?}");
    }
    assert_eq!(store.generation().unwrap(), before);
}

pub(super) fn many_groups_are_one_change(store: &impl Store) {
    let shop = list(store, "Shop");
    let people: Vec<_> = (0..3_000_u64)
        .map(|at| row(at + 1, Some(&at.to_string()), "Ana", 351_912_000_000 + at))
        .collect();
    import(store, &job(shop, OnMatch::KeepBoth), &people);
    let pair = |at: u32| vec![ContactId(at * 2 + 1), ContactId(at * 2 + 2)];
    let change = Change::Merge {
        groups: (0..1_500).map(pair).collect(),
        edits: Vec::new(),
    };
    let applied = apply(store, change);
    assert_eq!(applied.contacts, 3_000);
    let entry = applied.entry.unwrap();
    let count = || store.catalogue().unwrap().list(shop).unwrap().contacts;
    assert_eq!(count(), 1_500);
    assert_eq!(
        store.entry(entry).unwrap().unwrap().what,
        "merge 1500 duplicates into 1500 contacts"
    );
    sound(store);
    let told = store.undo(entry, false, &author(1_700_000_900), &mut ()).unwrap();
    assert_eq!((told.stayed, count()), (0, 3_000));
    sound(store);
}

pub(super) fn who_has_gone_meanwhile_is_left_out(store: &impl Store) {
    let (robert, bob) = two(store);
    apply(store, Change::DeleteContacts { contacts: vec![bob] });
    let before = profile(store, robert);
    let groups = vec![vec![robert, bob]];
    let applied = store
        .apply(
            Change::Merge {
                groups,
                edits: Vec::new(),
            },
            &author(7),
            &mut (),
        )
        .unwrap();
    assert_eq!((applied.entry, applied.contacts), (None, 0));
    assert_eq!(profile(store, robert), before);
}

/// Each decision, with who has made it.
fn decided(store: &impl Store) -> Vec<(ContactId, ContactId, String)> {
    let all = store.decisions().unwrap().into_iter();
    all.map(|decision| (decision.one, decision.other, decision.author.name))
        .collect()
}

pub(super) fn who_is_no_duplicate_is_remembered_and_can_be_withdrawn(store: &impl Store) {
    let (robert, bob) = two(store);
    assert_eq!(decided(store), []);
    let apart = || Change::KeepApart {
        one: bob,
        other: robert,
    };
    let made = apply(store, apart());
    assert_eq!(decided(store), [(robert, bob, author(0).name)]);
    assert_eq!(apply(store, apart()).entry, None, "it is recorded already");
    sound(store);
    let entry = made.entry.unwrap();
    assert_eq!(
        store.entry(entry).unwrap().unwrap().what,
        "not a duplicate: Bob (:2) and Robert (:1)"
    );
    store.undo(entry, false, &author(1_700_000_900), &mut ()).unwrap();
    assert_eq!(decided(store), []);
    store.redo(entry, false, &author(1_700_000_910), &mut ()).unwrap();
    let decision = store.decisions().unwrap()[0].id;
    let withdrawn = apply(store, Change::Withdraw { decision }).entry.unwrap();
    assert_eq!(decided(store), []);
    store
        .undo(withdrawn, false, &author(1_700_000_920), &mut ())
        .unwrap();
    assert_eq!(decided(store).len(), 1);
    sound(store);
    let itself = Change::KeepApart { one: bob, other: bob };
    assert!(matches!(
        store.apply(itself, &author(7), &mut ()),
        Err(StoreError::Invalid(_))
    ));
}

pub(super) fn a_decision_goes_to_the_survivor(store: &impl Store) {
    let (robert, bob) = two(store);
    let third = add(store, person("Roberta", 351_912_000_003, &[]));
    apply(
        store,
        Change::KeepApart {
            one: bob,
            other: third,
        },
    );
    apply(
        store,
        Change::KeepApart {
            one: bob,
            other: robert,
        },
    );
    let before = decided(store);
    let entry = merge(store, &[robert, bob]);
    let after: Vec<_> = decided(store)
        .into_iter()
        .map(|(one, other, _)| (one, other))
        .collect();
    assert_eq!(after, [(robert, third)]);
    sound(store);
    store.undo(entry, false, &author(1_700_000_900), &mut ()).unwrap();
    assert_eq!(decided(store), before);
    sound(store);
}
