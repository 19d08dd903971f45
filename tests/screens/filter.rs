//! Filtering the table by criteria that are not saved.

use super::picture::text;
use super::world::{NOW, World};
use audience::app::{Event, Look, State, memory};
use audience::model::{FieldId, FieldType};
use audience::store::Change;
use insta::assert_snapshot;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (40, 12)];

fn shown(world: &World, words: &str) -> bool {
    text(&world.state).contains(words)
}

/// E-commerce, filtered.
fn filtered(size: (u16, u16)) -> World {
    let mut world = World::new(size, 1_234);
    world
        .press("h h j l l f")
        .type_text("total_spent > 1000")
        .press("C-s");
    assert!(world.state.popups.is_empty());
    world
}

#[test]
fn the_table_shows_who_meets_the_criteria_and_says_so() {
    for size in SIZES {
        let mut world = World::new(size, 1_234);
        world.press("h h j l l f").type_text("total_spent > 1000");
        assert_snapshot!(format!("filter-{}x{}", size.0, size.1), text(&world.state));
        world.press("C-s");
        assert_snapshot!(format!("filtered-{}x{}", size.0, size.1), text(&world.state));
        assert_eq!(world.state.contacts.total, Some(288));
        assert!(world.changes.is_empty());
        world.press("Esc");
        assert_eq!(world.state.contacts.total, Some(617));
    }
}

#[test]
fn it_narrows_the_segment_that_is_shown_and_goes_with_it() {
    let mut world = World::new(SIZES[1], 1_234);
    world
        .press("h h j l j l f")
        .type_text("total_spent > 1200")
        .press("C-s");
    let both = world.state.contacts.total.unwrap();
    assert!(both < 288, "{both}");
    world.press("h k");
    assert!(world.state.filter.is_none());
    assert_eq!(world.state.contacts.total, Some(617));
}

#[test]
fn one_key_and_a_name_make_a_segment_of_it() {
    let mut world = filtered(SIZES[1]);
    world.press("F").type_text("Spenders").press("Enter");
    let Some(Change::CreateSegment { name, criteria, .. }) = world.changes.last() else {
        panic!("{:?}", world.changes);
    };
    assert_eq!(name, "Spenders");
    assert!(criteria.contains("1000"), "{criteria}");
    assert!(world.state.popups.is_empty());
}

#[test]
fn an_empty_text_ends_it_and_a_wrong_one_changes_nothing() {
    let mut world = filtered(SIZES[1]);
    world.press("f").type_text(" and").press("C-s");
    assert!(!world.state.popups.is_empty(), "it is not right");
    world.press("C-u");
    for _ in 0..40 {
        world.press("Backspace");
    }
    world.press("C-s");
    assert!(world.state.popups.is_empty() && world.state.filter.is_none());
}

#[test]
fn without_a_filter_there_is_none_to_save() {
    let mut world = World::new(SIZES[1], 50);
    world.press("F");
    assert!(shown(&world, "No filter is on. Press f to write one."));
}

#[test]
fn all_who_are_marked_are_all_whom_the_filter_leaves() {
    let mut world = filtered(SIZES[1]);
    world.press("* d");
    assert!(shown(&world, "Delete 288 contacts?"));
    world.press("y");
    assert!(
        format!("{:?}", world.changes.last()).contains("total_spent") || {
            let asked = format!("{:?}", world.changes.last());
            asked.contains("TotalSpent")
        }
    );
}

#[test]
fn marks_of_a_filtered_view_are_not_those_of_the_whole_list() {
    let mut world = filtered(SIZES[1]);
    world.press("*");
    assert!(shown(&world, "all marked"));
    world.press("h h j k l l");
    assert!(world.state.filter.is_none());
    assert_eq!(world.state.contacts.total, Some(617));
    assert!(!shown(&world, "marked"), "{}", text(&world.state));
}

#[test]
fn it_is_there_again_at_the_next_start_unless_what_it_names_is_gone() {
    let mut world = filtered(SIZES[1]);
    let memory = memory::of(&world.state);
    let begin = |world: &mut World| {
        let mut state = State::new("shop.redb".to_owned(), false, Look::default(), SIZES[1]);
        memory::restore(&mut state, &memory);
        world.state = state;
        let effects = audience::app::start(&mut world.state, NOW);
        world.run(effects);
    };
    begin(&mut world);
    assert_eq!(world.state.contacts.total, Some(288));
    let stored = "`#77` = 1".to_owned();
    let memory = memory::Memory {
        filter: Some(("gone = 1".to_owned(), stored)),
        ..memory.clone()
    };
    let mut state = State::new("shop.redb".to_owned(), false, Look::default(), SIZES[1]);
    memory::restore(&mut state, &memory);
    world.state = state;
    let effects = audience::app::start(&mut world.state, NOW);
    world.run(effects);
    assert_eq!(world.state.contacts.total, Some(617), "{}", text(&world.state));
}

#[test]
fn the_editor_says_that_it_filters_until_there_is_a_name() {
    let mut world = World::new(SIZES[1], 1_234);
    world.press("f").type_text("orders > 1");
    assert!(shown(&world, "Ctrl-S filter"), "{}", text(&world.state));
    world.press("C-s F");
    assert!(shown(&world, "Ctrl-S save"), "{}", text(&world.state));
}

#[test]
fn it_holds_when_its_field_is_given_another_type() {
    let mut world = World::new(SIZES[1], 60);
    world.press("f").type_text("shoe_size > 40").press("C-s");
    assert!(world.state.filter.is_some());
    let field = &mut world.catalogue.fields[0];
    field.id = FieldId(8);
    field.kind = FieldType::Money;
    world.catalogue.generation += 1;
    let generation = world.catalogue.generation;
    world.event(Event::Moved(generation));
    let filter = world.state.filter.as_ref().unwrap();
    assert!(filter.stored.contains("#8"), "{filter:?}");
    assert!(world.state.contacts.error.is_none());
}
