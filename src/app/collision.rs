//! Somebody else has changed a contact while it was edited here: of each field that both have changed, what it was, what
//! it is now, and what was typed; one keeps the own version or takes theirs.

use super::event::{Key, KeyCode, KeyModifiers};
use super::layout;
use crate::model::Contact;
use ratatui::layout::Rect;

/// Lines of a field: its name and its versions.
pub const LINES: u16 = 4;

/// The versions of some fields.
#[derive(Debug)]
pub struct Collision {
    /// The contact as it is now.
    pub now: Box<Contact>,
    /// The fields both have changed.
    pub fields: Vec<Field>,
    /// Which field has the cursor.
    pub at: usize,
}

/// One field in three versions.
#[derive(Debug)]
pub struct Field {
    /// Its line in the form.
    pub line: usize,
    /// What it is called.
    pub label: String,
    /// As it was when the form was opened.
    pub was: String,
    /// As it is now.
    pub theirs: String,
    /// As it was typed here.
    pub mine: String,
    /// Whether the own version is kept.
    pub keep: bool,
}

/// What a key meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing is decided.
    Open,
    /// Save what is chosen.
    Save,
    /// Back to the form.
    Back,
}

impl Collision {
    /// Where it stands.
    pub fn area(&self, size: (u16, u16)) -> Rect {
        let fields = u16::try_from(self.fields.len()).unwrap_or(u16::MAX);
        layout::popup(size, 76, fields.saturating_mul(LINES).saturating_add(3))
    }

    /// The first field that is seen, where so many lines are.
    pub fn top(&self, lines: u16) -> usize {
        let seen = usize::from(lines / LINES).max(1);
        super::scroll(0, self.at, seen)
    }

    pub(super) fn key(&mut self, key: Key) -> Chosen {
        let last = self.fields.len().saturating_sub(1);
        match key.code {
            KeyCode::Char('s') if key.modifiers.contains(KeyModifiers::CONTROL) => return Chosen::Save,
            KeyCode::Enter => return Chosen::Save,
            KeyCode::Esc => return Chosen::Back,
            KeyCode::Down | KeyCode::Tab | KeyCode::Char('j') => self.at = (self.at + 1).min(last),
            KeyCode::Up | KeyCode::BackTab | KeyCode::Char('k') => self.at = self.at.saturating_sub(1),
            KeyCode::Left | KeyCode::Right | KeyCode::Char('h' | 'l' | ' ') => {
                if let Some(field) = self.fields.get_mut(self.at) {
                    field.keep = !field.keep;
                }
            }
            KeyCode::Char('m') => self.choose(true),
            KeyCode::Char('t') => self.choose(false),
            _ => {}
        }
        Chosen::Open
    }

    fn choose(&mut self, keep: bool) {
        if let Some(field) = self.fields.get_mut(self.at) {
            field.keep = keep;
        }
    }
}
