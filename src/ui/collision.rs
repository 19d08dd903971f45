//! Both versions of what two people have changed, field by field.

use super::canvas::Canvas;
use super::popups;
use crate::app::collision::{Collision, Field, LINES};
use crate::app::state::State;
use ratatui::layout::Rect;

/// Columns of the word before a version.
const WORD: u16 = 10;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, collision: &Collision) {
    let outer = collision.area(state.size);
    let title = format!("{} was changed meanwhile", collision.now.display_name());
    let area = popups::boxed(canvas, outer, &title);
    let top = collision.top(area.height);
    let rows = (area.y..area.bottom()).step_by(usize::from(LINES));
    for (y, (at, field)) in rows.zip(collision.fields.iter().enumerate().skip(top)) {
        let lines = Rect::new(area.x, y, area.width, area.bottom().saturating_sub(y).min(LINES));
        versions(canvas, lines, field, at == collision.at);
    }
    popups::hints(
        canvas,
        outer,
        &[
            ("← →", "mine or theirs"),
            ("Enter", "save so"),
            ("Esc", "back to the form"),
        ],
    );
}

fn versions(canvas: &mut Canvas<'_>, area: Rect, field: &Field, here: bool) {
    let theme = canvas.theme;
    let label = if here { theme.focus } else { theme.title };
    let lines = [
        ("was", field.was.as_str(), None),
        ("theirs", field.theirs.as_str(), Some(!field.keep)),
        ("mine", field.mine.as_str(), Some(field.keep)),
    ];
    canvas.text(area.x, area.y, area.width, &field.label, label);
    for (y, (word, text, chosen)) in (area.y + 1..area.bottom()).zip(lines) {
        let style = match chosen {
            Some(true) if here => theme.cursor,
            Some(true) => theme.chosen,
            Some(false) => theme.text,
            None => theme.dim,
        };
        let sign = if chosen == Some(true) { "▸" } else { " " };
        let shown = if text.is_empty() { "(empty)" } else { text };
        canvas.text(area.x, y, WORD, &format!("{sign} {word}"), style);
        canvas.text(area.x + WORD, y, area.width.saturating_sub(WORD), shown, style);
    }
}
