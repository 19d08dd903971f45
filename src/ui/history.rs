//! The journal: one line a change, newest first.

use super::canvas::Canvas;
use super::{help, popups};
use crate::app::figures::count;
use crate::app::history::History;
use crate::app::state::State;
use crate::model::{EntryState, JournalEntry};
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// Columns of `2026-11-22 09:30`.
const WHEN: u16 = 16;
/// The most columns of an operator's name.
const WHO: u16 = 10;
/// The most columns of a count of rows.
const ROWS: u16 = 9;
/// Columns of the longest state.
const STATE: u16 = 12;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, history: &History) {
    let outer = History::area(state.size);
    let area = popups::boxed(canvas, outer, "History");
    help::filter(canvas, outer, &history.picker);
    let zone = state.moment().zone;
    let cells = |entry: &JournalEntry| {
        [
            entry.author.at.minute(zone),
            entry.author.name.clone(),
            entry.what.clone(),
            count(entry.rows),
            entry.standing().to_owned(),
        ]
    };
    let shown = usize::from(area.height.saturating_sub(1));
    let shown = history
        .rows()
        .iter()
        .enumerate()
        .skip(history.picker.top)
        .take(shown);
    let shown: Vec<_> = shown.map(|(at, entry)| (at, entry, cells(entry))).collect();
    let columns = Columns::of(area, shown.iter().map(|(_, _, cells)| cells));
    let dim = canvas.theme.dim;
    let head = ["When", "Who", "What", "Rows", "State"].map(str::to_owned);
    columns.draw(canvas, area.y, &head, dim);
    for (y, (at, entry, cells)) in (area.y + 1..area.bottom()).zip(&shown) {
        let style = style(canvas, entry);
        columns.draw(canvas, y, cells, style);
        if *at == history.picker.cursor {
            let row = Rect::new(area.x - 1, y, area.width + 2, 1);
            canvas.style(row, canvas.theme.cursor);
        }
    }
    let said = match &history.entries {
        None => "Reading …",
        Some(Err(why)) => why,
        Some(Ok(entries)) if entries.is_empty() => "No change is like that. Esc shows all.",
        Some(Ok(_)) => "",
    };
    canvas.text(area.x, area.y + 1, area.width, said, dim);
    popups::hints(
        canvas,
        outer,
        &[
            ("Enter", "take back or make again"),
            ("/", "find"),
            ("Esc", "close"),
        ],
    );
}

fn style(canvas: &Canvas<'_>, entry: &JournalEntry) -> ratatui::style::Style {
    let theme = canvas.theme;
    if entry.state == EntryState::Interrupted && entry.taken_back.is_none() {
        theme.warning
    } else if entry.taken_back.is_some() {
        theme.dim
    } else {
        theme.text
    }
}

/// Where the five columns stand, each no wider than what is in it; one that has no room is left out.
struct Columns {
    x: u16,
    when: u16,
    who: u16,
    what: u16,
    rows: u16,
    state: u16,
}

impl Columns {
    fn of<'c>(area: Rect, shown: impl Iterator<Item = &'c [String; 5]>) -> Self {
        let (mut names, mut numbers, mut states) = (3, 4, 5);
        for [_, who, _, rows, state] in shown {
            names = names.max(who.width());
            numbers = numbers.max(rows.width());
            states = states.max(state.width());
        }
        let wide = |least: u16, wanted: usize, most: u16| {
            let wanted = u16::try_from(wanted).unwrap_or(most).min(most);
            if area.width >= least { wanted + 1 } else { 0 }
        };
        let when = wide(60, usize::from(WHEN), WHEN);
        let (who, rows, state) = (
            wide(72, names, WHO),
            wide(50, numbers, ROWS),
            wide(30, states, STATE),
        );
        Self {
            x: area.x,
            when,
            who,
            what: area.width.saturating_sub(when + who + rows + state),
            rows,
            state,
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, y: u16, cells: &[String; 5], style: ratatui::style::Style) {
        let [when, who, what, rows, state] = cells;
        let mut x = self.x;
        for (columns, text) in [(self.when, when), (self.who, who)] {
            canvas.text(x, y, columns.saturating_sub(1), text, style);
            x += columns;
        }
        canvas.text(x, y, self.what, what, style);
        x += self.what;
        canvas.text_right(x, y, self.rows, rows, style);
        x += self.rows;
        canvas.text(x + 1, y, self.state.saturating_sub(1), state, style);
    }
}
