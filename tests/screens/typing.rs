//! What is typed for a field of each type: what is said of it, what it becomes, and what is asked of the store.

use super::picture::{looks, text};
use super::world::World;
use audience::app::Event;
use audience::model::{BuiltinField, Currency, Edit, FieldDef, FieldId, FieldRef, FieldType, Value};
use audience::store::{Change, Each};
use insta::assert_snapshot;

const SIZE: (u16, u16) = (100, 34);
const TAGS: FieldRef = FieldRef::Builtin(BuiltinField::Tags);
const SINCE: FieldRef = FieldRef::Custom(FieldId(2));
const DEBT: FieldRef = FieldRef::Custom(FieldId(3));
const LEVEL: FieldRef = FieldRef::Custom(FieldId(4));

fn sees(world: &World, words: &str) -> bool {
    text(&world.state).contains(words)
}

/// A store in this country, with a field of each of these types.
fn world(size: (u16, u16), country: Option<&str>) -> World {
    let mut world = World::new(size, 60);
    let options = ["gold", "green", "silver"].map(str::to_owned).to_vec();
    let kinds = [
        ("Since", FieldType::Date),
        ("Debt", FieldType::Money),
        ("Level", FieldType::Choice(options)),
    ];
    for (id, (label, kind)) in (2..).zip(kinds) {
        world.catalogue.fields.push(FieldDef {
            id: FieldId(id),
            key: label.to_lowercase(),
            label: label.to_owned(),
            kind,
            place: id,
        });
    }
    world.catalogue.settings.currency = Currency::from_code("EUR");
    world.catalogue.settings.country = country.map(str::to_owned);
    world.catalogue.generation += 1;
    let generation = world.catalogue.generation;
    world.event(Event::Moved(generation));
    world
}

/// A new contact, with the cursor so many lines above its last field.
fn adding(size: (u16, u16), country: Option<&str>, above: usize) -> World {
    let mut world = world(size, country);
    world.press("a").type_text("Rui").press("Enter");
    world.type_text("+351912345699").press("PageDown");
    (0..above).for_each(|_| {
        world.press("Up");
    });
    world
}

/// The value that a new contact was to get.
fn added(world: &World, field: FieldRef) -> Option<Value> {
    let Some(Change::AddContact(new)) = world.changes.last() else {
        panic!("{:?} {}", world.changes, text(&world.state))
    };
    new.edits.iter().find_map(|edit| match edit {
        Edit::Set(of, value) if *of == field => value.clone(),
        _ => None,
    })
}

#[test]
fn a_day_is_said_in_words_while_it_is_typed_and_spelled_out_when_left() {
    let mut world = adding(SIZE, Some("PT"), 2);
    world.type_text("3/4/1990");
    assert!(sees(&world, "Tue 3 Apr 1990, 36 y ago"), "{}", text(&world.state));
    world.press("Down");
    assert!(sees(&world, "1990-04-03"));
    world.press("Up C-u").type_text("in 2 weeks");
    assert!(sees(&world, "Sun 6 Dec 2026, in 14 d"), "{}", text(&world.state));
    world.press("C-s");
    let day = "2026-12-06".parse().unwrap();
    assert_eq!(added(&world, SINCE), Some(Value::Date(day)));
}

#[test]
fn a_day_that_can_be_two_is_not_saved() {
    let mut world = adding(SIZE, None, 2);
    world.type_text("3/4/1990");
    assert!(
        sees(&world, "“3/4/1990” can mean two days. Write 3 apr or 4 mar"),
        "{}",
        text(&world.state)
    );
    world.press("C-s");
    assert!(world.changes.is_empty());
    world.press("C-u").type_text("3 apr 1990").press("C-s");
    let day = "1990-04-03".parse().unwrap();
    assert_eq!(added(&world, SINCE), Some(Value::Date(day)));
}

#[test]
fn an_amount_is_said_with_its_sign() {
    let mut world = adding(SIZE, None, 1);
    world.type_text("1.250,50");
    assert!(sees(&world, "€ 1,250.50"), "{}", text(&world.state));
    world.type_text(" $").press("C-s");
    assert!(sees(&world, "no amount in EUR") && world.changes.is_empty());
    world.press("Backspace Backspace C-s");
    assert_eq!(
        added(&world, DEBT),
        Some(Value::Number("1250.5".parse().unwrap()))
    );
}

#[test]
fn a_choice_is_completed_from_its_options() {
    let mut world = adding(SIZE, None, 0);
    world.type_text("g");
    assert!(sees(&world, "Tab: gold · green"));
    world.press("C-s");
    assert!(sees(&world, "is not among the options") && world.changes.is_empty());
    world.type_text("r").press("Tab C-s");
    assert_eq!(added(&world, LEVEL), Some(Value::Text("green".to_owned())));
}

#[test]
fn members_of_a_set_are_chips_that_are_closed_completed_and_taken_off() {
    // Tags stand nine lines above the built-in fields' last one, before four of one's own.
    let mut world = adding(SIZE, None, 12);
    world.type_text("vip;VIP;old, new;Lis");
    assert!(sees(&world, "[vip] [old, new] Lis"), "{}", text(&world.state));
    assert!(sees(&world, "Tab: Lisboa"), "{}", text(&world.state));
    world.press("Tab");
    assert!(sees(&world, "[vip] [old, new] [Lisboa]"));
    world.press("Backspace Backspace").type_text("late").press("C-s");
    let wanted = ["vip", "late"].map(str::to_owned).to_vec();
    assert_eq!(added(&world, TAGS), Some(Value::Set(wanted)));
}

#[test]
fn a_set_that_is_only_looked_at_is_not_changed() {
    let mut world = world(SIZE, None);
    world.contacts[0].contact.tags = ["a, b", "c"].map(str::to_owned).to_vec();
    let generation = world.catalogue.generation + 1;
    world.catalogue.generation = generation;
    world.event(Event::Moved(generation));
    world.press("e PageDown");
    (0..12).for_each(|_| {
        world.press("Up");
    });
    assert!(sees(&world, "[a, b] [c]"), "{}", text(&world.state));
    world.press("C-s");
    assert!(world.changes.is_empty() && world.state.popups.is_empty());
}

#[test]
fn a_day_for_many_is_understood_too() {
    let mut world = world(SIZE, Some("US"));
    world
        .press("b")
        .type_text("set")
        .press("Enter")
        .type_text("since")
        .press("Enter");
    world.type_text("3/4/1990");
    assert!(sees(&world, "Sun 4 Mar 1990, 36 y ago"), "{}", text(&world.state));
    world.press("Enter");
    let Some(Change::Many {
        each: Each::Edit(edits),
        ..
    }) = world.changes.last()
    else {
        panic!("{:?}", world.changes)
    };
    let day = "1990-03-04".parse().unwrap();
    assert_eq!(*edits, [Edit::Set(SINCE, Some(Value::Date(day)))]);
}

#[test]
fn typed_lines_at_each_size() {
    for size in [(80, 24), (120, 36), (40, 12)] {
        let mut world = adding(size, Some("PT"), 12);
        world.type_text("regular;newsletter;winter sale;Lis");
        assert_snapshot!(format!("chips-{}x{}", size.0, size.1), text(&world.state));
    }
    let mut world = adding((80, 24), Some("PT"), 12).plain();
    world.type_text("regular;winter sale;Lis");
    assert_snapshot!("without-colour-chips", looks(&world.state));
}
