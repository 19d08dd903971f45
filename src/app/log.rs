//! What messages said, the newest first: good news goes with the next key, and an error may be dismissed before it is read.
//! Why a key did nothing is not kept.

use super::event::{Key, KeyCode};
use super::layout;
use super::picker::{Picked, Picker};
use super::popup::{Context, Reply};
use super::state::State;
use super::toast::{Kind, Toast};
use super::wrap::wrap;
use crate::model::Instant;
use ratatui::layout::Rect;
use std::collections::VecDeque;

/// So many messages are kept, until the program ends.
const KEPT: usize = 200;
/// Columns of `12:00 ✓ `.
pub const BEFORE: u16 = 8;

/// A message, and when it was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// When.
    pub at: Instant,
    /// What.
    pub toast: Toast,
}

/// The messages, the newest first.
#[derive(Debug, Default)]
pub struct Log {
    notes: VecDeque<Note>,
}

impl Log {
    /// The messages, the newest first.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter()
    }

    pub(super) fn keep(&mut self, at: Instant, toast: &Toast) {
        if toast.kind == Kind::Hint {
            return;
        }
        let toast = toast.clone();
        self.notes.push_front(Note { at, toast });
        self.notes.truncate(KEPT);
    }
}

/// The popup.
#[derive(Debug)]
pub struct LogView {
    /// The first visible line.
    pub top: usize,
    notes: Vec<Note>,
}

/// A line of the popup: a note's first line has its time and kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When, and what kind of message it is.
    pub head: Option<(Instant, Kind)>,
    /// The words.
    pub text: String,
}

impl LogView {
    /// Of what has been said so far.
    pub fn new(state: &State) -> Self {
        Self {
            top: 0,
            notes: state.log.notes().cloned().collect(),
        }
    }

    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 76, 18)
    }

    /// Its lines.
    pub fn lines(&self, size: (u16, u16)) -> Vec<Line> {
        let columns = usize::from(Self::area(size).width.saturating_sub(4 + BEFORE));
        let mut lines = Vec::new();
        for note in &self.notes {
            let mut head = Some((note.at, note.toast.kind));
            for text in wrap(&note.toast.text, columns.max(1)) {
                let head = head.take();
                lines.push(Line { head, text });
            }
        }
        lines
    }

    pub(super) fn key(&mut self, key: Key, context: &Context<'_>) -> Reply {
        if key.code == KeyCode::Char('L') {
            return Reply::close();
        }
        let height = usize::from(Self::area(context.size).height.saturating_sub(2));
        let highest = self.lines(context.size).len().saturating_sub(height);
        // There is no cursor here: the keys scroll.
        let mut picker = Picker {
            cursor: self.top,
            ..Picker::default()
        };
        match picker.key(key, highest + 1, height) {
            Picked::Close | Picked::Chosen => Reply::close(),
            _ => {
                self.top = picker.cursor.min(highest);
                Reply::default()
            }
        }
    }
}
