//! What is done to the marked contacts, or to the one under the cursor: a tag put on or taken off, a field set, a list
//! left for another or joined. What can be taken back is done without asking.

use super::at_once::{self, Promise};
use super::contact_fields::{FormField, fields_of, read_edit};
use super::effect::{Effect, Question, Slot, Ticket};
use super::event::{Answer, Key, KeyCode};
use super::finder::Finder;
use super::fuzzy::Wanted;
use super::layout;
use super::marks::Whom;
use super::picker::Picked;
use super::popup::{Context, Listing, Reply};
use super::understood::Reader;
use crate::actions::Action;
use crate::model::reading::split_set;
use crate::model::{BuiltinField, Catalogue, Edit, FieldRef, FieldType, ListId, Scope, SegmentId, Side};
use crate::store::{Change, Each, StoreError};
use ratatui::layout::Rect;

/// The popup.
#[derive(Debug)]
pub struct Bulk {
    /// Whom it is about.
    pub whom: Whom,
    /// What is being chosen.
    pub step: Step,
    /// What is typed, and the cursor.
    pub finder: Finder,
    /// Why the last choice cannot be.
    pub error: Option<String>,
    scope: Scope,
    reader: Reader,
    values: Vec<(String, u64)>,
    asked: Option<Ticket>,
}

/// What is being chosen.
#[derive(Clone, Debug)]
pub enum Step {
    /// What to do.
    What,
    /// The field to set.
    Field,
    /// Its value: one that is there or one that is typed.
    Value {
        /// Of which field.
        line: Box<FormField>,
        /// It is taken out.
        out: bool,
    },
    /// The segment to be pinned in or out of.
    Segment {
        /// Which way.
        side: Side,
    },
    /// The list to go to.
    List {
        /// They leave the list that is shown.
        moves: bool,
    },
}

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Tag,
    Untag,
    Set,
    Move,
    Add,
    PinIn,
    PinOut,
    Remove,
    Delete,
}

/// Every choice, in words.
const CHOICES: [(Choice, &str); 9] = [
    (Choice::Tag, "Put a tag on"),
    (Choice::Untag, "Take a tag off"),
    (Choice::Set, "Set a field"),
    (Choice::Move, "Move to another list"),
    (Choice::Add, "Add to another list too"),
    (Choice::PinIn, "Pin in a segment"),
    (Choice::PinOut, "Pin out of a segment"),
    (Choice::Remove, "Remove from this list"),
    (Choice::Delete, "Delete"),
];

/// One row that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it says.
    pub text: String,
    /// What is said beside it.
    pub hint: String,
    means: Means,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Means {
    Choice(Choice),
    Field(FieldRef),
    Value(String),
    List(ListId),
    Segment(SegmentId),
}

