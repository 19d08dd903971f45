//! Going to anything: a line for each thing, its kind at the right.

use super::canvas::Canvas;
use super::{finder, popups, width};
use crate::app::jump::{Jump, Row, Target};
use crate::app::state::State;
use ratatui::layout::Rect;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, jump: &Jump) {
    let outer = Jump::area(state.size);
    let empty = "a list, a segment, a name, a number, a field, a command";
    let area = finder::boxed(canvas, outer, "Go to", &jump.finder, empty);
    let rows = jump.rows(state.names());
    let height = Jump::height(state.size);
    let shown = rows.iter().enumerate().skip(jump.finder.top).take(height);
    for (y, (at, row)) in (area.y..area.bottom()).zip(shown) {
        line(canvas, Rect::new(area.x, y, area.width, 1), row);
        if at == jump.finder.cursor {
            finder::cursor(canvas, area, y);
        }
    }
    if rows.is_empty() && !jump.is_asking() {
        let style = canvas.theme.dim;
        canvas.text(area.x, area.y, area.width, "Nothing is called like that.", style);
    }
    popups::hints(
        canvas,
        outer,
        &[("Enter", "go"), ("↑↓", "choose"), ("Esc", "close")],
    );
}

fn line(canvas: &mut Canvas<'_>, area: Rect, row: &Row) {
    let theme = canvas.theme;
    let off = matches!(&row.target, Target::Command(command) if command.off.is_some());
    let style = if off { theme.dim } else { theme.text };
    let wide = u16::try_from(width::width(&row.about)).unwrap_or(u16::MAX);
    let about = wide.min(area.width / 2);
    canvas.text(
        area.x,
        area.y,
        area.width.saturating_sub(about + 2),
        &row.text,
        style,
    );
    canvas.text_right(area.right() - about, area.y, about, &row.about, theme.dim);
}
