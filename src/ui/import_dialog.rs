//! The import dialog: file, list and country; then what each column becomes.

use super::canvas::Canvas;
use super::{form, popups, width};
use crate::app::figures::count;
use crate::app::import_columns::ColumnChoice;
use crate::app::import_dialog::ImportDialog;
use crate::app::layout;
use crate::app::picker::Picker;
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::transfer::file::{Holds, ShownColumn};
use ratatui::layout::Rect;

/// Draws the dialog.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, dialog: &ImportDialog) {
    match &dialog.plan {
        Some(choice) => columns(canvas, state, choice),
        None => which(canvas, state, dialog),
    }
}

/// Which file, into which list.
fn which(canvas: &mut Canvas<'_>, state: &State, dialog: &ImportDialog) {
    let outer = layout::popup(state.size, 80, 18);
    let area = popups::boxed(canvas, outer, "Import a file");
    popups::hints(
        canvas,
        outer,
        &[("Enter", "go on"), ("Tab", "complete"), ("Esc", "leave")],
    );
    let theme = canvas.theme;
    let lines = Rect {
        height: area.height.min(7),
        ..area
    };
    form::draw_with_note(canvas, lines, &dialog.form);
    let rest = Rect {
        y: lines.bottom(),
        height: area.height - lines.height,
        ..area
    };
    if let Some(error) = &dialog.error {
        for (row, line) in (rest.y..rest.bottom()).zip(wrap(error, usize::from(rest.width))) {
            canvas.text(rest.x, row, rest.width, &line, theme.error);
        }
    } else if dialog.reading {
        canvas.text(rest.x, rest.y, rest.width, "Reading the file …", theme.dim);
    } else {
        for (row, offer) in (rest.y..rest.bottom()).zip(&dialog.offers) {
            canvas.text(rest.x + 2, row, rest.width.saturating_sub(2), offer, theme.dim);
        }
    }
}

/// What each column becomes.
fn columns(canvas: &mut Canvas<'_>, state: &State, choice: &ColumnChoice) {
    let outer = layout::popup(state.size, 110, 32);
    let (file, list) = (choice.plan.file(), choice.plan.list());
    let title = match choice.plan.holds() {
        Holds::Contacts => format!("Import {file} into {list}"),
        Holds::Events(kind) => format!("Import {} of {list} from {file}", kind.word()),
    };
    let area = popups::boxed(canvas, outer, &title);
    let hints = [
        ("i", "import"),
        ("Enter", "choose field"),
        ("x", "leave out"),
        ("Esc", "back"),
    ];
    popups::hints(canvas, outer, &hints);
    let theme = canvas.theme;
    let shown = choice.plan.columns(state.names());
    let rows = choice
        .plan
        .rows()
        .map_or_else(String::new, |rows| format!("{} rows, ", count(rows)));
    let said = format!("{rows}{} columns", shown.len());
    canvas.text(area.x, area.y, area.width, &said, theme.heading);
    let warnings = warnings(choice, usize::from(area.width));
    let below = u16::try_from(warnings.len()).unwrap_or(0).min(area.height / 2);
    let table = Rect {
        y: area.y + 2,
        height: area.height.saturating_sub(below + 3),
        ..area
    };
    let visible = usize::from(table.height);
    let first = choice.cursor.saturating_sub(visible.saturating_sub(1));
    for (row, (at, column)) in (table.y..table.bottom()).zip(shown.iter().enumerate().skip(first)) {
        one(
            canvas,
            Rect {
                y: row,
                height: 1,
                ..table
            },
            column,
            at == choice.cursor,
        );
    }
    for (row, (line, error)) in (table.bottom() + 1..area.bottom()).zip(warnings) {
        canvas.text(
            area.x,
            row,
            area.width,
            &line,
            if error { theme.error } else { theme.warning },
        );
    }
    if let Some(picker) = &choice.picker {
        targets(canvas, state, choice, picker);
    }
}

fn warnings(choice: &ColumnChoice, columns: usize) -> Vec<(String, bool)> {
    let error = choice
        .error
        .iter()
        .flat_map(|error| wrap(error, columns))
        .map(|line| (line, true));
    let warnings = choice
        .plan
        .warnings()
        .iter()
        .flat_map(|warning| wrap(warning, columns));
    error.chain(warnings.map(|line| (line, false))).collect()
}

/// One column: its name, the field, why, and its first values.
fn one(canvas: &mut Canvas<'_>, area: Rect, column: &ShownColumn<'_>, here: bool) {
    let theme = canvas.theme;
    let name = area.width * 28 / 100;
    let field = area.width * 32 / 100;
    let rest = area.width.saturating_sub(name + field + 4);
    let style = if column.left_out { theme.dim } else { theme.text };
    let sign = if here { "▸ " } else { "  " };
    canvas.text(area.x, area.y, name, &format!("{sign}{}", column.name), style);
    canvas.text(area.x + name, area.y, 2, "→", theme.dim);
    canvas.text(
        area.x + name + 2,
        area.y,
        field,
        &format!("{} · {}", column.becomes, column.why),
        style,
    );
    canvas.text(
        area.x + name + field + 4,
        area.y,
        rest,
        &column.samples.join(" · "),
        theme.dim,
    );
    if here {
        canvas.style(area, theme.cursor);
    }
}

fn targets(canvas: &mut Canvas<'_>, state: &State, choice: &ColumnChoice, picker: &Picker) {
    let outer = ColumnChoice::picker_area(state.size);
    let area = popups::boxed(canvas, outer, "Becomes");
    popups::hints(
        canvas,
        outer,
        &[("Enter", "choose"), ("/", "find"), ("Esc", "back")],
    );
    let theme = canvas.theme;
    let line = Rect { height: 1, ..area };
    if picker.typing || !picker.filter.text().is_empty() {
        form::input(canvas, line, &picker.filter, picker.typing, theme.text);
    } else {
        canvas.text(area.x, area.y, area.width, "which field?", theme.dim);
    }
    let list = choice.targets(state.names());
    for (row, (at, (key, label))) in (area.y + 1..area.bottom()).zip(list.iter().enumerate().skip(picker.top))
    {
        let here = at == picker.cursor;
        let style = if here { theme.cursor } else { theme.text };
        let used = canvas.text(area.x, row, area.width, &format!(" {label} "), style);
        let free = area.width.saturating_sub(used);
        canvas.text_right(
            area.x + used,
            row,
            free,
            &width::cut(key, usize::from(free)),
            theme.dim,
        );
    }
}
