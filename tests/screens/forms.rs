//! Forms, from keys to the change they ask for.

use super::picture::text;
use super::world::World;
use audience::app::{Event, Popup};
use audience::model::{BuiltinField, Edit, FieldRef, ListId, NumberState, Scope, Value};
use audience::phone::E164;
use audience::store::{Change, StoreError};
use insta::assert_snapshot;

const SIZE: (u16, u16) = (120, 36);

fn sees(world: &World, words: &str) -> bool {
    text(&world.state).contains(words)
}

/// In the first list, with the keys in its contacts.
fn in_shop(size: (u16, u16)) -> World {
    let mut world = World::new(size, 1_234);
    world.press("h h j l l");
    world
}

#[test]
fn a_list_is_made_with_name_and_description() {
    let mut world = World::empty(SIZE);
    world
        .press("n")
        .type_text("Shop")
        .press("Enter")
        .type_text("All customers")
        .press("Enter");
    let [Change::CreateList { name, description }] = &world.changes[..] else {
        panic!("{:?}", world.changes)
    };
    assert_eq!((name.as_str(), description.as_str()), ("Shop", "All customers"));
    assert!(world.state.popups.is_empty());
}

#[test]
fn a_taken_name_is_said_while_it_is_typed() {
    let mut world = World::new(SIZE, 10);
    world.press("h h n").type_text("newsletter");
    assert!(sees(&world, "There is a list “Newsletter” already."));
    world.press("C-s");
    assert!(world.changes.is_empty());
}

#[test]
fn a_list_without_a_name_is_not_made() {
    let mut world = World::empty(SIZE);
    world.press("n C-s");
    assert!(sees(&world, "Name is required."));
    assert!(world.changes.is_empty());
}

#[test]
fn deleting_a_list_keeps_it_unless_something_else_is_chosen() {
    let mut world = World::new(SIZE, 50);
    world.press("h h j d");
    assert!(
        sees(&world, "It has 301 contacts; 40 of them are in no other list."),
        "{}",
        text(&world.state)
    );
    world.press("Enter");
    assert!(world.changes.is_empty() && world.state.popups.is_empty());
    world.press("d j j Enter");
    assert!(matches!(
        world.changes[..],
        [Change::DeleteList {
            list: ListId(1),
            move_to: None
        }]
    ));
}

#[test]
fn the_contacts_of_a_list_move_to_a_list_found_by_name() {
    let mut world = World::new(SIZE, 50);
    world.press("h h j d j Enter").type_text("leads").press("Enter");
    assert!(matches!(
        world.changes[..],
        [Change::DeleteList {
            list: ListId(1),
            move_to: Some(ListId(3))
        }]
    ));
}

#[test]
fn the_number_is_read_while_it_is_typed() {
    let mut world = in_shop(SIZE);
    world
        .press("a")
        .type_text("Rui")
        .press("Enter")
        .type_text("+35191");
    assert!(!sees(&world, "Portugal ·"));
    world.type_text("2345679");
    assert!(
        sees(&world, "Portugal · +351 912 345 679"),
        "{}",
        text(&world.state)
    );
    world.press("C-s");
    let [Change::AddContact(contact)] = &world.changes[..] else {
        panic!("{:?}", world.changes)
    };
    assert_eq!(
        (contact.phone, contact.number_state),
        (E164::from_digits(351_912_345_679), NumberState::Valid)
    );
    assert_eq!(contact.lists, [ListId(1)]);
    let first = FieldRef::Builtin(BuiltinField::FirstName);
    assert_eq!(
        contact.edits,
        [Edit::Set(first, Some(Value::Text("Rui".to_owned())))]
    );
}

/// A new contact of E-commerce with Ana Silva's number, saved.
fn taken(size: (u16, u16)) -> World {
    let mut world = in_shop(size);
    world
        .press("a")
        .type_text("Rui")
        .press("Enter")
        .type_text("+351912345678");
    assert!(
        sees(&world, "already Ana Silva’s; saving asks"),
        "{}",
        text(&world.state)
    );
    world.press("C-s");
    assert!(world.changes.is_empty());
    world
}

#[test]
fn whose_number_it_is_already_is_said_and_shown() {
    for size in [(80, 24), (120, 36), (40, 12)] {
        let mut world = taken(size);
        insta::assert_snapshot!(format!("taken-{}x{}", size.0, size.1), text(&world.state));
        world.press("Esc");
        assert!(!world.state.popups.is_empty(), "back to the form");
        world.press("C-s Enter");
        assert!(world.changes.is_empty() && world.state.popups.is_empty());
        assert!(world.state.profile.open, "Ana Silva is shown");
    }
}

