//! A list to choose from, moved through by arrows and vim keys, narrowed with `/`: what help and sorting share.

use super::event::{Key, KeyCode, KeyModifiers};
use super::input::Input;

/// Cursor, scroll and filter of a list.
#[derive(Debug, Default)]
pub struct Picker {
    /// What narrows the list.
    pub filter: Input,
    /// The keys go into the filter.
    pub typing: bool,
    /// The chosen row.
    pub cursor: usize,
    /// The first visible row.
    pub top: usize,
}

/// What a key meant to the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picked {
    /// Nothing was left to do.
    Done,
    /// The filter has another text.
    Filtered,
    /// Close without choosing.
    Close,
    /// The row under the cursor.
    Chosen,
    /// The key is none of the list's.
    Other,
}

impl Picker {
    /// Takes a key; the list has so many rows, of which so many are visible.
    pub fn key(&mut self, key: Key, rows: usize, height: usize) -> Picked {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let page = height.max(1);
        let last = rows.saturating_sub(1);
        let to = match key.code {
            KeyCode::Enter if self.typing => return self.stop_typing(),
            KeyCode::Enter => return Picked::Chosen,
            KeyCode::Esc if self.typing || !self.filter.text().is_empty() => {
                self.filter.set("");
                self.typing = false;
                return Picked::Filtered;
            }
            KeyCode::Esc => return Picked::Close,
            KeyCode::Down => self.cursor + 1,
            KeyCode::Up => self.cursor.saturating_sub(1),
            KeyCode::PageDown => self.cursor + page,
            KeyCode::PageUp => self.cursor.saturating_sub(page),
            _ if self.typing => {
                let before = self.filter.text().len();
                self.filter.key(key);
                return if self.filter.text().len() == before {
                    Picked::Done
                } else {
                    Picked::Filtered
                };
            }
            KeyCode::Char('d') if control => self.cursor + page / 2,
            KeyCode::Char('u') if control => self.cursor.saturating_sub(page / 2),
            KeyCode::Char('f') if control => self.cursor + page,
            KeyCode::Char('b') if control => self.cursor.saturating_sub(page),
            KeyCode::Char('j') => self.cursor + 1,
            KeyCode::Char('k') => self.cursor.saturating_sub(1),
            KeyCode::Char('g') | KeyCode::Home => 0,
            KeyCode::Char('G') | KeyCode::End => last,
            KeyCode::Char('q') => return Picked::Close,
            KeyCode::Char('/') => {
                self.typing = true;
                return Picked::Done;
            }
            _ => return Picked::Other,
        };
        self.cursor = to.min(last);
        self.top = super::scroll(self.top, self.cursor, page);
        Picked::Done
    }

    fn stop_typing(&mut self) -> Picked {
        self.typing = false;
        Picked::Done
    }

    /// Begins anew at the first row.
    pub fn rewind(&mut self) {
        self.cursor = 0;
        self.top = 0;
    }
}
