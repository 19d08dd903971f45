//! The question before something large.

use super::canvas::Canvas;
use super::{clean, popups};
use crate::app::confirm::Confirm;
use crate::app::layout;
use crate::app::state::State;
use crate::app::wrap::wrap;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, confirm: &Confirm) {
    let columns = 60.min(state.size.0.saturating_sub(4));
    let inside = usize::from(columns.saturating_sub(4));
    let lines: Vec<String> = confirm
        .lines
        .iter()
        .flat_map(|line| wrap(&clean::clean(line), inside))
        .collect();
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(5);
    let area = popups::boxed(canvas, layout::popup(state.size, columns, rows), &confirm.title);
    let theme = canvas.theme;
    for (y, line) in (area.y + 1..area.bottom().saturating_sub(2)).zip(&lines) {
        canvas.text(area.x, y, area.width, line, theme.text);
    }
    let row = area.bottom().saturating_sub(1);
    let (no, yes) = if confirm.chosen {
        (theme.text, theme.cursor)
    } else {
        (theme.cursor, theme.text)
    };
    let used = canvas.text(area.x, row, area.width, " No ", no);
    let label = format!(" {} ", confirm.yes);
    canvas.text(
        area.x + used + 2,
        row,
        area.width.saturating_sub(used + 2),
        &label,
        yes,
    );
}
