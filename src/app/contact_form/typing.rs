//! What is understood of each line while it is typed, and what it could become: options of a choice, and members that
//! others have in a set.

use super::ContactForm;
use crate::app::effect::{Effect, Question, Slot, Ticket};
use crate::app::event::Answer;
use crate::app::popup::Context;
use crate::app::understood::{self, offered};
use crate::model::text::fold;
use crate::model::{BuiltinField, FieldRef, FieldType, Scope};
use crate::store::StoreError;

/// Members of a set that others have.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Of which line.
    at: usize,
    words: Vec<String>,
    asked: Option<Ticket>,
}

impl ContactForm {
    /// Says beside the line at the cursor what is understood of it, and asks what others have there.
    pub(super) fn understand(&mut self, context: &mut Context<'_>) -> Option<Effect> {
        let at = self.form.at;
        let (field, kind) = self.fields.get(at).map(|line| (line.field, line.kind.clone()))?;
        let own = [BuiltinField::OtherPhones, BuiltinField::OtherEmails].map(FieldRef::Builtin);
        let typed = self.form.lines.get(at)?.input.trimmed().to_owned();
        let mut effect = None;
        if kind == FieldType::Set && !own.contains(&field) && !typed.is_empty() {
            let question = Question::Values {
                scope: Scope::Everyone,
                field,
                text: typed,
            };
            let (ticket, ask) = context.tickets.ask(Slot::Values, question);
            self.known.at = at;
            self.known.asked = Some(ticket);
            effect = Some(ask);
        }
        self.say_understood(at);
        effect
    }

    /// Takes what others have.
    pub(super) fn take_known(&mut self, ticket: Ticket, answer: &Result<Answer, StoreError>) {
        if self.known.asked.take_if(|asked| *asked == ticket).is_some()
            && let Ok(Answer::Values(values)) = answer
        {
            self.known.words = values.iter().map(|(word, _)| word.clone()).collect();
            self.say_understood(self.known.at);
        }
    }

    fn say_understood(&mut self, at: usize) {
        let number = FieldRef::Builtin(BuiltinField::Phone);
        let Some(field) = self.fields.get(at).filter(|line| line.field != number) else {
            return;
        };
        let offers = self.offers(at);
        let echo = if offers.is_empty() {
            self.reader.echo(field, self.form.text(at))
        } else {
            offered(&offers)
        };
        if let Some(line) = self.form.lines.get_mut(at) {
            line.echo = echo;
        }
    }

    /// What the text of a line could become.
    fn offers(&self, at: usize) -> Vec<String> {
        let (Some(field), Some(line)) = (self.fields.get(at), self.form.lines.get(at)) else {
            return Vec::new();
        };
        let typed = line.input.trimmed();
        let Some(chips) = &line.chips else {
            return understood::offers(&field.kind, typed);
        };
        let wanted = fold(typed);
        let begins = |word: &&String| fold(word).starts_with(&wanted) && !chips.has(word);
        let known = self.known.words.iter().filter(begins);
        if typed.is_empty() || self.known.at != at {
            return Vec::new();
        }
        known.cloned().collect()
    }

    /// Completes the line at the cursor with the first that is offered. False where nothing is.
    pub(super) fn take_offer(&mut self) -> bool {
        let offer = self.offers(self.form.at).into_iter().next();
        let (Some(offer), Some(line)) = (offer, self.form.current_mut()) else {
            return false;
        };
        match &mut line.chips {
            Some(chips) => {
                line.input.set(offer);
                chips.close(&mut line.input);
            }
            None => line.input.set(offer),
        }
        line.error = None;
        true
    }

    /// Spells a line out, once the cursor has left it; or says why it cannot be read.
    pub(super) fn spell(&mut self, at: usize) -> Option<String> {
        let field = self.fields.get(at)?;
        match self.reader.spelled(field, self.form.text(at))? {
            Ok(spelled) => {
                if let Some(line) = self.form.lines.get_mut(at) {
                    line.set(&spelled);
                }
                None
            }
            Err(why) => Some(why),
        }
    }
}
