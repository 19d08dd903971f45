//! The lists pane: Everyone, then the lists in order of creation. What stands under the cursor is the scope of the
//! other panes.

use super::effect::Effect;
use super::overview::Taste;
use super::state::State;
use super::{contacts, segments};
use crate::actions::Place;
use crate::model::Scope;

/// Where the lists pane stands.
#[derive(Debug, Default)]
pub struct Lists {
    /// What the cursor is on.
    pub at: Scope,
    /// The first visible row.
    pub top: usize,
    /// How all of them are shown at once.
    pub taste: Taste,
}

/// The rows of the pane, from the first.
pub fn rows(state: &State) -> impl Iterator<Item = Scope> + '_ {
    std::iter::once(Scope::Everyone).chain(state.names().lists.iter().map(|list| Scope::List(list.id)))
}

/// The cursor's row and how many rows there are.
pub fn cursor(state: &State) -> (usize, usize) {
    let at = rows(state).position(|scope| scope == state.lists.at).unwrap_or(0);
    (at, state.names().lists.len() + 1)
}

/// Puts the cursor on a row; the other panes follow.
pub(super) fn move_to(state: &mut State, row: usize) -> Vec<Effect> {
    let (_, count) = cursor(state);
    let scope = rows(state).nth(row.min(count - 1)).unwrap_or_default();
    select(state, scope)
}

/// Shows a list.
pub(super) fn select(state: &mut State, scope: Scope) -> Vec<Effect> {
    if scope == state.lists.at {
        return Vec::new();
    }
    state.lists.at = scope;
    state.search = None;
    keep_in_sight(state);
    let mut effects = segments::show(state);
    effects.extend(contacts::show(state));
    effects
}

/// Scrolls so far that the cursor is seen.
pub(super) fn keep_in_sight(state: &mut State) {
    let (at, _) = cursor(state);
    state.lists.top = super::scroll(state.lists.top, at, state.rows(Place::Lists));
}

/// After a new catalogue: a list that is gone gives way to Everyone. True where the scope is another one now.
pub(super) fn settle(state: &mut State) -> bool {
    let gone = state
        .lists
        .at
        .list()
        .is_some_and(|list| state.names().list(list).is_none());
    if gone {
        state.lists.at = Scope::Everyone;
        state.search = None;
    }
    keep_in_sight(state);
    gone
}
