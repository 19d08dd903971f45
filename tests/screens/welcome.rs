//! The first screen: only while there is nothing, nothing taken unasked, and three ways to begin.

use super::picture::{looks, text};
use super::world::World;
use audience::app::Place;
use audience::app::welcome::Guesses;
use audience::model::Currency;
use audience::store::Change;
use insta::assert_snapshot;

const SIZE: (u16, u16) = (80, 24);
const TITLE: &str = "Welcome to audience";

fn lisbon() -> Guesses {
    Guesses {
        time_zone: "Europe/Lisbon".to_owned(),
        currency: "EUR".to_owned(),
        country: "PT".to_owned(),
    }
}

#[test]
fn it_is_there_only_while_there_is_nothing() {
    assert!(text(&World::first(SIZE, lisbon()).state).contains(TITLE));
    assert!(!text(&World::new(SIZE, 20).state).contains(TITLE));
    assert!(
        !text(&World::new(SIZE, 0).state).contains(TITLE),
        "lists are something"
    );
    let mut world = World::first(SIZE, lisbon());
    world.press("Esc");
    assert!(!text(&world.state).contains(TITLE));
}

#[test]
fn what_is_guessed_is_taken_only_where_somebody_takes_it() {
    let mut world = World::first(SIZE, lisbon());
    world.press("Enter Enter Enter Down Down Enter");
    assert!(world.changes.is_empty(), "{:?}", world.changes);
    assert!(text(&world.state).contains("New list"));
    let mut world = World::first(SIZE, lisbon());
    world.press("Tab Tab Tab Enter Enter Enter");
    let [Change::Settings(settings)] = &world.changes[..] else {
        panic!("{:?}", world.changes);
    };
    assert_eq!(settings.time_zone, chrono_tz::Tz::Europe__Lisbon);
    assert_eq!(settings.currency, Currency::from_code("EUR"));
    assert_eq!(settings.country, None);
    assert!(text(&world.state).contains("Import a file"));
}

#[test]
fn what_is_typed_is_completed_and_refused_in_words() {
    let mut world = World::first(SIZE, Guesses::default());
    world.type_text("sao_p").press("Tab Tab").type_text("euros");
    world.press("C-s");
    assert!(
        text(&world.state).contains("is no currency"),
        "{}",
        text(&world.state)
    );
    world.press("C-u C-s");
    let [Change::Settings(settings)] = &world.changes[..] else {
        panic!("{:?}", world.changes);
    };
    assert_eq!(settings.time_zone, chrono_tz::Tz::America__Sao_Paulo);
    assert_eq!(world.state.focus, Place::Lists);
    assert!(!text(&world.state).contains(TITLE));
}

#[test]
fn the_demo_is_asked_for() {
    let mut world = World::first(SIZE, lisbon());
    world.press("Down Down Down Down Enter");
    assert!(world.seen.iter().any(|one| one == "Demo"), "{:?}", world.seen);
}

#[test]
fn first_screen() {
    for size in [SIZE, (120, 36), (40, 12)] {
        let world = World::first(size, lisbon());
        assert_snapshot!(format!("welcome-{}x{}", size.0, size.1), text(&world.state));
    }
    let mut world = World::first(SIZE, lisbon()).plain();
    world.press("Tab Down Down Down");
    assert_snapshot!("without-colour-welcome", looks(&world.state));
}
