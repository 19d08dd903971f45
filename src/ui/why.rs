//! Why a contact is in a segment: the verdict, and below it each condition with the contact's value.

use super::canvas::Canvas;
use super::popups;
use crate::app::state::State;
use crate::app::why::Why;
use crate::app::wrap::wrap;
use ratatui::layout::Rect;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, why: &Why) {
    let outer = Why::area(state.size);
    let names = state.names();
    let segment = why.segment().and_then(|segment| names.segment(segment));
    let name = segment.map_or_else(String::new, |segment| segment.name.clone());
    let area = popups::boxed(canvas, outer, &format!("Why · {name}"));
    let (at, all) = why.place();
    let mut hints = vec![("↑↓", "scroll"), ("Esc", "close")];
    if all > 1 {
        hints.insert(0, ("←→", "other segments"));
        let place = format!("{at} of {all}");
        canvas.text_right(area.x, area.y, area.width, &place, canvas.theme.dim);
    }
    popups::hints(canvas, outer, &hints);
    let theme = canvas.theme;
    let free = area.width.saturating_sub(12);
    let Some(verdict) = &why.verdict else {
        let reading = format!("Reading {} …", why.contact);
        canvas.text(area.x, area.y, free, &reading, theme.dim);
        return;
    };
    if let Some(trouble) = &verdict.trouble {
        for (row, line) in (area.y..area.bottom()).zip(wrap(trouble, usize::from(free))) {
            canvas.text(area.x, row, free, &line, theme.error);
        }
        return;
    }
    let (sign, style) = sign(canvas, verdict.holds);
    let is = if verdict.holds { "is in it" } else { "is not in it" };
    canvas.text(area.x, area.y, 1, sign, style);
    canvas.text(
        area.x + 2,
        area.y,
        free,
        &format!("{} {is}", why.contact),
        theme.chosen,
    );
    let shown = verdict.lines.iter().skip(why.top);
    for (row, line) in (area.y + 2..area.bottom()).zip(shown) {
        let indent = u16::try_from(line.depth * 2).unwrap_or(0).min(area.width / 3);
        let at = Rect::new(area.x + indent, row, area.width - indent, 1);
        condition(canvas, at, &line.condition, &line.value, line.holds);
    }
}

/// A sign, what is asked, and what the contact has; the value keeps two fifths where both are long.
fn condition(canvas: &mut Canvas<'_>, area: Rect, asked: &str, value: &str, holds: bool) {
    let theme = canvas.theme;
    let (sign, style) = sign(canvas, holds);
    canvas.text(area.x, area.y, 1, sign, style);
    let free = area.width.saturating_sub(2);
    let wanted = u16::try_from(super::width::width(value)).unwrap_or(free);
    let for_value = if value.is_empty() {
        0
    } else {
        wanted.min(free * 2 / 5) + 2
    };
    let used = canvas.text(
        area.x + 2,
        area.y,
        free.saturating_sub(for_value),
        asked,
        theme.text,
    );
    if !value.is_empty() {
        let column = area.x + 2 + used + 2;
        canvas.text(
            column,
            area.y,
            area.right().saturating_sub(column),
            value,
            theme.dim,
        );
    }
}

fn sign(canvas: &Canvas<'_>, holds: bool) -> (&'static str, ratatui::style::Style) {
    if holds {
        ("✓", canvas.theme.good)
    } else {
        ("✗", canvas.theme.warning)
    }
}
