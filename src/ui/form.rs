//! The lines of a form: label, text, and what is to be said about the line at the cursor.

use super::canvas::Canvas;
use super::{collision, likely, popups, taken, width};
use crate::app::chips::Chips;
use crate::app::contact_form::ContactForm;
use crate::app::form::{Form, Line};
use crate::app::input::Input;
use crate::app::layout;
use crate::app::list_form::ListForm;
use crate::app::pick_segment::PickSegment;
use crate::app::state::State;
use crate::app::wrap::wrap;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Rows kept below the lines for what is said about the one at the cursor.
const NOTE: u16 = 3;
/// Columns kept for what is typed behind the members of a set.
const TYPED: u16 = 12;

/// The keys of every form.
pub const HINTS: [(&str, &str); 3] = [("Ctrl-S", "save"), ("Esc", "leave"), ("Tab", "next line")];

/// Draws the form of a list.
pub fn list(canvas: &mut Canvas<'_>, state: &State, popup: &ListForm) {
    let title = if popup.list.is_some() {
        "Edit list"
    } else {
        "New list"
    };
    boxed(canvas, state, title, &popup.form, &HINTS);
}

/// Draws the form of a hand-picked segment.
pub fn pick(canvas: &mut Canvas<'_>, state: &State, popup: &PickSegment) {
    let title = format!("New segment of {}", popup.whom.name);
    boxed(canvas, state, &title, &popup.form, &HINTS);
}

/// Draws the form of a contact.
pub fn contact(canvas: &mut Canvas<'_>, state: &State, popup: &ContactForm) {
    let title = match popup.contact {
        Some(_) => "Edit contact".to_owned(),
        None => format!("New contact in {}", state.names().scope_name(state.scope())),
    };
    let mut keys = HINTS.to_vec();
    if popup.likely.is_anybody() {
        keys.insert(1, ("Ctrl-O", "is it them?"));
    }
    let area = boxed(canvas, state, &title, &popup.form, &keys);
    let row = Rect {
        y: area.bottom().saturating_sub(NOTE),
        ..area
    };
    likely::line(canvas, row, &popup.likely);
    likely::draw(canvas, state, &popup.likely, popup.contact.is_none());
    if let Some(collision) = &popup.collision {
        collision::draw(canvas, state, collision);
    }
    if let Some(taken) = &popup.taken {
        taken::draw(canvas, state, taken);
    }
}

/// Draws a form in a box with a title.
pub fn boxed(
    canvas: &mut Canvas<'_>,
    state: &State,
    title: &str,
    form: &Form,
    keys: &[(&str, &str)],
) -> Rect {
    let rows = u16::try_from(form.lines.len())
        .unwrap_or(u16::MAX)
        .saturating_add(NOTE + 2);
    let outer = layout::popup(state.size, 80, rows);
    let area = popups::boxed(canvas, outer, title);
    popups::hints(canvas, outer, keys);
    draw_with_note(canvas, area, form);
    area
}

/// Draws the lines, and below them what is to be said about the one at the cursor.
pub fn draw_with_note(canvas: &mut Canvas<'_>, area: Rect, form: &Form) {
    draw_asked(canvas, area, form, true);
}

/// The same, where the keys may be elsewhere.
pub fn draw_asked(canvas: &mut Canvas<'_>, area: Rect, form: &Form, asked: bool) {
    let lines = Rect {
        height: area.height.saturating_sub(NOTE),
        ..area
    };
    draw(canvas, lines, form, asked);
    if !asked {
        return;
    }
    note(
        canvas,
        Rect {
            y: lines.bottom(),
            height: area.height - lines.height,
            ..area
        },
        form.current(),
    );
}

