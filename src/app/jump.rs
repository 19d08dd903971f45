//! Going to anything by a few letters: lists, segments, contacts, fields, commands. What has a name is found at once; contacts
//! are asked of the store, and the last ones stay until the new ones are there.

use super::effect::{Effect, Question, Slot, Ticket};
use super::event::{Answer, Key};
use super::finder::Finder;
use super::fuzzy::Wanted;
use super::palette::{self, Command};
use super::picker::Picked;
use super::popup::{Context, Listing, Reply};
use super::state::State;
use super::toast::Toast;
use super::{contacts, layout, lists, perform, profile, question, segments};
use crate::actions::Place;
use crate::model::{BuiltinField, Catalogue, FieldRef, Profile, Scope, SegmentId};
use crate::store::{Sort, StoreError};
use ratatui::layout::Rect;

/// How many of each kind are worth showing.
const LISTS: usize = 6;
const SEGMENTS: usize = 6;
const CONTACTS: usize = 20;
const FIELDS: usize = 4;
const COMMANDS: usize = 6;

/// The popup.
#[derive(Debug)]
pub struct Jump {
    /// What is typed, and the cursor.
    pub finder: Finder,
    /// The contacts that the text finds, nearest first.
    people: Vec<Profile>,
    commands: Vec<Command>,
    waiting: Option<Ticket>,
}

/// Something to go to.
#[derive(Clone, Debug)]
pub enum Target {
    /// A list, or everyone.
    List(Scope),
    /// A segment where it belongs.
    Segment(Scope, SegmentId),
    /// A contact.
    Contact(Box<Profile>),
    /// A field: the contacts are sorted by it.
    Field(FieldRef),
    /// An action.
    Command(Command),
}

/// A line of the popup.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is called.
    pub text: String,
    /// What kind of thing it is, and where.
    pub about: String,
    /// Where it leads.
    pub target: Target,
}

impl Jump {
    /// Opened from a state.
    pub fn new(state: &State) -> Self {
        Self {
            finder: Finder::default(),
            people: Vec::new(),
            commands: palette::commands(state),
            waiting: None,
        }
    }

    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 76, 18)
    }

    /// How many rows are seen at once: one line is the text, two the box.
    pub fn height(size: (u16, u16)) -> usize {
        usize::from(Self::area(size).height.saturating_sub(3))
    }

    /// What the text leaves: lists and segments that have it in their names, contacts, what is only like it. Without a text: lists and segments.
    pub fn rows(&self, names: &Catalogue) -> Vec<Row> {
        let text = self.finder.input.text();
        let wanted = Wanted::new(text);
        let near = |rows: Vec<Row>, most: usize| {
            let ranked = wanted.rank(rows.into_iter(), |row| row.text.clone());
            ranked.into_iter().take(most).collect::<Vec<Row>>()
        };
        if wanted.is_empty() {
            return [
                near(all_lists(names), usize::MAX),
                near(all_segments(names), usize::MAX),
            ]
            .concat();
        }
        let commands = palette::find(&self.commands, text)
            .into_iter()
            .map(|command| Row {
                text: command.entry.help.to_owned(),
                about: format!("command · {}", palette::keys_of(command.entry)),
                target: Target::Command(command),
            });
        let places = [near(all_lists(names), LISTS), near(all_segments(names), SEGMENTS)].concat();
        let (named, alike): (Vec<Row>, Vec<Row>) =
            places.into_iter().partition(|row| wanted.is_in(&row.text));
        [
            named,
            self.people.iter().map(person).collect(),
            alike,
            near(all_fields(names), FIELDS),
            commands.take(COMMANDS).collect(),
        ]
        .concat()
    }

    /// Whether contacts are being looked for.
    pub fn is_asking(&self) -> bool {
        self.waiting.is_some()
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        let rows = self.rows(context.catalogue);
        match self.finder.key(key, rows.len(), Self::height(context.size)) {
            Picked::Close => Reply::close(),
            Picked::Chosen => rows
                .into_iter()
                .nth(self.finder.cursor)
                .map_or_else(Reply::default, |row| choose(row.target)),
            Picked::Filtered => self.ask(context),
            Picked::Done | Picked::Other => Reply::default(),
        }
    }

    pub(super) fn paste(&mut self, text: &str, context: &mut Context<'_>) -> Reply {
        self.finder.paste(text);
        self.ask(context)
    }

    /// Where its rows stand, and how many there are.
    pub(super) fn listing(&self, context: &Context<'_>) -> Listing {
        let size = context.size;
        let rows = self.rows(context.catalogue).len();
        Listing::below_text(Self::area(size), Self::height(size), &self.finder, rows)
    }

    fn ask(&mut self, context: &mut Context<'_>) -> Reply {
        let text = self.finder.input.trimmed().to_owned();
        if text.is_empty() {
            self.people.clear();
            self.waiting = None;
            return Reply::default();
        }
        let limit = CONTACTS;
        let (ticket, effect) = context
            .tickets
            .ask(Slot::People, Question::People { text, limit });
        self.waiting = Some(ticket);
        Reply::want(vec![effect])
    }

    pub(super) fn answer(&mut self, ticket: Ticket, answer: &Result<Answer, StoreError>) -> Reply {
        if self.waiting != Some(ticket) {
            return Reply::default();
        }
        self.waiting = None;
        match answer {
            Ok(Answer::People(people)) => {
                self.people.clone_from(people);
                Reply::default()
            }
            Ok(_) => Reply::default(),
            Err(error) => {
                self.people.clear();
                Reply {
                    toast: Some(Toast::error(error.to_string())),
                    ..Reply::default()
                }
            }
        }
    }
}

