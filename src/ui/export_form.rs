//! Exporting contacts: the file, and the paths that begin as what is typed.

use super::canvas::Canvas;
use super::{form, popups};
use crate::app::export_form::ExportForm;
use crate::app::layout;
use crate::app::state::State;
use ratatui::layout::Rect;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, popup: &ExportForm) {
    let outer = layout::popup(state.size, 72, 12);
    let title = format!("Export {}", popup.whom.name);
    let area = popups::boxed(canvas, outer, &title);
    popups::hints(
        canvas,
        outer,
        &[("Enter", "export"), ("Tab", "complete"), ("Esc", "leave")],
    );
    let lines = Rect {
        height: area.height.min(4),
        ..area
    };
    form::draw_with_note(canvas, lines, &popup.form);
    for (row, offer) in (lines.bottom()..area.bottom()).zip(&popup.offers) {
        let style = canvas.theme.dim;
        canvas.text(area.x + 2, row, area.width.saturating_sub(2), offer, style);
    }
}
