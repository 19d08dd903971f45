//! The criteria editor: name, text with its error marked, suggestions, count and sample.

use super::canvas::Canvas;
use super::{bars, criteria_tree, form, popups, width};
use crate::app::criteria_editor::{CriteriaEditor, Part};
use crate::app::figures::count;
use crate::app::layout;
use crate::app::state::State;
use crate::app::templates::TEMPLATES;
use crate::app::wrap::wrap;
use crate::criteria::{CriteriaError, ErrorKind};
use ratatui::layout::Rect;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The most rows that the criteria text takes.
const TEXT_ROWS: usize = 8;

/// So many members are shown above the bars, whatever room these want.
const FEWEST: u16 = 4;

/// Columns from which the tree stands beside the sample; below, a key switches.
const BESIDE: u16 = 96;

/// Below so many rows inside the box, the tree takes the room of the name and of most of the text while it has the keys.
const SCARCE: u16 = 16;

/// Draws the editor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, editor: &CriteriaEditor) {
    let outer = layout::popup(state.size, 110, 30);
    let scope = state.names().scope_name(editor.scope);
    let title = if editor.filters {
        "Filter"
    } else if editor.segment.is_some() {
        "Edit segment"
    } else {
        "New segment"
    };
    let of = if editor.filters { "" } else { "of " };
    let area = popups::boxed(canvas, outer, &format!("{title} {of}{scope}"));
    let beside = area.width >= BESIDE;
    hints(canvas, outer, editor, beside);
    let in_tree = editor.part == Part::Tree;
    let below = if in_tree && area.height < SCARCE {
        area
    } else {
        name(canvas, area, editor)
    };
    let below = text(canvas, below, editor);
    let below = verdict(canvas, below, state, editor);
    let suggesting = editor.suggestions.is_shown() && editor.part == Part::Text;
    let tree = beside || editor.tree_shown;
    let (left, right) = halves(below, beside);
    if editor.offers_templates() {
        templates(canvas, below, state, editor);
        return;
    }
    match (suggesting, tree) {
        (true, _) => suggestions(canvas, left, editor),
        (false, true) if beside => {
            let bars = bars::rows(&editor.bars).min(left.height.saturating_sub(FEWEST));
            let above = left.height - bars;
            sample(
                canvas,
                Rect {
                    height: above.saturating_sub(1),
                    ..left
                },
                state,
                editor,
            );
            bars::draw(canvas, rows_below(left, above), state, &editor.bars);
        }
        (false, _) => {}
    }
    let rest = if suggesting || beside { right } else { below };
    if tree {
        let below = criteria_tree::draw(canvas, rest, &editor.tree, editor.part == Part::Tree);
        if !beside {
            bars::draw(canvas, rows_below(below, 1), state, &editor.bars);
        }
    } else {
        sample(canvas, rest, state, editor);
    }
}

/// The keys of the part that has them.
fn hints(canvas: &mut Canvas<'_>, outer: Rect, editor: &CriteriaEditor, beside: bool) {
    let save = if editor.narrows() { "filter" } else { "save" };
    if editor.part == Part::Tree {
        let keys = [
            ("a", "add"),
            ("!", "not"),
            ("&", "and"),
            ("|", "or"),
            ("J K", "move"),
            ("c", "copy"),
            ("d", "delete"),
            ("u", "undo"),
            ("Esc", "text"),
            ("Ctrl-S", save),
        ];
        popups::hints(canvas, outer, &keys);
        return;
    }
    let switch = if editor.tree_shown { "members" } else { "tree" };
    let next = if editor.suggestions.is_shown() {
        "take"
    } else {
        "tree"
    };
    let keys = [
        ("Ctrl-S", save),
        ("Tab", next),
        ("Ctrl-T", switch),
        ("Ctrl-Space", "suggest"),
        ("Esc", "leave"),
        ("Ctrl-_", "undo"),
    ];
    let switches = !beside && (editor.tree_shown || next == "take");
    let keys = keys.into_iter().filter(|(key, _)| switches || *key != "Ctrl-T");
    popups::hints(canvas, outer, &keys.collect::<Vec<_>>());
}

/// Two parts with two columns between them; the tree gets the larger one.
fn halves(area: Rect, tree: bool) -> (Rect, Rect) {
    let left = if tree { area.width * 2 / 5 } else { area.width / 2 };
    (
        Rect { width: left, ..area },
        Rect {
            x: area.x + left + 2,
            width: area.width.saturating_sub(left + 2),
            ..area
        },
    )
}

