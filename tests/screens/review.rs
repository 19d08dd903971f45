//! Duplicates, reviewed: what is shown of a suggestion, and every decision about it.

use super::picture::{looks, text};
use super::world::{World, catalogue, person};
use audience::app::Event;
use audience::model::{Birthday, ContactId, Edit, FieldRef, ListId, Profile, Value};
use audience::phone::E164;
use audience::store::Change;
use chrono::NaiveDate;
use insta::assert_snapshot;

/// Ana twice, with a slip and an opt-out; Bruno three times; a mother and her daughter; nobody else alike.
fn people() -> Vec<Profile> {
    let mut all: Vec<Profile> = (0..7).map(|number| named(number, "", "")).collect();
    for (number, first, last) in [
        (0, "Ana", "Silva"),
        (1, "Ana", "Sylva"),
        (2, "Bruno", "Costa"),
        (3, "Bruno", "Costa"),
        (4, "Bruno", "Costa"),
        (5, "Clara", "Dias"),
        (6, "Marta", "Dias"),
    ] {
        all[number as usize] = named(number, first, last);
    }
    all[1].contact.phone = all[0].contact.phone;
    all[1].contact.email.clear();
    all[1].contact.birthday = all[0].contact.birthday;
    all[1].contact.city = "Porto".to_owned();
    all[1].contact.tags = vec!["newsletter".to_owned()];
    for at in [3, 4] {
        all[at].contact.phone = all[2].contact.phone;
        all[at].contact.email = all[2].contact.email.clone();
        all[at].contact.birthday = all[2].contact.birthday;
    }
    all[6].contact.phone = all[5].contact.phone;
    all[6].contact.address = all[5].contact.address.clone();
    for one in &mut all[5..] {
        one.contact.birthday = None;
    }
    let word = |number: u32| -> String {
        let mut left = number.wrapping_mul(2_654_435_761);
        let mut syllable = || {
            left = left.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = (left >> 20) as usize;
            [b"bdfgklmnprstvz"[at % 14], b"aeiou"[at / 14 % 5]].map(char::from)
        };
        (0..4).flat_map(|_| syllable()).collect()
    };
    for number in 7..200 {
        let mut one = named(number, &word(number), &word(number + 1_000));
        one.contact.city = word(number + 2_000);
        all.push(one);
    }
    all
}

fn named(number: u32, first: &str, last: &str) -> Profile {
    let mut one = person(number);
    one.contact.id = ContactId(number + 1);
    one.contact.first_name = first.to_owned();
    one.contact.last_name = last.to_owned();
    one.contact.phone = E164::from_digits(351_910_000_000 + u64::from(number) * 7_654_321 % 9_999_991);
    one.contact.address = format!("{} Rua {last}", number * 37 % 400 + 1);
    one.contact.birthday = NaiveDate::from_ymd_opt(
        1950 + number.cast_signed() % 50,
        1 + number % 12,
        1 + number * 7 % 28,
    )
    .map(Birthday::full);
    one.contact.city = "Lisboa".to_owned();
    one.contact.country = "PT".to_owned();
    one.contact.lists = vec![ListId(1 + number % 2)];
    one
}

fn world(size: (u16, u16)) -> World {
    let mut world = World::with(size, catalogue(200), people());
    world.acts = true;
    world.press("D");
    world
}

/// With the suggestion of Ana at the cursor.
fn ana(size: (u16, u16)) -> World {
    let mut world = world(size);
    world.press("/");
    world.type_text("sylva");
    world.press("Enter");
    world
}

fn shows(world: &World, wanted: &str) {
    let shown = text(&world.state);
    assert!(shown.contains(wanted), "no {wanted:?} in\n{shown}");
}

