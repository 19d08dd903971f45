//! The cards, and the evidence as a waterfall of bits.

use super::super::canvas::Canvas;
use crate::app::review::{Line, Parts, Piece, Review, Said, Step};
use crate::app::state::State;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns of a field's label.
pub const LABEL: u16 = 18;

/// Columns of a step's words.
const WHAT: u16 = 12;
const HOW: u16 = 16;
const BITS: u16 = 7;

/// Draws them.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, review: &Review, parts: &Parts) {
    let area = parts.cards;
    let lines = review.lines(state.names(), area.width, parts.side_by_side);
    let rows = area.y..area.bottom();
    for (y, shown) in rows.zip(lines.iter().skip(review.top)) {
        line(canvas, Rect::new(area.x, y, area.width, 1), shown);
    }
    if lines.len() > review.top + usize::from(area.height) {
        let style = canvas.theme.dim;
        let y = area.bottom().saturating_sub(1);
        canvas.text_right(area.right().saturating_sub(6), y, 6, " PgDn", style);
    }
}

fn line(canvas: &mut Canvas<'_>, area: Rect, line: &Line) {
    let theme = canvas.theme;
    let half = (area.width.saturating_sub(LABEL) / 2).saturating_sub(1);
    let right = area.x + LABEL + half + 2;
    match line {
        Line::Heading(text) => {
            canvas.text(area.x, area.y, area.width, text, theme.title);
        }
        Line::One(said) => tell(canvas, area, said),
        Line::Two([one, other]) => {
            tell(canvas, Rect::new(area.x + LABEL, area.y, half, 1), one);
            tell(canvas, Rect::new(right, area.y, half, 1), other);
        }
        Line::Quiet(sign, text) => {
            canvas.text(area.x, area.y, 2, &sign.to_string(), theme.dim);
            canvas.text(area.x + 2, area.y, area.width.saturating_sub(2), text, theme.dim);
        }
        Line::Values(label, [one, other]) => {
            differs(canvas, area, label);
            draw_pieces(canvas, Rect::new(area.x + LABEL, area.y, half, 1), one);
            draw_pieces(canvas, Rect::new(right, area.y, half, 1), other);
        }
        Line::Value(label, letter, value) => {
            if !label.is_empty() {
                differs(canvas, area, label);
            }
            let x = area.x + LABEL;
            canvas.text(x, area.y, 2, &letter.to_string(), theme.key);
            let free = area.width.saturating_sub(LABEL + 2);
            draw_pieces(canvas, Rect::new(x + 2, area.y, free, 1), value);
        }
        Line::Step(step) => draw_step(canvas, area, step),
        Line::Blank => {}
    }
}

fn differs(canvas: &mut Canvas<'_>, area: Rect, label: &str) {
    let theme = canvas.theme;
    canvas.text(area.x, area.y, 2, "≠", theme.warning);
    canvas.text(area.x + 2, area.y, LABEL - 3, label, theme.text);
}

fn tell(canvas: &mut Canvas<'_>, area: Rect, said: &Said) {
    let theme = canvas.theme;
    let style = match (said.loud, said.warns) {
        (true, _) => theme.title,
        (_, true) => theme.warning,
        _ => theme.dim,
    };
    let indent = if said.loud { 0 } else { 3 };
    let free = area.width.saturating_sub(indent);
    canvas.text(area.x + indent, area.y, free, &said.text, style);
}

/// A value, with what the other one does not have marked.
fn draw_pieces(canvas: &mut Canvas<'_>, area: Rect, pieces: &[Piece]) {
    let theme = canvas.theme;
    if pieces.is_empty() {
        canvas.text(area.x, area.y, area.width, "–", theme.dim);
        return;
    }
    let mut used = 0;
    for piece in pieces {
        let style = if piece.differs { theme.mark } else { theme.text };
        let free = area.width.saturating_sub(used);
        used += canvas.text(area.x + used, area.y, free, &piece.text, style);
    }
}

fn draw_step(canvas: &mut Canvas<'_>, area: Rect, step: &Step) {
    let theme = canvas.theme;
    let mut x = area.x + 2;
    canvas.text(x, area.y, WHAT, &step.what, theme.text);
    x += WHAT + 1;
    let narrow = area.width < WHAT + HOW + 2 * BITS + 12;
    let how = if narrow { HOW - 5 } else { HOW };
    canvas.text(x, area.y, how, &step.how, theme.dim);
    x += how + 1;
    let style = sign_style(canvas, step);
    canvas.text_right(x, area.y, BITS, &format!("{:+.1}", step.bits), style);
    x += BITS;
    canvas.text_right(x, area.y, BITS, &format!("{:+.1}", step.sum), theme.dim);
    x += BITS + 2;
    let free = area.right().saturating_sub(x).min(30);
    bar(canvas, Rect::new(x, area.y, free, 1), step, style);
}

fn sign_style(canvas: &Canvas<'_>, step: &Step) -> Style {
    if step.bits < 0.0 {
        canvas.theme.warning
    } else {
        canvas.theme.good
    }
}

/// The stretch from what it was before the step to what it is after it.
fn bar(canvas: &mut Canvas<'_>, area: Rect, step: &Step, style: Style) {
    let (least, most) = step.span;
    if area.width < 4 || most - least < 0.1 {
        return;
    }
    let scale = f32::from(area.width - 1) / (most - least);
    let place = |bits: f32| {
        ((bits - least) * scale)
            .round()
            .clamp(0.0, f32::from(area.width - 1)) as u16
    };
    let (from, to) = (place(step.sum - step.bits), place(step.sum));
    let zero = place(0.0);
    canvas.sign(area.x + zero, area.y, '┊', canvas.theme.line);
    let sign = if step.bits < 0.0 { '░' } else { '█' };
    for column in from.min(to)..=from.max(to) {
        canvas.sign(area.x + column, area.y, sign, style);
    }
}
