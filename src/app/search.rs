//! Search as one types: the hits take the table's place until Esc brings back what was there.

use super::contacts;
use super::effect::{Effect, Question, Slot, Ticket};
use super::event::{Key, KeyCode};
use super::input::Input;
use super::state::State;
use crate::actions::{Action, Place};
use crate::model::ContactId;
use std::sync::Arc;

/// As many hits as anyone pages through.
const HITS: usize = 1_000;

/// A search under way, or whose hits are shown.
#[derive(Debug)]
pub struct Search {
    /// What is looked for.
    pub input: Input,
    /// The keys go into the text.
    pub typing: bool,
    /// The hits, best first; None before the first answer.
    pub found: Option<Arc<Vec<ContactId>>>,
    /// There are more hits than these.
    pub more: bool,
    waiting: Option<Ticket>,
    before: (u64, u64),
}

/// Begins a search, or takes its text up again.
pub(super) fn begin(state: &mut State) -> Vec<Effect> {
    super::focus(state, Place::Contacts);
    if let Some(search) = &mut state.search {
        search.typing = true;
        return Vec::new();
    }
    state.search = Some(Search {
        input: Input::default(),
        typing: true,
        found: None,
        more: false,
        waiting: None,
        before: (state.contacts.cursor, state.contacts.top),
    });
    Vec::new()
}

/// Back to what the table showed before.
pub(super) fn end(state: &mut State) -> Vec<Effect> {
    let Some(search) = state.search.take() else {
        return Vec::new();
    };
    if search.found.is_none() {
        return Vec::new();
    }
    contacts::show_at(state, search.before)
}

/// The keys go elsewhere: the hits stay, a search without a text ends.
pub(super) fn leave_text(state: &mut State) -> Vec<Effect> {
    let Some(search) = &mut state.search else {
        return Vec::new();
    };
    search.typing = false;
    if search.input.trimmed().is_empty() {
        end(state)
    } else {
        Vec::new()
    }
}

/// A key while the text is typed; None where it is none of the search's.
pub(super) fn key(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let table = state.table;
    let search = state.search.as_mut().filter(|search| search.typing)?;
    match table
        .at(Place::Search, super::perform::chord(key))
        .map(|entry| entry.action)
    {
        Some(Action::Keep) if !search.input.trimmed().is_empty() => {
            search.typing = false;
            return Some(Vec::new());
        }
        Some(_) => return Some(end(state)),
        None => {}
    }
    match key.code {
        KeyCode::Up | KeyCode::Down | KeyCode::PageUp | KeyCode::PageDown => None,
        KeyCode::Backspace if search.input.text().is_empty() => Some(end(state)),
        _ => {
            let before = search.input.trimmed().to_owned();
            search.input.key(key);
            let changed = search.input.trimmed() != before;
            Some(if changed { ask(state) } else { Vec::new() })
        }
    }
}

/// Pasted text; false where no text is being typed.
pub(super) fn paste(state: &mut State, text: &str) -> Option<Vec<Effect>> {
    let search = state.search.as_mut().filter(|search| search.typing)?;
    search.input.insert(text);
    Some(ask(state))
}

fn ask(state: &mut State) -> Vec<Effect> {
    let scope = state.scope();
    let Some(search) = &mut state.search else {
        return Vec::new();
    };
    let text = search.input.trimmed().to_owned();
    if text.is_empty() {
        search.waiting = None;
        return if search.found.take().is_some() {
            contacts::show(state)
        } else {
            Vec::new()
        };
    }
    let question = Question::Search {
        scope,
        text,
        limit: HITS,
    };
    let (ticket, effect) = state.tickets.ask(Slot::Search, question);
    search.waiting = Some(ticket);
    vec![effect]
}

/// Takes the hits and asks their rows.
pub(super) fn found(state: &mut State, ticket: Ticket, hits: Vec<ContactId>) -> Vec<Effect> {
    let Some(search) = state
        .search
        .as_mut()
        .filter(|search| search.waiting == Some(ticket))
    else {
        return Vec::new();
    };
    search.waiting = None;
    search.more = hits.len() >= HITS;
    search.found = Some(Arc::new(hits));
    contacts::show(state)
}
