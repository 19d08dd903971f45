//! Merging a list: the lists it can go into, and what would happen.

use super::canvas::Canvas;
use super::{finder, popups};
use crate::app::figures::count;
use crate::app::merge_list::MergeList;
use crate::app::state::State;
use crate::app::wrap::wrap;
use ratatui::layout::Rect;

/// Lines that say what would happen.
const SAID: u16 = 3;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, merge: &MergeList) {
    let outer = MergeList::area(state.size);
    let title = format!("Merge {} into", merge.name);
    let area = finder::boxed(canvas, outer, &title, &merge.finder, "which list?");
    let theme = canvas.theme;
    let names = state.names();
    let found = merge.targets(names);
    let height = MergeList::height(state.size);
    let shown = found.iter().enumerate().skip(merge.finder.top).take(height);
    for (y, (at, list)) in (area.y..area.bottom()).zip(shown) {
        canvas.text(area.x, y, area.width.saturating_sub(12), &list.name, theme.text);
        canvas.text_right(area.x, y, area.width, &count(list.contacts), theme.dim);
        if at == merge.finder.cursor {
            finder::cursor(canvas, area, y);
        }
    }
    let below = Rect {
        y: area.bottom().saturating_sub(SAID),
        height: SAID.min(area.height),
        ..area
    };
    let (words, style) = match &merge.error {
        _ if merge.is_working() => (
            "Merging … Esc stops after the current batch.".to_owned(),
            theme.dim,
        ),
        Some(error) => (error.clone(), theme.error),
        None if found.is_empty() => ("No other list is called that.".to_owned(), theme.dim),
        None => (merge.said(names), theme.dim),
    };
    for (y, line) in (below.y..below.bottom()).zip(wrap(&words, usize::from(below.width))) {
        canvas.text(below.x, y, below.width, &line, style);
    }
    popups::hints(
        canvas,
        outer,
        &[("Enter", "merge"), ("↑↓", "choose"), ("Esc", "close")],
    );
}