/// Draws as many lines as fit, the one at the cursor among them.
fn draw(canvas: &mut Canvas<'_>, area: Rect, form: &Form, asked: bool) {
    let rows = usize::from(area.height);
    let first = form.at.saturating_sub(rows.saturating_sub(1));
    let widest = form
        .lines
        .iter()
        .map(|line| width::width(&line.label))
        .max()
        .unwrap_or(0);
    let label = u16::try_from(widest)
        .unwrap_or(area.width)
        .saturating_add(3)
        .min(area.width / 2);
    for (row, (at, line)) in (area.y..area.bottom()).zip(form.lines.iter().enumerate().skip(first)) {
        let theme = canvas.theme;
        let here = asked && at == form.at;
        let sign = match (&line.error, line.required) {
            (Some(_), _) => ("!", theme.error),
            (None, true) => ("*", theme.dim),
            (None, false) => (" ", theme.dim),
        };
        canvas.text(area.x, row, 1, sign.0, sign.1);
        let style = if here { theme.focus } else { theme.dim };
        canvas.text(area.x + 2, row, label.saturating_sub(3), &line.label, style);
        let text = Rect::new(area.x + label, row, area.width.saturating_sub(label), 1);
        let text = chips(canvas, text, line, here);
        input(canvas, text, &line.input, here, theme.text);
        if !here && line.text().is_empty() && !line.echo.is_empty() {
            canvas.text(text.x, row, text.width, &line.echo, theme.dim);
        }
    }
}

/// Draws the members of a set, the last ones where not all fit. Gives back the room behind them.
fn chips(canvas: &mut Canvas<'_>, area: Rect, line: &Line, here: bool) -> Rect {
    let members = line.chips.as_ref().map_or(&[][..], Chips::members);
    let room = area.width.saturating_sub(if here { TYPED } else { 0 });
    let wide = |member: &String| {
        u16::try_from(width::width(member))
            .unwrap_or(u16::MAX)
            .saturating_add(3)
    };
    let mut first = members.len();
    let mut used = 0_u16;
    while let Some(member) = first.checked_sub(1).and_then(|at| members.get(at)) {
        used = used.saturating_add(wide(member));
        if used > room && (here || first < members.len()) {
            break;
        }
        first -= 1;
    }
    let theme = canvas.theme;
    let mut x = area.x;
    let mut put = |canvas: &mut Canvas<'_>, text: &str, style| {
        x += canvas.text(x, area.y, area.right().saturating_sub(x), text, style);
        x
    };
    if first > 0 {
        put(canvas, "… ", theme.dim);
    }
    for member in members.iter().skip(first) {
        put(canvas, "[", theme.dim);
        put(canvas, &super::clean::clean(member), theme.text);
        put(canvas, "] ", theme.dim);
    }
    Rect {
        x,
        width: area.right().saturating_sub(x),
        ..area
    }
}

/// One line of typed text, scrolled so that the cursor is seen. Line breaks are shown as `⏎`.
pub fn input(canvas: &mut Canvas<'_>, area: Rect, input: &Input, here: bool, style: Style) {
    let columns = usize::from(area.width);
    let (before, after) = input.around_cursor();
    let (before, after) = (before.replace('\n', "⏎"), after.replace('\n', "⏎"));
    if !here {
        canvas.text(area.x, area.y, area.width, &format!("{before}{after}"), style);
        return;
    }
    let seen = tail(&before, columns.saturating_sub(1));
    canvas.style(Rect { height: 1, ..area }, canvas.theme.mark);
    let used = canvas.text(area.x, area.y, area.width, seen, style);
    canvas.set_cursor(area.x + used, area.y);
    canvas.text(
        area.x + used,
        area.y,
        area.width.saturating_sub(used),
        &after,
        style,
    );
}

/// The end of a text that fits into so many columns.
fn tail(text: &str, columns: usize) -> &str {
    let mut seen = text;
    while width::width(seen) > columns {
        let mut rest = seen.chars();
        rest.next();
        seen = rest.as_str();
    }
    seen
}

fn note(canvas: &mut Canvas<'_>, area: Rect, line: Option<&Line>) {
    let Some(line) = line else { return };
    let (text, style) = match &line.error {
        Some(error) => (error, canvas.theme.error),
        None => (&line.echo, canvas.theme.dim),
    };
    let wrapped = wrap(text, usize::from(area.width));
    for (row, part) in (area.y + 1..area.bottom()).zip(wrapped) {
        canvas.text(area.x, row, area.width, &part, style);
    }
}
