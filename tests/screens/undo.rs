//! Taking back on the screen: `u`, `U`, and history.

use super::picture::{looks, text};
use super::world::{NOW, World};
use audience::app::Event;
use audience::model::{Author, EntryId, EntryKind, EntryState, Instant, JournalEntry};
use audience::store::{Change, StoreError, TakenBack};
use insta::assert_snapshot;

pub(super) fn entry(id: u64, who: &str, what: &str, rows: u64) -> JournalEntry {
    JournalEntry {
        id: EntryId(id),
        author: Author {
            name: who.to_owned(),
            at: Instant(NOW.0 - 86_400 * (9 - id.min(9)).cast_signed() - 7_200),
        },
        what: what.to_owned(),
        rows,
        state: EntryState::Done,
        kind: EntryKind::Change,
        taken_back: None,
        stayed: 0,
        can_go_back: true,
    }
}

/// Six entries: an undone one with its undo, an interrupted import, a large one.
fn journal() -> Vec<JournalEntry> {
    let mut undo = entry(6, "ana", "undo edit contact Bruno Costa", 1);
    undo.kind = EntryKind::Undo(EntryId(5));
    let mut undone = entry(5, "ana", "edit contact Bruno Costa", 1);
    undone.taken_back = Some(EntryId(6));
    let mut stopped = entry(
        4,
        "maria",
        "import contacts \u{202e}evil\u{1b}[2J.csv into Leads Q4",
        120_000,
    );
    stopped.state = EntryState::Interrupted;
    vec![
        undo,
        undone,
        stopped,
        entry(3, "ana", "edit contact Eva Novak", 1),
        entry(2, "ana", "import contacts customers.csv into E-commerce", 812_004),
        entry(1, "ana", "create list E-commerce", 1),
    ]
}

fn world(size: (u16, u16)) -> World {
    let mut world = World::new(size, 1_234);
    world.journal = journal();
    world
}

fn taken_back(world: &World) -> Vec<&String> {
    world
        .seen
        .iter()
        .filter(|seen| seen.starts_with("TakeBack"))
        .collect()
}

fn toast(world: &World) -> &str {
    world.state.toast.as_ref().map_or("", |toast| toast.text.as_str())
}

fn ended(back: u64, stayed: u64) -> TakenBack {
    TakenBack {
        entry: Some(EntryId(7)),
        change: Some(EntryId(3)),
        again: false,
        what: "edit contact Eva Novak".to_owned(),
        back,
        stayed,
        reasons: (0..stayed)
            .map(|at| format!("Ana Silva (:{at}) has been changed since."))
            .collect(),
    }
}

#[test]
fn u_takes_a_small_change_back_at_once_and_says_what() {
    let mut world = world((80, 24));
    world.press("u");
    assert_eq!(
        taken_back(&world),
        ["TakeBack { ticket: 4, entry: EntryId(3), force: false }"]
    );
    assert!(world.state.popups.is_empty());
    let result = Ok(ended(1, 0));
    world.event(Event::TakenBack { ticket: 4, result });
    assert_eq!(toast(&world), "Undone: edit contact Eva Novak. U makes it again.");
    assert_eq!(
        world.seen.last().unwrap(),
        "Catalogue",
        "what is shown is asked again"
    );
    let mut again = ended(1, 0);
    again.again = true;
    world.press("U");
    assert_eq!(taken_back(&world).len(), 2);
    world.event(Event::TakenBack {
        ticket: 9,
        result: Ok(again),
    });
    assert_eq!(
        toast(&world),
        "Made again: edit contact Eva Novak. u takes it back."
    );
}

#[test]
fn what_stayed_is_said_and_stays_on_the_screen() {
    let mut world = world((80, 24));
    world.event(Event::TakenBack {
        ticket: 1,
        result: Ok(ended(8, 2)),
    });
    assert!(toast(&world).contains("2 stayed: Ana Silva (:0) has been changed since."));
    world.press("j");
    assert!(!toast(&world).is_empty(), "until it is dismissed");
    let why = "“edit contact Eva” stays as it is.".to_owned();
    world.event(Event::TakenBack {
        ticket: 1,
        result: Err(StoreError::Stands(why.clone())),
    });
    assert_eq!(toast(&world), why);
}

#[test]
fn a_large_change_is_asked_about_and_the_answer_is_no() {
    let mut world = world((80, 24));
    world.journal.retain(|entry| entry.id.0 <= 2);
    world.stands = ended(812_000, 4);
    world.press("u");
    assert!(taken_back(&world).is_empty());
    world.press("u Enter");
    assert!(
        taken_back(&world).is_empty(),
        "not on the key that began it, and No is chosen"
    );
    assert!(world.state.popups.is_empty());
    world.press("u y");
    assert_eq!(taken_back(&world).len(), 1);
    world.press("u l l Enter");
    assert!(taken_back(&world)[1].contains("force: true"));
}

#[test]
fn nothing_to_take_back_is_said() {
    let mut world = World::new((80, 24), 10);
    world.press("u");
    assert!(toast(&world).contains("nothing of yours"));
    world.press("U");
    assert!(toast(&world).contains("nothing of yours"));
    world.state.read_only = true;
    world.press("u");
    assert!(toast(&world).contains("read-only"));
}

