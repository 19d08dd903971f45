//! Making a segment of contacts that were picked by hand: it needs no more than a name.

use super::effect::{Effect, Ticket};
use super::event::Key;
use super::figures::people;
use super::form::{Form, Line, Pressed};
use super::marks::Whom;
use super::popup::{Context, Reply};
use super::toast::Toast;
use crate::model::NOBODY;
use crate::store::{Applied, Change, PinnedSegment, Selection, StoreError};

const NAME: usize = 0;

/// The form.
#[derive(Debug)]
pub struct PickSegment {
    /// Who is picked.
    pub whom: Whom,
    /// The name.
    pub form: Form,
    waiting: Option<Ticket>,
}

impl PickSegment {
    /// For those who are marked, or for one contact.
    pub(super) fn of(whom: Whom) -> Self {
        Self {
            whom,
            form: Form::new(vec![Line::required("Name", "")]),
            waiting: None,
        }
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        match self.form.key(key) {
            Pressed::Cancel => Reply::close(),
            Pressed::Save => self.save(context),
            Pressed::Edited => {
                self.check_name(context);
                Reply::default()
            }
            Pressed::Moved | Pressed::Other => Reply::default(),
        }
    }

    pub(super) fn paste(&mut self, text: &str, context: &mut Context<'_>) -> Reply {
        self.form.paste(text);
        self.check_name(context);
        Reply::default()
    }

    pub(super) fn applied(&mut self, ticket: Ticket, result: &Result<Applied, StoreError>) -> Reply {
        if self.waiting != Some(ticket) {
            return Reply::default();
        }
        self.waiting = None;
        match result {
            Ok(applied) => Reply {
                toast: Some(Toast::done(format!(
                    "Segment {} made of {}. u takes it back.",
                    self.form.text(NAME),
                    people(applied.contacts)
                ))),
                ..Reply::close()
            },
            Err(error) => {
                self.complain(Some(error.to_string()));
                Reply::default()
            }
        }
    }

    fn complain(&mut self, error: Option<String>) {
        if let Some(line) = self.form.lines.get_mut(NAME) {
            line.error = error;
        }
    }

    /// A taken name is said while it is typed, before the store refuses it.
    fn check_name(&mut self, context: &Context<'_>) {
        let taken = context
            .catalogue
            .segment_named(context.scope, self.form.text(NAME));
        self.complain(taken.map(|segment| format!("There is a segment “{}” already.", segment.name)));
    }

    fn save(&mut self, context: &mut Context<'_>) -> Reply {
        if self.waiting.is_some() || !self.form.is_complete() {
            return Reply::default();
        }
        let ticket = context.tickets.next();
        self.waiting = Some(ticket);
        let change = Change::CreatePinned(Box::new(PinnedSegment {
            scope: context.scope,
            name: self.form.text(NAME).to_owned(),
            criteria: NOBODY.to_owned(),
            within: self.whom.selection.clone(),
            out: Selection::Those(Vec::new()),
        }));
        Reply::want(vec![Effect::Apply { ticket, change }])
    }
}
