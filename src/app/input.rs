//! One editable line of text (or several, for notes): characters in, cursor by grapheme, the usual line-editing keys.

use super::event::{Key, KeyCode, KeyModifiers};
use unicode_segmentation::UnicodeSegmentation;

/// The longest text an input takes, in bytes: the limit of a criteria text.
const LONGEST: usize = 64 * 1024;

/// A text that is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    text: String,
    cursor: usize,
}

impl Input {
    /// Holds a text, cursor at its end.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            cursor: text.len(),
            text,
        }
    }

    /// The text as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text without white space around it.
    pub fn trimmed(&self) -> &str {
        self.text.trim()
    }

    /// The cursor's byte position, always between two graphemes.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// What stands before and after the cursor.
    pub fn around_cursor(&self) -> (&str, &str) {
        self.text
            .split_at_checked(self.cursor)
            .unwrap_or((&self.text, ""))
    }

    /// Replaces the text; the cursor goes to its end.
    pub fn set(&mut self, text: impl Into<String>) {
        *self = Self::new(text);
    }

    /// Replaces a stretch of bytes; the cursor goes behind what was put in. A stretch that cuts a character is left alone.
    pub fn splice(&mut self, range: std::ops::Range<usize>, with: &str) {
        if self.text.get(range.clone()).is_some() {
            self.cursor = range.start + with.len();
            self.text.replace_range(range, with);
        }
    }

    /// Puts the cursor at a byte; one inside a character is left alone.
    pub fn go_to(&mut self, at: usize) {
        if self.text.is_char_boundary(at) {
            self.cursor = at;
        }
    }

    /// Inserts text at the cursor; line breaks become spaces, other control characters are left out.
    pub fn insert(&mut self, text: &str) {
        let clean: String = text
            .replace("\r\n", " ")
            .chars()
            .map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c })
            .filter(|c| !c.is_control())
            .collect();
        self.insert_clean(&clean);
    }

    /// Inserts text at the cursor, keeping its line breaks.
    pub fn insert_lines(&mut self, text: &str) {
        let clean: String = text
            .replace("\r\n", "\n")
            .chars()
            .map(|c| if c == '\r' { '\n' } else { c })
            .filter(|c| *c == '\n' || !c.is_control())
            .collect();
        self.insert_clean(&clean);
    }

    fn insert_clean(&mut self, clean: &str) {
        if self.text.len() + clean.len() <= LONGEST && self.text.is_char_boundary(self.cursor) {
            self.text.insert_str(self.cursor, clean);
            self.cursor += clean.len();
        }
    }

    /// Takes a key of line editing; false where it is none.
    pub fn key(&mut self, key: Key) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Char('a') if control => self.cursor = 0,
            KeyCode::Char('e') if control => self.cursor = self.text.len(),
            KeyCode::Char('u') if control => self.remove(0..self.cursor),
            KeyCode::Char('k') if control => self.remove(self.cursor..self.text.len()),
            KeyCode::Char('w') if control => self.remove(self.word_start()..self.cursor),
            KeyCode::Backspace if alt || control => self.remove(self.word_start()..self.cursor),
            KeyCode::Char('b') if alt => self.cursor = self.word_start(),
            KeyCode::Char('f') if alt => self.cursor = self.word_end(),
            KeyCode::Left if control || alt => self.cursor = self.word_start(),
            KeyCode::Right if control || alt => self.cursor = self.word_end(),
            KeyCode::Char(c) if !control && !alt => self.insert(c.encode_utf8(&mut [0; 4])),
            KeyCode::Backspace => self.remove(self.previous()..self.cursor),
            KeyCode::Delete => self.remove(self.cursor..self.following()),
            KeyCode::Left => self.cursor = self.previous(),
            KeyCode::Right => self.cursor = self.following(),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.text.len(),
            _ => return false,
        }
        true
    }

    fn remove(&mut self, range: std::ops::Range<usize>) {
        if self.text.get(range.clone()).is_some() {
            self.cursor = range.start;
            self.text.replace_range(range, "");
        }
    }

    fn previous(&self) -> usize {
        let (before, _) = self.around_cursor();
        before.grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn following(&self) -> usize {
        let (_, after) = self.around_cursor();
        self.cursor + after.graphemes(true).next().map_or(0, str::len)
    }

    fn word_start(&self) -> usize {
        let (before, _) = self.around_cursor();
        before.unicode_word_indices().next_back().map_or(0, |(at, _)| at)
    }

    fn word_end(&self) -> usize {
        let (_, after) = self.around_cursor();
        after
            .unicode_word_indices()
            .next()
            .map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(input: &mut Input, code: KeyCode, modifiers: KeyModifiers) {
        input.key(Key { code, modifiers });
    }

    #[test]
    fn the_cursor_moves_by_grapheme_not_by_byte() {
        let mut input = Input::new("Zoë 👩‍👧");
        press(&mut input, KeyCode::Backspace, KeyModifiers::NONE);
        assert_eq!(input.text(), "Zoë ");
        press(&mut input, KeyCode::Left, KeyModifiers::NONE);
        press(&mut input, KeyCode::Backspace, KeyModifiers::NONE);
        assert_eq!((input.text(), input.cursor()), ("Zo ", 2));
    }

    #[test]
    fn words_are_removed_whole() {
        let mut input = Input::new("total_spent > 1000");
        press(&mut input, KeyCode::Char('w'), KeyModifiers::CONTROL);
        assert_eq!(input.text(), "total_spent > ");
    }

    #[test]
    fn pasted_control_characters_stay_outside() {
        let mut input = Input::default();
        input.insert("a\u{1b}[31mb\r\nc");
        assert_eq!(input.text(), "a[31mb c");
    }
}
