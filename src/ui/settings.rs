//! The settings: as many lines as fit, and what is to be said about the one at the cursor.

use super::canvas::Canvas;
use super::{form, popups};
use crate::app::layout;
use crate::app::settings::SettingsForm;
use crate::app::state::State;

/// Draws them.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, popup: &SettingsForm) {
    let rows = u16::try_from(popup.form.lines.len()).unwrap_or(u16::MAX);
    let outer = layout::popup(state.size, 80, rows.saturating_add(5).min(32));
    let area = popups::boxed(canvas, outer, "Settings");
    let hints = [
        ("Ctrl-S", "save"),
        ("Esc", "leave"),
        ("Tab", "complete, next line"),
        ("PgDn", "last line"),
    ];
    popups::hints(canvas, outer, &hints);
    form::draw_with_note(canvas, area, &popup.form);
}
