//! The settings: completed, refused in words, saved line by line, and the theme and keys in force at once.

use super::picture::text;
use super::world::World;
use audience::app::{Event, Place, Theme, ThemeName};
use audience::model::{Currency, Settings};
use audience::store::Change;
use chrono_tz::Tz;
use insta::assert_snapshot;

const SIZE: (u16, u16) = (120, 36);

/// The settings of this store, open.
fn open() -> World {
    let mut world = World::new(SIZE, 20);
    world.press(",");
    world
}

/// Another text in the line at the cursor.
fn write(world: &mut World, text: &str) {
    world.press("C-u").type_text(text);
}

fn saved(world: &World) -> Settings {
    match world.changes.last() {
        Some(Change::Settings(settings)) => settings.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_completed_and_changed_is_saved_and_the_rest_stays() {
    let mut world = open();
    write(&mut world, "lisb");
    assert!(text(&world.state).contains("Tab: Europe/Lisbon"));
    world.press("Tab");
    assert!(text(&world.state).contains("It is 2026-11-22 12:00 there."));
    world.press("Tab Tab");
    write(&mut world, "Portug");
    world.press("Tab C-s");
    let settings = saved(&world);
    assert_eq!(settings.time_zone, Tz::Europe__Lisbon);
    assert_eq!(settings.country.as_deref(), Some("PT"));
    assert_eq!(settings.currency, Currency::from_code("EUR"));
    assert!(world.state.popups.is_empty());
    assert!(text(&world.state).contains("The settings are saved."));
}

#[test]
fn what_cannot_be_is_said_at_its_line_and_nothing_is_saved() {
    for (line, typed, said) in [
        (0, "Europe/Lisboa", "Did you mean “Europe/Lisbon”?"),
        (1, "EURO", "is no currency"),
        (2, "Portugl", "is no country"),
        (3, "0", "no number of days"),
        (3, "400", "It cannot be less than 400"),
        (6, "blue", "“blue” is no theme."),
        (7, "maybe", "on or off"),
        (8, "Entr", "no key"),
        (10, "n", "n is the key of new-list already."),
    ] {
        let mut world = open();
        for _ in 0..line {
            world.press("Down");
        }
        write(&mut world, typed);
        world.press("C-s");
        assert!(
            text(&world.state).contains(said),
            "{typed}\n{}",
            text(&world.state)
        );
        assert!(world.changes.is_empty());
        assert!(!world.seen.iter().any(|one| one.starts_with("Prefer")), "{typed}");
    }
}

#[test]
fn what_somebody_else_has_settled_meanwhile_is_shown_before_it_is_overwritten() {
    let mut world = open();
    write(&mut world, "Europe/Lisbon");
    world.catalogue.settings.time_zone = Tz::America__Sao_Paulo;
    world.catalogue.settings.journal_days = 90;
    world.catalogue.generation = 2;
    world.event(Event::Moved(2)).press("C-s");
    assert!(world.changes.is_empty());
    assert!(text(&world.state).contains("Somebody else has made it “America/Sao_Paulo” meanwhile."));
    world.press("C-s");
    let settings = saved(&world);
    assert_eq!(
        (settings.time_zone, settings.journal_days),
        (Tz::Europe__Lisbon, 90)
    );
}

#[test]
fn theme_mouse_and_keys_hold_at_once_and_are_kept() {
    let mut world = open();
    world.press("Down Down Down Down Down Down").type_text("mo");
    world.press("Tab Tab").type_text("off");
    world.press("Down Down Down");
    write(&mut world, "A F5");
    world.press("C-s");
    assert_eq!(world.state.theme(), Theme::of(ThemeName::Mono));
    for wanted in [
        "Prefer(\"theme\", \"mono\")",
        "Prefer(\"mouse\", \"off\")",
        "Mouse(false)",
        "Prefer(\"key.add-contact\", \"A F5\")",
    ] {
        assert!(
            world.seen.iter().any(|one| one == wanted),
            "{wanted}: {:?}",
            world.seen
        );
    }
    assert!(world.changes.is_empty(), "nothing of it is the store's");
    assert!(text(&world.press("a").state).contains("A add contact"));
    assert!(text(&world.press("A").state).contains("New contact in Everyone"));
    world.press("Esc , Down Down Down Down Down Down C-u C-s");
    assert_eq!(world.state.theme(), Theme::of(ThemeName::Dark));
    assert!(world.seen.iter().any(|one| one == "Prefer(\"theme\", \"\")"));
}

#[test]
fn a_theme_of_ones_own_is_read_and_what_is_bad_in_it_is_said() {
    let mut world = open();
    world.press("Down Down Down Down Down Down").type_text("./mine");
    world.press("C-s");
    let (mine, dark) = (world.state.theme(), Theme::of(ThemeName::Dark));
    assert!(mine.key != dark.key && mine.focus == dark.focus);
    assert!(text(&world.state).contains("Line 2: “rot” is no colour."));
    world
        .press("Esc , Down Down Down Down Down Down C-u")
        .type_text("./none");
    world.press("C-s");
    assert_eq!(world.state.theme(), dark);
    assert!(text(&world.state).contains("./none cannot be read."));
}

#[test]
fn a_read_only_store_is_not_settled_but_the_theme_is() {
    let mut world = World::new(SIZE, 20);
    world.state.read_only = true;
    world.press(", C-u").type_text("UTC");
    world.press("Down C-u C-s");
    assert!(text(&world.state).contains("read-only"));
    world
        .press("Esc , Down Down Down Down Down Down")
        .type_text("light");
    world.press("C-s");
    assert_eq!(world.state.theme(), Theme::of(ThemeName::Light));
    assert!(world.changes.is_empty());
    assert_eq!(world.state.focus, Place::Contacts);
}

#[test]
fn settings() {
    for size in [(80, 24), (120, 36), (40, 12)] {
        let mut world = World::new(size, 20);
        world.press(", C-u").type_text("Europe/L");
        assert_snapshot!(format!("settings-{}x{}", size.0, size.1), text(&world.state));
    }
}
