//! What is done to the marked contacts: choices, fields, values, lists.

use super::canvas::Canvas;
use super::{finder, popups};
use crate::app::bulk::{Bulk, Step};
use crate::app::state::State;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, bulk: &Bulk) {
    let outer = Bulk::area(state.size);
    let area = finder::boxed(canvas, outer, &bulk.title(), &bulk.finder, &bulk.empty());
    let theme = canvas.theme;
    let rows = bulk.rows(state.names());
    let shown = rows.iter().enumerate().skip(bulk.finder.top);
    let height = Bulk::height(state.size);
    for (y, (at, row)) in (area.y..area.bottom()).zip(shown.take(height)) {
        let used = canvas.text(area.x, y, area.width, &row.text, theme.text);
        let free = area.width.saturating_sub(used + 2);
        canvas.text_right(area.right() - free, y, free, &row.hint, theme.dim);
        if at == bulk.finder.cursor {
            finder::cursor(canvas, area, y);
        }
    }
    if rows.is_empty() {
        let nothing = match bulk.step {
            Step::Segment { .. } => "No such segment. Press n in the segments to make one.",
            Step::List { .. } => "No other list is called that.",
            Step::Value { .. } => "Nobody has a value yet. Type one.",
            Step::What | Step::Field => "There is nothing like that.",
        };
        canvas.text(area.x, area.y, area.width, nothing, theme.dim);
    }
    if let Some(error) = &bulk.error {
        let last = area.bottom().saturating_sub(1);
        canvas.text(area.x, last, area.width, error, theme.error);
    }
    popups::hints(
        canvas,
        outer,
        &[("Enter", "choose"), ("↑↓", "move"), ("Esc", "back")],
    );
}
