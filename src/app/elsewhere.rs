//! What another process has changed, and what this one has: a quiet mark in the heading tells of others, with who and what, and
//! beside the lists it is in. It stays for some seconds at least, and goes with the next key after them. The marks of contacts
//! in the table are made from the same account.

use super::effect::{Effect, Question, Slot, Ticket};
use super::state::State;
use crate::model::{Catalogue, Instant, JournalEntry, ListId};
use crate::store::Entries;

/// For how many seconds a mark stays whatever is pressed.
const STAYS: i64 = 3;

/// What is known of it.
#[derive(Debug, Default)]
pub struct Elsewhere {
    /// Who and what.
    pub mark: Option<String>,
    /// The lists that are not as they were.
    pub lists: Vec<ListId>,
    since: Instant,
    /// Changes of this process that are under way.
    own: Vec<Ticket>,
    /// One of them has come back, and the names do not show it yet.
    names_wait: bool,
    /// The same of the rows.
    rows_wait: bool,
    asked: Option<Ticket>,
}

impl Elsewhere {
    /// Takes note of this process's own changes.
    pub(super) fn notice(&mut self, effects: &[Effect]) {
        for effect in effects {
            if let Effect::Apply { ticket, .. }
            | Effect::Import { ticket, .. }
            | Effect::TakeBack { ticket, .. } = effect
            {
                self.own.push(*ticket);
            }
        }
    }

    /// One of this process's own changes has come back, and has changed something or was refused.
    pub(super) fn came_back(&mut self, ticket: Ticket, changed: bool) {
        if let Some(at) = self.own.iter().position(|own| *own == ticket) {
            self.own.swap_remove(at);
            self.names_wait |= changed;
            self.rows_wait |= changed;
        }
    }

    /// Whether what the names show anew may be this process's own change.
    fn names_are_own(&mut self) -> bool {
        std::mem::take(&mut self.names_wait) || !self.own.is_empty()
    }

    /// The same of the rows.
    pub(super) fn rows_are_own(&mut self) -> bool {
        std::mem::take(&mut self.rows_wait) || !self.own.is_empty()
    }

    /// A key was pressed: what has been there long enough was seen.
    pub(super) fn seen(&mut self, now: Instant) {
        if now.0 - self.since.0 >= STAYS {
            self.mark = None;
            self.lists.clear();
        }
    }
}

/// The store has come to another generation: asks who has changed something, where it was not this process.
pub(super) fn moved(state: &mut State, old: &Catalogue) -> Vec<Effect> {
    if state.elsewhere.names_are_own() || old.generation == state.names().generation {
        return Vec::new();
    }
    let before = |list| old.list(list).map(|list| list.generation);
    let lists = state.names().lists.iter();
    let changed: Vec<ListId> = lists
        .filter(|list| before(list.id) != Some(list.generation))
        .map(|list| list.id)
        .collect();
    let newest = Entries {
        limit: 1,
        ..Entries::default()
    };
    let (ticket, effect) = state.tickets.ask(Slot::Elsewhere, Question::History(newest));
    let elsewhere = &mut state.elsewhere;
    elsewhere.lists.extend(changed);
    elsewhere.lists.sort_unstable();
    elsewhere.lists.dedup();
    elsewhere.since = state.now;
    elsewhere.asked = Some(ticket);
    vec![effect]
}

/// Takes who it was.
pub(super) fn told(state: &mut State, ticket: Ticket, entries: &[JournalEntry]) {
    let asked = &mut state.elsewhere.asked;
    if asked.take_if(|asked| *asked == ticket).is_some()
        && let Some(entry) = entries.first()
    {
        state.elsewhere.mark = Some(format!("{}: {}", entry.author.name, entry.what));
    }
}
