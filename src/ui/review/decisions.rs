//! Who was said to be two people.

use super::super::canvas::Canvas;
use super::super::{finder, popups};
use crate::app::review::Decisions;
use crate::app::state::State;

/// Columns of `2026-11-22 09:30`.
const WHEN: u16 = 16;
/// Columns of an operator's name.
const WHO: u16 = 10;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, list: &Decisions) {
    let outer = Decisions::area(state.size);
    let area = popups::boxed(canvas, outer, "Not duplicates");
    let theme = canvas.theme;
    let said = match &list.rows {
        None => "Reading …",
        Some(rows) if rows.is_empty() => "Nobody was said not to be a duplicate yet.",
        Some(_) => "",
    };
    canvas.text(area.x, area.y, area.width, said, theme.dim);
    let zone = state.moment().zone;
    let rows = list.rows.as_deref().unwrap_or_default();
    let lines = area.y..area.bottom().saturating_sub(1);
    for (y, (at, row)) in lines.zip(rows.iter().enumerate().skip(list.top)) {
        let author = &row.decision.author;
        canvas.text(area.x, y, WHEN, &author.at.minute(zone), theme.dim);
        let x = area.x + WHEN + 2;
        canvas.text(x, y, WHO, &author.name, theme.dim);
        let x = x + WHO + 2;
        let ids = [row.decision.one, row.decision.other];
        let named = row.names.iter().zip(ids).map(|(name, id)| {
            let name = if name.is_empty() { "deleted" } else { name };
            format!("{name} (:{})", id.0)
        });
        let text = named.collect::<Vec<_>>().join("  ≠  ");
        canvas.text(x, y, area.right().saturating_sub(x), &text, theme.text);
        if at == list.cursor {
            finder::cursor(canvas, area, y);
        }
    }
    popups::hints(
        canvas,
        outer,
        &[("d", "withdraw: may be suggested again"), ("Esc", "back")],
    );
}
