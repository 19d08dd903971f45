//! Contacts pinned in and out of a segment by hand, and segments that are picked by hand.

use super::picture::{looks, text};
use super::world::{NOW, World};
use audience::app::Event;
use audience::model::{ContactId, ListId, NOBODY, Pin, Pins, Scope, SegmentId, Side};
use audience::store::{Change, Each, Selection};
use insta::assert_snapshot;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (40, 12)];
const HIGH_VALUE: SegmentId = SegmentId(1);

/// The keys that lead to the table of the segment High-Value of E-commerce.
const OPEN: &str = "h h j l j l";

fn shown(world: &World, words: &str) -> bool {
    text(&world.state).contains(words)
}

/// The last change that was asked for.
fn many(world: &World) -> (&Selection, &Each) {
    match world.changes.last() {
        Some(Change::Many { whom, each }) => (whom, each),
        other => panic!("{other:?}"),
    }
}

fn those(selection: &Selection) -> &[ContactId] {
    match selection {
        Selection::Those(contacts) => contacts,
        other @ Selection::AllBut { .. } => panic!("{other:?}"),
    }
}

/// A world in which Ana Silva (no member by the criteria) is pinned in, and the first member out.
fn pinned(size: (u16, u16)) -> World {
    let mut world = World::new(size, 200);
    for (contact, side) in [(0, Side::In), (10, Side::Out)] {
        let pin = Pin {
            segment: HIGH_VALUE,
            side,
            by: "ana".to_owned(),
            at: NOW,
        };
        world.contacts[contact].contact.set_pin(HIGH_VALUE, Some(pin));
    }
    world.catalogue.pins = vec![(HIGH_VALUE, Pins { within: 1, out: 1 })];
    world.catalogue.generation += 1;
    world.event(Event::Moved(world.catalogue.generation));
    world
}

#[test]
fn the_contact_under_the_cursor_and_the_marked_ones_are_pinned_by_one_key() {
    let mut world = World::new((120, 36), 200);
    world.press(OPEN).press("p");
    let (whom, each) = many(&world);
    assert_eq!(
        (those(whom).len(), each),
        (1, &Each::Pin(HIGH_VALUE, Some(Side::In)))
    );
    assert!(shown(&world, "1 contact pinned in High-Value. u takes it back."));
    world.press("* o");
    assert!(matches!(
        many(&world),
        (Selection::AllBut { .. }, Each::Pin(HIGH_VALUE, Some(Side::Out)))
    ));
    assert!(shown(&world, "pinned out of High-Value. u takes it back.") && !shown(&world, "all marked"));
    world.press("c");
    assert_eq!(many(&world).1, &Each::Pin(HIGH_VALUE, None));
    assert!(shown(
        &world,
        "1 contact no longer pinned in or out of High-Value."
    ));
}

#[test]
fn where_no_segment_is_open_it_is_asked_for() {
    let mut world = World::new((120, 36), 200);
    world.press("h h j l l p");
    assert!(shown(&world, "Pin Ana Silva in") && shown(&world, "At-risk"));
    world.type_text("risk").press("Enter");
    let (whom, each) = many(&world);
    assert_eq!(those(whom), [ContactId(0)]);
    assert_eq!(*each, Each::Pin(SegmentId(2), Some(Side::In)));
    assert!(shown(&world, "1 contact pinned in At-risk."));
    let changes = world.changes.len();
    world.press("c");
    assert!(shown(&world, "Pins belong to a segment. Go to one first."));
    world.press("b").type_text("pin out").press("Enter");
    assert!(shown(&world, "Pin Ana Silva out of"));
    world.press("Esc");
    assert_eq!(world.changes.len(), changes);
}

#[test]
fn pins_are_seen_and_shown_alone() {
    for size in SIZES {
        let mut world = pinned(size);
        world.press(OPEN);
        assert_snapshot!(format!("pins-{}x{}", size.0, size.1), text(&world.state));
        world.press("O");
        assert_eq!(world.state.contacts.total, Some(2));
        assert_snapshot!(format!("pins-only-{}x{}", size.0, size.1), text(&world.state));
        world.press("Esc");
        assert!(world.state.contacts.total > Some(2));
    }
    let mut world = pinned((80, 24)).plain();
    world.press(OPEN).press("O");
    assert_snapshot!("without-colour-pins", looks(&world.state));
    // Another segment is shown as it is.
    world.press("h j l");
    assert!(!shown(&world, "pinned only"));
}

#[test]
fn why_and_the_editor_tell_of_pins() {
    let mut world = pinned((120, 36));
    world.press(OPEN).press("w");
    assert!(shown(&world, "✓ pinned in by hand") && shown(&world, "by ana on "));
    world.press("Esc h e");
    assert!(shown(&world, "as before · with 1 pinned in, 1 pinned out"));
}

#[test]
fn a_segment_is_made_of_whom_one_has_marked() {
    for size in SIZES {
        let mut world = World::new(size, 200);
        world.press("h h j l l");
        world.type_text("   ").press("N");
        assert!(shown(&world, "New segment of 3 contacts"));
        world.type_text("High-Value").press("C-s");
        assert!(world.changes.is_empty() && shown(&world, "There is a segment"));
        for _ in 0..10 {
            world.press("Backspace");
        }
        world.type_text("Guests");
        assert_snapshot!(format!("pick-segment-{}x{}", size.0, size.1), text(&world.state));
        world.press("C-s");
        let Some(Change::CreatePinned(made)) = world.changes.last() else {
            panic!("{:?}", world.changes);
        };
        assert_eq!(
            (made.scope, made.name.as_str()),
            (Scope::List(ListId(1)), "Guests")
        );
        assert_eq!(
            (
                made.criteria.as_str(),
                those(&made.within).len(),
                those(&made.out).len()
            ),
            (NOBODY, 3, 0)
        );
        assert!(world.state.popups.is_empty());
    }
}

#[test]
fn a_segment_that_was_picked_by_hand_says_so() {
    let mut world = pinned((120, 36));
    world.catalogue.segments[0].criteria = NOBODY.to_owned();
    world.catalogue.generation += 1;
    world.event(Event::Moved(world.catalogue.generation));
    world.press(OPEN);
    assert!(shown(&world, "Picked by hand"));
    assert_eq!(world.state.contacts.total, Some(1));
}

#[test]
fn a_copy_takes_pins_along_and_says_how_many_did_not_go() {
    let mut world = pinned((120, 36));
    world.press("h h j l j c").type_text("lead").press("Enter");
    let Some(Change::CreatePinned(made)) = world.changes.last() else {
        panic!("{:?}", world.changes);
    };
    let leads = Scope::List(ListId(3));
    for one in [&made.within, &made.out] {
        assert!(matches!(one, Selection::AllBut { scope, .. } if *scope == leads));
    }
    assert!(shown(&world, "2 of its pins did not go along"));
}
