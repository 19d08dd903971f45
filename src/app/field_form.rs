//! Defines a custom field, or gives one another name, type or options. What another type would lose is shown first.

use super::at_once::Promise;
use super::draft::Draft;
use super::effect::{Effect, Question, Slot, Ticket};
use super::event::{Answer, Key, KeyCode};
use super::figures::count;
use super::form::{Form, Line, Pressed};
use super::popup::{Context, Reply, Step};
use super::retype::{Meant, Retype};
use super::toast::Toast;
use crate::criteria::key_of;
use crate::model::reading::split_set;
use crate::model::text::fold;
use crate::model::{Catalogue, Currency, FieldDef, FieldId, FieldType};
use crate::store::{Applied, Change, Losses, StoreError};

const NAME: usize = 0;
const TYPE: usize = 1;
const OPTIONS: usize = 2;

/// The words of the types, each with its own first letter.
const TYPES: [&str; 7] = ["text", "number", "money", "date", "yes/no", "choice", "set"];

/// The form.
#[derive(Debug)]
pub struct FieldForm {
    /// The field that is edited; None for a new one.
    pub field: Option<FieldId>,
    /// Name, type, options.
    pub form: Form,
    /// What the other type would lose is being shown.
    pub retype: Option<Retype>,
    waiting: Option<Ticket>,
}

impl FieldForm {
    /// For a new field.
    pub fn create(context: &Context<'_>) -> Self {
        Self::with(None, ["", "text", ""], context)
    }

    /// For a field that is there.
    pub fn edit(field: &FieldDef, context: &Context<'_>) -> Self {
        let options = options_of(&field.kind);
        Self::with(
            Some(field.id),
            [&field.label, field.kind.word(), &options],
            context,
        )
    }

    fn with(field: Option<FieldId>, texts: [&str; 3], context: &Context<'_>) -> Self {
        let [name, kind, options] = texts;
        let mut form = Self {
            field,
            form: Form::new(vec![
                Line::required("Name", name),
                Line::required("Type", kind),
                Line::new("Options", options),
            ]),
            retype: None,
            waiting: None,
        };
        form.explain(context);
        form
    }

    /// What is half written.
    pub(super) fn draft(&self) -> Option<Draft> {
        let lines = self.form.typed();
        (!lines.is_empty()).then(|| Draft::Field {
            field: self.field.map(|field| field.0),
            lines,
        })
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        if let Some(retype) = &mut self.retype {
            return match retype.key(key) {
                Meant::Open => Reply::default(),
                Meant::Back => {
                    self.retype = None;
                    Reply::default()
                }
                Meant::Yes => self.change(context),
            };
        }
        let pressed = if key.code == KeyCode::Tab && self.complete() {
            Pressed::Edited
        } else {
            self.form.key(key)
        };
        match pressed {
            Pressed::Cancel => return Reply::close(),
            Pressed::Save => return self.save(context),
            Pressed::Moved => self.spell_type(),
            Pressed::Edited | Pressed::Other => {}
        }
        self.explain(context);
        Reply::default()
    }

    pub(super) fn paste(&mut self, text: &str, context: &Context<'_>) -> Reply {
        if self.retype.is_none() {
            self.form.paste(text);
            self.explain(context);
        }
        Reply::default()
    }

    pub(super) fn answer(
        &mut self,
        ticket: Ticket,
        answer: &Result<Answer, StoreError>,
        context: &mut Context<'_>,
    ) -> Reply {
        let Some(retype) = self.retype.as_mut().filter(|retype| retype.asked == ticket) else {
            return Reply::default();
        };
        match answer {
            Ok(Answer::Losses(losses)) => {
                let loses = losses.lost > 0;
                retype.losses = Some(losses.clone());
                if loses {
                    Reply::default()
                } else {
                    self.change(context)
                }
            }
            Ok(_) => Reply::default(),
            Err(error) => {
                self.retype = None;
                self.wrong(TYPE, error.to_string());
                Reply::default()
            }
        }
    }

    pub(super) fn applied(&mut self, ticket: Ticket, result: &Result<Applied, StoreError>) -> Reply {
        if self.waiting.take_if(|waiting| *waiting == ticket).is_none() {
            return Reply::default();
        }
        match result {
            Ok(_) => {
                let done = if self.field.is_some() { "saved" } else { "added" };
                Reply {
                    step: Step::Close,
                    toast: Some(Toast::done(format!("Field {} {done}.", self.form.text(NAME)))),
                    ..Reply::default()
                }
            }
            Err(error) => {
                self.wrong(NAME, error.to_string());
                Reply::default()
            }
        }
    }

