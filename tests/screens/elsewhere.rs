//! What another process has changed is told by a quiet mark, what this one has changed is not.

use super::picture::text;
use super::world::{NOW, World};
use audience::app::{self, Event};
use audience::model::{Author, EntryId, EntryKind, EntryState, Instant, JournalEntry};
use insta::assert_snapshot;

fn changed_by_maria(size: (u16, u16)) -> World {
    let mut world = World::new(size, 200);
    world.journal = vec![JournalEntry {
        id: EntryId(9),
        author: Author {
            name: "maria".to_owned(),
            at: NOW,
        },
        what: "import contacts \u{202e}shop.csv into E-commerce".to_owned(),
        rows: 1,
        state: EntryState::Done,
        kind: EntryKind::Change,
        taken_back: None,
        stayed: 0,
        can_go_back: true,
    }];
    world.catalogue.lists[0].generation += 1;
    world
}

/// The store comes to its next generation.
fn moves(world: &mut World) {
    world.catalogue.generation += 1;
    world.event(Event::Moved(world.catalogue.generation));
}

#[test]
fn who_has_changed_what_is_marked_until_it_was_seen() {
    for size in [(120, 36), (80, 24), (40, 12)] {
        let mut world = changed_by_maria(size);
        world.press("h h");
        moves(&mut world);
        world.press("j");
        assert_snapshot!(format!("elsewhere-{}x{}", size.0, size.1), text(&world.state));
        let later = Instant(NOW.0 + 3);
        app::update(&mut world.state, later, Event::Key(super::world::key("k")));
        assert!(!text(&world.state).contains('•'));
    }
}

#[test]
fn a_change_made_here_is_no_news() {
    let mut world = changed_by_maria((120, 36));
    world.press("h h j l j d");
    assert_eq!(world.changes.len(), 1);
    moves(&mut world);
    assert!(
        text(&world.state).contains('•'),
        "the next change of another process is"
    );
    let mut world = changed_by_maria((120, 36));
    world.catalogue.generation += 1;
    world.press("h h j l j d");
    assert_eq!(world.changes.len(), 1);
    assert!(!text(&world.state).contains('•'), "{}", text(&world.state));
}

#[test]
fn a_change_that_was_refused_hides_nobody_else_s() {
    let mut world = changed_by_maria((120, 36));
    world.refuse_change = Some(audience::store::StoreError::Busy);
    world.press("h h j l j d");
    world.contacts[10].contact.city = "Braga".to_owned();
    moves(&mut world);
    let shown = text(&world.state);
    assert!(shown.contains('•') && shown.contains("~✓ 李 小龍 10"), "{shown}");
}
