//! What was said can be read again, and what runs be watched and stopped.

use super::picture::text;
use super::world::World;
use audience::app::{Event, Popup};
use audience::store::StoreError;
use insta::assert_snapshot;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (40, 12)];

#[test]
fn good_news_and_errors_are_kept_and_hints_are_not() {
    for size in SIZES {
        let mut world = World::new(size, 50);
        world.press("h h e");
        assert!(world.state.toast.is_some(), "why nothing happened");
        world.press("j l l r");
        world.refuse_change = Some(StoreError::Full("/srv/shop.redb".into()));
        world.press("r Esc j j L");
        assert_snapshot!(format!("log-{}x{}", size.0, size.1), text(&world.state));
        world.press("j k Esc");
        assert!(world.state.popups.is_empty());
    }
}

#[test]
fn an_empty_log_says_so() {
    let mut world = World::new(SIZES[0], 5);
    assert!(text(&world.press("L").state).contains("Nothing yet."));
}

#[test]
fn what_runs_is_shown_and_the_chosen_one_stopped() {
    for size in SIZES {
        let mut world = World::new(size, 50);
        for (ticket, done) in [(90, 412_345), (91, 12)] {
            let (total, rate) = (Some(1_000_000), 231_000.0);
            world.event(Event::Progress {
                ticket,
                done,
                total,
                rate,
            });
        }
        world.press("P j");
        assert_snapshot!(format!("progress-{}x{}", size.0, size.1), text(&world.state));
        world.press("x x");
        let stopped = world.seen.iter().filter(|seen| *seen == "Stop(91)").count();
        assert_eq!(stopped, 1);
        assert!(text(&world.state).contains("Stopping"));
        world.press("Esc");
        assert!(world.state.popups.is_empty());
    }
}

#[test]
fn what_ends_leaves_the_panel_and_an_empty_one_says_so() {
    let mut world = World::new(SIZES[0], 50);
    world.event(Event::Progress {
        ticket: 9,
        done: 1,
        total: None,
        rate: 0.0,
    });
    world.press("P j j");
    world.event(Event::TakenBack {
        ticket: 9,
        result: Err(StoreError::Cancelled),
    });
    let shown = text(&world.state);
    assert!(shown.contains("Nothing is running."), "{shown}");
    assert!(matches!(world.state.popups.as_slice(), [Popup::Progress(_)]));
    world.press("x Esc L");
    assert!(text(&world.state).contains("Stopped at a safe place"));
}
