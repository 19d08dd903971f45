//! Whatever stands in a name, nothing forbidden is drawn and every line stays where it is.

use super::picture;
use super::world::{NOW, World};
use audience::app::draft::{Draft, Left};
use audience::app::draft_offer::DraftOffer;
use audience::app::{Event, Popup, Toast};
use audience::ui::clean::is_forbidden;
use audience::ui::width::width;
use proptest::prelude::*;
use ratatui::buffer::Buffer;

/// The worst texts there are.
fn nasty() -> Vec<String> {
    [
        "\u{1b}[2J\u{1b}[1;1Howned",
        "\u{9b}31mred\u{7}\u{8}\u{8}",
        "abc\u{202e}gpj.exe\u{2066}\u{2069}",
        "zero\u{200b}\u{200c}\u{200d}\u{feff}\u{2060}width",
        "👩‍👩‍👧‍👦 family 🏳️‍🌈 👍🏽 ❤️ 🇵🇹",
        "李小龍李小龍李小龍李小龍李小龍李小龍李小龍李小龍李小龍李小龍",
        "한글 ｆｕｌｌ ﷽ 𒐫 ꧅",
        "\u{301}\u{302}starts with marks",
        "a\nb\r\nc\td\u{2028}e\u{85}f",
        "\u{e0001}\u{e0041}tag\u{fff9}x\u{fffb}\u{3164}\u{115f}",
        "\u{0}\u{7f}\u{80}\u{9f}\u{ad}\u{61c}\u{180e}",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain([
        format!("z{}", "\u{336}\u{489}\u{301}".repeat(4_000)),
        "long ".repeat(2_000),
        "界".repeat(10_000),
        "\u{200b}".repeat(10_000) + "end",
    ])
    .collect()
}

pub(super) fn poisoned(size: (u16, u16), texts: &[String]) -> World {
    let mut world = World::new(size, 60);
    for (at, one) in world.contacts.iter_mut().enumerate() {
        let text = texts[at % texts.len()].clone();
        one.contact.first_name = text.clone();
        one.contact.last_name = String::new();
        one.contact.tags = vec![text.clone()];
        one.contact.city = text.clone();
        one.contact.notes = text.clone();
        one.contact.email = text;
    }
    for (at, list) in world.catalogue.lists.iter_mut().enumerate() {
        list.name = texts[at % texts.len()].clone();
    }
    for (at, segment) in world.catalogue.segments.iter_mut().enumerate() {
        segment.name = texts[(at + 1) % texts.len()].clone();
    }
    world.catalogue.fields[0].label = texts[0].clone();
    world.state.store_name = texts[0].clone();
    world.catalogue.generation = 2;
    world.event(Event::Moved(2));
    world
}

/// The lines between panes below the title, which may cover some of the first one.
fn edges(buffer: &Buffer) -> Vec<(u16, u16, String)> {
    let area = buffer.area;
    let mut found = Vec::new();
    for row in 1..area.height {
        for column in 0..area.width {
            let symbol = buffer[(column, row)].symbol();
            if "│├┤┬┴└┘".contains(symbol) && !symbol.is_empty() {
                found.push((column, row, symbol.to_owned()));
            }
        }
    }
    found
}

pub(super) fn holds(world: &World, expected: &World) {
    let buffer = picture::cells(&world.state);
    for cell in buffer.content() {
        assert!(!cell.symbol().chars().any(is_forbidden), "{:?}", cell.symbol());
    }
    for line in picture::lines(&buffer) {
        assert_eq!(width(&line), usize::from(buffer.area.width), "{line:?}");
    }
    let same = edges(&buffer) == edges(&picture::cells(&expected.state));
    assert!(same, "lines have moved:\n{}", picture::lines(&buffer).join("\n"));
}

#[test]
fn the_worst_names_move_no_line() {
    let nasty = nasty();
    for shift in (0..nasty.len()).step_by(4) {
        let mut texts = nasty.clone();
        texts.rotate_left(shift);
        for size in [(120, 36), (80, 24), (40, 12)] {
            for keys in ["", "h", "h h j", "j j", "?", "s"] {
                let (mut world, mut plain) = (poisoned(size, &texts), World::new(size, 60));
                holds(world.press(keys), plain.press(keys));
            }
        }
    }
}

#[test]
fn the_worst_profile_moves_no_line() {
    let nasty = nasty();
    for size in [(160, 36), (120, 36), (80, 24), (40, 12)] {
        for text in &nasty {
            let texts = [text.clone()];
            let (mut world, mut plain) = (poisoned(size, &texts), World::new(size, 60));
            holds(world.press("Enter"), plain.press("Enter"));
            holds(world.press("C-d"), plain.press("C-d"));
            holds(world.press("C-d G"), plain.press("C-d G"));
        }
    }
}

#[test]
fn the_worst_message_stays_inside() {
    for text in nasty() {
        for size in [(120, 36), (80, 24), (40, 12), (30, 8)] {
            let mut world = World::new(size, 20);
            world.state.toast = Some(Toast::error(text.clone()));
            let buffer = picture::cells(&world.state);
            for line in picture::lines(&buffer) {
                assert_eq!(width(&line), usize::from(size.0), "{line:?}");
                assert!(!line.chars().any(is_forbidden), "{line:?}");
            }
        }
    }
}

#[test]
fn the_worst_names_stay_inside_menus_jumps_offers_and_the_log() {
    for text in nasty() {
        for size in [(120, 36), (80, 24), (40, 12), (30, 8)] {
            for keys in ["m", "h h j m", "C-p", "C-p a", "h h j e x C-s L"] {
                let mut world = poisoned(size, std::slice::from_ref(&text));
                world.press(keys);
                stays_inside(&world);
            }
            let mut world = poisoned(size, std::slice::from_ref(&text));
            let typed = ("Name".to_owned(), text.clone());
            let draft = Draft::List {
                list: None,
                lines: vec![typed],
            };
            let (id, saved) = (text.clone(), NOW);
            let offer = DraftOffer::new(vec![Left { id, saved, draft }]);
            world
                .state
                .popups
                .extend(offer.map(|offer| Popup::Draft(Box::new(offer))));
            stays_inside(&world);
        }
    }
}

pub(super) fn stays_inside(world: &World) {
    let buffer = picture::cells(&world.state);
    for line in picture::lines(&buffer) {
        assert_eq!(width(&line), usize::from(world.state.size.0), "{line:?}");
        assert!(!line.chars().any(is_forbidden), "{line:?}");
    }
}

#[test]
fn every_size_is_drawn() {
    let mut world = World::new((120, 36), 60);
    world.press("Enter");
    for columns in 0..170 {
        for rows in [0, 1, 2, 7, 8, 9, 12, 24, 50] {
            world.event(Event::Resize(columns, rows));
            picture::cells(&world.state);
        }
    }
    for popup in ["?", "s", "d", ":", "C-p", "L", "P", "m"] {
        world.press(popup);
        for (columns, rows) in [(1, 1), (29, 7), (30, 8), (31, 9), (60, 10), (99, 5), (200, 80)] {
            world.event(Event::Resize(columns, rows));
            picture::cells(&world.state);
        }
        world.press("Esc");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_names_move_no_line(texts in prop::collection::vec(any::<String>(), 1..6), columns in 30_u16..150) {
        let size = (columns, 24);
        holds(&poisoned(size, &texts), &World::new(size, 60));
    }
}

#[test]
fn a_window_that_changed_between_event_and_frame_is_drawn() {
    for keys in [
        "", "?", "s", "d", "e", "n", "i", "/", "Enter", "h h j d", ":", "C-p", "L", "P", "m",
    ] {
        let mut world = World::new((120, 36), 60);
        world.press(keys);
        for size in [(1, 1), (40, 12), (119, 35), (200, 60)] {
            let backend = ratatui::backend::TestBackend::new(size.0, size.1);
            let mut terminal = ratatui::Terminal::new(backend).unwrap();
            terminal
                .draw(|frame| audience::ui::draw(frame, &world.state))
                .unwrap();
        }
    }
}
