//! The merged contact, as it will be: each value with the side it comes from.

use super::super::canvas::Canvas;
use super::super::frame;
use super::cards::LABEL;
use crate::app::review::{Case, Focus, Parts, Review};
use ratatui::layout::Rect;

/// Columns of the side.
const SIDE: u16 = 7;

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_>, review: &Review, parts: &Parts) {
    let Some(case) = &review.case else { return };
    let area = parts.merged;
    heading(canvas, review, case, parts);
    let here = review.focus == Focus::Fields;
    for (y, (at, field)) in (area.y + 1..area.bottom()).zip(case.fields.iter().enumerate().skip(case.top)) {
        let theme = canvas.theme;
        let chosen = case.is_chosen(field.form.field);
        let style = if chosen { theme.key } else { theme.dim };
        let from = if chosen {
            format!("▸{}", field.from)
        } else {
            format!(" {}", field.from)
        };
        canvas.text(area.x, y, SIDE, &from, style);
        let x = area.x + SIDE;
        canvas.text(x, y, LABEL - 1, &field.form.label, theme.dim);
        let value = Rect::new(x + LABEL, y, area.right().saturating_sub(x + LABEL), 1);
        let at_cursor = here && at == case.cursor;
        match &review.typed {
            Some(input) if at_cursor => {
                let used = canvas.text(value.x, y, value.width, input.text(), theme.text);
                let (before, _) = input.around_cursor();
                let place = u16::try_from(super::super::width::width(before))
                    .unwrap_or(used)
                    .min(used);
                canvas.set_cursor(value.x + place, y);
            }
            _ => {
                let shown = if field.merged.is_empty() {
                    "–"
                } else {
                    &field.merged
                };
                canvas.text(value.x, y, value.width, shown, theme.text);
            }
        }
        if at_cursor && review.typed.is_none() {
            let wide = Rect::new(area.x.saturating_sub(1), y, area.width + 2, 1);
            canvas.style(wide, theme.cursor);
        }
    }
}

fn heading(canvas: &mut Canvas<'_>, review: &Review, case: &Case, parts: &Parts) {
    let area = parts.merged;
    let theme = canvas.theme;
    for x in area.x..area.right() {
        canvas.sign(x, area.y, '─', theme.line);
    }
    if area.x == parts.queue.x {
        frame::rule(canvas, parts.outer, area.y);
    }
    let style = if review.focus == Focus::Fields {
        theme.focus
    } else {
        theme.heading
    };
    let several = match case.members.len() {
        0..=2 => String::new(),
        many => format!(", {many} become one"),
    };
    let text = format!(" Merged contact{several} ");
    canvas.text(area.x + 1, area.y, area.width.saturating_sub(2), &text, style);
}
