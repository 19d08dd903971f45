//! All lists at once: a table with a line each, or cards side by side.

use super::canvas::Canvas;
use super::{help, popups};
use crate::app::figures;
use crate::app::overview::{self, MONTHS, Order, Overview};
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::model::{ContactList, Scope};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns of a count and of a day.
const CONTACTS: u16 = 10;
const CREATED: u16 = 11;
/// The least columns a description is worth showing in.
const WORDS: u16 = 12;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, popup: &Overview) {
    let outer = Overview::area(state.size);
    let title = format!("Lists · {}", figures::count(state.names().lists.len() as u64));
    let area = popups::boxed(canvas, outer, &title);
    help::filter(canvas, outer, &popup.picker);
    let rows = popup.rows(state.names());
    if popup.taste.cards {
        cards(canvas, state, popup, &rows, area);
    } else {
        table(canvas, state, popup, &rows, area);
    }
    if rows.is_empty() {
        let words = "No list has this in its name or description. Esc shows all.";
        canvas.text(area.x, area.y + 1, area.width, words, canvas.theme.dim);
    }
    popups::hints(
        canvas,
        outer,
        &[
            ("Enter", "go there"),
            ("v", if popup.taste.cards { "table" } else { "cards" }),
            ("s", "sort"),
            ("n", "new"),
            ("e", "edit"),
            ("d", "delete"),
            (">", "merge"),
            ("m", "menu"),
            ("/", "find"),
            ("Esc", "close"),
        ],
    );
}

/// What is shown of a list.
struct Shown {
    name: String,
    description: String,
    contacts: String,
    created: String,
    /// None until it is counted.
    bars: Option<String>,
    growth: String,
}

impl Shown {
    fn of(state: &State, popup: &Overview, scope: Scope) -> Self {
        let names = state.names();
        let list = scope.list().and_then(|list| names.list(list));
        let months = popup.months(scope).filter(|months| !months.is_empty());
        let created = |list: &ContactList| figures::day_of(list.created, &state.moment());
        Self {
            name: names.scope_name(scope).to_owned(),
            description: list.map_or_else(
                || "All contacts, whatever lists they are in.".to_owned(),
                |list| list.description.clone(),
            ),
            contacts: figures::count(names.contacts_in(scope)),
            created: list.map_or_else(String::new, created),
            bars: months.map(overview::bars),
            growth: months.map_or_else(String::new, overview::growth),
        }
    }
}

fn table(canvas: &mut Canvas<'_>, state: &State, popup: &Overview, rows: &[Scope], area: Rect) {
    let theme = canvas.theme;
    let columns = Columns::of(area);
    let arrow = |order| match (
        popup.taste.order == order,
        popup.taste.turned != (order == Order::Contacts),
    ) {
        (false, _) => "",
        (true, false) => " ↑",
        (true, true) => " ↓",
    };
    let heading = [
        &format!("Name{}", arrow(Order::Name)),
        "What for",
        &format!("Contacts{}", arrow(Order::Contacts)),
        &format!("Created{}", arrow(Order::Created)),
        "New, a year",
    ];
    columns.draw(canvas, area.y, heading, theme.dim, theme.dim);
    let seen = rows.iter().enumerate().skip(popup.picker.top);
    for (y, (at, scope)) in (area.y + 1..area.bottom()).zip(seen) {
        let shown = Shown::of(state, popup, *scope);
        let bars = shown.bars.as_deref().unwrap_or("…");
        let cells = [
            shown.name.as_str(),
            &shown.description,
            &shown.contacts,
            &shown.created,
            bars,
        ];
        columns.draw(canvas, y, cells, theme.text, theme.dim);
        if at == popup.picker.cursor {
            canvas.style(Rect::new(area.x - 1, y, area.width + 2, 1), theme.cursor);
        }
    }
}

