//! The contacts table: heading, columns, rows.

use super::canvas::Canvas;
use super::clean::clean;
use super::pane;
use super::width;
use crate::actions::Place;
use crate::app::columns::{self, Column, MARGIN};
use crate::app::figures;
use crate::app::marks;
use crate::app::state::State;
use crate::model::{NumberState, Profile, Side};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    heading(canvas, state, area);
    let body = Rect::new(area.x, area.y + 1, area.width, area.height.saturating_sub(1));
    if let Some(error) = &state.contacts.error {
        pane::hint(canvas, area, 2, error);
        return;
    }
    match state.contacts.total {
        Some(0) => nothing(canvas, state, area),
        Some(total) => table(canvas, state, body, total),
        None => {}
    }
}

fn heading(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    if let Some(search) = &state.search {
        find(canvas, state, search, area);
        return;
    }
    let names = state.names();
    let all = figures::count(state.scope_total());
    let segment = state.segments.at.and_then(|at| names.segment(at));
    let (what, many) = match segment {
        Some(segment) => {
            let known = state.segments.counts.get(&segment.id);
            let mine = match (state.contacts.total, known) {
                (Some(total), _) if !state.contacts.stale => figures::count(total),
                (_, Some(Some(count))) => figures::count(*count),
                (_, Some(None)) => "–".to_owned(),
                (_, None) => "…".to_owned(),
            };
            let many = format!(" · {mine} of {all}");
            (segment.name.as_str(), many)
        }
        None => (names.scope_name(state.scope()), format!(" · {all}")),
    };
    let many = match &state.filter {
        Some(filter) => {
            let total = state.contacts.total.filter(|_| !state.contacts.stale);
            let mine = total.map_or_else(|| "…".to_owned(), figures::count);
            format!(" · {mine} of {all} · {}", filter.text)
        }
        None => many,
    };
    let many = if state.segments.only_pinned {
        format!("{many} · pinned only")
    } else {
        many
    };
    let many = marks::said(state).map_or(many.clone(), |marked| format!("{many} · {marked}"));
    pane::heading(canvas, state, Place::Contacts, area, what, &many);
}

/// The search text takes the heading's place.
fn find(canvas: &mut Canvas<'_>, state: &State, search: &crate::app::search::Search, area: Rect) {
    let theme = canvas.theme;
    let hits = match (&search.found, state.contacts.total) {
        (Some(_), Some(total)) if !state.contacts.stale => {
            let more = if search.more { " or more" } else { "" };
            let found = format!("{}{more} found in {}", figures::count(total), place_name(state));
            marks::said(state).map_or(found.clone(), |marked| format!("{found} · {marked}"))
        }
        _ => String::new(),
    };
    let hits = width::cut(&clean(&hits), usize::from(area.width / 2));
    let right = u16::try_from(width::width(&hits)).unwrap_or(0);
    let free = area.width.saturating_sub(right + 5);
    let prompt = if search.typing { theme.focus } else { theme.heading };
    let mut column = area.x + 1;
    column += canvas.text(column, area.y, 2, "/ ", prompt);
    let (before, after) = search.input.around_cursor();
    column += canvas.text(column, area.y, free, before, theme.text);
    if search.typing {
        canvas.set_cursor(column, area.y);
    }
    let left = (area.x + 3 + free).saturating_sub(column);
    canvas.text(column, area.y, left, after, theme.text);
    canvas.text_right(
        area.right().saturating_sub(right + 1),
        area.y,
        right,
        &hits,
        theme.dim,
    );
}

/// Where a search looks: in the whole list, also from a segment or behind a filter.
fn place_name(state: &State) -> &str {
    state.names().scope_name(state.scope())
}

fn nothing(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    let hint = if state.search.is_some() {
        "Nobody has this in a name, number or e-mail. Esc goes back."
    } else if state.filter.is_some() {
        "Nobody here answers the filter. Press f to change it; Esc takes it away."
    } else if state.segments.only_pinned {
        "Nobody is pinned in this segment or out of it. Esc shows its members."
    } else if state.segments.at.is_some() {
        "Nobody answers these criteria now. Go to the segment and press e to edit them."
    } else if state.read_only {
        "No contacts here yet."
    } else {
        "No contacts here yet. Press i to import a file, or a to add one."
    };
    pane::hint(canvas, area, 2, hint);
}

