//! Contacts pinned in and out of segments: what every implementation of the trait promises about them.

use super::suite::{add, apply, author, list, person, profile};
use audience::criteria::{self, query::Query};
use audience::model::{ContactId, ListId, Moment, NOBODY, Pins, Scope, SegmentId, Side};
use audience::store::{Cancel, Change, Each, PinnedSegment, Selection, Store, StoreError};

macro_rules! pinning {
    ($open:ident) => {
        $crate::store::suite::each_test!(pins, $open:
            a_pin_is_stronger_than_the_criteria
            who_is_not_in_the_list_is_not_pinned
            who_leaves_the_list_is_no_member_until_they_return
            a_hand_picked_segment_has_whom_was_picked_and_nobody_else
            pins_go_with_a_contact_and_come_back_with_it
            pins_go_with_a_segment_and_come_back_with_it
            a_merge_unites_pins_and_out_outweighs_in
            pins_follow_a_list_that_is_merged
            pinning_is_no_edit_and_is_undone_alone
            a_copy_takes_along_the_pins_of_who_is_there
            a_segment_inside_criteria_has_its_pins
        );
    };
}

pub(super) use pinning;

/// A list with three people, and a segment of those who are called Ana.
fn shop(store: &impl Store) -> (ListId, SegmentId, [ContactId; 3]) {
    let shop = list(store, "Shop");
    let people = [("Ana", 1), ("Bea", 2), ("Ana", 3)];
    let people = people.map(|(name, last)| add(store, person(name, 351_912_000_000 + last, &[shop])));
    let segment = segment(store, Scope::List(shop), "Anas", "first_name = Ana");
    (shop, segment, people)
}

fn segment(store: &impl Store, scope: Scope, name: &str, criteria: &str) -> SegmentId {
    let change = Change::CreateSegment {
        scope,
        name: name.into(),
        criteria: criteria.into(),
    };
    SegmentId(apply(store, change).created.unwrap())
}

fn pin(store: &impl Store, segment: SegmentId, contacts: &[ContactId], side: Option<Side>) -> u64 {
    let change = Change::Many {
        whom: Selection::Those(contacts.to_vec()),
        each: Each::Pin(segment, side),
    };
    apply(store, change).contacts
}

/// The members as the store says; each contact's own profile says the same.
fn members(store: &impl Store, id: SegmentId) -> Vec<ContactId> {
    let names = store.catalogue().unwrap();
    let segment = names.segment(id).unwrap();
    let moment = Moment {
        now: author(1_700_000_100).at,
        zone: names.settings.time_zone,
    };
    let criteria = criteria::of_segment(segment, &names).unwrap();
    let query = criteria.query(&moment, &names).unwrap();
    let found = store.walk(segment.scope, &query, None, usize::MAX).unwrap();
    assert_eq!(
        store.count(segment.scope, &query, &Cancel::default()).unwrap(),
        found.len() as u64
    );
    let everybody = store.walk(segment.scope, &Query::All, None, usize::MAX).unwrap();
    let holds = |contact: &ContactId| {
        let profile = profile(store, *contact);
        let holds = criteria::holds(&criteria, &profile, &names, &moment);
        let lines = criteria::explain(&criteria, &profile, &names, &moment);
        assert_eq!(lines.first().map(|line| line.holds), Some(holds));
        holds
    };
    assert_eq!(everybody.into_iter().filter(holds).collect::<Vec<_>>(), found);
    found
}

fn pins(store: &impl Store, segment: SegmentId) -> (u64, u64) {
    let Pins { within, out } = store.catalogue().unwrap().pins_in(segment);
    (within, out)
}

fn undo(store: &impl Store) {
    let newest = store.next_undo("ana").unwrap().unwrap();
    let taken = store
        .undo(newest.id, false, &author(1_700_000_200), &mut ())
        .unwrap();
    assert_eq!(taken.stayed, 0);
}