/// Where the columns of the table stand; what has no room is left out, the description first.
struct Columns {
    x: u16,
    name: u16,
    words: u16,
    created: u16,
    growth: u16,
}

impl Columns {
    fn of(area: Rect) -> Self {
        let growth = MONTHS as u16;
        let mut columns = Self {
            x: area.x,
            name: area.width.saturating_sub(CONTACTS + 1),
            words: 0,
            created: 0,
            growth: 0,
        };
        if columns.name >= 16 + CREATED + 2 {
            columns.created = CREATED;
            columns.name -= CREATED + 2;
        }
        if columns.name >= 16 + growth + 2 {
            columns.growth = growth;
            columns.name -= growth + 2;
        }
        if columns.name >= 16 + WORDS + 2 {
            let name = (columns.name / 3).clamp(16, 30);
            columns.words = columns.name - name - 2;
            columns.name = name;
        }
        columns
    }

    fn draw(&self, canvas: &mut Canvas<'_>, y: u16, cells: [&str; 5], style: Style, quiet: Style) {
        let [name, words, contacts, created, growth] = cells;
        canvas.text(self.x, y, self.name, name, style);
        let mut x = self.x + self.name;
        if self.words > 0 {
            canvas.text(x + 2, y, self.words, words, quiet);
            x += self.words + 2;
        }
        canvas.text_right(x + 1, y, CONTACTS, contacts, style);
        x += CONTACTS + 1;
        if self.created > 0 {
            canvas.text_right(x + 2, y, self.created, created, quiet);
            x += self.created + 2;
        }
        if self.growth > 0 {
            canvas.text(x + 2, y, self.growth, growth, quiet);
        }
    }
}

fn cards(canvas: &mut Canvas<'_>, state: &State, popup: &Overview, rows: &[Scope], area: Rect) {
    let (across, width) = popup.across(state.size);
    let (tall, _) = popup.rows_seen(state.size);
    let seen = rows.iter().enumerate().skip(popup.picker.top);
    for (place, (at, scope)) in seen.enumerate() {
        let column = u16::try_from(place % across).unwrap_or(0);
        let line = u16::try_from(place / across).unwrap_or(u16::MAX);
        let y = area.y.saturating_add(line.saturating_mul(tall));
        // A card that would be cut by the box is shown when one scrolls there.
        if y.saturating_add(tall - 1) > area.bottom() {
            break;
        }
        let own = Rect::new(area.x + column * width, y, width.saturating_sub(2), tall - 1);
        card(
            canvas,
            own,
            &Shown::of(state, popup, *scope),
            at == popup.picker.cursor,
        );
    }
}

/// Its name and how many; what it is for, in two lines; since when, and how it grows.
fn card(canvas: &mut Canvas<'_>, area: Rect, shown: &Shown, chosen: bool) {
    let theme = canvas.theme;
    let number = u16::try_from(shown.contacts.len()).unwrap_or(0);
    canvas.text(
        area.x,
        area.y,
        area.width.saturating_sub(number + 2),
        &shown.name,
        theme.heading,
    );
    canvas.text_right(area.x, area.y, area.width, &shown.contacts, theme.text);
    if chosen {
        canvas.style(Rect::new(area.x - 1, area.y, area.width + 2, 1), theme.cursor);
    }
    let lines = wrap(&shown.description, usize::from(area.width));
    for (y, line) in (area.y + 1..area.y + 3).zip(lines) {
        canvas.text(area.x, y, area.width, &line, theme.dim);
    }
    let last = area.y + 3;
    let bars = shown.bars.as_deref().unwrap_or("…");
    let used = canvas.text(area.x, last, area.width, bars, theme.text);
    let free = area.width.saturating_sub(used + 2);
    let words = if shown.created.is_empty() || usize::from(free) < shown.created.len() + 6 {
        shown.growth.clone()
    } else {
        format!("since {}", shown.created)
    };
    canvas.text_right(area.x + used + 2, last, free, &words, theme.dim);
}
