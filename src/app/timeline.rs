//! The timeline of the contact whose profile is shown: events newest first, of which more are asked for as one scrolls,
//! and what was spent by month.

use super::effect::{Effect, Question, Slot, Ticket};
use super::state::State;
use super::{card, past};
use crate::actions::Place;
use crate::model::{ContactId, Months, TimelineItem};

/// How many events are asked for at once.
const PAGE: usize = 100;

/// What is known of a contact's events.
#[derive(Debug, Default)]
pub struct Timeline {
    /// Newest first.
    pub items: Vec<TimelineItem>,
    /// There are no older ones.
    pub ended: bool,
    /// What was spent by month; None before the first answer.
    pub months: Option<Months>,
    /// The events as lines: a day, where it is another than above, and words.
    pub(super) lines: Vec<(String, String)>,
    /// How many events and how many columns of words the lines are made for.
    laid: (usize, usize),
    /// Whose they are.
    of: Option<ContactId>,
    /// The store has moved: it is asked again from the beginning, and what is known stays meanwhile.
    stale: bool,
    waiting: Option<(Ticket, Wanted)>,
    waiting_months: Option<Ticket>,
}

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wanted {
    limit: usize,
    /// From the newest on, in place of what is known.
    anew: bool,
}

/// Takes note that the store has moved.
pub(super) fn refresh(state: &mut State) {
    state.timeline.stale = true;
}

/// After each event: lays out what came, and asks for what the screen needs and has not asked for yet.
pub(super) fn keep_up(state: &mut State) -> Vec<Effect> {
    let laid = (state.timeline.items.len(), card::values(state));
    if state.timeline.laid != laid {
        state.timeline.lines = past::events(state, laid.1);
        state.timeline.laid = laid;
    }
    ask(state)
}

fn ask(state: &mut State) -> Vec<Effect> {
    let shown = state.profile.shown.as_ref().filter(|_| state.profile.open);
    let Some(contact) = shown.map(|shown| shown.contact.id) else {
        if state.timeline.of.is_some() {
            state.timeline = Timeline::default();
        }
        return Vec::new();
    };
    if state.timeline.of != Some(contact) {
        state.timeline = Timeline {
            of: Some(contact),
            stale: true,
            ..Timeline::default()
        };
    }
    if state.timeline.stale {
        return ask_anew(state, contact);
    }
    if state.timeline.ended || state.timeline.waiting.is_some() || !nears_the_end(state) {
        return Vec::new();
    }
    let before = state.timeline.items.last().map(TimelineItem::mark);
    let wanted = Wanted {
        limit: PAGE,
        anew: false,
    };
    let question = Question::Timeline {
        contact,
        before,
        limit: PAGE,
    };
    let (ticket, effect) = state.tickets.ask(Slot::Timeline, question);
    state.timeline.waiting = Some((ticket, wanted));
    vec![effect]
}

fn ask_anew(state: &mut State, contact: ContactId) -> Vec<Effect> {
    let limit = state.timeline.items.len().max(PAGE);
    let question = Question::Timeline {
        contact,
        before: None,
        limit,
    };
    let (ticket, effect) = state.tickets.ask(Slot::Timeline, question);
    let (months, effect_months) = state.tickets.ask(Slot::Months, Question::Months(contact));
    state.timeline.stale = false;
    state.timeline.waiting = Some((ticket, Wanted { limit, anew: true }));
    state.timeline.waiting_months = Some(months);
    vec![effect, effect_months]
}

/// Whether the last event known is less than a screen away.
fn nears_the_end(state: &State) -> bool {
    let height = state.rows(Place::Profile);
    state.profile.top + 2 * height >= card::lines(state).len()
}

/// Takes events.
pub(super) fn answer(state: &mut State, ticket: Ticket, items: Vec<TimelineItem>) {
    let Some((_, wanted)) = state.timeline.waiting.take_if(|(mine, _)| *mine == ticket) else {
        return;
    };
    state.timeline.ended = items.len() < wanted.limit;
    if wanted.anew {
        state.timeline.laid = (0, 0);
        state.timeline.items = items;
    } else {
        state.timeline.items.extend(items);
    }
}

/// Takes what was spent by month.
pub(super) fn answer_months(state: &mut State, ticket: Ticket, months: Months) {
    if state
        .timeline
        .waiting_months
        .take_if(|mine| *mine == ticket)
        .is_some()
    {
        state.timeline.months = Some(months);
    }
}

/// An answer could not be had: what is known stays, and is not asked for again until something moves.
pub(super) fn failed(state: &mut State, ticket: Ticket) -> bool {
    let events = state
        .timeline
        .waiting
        .take_if(|(mine, _)| *mine == ticket)
        .is_some();
    state.timeline.ended |= events;
    let months = state
        .timeline
        .waiting_months
        .take_if(|mine| *mine == ticket)
        .is_some();
    events || months
}
