//! Deleting a list: how many contacts it has, and where they could go.

use super::canvas::Canvas;
use super::{form, popups};
use crate::app::delete_list::{Choice, DeleteList, Part};
use crate::app::figures::count;
use crate::app::layout;
use crate::app::state::State;
use crate::app::wrap::wrap;
use ratatui::layout::Rect;

/// Draws the dialog.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, popup: &DeleteList) {
    let outer = layout::popup(state.size, 66, 14);
    let area = popups::boxed(canvas, outer, &format!("Delete {}?", popup.name));
    let theme = canvas.theme;
    let lines = said(popup)
        .into_iter()
        .flat_map(|line| wrap(&line, usize::from(area.width)));
    let mut row = area.y + 1;
    for line in lines {
        canvas.text(area.x, row, area.width, &line, theme.text);
        row += 1;
    }
    if let Some(error) = &popup.error {
        for line in wrap(error, usize::from(area.width)) {
            canvas.text(area.x, row, area.width, &line, theme.error);
            row += 1;
        }
    }
    let rest = Rect {
        y: row + 1,
        height: area.bottom().saturating_sub(row + 1),
        ..area
    };
    match popup.part {
        Part::Choice if popup.is_working() => {
            canvas.text(
                rest.x,
                rest.y,
                rest.width,
                "Deleting … Esc stops after the current batch.",
                theme.dim,
            );
        }
        Part::Choice => choices(canvas, state, popup, rest),
        Part::MoveTo => targets(canvas, state, popup, rest),
    }
    popups::hints(canvas, outer, &[("Enter", "choose"), ("Esc", "back")]);
}

fn said(popup: &DeleteList) -> Vec<String> {
    match popup.counts {
        None => vec!["Counting its contacts …".to_owned()],
        Some((0, _)) => vec!["It has no contacts. Its segments go with it.".to_owned()],
        Some((members, only_here)) => vec![
            format!(
                "It has {} contacts; {} of them are in no other list.",
                count(members),
                count(only_here)
            ),
            "Deleting it deletes those and its segments. Opt-outs stay on record.".to_owned(),
        ],
    }
}

fn choices(canvas: &mut Canvas<'_>, state: &State, popup: &DeleteList, area: Rect) {
    let only_here = popup.counts.map_or(0, |(_, only_here)| only_here);
    let delete = match only_here {
        0 => "Delete the list".to_owned(),
        some => format!("Delete the list and {} contacts", count(some)),
    };
    let mut offered = vec![(Choice::Keep, "Keep it".to_owned())];
    if state.names().lists.len() > 1 {
        offered.push((
            Choice::Move,
            "Move its contacts to another list, then delete it".to_owned(),
        ));
    }
    offered.push((Choice::Delete, delete));
    for (row, (choice, text)) in (area.y..area.bottom()).zip(offered) {
        let here = popup.choice == choice;
        let style = if here {
            canvas.theme.cursor
        } else {
            canvas.theme.text
        };
        canvas.text(
            area.x,
            row,
            area.width,
            &format!(" {} {text} ", if here { "▸" } else { " " }),
            style,
        );
    }
}

fn targets(canvas: &mut Canvas<'_>, state: &State, popup: &DeleteList, area: Rect) {
    let theme = canvas.theme;
    let label = canvas.text(area.x, area.y, area.width, "Move to: ", theme.focus);
    let line = Rect {
        x: area.x + label,
        width: area.width.saturating_sub(label),
        height: 1,
        ..area
    };
    form::input(canvas, line, &popup.search, true, theme.text);
    let found = popup.targets(state.names());
    let rows = usize::from(area.height.saturating_sub(1));
    let first = popup.at.saturating_sub(rows.saturating_sub(1));
    for (row, (at, (_, name))) in (area.y + 1..area.bottom()).zip(found.iter().enumerate().skip(first)) {
        let here = at == popup.at;
        let style = if here { theme.cursor } else { theme.text };
        canvas.text(
            area.x,
            row,
            area.width,
            &format!(" {} {name} ", if here { "▸" } else { " " }),
            style,
        );
    }
    if found.is_empty() {
        canvas.text(
            area.x,
            area.y + 1,
            area.width,
            "No other list has this in its name.",
            theme.dim,
        );
    }
}
