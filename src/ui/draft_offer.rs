//! The offer of a half-filled form: what was typed, and when.

use super::canvas::Canvas;
use super::{popups, width};
use crate::app::draft_offer::DraftOffer;
use crate::app::state::State;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, offer: &DraftOffer) {
    let outer = offer.area(state.size);
    let area = popups::boxed(canvas, outer, offer.left.draft.title());
    let theme = canvas.theme;
    let when = offer.left.saved.minute(state.moment().zone);
    let said = format!("Half written on {when}, when the session ended.");
    canvas.text(area.x, area.y + 1, area.width, &said, theme.text);
    let lines = offer.left.draft.lines();
    let labels = lines
        .iter()
        .map(|(label, _)| width::width(label))
        .max()
        .unwrap_or(0);
    let labels = u16::try_from(labels).unwrap_or(0).min(area.width / 3) + 2;
    for (y, (label, text)) in (area.y + 3..area.bottom()).zip(&lines) {
        canvas.text(area.x, y, labels - 1, label, theme.dim);
        canvas.text(
            area.x + labels,
            y,
            area.width.saturating_sub(labels),
            text,
            theme.text,
        );
    }
    popups::hints(
        canvas,
        outer,
        &[("Enter", "go on"), ("d", "throw away"), ("Esc", "later")],
    );
}
