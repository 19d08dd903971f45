//! Where one was, from one start to the next: list, segment, contact, order, columns. Things are named by what they are,
//! never by a row; what is gone meanwhile is left out. Dialogs are not opened again, and half-filled forms are drafts.

use super::arrangement::Arrangement;
use super::contacts;
use super::effect::Effect;
use super::filter::{self, Filter};
use super::overview::Taste;
use super::question;
use super::state::State;
use crate::actions::Place;
use crate::model::{BuiltinField, ContactId, FieldId, FieldRef, ListId, Scope, SegmentId};
use crate::store::Sort;
use serde::{Deserialize, Serialize};

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// The list; None: everyone.
    pub list: Option<u32>,
    /// The segment.
    pub segment: Option<u32>,
    /// The criteria that narrowed the table, as they were written and as a segment would keep them.
    pub filter: Option<(String, String)>,
    /// The contact under the cursor, and its line on the screen.
    pub contact: Option<(u32, u64)>,
    /// The field the table is sorted by, and whether from the largest on.
    pub sort: Option<(String, bool)>,
    /// Columns that were sized by hand, where a list has none of its own.
    pub widths: Vec<(String, u16)>,
    /// The columns that were chosen there.
    pub columns: Option<Vec<String>>,
    /// The columns of lists.
    pub lists: Vec<Columns>,
    /// How all lists are shown at once.
    pub overview: Taste,
    /// The pane that had the keys.
    pub pane: String,
}

/// The columns of one list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Columns {
    /// Which list.
    pub list: u32,
    /// Which columns, from left to right; None: the usual ones.
    pub columns: Option<Vec<String>>,
    /// How wide some are.
    pub widths: Vec<(String, u16)>,
}

impl Columns {
    fn of(list: u32, arrangement: &Arrangement) -> Self {
        let widths = arrangement.widths.iter();
        let columns = arrangement.columns.as_ref();
        Self {
            list,
            columns: columns.map(|columns| columns.iter().map(|field| named(*field)).collect()),
            widths: widths.map(|(field, width)| (named(*field), *width)).collect(),
        }
    }

    fn read(&self) -> Arrangement {
        let columns = self.columns.as_ref();
        let widths = self.widths.iter();
        Arrangement {
            columns: columns.map(|columns| columns.iter().filter_map(|name| field_named(name)).collect()),
            widths: widths
                .filter_map(|(field, width)| Some((field_named(field)?, *width)))
                .collect(),
        }
    }
}

/// What is to be gone to once the names are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    contact: Option<ContactId>,
    /// The table waits for the names.
    pub(super) waits: bool,
}

/// Where the panes stand now.
pub fn of(state: &State) -> Memory {
    let contacts = &state.contacts;
    let first = contacts.cursor == 0 && contacts.top == 0;
    let current = contacts
        .current()
        .filter(|_| !first && state.search.is_none())
        .map(|one| (one.contact.id.0, contacts.cursor.saturating_sub(contacts.top)));
    let general = Columns::of(0, &state.columns.general);
    let is_there = |list: &ListId| state.catalogue.is_none() || state.names().list(*list).is_some();
    let lists = state.columns.lists.iter().filter(|(list, _)| is_there(list));
    Memory {
        list: state.scope().list().map(|list| list.0),
        segment: state.segments.at.map(|segment| segment.0),
        filter: state.filter.clone().map(|filter| (filter.text, filter.stored)),
        contact: current,
        sort: Some((named(contacts.sort.field), contacts.sort.descending)),
        widths: general.widths,
        columns: general.columns,
        lists: lists.map(|(list, one)| Columns::of(list.0, one)).collect(),
        overview: state.lists.taste,
        pane: state.focus.name().to_owned(),
    }
}

/// Goes back to where one was; before the first question is asked.
pub fn restore(state: &mut State, memory: &Memory) {
    state.lists.at = memory
        .list
        .map_or(Scope::Everyone, |list| Scope::List(ListId(list)));
    state.lists.taste = memory.overview;
    state.segments.at = memory.segment.map(SegmentId);
    let filter = memory.filter.clone();
    state.filter = filter.map(|(text, stored)| Filter { text, stored });
    if let Some((field, descending)) = &memory.sort
        && let Some(field) = field_named(field)
    {
        let descending = *descending;
        state.contacts.sort = Sort { field, descending };
    }
    let general = Columns {
        list: 0,
        columns: memory.columns.clone(),
        widths: memory.widths.clone(),
    };
    state.columns.general = general.read();
    let lists = memory.lists.iter();
    state.columns.lists = lists.map(|one| (ListId(one.list), one.read())).collect();
    if let Some((contact, line)) = memory.contact {
        state.wanted.contact = Some(ContactId(contact));
        state.contacts.cursor = line;
    }
    let panes = [Place::Lists, Place::Segments, Place::Contacts];
    if let Some(place) = panes.into_iter().find(|place| place.name() == memory.pane) {
        super::focus(state, place);
    }
    state.wanted.waits = true;
}

/// The names are known: asks what was looked at, as far as it is still there.
pub(super) fn settle(state: &mut State) -> Vec<Effect> {
    state.wanted.waits = false;
    if let FieldRef::Custom(field) = state.contacts.sort.field
        && state.names().field(field).is_none()
    {
        state.contacts.sort = contacts::Contacts::default().sort;
    }
    // What it names may be gone by now.
    if filter::query(state).is_err() {
        state.filter = None;
    }
    match (state.wanted.contact.take(), question::view(state)) {
        (Some(contact), Ok(view)) => contacts::locate(state, contact, view),
        _ => contacts::ask_unless_waiting(state),
    }
}

fn named(field: FieldRef) -> String {
    match field {
        FieldRef::Builtin(field) => field.name().to_owned(),
        FieldRef::Custom(field) => format!("#{}", field.0),
    }
}

fn field_named(name: &str) -> Option<FieldRef> {
    match name.strip_prefix('#') {
        Some(number) => number
            .parse()
            .ok()
            .map(|number| FieldRef::Custom(FieldId(number))),
        None => BuiltinField::named(name).map(FieldRef::Builtin),
    }
}
