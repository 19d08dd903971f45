//! Several people at once: what somebody else has changed meanwhile is marked, and shown before it is overwritten.

use super::picture::{cells, lines, text};
use super::world::World;
use audience::app::Event;
use audience::store::Change;

const SIZE: (u16, u16) = (120, 36);

/// Somebody else changes the audience.
fn changes(world: &mut World, change: impl FnOnce(&mut World)) {
    change(world);
    world.catalogue.generation += 1;
    let generation = world.catalogue.generation;
    world.event(Event::Moved(generation));
}

fn line_of(world: &World, name: &str) -> String {
    let lines = lines(&cells(&world.state));
    lines.into_iter().find(|line| line.contains(name)).unwrap()
}

#[test]
fn a_contact_that_somebody_else_has_changed_is_marked_until_one_has_been_there() {
    let mut world = World::new(SIZE, 20);
    assert!(!text(&world.state).contains('~'));
    changes(&mut world, |world| {
        world.contacts[3].contact.city = "Porto".to_owned();
    });
    assert!(line_of(&world, "Ольга").contains('~'), "{}", text(&world.state));
    assert_eq!(text(&world.state).matches('~').count(), 1);
    world.press("j j j");
    assert!(!text(&world.state).contains('~'));
}

#[test]
fn what_one_has_changed_oneself_is_not_marked() {
    let mut world = World::new(SIZE, 20);
    world.press("e C-u").type_text("Anabela");
    world.press("C-s");
    changes(&mut world, |world| {
        world.contacts[0].contact.first_name = "Anabela".to_owned();
    });
    assert!(!text(&world.state).contains('~'), "{}", text(&world.state));
}

#[test]
fn a_list_s_line_that_both_have_changed_is_shown_first_and_the_others_stay_theirs() {
    let mut world = World::new(SIZE, 20);
    world.press("h h j e C-u").type_text("Web shop");
    changes(&mut world, |world| {
        world.catalogue.lists[0].name = "Online".to_owned();
        world.catalogue.lists[0].description = "All of them".to_owned();
    });
    world.press("C-s");
    assert!(world.changes.is_empty());
    assert!(text(&world.state).contains("Somebody else has made it “Online” meanwhile."));
    world.press("C-s");
    let [
        Change::EditList {
            name, description, ..
        },
    ] = &world.changes[..]
    else {
        panic!("{:?}", world.changes);
    };
    assert_eq!(
        (name.as_deref(), description.as_deref()),
        (Some("Web shop"), None)
    );
}

#[test]
fn criteria_that_both_have_changed_are_shown_first_and_a_name_that_only_they_have_stays() {
    let mut world = World::new(SIZE, 20);
    world.press("h h j l j e").type_text(" and orders > 2");
    changes(&mut world, |world| {
        world.catalogue.segments[0].criteria = "total_spent > 2000".to_owned();
        world.catalogue.segments[0].name = "Very high".to_owned();
    });
    world.press("C-s");
    assert!(world.changes.is_empty(), "{:?}", world.changes);
    assert!(
        text(&world.state).contains("Somebody else has made it “total_spent > 2000”"),
        "{}",
        text(&world.state)
    );
    world.press("C-s");
    let [Change::EditSegment { name, criteria, .. }] = &world.changes[..] else {
        panic!("{:?}", world.changes);
    };
    assert_eq!(criteria.as_deref(), Some("total_spent > 1000 and orders > 2"));
    assert_eq!(name.as_deref(), None, "the name is theirs");
}