fn table(canvas: &mut Canvas<'_>, state: &State, area: Rect, total: u64) {
    let columns = columns::fitting(state, columns::room(area));
    header(canvas, state, area, &columns);
    let held = state.contacts.top..total;
    for (y, position) in (area.y + 1..area.bottom()).zip(held) {
        let line = Rect::new(area.x, y, area.width, 1);
        if let Some(profile) = state.contacts.row(position) {
            if state.contacts.is_unreadable(profile) {
                unreadable(canvas, line, profile);
            } else {
                row(canvas, state, line, &columns, profile);
            }
        } else {
            canvas.text(area.x + MARGIN, y, 1, "…", canvas.theme.dim);
        }
        if position == state.contacts.cursor && !state.contacts.stale {
            match state.focus {
                Place::Contacts | Place::Search => canvas.style(line, pane::cursor(canvas, state)),
                Place::Profile => canvas.style(line, canvas.theme.chosen),
                Place::Lists | Place::Segments => {}
            }
        }
    }
}

fn header(canvas: &mut Canvas<'_>, state: &State, area: Rect, columns: &[Column]) {
    let sort = state.contacts.sort;
    let mut x = area.x + MARGIN;
    for column in columns {
        let sorted = column.field == sort.field && state.search.is_none();
        let arrow = match (sorted, sort.descending) {
            (false, _) => "",
            (true, false) => " ↑",
            (true, true) => " ↓",
        };
        let style = if sorted {
            canvas.theme.text
        } else {
            canvas.theme.dim
        };
        let text = format!("{}{arrow}", column.heading);
        place(canvas, x, area.y, column, &text, style);
        x += column.width + 1;
    }
}

fn row(canvas: &mut Canvas<'_>, state: &State, area: Rect, columns: &[Column], profile: &Profile) {
    let theme = canvas.theme;
    if marks::is_marked(state, profile.contact.id) {
        canvas.text(area.x, area.y, 1, "*", theme.key);
    } else if state.contacts.is_news(profile.contact.id) {
        canvas.text(area.x, area.y, 1, "~", theme.key);
    }
    let (mark, style) = mark(canvas, profile);
    canvas.text(area.x + 1, area.y, 1, mark, style);
    let pin = state.segments.at.and_then(|segment| profile.contact.pin(segment));
    if let Some(pin) = pin {
        let sign = match pin.side {
            Side::In => "+",
            Side::Out => "-",
        };
        canvas.text(area.x + 2, area.y, 1, sign, theme.dim);
    }
    // One style for a whole stretch, blanks too: a switch at each blank would double the bytes of a cursor key.
    let first = if state.contacts.stale {
        0
    } else {
        columns.first().map_or(0, |column| column.width)
    };
    let secondary = area.x + MARGIN + first;
    let rest = Rect::new(secondary, area.y, area.right().saturating_sub(secondary), 1);
    canvas.style(rest, theme.dim);
    let mut x = area.x + MARGIN;
    for column in columns {
        let text = columns::cell(state, column.field, profile);
        let style = if x >= secondary { theme.dim } else { theme.text };
        place(canvas, x, area.y, column, &text, style);
        x += column.width + 1;
    }
}

/// A contact the store cannot read stands in its place and says so; nothing is made up for it.
fn unreadable(canvas: &mut Canvas<'_>, area: Rect, profile: &Profile) {
    let theme = canvas.theme;
    canvas.text(area.x + 1, area.y, 1, "!", theme.error);
    let words = format!(
        "Contact :{} is damaged and cannot be shown. Leave, and run: audience check",
        profile.contact.id.0
    );
    let room = area.width.saturating_sub(MARGIN + 1);
    canvas.text(area.x + MARGIN, area.y, room, &words, theme.error);
}

fn place(canvas: &mut Canvas<'_>, x: u16, y: u16, column: &Column, text: &str, style: Style) {
    if column.right {
        canvas.text_right(x, y, column.width, text, style);
    } else {
        canvas.text(x, y, column.width, text, style);
    }
}

/// What may not be sent, at a glance: opted out, cannot be reached, unverified.
fn mark(canvas: &Canvas<'_>, profile: &Profile) -> (&'static str, Style) {
    let theme = canvas.theme;
    if profile.permission.opted_out.is_some() {
        ("✗", theme.error)
    } else if profile.permission.bounced.is_some() || profile.contact.number_state == NumberState::Unverified
    {
        ("!", theme.warning)
    } else if profile.permission.consented() {
        ("✓", theme.text)
    } else {
        (" ", theme.text)
    }
}
