//! Contacts that are marked to be changed together. They are kept by who they are: paging, sorting, a search and a
//! refresh leave them marked. Of a whole view only those are kept that are not.

use super::effect::{Effect, Question, Slot, Ticket};
use super::figures::{count, people};
use super::filter::Filter;
use super::state::State;
use super::toast::Toast;
use super::{contacts, question};
use crate::actions::{Action, Place};
use crate::model::{ContactId, Profile, Scope, SegmentId};
use crate::store::{Page, Selection, Window};
use std::collections::BTreeSet;

/// The longest range that is marked row by row.
const LONGEST: u64 = 10_000;

/// The marks of one view.
#[derive(Debug, Default)]
pub struct Marks {
    /// The view they were set in; in any other they are not seen.
    of: Option<View>,
    /// All are marked but `others`; else only these are.
    whole: bool,
    others: BTreeSet<ContactId>,
    /// The row that was marked last: where a range begins.
    anchor: Option<u64>,
    waiting: Option<Ticket>,
}

/// What the table shows: the list, the segment, whether only its pins, the filter on top of it.
type View = (Scope, Option<SegmentId>, bool, Option<Filter>);

/// Whom a change is about.
#[derive(Clone, Debug)]
pub struct Whom {
    /// For the store.
    pub selection: Selection,
    /// For people: `Ana Silva`, `12 contacts`.
    pub name: String,
    /// Whether they are marked.
    pub marked: bool,
}

impl Marks {
    /// No contact is marked any more.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The rows stand otherwise: no range begins where the last one did.
    pub(super) fn forget_anchor(&mut self) {
        self.anchor = None;
        self.waiting = None;
    }

    fn set(&mut self, contact: ContactId, marked: bool) {
        if marked == self.whole {
            self.others.remove(&contact);
        } else {
            self.others.insert(contact);
        }
    }
}

/// Whether the marks are those of what is shown. A search looks beyond segment and filter: whom it finds need not be of
/// the view that is marked as a whole.
fn are_here(state: &State) -> bool {
    let beyond = state.marks.whole && state.search.is_some();
    !beyond && state.marks.of.as_ref() == Some(&shown(state))
}

fn shown(state: &State) -> View {
    let segments = &state.segments;
    (
        state.scope(),
        segments.at,
        segments.only_pinned,
        state.filter.clone(),
    )
}

/// The marks of the view that is shown, where there are any.
fn here(state: &State) -> Option<&Marks> {
    let marks = Some(&state.marks).filter(|marks| marks.whole || !marks.others.is_empty())?;
    are_here(state).then_some(marks)
}

/// Whether a contact is marked.
pub fn is_marked(state: &State, contact: ContactId) -> bool {
    here(state).is_some_and(|marks| marks.whole != marks.others.contains(&contact))
}

/// Whether any contact is.
pub fn any(state: &State) -> bool {
    here(state).is_some()
}

/// How many are marked, for the heading: `12 marked`, `all but 3 marked`.
pub fn said(state: &State) -> Option<String> {
    let marks = here(state)?;
    let others = count(marks.others.len() as u64);
    Some(match (marks.whole, marks.others.len()) {
        (true, 0) => "all marked".to_owned(),
        (true, _) => format!("all but {others} marked"),
        (false, _) => format!("{others} marked"),
    })
}

/// Whom a change would be about: those that are marked, else the contact under the cursor.
pub(super) fn whom(state: &State) -> Option<Whom> {
    let Some(marks) = here(state).filter(|_| state.focus != Place::Profile) else {
        let contact = &state.subject()?.contact;
        return Some(Whom {
            selection: Selection::Those(vec![contact.id]),
            name: contact.display_name(),
            marked: false,
        });
    };
    let others: Vec<ContactId> = marks.others.iter().copied().collect();
    let name = match (marks.whole, state.contacts.total) {
        (false, _) => people(others.len() as u64),
        (true, Some(total)) => people(total.saturating_sub(others.len() as u64)),
        (true, None) if others.is_empty() => "all contacts".to_owned(),
        (true, None) => format!("all contacts but {}", count(others.len() as u64)),
    };
    let selection = if marks.whole {
        Selection::AllBut {
            scope: state.scope(),
            query: question::query(state).ok()?,
            except: others,
        }
    } else {
        Selection::Those(others)
    };
    Some(Whom {
        selection,
        name,
        marked: true,
    })
}

/// Those that are marked, else all of the view.
pub(super) fn whom_or_all(state: &State) -> Option<Whom> {
    if here(state).is_some() {
        return whom(state);
    }
    let hits = state.search.as_ref().and_then(|search| search.found.clone());
    let selection = match hits {
        Some(hits) => {
            let mut those = hits.to_vec();
            those.sort_unstable();
            Selection::Those(those)
        }
        None => Selection::AllBut {
            scope: state.scope(),
            query: question::query(state).ok()?,
            except: Vec::new(),
        },
    };
    Some(Whom {
        selection,
        name: people(state.contacts.total?),
        marked: false,
    })
}

/// Marks, or takes marks off.
pub(super) fn mark(state: &mut State, action: Action) -> Vec<Effect> {
    if !are_here(state) {
        state.marks.clear();
        state.marks.of = Some(shown(state));
    }
    match action {
        Action::Mark => one(state),
        Action::MarkRange => range(state),
        _ => {
            all(state);
            Vec::new()
        }
    }
}

/// The contact under the cursor; the cursor goes on, so that many are marked by one key.
fn one(state: &mut State) -> Vec<Effect> {
    let Some(contact) = state.contacts.current().map(|profile| profile.contact.id) else {
        return Vec::new();
    };
    let marked = is_marked(state, contact);
    state.marks.set(contact, !marked);
    state.marks.anchor = Some(state.contacts.cursor);
    contacts::move_to(state, state.contacts.cursor + 1)
}

/// From the row that was marked last to the cursor.
fn range(state: &mut State) -> Vec<Effect> {
    let to = state.contacts.cursor;
    let from = state.marks.anchor.unwrap_or(to);
    let (first, rows) = (from.min(to), from.abs_diff(to) + 1);
    if rows > LONGEST {
        let most = count(LONGEST);
        state.say(Toast::hint(format!(
            "A range has {most} contacts at most. Press * to mark all, then take marks off with the space bar."
        )));
        return Vec::new();
    }
    let Ok(view) = question::view(state) else {
        return Vec::new();
    };
    let limit = usize::try_from(rows).unwrap_or(usize::MAX);
    let window = Window { offset: first, limit };
    let (ticket, effect) = state.tickets.ask(Slot::Range, Question::Page { view, window });
    state.marks.waiting = Some(ticket);
    vec![effect]
}

/// The whole view; hits of a search one by one. Where all are marked already, none is.
fn all(state: &mut State) {
    let hits = state.search.as_ref().and_then(|search| search.found.clone());
    let Some(hits) = hits else {
        let marks = &mut state.marks;
        marks.whole = !marks.whole || !marks.others.is_empty();
        marks.others.clear();
        return;
    };
    let marked = !hits.iter().all(|hit| is_marked(state, *hit));
    for hit in hits.iter() {
        state.marks.set(*hit, marked);
    }
}

/// The contacts of a range. False where the rows are for another.
pub(super) fn ranged(state: &mut State, ticket: Ticket, page: &Page) -> bool {
    let mine = state.marks.waiting == Some(ticket);
    if mine {
        state.marks.waiting = None;
        state.marks.anchor = Some(state.contacts.cursor);
        for Profile { contact, .. } in &page.rows {
            state.marks.set(contact.id, true);
        }
    }
    mine
}
