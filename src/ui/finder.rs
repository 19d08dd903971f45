//! What is typed and the list it leaves, as the palette and jumping show it.

use super::canvas::Canvas;
use super::popups;
use crate::app::finder::Finder;
use ratatui::layout::Rect;

/// Draws a box with the text on its first line; says where the rows below it stand.
pub fn boxed(canvas: &mut Canvas<'_>, outer: Rect, title: &str, finder: &Finder, empty: &str) -> Rect {
    let area = popups::boxed(canvas, outer, title);
    let theme = canvas.theme;
    let used = canvas.text(area.x, area.y, area.width, "› ", theme.key);
    let (before, after) = finder.input.around_cursor();
    let left = area.x + used;
    let cursor = left + canvas.text(left, area.y, area.right() - left, before, theme.text);
    canvas.set_cursor(cursor.min(area.right()), area.y);
    let free = area.right().saturating_sub(cursor);
    canvas.text(cursor, area.y, free, after, theme.text);
    if finder.input.text().is_empty() {
        canvas.text(left, area.y, area.right() - left, empty, theme.dim);
    }
    Rect::new(area.x, area.y + 1, area.width, area.height.saturating_sub(1))
}

/// Marks the row under the cursor.
pub fn cursor(canvas: &mut Canvas<'_>, area: Rect, y: u16) {
    let style = canvas.theme.cursor;
    canvas.style(Rect::new(area.x - 1, y, area.width + 2, 1), style);
}
