//! The menu of what is under the cursor. What the chosen row does, or why it is off, stands in the footer.

use super::canvas::Canvas;
use super::{finder, popups};
use crate::app::menu::{self, Menu};
use crate::app::state::State;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, menu: &Menu) {
    let area = popups::boxed(canvas, menu.area(state.size), &menu.title);
    let theme = canvas.theme;
    for (y, (at, row)) in (area.y..area.bottom()).zip(menu.rows.iter().enumerate().skip(menu.top(state.size)))
    {
        let (words, signs) = if row.off.is_some() {
            (theme.dim, theme.dim)
        } else {
            (theme.text, theme.key)
        };
        canvas.text(area.x, y, area.width, &menu::name(row.entry), words);
        canvas.text_right(area.x, y, area.width, &menu::key(row.entry), signs);
        if at == menu.cursor {
            finder::cursor(canvas, area, y);
        }
    }
}
