//! The palette: a line for each action, and why the chosen one is off.

use super::canvas::Canvas;
use super::{finder, popups, width};
use crate::actions::{Entry, Place};
use crate::app::palette::{Command, Palette, keys_of};
use crate::app::state::State;
use ratatui::layout::Rect;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, palette: &Palette) {
    let outer = Palette::area(state.size);
    let area = finder::boxed(
        canvas,
        outer,
        "Commands",
        &palette.finder,
        "what do you want to do?",
    );
    let found = palette.found();
    let height = Palette::height(state.size);
    let shown = found.iter().enumerate().skip(palette.finder.top).take(height);
    for (y, (at, command)) in (area.y..area.bottom()).zip(shown) {
        line(canvas, Rect::new(area.x, y, area.width, 1), *command);
        if at == palette.finder.cursor {
            finder::cursor(canvas, area, y);
        }
    }
    let dim = canvas.theme.dim;
    if found.is_empty() {
        canvas.text(area.x, area.y, area.width, "No command is like that.", dim);
    }
    let off = found.get(palette.finder.cursor).and_then(|command| command.off);
    let last = area.bottom().saturating_sub(1);
    canvas.text(area.x, last, area.width, off.unwrap_or_default(), dim);
    popups::hints(
        canvas,
        outer,
        &[("Enter", "run"), ("↑↓", "choose"), ("Esc", "close")],
    );
}

/// What it does, where it holds, its keys; dim where it is off.
fn line(canvas: &mut Canvas<'_>, area: Rect, command: Command) {
    let theme = canvas.theme;
    let (words, signs) = if command.off.is_some() {
        (theme.dim, theme.dim)
    } else {
        (theme.text, theme.key)
    };
    let keys = keys_of(command.entry);
    let wide = u16::try_from(width::width(&keys))
        .unwrap_or(0)
        .min(area.width / 3);
    canvas.text_right(area.right() - wide, area.y, wide, &keys, signs);
    let free = area.width.saturating_sub(wide + 2);
    let used = canvas.text(area.x, area.y, free, command.entry.help, words);
    let left = free.saturating_sub(used + 2);
    let place = places_of(command.entry);
    if usize::from(left) >= width::width(&place) {
        canvas.text(area.x + used + 2, area.y, left, &place, theme.dim);
    }
}

/// The panes it belongs to; empty where it holds in all of them.
fn places_of(entry: &Entry) -> String {
    if entry.places.len() == Place::ALL.len() {
        return String::new();
    }
    let names: Vec<String> = entry
        .places
        .iter()
        .map(|place| place.name().to_lowercase())
        .collect();
    names.join(", ")
}
