//! The columns of the table: chosen, ordered and sized by keys, seen at once, and kept for each list.

use super::picture::{looks, text};
use super::world::World;
use audience::app::{Event, memory};
use audience::model::{Decimal, FieldDef, FieldId, FieldType, Value};
use insta::assert_snapshot;

const SIZE: (u16, u16) = (120, 36);
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (40, 12)];

/// The line of headings.
fn headings(world: &World) -> String {
    let screen = text(&world.state);
    let line = screen
        .lines()
        .find(|line| line.contains("Name ") && line.contains('│'));
    line.unwrap_or_default()
        .rsplit('│')
        .find(|part| part.contains("Name"))
        .unwrap()
        .to_owned()
}

/// In the first list, with the keys in its contacts; everybody has a shoe size.
fn in_shop() -> World {
    let mut world = World::new(SIZE, 60);
    for one in &mut world.contacts {
        one.contact.custom = vec![(FieldId(1), Value::Number(Decimal::from(41)))];
    }
    world.press("h h j l l");
    world
}

/// Puts the cursor of the popup on a field.
fn on(world: &mut World, label: &str) {
    world.press("/").type_text(label).press("Enter");
}

#[test]
fn columns_at_each_size() {
    for size in SIZES {
        let mut world = World::new(size, 60);
        world.press("= j J >");
        assert_snapshot!(format!("columns-{}x{}", size.0, size.1), text(&world.state));
    }
    let mut world = World::new((80, 24), 60).plain();
    world.press("= j J >");
    assert_snapshot!("without-colour-columns", looks(&world.state));
}

#[test]
fn a_field_of_ones_own_becomes_a_column_of_one_list_only() {
    let mut world = in_shop();
    assert!(!headings(&world).contains("Shoe size"));
    world.press("=");
    assert!(text(&world.state).contains("Columns of E-commerce"));
    on(&mut world, "shoe");
    world.press("Enter Esc");
    (0..20).for_each(|_| {
        world.press("K");
    });
    world.press("Esc");
    assert!(
        headings(&world).trim().starts_with("Shoe size"),
        "{}",
        text(&world.state)
    );
    assert!(text(&world.state).contains(" 41 "));
    world.press("h h j l l");
    assert!(
        !headings(&world).contains("Shoe size"),
        "another list has the usual ones"
    );
    world.press("h h k l l = r");
    assert!(!headings(&world).contains("Shoe size"), "r takes the choice back");
}

#[test]
fn what_is_chosen_for_everyone_holds_in_lists_without_their_own() {
    let mut world = World::new(SIZE, 60);
    world.press("= j Enter Esc");
    assert!(!headings(&world).contains("Number"), "{}", headings(&world));
    world.press("h h j l l");
    assert!(!headings(&world).contains("Number"));
    world.press("=");
    on(&mut world, "whatsapp");
    world.press("Enter Esc Esc");
    assert!(headings(&world).contains("Number"), "{}", headings(&world));
    world.press("h h k l l");
    assert!(!headings(&world).contains("Number"));
}

#[test]
fn one_column_stays_whatever_is_taken_out() {
    let mut world = World::new(SIZE, 60);
    world.press("=");
    (0..30).for_each(|_| {
        world.press("g Enter");
    });
    world.press("Esc S");
    assert!(!text(&world.state).contains("panicked") && headings(&world).contains("Name"));
}

#[test]
fn widths_are_made_by_keys_and_all_is_there_at_the_next_start() {
    let mut world = in_shop();
    world.press("= > > j < 0 j J Esc");
    let before = headings(&world);
    assert_ne!(before, headings(&in_shop()));
    let kept = memory::of(&world.state);
    let mut again = in_shop();
    memory::restore(&mut again.state, &kept);
    assert_eq!(headings(&again), before);
    assert_eq!(memory::of(&again.state).lists, kept.lists);
}

#[test]
fn a_field_of_another_type_keeps_its_column_and_one_that_is_gone_leaves_it() {
    let mut world = in_shop();
    world.press("=");
    on(&mut world, "shoe");
    world.press("Enter Esc Esc");
    assert!(headings(&world).contains("Shoe size"));
    let change = |world: &mut World, fields: Vec<FieldDef>| {
        world.catalogue.fields = fields;
        world.catalogue.generation += 1;
        let generation = world.catalogue.generation;
        world.event(Event::Moved(generation));
    };
    let mut heir = world.catalogue.fields[0].clone();
    heir.id = FieldId(8);
    heir.kind = FieldType::Text;
    change(&mut world, vec![heir]);
    assert!(headings(&world).contains("Shoe size"));
    change(&mut world, Vec::new());
    assert!(!headings(&world).contains("Shoe size"));
}