#[test]
fn another_contact_with_the_same_number_is_made_when_that_is_meant() {
    let mut world = taken(SIZE);
    world.press("Down Down Down Enter");
    let Some(Change::AddContact(contact)) = world.changes.last() else {
        panic!("{:?}", world.changes);
    };
    assert_eq!(contact.lists.len(), 1);
    assert!(world.state.popups.is_empty());
}

#[test]
fn who_has_the_number_is_added_to_the_list_instead() {
    let mut world = World::new(SIZE, 100);
    world.press("h h G l l");
    world
        .press("a")
        .type_text("Rui")
        .press("Enter")
        .type_text("+351912345678")
        .press("C-s");
    world.press("Down Enter");
    let Some(Change::AddToList { contacts, list }) = world.changes.last() else {
        panic!("{:?}", world.changes);
    };
    assert_eq!((contacts.len(), *list), (1, ListId(3)));
    assert!(sees(&world, "Ana Silva added to Leads Q4."));
    assert!(world.state.popups.is_empty());
}

/// A new contact of E-commerce that is Ana Silva again, with another number.
fn again(size: (u16, u16)) -> World {
    let mut world = World::new(size, 8);
    world.press("h h j l l");
    world
        .press("a")
        .type_text("Ana")
        .press("Enter")
        .type_text("+351919999999")
        .press("Enter");
    assert!(!sees(&world, "Is it "), "{}", text(&world.state));
    world
        .type_text("Silva")
        .press("Enter")
        .type_text("Person0@example.com");
    assert!(sees(&world, "≈ Is it Ana Silva?"), "{}", text(&world.state));
    world
}

#[test]
fn who_it_may_be_is_said_while_one_types() {
    for size in [(80, 24), (120, 36), (40, 12)] {
        let mut world = again(size);
        insta::assert_snapshot!(format!("is-it-{}x{}", size.0, size.1), text(&world.state));
        world.press("C-o");
        insta::assert_snapshot!(format!("is-it-them-{}x{}", size.0, size.1), text(&world.state));
        world.press("Esc");
        assert!(sees(&world, "≈ Is it Ana Silva?"), "back to the form");
        world.press("C-o Enter");
        assert!(world.changes.is_empty() && world.state.popups.is_empty());
        assert!(world.state.profile.open, "Ana Silva is shown");
    }
}

#[test]
fn who_is_said_to_be_another_person_is_not_asked_about_again() {
    let mut world = again(SIZE);
    world.press("C-o Down Enter");
    assert!(!sees(&world, "Is it "), "{}", text(&world.state));
    world.press("Enter").type_text("Silva & Co");
    assert!(!sees(&world, "Is it "), "{}", text(&world.state));
    world.press("C-o C-s");
    let Some(Change::AddContact(_)) = world.changes.last() else {
        panic!("{:?}", world.changes);
    };
}

#[test]
fn a_contact_that_is_edited_is_not_its_own_duplicate() {
    let mut world = World::new(SIZE, 8);
    world.press("e").type_text("x");
    assert!(!sees(&world, "Is it Ana"), "{}", text(&world.state));
}

#[test]
fn a_contact_without_first_name_or_readable_number_is_not_saved() {
    let mut world = in_shop(SIZE);
    world.press("a C-s");
    assert!(sees(&world, "First name is required."));
    world
        .type_text("Rui")
        .press("Enter")
        .type_text("91234")
        .press("C-s");
    assert!(
        sees(&world, "Start with + and the country code"),
        "{}",
        text(&world.state)
    );
    assert!(world.changes.is_empty());
}

#[test]
fn an_edit_changes_only_what_was_changed() {
    let mut world = in_shop(SIZE);
    world.press("e C-u").type_text("Anna").press("C-s");
    let [Change::EditSeen { edits, .. }] = &world.changes[..] else {
        panic!("{:?}", world.changes)
    };
    let first = FieldRef::Builtin(BuiltinField::FirstName);
    assert_eq!(
        edits[..],
        [Edit::Set(first, Some(Value::Text("Anna".to_owned())))]
    );
}

#[test]
fn a_wrong_value_is_said_once_the_cursor_has_left_it_and_is_not_saved() {
    let mut world = in_shop(SIZE);
    world.press("e PageDown C-u").type_text("many").press("Up Down");
    assert!(sees(&world, "“many” is not a number."), "{}", text(&world.state));
    world.press("C-s");
    assert!(world.changes.is_empty());
}

#[test]
fn a_refused_change_leaves_the_form_as_it_was() {
    let mut world = in_shop(SIZE);
    world.press("e C-u").type_text("Anna");
    let effects = world.event_unanswered(Event::Key(super::world::key("C-s")));
    let Some(audience::app::Effect::Apply { ticket, .. }) = effects.into_iter().next() else {
        panic!()
    };
    world.event(Event::Applied {
        ticket,
        result: Err(StoreError::Busy),
    });
    assert!(matches!(world.state.popups[..], [Popup::ContactForm(_)]));
    assert!(sees(&world, "Another process is working"));
}

