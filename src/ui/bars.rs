//! Bars of the field at the cursor of criteria: how many contacts have each value, and the part of them that matches.

use super::canvas::Canvas;
use crate::app::bars::Bars;
use crate::app::figures::short;
use crate::app::state::State;
use crate::model::FieldRef;
use ratatui::layout::Rect;

/// Columns of `1.2M of 4.5M`.
const FIGURES: u16 = 13;

/// The rows that all bars would take, with their heading.
pub fn rows(bars: &Bars) -> u16 {
    match u16::try_from(bars.rows.len()) {
        Ok(rows) if rows > 0 => rows + 1,
        _ => 0,
    }
}

/// Draws them, as many as have room.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, state: &State, bars: &Bars) {
    let Some(field) = bars.field.filter(|_| !bars.rows.is_empty() && area.height > 1) else {
        return;
    };
    let theme = canvas.theme;
    let names = state.names();
    let label = match field {
        FieldRef::Builtin(field) => field.label().to_owned(),
        FieldRef::Custom(id) => names
            .field(id)
            .map_or_else(String::new, |field| field.label.clone()),
    };
    let used = canvas.text(area.x, area.y, area.width, &label, theme.title);
    let rest = area.width.saturating_sub(used + 2);
    canvas.text_right(area.x + used + 2, area.y, rest, "match, of all", theme.dim);
    let most = bars.rows.iter().map(|row| row.contacts).max().unwrap_or(0).max(1);
    let wide = (area.width / 3).clamp(8, 20);
    let columns = area.width.saturating_sub(wide + 1 + FIGURES + 1);
    let part = |contacts: u64| {
        let part = (contacts * u64::from(columns)).div_ceil(most);
        u16::try_from(part).unwrap_or(columns).min(columns)
    };
    let style = if bars.stale { theme.dim } else { theme.text };
    for (y, row) in (area.y + 1..area.bottom()).zip(&bars.rows) {
        canvas.text(area.x, y, wide, &row.label, style);
        let (all, matching) = (part(row.contacts), part(row.matching));
        let bar = area.x + wide + 1;
        let chosen = if bars.stale { theme.dim } else { theme.chosen };
        canvas.text(bar, y, matching, &"█".repeat(usize::from(matching)), chosen);
        let others = all.saturating_sub(matching);
        canvas.text(
            bar + matching,
            y,
            others,
            &"░".repeat(usize::from(others)),
            theme.dim,
        );
        let figures = format!("{} of {}", short(row.matching), short(row.contacts));
        canvas.text_right(area.right().saturating_sub(FIGURES), y, FIGURES, &figures, style);
    }
}
