//! Delete a contact list: says how many contacts are in it and in no other, and offers to move them first.

use super::effect::{Effect, Question, Slot, Ticket};
use super::event::{Answer, Key, KeyCode};
use super::input::Input;
use super::popup::{Context, Reply, Step};
use super::toast::Toast;
use crate::model::text::fold;
use crate::model::{Catalogue, ListId};
use crate::store::{Applied, Change, StoreError};

/// Which part of the dialog has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The choice between cancelling, moving and deleting.
    Choice,
    /// The search for the list to move to.
    MoveTo,
}

/// The answers one can give; the first is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Leave everything as it is.
    Keep,
    /// Move the contacts to another list, then delete.
    Move,
    /// Delete the list and the contacts that are in no other.
    Delete,
}

/// The dialog.
#[derive(Debug)]
pub struct DeleteList {
    /// Which list.
    pub list: ListId,
    /// Its name.
    pub name: String,
    /// Contacts in it, and those in no other; None until the store has answered.
    pub counts: Option<(u64, u64)>,
    /// What is chosen.
    pub choice: Choice,
    /// What has the keys.
    pub part: Part,
    /// The search for the target list.
    pub search: Input,
    /// Which of the found lists is at the cursor.
    pub at: usize,
    /// Why the last try failed.
    pub error: Option<String>,
    asked: Ticket,
    waiting: Option<Ticket>,
}

impl DeleteList {
    /// The dialog for a list, and the question it asks the store.
    pub fn open(list: ListId, context: &mut Context<'_>) -> (Self, Effect) {
        let (asked, effect) = context.tickets.ask(Slot::Deletion, Question::Deletion(list));
        let name = context
            .catalogue
            .list(list)
            .map(|list| list.name.clone())
            .unwrap_or_default();
        let dialog = Self {
            list,
            name,
            counts: None,
            choice: Choice::Keep,
            part: Part::Choice,
            search: Input::default(),
            at: 0,
            error: None,
            asked,
            waiting: None,
        };
        (dialog, effect)
    }

    /// The lists that the search finds, with their names.
    pub fn targets<'c>(&self, catalogue: &'c Catalogue) -> Vec<(ListId, &'c str)> {
        let wanted = fold(self.search.text());
        let others = catalogue.lists.iter().filter(|list| list.id != self.list);
        others
            .filter(|list| fold(&list.name).contains(&wanted))
            .map(|list| (list.id, list.name.as_str()))
            .collect()
    }

    /// Whether the change is being made.
    pub fn is_working(&self) -> bool {
        self.waiting.is_some()
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        if self.waiting.is_some() {
            return self.stop(key);
        }
        match self.part {
            Part::Choice => self.choose(key, context),
            Part::MoveTo => self.find_target(key, context),
        }
    }

    pub(super) fn paste(&mut self, text: &str) -> Reply {
        if self.part == Part::MoveTo {
            self.search.insert(text);
            self.at = 0;
        }
        Reply::default()
    }

    pub(super) fn answer(&mut self, ticket: Ticket, answer: &Result<Answer, StoreError>) -> Reply {
        if ticket == self.asked {
            match answer {
                Ok(Answer::Deletion(members, only_here)) => self.counts = Some((*members, *only_here)),
                Ok(_) => {}
                Err(error) => self.error = Some(error.to_string()),
            }
        }
        Reply::default()
    }

    pub(super) fn applied(&mut self, ticket: Ticket, result: &Result<Applied, StoreError>) -> Reply {
        if self.waiting != Some(ticket) {
            return Reply::default();
        }
        self.waiting = None;
        match result {
            Ok(_) => {
                let toast = Toast::done(format!("List {} deleted.", self.name));
                Reply {
                    step: Step::Close,
                    toast: Some(toast),
                    ..Reply::default()
                }
            }
            Err(error) => {
                self.error = Some(error.to_string());
                Reply::default()
            }
        }
    }

    /// While a large list is being deleted, Esc stops at the next batch border.
    fn stop(&self, key: Key) -> Reply {
        match (key.code, self.waiting) {
            (KeyCode::Esc, Some(ticket)) => Reply::want(vec![Effect::Stop(ticket)]),
            _ => Reply::default(),
        }
    }

    fn choose(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        match key.code {
            KeyCode::Esc | KeyCode::Char('q' | 'n') => return Reply::close(),
            KeyCode::Right | KeyCode::Down | KeyCode::Tab | KeyCode::Char('j' | 'l') => self.step(1, context),
            KeyCode::Left | KeyCode::Up | KeyCode::BackTab | KeyCode::Char('k' | 'h') => {
                self.step(-1, context);
            }
            KeyCode::Enter => match self.choice {
                Choice::Keep => return Reply::close(),
                Choice::Move => self.part = Part::MoveTo,
                Choice::Delete => return self.delete(None, context),
            },
            _ => {}
        }
        Reply::default()
    }

    fn step(&mut self, by: isize, context: &Context<'_>) {
        let can_move = context.catalogue.lists.len() > 1;
        let choices: &[Choice] = if can_move {
            &[Choice::Keep, Choice::Move, Choice::Delete]
        } else {
            &[Choice::Keep, Choice::Delete]
        };
        let at = choices
            .iter()
            .position(|choice| *choice == self.choice)
            .unwrap_or(0);
        let next = at.saturating_add_signed(by).min(choices.len() - 1);
        self.choice = choices.get(next).copied().unwrap_or(Choice::Keep);
    }

    fn find_target(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        match key.code {
            KeyCode::Esc => self.part = Part::Choice,
            KeyCode::Down | KeyCode::Tab => {
                self.at = (self.at + 1).min(self.targets(context.catalogue).len().saturating_sub(1));
            }
            KeyCode::Up | KeyCode::BackTab => self.at = self.at.saturating_sub(1),
            KeyCode::Enter => {
                let target = self.targets(context.catalogue).get(self.at).map(|(id, _)| *id);
                return target.map_or_else(Reply::default, |target| self.delete(Some(target), context));
            }
            _ => {
                if self.search.key(key) {
                    self.at = 0;
                }
            }
        }
        Reply::default()
    }

    fn delete(&mut self, move_to: Option<ListId>, context: &mut Context<'_>) -> Reply {
        let ticket = context.tickets.next();
        self.waiting = Some(ticket);
        self.error = None;
        Reply::want(vec![Effect::Apply {
            ticket,
            change: Change::DeleteList {
                list: self.list,
                move_to,
            },
        }])
    }
}
