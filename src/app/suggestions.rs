//! What could stand at the cursor of a criteria text: words of the language at once, values of a field as they come.

use super::effect::{Effect, Question, Slot, Ticket};
use super::event::Answer;
use super::figures::count;
use super::popup::Tickets;
use crate::criteria;
use crate::criteria::Completion;
use crate::model::Scope;
use crate::store::StoreError;
use std::ops::Range;

/// One thing that could stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What would be written.
    pub text: String,
    /// What it means, or how many contacts have it.
    pub hint: String,
}

/// The suggestions and the cursor among them.
#[derive(Debug, Default)]
pub struct Suggestions {
    /// All of them, best first.
    pub items: Vec<Suggestion>,
    /// Which is at the cursor.
    pub at: usize,
    replace: Range<usize>,
    shown: bool,
    chosen: bool,
    asked: Option<Ticket>,
}

impl Suggestions {
    /// Whether they are on the screen.
    pub fn is_shown(&self) -> bool {
        self.shown && !self.items.is_empty()
    }

    /// Whether the user has moved among them, so that Enter takes one.
    pub fn is_chosen(&self) -> bool {
        self.chosen && self.is_shown()
    }

    /// Puts them away until the next edit.
    pub fn hide(&mut self) {
        self.shown = false;
        self.chosen = false;
    }

    /// Moves among them.
    pub fn step(&mut self, by: isize) {
        self.chosen = true;
        self.at = self
            .at
            .saturating_add_signed(by)
            .min(self.items.len().saturating_sub(1));
    }

    /// The one at the cursor, with the stretch of text it replaces.
    pub fn taken(&mut self) -> Option<(Range<usize>, String)> {
        let text = self.items.get(self.at)?.text.clone();
        self.hide();
        Some((self.replace.clone(), text))
    }

    /// Shows what the language offers, and asks the store for values where a field's value is being typed.
    pub(super) fn show(
        &mut self,
        completion: Completion,
        scope: Scope,
        tickets: &mut Tickets,
    ) -> Option<Effect> {
        let items = completion.items.into_iter();
        self.items = items
            .map(|item| Suggestion {
                text: item.text,
                hint: item.hint,
            })
            .collect();
        self.replace = completion.replace;
        self.at = 0;
        self.shown = true;
        self.chosen = false;
        self.asked = None;
        let (field, text) = completion.values_of?;
        let (ticket, ask) = tickets.ask(Slot::Values, Question::Values { scope, field, text });
        self.asked = Some(ticket);
        Some(ask)
    }

    /// Takes the values it has asked for; false where the answer is for another.
    pub(super) fn answer(&mut self, ticket: Ticket, answer: &Result<Answer, StoreError>) -> bool {
        if self.asked != Some(ticket) {
            return false;
        }
        if let Ok(Answer::Values(values)) = answer {
            let known: Vec<Suggestion> = values
                .iter()
                .map(|(value, contacts)| Suggestion {
                    text: criteria::written_value(value),
                    hint: format!("{} contacts", count(*contacts)),
                })
                .collect();
            self.items
                .retain(|item| known.iter().all(|value| item.text != value.text));
            self.items.splice(0..0, known);
        }
        true
    }
}
