//! Where each pane stands: a function of the terminal's size and of what is open. Moving and drawing read the same one.

use super::state::State;
use super::wrap::wrap;
use crate::actions::Place;
use ratatui::layout::Rect;

/// Narrower or lower than this, nothing useful fits.
pub const SMALLEST: (u16, u16) = (30, 8);

/// Columns from which three panes, and two, stand side by side.
const THREE: u16 = 100;
const TWO: u16 = 60;
/// Columns from which the profile stands beside the table instead of over it, and beside all three panes.
const BESIDE: u16 = 120;
const FOUR: u16 = 160;

/// The parts of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The outer frame, borders included.
    pub frame: Rect,
    /// The visible panes from left to right, without their borders.
    pub panes: Vec<(Place, Rect)>,
    /// The line between panes and footer.
    pub rule: u16,
    /// The footer, without borders.
    pub footer: Rect,
}

impl Layout {
    /// For a state; None where the terminal is too small.
    pub fn of(state: &State) -> Option<Self> {
        let (columns, rows) = state.size;
        if columns < SMALLEST.0 || rows < SMALLEST.1 {
            return None;
        }
        let lines = footer_lines(state, columns - 4).min(rows / 3).max(1);
        let rule = rows - 2 - lines;
        let mut panes = Vec::with_capacity(4);
        let mut left = 1;
        for (place, width) in widths(state, columns - 2) {
            panes.push((place, Rect::new(left, 1, width, rule - 1)));
            left += width + 1;
        }
        Some(Self {
            frame: Rect::new(0, 0, columns, rows),
            panes,
            rule,
            footer: Rect::new(2, rule + 1, columns - 4, lines),
        })
    }

    /// The area of a pane, where it is seen.
    pub fn pane(&self, place: Place) -> Option<Rect> {
        self.panes
            .iter()
            .find(|(one, _)| *one == place)
            .map(|(_, area)| *area)
    }

    /// How many rows a pane has below its heading, seen or not.
    pub fn rows(&self, place: Place) -> usize {
        let height = usize::from(self.rule.saturating_sub(1));
        height
            .saturating_sub(if place == Place::Contacts { 2 } else { 1 })
            .max(1)
    }
}

/// The line of the first row of a pane, below its heading and, in the table, the columns' headings.
pub fn first_row(place: Place, area: Rect) -> u16 {
    area.y + if place == Place::Contacts { 2 } else { 1 }
}

/// An error that does not fit on one line gets more of them; everything else has one.
fn footer_lines(state: &State, width: u16) -> u16 {
    match &state.toast {
        Some(toast) if toast.stays() => {
            // Two columns go to the sign before it.
            let lines = wrap(&toast.text, usize::from(width.saturating_sub(2))).len();
            u16::try_from(lines).unwrap_or(u16::MAX)
        }
        _ => 1,
    }
}

/// The visible panes and their widths; `inner` are the columns between the outer borders.
fn widths(state: &State, inner: u16) -> Vec<(Place, u16)> {
    let columns = inner + 2;
    let lists = (columns * 17 / 100).clamp(18, 24);
    let segments = (columns * 24 / 100).clamp(24, 32);
    let profile = state.profile.open;
    let over = if profile { Place::Profile } else { Place::Contacts };
    if columns >= FOUR && profile {
        let beside = (columns * 27 / 100).clamp(42, 64);
        let table = inner - lists - segments - beside - 3;
        return vec![
            (Place::Lists, lists),
            (Place::Segments, segments),
            (Place::Contacts, table),
            (Place::Profile, beside),
        ];
    }
    if columns >= BESIDE && profile {
        let beside = (columns * 35 / 100).clamp(42, 56);
        let table = inner - segments - beside - 2;
        return vec![
            (state.side, segments),
            (Place::Contacts, table),
            (Place::Profile, beside),
        ];
    }
    if columns >= THREE {
        let rest = inner - lists - segments - 2;
        return vec![(Place::Lists, lists), (Place::Segments, segments), (over, rest)];
    }
    if columns >= TWO {
        return vec![(state.side, segments), (over, inner - segments - 1)];
    }
    vec![(state.focus, inner)]
}

/// Where a popup stands that wants so many columns and rows, borders included: in the middle, never over the edge. One
/// that would leave only a rim of what is below takes all: two lines side by side are hard to read.
pub fn popup(size: (u16, u16), columns: u16, rows: u16) -> Rect {
    let most = |wanted: u16, there: u16| if wanted + 4 > there { there } else { wanted };
    let width = most(columns, size.0);
    let height = most(rows, size.1);
    Rect::new((size.0 - width) / 2, (size.1 - height) / 2, width, height)
}
