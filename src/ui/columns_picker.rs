//! The popup that chooses the columns of the contacts table.

use super::canvas::Canvas;
use super::{help, popups};
use crate::app::columns;
use crate::app::columns_picker::{ColumnsPicker, Row};
use crate::app::state::State;
use ratatui::layout::Rect;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, popup: &ColumnsPicker) {
    let outer = ColumnsPicker::area(state.size);
    let area = popups::boxed(canvas, outer, &popup.title);
    help::filter(canvas, outer, &popup.picker);
    let theme = canvas.theme;
    let rows = popup.rows(state.names());
    let fitting = columns::on_screen(state);
    let fits = |row: &Row| fitting.iter().any(|column| column.field == row.field);
    let shown = rows.iter().enumerate().skip(popup.picker.top);
    for (y, (at, row)) in (area.y..area.bottom()).zip(shown) {
        let (place, style) = match row.place {
            Some(place) => (format!("{:>2} ", place + 1), theme.text),
            None => ("   ".to_owned(), theme.dim),
        };
        canvas.text(area.x, y, 3, &place, theme.dim);
        canvas.text(area.x + 3, y, area.width.saturating_sub(14), &row.label, style);
        let width = match (row.width, row.place) {
            (Some(width), _) => format!("{width} wide"),
            (None, Some(_)) if !fits(row) => "no room".to_owned(),
            (None, Some(_)) => "as needed".to_owned(),
            (None, None) => String::new(),
        };
        canvas.text_right(area.x, y, area.width, &width, theme.dim);
        if at == popup.picker.cursor {
            canvas.style(Rect::new(area.x - 1, y, area.width + 2, 1), theme.cursor);
        }
    }
    popups::hints(
        canvas,
        outer,
        &[
            ("Space", "in, out"),
            ("J K", "move"),
            ("< >", "width"),
            ("r", "reset"),
            ("Esc", "close"),
        ],
    );
}
