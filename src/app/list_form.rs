//! Create a contact list, or edit the name and description of one.

use super::draft::Draft;
use super::effect::{Effect, Ticket};
use super::event::Key;
use super::form::{Form, Line, Pressed};
use super::popup::{Context, Reply, Step};
use super::toast::Toast;
use crate::model::{ContactList, ListId};
use crate::store::{Applied, Change, StoreError};

const NAME: usize = 0;
const DESCRIPTION: usize = 1;

/// The form of a list.
#[derive(Debug)]
pub struct ListForm {
    /// The list that is edited; None for a new one.
    pub list: Option<ListId>,
    /// Name and description.
    pub form: Form,
    waiting: Option<Ticket>,
}

impl ListForm {
    /// For a new list.
    pub fn create() -> Self {
        Self::with(None, "", "")
    }

    /// For a list that is there.
    pub fn edit(list: &ContactList) -> Self {
        Self::with(Some(list.id), &list.name, &list.description)
    }

    fn with(list: Option<ListId>, name: &str, description: &str) -> Self {
        let form = Form::new(vec![
            Line::required("Name", name),
            Line::new("Description", description),
        ]);
        Self {
            list,
            form,
            waiting: None,
        }
    }

    /// What is half written.
    pub(super) fn draft(&self) -> Option<Draft> {
        let lines = self.form.typed();
        (!lines.is_empty()).then(|| Draft::List {
            list: self.list.map(|list| list.0),
            lines,
        })
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
            Ok(_) => {
                let done = if self.list.is_some() { "saved" } else { "created" };
                let toast = Toast::done(format!("List {} {done}.", self.form.text(NAME)));
                Reply {
                    step: Step::Close,
                    toast: Some(toast),
                    ..Reply::default()
                }
            }
            Err(error) => {
                if let Some(line) = self.form.lines.get_mut(NAME) {
                    line.error = Some(error.to_string());
                }
                Reply::default()
            }
        }
    }

    /// A taken name is said while it is typed, before the store refuses it.
    fn check_name(&mut self, context: &Context<'_>) {
        let taken = context
            .catalogue
            .list_named(self.form.text(NAME))
            .filter(|list| Some(list.id) != self.list);
        if let Some(line) = self.form.lines.get_mut(NAME) {
            line.error = taken.map(|list| format!("There is a list “{}” already.", list.name));
        }
    }

    /// What somebody else has made of a line that was changed here too is shown before it is overwritten.
    fn check_others(&mut self, context: &Context<'_>) {
        let Some(list) = self.list.and_then(|list| context.catalogue.list(list)) else {
            return;
        };
        for (line, now) in self.form.lines.iter_mut().zip([&list.name, &list.description]) {
            line.error = None;
            line.meet(now);
        }
        if self.form.lines.iter().all(|line| line.error.is_none()) {
            self.check_name(context);
        }
    }

    fn save(&mut self, context: &mut Context<'_>) -> Reply {
        self.check_others(context);
        if self.waiting.is_some() || !self.form.is_complete() {
            return Reply::default();
        }
        let name = self.form.text(NAME).to_owned();
        let description = self.form.text(DESCRIPTION).to_owned();
        let changed = |line: usize| self.form.lines.get(line).is_some_and(Line::is_changed);
        let change = match self.list {
            None => Change::CreateList { name, description },
            Some(list) => Change::EditList {
                list,
                name: changed(NAME).then_some(name),
                description: changed(DESCRIPTION).then_some(description),
                lifecycle: None,
            },
        };
        let ticket = context.tickets.next();
        self.waiting = Some(ticket);
        Reply::want(vec![Effect::Apply { ticket, change }])
    }
}
