//! Which columns the contacts table has, in which order and how wide. A list may have its own; what is chosen for everyone
//! holds in all lists that have none.

use super::state::State;
use crate::model::{Catalogue, FieldRef, ListId, Scope};
use std::collections::BTreeMap;

/// One choice of columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// The columns from left to right; None: the usual ones, as many as fit.
    pub columns: Option<Vec<FieldRef>>,
    /// How wide columns were made by hand.
    pub widths: BTreeMap<FieldRef, u16>,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangements {
    /// What holds where a list has none of its own.
    pub general: Arrangement,
    /// Those of lists.
    pub lists: BTreeMap<ListId, Arrangement>,
}

impl Arrangements {
    /// What holds in a scope.
    pub fn of(&self, scope: Scope) -> &Arrangement {
        let own = scope.list().and_then(|list| self.lists.get(&list));
        own.unwrap_or(&self.general)
    }

    /// That of a scope, to be changed: a list gets its own.
    pub(super) fn own(&mut self, scope: Scope) -> &mut Arrangement {
        match scope.list() {
            None => &mut self.general,
            Some(list) => {
                let general = &self.general;
                self.lists.entry(list).or_insert_with(|| general.clone())
            }
        }
    }

    /// A scope has none of its own any more.
    fn forget(&mut self, scope: Scope) {
        match scope.list() {
            None => self.general = Arrangement::default(),
            Some(list) => {
                self.lists.remove(&list);
            }
        }
    }
}

/// Puts columns in force where one is; None goes back to the general choice, under Everyone to the usual columns.
pub(super) fn set(state: &mut State, wanted: Option<Arrangement>) {
    let scope = state.scope();
    match wanted {
        Some(wanted) => *state.columns.own(scope) = wanted,
        None => state.columns.forget(scope),
    }
}

/// A custom field that was given another type has another number and the same key: its column and its order stay.
pub(super) fn follow(state: &mut State, old: &Catalogue) {
    let new = state.names();
    let now = |field: FieldRef| {
        let FieldRef::Custom(id) = field else {
            return field;
        };
        let before = old.field(id).filter(|_| new.field(id).is_none());
        let heir = before.and_then(|before| new.fields.iter().find(|field| field.key == before.key));
        heir.map_or(field, |heir| FieldRef::Custom(heir.id))
    };
    let sort = now(state.contacts.sort.field);
    let mut columns = state.columns.clone();
    for one in columns.lists.values_mut().chain([&mut columns.general]) {
        for field in one.columns.iter_mut().flatten() {
            *field = now(*field);
        }
        one.widths = one
            .widths
            .iter()
            .map(|(field, width)| (now(*field), *width))
            .collect();
    }
    state.contacts.sort.field = sort;
    state.columns = columns;
}
