//! The screens as people see them, at three sizes and without colour.

use super::picture::{looks, text};
use super::world::{World, key};
use audience::app::{Event, Toast};
use insta::assert_snapshot;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (40, 12)];

/// One picture at each size, of what these keys lead to.
fn at_each_size(name: &str, prepare: impl Fn(&mut World)) {
    for size in SIZES {
        let mut world = World::new(size, 1_234);
        prepare(&mut world);
        assert_snapshot!(format!("{name}-{}x{}", size.0, size.1), text(&world.state));
    }
}

#[test]
fn contacts() {
    at_each_size("contacts", |world| {
        world.press("j j");
    });
}

#[test]
fn lists() {
    at_each_size("lists", |world| {
        world.press("h h j");
    });
}

#[test]
fn segments() {
    at_each_size("segments", |world| {
        world.press("h h j l j j j");
    });
}

#[test]
fn profile() {
    at_each_size("profile", |world| {
        world.press("j j j j Enter");
    });
}

#[test]
fn timeline() {
    at_each_size("timeline", |world| {
        world.press("j Enter G");
    });
    let mut world = World::new((80, 24), 1_234).plain();
    world.press("j Enter G");
    assert_snapshot!("without-colour-timeline", looks(&world.state));
}

#[test]
fn search() {
    at_each_size("search", |world| {
        world.press("/").type_text("ana");
    });
}

#[test]
fn nobody_found() {
    at_each_size("nobody-found", |world| {
        world.press("/").type_text("xyzzy");
    });
}

#[test]
fn help() {
    at_each_size("help", |world| {
        world.press("?");
    });
}

#[test]
fn sort() {
    at_each_size("sort", |world| {
        world.press("s j j j");
    });
}

#[test]
fn confirm() {
    at_each_size("confirm", |world| {
        world.press("d");
    });
}

#[test]
fn toast() {
    at_each_size("toast", |world| {
        world.state.toast = Some(Toast::done("List Friends created."));
    });
}

#[test]
fn error() {
    at_each_size("error", |world| {
        let text = "No space left for /srv/audience/shop.redb. The change was not made; free some space and try again.";
        world.state.toast = Some(Toast::error(text));
    });
}

#[test]
fn importing() {
    at_each_size("importing", |world| {
        world.event(Event::Progress {
            ticket: 9,
            done: 412_345,
            total: Some(1_000_000),
            rate: 231_000.0,
        });
    });
}

#[test]
fn empty_store() {
    for size in SIZES {
        let world = World::empty(size);
        assert_snapshot!(format!("empty-{}x{}", size.0, size.1), text(&world.state));
    }
}

#[test]
fn read_only() {
    let mut world = World::new((80, 24), 1_234);
    world.state.read_only = true;
    assert_snapshot!(text(&world.state));
}

#[test]
fn too_small() {
    assert_snapshot!(text(&World::new((24, 6), 3).state));
}

#[test]
fn what_is_asked_again_is_grey() {
    let mut world = World::new((80, 24), 30);
    world.press("h h");
    world.event_unanswered(Event::Key(key("j")));
    assert_snapshot!(looks(&world.state));
}

#[test]
fn without_colour() {
    let mut world = World::new((80, 24), 30).plain();
    assert_snapshot!("without-colour-contacts", looks(&world.press("j").state));
    assert_snapshot!("without-colour-lists", looks(&world.press("h h j").state));
    assert_snapshot!("without-colour-help", looks(&world.press("?").state));
}
