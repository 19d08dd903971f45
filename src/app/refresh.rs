//! The store has moved: what is on the screen is asked again, and stays until the new is there. What this process has
//! just made is shown.

use super::draft_offer::DraftOffer;
use super::effect::{Effect, Question, Slot, Ticket};
use super::popup::Popup;
use super::state::State;
use super::welcome::Welcome;
use super::{
    arrangement, contacts, elsewhere, fields, filter, lists, memory, overview, profile, question, review,
    segments,
};
use crate::actions::Place;
use crate::model::{Catalogue, ContactId, ListId, Scope, SegmentId};
use crate::store::{Applied, Change};
use std::sync::Arc;

/// A change that makes something the cursor is to go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Making {
    List,
    Segment(Scope),
    Contact,
}

/// What was made, until the catalogue knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Made {
    List(ListId),
    Segment(Scope, SegmentId),
    Contact(ContactId),
}

/// What is being made, and what was.
#[derive(Debug, Default)]
pub struct Arrivals {
    making: Vec<(Ticket, Making)>,
    made: Option<Made>,
}

impl Arrivals {
    /// Takes note of changes that make something.
    pub(super) fn notice(&mut self, effects: &[Effect]) {
        for effect in effects {
            let Effect::Apply { ticket, change } = effect else {
                continue;
            };
            let making = match change {
                Change::CreateList { .. } => Making::List,
                Change::CreateSegment { scope, .. } => Making::Segment(*scope),
                Change::AddContact(_) => Making::Contact,
                _ => continue,
            };
            self.making.push((*ticket, making));
        }
    }

    /// A change is on disk, or was refused.
    pub(super) fn applied(&mut self, ticket: Ticket, applied: Option<&Applied>) {
        let Some(at) = self.making.iter().position(|(one, _)| *one == ticket) else {
            return;
        };
        let (_, making) = self.making.swap_remove(at);
        if let Some(number) = applied.and_then(|applied| applied.created) {
            self.made = Some(match making {
                Making::List => Made::List(ListId(number)),
                Making::Segment(scope) => Made::Segment(scope, SegmentId(number)),
                Making::Contact => Made::Contact(ContactId(number)),
            });
        }
    }
}

/// Another generation: the catalogue is asked first, the rest when it is there. While the answers to the last move are
/// still coming, it waits: a store that moves faster than it answers would otherwise never be shown.
pub(super) fn moved(state: &mut State) -> Vec<Effect> {
    if under_way(state) {
        state.moved_again = true;
        return Vec::new();
    }
    state.moved_again = false;
    state.refreshing = true;
    let (ticket, effect) = state.tickets.ask(Slot::Catalogue, Question::Catalogue);
    state.catalogue_ticket = Some(ticket);
    vec![effect]
}

/// Takes the catalogue, and asks again what may show something else now.
pub(super) fn catalogue(state: &mut State, ticket: Ticket, new: Arc<Catalogue>) -> Vec<Effect> {
    if state.catalogue_ticket != Some(ticket) {
        return Vec::new();
    }
    state.catalogue_ticket = None;
    let old = state.catalogue.replace(new);
    let old_generation = old.as_ref().map(|old| old.generation);
    if old.is_none() {
        state.day = Some(state.moment().today());
    }
    if let Some(old) = &old {
        arrangement::follow(state, old);
        filter::follow(state);
    }
    let mut effects = old
        .as_ref()
        .map_or_else(Vec::new, |old| elsewhere::moved(state, old));
    let elsewhere = lists::settle(state);
    let elsewhere = segments::settle(state) || elsewhere;
    effects.extend(match (arrive(state), old) {
        (Some(effects), _) => effects,
        (None, None) => begin(state),
        (None, Some(old)) => again(state, &old, elsewhere),
    });
    effects.extend(fields::refresh(state));
    if old_generation != Some(state.names().generation) {
        effects.extend(review::refresh(state));
    }
    effects.extend(overview::refresh(state));
    effects.extend(settle(state));
    effects
}

/// Where another day has begun: what spans of days count may have changed, and is asked again.
pub(super) fn another_day(state: &mut State) -> Vec<Effect> {
    let today = state.moment().today();
    if state.day.is_none_or(|day| day == today) {
        return Vec::new();
    }
    state.day = Some(today);
    let mut effects = contacts::refresh(state);
    effects.extend(segments::ask(state));
    effects.extend(profile::refresh(state));
    effects
}

/// What another catalogue may have changed.
fn again(state: &mut State, old: &Catalogue, elsewhere: bool) -> Vec<Effect> {
    if !elsewhere && same_view(state, old) {
        return segments::ask_if_moved(state, old.generation);
    }
    let mut effects = if elsewhere {
        contacts::show(state)
    } else {
        contacts::refresh(state)
    };
    effects.extend(segments::ask(state));
    effects.extend(profile::refresh(state));
    effects
}

/// The first catalogue: the keys go to the contacts where there are any.
fn begin(state: &mut State) -> Vec<Effect> {
    if state.names().contacts == 0 {
        super::focus(state, Place::Lists);
    }
    if !state.read_only {
        let offer = DraftOffer::new(std::mem::take(&mut state.drafts));
        state
            .popups
            .extend(offer.map(|offer| Popup::Draft(Box::new(offer))));
        let first = Welcome::offer(state).map(|welcome| Popup::Welcome(Box::new(welcome)));
        state.popups.extend(first);
    }
    let mut effects = memory::settle(state);
    effects.extend(segments::ask(state));
    effects
}

/// Whether all contacts of a list are shown, and nothing in that list has changed.
fn same_view(state: &State, old: &Catalogue) -> bool {
    let new = state.names();
    let generation = |names: &Catalogue| {
        let list = state.scope().list()?;
        names.list(list).map(|list| list.generation)
    };
    let untouched = match state.scope() {
        Scope::Everyone => old.generation == new.generation,
        Scope::List(_) => {
            state.segments.at.is_none() && state.filter.is_none() && generation(old) == generation(new)
        }
    };
    untouched && old.settings == new.settings && old.fields == new.fields
}

/// Goes to what was made, once the catalogue knows it.
fn arrive(state: &mut State) -> Option<Vec<Effect>> {
    match state.arrivals.made.take()? {
        Made::List(list) => {
            state.names().list(list)?;
            Some(lists::select(state, Scope::List(list)))
        }
        Made::Segment(scope, segment) => {
            state.names().segment(segment)?;
            let mut effects = lists::select(state, scope);
            effects.extend(segments::select(state, Some(segment)));
            effects.extend(segments::ask(state));
            Some(effects)
        }
        Made::Contact(contact) => {
            state.search = None;
            let view = question::view(state).ok()?;
            let mut effects = contacts::locate(state, contact, view);
            effects.extend(segments::ask(state));
            Some(effects)
        }
    }
}

fn under_way(state: &State) -> bool {
    state.catalogue_ticket.is_some() || (state.refreshing && state.contacts.is_asking())
}

/// The quiet mark goes when everything that was asked again is there; a move that came meanwhile is taken up then.
pub(super) fn settle(state: &mut State) -> Vec<Effect> {
    if under_way(state) {
        return Vec::new();
    }
    state.refreshing = false;
    if state.moved_again {
        moved(state)
    } else {
        Vec::new()
    }
}

/// The catalogue could not be had: what is known stays.
pub(super) fn failed(state: &mut State, ticket: Ticket) -> bool {
    let mine = state.catalogue_ticket == Some(ticket);
    if mine {
        state.catalogue_ticket = None;
    }
    mine
}
