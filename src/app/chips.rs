//! Members of a set as they stand in a line of a form: what is closed by `;` is a chip, what is behind it is being typed.

use super::input::Input;
use crate::model::reading::split_set;
use crate::model::text::fold;

/// The members, and the whole as it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chips {
    members: Vec<String>,
    whole: String,
}

impl Chips {
    /// Of a text in which `;` stands between members.
    pub fn new(text: &str) -> Self {
        let mut chips = Self {
            members: Vec::new(),
            whole: text.trim().to_owned(),
        };
        for member in text.split(';') {
            chips.add(member);
        }
        chips
    }

    /// The members, in their order.
    pub fn members(&self) -> &[String] {
        &self.members
    }

    /// The members and what is being typed, with `;` between.
    pub fn whole(&self) -> &str {
        &self.whole
    }

    /// Whether a word is one of them, compared as people compare.
    pub fn has(&self, word: &str) -> bool {
        let wanted = fold(word);
        self.members.iter().any(|member| fold(member) == wanted)
    }

    fn add(&mut self, member: &str) {
        let member = member.trim();
        if !member.is_empty() && !self.has(member) {
            self.members.push(member.to_owned());
        }
    }

    /// Takes off the last one. False where there is none.
    pub(super) fn take_off(&mut self, typed: &Input) -> bool {
        let taken = self.members.pop().is_some();
        self.join(typed);
        taken
    }

    /// What has been closed by `;` becomes chips.
    pub(super) fn take(&mut self, typed: &mut Input) {
        if let Some((closed, rest)) = typed.text().rsplit_once(';') {
            let (closed, rest) = (closed.to_owned(), rest.trim_start().to_owned());
            for member in closed.split(';') {
                self.add(member);
            }
            typed.set(rest);
        }
        self.join(typed);
    }

    /// What is being typed becomes a chip, or several where marks stand between.
    pub(super) fn close(&mut self, typed: &mut Input) {
        if typed.trimmed().is_empty() {
            return;
        }
        for member in split_set(typed.text()) {
            self.add(&member);
        }
        typed.set("");
        self.join(typed);
    }

    fn join(&mut self, typed: &Input) {
        let typed = Some(typed.trimmed()).filter(|typed| !typed.is_empty());
        let all: Vec<&str> = self.members.iter().map(String::as_str).chain(typed).collect();
        self.whole = all.join("; ");
        // One alone that has another mark in it would be read as several.
        if let [one] = self.members.as_slice()
            && typed.is_none()
            && one.contains([',', '|'])
        {
            self.whole.push(';');
        }
    }
}
