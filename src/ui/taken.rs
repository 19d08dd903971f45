//! A number that is somebody's already: what one can do about it.

use super::canvas::Canvas;
use super::{finder, popups};
use crate::app::state::State;
use crate::app::taken::Taken;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, taken: &Taken) {
    let outer = taken.area(state.size);
    let contact = &taken.owner.contact;
    let title = format!("This number is already {}’s", contact.display_name());
    let area = popups::boxed(canvas, outer, &title);
    let theme = canvas.theme;
    let lists: Vec<&str> = contact
        .lists
        .iter()
        .filter_map(|list| state.names().list(*list).map(|list| list.name.as_str()))
        .collect();
    let about = match lists.as_slice() {
        [] => contact.phone.international(),
        some => format!("{} · in {}", contact.phone.international(), some.join(", ")),
    };
    canvas.text(area.x, area.y, area.width, &about, theme.dim);
    let rows = (area.y + 2..area.bottom()).zip(taken.ways().into_iter().enumerate());
    for (y, (at, (_, words))) in rows {
        canvas.text(area.x, y, area.width, &words, theme.text);
        if at == taken.at {
            finder::cursor(canvas, area, y);
        }
    }
    popups::hints(
        canvas,
        outer,
        &[("Enter", "do it"), ("↑↓", "choose"), ("Esc", "back to the form")],
    );
}
