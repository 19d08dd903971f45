//! The question before something large.

use super::canvas::Canvas;
use super::{clean, popups};
use crate::app::confirm::Confirm;
use crate::app::layout;
use crate::app::state::State;
use crate::app::wrap::wrap;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, confirm: &Confirm) {
    let answers = Some((confirm.yes.as_str(), confirm.chosen));
    question(canvas, state, &confirm.title, &confirm.lines, answers);
}

/// A box with words, and No and another word below them, which may be chosen; none while there is nothing to answer yet.
pub fn question(
    canvas: &mut Canvas<'_>,
    state: &State,
    title: &str,
    lines: &[String],
    answers: Option<(&str, bool)>,
) {
    let columns = 60.min(state.size.0.saturating_sub(4));
    let inside = usize::from(columns.saturating_sub(4));
    let lines: Vec<String> = lines
        .iter()
        .flat_map(|line| wrap(&clean::clean(line), inside))
        .collect();
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(5);
    let area = popups::boxed(canvas, layout::popup(state.size, columns, rows), title);
    let theme = canvas.theme;
    for (y, line) in (area.y + 1..area.bottom().saturating_sub(2)).zip(&lines) {
        canvas.text(area.x, y, area.width, line, theme.text);
    }
    let Some((yes, chosen)) = answers else { return };
    let row = area.bottom().saturating_sub(1);
    let (no, style) = if chosen {
        (theme.text, theme.cursor)
    } else {
        (theme.cursor, theme.text)
    };
    let used = canvas.text(area.x, row, area.width, " No ", no);
    let free = area.width.saturating_sub(used + 2);
    canvas.text(area.x + used + 2, row, free, &format!(" {yes} "), style);
}