fn merged(world: &World) -> (&[Vec<ContactId>], &[Edit]) {
    match world.changes.last() {
        Some(Change::Merge { groups, edits }) => (groups, edits),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_pair_is_seen_side_by_side_with_its_reasons_and_what_it_becomes() {
    assert_snapshot!(text(&ana((120, 36)).state));
}

#[test]
fn in_a_narrow_window_one_value_stands_above_the_other() {
    assert_snapshot!(text(&ana((80, 24)).state));
}

#[test]
fn in_a_tiny_window_the_suggestion_and_its_result_are_seen() {
    assert_snapshot!(text(&ana((40, 12)).state));
}

#[test]
fn without_colours_what_differs_is_underlined() {
    assert_snapshot!(looks(&ana((80, 24)).plain().state));
}

#[test]
fn merging_is_one_change_and_goes_on_with_the_next() {
    let mut world = ana((120, 36));
    world.press("m");
    assert_eq!(merged(&world), (&[vec![ContactId(1), ContactId(2)]][..], &[][..]));
    shows(&world, "Merged into Ana Silva. u takes it back.");
    shows(&world, "Nobody here is called like that");
    world.press("u");
    shows(&world, "Ana Sylva (:2)");
}

#[test]
fn the_other_one_can_stay_and_values_can_be_chosen_or_typed() {
    let mut world = ana((120, 36));
    world.press("w Tab g l");
    shows(&world, "Ana Sylva (:2), stays");
    // The last name is the second line that can be chosen.
    world.press("G k e");
    world.type_text(" x");
    world.press("Enter m");
    let (groups, edits) = merged(&world);
    assert_eq!(groups, [vec![ContactId(2), ContactId(1)]]);
    assert!(!edits.is_empty());
}

#[test]
fn all_values_of_one_side_are_taken_with_one_key_and_sets_stay_united() {
    let mut world = ana((120, 36));
    world.press("b m");
    let (_, edits) = merged(&world);
    let city = Edit::Set(
        FieldRef::builtin("city").unwrap(),
        Some(Value::Text("Porto".to_owned())),
    );
    assert!(edits.contains(&city), "{edits:?}");
    let tags = FieldRef::builtin("tags").unwrap();
    assert!(
        !edits
            .iter()
            .any(|edit| matches!(edit, Edit::Set(field, _) if *field == tags))
    );
}

#[test]
fn the_repeated_one_is_deleted_and_comes_back() {
    let mut world = ana((120, 36));
    world.press("d");
    assert!(matches!(world.changes.last(),
        Some(Change::DeleteContacts { contacts }) if *contacts == [ContactId(2)]));
    shows(&world, "Ana Sylva deleted. u takes it back.");
    world.press("u");
    shows(&world, "Ana Sylva (:2)");
}

#[test]
fn who_is_no_duplicate_is_not_suggested_again() {
    let mut world = ana((120, 36));
    world.press("n");
    assert!(matches!(world.changes.last(),
        Some(Change::KeepApart { one, other }) if (*one, *other) == (ContactId(1), ContactId(2))));
    shows(&world, "Nobody here is called like that");
    world.press("R");
    shows(&world, "Nobody here is called like that");
    world.press("u");
    shows(&world, "Ana Sylva (:2)");
}

#[test]
fn what_is_skipped_comes_last() {
    let mut world = world((120, 36));
    let first = world_pair(&world);
    world.press("s");
    assert_ne!(world_pair(&world), first);
    world.press("G");
    assert_eq!(world_pair(&world), first);
}

/// The names at the head of the cards.
fn world_pair(world: &World) -> String {
    let shown = text(&world.state);
    let line = shown.lines().find(|line| line.contains("stays")).unwrap();
    line.split('A').skip(1).collect()
}

#[test]
fn several_of_one_person_are_merged_at_once() {
    let mut world = world((120, 36));
    world.press("/");
    world.type_text("bruno");
    world.press("Enter");
    shows(&world, "3× Bruno Costa");
    shows(&world, "B  Bruno Costa (:4)");
    world.press(".");
    shows(&world, "C  Bruno Costa (:5)");
    world.press("m");
    assert_eq!(merged(&world).0, [vec![ContactId(3), ContactId(4), ContactId(5)]]);
}

#[test]
fn what_was_suggested_of_one_that_is_merged_is_suggested_of_the_survivor() {
    let mut all = people();
    all[2].contact.first_name = "Bruna".to_owned();
    let mut world = World::with((120, 36), catalogue(200), all);
    world.acts = true;
    world.press("D /");
    world.type_text("bruno");
    world.press("Enter");
    shows(&world, "Bruno Costa (:4)");
    shows(&world, "Bruno Costa (:5)");
    world.press("m Esc /");
    world.type_text("bruna");
    world.press("Enter G");
    shows(&world, "Bruna Costa (:3)");
    shows(&world, "Bruno Costa (:4)");
    assert!(!text(&world.state).contains("(:5)"));
}

#[test]
fn relatives_are_found_under_their_own_filter() {
    let mut world = world((120, 36));
    world.press("f f f f");
    shows(&world, "same household");
    shows(&world, "Clara");
}

#[test]
fn all_sure_ones_are_merged_after_a_look_with_one_change() {
    let mut world = world((120, 36));
    world.press("S");
    assert_snapshot!(text(&world.state));
    world.press("Enter");
    assert!(world.changes.is_empty());
    world.press("S y");
    let changed = world.changes.len();
    assert_eq!(changed, 1);
    let (groups, _) = merged(&world);
    for group in groups {
        let mut once = group.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), group.len());
    }
}

#[test]
fn what_somebody_else_has_decided_leaves_the_queue() {
    let mut world = ana((120, 36));
    world.apart.push((ContactId(1), ContactId(2)));
    world.catalogue.generation += 1;
    let generation = world.catalogue.generation;
    world.event(Event::Moved(generation));
    shows(&world, "Nobody here is called like that");
}

#[test]
fn what_somebody_else_has_edited_is_compared_anew() {
    let mut world = ana((120, 36));
    world.contacts[1].contact.first_name = "Zacharias".to_owned();
    world.catalogue.generation += 1;
    let generation = world.catalogue.generation;
    world.event(Event::Moved(generation));
    shows(&world, "Zacharias");
    shows(&world, "differs");
}

#[test]
fn one_that_was_left_is_there_again_where_it_was() {
    let mut world = world((120, 36));
    world.press("j Tab Esc Esc");
    let asked = world
        .seen
        .iter()
        .filter(|seen| seen.starts_with("Search"))
        .count();
    world.press("D");
    assert_eq!(
        world
            .seen
            .iter()
            .filter(|seen| seen.starts_with("Search"))
            .count(),
        asked
    );
    shows(&world, "2 of ");
}

#[test]
fn what_was_decided_is_listed_and_can_be_withdrawn() {
    let mut world = ana((80, 24));
    world.press("n L");
    assert_snapshot!(text(&world.state));
    world.press("d Esc");
    assert!(matches!(world.changes.last(), Some(Change::Withdraw { .. })));
    shows(&world, "Ana Sylva (:2)");
}

#[test]
fn a_contact_is_never_suggested_as_its_own_duplicate() {
    let world = world((120, 36));
    let Some(audience::app::Popup::Review(review)) = world.state.popups.last() else {
        panic!("no review is open");
    };
    assert!(!review.queue.rows.is_empty());
    for row in &review.queue.rows {
        let mut once = row.members.clone();
        once.dedup();
        assert_eq!((once.len(), once.len() > 1), (row.members.len(), true));
    }
}

#[test]
fn nothing_is_decided_where_changes_are_off() {
    let mut world = ana((120, 36));
    world.state.read_only = true;
    world.press("m d n S");
    assert!(world.changes.is_empty());
    shows(&world, "read-only");
}
