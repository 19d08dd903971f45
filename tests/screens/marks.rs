//! Marking contacts, and changing the marked ones together.

use super::picture::{looks, text};
use super::world::World;
use audience::app::{Event, Key};
use audience::model::{BuiltinField, ContactId, Edit, FieldRef, ListId, Scope, Value};
use audience::store::{Change, Each, Selection};
use crossterm::event::{KeyCode, KeyModifiers};
use insta::assert_snapshot;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (40, 12)];
const TAGS: FieldRef = FieldRef::Builtin(BuiltinField::Tags);

/// Presses the space bar.
fn space(world: &mut World) {
    world.event(Event::Key(Key {
        code: KeyCode::Char(' '),
        modifiers: KeyModifiers::NONE,
    }));
}

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

fn those(world: &World) -> Vec<u32> {
    match many(world).0 {
        Selection::Those(contacts) => contacts.iter().map(|contact| contact.0).collect(),
        other @ Selection::AllBut { .. } => panic!("{other:?}"),
    }
}

#[test]
fn marks_are_seen_and_stay_through_sorting_paging_and_a_search() {
    for size in SIZES {
        let mut world = World::new(size, 1_234);
        space(&mut world);
        world.press("j");
        space(&mut world);
        assert_snapshot!(format!("marks-{}x{}", size.0, size.1), text(&world.state));
        world.press("S G g S / a n a Enter Esc");
        assert!(shown(&world, "2 marked") || size.0 == 40);
        world.press("t").type_text("vip").press("Enter");
        assert_eq!(those(&world), [0, 2]);
    }
    let mut world = World::new((80, 24), 1_234).plain();
    space(&mut world);
    assert_snapshot!("without-colour-marks", looks(&world.state));
}

#[test]
fn a_range_is_marked_from_the_last_mark_to_the_cursor_even_where_it_is_not_on_the_screen() {
    let mut world = World::new((80, 24), 1_234);
    world.press("j j");
    space(&mut world);
    world.press("C-f C-f C-f C-f C-f v");
    assert!(shown(&world, " marked"));
    let cursor = u32::try_from(world.state.contacts.cursor).unwrap();
    world.press("t").type_text("vip").press("Enter");
    assert_eq!(those(&world), (2..=cursor).collect::<Vec<u32>>());
}

#[test]
fn all_but_some_are_marked_without_naming_them() {
    let mut world = World::new((120, 36), 1_234);
    world.press("*");
    assert!(shown(&world, "all marked"));
    world.press("j");
    space(&mut world);
    assert!(shown(&world, "all but 1 marked"));
    world.press("t").type_text("vip");
    assert!(shown(&world, "Add to Tags of 1,233 contacts"));
    world.press("Enter");
    let (whom, each) = many(&world);
    let expected = Each::Edit(vec![Edit::Unite(TAGS, vec!["vip".into()])]);
    assert_eq!(*each, expected);
    match whom {
        Selection::AllBut { scope, except, .. } => {
            assert_eq!(
                (*scope, except.as_slice()),
                (Scope::Everyone, [ContactId(1)].as_slice())
            );
        }
        other @ Selection::Those(_) => panic!("{other:?}"),
    }
    assert!(shown(&world, "with vip in Tags. u takes it back."));
    world.press("Esc Esc");
    assert!(!shown(&world, "marked"));
}

#[test]
fn hits_of_a_search_are_marked_one_by_one() {
    let mut world = World::new((120, 36), 80);
    world.press("/").type_text("ana silva").press("Enter *");
    world.press("Esc t").type_text("vip").press("Enter");
    assert_eq!(those(&world).len(), 10, "they stay marked behind the search");
}

#[test]
fn a_view_marked_as_a_whole_says_nothing_of_whom_a_search_finds_beyond_it() {
    let mut world = World::new((120, 36), 1_234);
    world.press("h h j l j l *");
    assert!(shown(&world, "all marked"));
    world.press("/").type_text("ana").press("Enter");
    assert!(!shown(&world, "marked"), "{}", text(&world.state));
    space(&mut world);
    assert!(shown(&world, "1 marked"), "{}", text(&world.state));
    world.press("t").type_text("vip").press("Enter");
    assert_eq!(those(&world).len(), 1);
}

#[test]
fn marks_of_one_list_are_not_those_of_another() {
    let mut world = World::new((120, 36), 1_234);
    space(&mut world);
    world.press("h h j l l");
    assert!(!shown(&world, "marked"));
    space(&mut world);
    world.press("r");
    assert_eq!(those(&world), [0]);
    assert!(shown(&world, "1 contact removed from E-commerce"));
    assert!(!shown(&world, "marked"), "they are done with");
}

