//! What panes share: the heading, a row with a number at its right, a hint where there is nothing.

use super::canvas::Canvas;
use super::{clean, width};
use crate::actions::Place;
use crate::app::state::State;
use crate::app::wrap::wrap;
use ratatui::layout::Rect;

/// One row of a pane.
pub struct Row<'a> {
    /// Its name.
    pub text: &'a str,
    /// The number at its right.
    pub number: &'a str,
    /// The cursor is on it.
    pub chosen: bool,
    /// The number is secondary, or being asked again.
    pub dim_number: bool,
}

/// The first line: what one looks at, and how many.
pub fn heading(canvas: &mut Canvas<'_>, state: &State, place: Place, area: Rect, text: &str, more: &str) {
    let theme = canvas.theme;
    let style = if state.focus == place && state.popups.is_empty() {
        theme.focus
    } else {
        theme.heading
    };
    let free = area.width.saturating_sub(2);
    let used = canvas.text(area.x + 1, area.y, free, text, style);
    canvas.text(area.x + 1 + used, area.y, free - used, more, theme.dim);
}

/// A row, counted from the first below the heading.
pub fn row(canvas: &mut Canvas<'_>, state: &State, place: Place, area: Rect, line: usize, row: &Row<'_>) {
    let theme = canvas.theme;
    let y = area.y + 1 + u16::try_from(line).unwrap_or(u16::MAX - area.y - 1);
    if y >= area.bottom() {
        return;
    }
    let numbers = u16::try_from(width::width(row.number)).unwrap_or(0);
    let name = area.width.saturating_sub(numbers + 5);
    if row.chosen {
        canvas.text(area.x + 1, y, 1, "▸", theme.chosen);
    }
    let style = if row.chosen { theme.chosen } else { theme.text };
    canvas.text(area.x + 3, y, name, row.text, style);
    let style = if row.dim_number { theme.dim } else { style };
    canvas.text_right(
        area.right().saturating_sub(numbers + 1),
        y,
        numbers,
        row.number,
        style,
    );
    if row.chosen && state.focus == place {
        canvas.style(Rect::new(area.x, y, area.width, 1), cursor(canvas, state));
    }
}

/// The style of the row under the cursor: quieter while a popup has the keys.
pub fn cursor(canvas: &Canvas<'_>, state: &State) -> ratatui::style::Style {
    if state.popups.is_empty() {
        canvas.theme.cursor
    } else {
        canvas.theme.chosen
    }
}

/// What to do where there is nothing, or why there is nothing: from a line on, wrapped.
pub fn hint(canvas: &mut Canvas<'_>, area: Rect, line: usize, text: &str) {
    let columns = usize::from(area.width.saturating_sub(3));
    let style = canvas.theme.dim;
    for (at, words) in wrap(&clean::clean(text), columns).iter().enumerate() {
        let y = usize::from(area.y) + line + at;
        if y < usize::from(area.bottom()) {
            let y = u16::try_from(y).unwrap_or(u16::MAX);
            canvas.text(area.x + 1, y, area.width.saturating_sub(2), words, style);
        }
    }
}
