//! A filter of the table: criteria that are not saved. It holds for one view, on top of the segment that is shown, until
//! another view or Esc; saved under a name it becomes a segment.

use super::contacts;
use super::criteria_editor::CriteriaEditor;
use super::effect::Effect;
use super::popup::Popup;
use super::state::State;
use crate::actions::Action;
use crate::criteria::query::Query;
use crate::criteria::{self, CriteriaError};

/// Criteria that narrow the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// As they were written.
    pub text: String,
    /// As a segment would keep them: names may change.
    pub stored: String,
}

/// Shows only those who answer the filter, or all again.
pub(super) fn set(state: &mut State, filter: Option<Filter>) -> Vec<Effect> {
    if filter == state.filter {
        return Vec::new();
    }
    state.filter = filter;
    state.search = None;
    contacts::show(state)
}

/// The query of the filter; all where there is none.
pub(super) fn query(state: &State) -> Result<Query, CriteriaError> {
    let Some(filter) = &state.filter else {
        return Ok(Query::All);
    };
    let names = state.names();
    criteria::from_stored(&filter.stored, names, state.scope())?.query(&state.moment(), names)
}

/// The names are others now: a field that was given another type has another number, and is found again by its name.
pub(super) fn follow(state: &mut State) {
    if query(state).is_ok() {
        return;
    }
    let Some(filter) = &state.filter else { return };
    if let Ok(criteria) = criteria::compile(&filter.text, state.names(), state.scope()) {
        let stored = criteria.stored();
        let text = filter.text.clone();
        state.filter = Some(Filter { text, stored });
    }
}

/// Opens the editor: to write the filter, or to give it a name.
pub(super) fn open(state: &mut State, action: Action) -> (Popup, Vec<Effect>) {
    let text = state.filter.as_ref().map(|filter| filter.text.clone());
    let text = text.unwrap_or_default();
    let names = state.names();
    let segment = state.segments.at.and_then(|at| names.segment(at));
    let naming = action == Action::SaveFilter;
    let text = match segment {
        Some(segment) if naming => {
            let name = segment.name.replace('\\', "\\\\").replace('"', "\\\"");
            format!("in segment \"{name}\" and ({text})")
        }
        _ => text,
    };
    let (editor, effects) = CriteriaEditor::filter(text, naming, &mut state.context());
    (Popup::Criteria(Box::new(editor)), effects)
}
