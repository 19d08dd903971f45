//! The first screen of an empty store.

use super::canvas::Canvas;
use super::{form, popups};
use crate::app::state::State;
use crate::app::welcome::{FirstStep, Welcome};
use ratatui::layout::Rect;

const SAID: &str = "Nothing is in this store yet. What is asked here can be changed later.";

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, popup: &Welcome) {
    let outer = Welcome::area(state.size);
    let area = popups::boxed(canvas, outer, "Welcome to audience");
    let hints = [
        ("Tab", "take, go on"),
        ("Enter", "choose"),
        ("Esc", "look around first"),
    ];
    popups::hints(canvas, outer, &hints);
    let theme = canvas.theme;
    let steps = u16::try_from(FirstStep::ALL.len()).unwrap_or(0);
    let top = if area.height > 12 {
        canvas.text(area.x, area.y + 1, area.width, SAID, theme.text);
        area.y + 3
    } else {
        area.y
    };
    let below = area.bottom().saturating_sub(steps);
    let gap = u16::from(top > area.y);
    let lines = Rect::new(area.x, top, area.width, below.saturating_sub(top + gap));
    form::draw_asked(canvas, lines, &popup.form, popup.step.is_none());
    for (at, (row, step)) in (below..area.bottom()).zip(FirstStep::ALL).enumerate() {
        let here = popup.step == Some(at);
        let (sign, style) = if here {
            ("▸", theme.cursor)
        } else {
            (" ", theme.text)
        };
        canvas.text(
            area.x,
            row,
            area.width,
            &format!("{sign} {}", step.words()),
            style,
        );
    }
}
