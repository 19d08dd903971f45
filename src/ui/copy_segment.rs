//! Copying a segment: the lists it can go to.

use super::canvas::Canvas;
use super::{finder, popups};
use crate::app::copy_segment::CopySegment;
use crate::app::figures::count;
use crate::app::state::State;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, copy: &CopySegment) {
    let outer = CopySegment::area(state.size);
    let title = format!("Copy {} to", copy.name);
    let area = finder::boxed(canvas, outer, &title, &copy.finder, "which list?");
    let theme = canvas.theme;
    let names = state.names();
    let found = copy.targets(names);
    let height = CopySegment::height(state.size);
    let shown = found.iter().enumerate().skip(copy.finder.top).take(height);
    for (y, (at, (scope, name))) in (area.y..area.bottom()).zip(shown) {
        canvas.text(area.x, y, area.width.saturating_sub(12), name, theme.text);
        let contacts = count(names.contacts_in(*scope));
        canvas.text_right(area.x, y, area.width, &contacts, theme.dim);
        if at == copy.finder.cursor {
            finder::cursor(canvas, area, y);
        }
    }
    if found.is_empty() {
        canvas.text(
            area.x,
            area.y,
            area.width,
            "No other list is called that.",
            theme.dim,
        );
    }
    if let Some(error) = &copy.error {
        let last = area.bottom().saturating_sub(1);
        canvas.text(area.x, last, area.width, error, theme.error);
    }
    popups::hints(
        canvas,
        outer,
        &[("Enter", "copy"), ("↑↓", "choose"), ("Esc", "close")],
    );
}
