//! From buttons to clicks: the second one soon after the first and at the same place is a double one.

use crate::app::{Mouse, Pointed};
use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use std::time::{Duration, Instant};

/// How soon the second click comes.
const SOON: Duration = Duration::from_millis(400);

/// Where and when the last click was.
#[derive(Debug, Default)]
pub struct Clicks {
    last: Option<(Instant, u16, u16)>,
}

impl Clicks {
    /// What the state machine hears of it; None where it is of no interest.
    pub fn take(&mut self, event: MouseEvent, now: Instant) -> Option<Mouse> {
        let what = match event.kind {
            MouseEventKind::Down(MouseButton::Left) => self.click(event, now),
            MouseEventKind::Down(MouseButton::Right) => Pointed::Menu,
            MouseEventKind::Drag(MouseButton::Left) => Pointed::Drag,
            MouseEventKind::Up(MouseButton::Left) => Pointed::Release,
            MouseEventKind::ScrollDown => Pointed::WheelDown,
            MouseEventKind::ScrollUp => Pointed::WheelUp,
            _ => return None,
        };
        Some(Mouse {
            what,
            column: event.column,
            row: event.row,
        })
    }

    fn click(&mut self, event: MouseEvent, now: Instant) -> Pointed {
        let again = self.last.take_if(|(then, column, row)| {
            now.duration_since(*then) <= SOON && (*column, *row) == (event.column, event.row)
        });
        if again.is_some() {
            return Pointed::Double;
        }
        self.last = Some((now, event.column, event.row));
        Pointed::Click
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyModifiers;

    fn pressed(column: u16) -> MouseEvent {
        MouseEvent {
            kind: MouseEventKind::Down(MouseButton::Left),
            column,
            row: 3,
            modifiers: KeyModifiers::NONE,
        }
    }

    #[test]
    fn two_soon_at_one_place_are_a_double_click_and_the_third_is_a_new_one() {
        let start = Instant::now();
        let at = |milliseconds| start + Duration::from_millis(milliseconds);
        let mut clicks = Clicks::default();
        let seen: Vec<Pointed> = [(5, 0), (5, 300), (5, 400), (6, 500), (6, 1_000)]
            .into_iter()
            .filter_map(|(column, when)| clicks.take(pressed(column), at(when)))
            .map(|mouse| mouse.what)
            .collect();
        let (one, two) = (Pointed::Click, Pointed::Double);
        assert_eq!(seen, [one, two, one, one, one]);
    }
}