    /// Completes the word of a type. False where there is nothing to complete.
    fn complete(&mut self) -> bool {
        let typed = self.form.text(TYPE);
        let unfinished = !typed.is_empty() && !TYPES.contains(&typed) && word_of(typed).is_some();
        if self.form.at == TYPE && unfinished {
            self.spell_type();
            return true;
        }
        false
    }

    /// A type that was begun is written out.
    fn spell_type(&mut self) {
        if let Some(word) = word_of(self.form.text(TYPE))
            && let Some(line) = self.form.lines.get_mut(TYPE)
            && line.input.trimmed() != word
        {
            line.input.set(word);
        }
    }

    /// Says what each line is for, as the others are now.
    fn explain(&mut self, context: &Context<'_>) {
        let word = word_of(self.form.text(TYPE)).unwrap_or_default();
        let currency = context.catalogue.settings.currency;
        let name = self.name_said(context.catalogue);
        let (label, about) = match (word, currency) {
            ("choice", _) => ("Options", "what can be chosen, with ; between: S; M; L"),
            ("money", None) => ("Currency", "EUR, USD …: that of all money in the store"),
            _ => ("Options", "only a choice has options"),
        };
        let echoes = [name, type_said(word, currency), about.to_owned()];
        for (line, echo) in self.form.lines.iter_mut().zip(echoes) {
            line.echo = echo;
        }
        if let Some(line) = self.form.lines.get_mut(OPTIONS) {
            label.clone_into(&mut line.label);
        }
        let taken = self.taken(context.catalogue);
        if let (Some(line), Some(taken)) = (self.form.lines.get_mut(NAME), taken) {
            line.error = Some(taken);
        }
    }

    /// What criteria call it.
    fn name_said(&self, names: &Catalogue) -> String {
        if let Some(field) = self.field.and_then(|field| names.field(field)) {
            return format!("criteria go on calling it {}", field.key);
        }
        match self.form.text(NAME) {
            "" => "what people call it".to_owned(),
            label => {
                let key = key_of(label, &|key| names.field_named(key).is_some());
                format!("criteria call it {key}")
            }
        }
    }

    /// Why the name cannot be.
    fn taken(&self, names: &Catalogue) -> Option<String> {
        let wanted = fold(self.form.text(NAME));
        let others = names.fields.iter().filter(|field| Some(field.id) != self.field);
        let mut same = others.filter(|field| fold(&field.label) == wanted);
        same.next()
            .map(|field| format!("There is a field “{}” already.", field.label))
    }

    /// The type with its options, or which line is wrong and why.
    fn kind(&self) -> Result<FieldType, (usize, String)> {
        Ok(match word_of(self.form.text(TYPE)) {
            Some("text") => FieldType::Text,
            Some("number") => FieldType::Number,
            Some("money") => FieldType::Money,
            Some("date") => FieldType::Date,
            Some("yes/no") => FieldType::YesNo,
            Some("set") => FieldType::Set,
            Some(_) => match split_set(self.form.text(OPTIONS)) {
                options if options.is_empty() => {
                    return Err((OPTIONS, "A choice needs options: S; M; L.".to_owned()));
                }
                options => FieldType::Choice(options),
            },
            None => {
                let words = TYPES.join(", ");
                return Err((TYPE, format!("There is no such type. There are {words}.")));
            }
        })
    }

    fn wrong(&mut self, line: usize, why: String) {
        self.form.at = line;
        if let Some(line) = self.form.lines.get_mut(line) {
            line.error = Some(why);
        }
    }

    fn save(&mut self, context: &mut Context<'_>) -> Reply {
        if self.waiting.is_some() {
            return Reply::default();
        }
        self.spell_type();
        self.explain(context);
        self.meet_others(context.catalogue);
        let kind = match self.kind() {
            Ok(kind) => kind,
            Err((line, why)) => {
                self.wrong(line, why);
                return Reply::default();
            }
        };
        if !self.form.is_complete() {
            return Reply::default();
        }
        match self.field.and_then(|field| context.catalogue.field(field)) {
            None => self.add(kind, context),
            Some(field) if field.kind != kind => self.ask(field.id, kind, context),
            Some(_) => self.rename(context),
        }
    }

    /// What somebody else has made of a line that was changed here too is shown before it is overwritten.
    fn meet_others(&mut self, names: &Catalogue) {
        let Some(field) = self.field.and_then(|field| names.field(field)) else {
            return;
        };
        let now = [
            field.label.clone(),
            field.kind.word().to_owned(),
            options_of(&field.kind),
        ];
        for (line, now) in self.form.lines.iter_mut().zip(&now) {
            line.meet(now);
        }
    }

