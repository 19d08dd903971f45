//! The timeline of the contact whose profile is shown: events and changes to the record, newest first, of which more are
//! asked for as one scrolls, all or of one kind; and what was spent by month.

use super::effect::{Effect, Question, Slot, Ticket};
use super::state::State;
use super::{card, past, profile};
use crate::actions::Place;
use crate::model::{ContactId, EventKind, JournalEntry, Months, TimelineItem};

/// How many events are asked for at once.
const PAGE: usize = 100;

/// What of the timeline is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Show {
    /// All of it.
    #[default]
    All,
    /// What was bought.
    Purchases,
    /// What was sent by e-mail.
    Emails,
    /// Messages, as a conversation.
    Messages,
    /// Who has changed the record.
    Changes,
}

impl Show {
    fn next(self) -> Self {
        match self {
            Self::All => Self::Purchases,
            Self::Purchases => Self::Emails,
            Self::Emails => Self::Messages,
            Self::Messages => Self::Changes,
            Self::Changes => Self::All,
        }
    }

    /// What stands above it.
    pub fn heading(self) -> &'static str {
        match self {
            Self::All => "History",
            Self::Purchases => "History: purchases",
            Self::Emails => "History: e-mails",
            Self::Messages => "History: messages",
            Self::Changes => "History: changes to the record",
        }
    }

    /// Which events belong to it.
    pub fn kinds(self) -> &'static [EventKind] {
        match self {
            Self::All => &EventKind::ALL,
            Self::Purchases => &[EventKind::Purchase],
            Self::Emails => &[EventKind::Email],
            Self::Messages => &[EventKind::Message],
            Self::Changes => &[],
        }
    }
}

/// What is known of a contact's events.
#[derive(Debug, Default)]
pub struct Timeline {
    /// Newest first.
    pub items: Vec<TimelineItem>,
    /// Who has changed the record, newest first.
    pub changes: Vec<JournalEntry>,
    /// What of it is shown.
    pub show: Show,
    /// There are no older ones.
    pub ended: bool,
    /// What was spent by month; None before the first answer.
    pub months: Option<Months>,
    /// The events as lines: a day, where it is another than above, and words.
    pub(super) lines: Vec<(String, String)>,
    /// How many columns of words the lines are made for; None where something has come since.
    laid: Option<usize>,
    /// Whose they are.
    of: Option<ContactId>,
    /// The store has moved: it is asked again from the beginning, and what is known stays meanwhile.
    stale: bool,
    waiting: Option<(Ticket, Wanted)>,
    waiting_months: Option<Ticket>,
    waiting_changes: Option<Ticket>,
}

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wanted {
    limit: usize,
    /// From the newest on, in place of what is known.
    anew: bool,
}

impl Timeline {
    /// Whether an answer is on its way.
    pub fn is_asking(&self) -> bool {
        self.stale || self.waiting.is_some() || self.waiting_changes.is_some()
    }
}

/// Takes note that the store has moved.
pub(super) fn refresh(state: &mut State) {
    state.timeline.stale = true;
}

/// After each event: lays out what came, and asks for what the screen needs and has not asked for yet.
pub(super) fn keep_up(state: &mut State) -> Vec<Effect> {
    let width = card::values(state);
    if state.timeline.laid != Some(width) {
        state.timeline.lines = past::events(state, width);
        state.timeline.laid = Some(width);
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
    let mut effects = Vec::new();
    if state.timeline.of != Some(contact) {
        effects = profile::ask(state);
        state.timeline = Timeline {
            of: Some(contact),
            show: state.timeline.show,
            stale: true,
            ..Timeline::default()
        };
    }
    if state.timeline.stale {
        effects.extend(ask_anew(state, contact));
        return effects;
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
        kinds: state.timeline.show.kinds(),
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
        kinds: state.timeline.show.kinds(),
    };
    let (ticket, effect) = state.tickets.ask(Slot::Timeline, question);
    let (months, effect_months) = state.tickets.ask(Slot::Months, Question::Months(contact));
    state.timeline.stale = false;
    state.timeline.waiting = Some((ticket, Wanted { limit, anew: true }));
    state.timeline.waiting_months = Some(months);
    let (changes, effect_changes) = state.tickets.ask(Slot::Changes, Question::Changes(contact));
    state.timeline.waiting_changes = Some(changes);
    vec![effect, effect_months, effect_changes]
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
    state.timeline.laid = None;
    if wanted.anew {
        state.timeline.items = items;
    } else {
        state.timeline.items.extend(items);
    }
}

/// Takes who has changed the record.
pub(super) fn answer_changes(state: &mut State, ticket: Ticket, changes: Vec<JournalEntry>) {
    let waiting = &mut state.timeline.waiting_changes;
    if waiting.take_if(|mine| *mine == ticket).is_some() {
        state.timeline.changes = changes;
        state.timeline.laid = None;
    }
}

/// Shows the next kind of what has been, and goes there.
pub(super) fn show_next(state: &mut State) {
    let show = state.timeline.show.next();
    state.timeline.show = show;
    state.timeline.laid = None;
    state.timeline.ended = false;
    state.timeline.stale = true;
    let width = card::values(state);
    state.timeline.lines = past::events(state, width);
    let heading = card::Line::Heading(show.heading());
    let at = card::lines(state).iter().position(|line| *line == heading);
    // The name is no line of those that scroll.
    state.profile.top = at.unwrap_or(1).saturating_sub(1);
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
    let changes = state
        .timeline
        .waiting_changes
        .take_if(|mine| *mine == ticket)
        .is_some();
    events || months || changes
}
