//! The custom fields: from keys to what is asked of the store, and what is said before anything is lost.

use super::picture::{looks, text};
use super::world::World;
use audience::app::draft::{self, Draft};
use audience::app::{Event, Popup};
use audience::model::{Currency, Decimal, FieldDef, FieldId, FieldType, Scope, Segment, SegmentId, Value};
use audience::store::Change;
use insta::assert_snapshot;

const SIZE: (u16, u16) = (100, 30);
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (40, 12)];
const SHOE: FieldId = FieldId(1);
const LEVEL: FieldId = FieldId(2);

fn sees(world: &World, words: &str) -> bool {
    text(&world.state).contains(words)
}

/// Two fields, of which some contacts have values, and a segment asks for one.
fn world(size: (u16, u16)) -> World {
    let mut world = World::new(size, 60);
    world.catalogue.fields.push(FieldDef {
        id: LEVEL,
        key: "level".to_owned(),
        label: "Level".to_owned(),
        kind: FieldType::Choice(vec!["gold".to_owned(), "7".to_owned()]),
        place: 1,
    });
    world.catalogue.segments.push(Segment {
        id: SegmentId(9),
        scope: Scope::Everyone,
        name: "Large feet".to_owned(),
        criteria: "`#1` > 44".to_owned(),
        created: super::world::NOW,
        updated: super::world::NOW,
    });
    world.catalogue.generation += 1;
    for (at, one) in world.contacts.iter_mut().enumerate() {
        let level = if at % 3 == 0 { "gold" } else { "7" };
        one.contact.custom = vec![
            (SHOE, Value::Number(Decimal::from(40))),
            (LEVEL, Value::Text(level.to_owned())),
        ];
        one.contact.custom.truncate(if at < 20 { 2 } else { 1 });
    }
    let generation = world.catalogue.generation;
    world.event(Event::Moved(generation));
    world.press("#");
    world
}

fn last(world: &World) -> &Change {
    world.changes.last().unwrap()
}

#[test]
fn fields_at_each_size() {
    for size in SIZES {
        let name = |screen: &str| format!("{screen}-{}x{}", size.0, size.1);
        let mut world = world(size);
        assert_snapshot!(name("fields"), text(&world.state));
        world
            .press("n")
            .type_text("Member since")
            .press("Enter")
            .type_text("");
        assert_snapshot!(name("field-form"), text(&world.state));
        world.press("Esc j e Down C-u n C-s");
        assert_snapshot!(name("field-losses"), text(&world.state));
    }
    let mut world = world((80, 24)).plain();
    world.press("j");
    assert_snapshot!("without-colour-fields", looks(&world.state));
}

#[test]
fn a_field_is_defined_by_its_name_and_the_beginning_of_its_type() {
    let mut world = world(SIZE);
    world.press("n").type_text("Shoe Size");
    assert!(sees(&world, "There is a field “Shoe size” already."));
    world.press("C-s");
    assert!(world.changes.is_empty(), "{:?}", world.changes);
    world.press("C-u").type_text("Age");
    assert!(sees(&world, "criteria call it age_2"));
    world.press("Enter C-u d Tab");
    assert!(sees(&world, "a day of the calendar"));
    world.press("C-s");
    assert!(matches!(last(&world), Change::AddField { label, kind: FieldType::Date } if label == "Age"));
    assert!(sees(&world, "Field Age added.") && sees(&world, "Your fields"));
}

#[test]
fn a_choice_needs_options_and_money_says_its_currency() {
    let mut world = world(SIZE);
    world.press("n").type_text("Size").press("Enter C-u c C-s");
    assert!(sees(&world, "A choice needs options") && world.changes.is_empty());
    world.type_text("S; M; s").press("C-s");
    let options = FieldType::Choice(vec!["S".to_owned(), "M".to_owned()]);
    assert!(matches!(last(&world), Change::AddField { kind, .. } if *kind == options));
    world.press("n").type_text("Debt").press("Enter C-u m");
    assert!(sees(&world, "an amount in EUR, the store's currency"));
    world.catalogue.settings.currency = None;
    world.catalogue.generation += 1;
    let generation = world.catalogue.generation;
    world.event(Event::Moved(generation));
    world.press("Tab Tab").type_text("eux").press("C-s");
    assert!(sees(&world, "“eux” is no currency"));
    world.press("C-u").type_text("eur").press("C-s");
    let [
        ..,
        Change::Settings(settings),
        Change::AddField {
            kind: FieldType::Money,
            ..
        },
    ] = &world.changes[..]
    else {
        panic!("{:?}", world.changes)
    };
    assert_eq!(settings.currency, Currency::from_code("EUR"));
}