impl Bulk {
    /// For an action.
    pub(super) fn open(whom: Whom, action: Action, context: &mut Context<'_>) -> (Self, Vec<Effect>) {
        let mut bulk = Self {
            whom,
            step: Step::What,
            finder: Finder::default(),
            error: None,
            scope: context.scope,
            reader: Reader::of(context),
            values: Vec::new(),
            asked: None,
        };
        let effects = match action {
            Action::Tag => bulk.begin(Choice::Tag, context),
            Action::MoveContact => bulk.begin(Choice::Move, context),
            Action::AddToList => bulk.begin(Choice::Add, context),
            Action::PinIn => bulk.begin(Choice::PinIn, context),
            Action::PinOut => bulk.begin(Choice::PinOut, context),
            _ => Vec::new(),
        };
        (bulk, effects)
    }

    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 64, 16)
    }

    /// How many rows are seen at once: two lines are the text and what is wrong, two the box.
    pub fn height(size: (u16, u16)) -> usize {
        usize::from(Self::area(size).height.saturating_sub(4))
    }

    /// What one looks at.
    pub fn title(&self) -> String {
        let whom = &self.whom.name;
        match &self.step {
            Step::What => format!("Change {whom}"),
            Step::Field => format!("Set a field of {whom}"),
            Step::Value { line, out: true } => format!("Take out of {} of {whom}", line.label),
            Step::Value { line, .. } if line.kind == FieldType::Set => {
                format!("Add to {} of {whom}", line.label)
            }
            Step::Value { line, .. } => format!("Set {} of {whom}", line.label),
            Step::Segment { side: Side::In } => format!("Pin {whom} in"),
            Step::Segment { side: Side::Out } => format!("Pin {whom} out of"),
            Step::List { moves: true } => format!("Move {whom} to"),
            Step::List { .. } => format!("Add {whom} to"),
        }
    }

    /// What the empty line says.
    pub fn empty(&self) -> String {
        match &self.step {
            Step::What => "what is to be done?".to_owned(),
            Step::Field => "which field?".to_owned(),
            Step::Value { line, .. } if line.hint.is_empty() => "which value?".to_owned(),
            Step::Value { line, .. } => line.hint.clone(),
            Step::Segment { .. } => "which segment?".to_owned(),
            Step::List { .. } => "which list?".to_owned(),
        }
    }

    /// What can be chosen: what the text leaves, the nearest first.
    pub fn rows(&self, names: &Catalogue) -> Vec<Row> {
        match &self.step {
            Step::What => self.rank(
                CHOICES
                    .iter()
                    .filter_map(|(choice, text)| self.offer(*choice, text)),
            ),
            Step::Field => self.rank(settable(names).map(|line| Row {
                text: line.label,
                hint: line.hint,
                means: Means::Field(line.field),
            })),
            Step::Segment { .. } => self.rank(names.segments_of(self.scope).map(|segment| {
                let pins = names.pins_in(segment.id);
                Row {
                    text: segment.name.clone(),
                    hint: if pins.is_empty() {
                        String::new()
                    } else {
                        pins.to_string()
                    },
                    means: Means::Segment(segment.id),
                }
            })),
            Step::List { .. } => {
                let here = self.scope.list();
                let others = names.lists.iter().filter(|list| Some(list.id) != here);
                self.rank(others.map(|list| Row {
                    text: list.name.clone(),
                    hint: super::figures::people(list.contacts),
                    means: Means::List(list.id),
                }))
            }
            Step::Value { line, out } => self.value_rows(line, *out),
        }
    }

    /// Where its rows stand, and how many there are.
    pub(super) fn listing(&self, context: &Context<'_>) -> Listing {
        let rows = self.rows(context.catalogue).len();
        let size = context.size;
        Listing::below_text(Self::area(size), Self::height(size), &self.finder, rows)
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        let rows = self.rows(context.catalogue);
        let back = key.code == KeyCode::Esc && !matches!(self.step, Step::What);
        if back && self.finder.input.text().is_empty() && self.came_from_menu() {
            self.go(Step::What);
            return Reply::default();
        }
        let height = Self::height(context.size);
        match self.finder.key(key, rows.len(), height) {
            Picked::Close => Reply::close(),
            Picked::Chosen => match rows.into_iter().nth(self.finder.cursor) {
                Some(row) => self.choose(row.means, context),
                None => Reply::default(),
            },
            Picked::Filtered => {
                self.error = None;
                Reply::want(self.ask_values(context))
            }
            Picked::Done | Picked::Other => Reply::default(),
        }
    }

    pub(super) fn paste(&mut self, text: &str, context: &mut Context<'_>) -> Reply {
        self.finder.paste(text);
        Reply::want(self.ask_values(context))
    }

    pub(super) fn answer(&mut self, ticket: Ticket, answer: &Result<Answer, StoreError>) -> Reply {
        if self.asked == Some(ticket)
            && let Ok(Answer::Values(values)) = answer
        {
            self.values.clone_from(values);
        }
        Reply::default()
    }

    /// Whether Esc leads back to the choice of what to do.
    fn came_from_menu(&self) -> bool {
        matches!(&self.step, Step::Value { line, .. } if line.field != TAGS)
            || matches!(self.step, Step::Field)
    }

    fn go(&mut self, step: Step) {
        self.step = step;
        self.finder = Finder::default();
        self.error = None;
        self.values.clear();
        self.asked = None;
    }

    fn rank(&self, rows: impl Iterator<Item = Row>) -> Vec<Row> {
        Wanted::new(self.finder.input.text()).rank(rows, |row| row.text.clone())
    }

    /// A choice, unless it has no meaning here.
    fn offer(&self, choice: Choice, text: &str) -> Option<Row> {
        let needs_list = matches!(choice, Choice::Move | Choice::Remove);
        let there = !needs_list || self.scope.list().is_some();
        there.then(|| Row {
            text: text.to_owned(),
            hint: String::new(),
            means: Means::Choice(choice),
        })
    }

    /// What is typed, then what others have.
    fn value_rows(&self, line: &FormField, out: bool) -> Vec<Row> {
        let typed = self.finder.input.trimmed();
        let row = |text: &str, hint: String, value: &str| Row {
            text: text.to_owned(),
            hint,
            means: Means::Value(value.to_owned()),
        };
        let mut rows = Vec::new();
        if !typed.is_empty() && !self.values.iter().any(|(value, _)| value == typed) {
            let said = self.reader.spelled(line, typed).filter(|_| !out);
            let said = said.map(|_| self.reader.echo(line, typed));
            rows.push(row(typed, said.unwrap_or_else(|| "as typed".to_owned()), typed));
        }
        let options: &[String] = match &line.kind {
            FieldType::Choice(options) => options,
            _ => &[],
        };
        let begun = |option: &&String| option.to_lowercase().contains(&typed.to_lowercase());
        for option in options.iter().filter(begun) {
            rows.push(row(option, String::new(), option));
        }
        for (value, contacts) in self.values.iter().filter(|(value, _)| !options.contains(value)) {
            rows.push(row(value, super::figures::people(*contacts), value));
        }
        if typed.is_empty() && !out && line.kind != FieldType::Set && !line.required {
            rows.push(row("nothing", "empties the field".to_owned(), ""));
        }
        rows
    }

    fn choose(&mut self, means: Means, context: &mut Context<'_>) -> Reply {
        match (means, self.step.clone()) {
            (Means::Choice(Choice::Remove), _) => run(Action::RemoveContact),
            (Means::Choice(Choice::Delete), _) => run(Action::DeleteContact),
            (Means::Choice(choice), _) => Reply::want(self.begin(choice, context)),
            (Means::Field(field), _) => {
                let line = settable(context.catalogue).find(|line| line.field == field);
                let Some(line) = line else { return Reply::default() };
                self.go(Step::Value {
                    line: Box::new(line),
                    out: false,
                });
                Reply::want(self.ask_values(context))
            }
            (Means::List(to), Step::List { moves }) => {
                let from = self.scope.list().filter(|_| moves);
                let name = context.catalogue.list(to).map_or("", |list| list.name.as_str());
                let (each, said) = match from {
                    Some(from) => (Each::Move { from, to }, format!("moved to {name}")),
                    None => (Each::Join(to), format!("added to {name}")),
                };
                self.apply(each, &said, moves, context)
            }
            (Means::Segment(segment), Step::Segment { side }) => {
                let name = context
                    .catalogue
                    .segment(segment)
                    .map_or("", |one| one.name.as_str());
                let said = format!("{} {name}", at_once::pinned(Some(side)));
                self.apply(Each::Pin(segment, Some(side)), &said, false, context)
            }
            (Means::Value(text), Step::Value { line, out }) => self.value(&line, out, &text, context),
            _ => Reply::default(),
        }
    }

    fn begin(&mut self, choice: Choice, context: &mut Context<'_>) -> Vec<Effect> {
        let step = match choice {
            Choice::Set => Step::Field,
            Choice::Move => Step::List { moves: true },
            Choice::Add => Step::List { moves: false },
            Choice::PinIn => Step::Segment { side: Side::In },
            Choice::PinOut => Step::Segment { side: Side::Out },
            _ => {
                let line = fields_of(context.catalogue)
                    .into_iter()
                    .find(|line| line.field == TAGS);
                let Some(line) = line else { return Vec::new() };
                let out = choice == Choice::Untag;
                Step::Value {
                    line: Box::new(line),
                    out,
                }
            }
        };
        self.go(step);
        self.ask_values(context)
    }

    /// Asks what others have in the field.
    fn ask_values(&mut self, context: &mut Context<'_>) -> Vec<Effect> {
        let Step::Value { line, .. } = &self.step else {
            return Vec::new();
        };
        let question = Question::Values {
            scope: self.scope,
            field: line.field,
            text: self.finder.input.trimmed().to_owned(),
        };
        let (ticket, ask) = context.tickets.ask(Slot::Values, question);
        self.asked = Some(ticket);
        vec![ask]
    }

    fn value(&mut self, line: &FormField, out: bool, text: &str, context: &mut Context<'_>) -> Reply {
        let label = &line.label;
        if out {
            let members = split_set(text);
            let said = format!("without {} in {label}", members.join(", "));
            return self.apply(Each::TakeOut(line.field, members), &said, false, context);
        }
        if line.kind == FieldType::Set {
            let members = split_set(text);
            let said = format!("with {} in {label}", members.join(", "));
            let edit = Edit::Unite(line.field, members);
            return self.apply(Each::Edit(vec![edit]), &said, false, context);
        }
        let spelled = self.reader.spelled(line, text).transpose();
        let text = match &spelled {
            Ok(spelled) => spelled.as_deref().unwrap_or(text),
            Err(why) => {
                self.error = Some(why.clone());
                return Reply::default();
            }
        };
        match read_edit(line, text) {
            Ok(edit) if text.is_empty() => self.apply(
                Each::Edit(vec![edit]),
                &format!("without {label}"),
                false,
                context,
            ),
            Ok(edit) => self.apply(
                Each::Edit(vec![edit]),
                &format!("with {label} {text}"),
                false,
                context,
            ),
            Err(error) => {
                self.error = Some(error);
                Reply::default()
            }
        }
    }

    fn apply(&self, each: Each, said: &str, unmarks: bool, context: &mut Context<'_>) -> Reply {
        let ticket = context.tickets.next();
        let change = Change::Many {
            whom: self.whom.selection.clone(),
            each,
        };
        Reply {
            effects: vec![Effect::Apply { ticket, change }],
            promise: Some(Promise::of_many(ticket, said, unmarks)),
            ..Reply::close()
        }
    }
}

/// What the panes do with the marked contacts themselves.
fn run(action: Action) -> Reply {
    Reply {
        run: Some(action),
        ..Reply::close()
    }
}

const TAGS: FieldRef = FieldRef::Builtin(BuiltinField::Tags);

/// The fields that can be the same for many: a number is one contact's.
fn settable(names: &Catalogue) -> impl Iterator<Item = FormField> {
    let own = [
        BuiltinField::Phone,
        BuiltinField::OtherPhones,
        BuiltinField::OtherEmails,
    ];
    let is_own = move |field: FieldRef| own.iter().any(|one| FieldRef::Builtin(*one) == field);
    fields_of(names)
        .into_iter()
        .filter(move |line| !is_own(line.field))
}