#[test]
fn the_count_follows_the_criteria_and_stays_while_they_are_wrong() {
    let mut world = in_shop(SIZE);
    world.press("h n").type_text("total_spent > 1000");
    assert!(sees(&world, "288 of 617 contacts"), "{}", text(&world.state));
    world.type_text(" and lst_purchase before today");
    assert!(sees(&world, "288 of 617 contacts"));
    assert!(sees(&world, "last_purchase"), "{}", text(&world.state));
    world.press("C-s");
    assert!(world.changes.is_empty());
}

#[test]
fn the_tree_counts_each_condition_and_what_is_left_after_it() {
    let row = |world: &World, condition: &str| {
        let screen = text(&world.state);
        let row = screen.lines().rfind(|line| line.contains(condition));
        let row = row.unwrap_or_else(|| panic!("{condition}: {screen}"));
        let tail = row.rsplit(condition).next().unwrap_or_default();
        tail.replace('│', " ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut world = in_shop(SIZE);
    world
        .press("h n")
        .type_text("total_spent > 1000 and last_purchase before 6 months ago");
    let spent = row(&world, "total_spent > 1000");
    assert_eq!(spent, "288");
    let last = row(&world, "last_purchase before 6 months ago");
    let all = row(&world, "all of");
    let [_, left] = last.split(' ').collect::<Vec<_>>()[..] else {
        panic!("{last}")
    };
    assert_eq!(left, all);
    assert!(sees(&world, "= 2026-05-22"), "{}", text(&world.state));
    world.type_text(" and x");
    let kept = row(&world, "all of");
    assert_eq!(kept, all);
}

#[test]
fn where_there_is_no_room_a_key_switches_between_members_and_tree() {
    let mut world = in_shop((80, 24));
    world.press("h n").type_text("total_spent > 1000");
    assert!(!sees(&world, "meet it"));
    world.press("C-t");
    assert!(sees(&world, "meet it"), "{}", text(&world.state));
    world.press("C-t");
    assert!(!sees(&world, "meet it"));
}

#[test]
fn a_segment_is_saved_by_its_stored_criteria_under_a_name() {
    let mut world = in_shop(SIZE);
    world.press("h n").type_text("total_spent>1000").press("C-s");
    assert!(sees(&world, "Give the segment a name."));
    world.type_text("Big").press("Enter");
    let [
        Change::CreateSegment {
            scope,
            name,
            criteria,
        },
    ] = &world.changes[..]
    else {
        panic!("{:?}", world.changes)
    };
    assert_eq!((*scope, name.as_str()), (Scope::List(ListId(1)), "Big"));
    assert_eq!(criteria, "total_spent > 1000");
}

#[test]
fn a_field_is_completed_by_tab() {
    let mut world = in_shop(SIZE);
    world.press("h n").type_text("total_sp").press("Tab");
    let Some(Popup::Criteria(editor)) = world.state.popups.last() else {
        panic!()
    };
    assert_eq!(editor.text.text().trim_end(), "total_spent");
}

#[test]
fn values_that_exist_are_offered_in_the_spelling_of_the_language() {
    let mut world = in_shop(SIZE);
    world.press("h n").type_text("city = S");
    assert!(sees(&world, "\"São Paulo\""), "{}", text(&world.state));
    world.press("Down Up Enter");
    let Some(Popup::Criteria(editor)) = world.state.popups.last() else {
        panic!()
    };
    assert_eq!(editor.text.text().trim_end(), "city = \"São Paulo\"");
}

#[test]
fn pasted_text_is_text_and_never_keys() {
    let mut world = in_shop(SIZE);
    world
        .press("h n")
        .event(Event::Paste("total_spent > 5\nq".to_owned()));
    let Some(Popup::Criteria(editor)) = world.state.popups.last() else {
        panic!()
    };
    assert_eq!(editor.text.text(), "total_spent > 5 q");
}

#[test]
fn forms_at_each_size() {
    for size in [(80, 24), (120, 36), (40, 12)] {
        let name = |form: &str| format!("{form}-{}x{}", size.0, size.1);
        let mut world = in_shop(size);
        world
            .press("a")
            .type_text("Rui")
            .press("Enter")
            .type_text("+351912345679");
        assert_snapshot!(name("contact-form"), text(&world.state));
        let mut world = in_shop(size);
        world.press("h n").type_text("total_spent > 1000 and city = ");
        assert_snapshot!(name("criteria-editor"), text(&world.state));
        let mut world = in_shop(size);
        world
            .press("h n")
            .type_text("total_spent > 1000 and lst_purchase before today");
        assert_snapshot!(name("criteria-error"), text(&world.state));
        let mut world = World::new(size, 50);
        world.press("h h j d j");
        assert_snapshot!(name("delete-list"), text(&world.state));
    }
}