#[test]
fn a_long_undo_shows_how_far_it_is_and_can_be_stopped() {
    let mut world = world((80, 24));
    world.press("H j j j j Enter y");
    assert!(
        taken_back(&world)[0].contains("entry: EntryId(2)"),
        "{:?}",
        taken_back(&world)
    );
    let asked: u64 = taken_back(&world)[0]
        .trim_start_matches("TakeBack { ticket: ")
        .split(',')
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap();
    let progress = Event::Progress {
        ticket: asked,
        done: 406_002,
        total: Some(812_004),
        rate: 200_000.0,
    };
    world.press("Esc").event(progress);
    assert!(
        text(&world.state).contains("Taking back"),
        "{}",
        text(&world.state)
    );
    world.press("C-x");
    assert_eq!(world.seen.last(), Some(&format!("Stop({asked})")));
    world.event(Event::TakenBack {
        ticket: asked,
        result: Err(StoreError::Cancelled),
    });
    assert!(toast(&world).contains("Stopped at a safe place"));
    assert!(!text(&world.state).contains("Stopping"));
}

#[test]
fn history_takes_back_what_is_under_the_cursor() {
    let mut world = world((120, 36));
    world.stands = ended(1, 0);
    world.press("H j Enter y");
    assert!(
        taken_back(&world)[0].contains("EntryId(6)"),
        "what is undone is made again: by its undo"
    );
    world.press("/").type_text("Eva");
    world.press("Enter Enter y");
    assert!(taken_back(&world)[1].contains("EntryId(3)"));
    let asked = world.seen.iter().filter(|seen| *seen == "History").count();
    world.event(Event::TakenBack {
        ticket: 99,
        result: Ok(ended(1, 0)),
    });
    let again = world.seen.iter().filter(|seen| *seen == "History").count();
    assert_eq!(again, asked + 1, "it shows what has become of it");
}

#[test]
fn pictures() {
    for size in [(80, 24), (120, 36), (40, 12)] {
        let mut world = world(size);
        world.press("H j j");
        assert_snapshot!(format!("history-{}x{}", size.0, size.1), text(&world.state));
        world.stands = ended(119_998, 2);
        world.press("Enter l");
        assert_snapshot!(format!("undo-dialog-{}x{}", size.0, size.1), text(&world.state));
    }
    let mut world = world((80, 24)).plain();
    world.press("H j j");
    assert_snapshot!("history-plain-looks", looks(&world.state));
}

/// A form in which first and last name were typed, while somebody else has changed first name and city.
fn collided(size: (u16, u16)) -> World {
    let mut world = World::new(size, 1_234);
    let mut theirs = world.contacts[0].contact.clone();
    theirs.first_name = "Theirs \u{202e}".to_owned();
    theirs.city = "Faro".to_owned();
    world.refuse_change = Some(StoreError::Changed(Box::new(theirs)));
    world.press("e End").type_text("ine");
    world.press("Tab Tab End").type_text("-Mine").press("C-s");
    world
}

#[test]
fn both_versions_are_shown_where_two_have_changed_the_same() {
    for size in [(80, 24), (40, 12)] {
        let world = collided(size);
        assert_snapshot!(format!("collision-{}x{}", size.0, size.1), text(&world.state));
    }
    let mut world = collided((80, 24));
    world.press("t Enter");
    let [.., Change::EditSeen { was, edits }] = &world.changes[..] else {
        panic!("{:?}", world.changes);
    };
    assert_eq!(was.city, "Faro", "what is saved now builds on theirs");
    assert_eq!(
        edits.len(),
        1,
        "of both only the own last name is left: {edits:?}"
    );
    assert!(format!("{edits:?}").contains("-Mine"));
    let mut world = collided((80, 24));
    world.press("Enter");
    let [.., Change::EditSeen { edits, .. }] = &world.changes[..] else {
        panic!("{:?}", world.changes);
    };
    assert_eq!(edits.len(), 2, "the own version is kept: {edits:?}");
    let mut world = collided((80, 24));
    world.press("Esc");
    assert_eq!(world.changes.len(), 1);
    assert_eq!(world.state.popups.len(), 1, "back in the form");
}

#[test]
fn what_undo_takes_back_is_not_asked_about() {
    let mut world = World::new((120, 36), 1_234);
    world.press("h h j l j d");
    assert!(
        matches!(world.changes[..], [Change::DeleteSegment { .. }]),
        "{:?}",
        world.changes
    );
    assert!(toast(&world).contains("deleted") && toast(&world).contains("u takes it back"));
    world.press("l r");
    assert!(
        matches!(world.changes[..], [_, Change::RemoveFromList { .. }]),
        "{:?}",
        world.changes
    );
    assert!(
        toast(&world).contains("removed from E-commerce"),
        "{}",
        toast(&world)
    );
    world.refuse_change = Some(StoreError::ReadOnly);
    world.press("r");
    assert!(toast(&world).contains("read-only"));
    world.press("d");
    assert_eq!(world.state.popups.len(), 1, "deleting a contact asks");
}
