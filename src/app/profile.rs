//! The profile: the contact under the cursor with everything that is known, beside the table or over it.

use super::effect::{Effect, Question, Slot, Ticket};
use super::state::State;
use super::{question, timeline};
use crate::actions::Place;
use crate::model::{Profile, SegmentId};

/// The profile pane.
#[derive(Debug, Default)]
pub struct ProfilePane {
    /// Whether it is seen.
    pub open: bool,
    /// Whom it shows.
    pub shown: Option<Box<Profile>>,
    /// The segments the contact is in, of all lists it is in, each with what brings that about.
    pub segments: Vec<(SegmentId, Vec<String>)>,
    /// The contact was deleted while it was shown.
    pub gone: bool,
    /// The first visible line.
    pub top: usize,
    /// The cursor stands on a contact whose row is not held yet.
    pub(super) behind: bool,
    waiting: Option<Ticket>,
}

/// Opens it on the contact under the cursor.
pub(super) fn open(state: &mut State) {
    state.profile.open = true;
    state.focus = Place::Profile;
    follow(state);
}

/// Opens it on a contact that the cursor is still on its way to.
pub(super) fn show(state: &mut State, profile: Box<Profile>) {
    state.profile.open = true;
    state.focus = Place::Profile;
    state.profile.behind = false;
    state.profile.top = 0;
    take(state, profile);
}

/// Closes it; the keys go back to the table.
pub(super) fn close(state: &mut State) {
    state.profile = ProfilePane::default();
    if state.focus == Place::Profile {
        state.focus = Place::Contacts;
    }
}

/// Shows the contact under the cursor, while the pane is open.
pub(super) fn follow(state: &mut State) {
    if !state.profile.open {
        return;
    }
    let Some(current) = state.contacts.current() else {
        state.profile.behind = true;
        return;
    };
    state.profile.behind = false;
    let shown = state.profile.shown.as_ref().map(|shown| &shown.contact);
    let same = shown.is_some_and(|shown| shown.id == current.contact.id);
    // A row has no events, without which some segments cannot be told: what is shown already has them.
    if shown == Some(&current.contact) && !state.profile.gone {
        return;
    }
    let top = if same { state.profile.top } else { 0 };
    let profile = Box::new(current.clone());
    take(state, profile);
    state.profile.top = top;
}

/// New rows are there: shows the contact the cursor was moved to before. One that a refresh has put under the cursor is
/// not what was opened, and is left alone.
pub(super) fn catch_up(state: &mut State) {
    if state.profile.behind {
        follow(state);
    }
}

fn take(state: &mut State, profile: Box<Profile>) {
    let moment = state.moment();
    state.profile.segments = question::segments_of(state.names(), &moment, &profile);
    state.profile.shown = Some(profile);
    state.profile.gone = false;
}

/// Asks whom it shows again.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    let effects = ask(state);
    if !effects.is_empty() {
        timeline::refresh(state);
    }
    effects
}

/// Asks whom it shows, with all events.
pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    let Some(shown) = state.profile.shown.as_ref().filter(|_| state.profile.open) else {
        return Vec::new();
    };
    let question = Question::Profile(shown.contact.id);
    let (ticket, effect) = state.tickets.ask(Slot::Profile, question);
    state.profile.waiting = Some(ticket);
    vec![effect]
}

/// Takes the answer.
pub(super) fn answer(state: &mut State, ticket: Ticket, profile: Option<Box<Profile>>) {
    if state.profile.waiting != Some(ticket) {
        return;
    }
    state.profile.waiting = None;
    let shown = state.profile.shown.as_ref().map(|shown| shown.contact.id);
    match profile {
        Some(profile) if Some(profile.contact.id) == shown => take(state, profile),
        Some(_) => {}
        None => state.profile.gone = true,
    }
}

/// Moves through its lines; the screen stops it at the last.
pub(super) fn move_to(state: &mut State, line: usize) {
    let lines = super::card::lines(state).len();
    let height = state.rows(Place::Profile);
    state.profile.top = line.min(lines.saturating_sub(height));
}
