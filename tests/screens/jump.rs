//! Going to anything by a few letters, from anywhere.

use super::picture::{looks, text};
use super::world::{World, key};
use audience::app::{Event, Place, Popup};
use audience::model::{BuiltinField, FieldId, FieldRef, ListId, Scope, SegmentId};
use insta::assert_snapshot;

const SIZE: (u16, u16) = (120, 36);

#[test]
fn the_screen_at_each_size() {
    for size in [(80, 24), (120, 36), (40, 12)] {
        let mut world = World::new(size, 40);
        world.press("C-p");
        assert_snapshot!(format!("jump-empty-{}x{}", size.0, size.1), text(&world.state));
        world.type_text("an");
        assert_snapshot!(format!("jump-{}x{}", size.0, size.1), text(&world.state));
    }
    let mut world = World::new((80, 24), 40).plain();
    world.press("C-p").type_text("an").press("Down");
    assert_snapshot!("without-colour-jump", looks(&world.state));
}

#[test]
fn to_a_list_and_to_a_segment_of_another_list() {
    let mut world = World::new(SIZE, 50);
    world.press("C-p").type_text("newsl").press("Enter");
    assert_eq!(
        (world.state.focus, world.state.scope()),
        (Place::Lists, Scope::List(ListId(2)))
    );
    world.press("C-p").type_text("hgh val").press("Enter");
    assert_eq!(world.state.scope(), Scope::List(ListId(1)));
    assert_eq!(
        (world.state.focus, world.state.segments.at),
        (Place::Segments, Some(SegmentId(1)))
    );
}

#[test]
fn to_a_contact_wherever_it_is_and_its_profile_opens() {
    for keys in ["", "h h j", "h h j l j", "/ z o Enter"] {
        let mut world = World::new(SIZE, 50);
        world.press(keys);
        let wanted = world
            .contacts
            .iter()
            .find(|one| one.contact.display_name() == "Giorgos Papadopoulos");
        let id = wanted.unwrap().contact.id;
        world
            .press("C-p")
            .type_text("giorgos papadopoulos")
            .press("Enter");
        assert_eq!(world.state.focus, Place::Profile, "{keys}");
        assert_eq!(
            world.state.profile.shown.as_ref().unwrap().contact.id,
            id,
            "{keys}"
        );
        assert_eq!(world.state.contacts.current().unwrap().contact.id, id, "{keys}");
        assert!(world.state.search.is_none());
    }
}

#[test]
fn to_a_field_of_ones_own_and_to_a_command() {
    let mut world = World::new(SIZE, 50);
    world.press("C-p").type_text("shoe").press("Enter");
    assert_eq!(world.state.contacts.sort.field, FieldRef::Custom(FieldId(1)));
    world.press("C-p").type_text("spent");
    let fields = text(&world.state)
        .lines()
        .filter(|line| line.contains("sorts by it"))
        .count();
    assert!(fields >= 1, "{}", text(&world.state));
    world.press("Esc C-p").type_text("turn the order").press("Enter");
    assert!(world.state.contacts.sort.descending);
    assert_ne!(
        world.state.contacts.sort.field,
        FieldRef::Builtin(BuiltinField::Name)
    );
}

#[test]
fn contacts_are_asked_anew_with_each_key_and_an_old_answer_is_dropped() {
    let mut world = World::new(SIZE, 50);
    world.press("C-p");
    let older = world.event_unanswered(Event::Key(key("z")));
    let newer = world.event_unanswered(Event::Key(key("o")));
    world.run(newer);
    world.run(older);
    let shown = text(&world.state);
    assert!(shown.contains("Zoë Müller"), "{shown}");
    assert!(matches!(world.state.popups.as_slice(), [Popup::Jump(jump)] if !jump.is_asking()));
}