pub(super) fn a_pin_is_stronger_than_the_criteria(store: &impl Store) {
    let (_, segment, [ana, bea, other]) = shop(store);
    assert_eq!(members(store, segment), [ana, other]);
    assert_eq!(pin(store, segment, &[bea], Some(Side::In)), 1);
    assert_eq!(pin(store, segment, &[ana], Some(Side::Out)), 1);
    assert_eq!(members(store, segment), [bea, other]);
    assert_eq!(pins(store, segment), (1, 1));
    assert_eq!(
        pin(store, segment, &[bea], Some(Side::In)),
        0,
        "it is pinned already"
    );
    assert_eq!(pin(store, segment, &[bea], Some(Side::Out)), 1);
    assert_eq!(members(store, segment), [other]);
    let criteria = Some("first_name = Bea".to_owned());
    apply(
        store,
        Change::EditSegment {
            segment,
            name: None,
            criteria,
        },
    );
    assert_eq!(members(store, segment), [], "other criteria leave the pins");
    assert_eq!(pin(store, segment, &[ana, bea, other], None), 2);
    assert_eq!(
        (members(store, segment), pins(store, segment)),
        (vec![bea], (0, 0))
    );
    let said = |at: usize| store.journal(9).unwrap()[at].what.clone();
    assert_eq!(said(0), "unpin 3 contacts of segment Anas");
    assert_eq!(said(2), "pin 1 contact out of segment Anas");
}

pub(super) fn who_is_not_in_the_list_is_not_pinned(store: &impl Store) {
    let (_, segment, _) = shop(store);
    let stranger = add(store, person("Eva", 351_912_000_009, &[]));
    assert_eq!(pin(store, segment, &[stranger], Some(Side::In)), 0);
    assert_eq!(pins(store, segment), (0, 0));
    let change = Change::Many {
        whom: Selection::Those(vec![stranger]),
        each: Each::Pin(SegmentId(99), Some(Side::In)),
    };
    let refused = store.apply(change, &author(1), &mut ());
    assert!(matches!(refused, Err(StoreError::NotFound { .. })), "{refused:?}");
}

pub(super) fn who_leaves_the_list_is_no_member_until_they_return(store: &impl Store) {
    let (list, segment, [ana, bea, other]) = shop(store);
    pin(store, segment, &[bea], Some(Side::In));
    apply(
        store,
        Change::RemoveFromList {
            contacts: vec![bea],
            list,
        },
    );
    assert_eq!(members(store, segment), [ana, other]);
    let everyone = store.catalogue().unwrap();
    let asked = criteria::compile("in segment \"Shop/Anas\"", &everyone, Scope::Everyone).unwrap();
    let moment = Moment {
        now: author(9).at,
        zone: everyone.settings.time_zone,
    };
    let query = asked.query(&moment, &everyone).unwrap();
    assert_eq!(
        store.count(Scope::Everyone, &query, &Cancel::default()).unwrap(),
        2
    );
    assert!(!criteria::holds(&asked, &profile(store, bea), &everyone, &moment));
    apply(
        store,
        Change::AddToList {
            contacts: vec![bea],
            list,
        },
    );
    assert_eq!(members(store, segment), [ana, bea, other]);
}

pub(super) fn a_hand_picked_segment_has_whom_was_picked_and_nobody_else(store: &impl Store) {
    let (list, _, [ana, bea, _]) = shop(store);
    let stranger = add(store, person("Eva", 351_912_000_009, &[]));
    let change = |name: &str| {
        Change::CreatePinned(Box::new(PinnedSegment {
            scope: Scope::List(list),
            name: name.into(),
            criteria: NOBODY.into(),
            within: Selection::Those(vec![bea, ana, stranger]),
            out: Selection::Those(Vec::new()),
        }))
    };
    let made = apply(store, change("Picked"));
    let picked = SegmentId(made.created.unwrap());
    assert_eq!((made.contacts, members(store, picked)), (2, vec![ana, bea]));
    assert!(
        store
            .catalogue()
            .unwrap()
            .segment(picked)
            .unwrap()
            .is_hand_picked()
    );
    let before = store.generation().unwrap();
    let taken = store.apply(change(" picked "), &author(1), &mut ());
    assert!(matches!(taken, Err(StoreError::NameTaken { .. })), "{taken:?}");
    assert_eq!(store.generation().unwrap(), before);
    undo(store);
    assert!(store.catalogue().unwrap().segment(picked).is_none());
    assert_eq!(profile(store, ana).contact.pins, []);
    let entry = store.next_redo("ana").unwrap().unwrap();
    store
        .redo(entry.id, false, &author(1_700_000_300), &mut ())
        .unwrap();
    assert_eq!(members(store, picked), [ana, bea]);
}

pub(super) fn pins_go_with_a_contact_and_come_back_with_it(store: &impl Store) {
    let (_, segment, [ana, bea, other]) = shop(store);
    pin(store, segment, &[bea], Some(Side::In));
    pin(store, segment, &[ana], Some(Side::Out));
    apply(
        store,
        Change::DeleteContacts {
            contacts: vec![ana, bea],
        },
    );
    assert_eq!(
        (members(store, segment), pins(store, segment)),
        (vec![other], (0, 0))
    );
    undo(store);
    assert_eq!(
        (members(store, segment), pins(store, segment)),
        (vec![bea, other], (1, 1))
    );
}

