//! The suggestions.

use super::super::canvas::Canvas;
use super::super::width;
use crate::app::figures::count;
use crate::app::review::{Focus, Parts, Review, Row, percent};
use crate::app::state::State;
use ratatui::layout::Rect;

/// Columns of the score.
const SCORE: u16 = 8;

/// Draws them.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, review: &Review, parts: &Parts) {
    let area = parts.queue;
    heading(canvas, state, review, area);
    let rows = area.y + 1..area.bottom();
    for (y, (at, row)) in rows.zip(review.queue.rows.iter().enumerate().skip(review.queue.top)) {
        line(canvas, Rect::new(area.x, y, area.width, 1), row);
        if at == review.queue.cursor {
            let theme = canvas.theme;
            let style = if review.focus == Focus::Queue && !review.queue.typing {
                theme.cursor
            } else {
                theme.chosen
            };
            let wide = Rect::new(area.x.saturating_sub(1), y, area.width + 2, 1);
            canvas.style(wide, style);
        }
    }
    if parts.queue.bottom() > parts.cards.y {
        let column = area.right() + 1;
        for y in area.y..=area.bottom() {
            canvas.sign(column, y, '│', canvas.theme.line);
        }
    }
}

fn heading(canvas: &mut Canvas<'_>, state: &State, review: &Review, area: Rect) {
    let theme = canvas.theme;
    let queue = &review.queue;
    if queue.typing || !queue.text.text().is_empty() {
        let used = canvas.text(area.x, area.y, area.width, "/", theme.key);
        let free = area.width.saturating_sub(used);
        let used = used + canvas.text(area.x + used, area.y, free, queue.text.text(), theme.text);
        if queue.typing {
            canvas.set_cursor(area.x + used, area.y);
        }
        return;
    }
    let place = if queue.rows.is_empty() {
        0
    } else {
        queue.cursor + 1
    };
    let all = queue.rows.len();
    let text = format!("{} of {}", count(place as u64), count(all as u64));
    let style = if review.focus == Focus::Queue {
        theme.focus
    } else {
        theme.heading
    };
    let used = canvas.text(area.x, area.y, area.width, &text, style);
    let running = state.jobs.all().iter();
    let mut search = running.filter(|job| Some(job.ticket) == review.searching);
    let more = match search.find_map(crate::app::jobs::Job::percent) {
        Some(percent) => format!(" · searching, {percent} %"),
        None if review.searching.is_some() => " · searching".to_owned(),
        None => format!(" · {}", queue.shown.word()),
    };
    let free = area.width.saturating_sub(used);
    canvas.text(area.x + used, area.y, free, &more, theme.dim);
}

fn line(canvas: &mut Canvas<'_>, area: Rect, row: &Row) {
    let theme = canvas.theme;
    let score = percent(row.score);
    let style = if row.skipped { theme.dim } else { theme.text };
    canvas.text_right(area.x, area.y, SCORE.min(area.width) - 1, &score, style);
    let free = area.width.saturating_sub(SCORE);
    let names = names(row, usize::from(free));
    canvas.text(area.x + SCORE, area.y, free, &names, style);
}

/// The names, one where both are called the same.
fn names(row: &Row, columns: usize) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in &row.names {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let sign = if row.household { "⌂ " } else { "" };
    let count = if row.members.len() > 2 {
        format!("{}× ", row.members.len())
    } else {
        String::new()
    };
    let free = columns.saturating_sub(width::width(&count) + width::width(sign));
    let each = free.saturating_sub(3 * (names.len() - 1)) / names.len().max(1);
    let cut: Vec<String> = names
        .iter()
        .map(|name| width::cut(&super::super::clean::clean(name), each.max(4)))
        .collect();
    format!("{sign}{count}{}", cut.join(" = "))
}
