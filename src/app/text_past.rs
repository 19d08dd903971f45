//! What a text was before each of its edits, to go back to and to come from there again. What is typed in one go is one
//! edit.

use super::input::Input;

/// The most steps that are kept.
const KEPT: usize = 200;

/// The steps.
#[derive(Debug, Default)]
pub struct TextPast {
    before: Vec<Input>,
    after: Vec<Input>,
    typing: bool,
}

impl TextPast {
    /// A character was typed, or taken away; a word begins another step.
    pub(super) fn typed(&mut self, before: &Input, new_word: bool) {
        if !self.typing || new_word || !self.after.is_empty() {
            self.edited(before);
        }
        self.typing = true;
    }

    /// The text is about to change in one step.
    pub(super) fn edited(&mut self, before: &Input) {
        self.typing = false;
        self.after.clear();
        if self.before.len() == KEPT {
            self.before.remove(0);
        }
        self.before.push(before.clone());
    }

    /// The text before the last step.
    pub(super) fn back(&mut self, now: &Input) -> Option<Input> {
        let before = self.before.pop()?;
        self.typing = false;
        self.after.push(now.clone());
        Some(before)
    }

    /// The text after the step that was last taken back.
    pub(super) fn again(&mut self, now: &Input) -> Option<Input> {
        let after = self.after.pop()?;
        self.before.push(now.clone());
        Some(after)
    }
}
