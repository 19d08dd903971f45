//! The outer frame and the single lines that panes share.

use super::canvas::Canvas;
use super::clean::clean;
use super::{progress, width};
use crate::app::figures;
use crate::app::layout::Layout;
use crate::app::state::State;
use ratatui::layout::Rect;

/// Draws all lines, the store's name at the left of the first and the number of contacts at its right.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, layout: &Layout) {
    let frame = layout.frame;
    outline(canvas, frame);
    rule(canvas, frame, layout.rule);
    for (_, area) in layout.panes.iter().skip(1) {
        let column = area.x - 1;
        canvas.sign(column, frame.top(), '┬', canvas.theme.line);
        canvas.sign(column, layout.rule, '┴', canvas.theme.line);
        for row in area.top()..area.bottom() {
            canvas.sign(column, row, '│', canvas.theme.line);
        }
    }
    title(canvas, state, frame);
    progress::draw(canvas, state, frame);
}

/// A box of single lines.
pub fn outline(canvas: &mut Canvas<'_>, area: Rect) {
    if area.width < 2 || area.height < 2 {
        return;
    }
    let (right, bottom) = (area.right() - 1, area.bottom() - 1);
    let style = canvas.theme.line;
    for column in area.left() + 1..right {
        canvas.sign(column, area.top(), '─', style);
        canvas.sign(column, bottom, '─', style);
    }
    for row in area.top() + 1..bottom {
        canvas.sign(area.left(), row, '│', style);
        canvas.sign(right, row, '│', style);
    }
    canvas.sign(area.left(), area.top(), '┌', style);
    canvas.sign(right, area.top(), '┐', style);
    canvas.sign(area.left(), bottom, '└', style);
    canvas.sign(right, bottom, '┘', style);
}

/// A line from edge to edge of a box.
pub fn rule(canvas: &mut Canvas<'_>, area: Rect, row: u16) {
    let style = canvas.theme.line;
    for column in area.left() + 1..area.right().saturating_sub(1) {
        canvas.sign(column, row, '─', style);
    }
    canvas.sign(area.left(), row, '├', style);
    canvas.sign(area.right().saturating_sub(1), row, '┤', style);
}

fn title(canvas: &mut Canvas<'_>, state: &State, frame: Rect) {
    let theme = canvas.theme;
    let mut right = match &state.catalogue {
        Some(names) if names.contacts == 1 => " 1 contact ".to_owned(),
        Some(names) => format!(" {} contacts ", figures::count(names.contacts)),
        None => " reading… ".to_owned(),
    };
    if state.read_only {
        right.insert_str(0, " read-only ·");
    }
    if state.refreshing && state.catalogue.is_some() {
        right.push_str("… ");
    }
    let wide = u16::try_from(right.chars().count()).unwrap_or(0);
    let start = frame.right().saturating_sub(wide + 2);
    let left = frame.left() + 1;
    let counted = start;
    let start = elsewhere(
        canvas,
        state,
        Rect::new(left, frame.top(), start.saturating_sub(left), 1),
    );
    let free = start.saturating_sub(left + 1);
    let used = canvas.text(left, frame.top(), free, " audience ", theme.heading);
    let after = left + used + 1;
    if free > used + 6 {
        canvas.sign(after, frame.top(), ' ', theme.line);
        let name = canvas.text(
            after + 1,
            frame.top(),
            free - used - 4,
            &state.store_name,
            theme.dim,
        );
        canvas.sign(after + 1 + name, frame.top(), ' ', theme.line);
    }
    canvas.text(counted, frame.top(), wide, &right, theme.dim);
}

/// Who has changed something elsewhere, at the end of the title line's free part; where that begins.
fn elsewhere(canvas: &mut Canvas<'_>, state: &State, free: Rect) -> u16 {
    let Some(mark) = &state.elsewhere.mark else {
        return free.right();
    };
    let room = free.width / 2;
    if room < 12 {
        return free.right();
    }
    let shown = width::cut(&clean(mark), usize::from(room) - 5);
    let wide = u16::try_from(width::width(&shown)).unwrap_or(room) + 4;
    let start = free.right().saturating_sub(wide + 1);
    let style = canvas.theme.text;
    canvas.text(start, free.y, wide, &format!(" • {shown} "), style);
    start
}
