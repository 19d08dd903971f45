//! Tree and text of the criteria editor side by side: each follows the other, and the keys of the tree edit both.

use super::picture::text;
use super::world::World;
use audience::app::Popup;
use audience::app::criteria_editor::{CriteriaEditor, Part};
use insta::assert_snapshot;

const TEXT: &str = "country in (DE, AT) and last_purchase before 6 months ago and total_spent > 900";

fn editing(size: (u16, u16), text: &str) -> World {
    let mut world = World::new(size, 1_234);
    world.press("n").type_text(text);
    if editor(&world).suggestions.is_shown() {
        world.press("Esc");
    }
    world
}

fn editor(world: &World) -> &CriteriaEditor {
    match world.state.popups.last() {
        Some(Popup::Criteria(editor)) => editor,
        other => panic!("{other:?}"),
    }
}

/// The text after keys in the tree.
#[track_caller]
fn becomes(from: &str, keys: &str, to: &str) {
    let mut world = editing((120, 36), from);
    world.press("Tab g").press(keys);
    assert_eq!(editor(&world).text.text(), to, "{keys}");
}

#[test]
fn the_node_at_the_cursor_is_marked_in_both() {
    for size in [(80, 24), (120, 36), (40, 12)] {
        let mut world = editing(size, TEXT);
        world.press("Tab k");
        assert_snapshot!(format!("tree-{}x{}", size.0, size.1), text(&world.state));
        let marked = editor(&world).tree.marked().unwrap();
        assert_eq!(&TEXT[marked], "last_purchase before 6 months ago");
    }
}

#[test]
fn moving_in_the_text_moves_in_the_tree_and_back() {
    let mut world = editing((120, 36), TEXT);
    assert_eq!(editor(&world).tree.at, 3);
    world.press("Home");
    assert_eq!(editor(&world).tree.at, 1);
    world.press("Tab j");
    assert_eq!(editor(&world).tree.at, 2);
    world.press("Enter");
    let editor = editor(&world);
    assert_eq!(editor.part, Part::Text);
    assert!(TEXT[..editor.text.cursor()].ends_with("6 months ago"));
}

#[test]
fn the_keys_of_the_tree_write_the_text() {
    becomes("age > 3", "!", "not age > 3");
    becomes("age > 3", "! !", "age > 3");
    becomes("age > 3 and city = x", "j |", "(age > 3 or age > 3) and city = x");
    becomes("age > 3 or city = x", "j &", "age > 3 and age > 3 or city = x");
    becomes("age > 3 and city = x", "j J", "city = x and age > 3");
    becomes("age > 3 and city = x", "j j K", "city = x and age > 3");
    becomes("age > 3 and city = x", "j K", "age > 3 and city = x");
    becomes(
        "age > 3 and city = x and name = y",
        "j j L",
        "(age > 3 or city = x) and name = y",
    );
    becomes(
        "age > 3 and (city = x or name = y)",
        "j L",
        "age > 3 or city = x or name = y",
    );
    becomes(
        "age > 3 and not (city = x or name = y) and age < 9",
        "G L",
        "age > 3 and not (city = x or name = y or age < 9)",
    );
    becomes("age > 3 and city = x", "j L", "age > 3 and city = x");
    becomes(
        "age > 3 and (city = x or name = y)",
        "j j j H",
        "age > 3 and name = y and city = x",
    );
    becomes("age > 3 or city = x", "j H", "age > 3 or city = x");
    becomes("age > 3 and city = x", "j c", "age > 3 and age > 3 and city = x");
    becomes("age > 3 and city = x", "j d", "city = x");
    becomes("age > 3", "d", "");
}

#[test]
fn a_condition_is_added_where_the_cursor_is() {
    becomes("age > 3 or city = x", "j a", "age > 3 or  or city = x");
    becomes("age > 3 or city = x", "a", "age > 3 or city = x or ");
    becomes(
        "(age > 3 or city = x) and name = y",
        "j a",
        "(age > 3 or city = x or ) and name = y",
    );
    let mut world = editing((120, 36), "age > 3");
    world.press("Tab a").type_text("city = x");
    assert_eq!(editor(&world).text.text(), "age > 3 and city = x");
    assert_eq!(editor(&world).part, Part::Text);
}

#[test]
fn edits_are_taken_back_one_by_one_and_made_again() {
    let mut world = editing((120, 36), "age > 3 and city = x");
    world.press("Tab g j d !");
    assert_eq!(editor(&world).text.text(), "city != x");
    world.press("u");
    assert_eq!(editor(&world).text.text(), "city = x");
    world.press("u");
    assert_eq!(editor(&world).text.text(), "age > 3 and city = x");
    world.press("U U");
    assert_eq!(editor(&world).text.text(), "city != x");
    world.press("u u Enter C-_");
    assert_eq!(editor(&world).text.text(), "age > 3 and city =");
    world.press("C-y");
    assert_eq!(editor(&world).text.text(), "age > 3 and city = x");
}

#[test]
fn a_text_with_an_error_keeps_the_tree_and_refuses_to_edit_it() {
    let mut world = editing((120, 36), "age > 3 and city = x and");
    world.press("Tab g !");
    assert!(text(&world.state).contains("mend it first"));
    assert_eq!(editor(&world).text.text(), "age > 3 and city = x and");
}

#[test]
fn the_field_at_the_cursor_is_shown_as_bars_with_who_matches() {
    for size in [(80, 24), (120, 36), (40, 12)] {
        let mut world = editing(size, TEXT);
        world.press("Tab");
        assert_snapshot!(format!("bars-{}x{}", size.0, size.1), text(&world.state));
        assert_eq!(editor(&world).bars.rows.len(), 3);
        world.press("k");
        assert_eq!(editor(&world).bars.rows[1].label, "2025");
        world.press("g");
        assert!(editor(&world).bars.rows.is_empty());
    }
}

#[test]
fn bars_of_ages_are_counted_as_conditions_and_names_have_none() {
    let mut world = editing((120, 36), "age > 30 and first_name = Ana");
    world.press("Tab g j");
    let rows = &editor(&world).bars.rows;
    assert_eq!((rows.len(), rows[0].label.as_str()), (7, "under 18"));
    assert!(rows[0].matching == 0 && rows[0].contacts + rows[6].contacts <= 1_234);
    world.press("j");
    assert!(editor(&world).bars.rows.is_empty());
}

#[test]
fn bars_stay_greyed_while_the_text_cannot_be_read() {
    let mut world = editing((120, 36), "total_spent > 900");
    assert!(!editor(&world).bars.stale);
    world.type_text(" and");
    assert!(editor(&world).bars.stale && !editor(&world).bars.rows.is_empty());
}
