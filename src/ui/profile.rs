//! The profile pane.

use super::canvas::Canvas;
use super::pane;
use crate::actions::Place;
use crate::app::card::{self, Line};
use crate::app::state::State;
use ratatui::layout::Rect;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    let lines = card::lines(state);
    let mut lines = lines.iter();
    let Some(Line::Name(name)) = lines.next() else {
        pane::heading(canvas, state, Place::Profile, area, "Profile", "");
        return;
    };
    pane::heading(canvas, state, Place::Profile, area, name, "");
    let rows = area.y + 1..area.bottom();
    for (y, shown) in rows.zip(lines.skip(state.profile.top)) {
        line(
            canvas,
            Rect::new(area.x + 1, y, area.width.saturating_sub(2), 1),
            shown,
        );
    }
}

fn line(canvas: &mut Canvas<'_>, area: Rect, line: &Line) {
    let theme = canvas.theme;
    match line {
        Line::Name(text) | Line::Plain(text) => {
            canvas.text(area.x, area.y, area.width, text, theme.text);
        }
        Line::Aside(text) => {
            canvas.text(area.x, area.y, area.width, text, theme.dim);
        }
        Line::Warning(text) => {
            canvas.text(area.x, area.y, area.width, text, theme.warning);
        }
        Line::Heading(text) => {
            canvas.text(area.x, area.y, area.width, text, theme.title);
        }
        Line::Field(label, value) => {
            let labels = u16::try_from(card::labels(usize::from(area.width))).unwrap_or(0);
            canvas.text(area.x, area.y, labels.saturating_sub(1), label, theme.dim);
            canvas.text(
                area.x + labels,
                area.y,
                area.width.saturating_sub(labels),
                value,
                theme.text,
            );
        }
        Line::Blank => {}
    }
}
