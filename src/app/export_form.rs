//! Contacts into a file: which file. Its name says how they are written; a file that is there is replaced only after a
//! second Enter.

use super::completing;
use super::effect::{Effect, ExportWanted, Question, Slot, Ticket};
use super::event::{Answer, Key, KeyCode};
use super::form::{Form, Line, Pressed};
use super::marks::Whom;
use super::popup::{Context, Reply, Step};
use super::toast::Toast;
use crate::model::Scope;
use crate::store::StoreError;

/// The form.
#[derive(Debug)]
pub struct ExportForm {
    /// Who goes out.
    pub whom: Whom,
    /// One line: the file.
    pub form: Form,
    /// Paths that begin with what is typed.
    pub offers: Vec<String>,
    scope: Scope,
    /// That the file is there has been said.
    warned: bool,
    asked: Option<Ticket>,
}

impl ExportForm {
    /// For contacts, and the question it asks first.
    pub(super) fn open(whom: Whom, context: &mut Context<'_>) -> (Self, Vec<Effect>) {
        let mut line = Line::required("File", "");
        "CSV, or JSON Lines where it ends in .jsonl; Tab completes".clone_into(&mut line.echo);
        let mut form = Self {
            whom,
            form: Form::new(vec![line]),
            offers: Vec::new(),
            scope: context.scope,
            warned: false,
            asked: None,
        };
        let effects = form.look(context);
        (form, effects)
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        if key.code == KeyCode::Tab {
            return self.complete(context);
        }
        match self.form.key(key) {
            Pressed::Cancel => Reply::close(),
            Pressed::Save => self.save(context),
            Pressed::Edited => Reply::want(self.look(context)),
            Pressed::Moved | Pressed::Other => Reply::default(),
        }
    }

    pub(super) fn paste(&mut self, text: &str, context: &mut Context<'_>) -> Reply {
        self.form.paste(text.trim());
        Reply::want(self.look(context))
    }

    pub(super) fn answer(&mut self, ticket: Ticket, answer: &Result<Answer, StoreError>) -> Reply {
        if let (true, Ok(Answer::Paths(paths))) = (self.asked == Some(ticket), answer) {
            self.offers.clone_from(paths);
        }
        Reply::default()
    }

    fn complete(&mut self, context: &mut Context<'_>) -> Reply {
        let Some(further) = completing::further(self.form.text(0), &self.offers) else {
            return Reply::default();
        };
        if let Some(line) = self.form.lines.first_mut() {
            line.input.set(further);
        }
        Reply::want(self.look(context))
    }

    /// Asks which paths begin with what is typed.
    fn look(&mut self, context: &mut Context<'_>) -> Vec<Effect> {
        self.warned = false;
        let typed = self.form.text(0).to_owned();
        let (ticket, ask) = context.tickets.ask(Slot::Paths, Question::Paths(typed));
        self.asked = Some(ticket);
        vec![ask]
    }

    fn save(&mut self, context: &mut Context<'_>) -> Reply {
        if let Some(line) = self.form.lines.first_mut() {
            line.error = None;
        }
        if !self.form.is_complete() {
            return Reply::default();
        }
        let path = self.form.text(0).to_owned();
        if !self.warned && self.offers.contains(&path) {
            self.warned = true;
            if let Some(line) = self.form.lines.first_mut() {
                line.error = Some("This file is there already. Enter again replaces it.".to_owned());
            }
            return Reply::default();
        }
        let ticket = context.tickets.next();
        let wanted = Box::new(ExportWanted {
            scope: self.scope,
            whom: self.whom.selection.clone(),
            path,
            replaces: self.warned,
        });
        Reply {
            step: Step::Close,
            effects: vec![Effect::Export { ticket, wanted }],
            toast: Some(Toast::done("Exporting. Ctrl-X stops it and leaves no file.")),
            ..Reply::default()
        }
    }
}

/// What is said when it has ended.
pub(super) fn toast(path: &str, result: &Result<(u64, usize), String>) -> Toast {
    match result {
        Ok((people, 0)) => Toast::done(format!("{} are in {path}.", super::figures::people(*people))),
        Ok((people, damaged)) => Toast::error(format!(
            "{} are in {path}; {damaged} are damaged in the store and left out. Run: audience check",
            super::figures::people(*people)
        )),
        Err(why) => Toast::error(why.clone()),
    }
}
