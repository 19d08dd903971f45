//! What the panes ask: the view that list, segment, search and order name together.

use super::state::State;
use crate::criteria::query::Query;
use crate::model::{Profile, SegmentId};
use crate::store::View;

/// The query of the segment under the cursor, or why there is none.
pub(super) fn query(state: &State) -> Result<Query, String> {
    let names = state.names();
    let Some(segment) = state.segments.at.and_then(|at| names.segment(at)) else {
        return Ok(Query::All);
    };
    Err(format!("The criteria of {} cannot be read.", segment.name))
}

/// The view of the table.
pub(super) fn view(state: &State) -> Result<View, String> {
    Ok(View {
        scope: state.scope(),
        query: query(state)?,
        only: state.search.as_ref().and_then(|search| search.found.clone()),
        sort: state.contacts.sort,
    })
}

/// The segments a contact is in: those of its lists, and those of everyone.
pub(super) fn segments_of(_: &State, _: &Profile) -> Vec<SegmentId> {
    Vec::new()
}