    fn add(&mut self, kind: FieldType, context: &mut Context<'_>) -> Reply {
        let mut effects = Vec::new();
        let settings = &context.catalogue.settings;
        let code = self.form.text(OPTIONS);
        if kind == FieldType::Money && settings.currency.is_none() && !code.is_empty() {
            let Some(currency) = Currency::from_code(code) else {
                let why = format!("“{code}” is no currency. Write its ISO 4217 code, like EUR.");
                self.wrong(OPTIONS, why);
                return Reply::default();
            };
            let mut settings = settings.clone();
            settings.currency = Some(currency);
            effects.push(Effect::Apply {
                ticket: context.tickets.next(),
                change: Change::Settings(settings),
            });
        }
        let ticket = context.tickets.next();
        self.waiting = Some(ticket);
        let label = self.form.text(NAME).to_owned();
        effects.push(Effect::Apply {
            ticket,
            change: Change::AddField { label, kind },
        });
        Reply::want(effects)
    }

    /// A name that was changed.
    fn renaming(&self) -> Option<Change> {
        let changed = self.form.lines.first().is_some_and(Line::is_changed);
        let field = self.field.filter(|_| changed)?;
        let label = self.form.text(NAME).to_owned();
        Some(Change::RenameField { field, label })
    }

    fn rename(&mut self, context: &mut Context<'_>) -> Reply {
        let Some(change) = self.renaming() else {
            return Reply::close();
        };
        let ticket = context.tickets.next();
        self.waiting = Some(ticket);
        Reply::want(vec![Effect::Apply { ticket, change }])
    }

    /// Has the values looked through.
    fn ask(&mut self, field: FieldId, kind: FieldType, context: &mut Context<'_>) -> Reply {
        let question = Question::Losses {
            field,
            kind: kind.clone(),
        };
        let (asked, effect) = context.tickets.ask(Slot::Losses, question);
        self.retype = Some(Retype {
            label: self.form.text(NAME).to_owned(),
            kind,
            losses: None,
            chosen: false,
            asked,
        });
        Reply::want(vec![effect])
    }

    /// Gives the field its type, and its name where that is another; what comes of it is said when it is done.
    fn change(&mut self, context: &mut Context<'_>) -> Reply {
        let (Some(retype), Some(field)) = (self.retype.take(), self.field) else {
            return Reply::default();
        };
        let mut effects = Vec::new();
        if let Some(change) = self.renaming() {
            effects.push(Effect::Apply {
                ticket: context.tickets.next(),
                change,
            });
        }
        let said = said(&retype);
        let ticket = context.tickets.next();
        let kind = retype.kind;
        effects.push(Effect::Apply {
            ticket,
            change: Change::ChangeField { field, kind },
        });
        Reply {
            effects,
            promise: Some(Promise::of_one(ticket, &said)),
            ..Reply::close()
        }
    }
}

fn said(retype: &Retype) -> String {
    let lost = match &retype.losses {
        Some(Losses { lost: 0, values, .. }) => format!("{} values kept", count(*values)),
        Some(losses) => format!(
            "{} values kept, {} lost",
            count(losses.values - losses.lost),
            count(losses.lost)
        ),
        None => "its values kept".to_owned(),
    };
    format!("{} is a {} field now; {lost}", retype.label, retype.kind.word())
}

/// The type that a text begins.
fn word_of(text: &str) -> Option<&'static str> {
    let text = text.trim().to_lowercase();
    let begun = |word: &&str| !text.is_empty() && word.starts_with(&text);
    TYPES.into_iter().find(begun)
}

fn type_said(word: &str, currency: Option<Currency>) -> String {
    let about = match (word, currency) {
        ("text", _) => "any words",
        ("number", _) => "a number with all its digits",
        ("money", Some(currency)) => {
            return format!("an amount in {}, the store's currency", currency.code());
        }
        ("money", None) => "an amount",
        ("date", _) => "a day of the calendar",
        ("yes/no", _) => "yes or no",
        ("choice", _) => "one of its options",
        ("set", _) => "any number of words",
        _ => "",
    };
    let all = TYPES.join(" · ");
    if about.is_empty() {
        all
    } else {
        format!("{about} ({all})")
    }
}

fn options_of(kind: &FieldType) -> String {
    match kind {
        FieldType::Choice(options) => options.join("; "),
        _ => String::new(),
    }
}
