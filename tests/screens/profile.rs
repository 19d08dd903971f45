//! The profile: its timeline by kind, messages as a conversation, who has changed the record, and values to be copied.

use super::picture::{looks, text};
use super::world::{NOW, World};
use audience::model::{Author, EntryId, EntryKind, EntryState, Instant, JournalEntry};
use insta::assert_snapshot;

const SIZE: (u16, u16) = (80, 24);

fn change(id: u64, days_ago: i64, who: &str, what: &str) -> JournalEntry {
    JournalEntry {
        id: EntryId(id),
        author: Author {
            name: who.to_owned(),
            at: Instant(NOW.0 - 86_400 * days_ago),
        },
        what: what.to_owned(),
        rows: 1,
        state: EntryState::Done,
        kind: EntryKind::Change,
        taken_back: None,
        stayed: 0,
        can_go_back: true,
    }
}

/// The profile of somebody with a past.
fn open() -> World {
    let mut world = World::new(SIZE, 20);
    world.journal = vec![
        change(9, 5, "maria", "edit Zoë Müller"),
        change(3, 400, "rui", "import contacts shop.csv into E-commerce"),
    ];
    world.press("j Enter");
    world
}

#[test]
fn the_timeline_shows_one_kind_after_the_other_and_all_again() {
    let mut world = open();
    for (heading, shown, hidden) in [
        ("History: purchases", "50.00 €", "e-mail"),
        ("History: e-mails", "e-mail", "50.00 €"),
        ("History: messages", "Is the Guji back", "e-mail"),
        (
            "History: changes to the record",
            "maria: edit Zoë Müller",
            "Is the Guji",
        ),
        ("History ", "Is the Guji", "nothing that is hidden"),
    ] {
        world.press("t");
        let screen = text(&world.state);
        assert!(
            screen.contains(heading) && screen.contains(shown),
            "{heading}\n{screen}"
        );
        assert!(!screen.contains(hidden), "{heading}\n{screen}");
    }
}

#[test]
fn changes_stand_among_events_in_the_order_of_time() {
    let mut world = open();
    world.press("t t t t t");
    let screen = text(&world.state);
    let at = |words: &str| screen.find(words).unwrap_or_else(|| panic!("{words}\n{screen}"));
    assert!(at("in: Is the Guji") < at("maria: edit"));
    assert!(at("maria: edit") < at("New beans"));
}

#[test]
fn the_next_contact_s_past_is_shown_by_the_same_kind() {
    let mut world = open();
    world.press("t t ] ]");
    assert!(text(&world.press("G").state).contains("e-mail"));
    assert!(!text(&world.state).contains("50.00 €"));
}

#[test]
fn nothing_of_a_kind_is_said() {
    let mut world = World::new(SIZE, 20);
    world.press("j j Enter t");
    assert!(
        text(&world.state).contains("Nothing of it."),
        "{}",
        text(&world.state)
    );
}

#[test]
fn any_value_is_copied_without_line_breaks_of_the_screen() {
    let mut world = open();
    world.press("y").type_text("plain").press("Enter");
    assert!(
        world.seen.iter().any(|one| one == "Copy(\"+4915112345678\")"),
        "{:?}",
        world.seen
    );
    assert!(text(&world.state).contains("copied"));
    world.press("y").type_text("note").press("Enter");
    let notes =
        "Copy(\"Prefers to be written to in the morning, and asked twice before a delivery is changed.\")";
    assert!(world.seen.iter().any(|one| one == notes), "{:?}", world.seen);
    world.press("y").type_text("xyzzy").press("Enter");
    assert!(text(&world.state).contains("Nothing of that is known."));
}

#[test]
fn pictures() {
    for size in [SIZE, (120, 36), (40, 12)] {
        let mut world = open();
        world.event(audience::app::Event::Resize(size.0, size.1));
        world.press("t t t");
        assert_snapshot!(format!("conversation-{}x{}", size.0, size.1), text(&world.state));
        world.press("y");
        assert_snapshot!(format!("copy-{}x{}", size.0, size.1), text(&world.state));
    }
    let mut world = open().plain();
    world.press("t t t t");
    assert_snapshot!("without-colour-changes", looks(&world.state));
}

#[test]
fn each_segment_says_why_the_contact_is_in_it() {
    let mut world = World::new((120, 60), 40);
    world.press("h h j l j l");
    world.seen.clear();
    world.press("Enter");
    assert!(
        world.seen.iter().any(|slot| slot == "Profile"),
        "{:?}",
        world.seen
    );
    assert_snapshot!("why-120x60", text(&world.state));
}
