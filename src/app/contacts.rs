//! The contacts table: a window into a view of any length. Only the rows around the screen are held; the cursor stands
//! on a position, and after a change of the store on the same contact.

use super::effect::{Effect, Question, Slot, Ticket};
use super::elsewhere::Elsewhere;
use super::state::State;
use super::{profile, question};
use crate::actions::Place;
use crate::model::{BuiltinField, ContactId, FieldRef, Profile};
use crate::store::{Page, Sort, StoreError, Window};
use std::collections::BTreeSet;

/// Where the table stands, and the rows it holds.
#[derive(Debug)]
pub struct Contacts {
    /// The order.
    pub sort: Sort,
    /// The cursor's position in the view.
    pub cursor: u64,
    /// The position of the first visible row.
    pub top: u64,
    /// How many contacts the view has; None before the first answer.
    pub total: Option<u64>,
    /// The rows shown are those of another view, until the new ones are there.
    pub stale: bool,
    /// Why the view cannot be shown.
    pub error: Option<String>,
    /// Who has been changed by somebody else and not been looked at since.
    news: BTreeSet<ContactId>,
    /// What the store's generation was when the rows were read.
    generation: u64,
    rows: Vec<Profile>,
    unreadable: Vec<ContactId>,
    offset: u64,
    waiting: Option<Ticket>,
    locating: Option<(Ticket, ContactId)>,
}

impl Default for Contacts {
    fn default() -> Self {
        Self {
            sort: Sort {
                field: FieldRef::Builtin(BuiltinField::Name),
                descending: false,
            },
            cursor: 0,
            top: 0,
            total: None,
            stale: false,
            error: None,
            news: BTreeSet::new(),
            generation: 0,
            rows: Vec::new(),
            unreadable: Vec::new(),
            offset: 0,
            waiting: None,
            locating: None,
        }
    }
}

impl Contacts {
    /// The row at a position, where it is held.
    pub fn row(&self, position: u64) -> Option<&Profile> {
        let at = position.checked_sub(self.offset)?;
        self.rows.get(usize::try_from(at).ok()?)
    }

    /// The contact under the cursor, where it is held.
    pub fn current(&self) -> Option<&Profile> {
        if self.stale { None } else { self.row(self.cursor) }
    }

    /// Whether a row stands for a contact that the store cannot read, because it is damaged there.
    pub fn is_unreadable(&self, row: &Profile) -> bool {
        self.unreadable.contains(&row.contact.id)
    }

    /// Whether somebody else has changed a contact since the view was opened or the cursor stood on it.
    pub fn is_news(&self, contact: ContactId) -> bool {
        self.news.contains(&contact)
    }

    /// Takes note of what others have changed: rows that are not as they were, unless this process has just changed something.
    fn notice(&mut self, page: &Page, elsewhere: &mut Elsewhere) {
        if page.generation <= self.generation {
            return;
        }
        let first = std::mem::replace(&mut self.generation, page.generation) == 0;
        if elsewhere.rows_are_own() || first || self.stale {
            return;
        }
        for new in &page.rows {
            let old = self.rows.iter().find(|old| old.contact.id == new.contact.id);
            if old.is_some_and(|old| old != new) {
                self.news.insert(new.contact.id);
            }
        }
    }

    /// Whether rows or a place are being asked.
    pub(super) fn is_asking(&self) -> bool {
        self.waiting.is_some() || self.locating.is_some()
    }

    /// Whether every row between two positions is held, as far as the view goes.
    fn holds(&self, from: u64, to: u64) -> bool {
        let to = to.min(self.total.unwrap_or(u64::MAX));
        from >= self.offset && to <= self.offset + self.rows.len() as u64
    }
}

/// Another view: from its beginning. The rows of the old one stay, greyed, until the new ones are there.
pub(super) fn show(state: &mut State) -> Vec<Effect> {
    show_at(state, (0, 0))
}

/// Another view, with the cursor and the first visible row at these positions.
pub(super) fn show_at(state: &mut State, (cursor, top): (u64, u64)) -> Vec<Effect> {
    state.marks.forget_anchor();
    let contacts = &mut state.contacts;
    contacts.cursor = cursor;
    contacts.top = top;
    contacts.stale = true;
    contacts.locating = None;
    contacts.news.clear();
    profile::follow(state);
    ask(state)
}

/// Asks the rows around the screen, unless that was done before.
pub(super) fn ask_unless_waiting(state: &mut State) -> Vec<Effect> {
    if state.contacts.waiting.is_some() || state.contacts.total.is_some() {
        Vec::new()
    } else {
        ask(state)
    }
}

/// Asks the rows around the screen.
pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    let view = match question::view(state) {
        Ok(view) => view,
        Err(reason) => {
            refuse(state, reason);
            return Vec::new();
        }
    };
    let height = height(state);
    let window = Window {
        offset: state.contacts.top.saturating_sub(height),
        limit: usize::try_from(height * 3).unwrap_or(usize::MAX),
    };
    let (ticket, effect) = state.tickets.ask(Slot::Page, Question::Page { view, window });
    state.contacts.waiting = Some(ticket);
    vec![effect]
}