pub(super) fn pins_go_with_a_segment_and_come_back_with_it(store: &impl Store) {
    let (list, segment, [_, bea, other]) = shop(store);
    pin(store, segment, &[bea], Some(Side::In));
    pin(store, segment, &[other], Some(Side::Out));
    let was = members(store, segment);
    apply(store, Change::DeleteSegment { segment });
    assert_eq!(pins(store, segment), (0, 0));
    undo(store);
    assert_eq!(members(store, segment), was);
    apply(store, Change::DeleteList { list, move_to: None });
    undo(store);
    assert_eq!((members(store, segment), pins(store, segment)), (was, (1, 1)));
}

pub(super) fn a_merge_unites_pins_and_out_outweighs_in(store: &impl Store) {
    let (list, first, [ana, bea, other]) = shop(store);
    let second = segment(store, Scope::List(list), "Second", "orders > 9");
    pin(store, first, &[ana], Some(Side::In));
    pin(store, first, &[bea], Some(Side::Out));
    pin(store, second, &[other], Some(Side::In));
    let groups = vec![vec![ana, bea, other]];
    apply(
        store,
        Change::Merge {
            groups,
            edits: Vec::new(),
        },
    );
    assert_eq!((pins(store, first), pins(store, second)), ((0, 1), (1, 0)));
    assert_eq!(
        (members(store, first), members(store, second)),
        (vec![], vec![ana])
    );
    undo(store);
    assert_eq!((pins(store, first), pins(store, second)), ((1, 1), (1, 0)));
    assert_eq!(members(store, second), [other]);
}

pub(super) fn pins_follow_a_list_that_is_merged(store: &impl Store) {
    let (shop, segment, [ana, bea, other]) = shop(store);
    let into = list(store, "Letter");
    pin(store, segment, &[bea], Some(Side::In));
    pin(store, segment, &[ana], Some(Side::Out));
    apply(store, Change::MergeList { list: shop, into });
    assert_eq!(members(store, segment), [bea, other]);
    undo(store);
    assert_eq!(members(store, segment), [bea, other]);
}

pub(super) fn pinning_is_no_edit_and_is_undone_alone(store: &impl Store) {
    let (_, segment, [ana, bea, other]) = shop(store);
    let was = profile(store, bea).contact;
    pin(store, segment, &[bea], Some(Side::In));
    let now = profile(store, bea).contact;
    assert_eq!(now.updated, was.updated);
    let pinned = now.pin(segment).unwrap();
    assert_eq!((pinned.by.as_str(), pinned.at), ("ana", author(1_700_000_100).at));
    undo(store);
    assert_eq!(profile(store, bea).contact, was);
    assert_eq!(members(store, segment), [ana, other]);
}

pub(super) fn a_copy_takes_along_the_pins_of_who_is_there(store: &impl Store) {
    let (_, segment, [ana, bea, other]) = shop(store);
    let letter = list(store, "Letter");
    apply(
        store,
        Change::AddToList {
            contacts: vec![ana, bea],
            list: letter,
        },
    );
    pin(store, segment, &[bea], Some(Side::In));
    pin(store, segment, &[ana, other], Some(Side::Out));
    let pinned = |side| Selection::AllBut {
        scope: Scope::List(letter),
        query: Query::Test(criteria::query::Test::Pinned(segment, side)),
        except: Vec::new(),
    };
    let made = apply(
        store,
        Change::CreatePinned(Box::new(PinnedSegment {
            scope: Scope::List(letter),
            name: "Anas".into(),
            criteria: "first_name = Ana".into(),
            within: pinned(Side::In),
            out: pinned(Side::Out),
        })),
    );
    let copy = SegmentId(made.created.unwrap());
    assert_eq!((made.contacts, pins(store, copy)), (2, (1, 1)));
    assert_eq!(members(store, copy), [bea]);
}

pub(super) fn a_segment_inside_criteria_has_its_pins(store: &impl Store) {
    let (list, within, [ana, bea, other]) = shop(store);
    pin(store, within, &[bea], Some(Side::In));
    pin(store, within, &[ana], Some(Side::Out));
    let scope = Scope::List(list);
    let rest = segment(store, scope, "Rest", &format!("not in segment \"#{}\"", within.0));
    assert_eq!(members(store, rest), [ana]);
    assert_eq!(members(store, within), [bea, other]);
    pin(store, rest, &[ana], Some(Side::Out));
    assert_eq!(members(store, rest), []);
}
