//! The pane of segments with their live counts, and the criteria of the one under the cursor.

use super::canvas::Canvas;
use super::pane::{self, Row};
use crate::actions::Place;
use crate::app::state::State;
use crate::app::{figures, segments};
use ratatui::layout::Rect;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    let names = state.names();
    let heading = format!("Segments of {}", names.scope_name(state.scope()));
    pane::heading(canvas, state, Place::Segments, area, &heading, "");
    let (at, count) = segments::cursor(state);
    let top = state.segments.top;
    let height = state.rows(Place::Segments);
    for (line, segment) in segments::rows(state).enumerate().skip(top).take(height) {
        let (text, number) = match segment {
            None => ("All contacts", figures::count(state.scope_total())),
            Some(id) => {
                let number = match state.segments.counts.get(&id) {
                    Some(Some(count)) => figures::count(*count),
                    Some(None) => "–".to_owned(),
                    None => "…".to_owned(),
                };
                (
                    names.segment(id).map_or("", |segment| segment.name.as_str()),
                    number,
                )
            }
        };
        let row = Row {
            text,
            number: &number,
            chosen: line == at,
            dim_number: segment.is_some() && state.segments.stale,
        };
        pane::row(canvas, state, Place::Segments, area, line - top, &row);
    }
    let below = (count - top.min(count)).min(height) + 2;
    let table = state
        .layout()
        .is_some_and(|layout| layout.pane(Place::Contacts).is_some());
    if let Some(reason) = segments::reason(state).filter(|_| !table) {
        pane::hint(canvas, area, below, &reason);
    } else if let Some(criteria) = segments::said(state) {
        pane::hint(canvas, area, below, &criteria);
    } else if count == 1 && state.catalogue.is_some() && !state.read_only && state.scope_total() > 0 {
        pane::hint(canvas, area, below, "No segments yet. Press n to make one.");
    }
}
