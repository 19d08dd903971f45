//! What giving a field another type would lose, shown before it is done. Where nothing would be, nobody is asked.

use super::effect::Ticket;
use super::event::{Key, KeyCode};
use super::figures::count;
use crate::model::FieldType;
use crate::store::Losses;

/// The question.
#[derive(Debug)]
pub struct Retype {
    /// What the field is called.
    pub label: String,
    /// The type it would have.
    pub kind: FieldType,
    /// What would be lost; None while the values are looked through.
    pub losses: Option<Losses>,
    /// Whether Yes is chosen.
    pub chosen: bool,
    /// Comes back with the losses.
    pub(super) asked: Ticket,
}

/// What a key meant to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// It stays.
    Open,
    /// Back to the form.
    Back,
    /// Do it.
    Yes,
}

impl Retype {
    pub(super) fn key(&mut self, key: Key) -> Meant {
        match key.code {
            KeyCode::Esc | KeyCode::Char('n' | 'q') => Meant::Back,
            _ if self.losses.is_none() => Meant::Open,
            KeyCode::Enter if self.chosen => Meant::Yes,
            KeyCode::Enter => Meant::Back,
            KeyCode::Char('y') => Meant::Yes,
            KeyCode::Left | KeyCode::Right | KeyCode::Tab | KeyCode::BackTab | KeyCode::Char('h' | 'l') => {
                self.chosen = !self.chosen;
                Meant::Open
            }
            _ => Meant::Open,
        }
    }

    /// What one looks at.
    pub fn title(&self) -> String {
        format!("Make {} a {} field?", self.label, self.kind.word())
    }

    /// What would become of the values, line by line.
    pub fn lines(&self) -> Vec<String> {
        let Some(losses) = &self.losses else {
            return vec!["Looking through its values …".to_owned()];
        };
        let mut lines = vec![format!(
            "{} of {} values cannot be read as {} and would be gone (u brings them back):",
            count(losses.lost),
            count(losses.values),
            self.kind.word()
        )];
        let examples = losses.examples.iter();
        lines.extend(examples.map(|(value, whose)| format!("“{value}” of {whose}")));
        if losses.lost > losses.examples.len() as u64 {
            lines.push("…".to_owned());
        }
        lines
    }
}
