//! The help popup.

use super::canvas::Canvas;
use super::{popups, width};
use crate::app::help::{Help, Row};
use crate::app::palette::keys_of;
use crate::app::picker::Picker;
use crate::app::state::State;
use ratatui::layout::Rect;

/// Columns of the keys.
const KEYS: u16 = 20;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, help: &Help) {
    let outer = Help::area(state.size);
    let area = popups::boxed(canvas, outer, "Keys");
    filter(canvas, outer, &help.picker);
    let rows = help.rows();
    for (y, row) in (area.y..area.bottom()).zip(rows.iter().skip(help.picker.top)) {
        line(canvas, Rect::new(area.x, y, area.width, 1), help, row);
    }
    if rows.is_empty() {
        let style = canvas.theme.dim;
        canvas.text(
            area.x,
            area.y,
            area.width,
            "No key does that. Esc shows all.",
            style,
        );
    }
    popups::hints(canvas, outer, &[("/", "find"), ("Esc", "close")]);
}

/// What narrows the list, at the right of the title line.
pub fn filter(canvas: &mut Canvas<'_>, outer: Rect, picker: &Picker) {
    let text = picker.filter.text();
    if text.is_empty() && !picker.typing {
        return;
    }
    let theme = canvas.theme;
    let most = usize::from(outer.width / 2);
    let shown = width::cut(&super::clean::clean(text), most);
    let wide = u16::try_from(width::width(&shown)).unwrap_or(0) + 4;
    let start = outer.right().saturating_sub(wide + 2);
    canvas.text(start, outer.y, wide, &format!(" / {shown} "), theme.text);
    if picker.typing {
        canvas.set_cursor(start + wide - 1, outer.y);
    }
}

fn line(canvas: &mut Canvas<'_>, area: Rect, help: &Help, row: &Row) {
    let theme = canvas.theme;
    match row {
        Row::Blank => {}
        Row::Heading(text) => {
            canvas.text(area.x, area.y, area.width, text, theme.title);
        }
        Row::Own((keys, words)) => {
            let columns = KEYS.min(area.width / 3);
            canvas.text(area.x + 1, area.y, columns - 2, keys, theme.key);
            canvas.text(area.x + columns, area.y, area.width - columns, words, theme.text);
        }
        Row::Off(reason) => {
            canvas.text(
                area.x + 3,
                area.y,
                area.width.saturating_sub(3),
                reason,
                theme.dim,
            );
        }
        Row::Entry(entry) => {
            let keys = KEYS.min(area.width / 3);
            let off = (entry.off)(help.snapshot).is_some();
            let style = if off { theme.dim } else { theme.key };
            canvas.text(area.x + 1, area.y, keys - 2, &keys_of(entry), style);
            let style = if off { theme.dim } else { theme.text };
            canvas.text(area.x + keys, area.y, area.width - keys, entry.help, style);
        }
    }
}