#[test]
fn what_can_be_done_is_a_menu() {
    for size in SIZES {
        let mut world = World::new(size, 1_234);
        world.press("h h j l l");
        space(&mut world);
        space(&mut world);
        world.press("b");
        assert_snapshot!(format!("change-many-{}x{}", size.0, size.1), text(&world.state));
        world
            .type_text("set")
            .press("Enter")
            .type_text("city")
            .press("Enter");
        assert_snapshot!(format!("set-field-{}x{}", size.0, size.1), text(&world.state));
        world.type_text("Porto").press("Enter");
        let city = FieldRef::Builtin(BuiltinField::City);
        let set = Edit::Set(city, Some(Value::Text("Porto".into())));
        assert_eq!(*many(&world).1, Each::Edit(vec![set]));
        assert_eq!(those(&world).len(), 2);
    }
}

#[test]
fn a_value_that_cannot_be_read_says_so_and_nothing_happens() {
    let mut world = World::new((120, 36), 50);
    space(&mut world);
    world
        .press("b")
        .type_text("set")
        .press("Enter")
        .type_text("birthday")
        .press("Enter");
    world.type_text("soon").press("Enter");
    assert!(world.changes.is_empty());
    assert!(shown(&world, "soon") && !world.state.popups.is_empty());
}

#[test]
fn the_marked_or_the_one_under_the_cursor_move_and_join_lists() {
    let mut world = World::new((120, 36), 1_234);
    world.press("h h j l l >");
    assert!(shown(&world, "to"));
    world.type_text("lead").press("Enter");
    let (from, to) = (ListId(1), ListId(3));
    assert_eq!(*many(&world).1, Each::Move { from, to });
    assert_eq!(those(&world), [0]);
    space(&mut world);
    space(&mut world);
    world.press("+").type_text("news").press("Enter");
    assert_eq!(*many(&world).1, Each::Join(ListId(2)));
    assert_eq!(those(&world).len(), 2);
    assert!(shown(&world, "2 marked"), "they may be wanted again");
}

#[test]
fn deleting_the_marked_asks_with_their_number() {
    for size in SIZES {
        let mut world = World::new(size, 1_234);
        space(&mut world);
        space(&mut world);
        world.press("d");
        assert_snapshot!(format!("delete-marked-{}x{}", size.0, size.1), text(&world.state));
        world.press("Enter");
        assert!(world.changes.is_empty(), "no is the default");
        world.press("d y");
        assert_eq!((many(&world).1, those(&world)), (&Each::Delete, vec![0, 1]));
        assert!(!shown(&world, "marked"));
    }
}

#[test]
fn deleting_one_says_what_it_leaves() {
    let mut world = World::new((120, 36), 1_234);
    world.press("h h j l l d");
    assert!(shown(&world, "It leaves the lists E-commerce"));
}

#[test]
fn the_marked_go_into_a_file_and_one_that_is_there_is_not_replaced_at_once() {
    for size in SIZES {
        let mut world = World::new(size, 1_234);
        world.press("* j");
        space(&mut world);
        world.files = vec!["people.csv".to_owned(), "people.jsonl".to_owned()];
        world.press("E").type_text("peo").press("Tab");
        assert_snapshot!(format!("export-{}x{}", size.0, size.1), text(&world.state));
        world.type_text("csv").press("Enter");
        assert!(shown(&world, "This file is there already"));
        assert!(!shown(&world, "Exporting"));
        world.press("Enter");
        let wanted = world.seen.iter().rfind(|one| one.starts_with("Export")).unwrap();
        assert!(
            wanted.contains("people.csv") && wanted.contains("except: [ContactId("),
            "{wanted}"
        );
        assert!(shown(&world, "Exporting"));
    }
}

#[test]
fn without_marks_all_that_is_shown_goes_into_the_file() {
    let mut world = World::new((120, 36), 200);
    world.press("h h j l l E").type_text("shop.jsonl").press("Enter");
    let wanted = world.seen.iter().rfind(|one| one.starts_with("Export")).unwrap();
    assert!(
        wanted.contains("scope: List(ListId(1))") && wanted.contains("except: []"),
        "{wanted}"
    );
    let ticket = world.state.jobs.running().unwrap().ticket;
    world.event(Event::Exported {
        ticket,
        path: "shop.jsonl".to_owned(),
        result: Ok((100, 0)),
    });
    assert!(shown(&world, "100 contacts are in shop.jsonl."));
    assert!(world.state.jobs.running().is_none());
}
