//! The review of duplicates: the queue, the cards and the evidence, the merged contact.

mod cards;
mod decisions;
mod merged;
mod queue;
mod sure;

use super::canvas::Canvas;
use super::{pane, popups};
use crate::app::review::{Focus, Parts, Review};
use crate::app::state::State;
use ratatui::layout::Rect;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, review: &Review) {
    let parts = Parts::of(state.size);
    let title = format!("Duplicates in {}", state.names().scope_name(review.scope));
    popups::boxed(canvas, parts.outer, &title);
    queue::draw(canvas, state, review, &parts);
    if review.case.is_some() {
        cards::draw(canvas, state, review, &parts);
        merged::draw(canvas, review, &parts);
    } else {
        let area = Rect {
            x: parts.cards.x.saturating_sub(1),
            ..parts.cards
        };
        pane::hint(canvas, area, 0, said(review, state));
    }
    keys(canvas, review, parts.outer);
    if let Some(list) = &review.decisions {
        decisions::draw(canvas, state, list);
    }
    if let Some(sure) = &review.sure {
        sure::draw(canvas, state, sure);
    }
}

/// What is said where nothing is looked at.
fn said<'a>(review: &'a Review, state: &State) -> &'a str {
    if let Some(why) = &review.failed {
        return why;
    }
    if review.searching.is_some() {
        return if state.jobs.running().is_some_and(|job| job.stopping) {
            "Stopping …"
        } else {
            "Looking for duplicates … The search goes on when you leave with Esc; Ctrl-X in the panes stops it."
        };
    }
    if !review.queue.text.text().is_empty() {
        "Nobody here is called like that. Esc shows all."
    } else if review.queue.rows.is_empty() {
        "Nothing is left to decide here. f shows others, R searches again, Esc leaves."
    } else {
        ""
    }
}

fn keys(canvas: &mut Canvas<'_>, review: &Review, outer: Rect) {
    let hints: &[(&str, &str)] = if review.typed.is_some() {
        &[("Enter", "take"), ("Esc", "leave as it was")]
    } else if review.queue.typing {
        &[("Enter", "to the suggestions"), ("Esc", "show all")]
    } else if review.case.is_none() {
        &[("f", "which"), ("R", "search"), ("u", "undo"), ("Esc", "leave")]
    } else if review.focus == Focus::Fields {
        &[
            ("m", "merge"),
            ("← →", "side"),
            ("e", "edit"),
            ("w", "swap"),
            ("a b", "all of one"),
            ("Tab", "queue"),
            ("d", "delete"),
            ("n", "not one"),
            ("F1", "keys"),
        ]
    } else {
        &[
            ("m", "merge"),
            ("d", "delete"),
            ("n", "not one"),
            ("s", "skip"),
            ("u", "undo"),
            ("Tab", "fields"),
            ("w", "swap"),
            ("f", "which"),
            ("S", "all sure"),
            ("/", "find"),
            ("L", "list"),
            ("F1", "keys"),
        ]
    };
    popups::hints(canvas, outer, hints);
}