fn rows_below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect {
        y: area.y + rows,
        height: area.height - rows,
        ..area
    }
}

fn name(canvas: &mut Canvas<'_>, area: Rect, editor: &CriteriaEditor) -> Rect {
    let theme = canvas.theme;
    let here = editor.part == Part::Name;
    canvas.text(
        area.x,
        area.y,
        area.width,
        "Name",
        if here { theme.focus } else { theme.dim },
    );
    let line = Rect {
        x: area.x + 10,
        width: area.width.saturating_sub(10),
        height: 1,
        ..area
    };
    form::input(canvas, line, &editor.name, here, theme.text);
    if let Some(error) = &editor.name_error {
        canvas.text(line.x, area.y + 1, line.width, error, theme.error);
    } else if editor.name.text().is_empty() && !here {
        let words = if editor.filters {
            "none: the table is filtered; with one, a segment is saved"
        } else {
            "not named yet"
        };
        canvas.text(line.x, area.y, line.width, words, theme.dim);
    }
    rows_below(area, 2)
}

/// One row of the criteria text: the bytes it shows.
fn rows_of(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let (mut start, mut used, mut space) = (0, 0, None);
    for (at, grapheme) in text.grapheme_indices(true) {
        let wide = width::width(grapheme);
        if used + wide > columns && at > start {
            let end = space.unwrap_or(at);
            rows.push(start..end);
            used = text.get(end..at).map_or(0, width::width);
            start = end;
            space = None;
        }
        used += wide;
        if grapheme == " " {
            space = Some(at + 1);
        }
    }
    rows.push(start..text.len());
    rows
}

fn text(canvas: &mut Canvas<'_>, area: Rect, editor: &CriteriaEditor) -> Rect {
    let theme = canvas.theme;
    let here = editor.part == Part::Text;
    canvas.text(
        area.x,
        area.y,
        area.width,
        "Criteria",
        if here { theme.focus } else { theme.dim },
    );
    let columns = area.width.saturating_sub(11);
    let all = rows_of(editor.text.text(), usize::from(columns));
    let cursor = editor.text.cursor();
    let at = all.iter().rposition(|row| row.start <= cursor).unwrap_or(0);
    let scarce = editor.part == Part::Tree && area.height < SCARCE;
    let most = if scarce { 2 } else { TEXT_ROWS };
    let first = at.saturating_sub(most - 1);
    let shown = all.len().min(most);
    for (row, (index, bytes)) in (area.y..area.bottom()).zip(all.iter().enumerate().skip(first).take(shown)) {
        let line = Rect::new(area.x + 10, row, columns, 1);
        line_of_text(canvas, line, editor, bytes);
        if here && index == at {
            let before = editor.text.text().get(bytes.start..cursor).unwrap_or_default();
            let column = u16::try_from(width::width(before)).unwrap_or(columns);
            canvas.set_cursor(line.x + column.min(columns), row);
        }
    }
    if editor.text.text().is_empty() && !here {
        canvas.text(area.x + 10, area.y, columns, "everyone", theme.dim);
    }
    rows_below(area, u16::try_from(shown).unwrap_or(1) + 1)
}

/// One row, with the part that is wrong marked, or the node at the cursor.
fn line_of_text(canvas: &mut Canvas<'_>, area: Rect, editor: &CriteriaEditor, bytes: &Range<usize>) {
    let theme = canvas.theme;
    let text = editor.text.text();
    let whole = editor.tree.lines.len() < 2 && editor.part != Part::Tree;
    let node = editor.tree.marked().filter(|_| !whole);
    let (marked, style) = match &editor.error {
        Some(error) => (error.span.clone(), theme.error.patch(theme.mark)),
        None => (node.unwrap_or(0..0), theme.mark),
    };
    let marked = marked.start.clamp(bytes.start, bytes.end)..marked.end.clamp(bytes.start, bytes.end);
    let parts = [
        (bytes.start..marked.start, theme.text),
        (marked.clone(), style),
        (marked.end..bytes.end, theme.text),
    ];
    let mut column = area.x;
    for (part, style) in parts {
        let part = text.get(part).unwrap_or_default();
        column += canvas.text(column, area.y, area.right().saturating_sub(column), part, style);
    }
}