/// The store has moved: asks where the contact under the cursor stands now, then the rows around it.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    let under_cursor = state.contacts.current().map(|profile| profile.contact.id);
    match (under_cursor, question::view(state)) {
        (Some(contact), Ok(view)) => locate(state, contact, view),
        _ => ask(state),
    }
}

/// Asks where a contact stands; the cursor goes there.
pub(super) fn locate(state: &mut State, contact: ContactId, view: crate::store::View) -> Vec<Effect> {
    let question = Question::Position { view, contact };
    let (ticket, effect) = state.tickets.ask(Slot::Position, question);
    state.contacts.locating = Some((ticket, contact));
    vec![effect]
}

/// Takes the rows.
pub(super) fn page(state: &mut State, ticket: Ticket, page: Page) -> Vec<Effect> {
    if state.contacts.waiting != Some(ticket) {
        return Vec::new();
    }
    let contacts = &mut state.contacts;
    contacts.waiting = None;
    contacts.notice(&page, &mut state.elsewhere);
    contacts.stale = false;
    contacts.error = None;
    contacts.total = Some(page.total);
    contacts.offset = page.offset;
    contacts.rows = page.rows;
    contacts.unreadable = page.unreadable;
    contacts.cursor = contacts.cursor.min(page.total.saturating_sub(1));
    keep_in_sight(state);
    profile::catch_up(state);
    let mut effects = fetch_missing(state);
    effects.extend(super::refresh::settle(state));
    effects
}

/// Takes the place of the contact that was under the cursor: the cursor goes with it, on the same line of the screen.
pub(super) fn located(state: &mut State, ticket: Ticket, position: Option<u64>) -> Vec<Effect> {
    match state.contacts.locating.take() {
        Some((mine, _)) if mine == ticket => {}
        other => {
            state.contacts.locating = other;
            return Vec::new();
        }
    }
    if let Some(position) = position {
        let contacts = &mut state.contacts;
        let line = contacts.cursor.saturating_sub(contacts.top);
        contacts.top = position.saturating_sub(line);
        contacts.cursor = position;
    }
    ask(state)
}

/// The rows could not be had.
pub(super) fn failed(state: &mut State, ticket: Ticket, error: &StoreError) -> bool {
    if state.contacts.waiting != Some(ticket) {
        return false;
    }
    state.contacts.waiting = None;
    if *error != StoreError::Cancelled {
        refuse(state, error.to_string());
    }
    true
}

/// The place could not be had: the rows are asked where the cursor stands.
pub(super) fn lost(state: &mut State, ticket: Ticket) -> Option<Vec<Effect>> {
    match state.contacts.locating {
        Some((mine, _)) if mine == ticket => {
            state.contacts.locating = None;
            Some(ask(state))
        }
        _ => None,
    }
}

fn refuse(state: &mut State, reason: String) {
    let contacts = &mut state.contacts;
    contacts.error = Some(reason);
    contacts.rows.clear();
    contacts.total = None;
    contacts.stale = false;
    contacts.waiting = None;
    contacts.locating = None;
}

/// Puts the cursor on a position, asking for rows that are not held.
pub(super) fn move_to(state: &mut State, position: u64) -> Vec<Effect> {
    let last = state.contacts.total.unwrap_or(0).saturating_sub(1);
    state.contacts.cursor = position.min(last);
    let mut effects = Vec::new();
    if state.contacts.locating.take().is_some() {
        effects = ask(state);
    }
    keep_in_sight(state);
    profile::follow(state);
    if let Some(seen) = state.contacts.current().map(|one| one.contact.id) {
        state.contacts.news.remove(&seen);
    }
    effects.extend(fetch_missing(state));
    effects
}

/// Scrolls so far that the cursor is seen.
pub(super) fn keep_in_sight(state: &mut State) {
    let height = height(state);
    let contacts = &mut state.contacts;
    let highest = contacts.total.unwrap_or(0).saturating_sub(height);
    contacts.top = contacts
        .top
        .min(highest)
        .min(contacts.cursor)
        .max((contacts.cursor + 1).saturating_sub(height));
}

/// Asks anew where the screen, or what is half a screen away from it, is not held.
pub(super) fn fetch_missing(state: &mut State) -> Vec<Effect> {
    let height = height(state);
    let contacts = &state.contacts;
    if contacts.error.is_some() || contacts.total.is_none() {
        return Vec::new();
    }
    let near = height / 2;
    let (from, to) = (contacts.top, contacts.top + height);
    let covered = contacts.holds(from, to);
    let comfortable = contacts.holds(from.saturating_sub(near), to + near);
    if comfortable || (covered && contacts.waiting.is_some()) {
        return Vec::new();
    }
    ask(state)
}

/// Another order; the cursor goes to its beginning.
pub(super) fn sort_by(state: &mut State, sort: Sort) -> Vec<Effect> {
    state.contacts.sort = sort;
    show(state)
}

fn height(state: &State) -> u64 {
    state.rows(Place::Contacts) as u64
}
