//! What messages said, the newest first.

use super::canvas::Canvas;
use super::popups;
use crate::app::log::{BEFORE, LogView};
use crate::app::state::State;
use crate::app::toast::Kind;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, log: &LogView) {
    let outer = LogView::area(state.size);
    let area = popups::boxed(canvas, outer, "What was said");
    let theme = canvas.theme;
    let zone = state.moment().zone;
    let lines = log.lines(state.size);
    for (y, line) in (area.y..area.bottom()).zip(lines.iter().skip(log.top)) {
        if let Some((at, kind)) = line.head {
            let minute = at.minute(zone);
            let time = minute.split(' ').next_back().unwrap_or_default();
            canvas.text(area.x, y, 5, time, theme.dim);
            let (sign, style) = match kind {
                Kind::Error => ("✗", theme.error),
                Kind::Done | Kind::Hint => ("✓", theme.good),
            };
            canvas.text(area.x + 6, y, 1, sign, style);
        }
        let free = area.width.saturating_sub(BEFORE);
        canvas.text(area.x + BEFORE, y, free, &line.text, theme.text);
    }
    if lines.is_empty() {
        canvas.text(area.x, area.y, area.width, "Nothing yet.", theme.dim);
    }
    popups::hints(canvas, outer, &[("↑↓", "scroll"), ("Esc", "close")]);
}
