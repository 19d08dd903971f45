//! The footer: the message of the moment, else the keys that do something here. Those of lower rank go as it gets
//! narrower.

use super::canvas::Canvas;
use super::clean::clean;
use super::width;
use crate::actions::Entry;
use crate::app::menu;
use crate::app::popup::Popup;
use crate::app::state::State;
use crate::app::toast::{Kind, Toast};
use crate::app::wrap::wrap;
use ratatui::layout::Rect;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    match &state.toast {
        Some(toast) => message(canvas, toast, area),
        None if state.popups.is_empty() => hints(canvas, state, area),
        None => about(canvas, state, area),
    }
}

fn message(canvas: &mut Canvas<'_>, toast: &Toast, area: Rect) {
    let theme = canvas.theme;
    let (sign, style) = match toast.kind {
        Kind::Done => ("✓ ", theme.good),
        Kind::Hint => ("", theme.text),
        Kind::Error => ("✗ ", theme.error),
    };
    let used = canvas.text(area.x, area.y, area.width, sign, style);
    let free = area.width - used;
    let lines = wrap(&clean(&toast.text), usize::from(free));
    let rows = usize::from(area.height);
    for (at, line) in lines.iter().take(rows).enumerate() {
        let more = at + 1 == rows && lines.len() > rows;
        let line = if more { format!("{line} …") } else { line.clone() };
        let row = area.y + u16::try_from(at).unwrap_or(0);
        canvas.text(area.x + used, row, free, &line, theme.text);
    }
    if toast.stays() {
        let right = area.right().saturating_sub(12);
        canvas.text(right, area.bottom(), 12, " Esc closes ", theme.dim);
    }
}

/// What the row of a menu does.
fn about(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    if let Some(Popup::Menu(menu)) = state.popups.last() {
        let style = canvas.theme.dim;
        canvas.text(area.x, area.y, area.width, menu::about(menu), style);
    }
}

fn hints(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    let shown = fitting(state, usize::from(area.width));
    let theme = canvas.theme;
    let mut column = area.x;
    for entry in shown {
        let free = area.right().saturating_sub(column);
        let used = canvas.text(column, area.y, free, &key(entry), theme.key);
        column += used + 1;
        let free = area.right().saturating_sub(column);
        column += canvas.text(column, area.y, free, entry.name, theme.dim) + 2;
    }
}

/// The hints that fit, the most important ones kept, in the order of the table.
fn fitting(state: &State, columns: usize) -> Vec<&'static Entry> {
    let mut shown: Vec<&Entry> = state.table.footer(state.snapshot()).collect();
    loop {
        let wide: usize = shown.iter().map(|entry| wide(entry) + 2).sum();
        if wide <= columns + 2 {
            return shown;
        }
        let Some(least) = shown.iter().map(|entry| entry.footer).max() else {
            return shown;
        };
        if let Some(at) = shown.iter().rposition(|entry| entry.footer == least) {
            shown.remove(at);
        }
    }
}

fn key(entry: &Entry) -> String {
    entry.keys.first().map(ToString::to_string).unwrap_or_default()
}

fn wide(entry: &Entry) -> usize {
    width::width(&key(entry)) + 1 + entry.name.len()
}
