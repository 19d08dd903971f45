//! The values of a contact, to be copied.

use super::canvas::Canvas;
use super::{finder, popups, width};
use crate::app::copy::Copy;
use crate::app::state::State;

/// The most columns of the labels.
const LABELS: u16 = 32;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, copy: &Copy) {
    let outer = Copy::area(state.size);
    let area = finder::boxed(canvas, outer, "Copy", &copy.finder, "which value?");
    let theme = canvas.theme;
    let found = copy.found();
    let widest = found.iter().map(|(label, _)| width::width(label)).max();
    let widest = u16::try_from(widest.unwrap_or(0))
        .unwrap_or(LABELS)
        .saturating_add(2);
    let labels = widest.min(LABELS).min(area.width / 2);
    let shown = found
        .iter()
        .enumerate()
        .skip(copy.finder.top)
        .take(Copy::height(state.size));
    for (y, (at, (label, value))) in (area.y..area.bottom()).zip(shown) {
        canvas.text(area.x, y, labels - 1, label, theme.dim);
        let value = value.replace('\n', " ");
        canvas.text(area.x + labels, y, area.width - labels, &value, theme.text);
        if at == copy.finder.cursor {
            finder::cursor(canvas, area, y);
        }
    }
    if found.is_empty() {
        canvas.text(area.x, area.y, area.width, "Nothing of that is known.", theme.dim);
    }
    popups::hints(
        canvas,
        outer,
        &[("Enter", "copy"), ("↑↓", "choose"), ("Esc", "close")],
    );
}
