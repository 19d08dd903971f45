//! The custom fields: a line each, and what criteria call the one at the cursor.

use super::canvas::Canvas;
use super::{confirm, form, help, popups};
use crate::app::field_form::FieldForm;
use crate::app::fields::Fields;
use crate::app::figures::count;
use crate::app::state::State;
use crate::model::{FieldDef, FieldType};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns of a count.
const VALUES: u16 = 9;

/// Draws the list.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, fields: &Fields) {
    let outer = Fields::area(state.size);
    let area = popups::boxed(canvas, outer, "Your fields");
    help::filter(canvas, outer, &fields.picker);
    let theme = canvas.theme;
    let columns = Columns::of(area);
    columns.draw(
        canvas,
        area.y,
        ["Name", "Type", "Contacts", "Segments that ask for it"],
        theme.dim,
    );
    let rows = fields.rows(state.names());
    let shown = rows.iter().enumerate().skip(fields.picker.top);
    for (y, (at, field)) in (area.y + 1..area.bottom().saturating_sub(1)).zip(shown) {
        let values = fields.values(field.id).map_or_else(|| "…".to_owned(), count);
        let users = fields.users(field.id).join(", ");
        let cells = [field.label.as_str(), field.kind.word(), &values, &users];
        columns.draw(canvas, y, cells, theme.text);
        if at == fields.picker.cursor {
            canvas.style(Rect::new(area.x - 1, y, area.width + 2, 1), theme.cursor);
        }
    }
    let note = match rows.get(fields.picker.cursor) {
        Some(field) => about(field),
        None if state.names().fields.is_empty() => {
            "You have no fields of your own yet. n makes one.".to_owned()
        }
        None => "No field is called that. Esc shows all.".to_owned(),
    };
    canvas.text(
        area.x,
        area.bottom().saturating_sub(1),
        area.width,
        &note,
        theme.dim,
    );
    popups::hints(
        canvas,
        outer,
        &[
            ("n", "new"),
            ("e", "edit"),
            ("d", "delete"),
            ("J K", "move"),
            ("/", "find"),
            ("Esc", "close"),
        ],
    );
}

fn about(field: &FieldDef) -> String {
    let options = match &field.kind {
        FieldType::Choice(options) => format!(" · {}", options.join(", ")),
        _ => String::new(),
    };
    format!("criteria call it {}{options}", field.key)
}

/// Where the four columns stand; the last is left out where there is no room.
struct Columns {
    x: u16,
    name: u16,
    kind: u16,
    users: u16,
}

impl Columns {
    fn of(area: Rect) -> Self {
        let kind = 8;
        let name = (area.width.saturating_sub(kind + VALUES + 2) / 2)
            .max(16)
            .min(area.width / 2);
        Self {
            x: area.x,
            name,
            kind,
            users: area.width.saturating_sub(name + kind + VALUES + 5),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, y: u16, cells: [&str; 4], style: Style) {
        let [name, kind, values, users] = cells;
        canvas.text(self.x, y, self.name, name, style);
        let x = self.x + self.name + 1;
        canvas.text(x, y, self.kind, kind, style);
        let x = x + self.kind + 1;
        canvas.text_right(x, y, VALUES, values, style);
        if self.users >= 10 {
            canvas.text(x + VALUES + 2, y, self.users, users, style);
        }
    }
}

/// Draws the form of one.
pub fn form(canvas: &mut Canvas<'_>, state: &State, popup: &FieldForm) {
    let title = if popup.field.is_some() {
        "Edit field"
    } else {
        "New field"
    };
    form::boxed(canvas, state, title, &popup.form, &form::HINTS);
    if let Some(retype) = &popup.retype {
        confirm::question(
            canvas,
            state,
            &retype.title(),
            &retype.lines(),
            retype.losses.as_ref().map(|_| ("Change it", retype.chosen)),
        );
    }
}
