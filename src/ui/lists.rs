//! The pane of contact lists, and what the one under the cursor is for.

use super::canvas::Canvas;
use super::pane::{self, Row};
use crate::actions::Place;
use crate::app::state::State;
use crate::app::{figures, lists};
use crate::model::Scope;
use ratatui::layout::Rect;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    pane::heading(canvas, state, Place::Lists, area, "Lists", "");
    let names = state.names();
    let (at, count) = lists::cursor(state);
    let top = state.lists.top;
    let height = state.rows(Place::Lists);
    for (line, scope) in lists::rows(state).enumerate().skip(top).take(height) {
        let total = match scope {
            Scope::Everyone => names.contacts,
            Scope::List(list) => names.list(list).map_or(0, |list| list.contacts),
        };
        let number = if area.width >= 26 {
            figures::count(total)
        } else {
            figures::short(total)
        };
        let changed = scope
            .list()
            .is_some_and(|list| state.elsewhere.lists.contains(&list));
        let number = if changed { format!("• {number}") } else { number };
        let row = Row {
            text: names.scope_name(scope),
            number: &number,
            chosen: line == at,
            dim_number: true,
        };
        pane::row(canvas, state, Place::Lists, area, line - top, &row);
    }
    let below = (count - top.min(count)).min(height) + 2;
    if !names.lists.is_empty() {
        let list = state.scope().list().and_then(|list| names.list(list));
        pane::hint(
            canvas,
            area,
            below,
            list.map_or("", |list| list.description.as_str()),
        );
    } else if state.catalogue.is_some() {
        let hint = if state.read_only {
            "No lists yet."
        } else {
            "No lists yet. Press n to make one, or i to import a file."
        };
        pane::hint(canvas, area, below, hint);
    }
}