fn all_lists(names: &Catalogue) -> Vec<Row> {
    let lists = names.lists.iter().map(|list| Scope::List(list.id));
    std::iter::once(Scope::Everyone)
        .chain(lists)
        .map(|scope| Row {
            text: names.scope_name(scope).to_owned(),
            about: "list".to_owned(),
            target: Target::List(scope),
        })
        .collect()
}

fn all_segments(names: &Catalogue) -> Vec<Row> {
    let segments = names.segments.iter().map(|segment| Row {
        text: segment.name.clone(),
        about: format!("segment of {}", names.scope_name(segment.scope)),
        target: Target::Segment(segment.scope, segment.id),
    });
    segments.collect()
}

fn all_fields(names: &Catalogue) -> Vec<Row> {
    let builtin = BuiltinField::ALL
        .iter()
        .filter(|field| **field != BuiltinField::Location)
        .map(|field| (FieldRef::Builtin(*field), field.label().to_owned()));
    let custom = names
        .fields
        .iter()
        .map(|field| (FieldRef::Custom(field.id), field.label.clone()));
    builtin
        .chain(custom)
        .map(|(field, text)| Row {
            text,
            about: "field · sorts by it".to_owned(),
            target: Target::Field(field),
        })
        .collect()
}

fn person(profile: &Profile) -> Row {
    Row {
        text: profile.contact.display_name(),
        about: format!("contact · {}", profile.contact.phone.international()),
        target: Target::Contact(Box::new(profile.clone())),
    }
}

fn choose(target: Target) -> Reply {
    match target {
        Target::Command(command) => palette::choose(command),
        target => Reply {
            go: Some(target),
            ..Reply::close()
        },
    }
}

/// Goes there.
pub(super) fn go(state: &mut State, target: Target) -> Vec<Effect> {
    match target {
        Target::List(scope) => {
            super::focus(state, Place::Lists);
            lists::select(state, scope)
        }
        Target::Segment(scope, segment) => {
            super::focus(state, Place::Segments);
            let mut effects = lists::select(state, scope);
            effects.extend(segments::select(state, Some(segment)));
            effects
        }
        Target::Contact(profile) => contact(state, profile),
        Target::Field(field) => {
            super::focus(state, Place::Contacts);
            state.search = None;
            let descending = false;
            contacts::sort_by(state, Sort { field, descending })
        }
        Target::Command(command) => perform::run(state, command.entry.action),
    }
}

/// A contact is shown in the list one looks at where it is in that list, else under Everyone.
fn contact(state: &mut State, profile: Box<Profile>) -> Vec<Effect> {
    let mut effects = Vec::new();
    let inside = state
        .scope()
        .list()
        .is_none_or(|list| profile.contact.lists.contains(&list));
    let scope = if inside { state.scope() } else { Scope::Everyone };
    let narrowed = state.search.take().is_some() | state.filter.take().is_some();
    if narrowed {
        effects.extend(contacts::show(state));
    }
    effects.extend(lists::select(state, scope));
    effects.extend(segments::select(state, None));
    let id = profile.contact.id;
    profile::show(state, profile);
    if let Ok(view) = question::view(state) {
        effects.extend(contacts::locate(state, id, view));
    }
    effects
}
