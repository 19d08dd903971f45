//! The panel of long work: everything that runs, and stopping any of it at its next safe place.

use super::event::{Key, KeyCode};
use super::layout;
use super::popup::{Context, Reply};
use ratatui::layout::Rect;

/// The panel.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// The chosen work, counted from the oldest.
    pub cursor: usize,
    /// The first visible one.
    pub top: usize,
}

impl Progress {
    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 76, 12)
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        let last = context.jobs.all().len().saturating_sub(1);
        match key.code {
            KeyCode::Esc | KeyCode::Enter | KeyCode::Char('q' | 'P') => return Reply::close(),
            KeyCode::Char('x') | KeyCode::Delete => return Reply::want(context.jobs.stop_at(self.cursor)),
            KeyCode::Down | KeyCode::Char('j') => self.cursor += 1,
            KeyCode::Up | KeyCode::Char('k') => self.cursor = self.cursor.saturating_sub(1),
            _ => {}
        }
        self.cursor = self.cursor.min(last);
        // Each takes two lines.
        let height = usize::from(Self::area(context.size).height.saturating_sub(2)) / 2;
        self.top = super::scroll(self.top, self.cursor, height.max(1));
        Reply::default()
    }
}
