//! The segments pane: all contacts of the list, then its segments with live counts.

use super::effect::{Effect, Question, Slot, Ticket};
use super::state::State;
use super::{contacts, question};
use crate::actions::Place;
use crate::model::SegmentId;
use std::collections::BTreeMap;

/// Where the segments pane stands, and what is known of the counts.
#[derive(Debug, Default)]
pub struct Segments {
    /// What the cursor is on; None: all contacts of the list.
    pub at: Option<SegmentId>,
    /// The first visible row.
    pub top: usize,
    /// The last counts; None where a segment cannot be counted.
    pub counts: BTreeMap<SegmentId, Option<u64>>,
    /// The table shows only who is pinned in the segment or out of it.
    pub only_pinned: bool,
    /// The counts are being asked again.
    pub stale: bool,
    waiting: Option<Ticket>,
}

/// The rows of the pane, from the first.
pub fn rows(state: &State) -> impl Iterator<Item = Option<SegmentId>> + '_ {
    std::iter::once(None).chain(state.names().segments_of(state.scope()).map(|one| Some(one.id)))
}

/// The cursor's row and how many rows there are.
pub fn cursor(state: &State) -> (usize, usize) {
    let at = rows(state).position(|one| one == state.segments.at).unwrap_or(0);
    (at, rows(state).count())
}

/// Why the segment under the cursor has no count, where it has none.
pub fn reason(state: &State) -> Option<String> {
    let at = state.segments.at?;
    match state.segments.counts.get(&at) {
        Some(None) => question::segment(state).err(),
        _ => None,
    }
}

/// The criteria of the segment under the cursor, with today's names.
pub fn criteria(state: &State) -> Option<String> {
    let names = state.names();
    let segment = names.segment(state.segments.at?)?;
    let criteria = crate::criteria::from_stored(&segment.criteria, names, segment.scope).ok()?;
    Some(criteria.text(names))
}

/// What decides who is in the segment under the cursor: its criteria, and how many are pinned besides.
pub fn said(state: &State) -> Option<String> {
    let names = state.names();
    let segment = names.segment(state.segments.at?)?;
    let pins = names.pins_in(segment.id);
    let criteria = if segment.is_hand_picked() {
        "Picked by hand".to_owned()
    } else {
        criteria(state)?
    };
    Some(match (criteria.is_empty(), pins.is_empty()) {
        (_, true) => criteria,
        (true, false) => pins.to_string(),
        (false, false) => format!("{criteria} · {pins}"),
    })
}

/// Shows only who is pinned, or all members again.
pub(super) fn show_pinned(state: &mut State, only: bool) -> Vec<Effect> {
    state.segments.only_pinned = only;
    state.search = None;
    contacts::show(state)
}

/// Puts the cursor on a row; the table follows.
pub(super) fn move_to(state: &mut State, row: usize) -> Vec<Effect> {
    let (_, count) = cursor(state);
    let at = rows(state).nth(row.min(count - 1)).flatten();
    select(state, at)
}

/// Shows a segment of the list, or all its contacts.
pub(super) fn select(state: &mut State, at: Option<SegmentId>) -> Vec<Effect> {
    if at == state.segments.at {
        return Vec::new();
    }
    state.segments.at = at;
    state.segments.only_pinned = false;
    state.filter = None;
    state.search = None;
    keep_in_sight(state);
    contacts::show(state)
}

/// Another list is shown.
pub(super) fn show(state: &mut State) -> Vec<Effect> {
    state.segments.at = None;
    state.segments.only_pinned = false;
    state.filter = None;
    state.segments.top = 0;
    ask(state)
}

/// Asks the counts of all segments of the list.
pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    let wanted: Vec<SegmentId> = state
        .names()
        .segments_of(state.scope())
        .map(|one| one.id)
        .collect();
    if wanted.is_empty() {
        state.segments.waiting = None;
        state.segments.stale = false;
        return Vec::new();
    }
    let (ticket, effect) = state
        .tickets
        .ask(Slot::SegmentCounts, Question::SegmentCounts(wanted));
    state.segments.waiting = Some(ticket);
    state.segments.stale = true;
    vec![effect]
}

/// Asks the counts again where the store has moved since.
pub(super) fn ask_if_moved(state: &mut State, since: u64) -> Vec<Effect> {
    if state.names().generation == since {
        Vec::new()
    } else {
        ask(state)
    }
}

/// Takes the counts.
pub(super) fn counted(state: &mut State, ticket: Ticket, counts: Vec<(SegmentId, Option<u64>)>) {
    if state.segments.waiting == Some(ticket) {
        state.segments.waiting = None;
        state.segments.stale = false;
        state.segments.counts.extend(counts);
    }
}

/// The counts could not be had.
pub(super) fn failed(state: &mut State, ticket: Ticket) -> bool {
    let mine = state.segments.waiting == Some(ticket);
    if mine {
        state.segments.waiting = None;
    }
    mine
}

/// Scrolls so far that the cursor is seen.
pub(super) fn keep_in_sight(state: &mut State) {
    let (at, _) = cursor(state);
    state.segments.top = super::scroll(state.segments.top, at, state.rows(Place::Segments));
}

/// After a new catalogue: a segment that is gone gives way to all contacts. True where the table must follow.
pub(super) fn settle(state: &mut State) -> bool {
    let scope = state.scope();
    let gone = state.segments.at.is_some_and(|at| {
        state
            .names()
            .segment(at)
            .is_none_or(|segment| segment.scope != scope)
    });
    if gone {
        state.segments.at = None;
        state.segments.only_pinned = false;
        state.filter = None;
    }
    keep_in_sight(state);
    gone
}
