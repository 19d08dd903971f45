//! The mouse: what a click, a second one, the wheel, the right button and a drag do; and the menus, which keys open too.

use super::picture::{looks, text};
use super::world::World;
use audience::actions::Action;
use audience::app::{Effect, Event, Mouse, Place, Pointed, Popup};
use audience::model::{BuiltinField, FieldRef, ListId, Scope};
use insta::assert_snapshot;

const SIZE: (u16, u16) = (120, 36);

fn at(what: Pointed, column: u16, row: u16) -> Event {
    Event::Mouse(Mouse { what, column, row })
}

/// Where a text stands on the screen.
fn find(world: &World, wanted: &str) -> (u16, u16) {
    let shown = text(&world.state);
    let (row, line) = shown
        .lines()
        .enumerate()
        .find(|(_, line)| line.contains(wanted))
        .unwrap_or_else(|| panic!("{wanted} is not on the screen:\n{shown}"));
    let before = &line[..line.find(wanted).unwrap()];
    let column = audience::ui::width::width(before);
    (u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
}

fn point(world: &mut World, what: Pointed, wanted: &str) {
    let (column, row) = find(world, wanted);
    world.event(at(what, column, row));
}

#[test]
fn a_click_goes_where_it_points() {
    let mut world = World::new(SIZE, 50);
    point(&mut world, Pointed::Click, "João da Conceição");
    assert_eq!(
        (world.state.focus, world.state.contacts.cursor),
        (Place::Contacts, 4)
    );
    point(&mut world, Pointed::Click, "E-commerce");
    assert_eq!(world.state.focus, Place::Lists);
    assert_eq!(world.state.scope(), Scope::List(ListId(1)));
    point(&mut world, Pointed::Click, "High-Value");
    assert_eq!(world.state.focus, Place::Segments);
    assert!(world.state.segments.at.is_some());
}

#[test]
fn a_double_click_opens() {
    let mut world = World::new(SIZE, 50);
    point(&mut world, Pointed::Click, "Zoë Müller");
    point(&mut world, Pointed::Double, "Zoë Müller");
    assert_eq!(
        (world.state.focus, world.state.contacts.cursor),
        (Place::Profile, 1)
    );
}

#[test]
fn the_wheel_moves_what_is_under_it() {
    let mut world = World::new(SIZE, 50);
    world
        .event(at(Pointed::WheelDown, 60, 10))
        .event(at(Pointed::WheelDown, 60, 10));
    world.event(at(Pointed::WheelUp, 60, 10));
    assert_eq!(world.state.contacts.cursor, 3);
    world.event(at(Pointed::WheelDown, 3, 10));
    assert_eq!(world.state.scope(), Scope::List(ListId(1)));
}

#[test]
fn what_is_clicked_beside_rows_changes_nothing() {
    let mut world = World::new(SIZE, 3);
    for (column, row) in [(0, 0), (2, 30), (60, 30), (119, 35), (21, 5), (60, 1)] {
        for what in [
            Pointed::Click,
            Pointed::Double,
            Pointed::Menu,
            Pointed::Drag,
            Pointed::Release,
        ] {
            world.event(at(what, column, row));
            assert!(world.state.popups.is_empty(), "{what:?} {column} {row}");
        }
    }
    assert_eq!(
        (world.state.contacts.cursor, world.state.scope()),
        (0, Scope::Everyone)
    );
}

#[test]
fn a_heading_sorts_and_once_more_turns_the_order_round() {
    let mut world = World::new(SIZE, 50);
    point(&mut world, Pointed::Click, "Spent");
    let spent = FieldRef::Builtin(BuiltinField::TotalSpent);
    assert_eq!(
        (
            world.state.contacts.sort.field,
            world.state.contacts.sort.descending
        ),
        (spent, false)
    );
    point(&mut world, Pointed::Click, "Spent");
    assert!(world.state.contacts.sort.descending);
}

#[test]
fn the_border_of_a_column_is_dragged_and_a_double_click_sets_it_back() {
    let mut world = World::new(SIZE, 50);
    let before = text(&world.state);
    let (number, row) = find(&world, "Number");
    let border = number - 1;
    world.event(at(Pointed::Click, border, row));
    world.event(at(Pointed::Drag, border - 6, row));
    world.event(at(Pointed::Release, border - 6, row));
    assert_eq!(find(&world, "Number").0, number - 6);
    world.event(at(Pointed::Drag, border, row));
    assert_eq!(find(&world, "Number").0, number - 6, "it was let go");
    world.event(at(Pointed::Double, border - 6, row));
    assert_eq!(text(&world.state), before);
}

#[test]
fn a_column_keeps_between_narrow_and_wide() {
    let mut world = World::new(SIZE, 50);
    let (number, row) = find(&world, "Number");
    world.event(at(Pointed::Click, number - 1, row));
    world.event(at(Pointed::Drag, 0, row));
    assert!(text(&world.state).contains("Number"));
    world.event(at(Pointed::Drag, 119, row));
    assert!(text(&world.state).contains("Name"));
}

#[test]
fn the_right_button_and_m_open_the_same_menu() {
    for (keys, wanted, shown) in [
        ("h h j", "E-commerce    25", Action::EditList),
        ("h h j l j", "High-Value  ", Action::EditSegment),
        ("j j", "李 小龍", Action::RemoveContact),
    ] {
        let mut by_key = World::new(SIZE, 50);
        by_key.press(keys).press("m");
        let mut by_mouse = World::new(SIZE, 50);
        by_mouse.press(keys);
        point(&mut by_mouse, Pointed::Menu, wanted);
        for world in [&by_key, &by_mouse] {
            let [Popup::Menu(menu)] = world.state.popups.as_slice() else {
                panic!("no menu:\n{}", text(&world.state));
            };
            assert_eq!(menu.title, wanted.trim_end_matches(" 25").trim());
            assert!(menu.rows.iter().any(|row| row.entry.action == shown));
        }
    }
}

#[test]
fn a_row_of_a_menu_runs_by_enter_by_its_key_and_by_a_click() {
    for how in ["Enter", "e", "click"] {
        let mut world = World::new(SIZE, 50);
        world.press("h h j m");
        match how {
            "Enter" => world.press("j j Enter"),
            "e" => world.press("e"),
            _ => {
                point(&mut world, Pointed::Click, "Edit  ");
                &mut world
            }
        };
        assert!(
            matches!(world.state.popups.as_slice(), [Popup::ListForm(_)]),
            "{how}"
        );
    }
}

#[test]
fn a_row_that_is_off_says_why_and_a_click_beside_closes() {
    let mut world = World::new(SIZE, 50);
    world.press("h h m e");
    assert!(
        world
            .state
            .toast
            .as_ref()
            .unwrap()
            .text
            .contains("Everyone is the view")
    );
    world.event(at(Pointed::Click, 100, 30));
    assert!(world.state.popups.is_empty());
}

#[test]
fn lists_to_choose_from_take_clicks_and_the_wheel() {
    let mut world = World::new(SIZE, 50);
    world.press("s");
    point(&mut world, Pointed::Click, "City");
    point(&mut world, Pointed::Double, "City");
    assert_eq!(
        world.state.contacts.sort.field,
        FieldRef::Builtin(BuiltinField::City)
    );
    world.press(":");
    world.event(at(Pointed::WheelDown, 60, 10));
    point(&mut world, Pointed::Click, "Make a contact list");
    assert!(matches!(world.state.popups.as_slice(), [Popup::ListForm(_)]));
    world.event(at(Pointed::Click, 1, 1));
    assert_eq!(
        world.state.popups.len(),
        1,
        "a form is not lost by a click beside it"
    );
}

#[test]
fn capital_m_gives_the_mouse_to_the_terminal_and_back() {
    let mut world = World::new(SIZE, 5);
    let effects = world.event_unanswered(Event::Key(super::world::key("M")));
    assert!(
        matches!(effects.as_slice(), [Effect::Mouse(false)]),
        "{effects:?}"
    );
    assert!(text(&world.state).contains("M takes it back"));
    let effects = world.event_unanswered(Event::Key(super::world::key("M")));
    assert!(matches!(effects.as_slice(), [Effect::Mouse(true)]), "{effects:?}");
}

#[test]
fn menus_at_each_size() {
    for size in [(80, 24), (120, 36), (40, 12)] {
        let mut world = World::new(size, 1_234);
        world.press("j j j m j");
        assert_snapshot!(format!("menu-contact-{}x{}", size.0, size.1), text(&world.state));
        let mut world = World::new(size, 1_234);
        world.press("h h j m");
        assert_snapshot!(format!("menu-list-{}x{}", size.0, size.1), text(&world.state));
    }
    let mut world = World::new((80, 24), 30).plain();
    world.press("h h m j j");
    assert_snapshot!("without-colour-menu", looks(&world.state));
}
