//! A form: labelled lines, one of which has the cursor. What the lines mean is the business of the popup that holds it.

use super::chips::Chips;
use super::event::{Key, KeyCode, KeyModifiers};
use super::input::Input;

/// One labelled line.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// What it is called.
    pub label: String,
    /// What is typed.
    pub input: Input,
    /// Must not stay empty.
    pub required: bool,
    /// May have several lines of text.
    pub many_lines: bool,
    /// The members of a set that stand before what is typed.
    pub chips: Option<Chips>,
    /// What stood in it when the form was opened.
    pub was: String,
    /// What was understood, or what may be typed; secondary.
    pub echo: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl Line {
    /// A line with a label and what stands in it.
    pub fn new(label: impl Into<String>, text: impl Into<String>) -> Self {
        let was: String = text.into();
        Self {
            label: label.into(),
            input: Input::new(was.clone()),
            was,
            ..Self::default()
        }
    }

    /// What stands in it, without white space around it.
    pub fn text(&self) -> &str {
        self.chips
            .as_ref()
            .map_or_else(|| self.input.trimmed(), Chips::whole)
    }

    /// Puts a text in it.
    pub fn set(&mut self, text: &str) {
        if let Some(chips) = &mut self.chips {
            *chips = Chips::new(text);
            self.input.set("");
        } else {
            self.input.set(text);
        }
    }

    /// Whether something else stands in it than when the form was opened.
    pub fn is_changed(&self) -> bool {
        self.text() != self.was.trim()
    }

    /// What it is now outside this form: where somebody else has changed it too, that is said once, and then overwritten.
    pub fn meet(&mut self, now: &str) {
        if self.is_changed() && now != self.was && now != self.text() {
            self.error = Some(format!(
                "Somebody else has made it “{now}” meanwhile. Ctrl-S again makes it yours."
            ));
            now.clone_into(&mut self.was);
        }
    }

    /// The same, required.
    pub fn required(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            required: true,
            ..Self::new(label, text)
        }
    }
}

/// Labelled lines and the cursor among them.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The lines, from top to bottom.
    pub lines: Vec<Line>,
    /// Which has the cursor.
    pub at: usize,
}

/// What a key meant to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// The text of the line at the cursor changed, or the cursor moved within it.
    Edited,
    /// The cursor went to another line.
    Moved,
    /// Save (Enter, Ctrl-S).
    Save,
    /// Leave (Esc).
    Cancel,
    /// Nothing to a form.
    Other,
}

impl Form {
    /// A form with its cursor on the first line.
    pub fn new(lines: Vec<Line>) -> Self {
        Self { lines, at: 0 }
    }

    /// The line at the cursor.
    pub fn current(&self) -> Option<&Line> {
        self.lines.get(self.at)
    }

    /// The same, to be changed.
    pub(super) fn current_mut(&mut self) -> Option<&mut Line> {
        self.lines.get_mut(self.at)
    }

    /// The text of a line, trimmed; empty where there is no such line.
    pub fn text(&self, line: usize) -> &str {
        self.lines.get(line).map_or("", Line::text)
    }

    /// What was typed: the lines that are not as they were, by their labels.
    pub fn typed(&self) -> Vec<(String, String)> {
        let text = |line: &Line| match &line.chips {
            Some(chips) => chips.whole().to_owned(),
            None => line.input.text().to_owned(),
        };
        let changed = self.lines.iter().filter(|line| text(line) != line.was);
        changed.map(|line| (line.label.clone(), text(line))).collect()
    }

    /// Types it again; lines that are no more are left out.
    pub fn fill(&mut self, typed: &[(String, String)]) {
        for (label, text) in typed {
            if let Some(line) = self.lines.iter_mut().find(|line| line.label == *label) {
                line.set(text);
            }
        }
    }

    /// Takes a key. Enter goes on to the next line and saves on the last one; Ctrl-S saves from anywhere.
    pub fn key(&mut self, key: Key) -> Pressed {
        let at = self.at;
        let pressed = self.press(key);
        if let Pressed::Moved | Pressed::Save = pressed
            && let Some(line) = self.lines.get_mut(at)
            && let Some(chips) = &mut line.chips
        {
            chips.close(&mut line.input);
        }
        pressed
    }

    fn press(&mut self, key: Key) -> Pressed {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let many_lines = self.current().is_some_and(|line| line.many_lines);
        match key.code {
            KeyCode::Esc => Pressed::Cancel,
            KeyCode::Char('s') if control => Pressed::Save,
            KeyCode::Enter if key.modifiers.contains(KeyModifiers::ALT) && many_lines => {
                self.edit(|input| input.insert_lines("\n"))
            }
            KeyCode::Enter if self.at + 1 >= self.lines.len() => Pressed::Save,
            KeyCode::Enter | KeyCode::Tab | KeyCode::Down => self.go(1),
            KeyCode::BackTab | KeyCode::Up => self.go(-1),
            KeyCode::PageDown => self.go(isize::MAX),
            KeyCode::PageUp => self.go(isize::MIN),
            KeyCode::Backspace if self.take_chip_off() => self.touched(),
            _ => {
                let taken = self.current_mut().is_some_and(|line| line.input.key(key));
                if taken { self.touched() } else { Pressed::Other }
            }
        }
    }

    /// Takes pasted text into the line at the cursor.
    pub fn paste(&mut self, text: &str) -> Pressed {
        let many_lines = self.current().is_some_and(|line| line.many_lines);
        self.edit(|input| {
            if many_lines {
                input.insert_lines(text);
            } else {
                input.insert(text);
            }
        })
    }

    /// Marks required lines that are empty, and goes to the first line that is wrong. True where none is.
    pub fn is_complete(&mut self) -> bool {
        for line in &mut self.lines {
            if line.required && line.text().is_empty() {
                line.error = Some(format!("{} is required.", line.label));
            }
        }
        match self.lines.iter().position(|line| line.error.is_some()) {
            Some(wrong) => {
                self.at = wrong;
                false
            }
            None => true,
        }
    }

    fn edit(&mut self, change: impl FnOnce(&mut Input)) -> Pressed {
        if let Some(line) = self.lines.get_mut(self.at) {
            change(&mut line.input);
        }
        self.touched()
    }

    /// With nothing typed behind them the last of the chips goes.
    fn take_chip_off(&mut self) -> bool {
        let Some(line) = self.lines.get_mut(self.at) else {
            return false;
        };
        let chips = line.chips.as_mut().filter(|_| line.input.text().is_empty());
        chips.is_some_and(|chips| chips.take_off(&line.input))
    }

    fn touched(&mut self) -> Pressed {
        if let Some(line) = self.lines.get_mut(self.at) {
            line.error = None;
            if let Some(chips) = &mut line.chips {
                chips.take(&mut line.input);
            }
        }
        Pressed::Edited
    }

    fn go(&mut self, by: isize) -> Pressed {
        let last = self.lines.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
        Pressed::Moved
    }
}
