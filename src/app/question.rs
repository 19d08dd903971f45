//! What the panes ask: the view that list, segment, search and order name together.

use super::filter;
use super::state::State;
use crate::criteria;
use crate::criteria::query::{Query, Test};
use crate::model::{Catalogue, Moment, Profile, Scope, SegmentId, Side};
use crate::store::View;

/// Whom the table shows: the segment under the cursor, narrowed by the filter; or why that cannot be asked.
pub(super) fn query(state: &State) -> Result<Query, String> {
    let filter = filter::query(state).map_err(|error| sentence(&error.to_string()))?;
    Ok(match (segment(state)?, filter) {
        (Query::All, one) | (one, Query::All) => one,
        (segment, filter) => Query::And(vec![segment, filter]),
    })
}

/// The query of the segment under the cursor, or of who is pinned in it or out of it; or why there is none.
pub(super) fn segment(state: &State) -> Result<Query, String> {
    let names = state.names();
    let Some(segment) = state.segments.at.and_then(|at| names.segment(at)) else {
        return Ok(Query::All);
    };
    if state.segments.only_pinned {
        let pinned = |side| Query::Test(Test::Pinned(segment.id, side));
        return Ok(Query::Or(vec![pinned(Side::In), pinned(Side::Out)]));
    }
    criteria::of_segment(segment, names)
        .and_then(|criteria| criteria.query(&state.moment(), names))
        .map_err(|error| sentence(&error.to_string()))
}

/// An error as it stands in a pane by itself.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
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

/// The segments a contact is in, those of its lists and those of everyone, each with what brings that about.
pub(super) fn segments_of(
    names: &Catalogue,
    moment: &Moment,
    profile: &Profile,
) -> Vec<(SegmentId, Vec<String>)> {
    let mine = |scope: Scope| {
        scope
            .list()
            .is_none_or(|list| profile.contact.lists.contains(&list))
    };
    let of_mine = names.segments.iter().filter(|segment| mine(segment.scope));
    of_mine
        .filter_map(|segment| {
            let criteria = criteria::of_segment(segment, names).ok()?;
            criteria.query(moment, names).ok()?;
            let is_in = criteria::holds(&criteria, profile, names, moment);
            let why = || criteria::reasons(&criteria::explain(&criteria, profile, names, moment));
            is_in.then(|| (segment.id, why()))
        })
        .collect()
}
