//! All lists at once: the table, the cards, and what is done from them.

use super::picture::{looks, text};
use super::world::{NOW, World, key};
use audience::app::{Event, Mouse, Pointed, memory};
use audience::model::{Instant, ListId, Scope};
use audience::store::Change;
use insta::assert_snapshot;

const SIZE: (u16, u16) = (120, 36);
const SIZES: [(u16, u16); 3] = [(80, 24), SIZE, (40, 12)];

fn opened(size: (u16, u16)) -> World {
    let mut world = World::new(size, 1_234);
    for (list, words) in world.catalogue.lists.iter_mut().zip([
        "Everyone who has bought in the shop, since it opened",
        "Weekly news",
        "",
    ]) {
        list.description = words.to_owned();
    }
    for (at, profile) in world.contacts.iter_mut().enumerate() {
        profile.contact.created = Instant(NOW.0 - 86_400 * (at as i64 * at as i64 % 379));
    }
    world.catalogue.generation += 1;
    let moved = world.catalogue.generation;
    world.event(Event::Moved(moved));
    world.press("h h v");
    world
}

fn sees(world: &World, words: &str) -> bool {
    text(&world.state).contains(words)
}

fn pointed(world: &mut World, what: Pointed, column: u16, row: u16) {
    world.event(Event::Mouse(Mouse { what, column, row }));
}

#[test]
fn a_table_and_cards_at_each_size() {
    for size in SIZES {
        let mut world = opened(size);
        assert_snapshot!(format!("lists-table-{}x{}", size.0, size.1), text(&world.state));
        world.press("v j");
        assert_snapshot!(format!("lists-cards-{}x{}", size.0, size.1), text(&world.state));
    }
    let mut world = opened((80, 24)).plain();
    world.press("j");
    assert_snapshot!("without-colour-lists-table", looks(&world.state));
    world.press("v");
    assert_snapshot!("without-colour-lists-cards", looks(&world.state));
}

#[test]
fn how_they_are_shown_is_kept_for_the_next_start() {
    let mut world = opened(SIZE);
    world.press("v s S");
    let memory = memory::of(&world.state);
    assert!(memory.overview.cards && memory.overview.turned);
    let mut again = World::new(SIZE, 10);
    memory::restore(&mut again.state, &memory);
    again.press("h h v");
    assert!(sees(&again, "v table"), "{}", text(&again.state));
}

#[test]
fn they_are_sorted_by_name_and_by_contacts_and_everyone_stays_first() {
    let mut world = opened(SIZE);
    let order = |world: &World| {
        let screen = text(&world.state);
        let place = |name: &str| {
            screen
                .lines()
                .position(|line| line.contains(&format!("│ {name}")))
                .unwrap_or_else(|| panic!("{name}: {screen}"))
        };
        let mut names = ["Everyone", "E-commerce", "Newsletter", "Leads Q4"];
        names.sort_by_key(|name| place(name));
        names
    };
    world.press("s");
    assert_eq!(
        order(&world),
        ["Everyone", "E-commerce", "Leads Q4", "Newsletter"]
    );
    world.press("S");
    assert_eq!(
        order(&world),
        ["Everyone", "Newsletter", "Leads Q4", "E-commerce"]
    );
    world.press("S s");
    assert_eq!(
        order(&world),
        ["Everyone", "E-commerce", "Newsletter", "Leads Q4"]
    );
}

#[test]
fn the_list_at_the_cursor_is_gone_to_edited_and_deleted() {
    let mut world = opened(SIZE);
    world.press("j j Enter");
    assert_eq!(world.state.scope(), Scope::List(ListId(2)));
    assert!(world.state.popups.is_empty());
    world.press("v k e");
    assert!(sees(&world, "Edit list") && sees(&world, "E-commerce"));
    world.press("Esc d");
    assert!(sees(&world, "Delete E-commerce?"));
    world.press("Esc n");
    assert!(sees(&world, "New list"));
    world.press("Esc");
    assert_eq!(world.state.popups.len(), 1, "all lists are still there");
}

#[test]
fn words_narrow_it_to_names_and_descriptions() {
    let mut world = opened(SIZE);
    world.press("/").type_text("weekly").press("Enter Enter");
    assert_eq!(world.state.scope(), Scope::List(ListId(2)));
    world.press("v /").type_text("nothing like it");
    assert!(sees(&world, "No list has this in its name or description"));
}

#[test]
fn the_mouse_points_at_rows_and_cards_and_the_menu_is_the_same() {
    let mut world = opened(SIZE);
    let line = |world: &World, words: &str| {
        let screen = text(&world.state);
        let (row, line) = screen
            .lines()
            .enumerate()
            .filter(|(_, line)| line.contains(words))
            .last()
            .unwrap();
        let column = line.find(words).map(|at| line[..at].chars().count()).unwrap();
        (column as u16, row as u16)
    };
    let (column, row) = line(&world, "Leads Q4");
    pointed(&mut world, Pointed::Menu, column, row);
    assert!(sees(&world, "Merge") && world.state.scope() == Scope::List(ListId(3)));
    world.press("Esc v");
    let (column, row) = line(&world, "Weekly news");
    pointed(&mut world, Pointed::Menu, column, row);
    assert_eq!(world.state.scope(), Scope::List(ListId(2)));
    world.press("Esc");
    pointed(&mut world, Pointed::Double, column, row);
    assert!(world.state.popups.is_empty());
}

#[test]
fn merging_says_what_happens_and_asks_for_it() {
    for size in SIZES {
        let mut world = World::new(size, 1_234);
        world.press("h h j >");
        assert_snapshot!(format!("merge-list-{}x{}", size.0, size.1), text(&world.state));
        world.type_text("lead").press("Enter");
        assert_eq!(
            world.changes.last().map(|change| format!("{change:?}")),
            Some(format!(
                "{:?}",
                Change::MergeList {
                    list: ListId(1),
                    into: ListId(3)
                }
            ))
        );
        assert!(world.state.popups.is_empty());
    }
    let mut world = opened(SIZE);
    world.press("j >");
    assert!(sees(&world, "Merge E-commerce into"));
    world.event(Event::Key(key("Esc")));
    assert_eq!(world.state.popups.len(), 1);
}