#[test]
fn another_name_and_another_type_are_told_apart() {
    let mut world = world(SIZE);
    world.press("e").type_text("s").press("C-s");
    let label = "Shoe sizes";
    assert!(matches!(last(&world), Change::RenameField { field: SHOE, label: new } if new == label));
    world.press("e Down C-u").type_text("text").press("C-s");
    let Change::ChangeField { field: SHOE, kind } = last(&world) else {
        panic!("{:?}", world.changes)
    };
    assert_eq!(*kind, FieldType::Text);
    assert!(sees(
        &world,
        "Shoe size is a text field now; 60 values kept. u takes it back."
    ));
    world.press("e C-s");
    assert_eq!(world.changes.len(), 2, "nothing was changed");
}

#[test]
fn what_would_be_lost_is_shown_first_and_no_is_the_answer_until_yes() {
    let mut world = world(SIZE);
    world.press("j e Down C-u n C-s");
    assert!(sees(&world, "Make Level a number field?"));
    assert!(sees(&world, "7 of 20 values cannot be read as number"));
    assert!(sees(&world, "“gold” of "));
    world.press("Enter");
    assert!(world.changes.is_empty() && sees(&world, "Edit field"));
    world.press("C-s Right Enter");
    assert!(matches!(
        last(&world),
        Change::ChangeField {
            field: LEVEL,
            kind: FieldType::Number
        }
    ));
    assert!(sees(
        &world,
        "Level is a number field now; 13 values kept, 7 lost. u takes it back."
    ));
}

#[test]
fn fields_are_put_in_order_but_not_while_some_are_hidden() {
    let mut world = world(SIZE);
    world.press("J");
    assert!(matches!(last(&world), Change::MoveField { field: SHOE, to: 1 }));
    world.press("J");
    assert_eq!(world.changes.len(), 1, "it is the last one");
    world.press("/").type_text("lev").press("Enter J");
    assert!(sees(&world, "Esc shows all fields") && world.changes.len() == 1);
}

#[test]
fn a_field_that_is_asked_for_stays_and_another_goes_after_a_yes() {
    let mut world = world(SIZE);
    world.press("d");
    assert!(
        sees(&world, "Shoe size stays: Large feet of Everyone asks for it."),
        "{}",
        text(&world.state)
    );
    world.press("j d");
    assert!(
        sees(&world, "The values of 20 contacts go with it."),
        "{}",
        text(&world.state)
    );
    world.press("Enter");
    assert!(world.changes.is_empty());
    world.press("d y");
    assert!(matches!(last(&world), Change::DeleteField { field: LEVEL }));
    assert!(sees(
        &world,
        "Field Level deleted. u brings it back with its values."
    ));
}

#[test]
fn a_half_written_field_is_kept_and_taken_up() {
    let mut world = world(SIZE);
    world.press("n").type_text("Member since").press("Enter C-u d");
    let draft = draft::of(&world.state).unwrap();
    assert_eq!(draft.title(), "A new field");
    let Draft::Field { field: None, lines } = &draft else {
        panic!("{draft:?}")
    };
    assert_eq!(lines.len(), 2);
    world.press("C-s");
    assert!(draft::of(&world.state).is_none());
}

#[test]
fn who_only_looks_changes_nothing() {
    let mut world = world(SIZE);
    world.state.read_only = true;
    for keys in ["n", "e", "d", "J"] {
        world.press(keys);
        assert!(sees(&world, "read-only"), "{keys}");
        assert!(matches!(world.state.popups.last(), Some(Popup::Fields(_))));
    }
    assert!(world.changes.is_empty());
}
