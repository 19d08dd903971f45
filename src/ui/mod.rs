//! Draws the state and changes nothing: panes, popups, widgets, theme; text width and cleaning.

mod bars;
mod bulk;
mod canvas;
pub mod clean;
mod collision;
mod columns_picker;
mod confirm;
mod contacts;
mod copy;
mod copy_segment;
mod criteria_editor;
mod criteria_tree;
mod delete_list;
mod draft_offer;
mod export_form;
mod fields;
mod finder;
mod footer;
mod form;
mod frame;
mod help;
mod history;
mod import_dialog;
mod jump;
mod likely;
mod lists;
mod log;
mod menu;
mod merge_list;
mod overview;
mod palette;
mod pane;
mod popups;
mod profile;
mod progress;
mod review;
mod segments;
mod settings;
mod sort;
mod taken;
mod undo_dialog;
mod welcome;
mod why;
pub mod width;

use crate::actions::Place;
use crate::app::layout::{Layout, SMALLEST};
use crate::app::state::State;
use crate::app::wrap::wrap;
use canvas::Canvas;
use ratatui::Frame;

/// Draws one frame of the state.
pub fn draw(frame: &mut Frame<'_>, state: &State) {
    if frame.area().is_empty() {
        return;
    }
    let mut canvas = Canvas::new(frame.buffer_mut(), state.theme());
    match state.layout() {
        Some(layout) => screen(&mut canvas, state, &layout),
        None => too_small(&mut canvas, state),
    }
    if let Some(cursor) = canvas.cursor() {
        frame.set_cursor_position(cursor);
    }
}

fn screen(canvas: &mut Canvas<'_>, state: &State, layout: &Layout) {
    frame::draw(canvas, state, layout);
    for (place, area) in &layout.panes {
        match place {
            Place::Lists => lists::draw(canvas, state, *area),
            Place::Segments => segments::draw(canvas, state, *area),
            Place::Contacts | Place::Search => contacts::draw(canvas, state, *area),
            Place::Profile => profile::draw(canvas, state, *area),
        }
    }
    for popup in &state.popups {
        popups::draw(canvas, state, popup);
    }
    footer::draw(canvas, state, layout.footer);
}

fn too_small(canvas: &mut Canvas<'_>, state: &State) {
    let (columns, rows) = SMALLEST;
    let text = format!(
        "The window is {} × {}. Make it {columns} × {rows} or larger.",
        state.size.0, state.size.1
    );
    let area = canvas.area();
    let style = canvas.theme.text;
    for (row, line) in (area.top()..area.bottom()).zip(wrap(&text, usize::from(area.width))) {
        canvas.text(area.x, row, area.width, &line, style);
    }
}
