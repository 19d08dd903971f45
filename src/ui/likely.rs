//! Who may be the person that is being typed: one line in the form, and the choice over it.

use super::canvas::Canvas;
use super::{finder, popups};
use crate::app::likely::{Likely, reasons};
use crate::app::state::State;
use ratatui::layout::Rect;

/// Says the likeliest in one row of the form.
pub fn line(canvas: &mut Canvas<'_>, row: Rect, likely: &Likely) {
    if let Some(words) = likely.line() {
        let style = canvas.theme.focus;
        canvas.text(row.x, row.y, row.width, &words, style);
    }
}

/// Draws the choice, while one looks at it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, likely: &Likely, is_new: bool) {
    let Some(at) = likely.at else { return };
    let outer = likely.area(state.size);
    let area = popups::boxed(canvas, outer, "Is it one of these?");
    let theme = canvas.theme;
    let mut y = area.y;
    for (place, (choice, who)) in likely.choices().into_iter().enumerate() {
        if y >= area.bottom() {
            break;
        }
        canvas.text(area.x, y, area.width, &choice.words(is_new), theme.text);
        if place == at {
            finder::cursor(canvas, area, y);
        }
        if let Some(alike) = who.filter(|_| y + 1 < area.bottom()) {
            y += 1;
            let number = alike.profile.contact.phone.international();
            let (band, why) = (alike.pair.band(), reasons(&alike.reasons));
            let words = format!("{number} · {band}: {why}");
            canvas.text(area.x + 2, y, area.width.saturating_sub(2), &words, theme.dim);
        }
        y += 1;
    }
    popups::hints(
        canvas,
        outer,
        &[("Enter", "do it"), ("↑↓", "choose"), ("Esc", "back to the form")],
    );
}
