//! Every action of the table, from each of its keys to what the screen shows or what is asked of the store. An action that
//! has no flow here does not compile.

use super::picture::text;
use super::world::World;
use audience::actions::{Action, TABLE};
use audience::app::{Event, Key, Place};

/// What an action leads to.
enum Seen {
    /// The screen shows this, and did not before.
    Shows(&'static str),
    /// This was wanted of the runtime.
    Wants(&'static str),
    /// A change was asked for.
    Changes(&'static str),
    /// The keys are here, and were not before.
    At(Place),
    /// The cursor of the table is on this row, and was not before.
    Row(u64),
}

use Seen::{At, Changes, Row, Shows, Wants};

/// The keys before the action's own, and what it leads to.
fn flow(action: Action) -> (&'static str, Seen) {
    match action {
        Action::Open => ("", At(Place::Profile)),
        Action::AddContact => ("", Shows("New contact in Everyone")),
        Action::EditContact => ("", Shows("Edit contact")),
        Action::RemoveContact => ("h h j l l", Changes("RemoveFromList")),
        Action::DeleteContact => ("", Shows("Delete Ana Silva?")),
        Action::Mark | Action::MarkRange => ("", Shows("1 marked")),
        Action::MarkAll => ("", Shows("all marked")),
        Action::Change => ("", Shows("Change Ana Silva")),
        Action::Tag => ("", Shows("Add to Tags of Ana Silva")),
        Action::MoveContact => ("h h j l l", Shows("Move Ana Silva to")),
        Action::AddToList => ("", Shows("Add Ana Silva to")),
        Action::Export => ("", Shows("Export 200 contacts")),
        Action::NewList => ("h h", Shows("New list")),
        Action::EditList => ("h h j", Shows("Edit list")),
        Action::DeleteList => ("h h j", Shows("Delete E-commerce?")),
        Action::MergeList => ("h h j", Shows("Merge E-commerce into")),
        Action::Overview => ("h h", Shows("New, a year")),
        Action::NewSegment => ("", Shows("New segment of Everyone")),
        Action::EditSegment => ("h h j l j", Shows("Criteria")),
        Action::CopySegment => ("h h j l j", Shows("Copy ")),
        Action::PickSegment => ("", Shows("New segment of Ana Silva")),
        Action::PinIn | Action::PinOut | Action::Unpin => ("h h j l j l", Changes("Many")),
        Action::Pinned => ("h h j l j", Shows("pinned only")),
        Action::Why => ("", Shows("Why ·")),
        Action::DeleteSegment => ("h h j l j", Changes("DeleteSegment")),
        Action::Find => ("", At(Place::Search)),
        Action::Filter => ("", Shows("Filter Everyone")),
        Action::SaveFilter => ("f o r d e r s > 0 C-s", Shows("Filter Everyone")),
        Action::Sort => ("", Shows("Sort by")),
        Action::Columns => ("", Shows("Columns of every list")),
        Action::Reverse => ("", Shows("Name ↓")),
        Action::Import => ("", Shows("Import a file")),
        Action::Undo | Action::Redo => ("", Shows("There is nothing of yours")),
        Action::History => ("", Shows("History")),
        Action::Fields => ("", Shows("Your fields")),
        Action::Duplicates => ("", Shows("Duplicates in Everyone")),
        Action::StopJob => ("", Wants("Stop(90)")),
        Action::Timeline => ("Enter", Shows("History: purchases")),
        Action::CopyValue => ("", Shows("which value?")),
        Action::NextContact => ("Enter", Row(1)),
        Action::PreviousContact => ("j j Enter", Row(1)),
        Action::Down => ("", Row(1)),
        Action::Up => ("j j", Row(1)),
        Action::PageDown => ("", Row(30)),
        Action::PageUp => ("G", Row(169)),
        Action::HalfDown => ("", Row(15)),
        Action::HalfUp => ("G", Row(184)),
        Action::First => ("j j", Row(0)),
        Action::Last => ("", Row(199)),
        Action::Right => ("h", At(Place::Contacts)),
        Action::Left | Action::PreviousPane => ("", At(Place::Segments)),
        Action::NextPane => ("", At(Place::Lists)),
        Action::Back => ("/ a n a Enter", Shows("Everyone · 200")),
        Action::Log => ("", Shows("What was said")),
        Action::Progress => ("", Shows("Running")),
        Action::Menu => ("", Shows("Reverse")),
        Action::Palette => ("", Shows("what do you want to do?")),
        Action::Jump => ("", Shows("Go to")),
        Action::Mouse => ("", Wants("Mouse(false)")),
        Action::Help => ("", Shows("Keys")),
        Action::Keep => ("/ a n a", At(Place::Contacts)),
        Action::Leave => ("/ a n a", Shows("Everyone · 200")),
        Action::Close => ("Enter", At(Place::Contacts)),
        Action::Theme => ("", Wants("Prefer(\"theme\", \"light\")")),
        Action::Settings => ("", Shows("Default country")),
        Action::Redraw => ("", Wants("Redraw")),
        Action::Suspend => ("", Wants("Suspend")),
        Action::Quit => ("", Wants("Quit")),
    }
}

/// A world in which something long runs.
fn world() -> World {
    let mut world = World::new((120, 36), 200);
    world.event(Event::Progress {
        ticket: 90,
        done: 1,
        total: Some(9),
        rate: 1.0,
    });
    world
}

fn holds(world: &World, seen: &Seen) -> bool {
    match seen {
        Shows(words) => text(&world.state).contains(words),
        Wants(effect) => world.seen.iter().any(|one| one == effect),
        Changes(change) => world
            .changes
            .iter()
            .any(|one| format!("{one:?}").starts_with(change)),
        At(place) => world.state.snapshot().place == *place,
        Row(row) => world.state.contacts.cursor == *row,
    }
}

#[test]
fn every_action_does_what_it_says_by_each_of_its_keys() {
    let mut wrong = Vec::new();
    for entry in TABLE {
        let (before, seen) = flow(entry.action);
        for chord in entry.keys {
            let mut world = world();
            world.press(before);
            let before = holds(&world, &seen);
            world.event(Event::Key(Key {
                code: chord.code,
                modifiers: chord.modifiers,
            }));
            if before || !holds(&world, &seen) {
                let (row, place) = (world.state.contacts.cursor, world.state.snapshot().place);
                wrong.push(format!("{:?} by {chord}: row {row}, {place:?}", entry.action));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_action_that_changes_something_is_off_when_the_store_is_read_only() {
    for entry in TABLE {
        let mut world = world();
        world.state.read_only = true;
        let (before, seen) = flow(entry.action);
        world.press(before);
        for chord in entry.keys {
            world.event(Event::Key(Key {
                code: chord.code,
                modifiers: chord.modifiers,
            }));
        }
        assert!(world.changes.is_empty(), "{:?}", entry.action);
        assert!(!matches!(seen, Changes(_)) || world.state.toast.is_some());
    }
}
