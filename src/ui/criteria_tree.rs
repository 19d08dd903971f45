//! The tree beside a criteria text: each condition with its days below it, its count, and what is left after it.

use super::canvas::Canvas;
use crate::app::criteria_tree::{CriteriaTree, Line};
use crate::app::figures::count;
use ratatui::layout::Rect;

/// Columns of a count.
const COUNT: u16 = 10;

/// Draws the tree; what is free below it.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, tree: &CriteriaTree, focused: bool) -> Rect {
    let theme = canvas.theme;
    if area.height == 0 {
        return area;
    }
    if tree.lines.is_empty() {
        canvas.text(area.x, area.y, area.width, "everyone", theme.dim);
        return area;
    }
    let funnel = tree.lines.iter().any(|line| line.outlined.funnel.is_some());
    let counts = if funnel { 2 * COUNT } else { COUNT };
    let written = area.width.saturating_sub(counts);
    let title = if focused { theme.focus } else { theme.title };
    canvas.text(area.x, area.y, written, "Tree", title);
    canvas.text_right(area.x + written, area.y, COUNT, "meet it", theme.dim);
    if funnel {
        canvas.text_right(area.x + written + COUNT, area.y, COUNT, "then left", theme.dim);
    }
    let style = if tree.stale { theme.dim } else { theme.text };
    let mut row = area.y + 1;
    let marked = tree.marked().is_some() && (focused || tree.lines.len() > 1);
    for (at, line) in tree.lines.iter().enumerate().skip(first(tree, area)) {
        if row >= area.bottom() {
            break;
        }
        let indent = u16::try_from(line.outlined.depth * 2)
            .unwrap_or(written)
            .min(written / 2);
        let (column, columns) = (area.x + indent, written - indent);
        canvas.text(column, row, columns, &line.outlined.condition, style);
        numbers(canvas, Rect::new(area.x + written, row, counts, 1), line, style);
        if marked && at == tree.at {
            let style = if focused { theme.cursor } else { theme.chosen };
            canvas.style(Rect::new(area.x, row, area.width, 1), style);
        }
        row += 1;
        if let Some(days) = days(line)
            && row < area.bottom()
        {
            canvas.text(column + 2, row, columns.saturating_sub(2), &days, theme.dim);
            row += 1;
        }
    }
    Rect {
        y: row,
        height: area.bottom().saturating_sub(row),
        ..area
    }
}

/// The first line that is shown: the one at the cursor has room below it.
fn first(tree: &CriteriaTree, area: Rect) -> usize {
    let rows = |line: &Line| 1 + usize::from(line.outlined.days.is_some());
    let room = usize::from(area.height.saturating_sub(1));
    let mut used = 0;
    let before = tree.lines.get(..=tree.at).unwrap_or_default();
    let fits = |line: &&Line| {
        used += rows(line);
        used <= room
    };
    before.len()
        - before
            .iter()
            .rev()
            .take_while(fits)
            .count()
            .max(1)
            .min(before.len())
}

fn numbers(canvas: &mut Canvas<'_>, area: Rect, line: &Line, style: ratatui::style::Style) {
    let own = match (line.count, &line.outlined.query) {
        (Some(contacts), _) => count(contacts),
        (None, Some(_)) => "…".to_owned(),
        (None, None) => "–".to_owned(),
    };
    canvas.text_right(area.x, area.y, COUNT, &own, style);
    if let Some(left) = line.left {
        canvas.text_right(area.x + COUNT, area.y, COUNT, &count(left), style);
    }
}

/// The days that a relative date or span comes to.
fn days(line: &Line) -> Option<String> {
    let (first, last) = line.outlined.days?;
    Some(if first == last {
        format!("= {first}")
    } else {
        format!("= {first} – {last}")
    })
}
