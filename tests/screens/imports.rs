//! Importing from inside: which file, what its columns become, and what is said at the end.

use super::picture::text;
use super::world::World;
use audience::app::{Event, Popup};
use audience::transfer::import::Ledger;
use insta::assert_snapshot;
use std::io::Write;

const SIZE: (u16, u16) = (120, 36);

fn file() -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new()
        .prefix("people")
        .suffix(".csv")
        .tempfile()
        .unwrap();
    file.write_all(
        "First Name,Mobile,Shoe size,Accepts SMS Marketing\nAna,+351912345678,41,yes\nRui,+351912345679,43.5,no\n".as_bytes(),
    )
    .unwrap();
    file
}

fn planned(world: &mut World) -> &mut World {
    let file = file();
    world
        .press("h h j i")
        .event(Event::Paste(file.path().display().to_string()));
    world.press("C-s");
    world
}

#[test]
fn a_file_shows_what_each_of_its_columns_becomes_before_anything_is_imported() {
    let mut world = World::new(SIZE, 10);
    planned(&mut world);
    let shown = text(&world.state);
    for words in [
        "First Name",
        "first_name",
        "Mobile",
        "phone",
        "by its name",
        "new field “Accepts SMS",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    assert!(
        world.seen.iter().all(|seen| !seen.contains("Import")),
        "{:?}",
        world.seen
    );
}

#[test]
fn a_column_is_sent_to_another_field_or_left_out() {
    let mut world = World::new(SIZE, 10);
    planned(&mut world).press("j j x");
    assert!(
        text(&world.state).contains("not imported"),
        "{}",
        text(&world.state)
    );
    world.press("Enter /").type_text("loyalty").press("Enter Enter");
    assert!(
        text(&world.state).contains("loyalty_tier"),
        "{}",
        text(&world.state)
    );
}

#[test]
fn the_import_runs_behind_the_panes() {
    let mut world = World::new(SIZE, 10);
    planned(&mut world).press("i");
    assert!(world.state.popups.is_empty());
    assert!(world.seen.iter().any(|seen| seen.starts_with("Import")));
    assert!(world.state.jobs.running().is_some());
}

#[test]
fn a_file_that_is_not_there_is_said_and_the_dialog_stays() {
    let mut world = World::new(SIZE, 10);
    world
        .press("h h j i")
        .type_text("/nowhere/people.csv")
        .press("C-s");
    assert!(matches!(world.state.popups[..], [Popup::Import(_)]));
    assert!(
        text(&world.state).contains("/nowhere/people.csv"),
        "{}",
        text(&world.state)
    );
}

#[test]
fn an_unknown_country_is_refused_before_the_file_is_read() {
    let mut world = World::new(SIZE, 10);
    world
        .press("h h j i")
        .type_text("x.csv")
        .press("Down Down")
        .type_text("Atlantis")
        .press("C-s");
    assert!(
        text(&world.state).contains("“Atlantis” is no country"),
        "{}",
        text(&world.state)
    );
}

#[test]
fn what_was_not_imported_stays_on_the_screen_until_it_is_dismissed() {
    let mut world = World::new(SIZE, 10);
    let mut ledger = Ledger::default();
    (ledger.rows, ledger.created, ledger.rejected) = (3, 2, 1);
    world
        .event(Event::Imported {
            ticket: 1,
            result: Ok(ledger),
        })
        .press("j");
    assert!(
        text(&world.state).contains("1 rejected"),
        "{}",
        text(&world.state)
    );
    world.press("Esc");
    assert!(!text(&world.state).contains("1 rejected"));
}

#[test]
fn the_plan_at_each_size() {
    for size in [(80, 24), (120, 36), (40, 12)] {
        let mut world = World::new(size, 10);
        planned(&mut world);
        let shown = text(&world.state);
        let title = shown
            .lines()
            .find(|line| line.contains("Import people"))
            .unwrap_or_default()
            .to_owned();
        assert_snapshot!(
            format!("import-plan-{}x{}", size.0, size.1),
            shown.replace(&title, "(title with the file's name)")
        );
    }
}
