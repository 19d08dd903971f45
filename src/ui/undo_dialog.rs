//! Before a change is taken back: what it was, what stands against it, and the buttons.

use super::canvas::Canvas;
use super::{clean, popups, width};
use crate::app::layout;
use crate::app::state::State;
use crate::app::undo_dialog::UndoDialog;
use crate::app::wrap::wrap;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, dialog: &UndoDialog) {
    let columns = 72.min(state.size.0.saturating_sub(4));
    let inside = usize::from(columns.saturating_sub(4));
    let moment = state.moment();
    let lines: Vec<String> = dialog
        .lines((moment.today(), moment.zone))
        .iter()
        .flat_map(|line| wrap(&clean::clean(line), inside))
        .collect();
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(5);
    let area = popups::boxed(canvas, layout::popup(state.size, columns, rows), &dialog.title());
    let theme = canvas.theme;
    for (y, line) in (area.y + 1..area.bottom().saturating_sub(2)).zip(&lines) {
        canvas.text(area.x, y, area.width, line, theme.text);
    }
    let row = area.bottom().saturating_sub(1);
    let mut x = area.x;
    for (at, button) in dialog.buttons().iter().enumerate() {
        let label = format!(" {} ", dialog.label(*button));
        let wide = u16::try_from(width::width(&label)).unwrap_or(0);
        let style = if at == dialog.chosen {
            theme.cursor
        } else {
            theme.text
        };
        canvas.text(x, row, area.right().saturating_sub(x), &label, style);
        x += wide + 2;
    }
}
