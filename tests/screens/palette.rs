//! Every command by its words: found, run where it holds, and told why not.

use super::picture::{looks, text};
use super::world::World;
use audience::app::{Event, Key, Place};
use crossterm::event::{KeyCode, KeyModifiers};
use insta::assert_snapshot;

const SIZE: (u16, u16) = (120, 36);

#[test]
fn the_palette_at_each_size() {
    for size in [(80, 24), (120, 36), (40, 12)] {
        let mut world = World::new(size, 1_234);
        world.press(":");
        assert_snapshot!(format!("palette-{}x{}", size.0, size.1), text(&world.state));
        world.type_text("delet lst");
        assert_snapshot!(format!("palette-off-{}x{}", size.0, size.1), text(&world.state));
    }
    let mut world = World::new((80, 24), 30).plain();
    world.press(": Down").type_text("list");
    assert_snapshot!("without-colour-palette", looks(&world.state));
}

#[test]
fn a_command_of_another_pane_takes_the_keys_there() {
    let mut world = World::new(SIZE, 50);
    world.press(":").type_text("make a contact list");
    world.press("Enter");
    assert_eq!(world.state.focus, Place::Lists);
    assert!(text(&world.state).contains("New list"), "{}", text(&world.state));
}

#[test]
fn a_command_that_is_off_says_why_and_the_palette_stays() {
    let mut world = World::new(SIZE, 50);
    world.press(":").type_text("rename list");
    let reason = "Everyone is the view of all contacts";
    assert!(text(&world.state).contains(reason));
    world.press("Enter");
    assert_eq!(world.state.popups.len(), 1);
    assert!(world.state.toast.as_ref().unwrap().text.contains(reason));
    assert!(world.changes.is_empty());
}

#[test]
fn what_needs_a_profile_says_so_and_runs_once_there_is_one() {
    let mut world = World::new(SIZE, 50);
    world.press(":").type_text("next contact").press("Enter");
    assert!(
        world
            .state
            .toast
            .as_ref()
            .unwrap()
            .text
            .contains("No profile is open")
    );
    world
        .press("Esc Enter h :")
        .type_text("next contact")
        .press("Enter");
    assert_eq!(
        (world.state.focus, world.state.contacts.cursor),
        (Place::Profile, 1)
    );
}

#[test]
fn help_over_a_popup_shows_its_own_keys_and_goes_back_to_it() {
    for (keys, title, own) in [
        ("a", "New contact in", "The line before"),
        (",", "Settings", "The line before"),
        (":", "what do you want to do?", "Narrow what is shown"),
        ("d", "Delete Ana Silva?", "The other answer"),
        ("s", "Sort by", "Narrow what is shown"),
        ("h h j l j e", "Criteria", "Take what is offered"),
    ] {
        let mut world = World::new((80, 24), 20);
        world.press(keys).event(Event::Key(Key {
            code: KeyCode::F(1),
            modifiers: KeyModifiers::NONE,
        }));
        let screen = text(&world.state);
        assert!(
            screen.contains("Here") && screen.contains(own),
            "{keys}\n{screen}"
        );
        world.press("Esc");
        let screen = text(&world.state);
        assert!(
            screen.contains(title) && !screen.contains("Here"),
            "{keys}\n{screen}"
        );
    }
    let mut world = World::new((80, 24), 20);
    assert!(
        !text(&world.press("a ?").state).contains("Here"),
        "it is text in a form"
    );
    assert!(text(&World::new((80, 24), 20).press("d ?").state).contains("Here"));
}

#[test]
fn help_says_why_a_key_is_off() {
    let mut world = World::new((80, 24), 20);
    world.state.read_only = true;
    world.press("? /").type_text("add a contact");
    assert!(
        text(&world.state).contains("Start without --read-only"),
        "{}",
        text(&world.state)
    );
}

#[test]
fn a_palette_without_text_closes_with_escape_or_backspace_and_changes_nothing() {
    for keys in [": Esc", ": Backspace", ": x Backspace Backspace"] {
        let mut world = World::new(SIZE, 50);
        let before = text(&world.state);
        world.press(keys);
        assert_eq!(text(&world.state), before, "{keys}");
    }
}
