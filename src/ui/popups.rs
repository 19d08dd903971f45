//! What lies over the panes: a box of single lines with a title, and who draws what is in it.

use super::canvas::Canvas;
use super::{
    bulk, columns_picker, confirm, copy, copy_segment, criteria_editor, delete_list, draft_offer,
    export_form, fields, form, frame, help, history, import_dialog, jump, log, menu, merge_list, overview,
    palette, progress, review, settings, sort, undo_dialog, welcome, why,
};
use crate::app::popup::Popup;
use crate::app::state::State;
use ratatui::layout::Rect;

/// Draws a popup.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, popup: &Popup) {
    match popup {
        Popup::Confirm(popup) => confirm::draw(canvas, state, popup),
        Popup::Help(popup) => help::draw(canvas, state, popup),
        Popup::Menu(popup) => menu::draw(canvas, state, popup),
        Popup::Jump(popup) => jump::draw(canvas, state, popup),
        Popup::Draft(popup) => draft_offer::draw(canvas, state, popup),
        Popup::Log(popup) => log::draw(canvas, state, popup),
        Popup::Review(popup) => review::draw(canvas, state, popup),
        Popup::Progress(popup) => progress::panel(canvas, state, popup),
        Popup::Palette(popup) => palette::draw(canvas, state, popup),
        Popup::Columns(popup) => columns_picker::draw(canvas, state, popup),
        Popup::Sort(popup) => sort::draw(canvas, state, popup),
        Popup::ListForm(popup) => form::list(canvas, state, popup),
        Popup::Pick(popup) => form::pick(canvas, state, popup),
        Popup::ContactForm(popup) => form::contact(canvas, state, popup),
        Popup::DeleteList(popup) => delete_list::draw(canvas, state, popup),
        Popup::MergeList(popup) => merge_list::draw(canvas, state, popup),
        Popup::Overview(popup) => overview::draw(canvas, state, popup),
        Popup::Criteria(popup) => criteria_editor::draw(canvas, state, popup),
        Popup::CopySegment(popup) => copy_segment::draw(canvas, state, popup),
        Popup::Bulk(popup) => bulk::draw(canvas, state, popup),
        Popup::Why(popup) => why::draw(canvas, state, popup),
        Popup::Export(popup) => export_form::draw(canvas, state, popup),
        Popup::Import(popup) => import_dialog::draw(canvas, state, popup),
        Popup::History(popup) => history::draw(canvas, state, popup),
        Popup::Undo(popup) => undo_dialog::draw(canvas, state, popup),
        Popup::Copy(popup) => copy::draw(canvas, state, popup),
        Popup::Fields(popup) => fields::draw(canvas, state, popup),
        Popup::FieldForm(popup) => fields::form(canvas, state, popup),
        Popup::Settings(popup) => settings::draw(canvas, state, popup),
        Popup::Welcome(popup) => welcome::draw(canvas, state, popup),
    }
}

/// An empty box with a title; what is inside its lines and one blank column at each side.
pub fn boxed(canvas: &mut Canvas<'_>, area: Rect, title: &str) -> Rect {
    canvas.clear(area);
    canvas.hide_cursor();
    frame::outline(canvas, area);
    let style = canvas.theme.focus;
    let free = area.width.saturating_sub(6);
    let used = canvas.text(area.x + 3, area.y, free, title, style);
    if used > 0 {
        canvas.sign(area.x + 2, area.y, ' ', style);
        canvas.sign(area.x + 3 + used, area.y, ' ', canvas.theme.line);
    }
    Rect::new(
        area.x + 2,
        area.y + 1,
        area.width.saturating_sub(4),
        area.height.saturating_sub(2),
    )
}

/// Keys and words on the lowest line of a box.
pub fn hints(canvas: &mut Canvas<'_>, area: Rect, hints: &[(&str, &str)]) {
    let row = area.bottom().saturating_sub(1);
    let theme = canvas.theme;
    let mut column = area.x + 2;
    for (key, word) in hints {
        let free = (area.right() - 1).saturating_sub(column + 1);
        let wanted = key.chars().count() + word.chars().count() + 3;
        if wanted > usize::from(free) {
            break;
        }
        canvas.sign(column, row, ' ', theme.line);
        column += 1 + canvas.text(column + 1, row, free, key, theme.key);
        canvas.sign(column, row, ' ', theme.line);
        column += 1 + canvas.text(column + 1, row, free, word, theme.dim);
        canvas.sign(column, row, ' ', theme.line);
        column += 1;
    }
}
