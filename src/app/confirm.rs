//! A question before something large. Default No, and not on the key that began it.

use super::effect::{Effect, Ticket};
use super::event::{Key, KeyCode};
use super::popup::{Context, Reply, Step};
use super::toast::Toast;
use crate::store::{Applied, Change, StoreError};

/// The question and what a yes does.
#[derive(Debug)]
pub struct Confirm {
    /// What one looks at: `Delete Ana Silva?`
    pub title: String,
    /// What a yes would do, line by line.
    pub lines: Vec<String>,
    /// The word on the yes button.
    pub yes: String,
    /// What a yes does.
    pub change: Change,
    /// What is said when it is done.
    pub done: String,
    /// The marked contacts are done with when it is done.
    pub unmarks: bool,
    /// Whether Yes is chosen.
    pub chosen: bool,
    waiting: Option<Ticket>,
}

impl Confirm {
    /// Asks before a change.
    pub fn new(title: impl Into<String>, lines: Vec<String>, yes: &str, change: Change, done: &str) -> Self {
        Self {
            title: title.into(),
            lines,
            yes: yes.to_owned(),
            change,
            done: done.to_owned(),
            unmarks: false,
            chosen: false,
            waiting: None,
        }
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        match key.code {
            KeyCode::Enter if self.chosen => self.accept(context),
            KeyCode::Enter | KeyCode::Esc | KeyCode::Char('n' | 'q') => Reply::close(),
            KeyCode::Left | KeyCode::Right | KeyCode::Tab | KeyCode::BackTab | KeyCode::Char('h' | 'l') => {
                self.chosen = !self.chosen;
                Reply::default()
            }
            KeyCode::Char('y') => self.accept(context),
            _ => Reply::default(),
        }
    }

    fn accept(&mut self, context: &mut Context<'_>) -> Reply {
        if self.waiting.is_some() {
            return Reply::default();
        }
        let ticket = context.tickets.next();
        self.waiting = Some(ticket);
        Reply::want(vec![Effect::Apply {
            ticket,
            change: self.change.clone(),
        }])
    }

    pub(super) fn applied(
        &mut self,
        ticket: Ticket,
        result: &Result<Applied, StoreError>,
        _context: &mut Context<'_>,
    ) -> Reply {
        if self.waiting != Some(ticket) {
            return Reply::default();
        }
        let toast = match result {
            Ok(_) => Toast::done(self.done.clone()),
            Err(error) => Toast::error(error.to_string()),
        };
        Reply {
            step: Step::Close,
            unmarks: self.unmarks && result.is_ok(),
            toast: Some(toast),
            ..Reply::default()
        }
    }
}
