//! Where the parts of the review stand: moving and drawing read the same.

use ratatui::layout::Rect;

/// From so many columns on the queue stands at the left, else above.
const BESIDE: u16 = 100;

/// From so many columns on two cards stand side by side, else one value above the other.
const SIDE_BY_SIDE: u16 = 72;

/// The parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// All of it, with its lines.
    pub outer: Rect,
    /// The suggestions.
    pub queue: Rect,
    /// The cards and the evidence.
    pub cards: Rect,
    /// The merged contact, its heading first.
    pub merged: Rect,
    /// Two cards stand side by side.
    pub side_by_side: bool,
}

impl Parts {
    /// In a terminal of this size. The lowest line inside stays free for messages.
    pub fn of(size: (u16, u16)) -> Self {
        let outer = Rect::new(0, 0, size.0, size.1);
        let inside = Rect::new(2, 1, size.0.saturating_sub(4), size.1.saturating_sub(3));
        let (queue, rest) = if size.0 >= BESIDE {
            let wide = (size.0 * 28 / 100).min(40);
            let queue = Rect {
                width: wide,
                ..inside
            };
            let left = wide + 3;
            let rest = Rect {
                x: inside.x + left,
                width: inside.width.saturating_sub(left),
                ..inside
            };
            (queue, rest)
        } else {
            let high = if inside.height >= 18 { 4 } else { 1 };
            let queue = Rect {
                height: high,
                ..inside
            };
            let rest = Rect {
                y: inside.y + high,
                height: inside.height.saturating_sub(high),
                ..inside
            };
            (queue, rest)
        };
        let low = (rest.height / 3).max(4).min(rest.height);
        let cards = Rect {
            height: rest.height - low,
            ..rest
        };
        let merged = Rect {
            y: cards.bottom(),
            height: low,
            ..rest
        };
        Self {
            outer,
            queue,
            cards,
            merged,
            side_by_side: rest.width >= SIDE_BY_SIDE && size.0 >= BESIDE,
        }
    }

    /// How many suggestions are seen at once: the first line says how many there are.
    pub fn rows(&self) -> usize {
        usize::from(self.queue.height).saturating_sub(1).max(1)
    }

    /// How many fields of the merged contact are seen at once.
    pub fn fields(&self) -> usize {
        usize::from(self.merged.height).saturating_sub(1).max(1)
    }
}
