//! Import a file from inside: which file into which list, then what each of its columns becomes, then the import itself,
//! which goes on behind the panes.

use super::completing;
use super::effect::{Effect, Question, Slot, Ticket};
use super::event::{Answer, Key, KeyCode};
use super::form::{Form, Line, Pressed};
use super::import_columns::{Chosen, ColumnChoice};
use super::popup::{Context, Reply, Step};
use super::toast::Toast;
use crate::model::text::fold;
use crate::phone::Region;
use crate::store::StoreError;
use crate::transfer::file::{FilePlan, FileWanted, Holds};
use crate::transfer::import::Source;
use std::path::PathBuf;

const FILE: usize = 0;
const LIST: usize = 1;
const COUNTRY: usize = 2;
const HOLDS: usize = 3;

/// The dialog.
#[derive(Debug)]
pub struct ImportDialog {
    /// File, list, country, and what the rows are.
    pub form: Form,
    /// Paths that begin with what is typed, or lists.
    pub offers: Vec<String>,
    /// What the file would bring, once it has been read.
    pub plan: Option<ColumnChoice>,
    /// Why it could not be read or the list not be made.
    pub error: Option<String>,
    /// The file is being read.
    pub reading: bool,
    paths: Option<Ticket>,
    planned: Option<Ticket>,
}

impl ImportDialog {
    /// Into the list at the cursor, and the question it asks first.
    pub fn open(context: &mut Context<'_>) -> (Self, Vec<Effect>) {
        let list = context.scope.list().and_then(|list| context.catalogue.list(list));
        let country = context.catalogue.settings.country.clone().unwrap_or_default();
        let mut lines = vec![
            Line::required("File", ""),
            Line::required(
                "Into list",
                list.map(|list| list.name.clone()).unwrap_or_default(),
            ),
            Line::new("Country", country),
            Line::new("Rows are", ""),
        ];
        let echoes = [
            "a CSV file with a heading row; Tab completes",
            "a list that is there, or a new one",
            "for numbers without a country code: PT, Portugal",
            "contacts, purchases, emails, messages; empty: its heading says",
        ];
        for (line, echo) in lines.iter_mut().zip(echoes) {
            echo.clone_into(&mut line.echo);
        }
        let mut dialog = Self {
            form: Form::new(lines),
            offers: Vec::new(),
            plan: None,
            error: None,
            reading: false,
            paths: None,
            planned: None,
        };
        let effects = dialog.offer(context);
        (dialog, effects)
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        if self.plan.is_some() {
            return self.plan_key(key, context);
        }
        if key.code == KeyCode::Tab && self.complete() {
            return Reply::want(self.offer(context));
        }
        match self.form.key(key) {
            Pressed::Cancel => Reply::close(),
            Pressed::Save => self.read(context),
            Pressed::Edited | Pressed::Moved => {
                self.error = None;
                Reply::want(self.offer(context))
            }
            Pressed::Other => Reply::default(),
        }
    }

    pub(super) fn paste(&mut self, text: &str, context: &mut Context<'_>) -> Reply {
        if let Some(plan) = &mut self.plan {
            plan.paste(text);
            return Reply::default();
        }
        self.form.paste(text.trim());
        Reply::want(self.offer(context))
    }

    pub(super) fn answer(&mut self, ticket: Ticket, answer: &Result<Answer, StoreError>) -> Reply {
        match answer {
            Ok(Answer::Paths(paths)) if self.paths == Some(ticket) => self.offers.clone_from(paths),
            Ok(Answer::Plan(plan)) if self.planned == Some(ticket) => self.planned(plan),
            Err(error) if self.planned == Some(ticket) => self.fail(error.to_string()),
            _ => {}
        }
        Reply::default()
    }

    fn fail(&mut self, error: String) {
        self.reading = false;
        self.error = Some(error);
    }

    fn planned(&mut self, plan: &Result<Box<FilePlan>, String>) {
        self.reading = false;
        match plan {
            Ok(plan) => self.plan = Some(ColumnChoice::new(plan.clone())),
            Err(reason) => self.error = Some(reason.clone()),
        }
    }

    /// What could be typed on the line at the cursor.
    fn offer(&mut self, context: &mut Context<'_>) -> Vec<Effect> {
        self.offers.clear();
        self.paths = None;
        match self.form.at {
            FILE => {
                let typed = self.form.text(FILE).to_owned();
                let (ticket, ask) = context.tickets.ask(Slot::Paths, Question::Paths(typed));
                self.paths = Some(ticket);
                vec![ask]
            }
            LIST => {
                let wanted = fold(self.form.text(LIST));
                let lists = context.catalogue.lists.iter().map(|list| list.name.clone());
                self.offers = lists
                    .filter(|name| fold(name).starts_with(&wanted) && fold(name) != wanted)
                    .collect();
                Vec::new()
            }
            HOLDS => {
                let wanted = fold(self.form.text(HOLDS));
                let words = Holds::ALL.iter().map(|holds| holds.word());
                self.offers = words
                    .filter(|word| word.starts_with(&wanted) && *word != wanted)
                    .map(str::to_owned)
                    .collect();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Writes as much of the offers as they have in common; false where that adds nothing.
    fn complete(&mut self) -> bool {
        let Some(common) = completing::further(self.form.text(self.form.at), &self.offers) else {
            return false;
        };
        if let Some(line) = self.form.lines.get_mut(self.form.at) {
            line.input.set(common);
        }
        true
    }

    /// Has the file looked at.
    fn read(&mut self, context: &mut Context<'_>) -> Reply {
        self.check_country();
        self.check_holds();
        if self.reading || !self.form.is_complete() {
            return Reply::default();
        }
        self.reading = true;
        self.error = None;
        let wanted = Box::new(FileWanted {
            from: Source::File(PathBuf::from(self.form.text(FILE))),
            holds: Holds::named(self.form.text(HOLDS)),
            list: self.form.text(LIST).to_owned(),
            country: Region::named(self.form.text(COUNTRY)),
        });
        let (ticket, ask) = context.tickets.ask(Slot::Plan, Question::Plan(wanted));
        self.planned = Some(ticket);
        Reply::want(vec![ask])
    }

    fn check_country(&mut self) {
        let text = self.form.text(COUNTRY).to_owned();
        let unknown = !text.is_empty() && Region::named(&text).is_none();
        if let Some(line) = self.form.lines.get_mut(COUNTRY) {
            line.error = unknown.then(|| format!("“{text}” is no country that is known."));
        }
    }

    fn check_holds(&mut self) {
        let text = self.form.text(HOLDS).to_owned();
        let unknown = !text.is_empty() && Holds::named(&text).is_none();
        if let Some(line) = self.form.lines.get_mut(HOLDS) {
            line.error =
                unknown.then(|| format!("“{text}” is none of contacts, purchases, emails, messages."));
        }
    }

    fn plan_key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        let Some(choice) = &mut self.plan else {
            return Reply::default();
        };
        match choice.key(key, context) {
            Chosen::Nothing => Reply::default(),
            Chosen::Back => {
                self.plan = None;
                Reply::default()
            }
            Chosen::Import => {
                let ticket = context.tickets.next();
                let plan = choice.plan.clone();
                Reply {
                    step: Step::Close,
                    effects: vec![Effect::Import { ticket, plan }],
                    toast: Some(Toast::done("Importing. Ctrl-X stops at a safe place.")),
                    ..Reply::default()
                }
            }
        }
    }
}