/// What is wrong, or how many there are.
fn verdict(canvas: &mut Canvas<'_>, area: Rect, state: &State, editor: &CriteriaEditor) -> Rect {
    let theme = canvas.theme;
    let total = count(state.names().contacts_in(editor.scope));
    let answer = editor.preview.as_ref().map(|preview| count(preview.count));
    let (text, style) = match (&answer, editor.stale) {
        (Some(members), false) => (format!("{members} of {total} contacts"), theme.chosen),
        (Some(members), true) => (format!("{members} of {total} contacts"), theme.dim),
        (None, _) => ("counting …".to_owned(), theme.dim),
    };
    let text = match editor.moves.filter(|_| answer.is_some()) {
        Some((0, 0)) => format!("{text} · as before"),
        Some((come, go)) => format!("{text} · {} come in, {} go out", count(come), count(go)),
        None => text,
    };
    let pins = editor.segment.map(|segment| state.names().pins_in(segment));
    let text = match pins.filter(|pins| answer.is_some() && !pins.is_empty()) {
        Some(pins) => format!("{text} · with {pins}"),
        None => text,
    };
    let quiet = editor.preview.is_none() && editor.error.is_some();
    if !quiet {
        canvas.text(area.x, area.y, area.width, &text, style);
    }
    let mut row = area.y + 1;
    if let Some(error) = &editor.error {
        let style = if error.kind == ErrorKind::NoHistory {
            theme.warning
        } else {
            theme.error
        };
        for line in wrap(&said(error), usize::from(area.width)).into_iter().take(3) {
            canvas.text(area.x, row, area.width, &line, style);
            row += 1;
        }
    }
    rows_below(area, (row + 1).saturating_sub(area.y).max(3))
}

/// The place is marked in the text, so only what is wrong is said, and the nearest word that is known.
fn said(error: &CriteriaError) -> String {
    match &error.suggestion {
        Some(word) => format!("{}; did you mean `{word}`?", error.message),
        None => error.message.clone(),
    }
}

fn suggestions(canvas: &mut Canvas<'_>, area: Rect, editor: &CriteriaEditor) {
    let theme = canvas.theme;
    let list = &editor.suggestions;
    let rows = usize::from(area.height);
    let first = list.at.saturating_sub(rows.saturating_sub(1));
    for (row, (at, item)) in (area.y..area.bottom()).zip(list.items.iter().enumerate().skip(first)) {
        let here = at == list.at;
        let style = if here { theme.cursor } else { theme.text };
        let sign = if here { "▸ " } else { "  " };
        let used = canvas.text(area.x, row, area.width, &format!("{sign}{}", item.text), style);
        let left = area.width.saturating_sub(used + 2);
        canvas.text(area.x + used + 2, row, left, &item.hint, theme.dim);
    }
}

/// What people start from, while nothing is written.
fn templates(canvas: &mut Canvas<'_>, area: Rect, state: &State, editor: &CriteriaEditor) {
    let theme = canvas.theme;
    let hint = "Write criteria, or ↓ to begin with one of these:";
    canvas.text(area.x, area.y, area.width, hint, theme.dim);
    let at = editor.template.unwrap_or(0);
    let rows = usize::from(area.height.saturating_sub(1));
    let first = at.saturating_sub(rows.saturating_sub(1));
    let name = 20.min(area.width / 3);
    for (row, (at, template)) in (area.y + 1..area.bottom()).zip(TEMPLATES.iter().enumerate().skip(first)) {
        let trouble = template.trouble(state.names(), editor.scope);
        let style = if trouble.is_some() { theme.dim } else { theme.text };
        canvas.text(area.x, row, name, template.name, style);
        let rest = area.width.saturating_sub(name + 2);
        let said = match trouble {
            Some(trouble) => trouble.message,
            None => format!("{} · {}", template.criteria, template.hint),
        };
        canvas.text(area.x + name + 2, row, rest, &said, theme.dim);
        if editor.template == Some(at) {
            canvas.style(Rect::new(area.x - 1, row, area.width + 2, 1), theme.cursor);
        }
    }
}

fn sample(canvas: &mut Canvas<'_>, area: Rect, _state: &State, editor: &CriteriaEditor) {
    let Some(preview) = &editor.preview else { return };
    let theme = canvas.theme;
    let style = if editor.stale { theme.dim } else { theme.text };
    if preview.sample.is_empty() {
        canvas.text(area.x, area.y, area.width, "Nobody, so far.", theme.dim);
        return;
    }
    let number = 20.min(area.width / 2);
    let name = area.width.saturating_sub(number + 1).min(36);
    for (row, profile) in (area.y..area.bottom()).zip(&preview.sample) {
        canvas.text(area.x, row, name, &profile.contact.display_name(), style);
        canvas.text(
            area.x + name + 1,
            row,
            number,
            &profile.contact.phone.international(),
            theme.dim,
        );
    }
}
