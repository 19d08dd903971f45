//! The popup that chooses the column to sort by.

use super::canvas::Canvas;
use super::{help, popups};
use crate::app::sort::SortPicker;
use crate::app::state::State;
use ratatui::layout::Rect;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, sort: &SortPicker) {
    let outer = SortPicker::area(state.size);
    let area = popups::boxed(canvas, outer, "Sort by");
    help::filter(canvas, outer, &sort.picker);
    let theme = canvas.theme;
    let fields = sort.fields(state.names());
    let visible = fields.iter().enumerate().skip(sort.picker.top);
    for (y, (at, (field, label))) in (area.y..area.bottom()).zip(visible) {
        let now = *field == sort.sort.field;
        let arrow = match (now, sort.sort.descending) {
            (false, _) => "",
            (true, false) => "↑",
            (true, true) => "↓",
        };
        canvas.text(area.x, y, area.width.saturating_sub(3), label, theme.text);
        canvas.text_right(area.x, y, area.width, arrow, theme.text);
        if at == sort.picker.cursor {
            canvas.style(Rect::new(area.x - 1, y, area.width + 2, 1), theme.cursor);
        }
    }
    popups::hints(
        canvas,
        outer,
        &[
            ("Enter", "sort"),
            ("S", "largest first"),
            ("/", "find"),
            ("Esc", "close"),
        ],
    );
}
