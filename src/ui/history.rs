//! The journal: one line a change, newest first.

use super::canvas::Canvas;
use super::{help, popups};
use crate::app::figures::count;
use crate::app::history::History;
use crate::app::state::State;
use crate::model::{EntryState, JournalEntry};
use ratatui::layout::Rect;

/// Columns of `2026-11-22 09:30`.
const WHEN: u16 = 16;
/// Columns of an operator's name.
const WHO: u16 = 10;
/// Columns of a count of rows.
const ROWS: u16 = 9;
/// Columns of the longest state.
const STATE: u16 = 12;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, history: &History) {
    let outer = History::area(state.size);
    let area = popups::boxed(canvas, outer, "History");
    help::filter(canvas, outer, &history.picker);
    let columns = Columns::of(area);
    let dim = canvas.theme.dim;
    let head = ["When", "Who", "What", "Rows", "State"].map(str::to_owned);
    columns.draw(canvas, area.y, &head, dim);
    let zone = state.moment().zone;
    let rows = (area.y + 1..area.bottom()).zip(history.rows().iter().enumerate().skip(history.picker.top));
    for (y, (at, entry)) in rows {
        let cells = [
            entry.author.at.minute(zone),
            entry.author.name.clone(),
            entry.what.clone(),
            count(entry.rows),
            entry.standing().to_owned(),
        ];
        let style = style(canvas, entry);
        columns.draw(canvas, y, &cells, style);
        if at == history.picker.cursor {
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

/// Where the five columns stand; one that has no room is left out.
struct Columns {
    x: u16,
    when: u16,
    who: u16,
    what: u16,
    rows: u16,
    state: u16,
}

impl Columns {
    fn of(area: Rect) -> Self {
        let wide = |least: u16, wanted: u16| if area.width >= least { wanted + 1 } else { 0 };
        let (when, who, rows, state) = (wide(60, WHEN), wide(72, WHO), wide(50, ROWS), wide(30, STATE));
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
