//! A text that is typed and the list it leaves: every letter goes into the text, the arrows move through the list. What
//! the palette and jumping share; a list with a filter of its own is a picker.

use super::event::{Key, KeyCode, KeyModifiers};
use super::input::Input;
use super::picker::Picked;

/// Text, cursor and scroll.
#[derive(Debug, Default)]
pub struct Finder {
    /// What is typed.
    pub input: Input,
    /// The chosen row.
    pub cursor: usize,
    /// The first visible row.
    pub top: usize,
}

impl Finder {
    /// Takes a key; the list has so many rows, of which so many are visible.
    pub fn key(&mut self, key: Key, rows: usize, height: usize) -> Picked {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let page = height.max(1);
        let to = match key.code {
            KeyCode::Enter => return Picked::Chosen,
            KeyCode::Esc => return Picked::Close,
            KeyCode::Backspace if self.input.text().is_empty() => return Picked::Close,
            KeyCode::Down | KeyCode::Tab => self.cursor + 1,
            KeyCode::Up | KeyCode::BackTab => self.cursor.saturating_sub(1),
            KeyCode::Char('n') if control => self.cursor + 1,
            KeyCode::Char('p') if control => self.cursor.saturating_sub(1),
            KeyCode::PageDown => self.cursor + page,
            KeyCode::PageUp => self.cursor.saturating_sub(page),
            _ => {
                let before = self.input.trimmed().to_owned();
                self.input.key(key);
                return if self.input.trimmed() == before {
                    Picked::Done
                } else {
                    self.rewind();
                    Picked::Filtered
                };
            }
        };
        self.move_to(to, rows, page);
        Picked::Done
    }

    /// Puts the cursor on a row.
    pub fn move_to(&mut self, row: usize, rows: usize, height: usize) {
        self.cursor = row.min(rows.saturating_sub(1));
        self.top = super::scroll(self.top, self.cursor, height.max(1));
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        self.input.insert(text);
        self.rewind();
    }

    fn rewind(&mut self) {
        self.cursor = 0;
        self.top = 0;
    }
}
