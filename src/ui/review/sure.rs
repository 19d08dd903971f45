//! The question before all sure suggestions are merged, with some of them to look at.

use super::super::canvas::Canvas;
use super::super::popups;
use crate::app::figures::{count, people};
use crate::app::layout;
use crate::app::review::{Sure, percent};
use crate::app::state::State;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, sure: &Sure) {
    let outer = layout::popup(state.size, 70, 20);
    let area = popups::boxed(canvas, outer, "Merge all that are sure?");
    let theme = canvas.theme;
    let text = format!(
        "{} go into {} others. One undo brings them back.",
        people(sure.gone() as u64),
        count(sure.groups.len() as u64)
    );
    canvas.text(area.x, area.y, area.width, &text, theme.text);
    let room = usize::from(area.height.saturating_sub(2));
    // Spread over all of them: the first ones alone would all be the surest.
    let step = sure.groups.len().div_ceil(room.max(1)).max(1);
    let rows = area.y + 2..area.bottom();
    for (y, group) in rows.zip(sure.groups.iter().step_by(step)) {
        let line = format!("{}  {}", percent(group.score), group.names.join(" = "));
        canvas.text(area.x, y, area.width, &line, theme.dim);
    }
    popups::hints(canvas, outer, &[("y", "merge them"), ("n", "no")]);
}
