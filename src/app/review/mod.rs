//! Reviewing duplicates: the queue of suggestions, the contacts of one of them side by side, why it was suggested, and what
//! the merged contact will be. The search goes on while the review is left, and the review is there when one comes back.

mod case;
mod decide;
mod decisions;
mod fields;
mod keys;
mod layout;
mod likeness;
mod lines;
mod pair;
mod queue;

pub use case::Case;
pub use decide::Sure;
pub use decisions::{Apart, Decisions};
pub use fields::{Field, letter};
pub use layout::Parts;
pub use likeness::Piece;
pub use lines::{Line, Said, Step, percent};
pub use pair::{Looked, Pair, Suggested};
pub use queue::{Queue, Row, Shown};

use super::effect::{Effect, Question, Slot, Ticket};
use super::event::Answer;
use super::figures::count;
use super::input::Input;
use super::popup::{Context, Popup, Reply};
use super::state::State;
use super::toast::Toast;
use crate::model::{ContactId, Scope};
use crate::store::{StoreError, TakenBack};
use decide::Decision;

/// So many contacts that come next are looked up beside.
const NEAR: usize = 40;

/// Which part has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Focus {
    /// The suggestions.
    #[default]
    Queue,
    /// The fields of the merged contact.
    Fields,
}

/// The review.
#[derive(Debug)]
pub struct Review {
    /// Among whom.
    pub scope: Scope,
    /// The search that is under way.
    pub searching: Option<Ticket>,
    /// Why there are no suggestions.
    pub failed: Option<String>,
    /// The suggestions.
    pub queue: Queue,
    /// What is looked at; None until it is there.
    pub case: Option<Case>,
    /// Which part has the keys.
    pub focus: Focus,
    /// The first visible line of cards and evidence.
    pub top: usize,
    /// The value that is typed for the field under the cursor.
    pub typed: Option<Input>,
    /// All sure ones, before they are merged.
    pub sure: Option<Sure>,
    /// What was decided before, while it is listed.
    pub decisions: Option<Decisions>,
    contacts: u64,
    asked: Option<Ticket>,
    waiting: Option<(Ticket, Decision)>,
    decided: Vec<Decision>,
    undoing: Option<Ticket>,
}

/// Opens it where it was left, or begins a search.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    let scope = state.scope();
    let left = state.review.take();
    let (mut review, mut effects) = match left {
        Some(review) if review.scope == scope && review.failed.is_none() => (review, Vec::new()),
        other => {
            let stop = other.and_then(|review| review.searching).map(Effect::Stop);
            let (review, effect) = Review::begin(scope, &mut state.context());
            (Box::new(review), stop.into_iter().chain([effect]).collect())
        }
    };
    effects.extend(review.look(&mut state.context()));
    state.popups.push(Popup::Review(review));
    effects
}

/// The store has moved: what is looked at is looked up again.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    if state.popups.iter().any(|popup| matches!(popup, Popup::Review(_))) {
        with(state, |review, context| Reply::want(review.look(context)))
    } else {
        Vec::new()
    }
}

/// A search has ended.
pub(super) fn searched(
    state: &mut State,
    ticket: Ticket,
    result: Result<Suggested, StoreError>,
) -> Vec<Effect> {
    let open = state.review.is_none();
    with(state, move |review, context| {
        review.searched(ticket, result, open, context)
    })
}

/// A change was taken back.
pub(super) fn taken_back(
    state: &mut State,
    ticket: Ticket,
    result: &Result<TakenBack, StoreError>,
) -> Vec<Effect> {
    with(state, |review, _| {
        review.taken_back(ticket, result);
        Reply::default()
    })
}

/// Shows something to the review, whether it is open or was left.
fn with(state: &mut State, show: impl FnOnce(&mut Review, &mut Context<'_>) -> Reply) -> Vec<Effect> {
    if let Some(mut review) = state.review.take() {
        let reply = show(&mut review, &mut state.context());
        state.review = Some(review);
        if let Some(toast) = reply.toast {
            state.say(toast);
        }
        return reply.effects;
    }
    let open = state
        .popups
        .iter()
        .position(|popup| matches!(popup, Popup::Review(_)));
    open.map_or_else(Vec::new, |at| {
        super::show_popup(state, at, |popup, context| match popup {
            Popup::Review(review) => show(review, context),
            _ => Reply::default(),
        })
    })
}

impl Review {
    fn begin(scope: Scope, context: &mut Context<'_>) -> (Self, Effect) {
        let ticket = context.tickets.next();
        let review = Self {
            scope,
            searching: Some(ticket),
            failed: None,
            queue: Queue::default(),
            case: None,
            focus: Focus::Queue,
            top: 0,
            typed: None,
            sure: None,
            decisions: None,
            contacts: 0,
            asked: None,
            waiting: None,
            decided: Vec::new(),
            undoing: None,
        };
        (review, Effect::Search { ticket, scope })
    }

    /// Searches once more; what was found stays until that is there.
    fn again(&mut self, context: &mut Context<'_>) -> Reply {
        if self.searching.is_some() {
            return Reply::default();
        }
        let ticket = context.tickets.next();
        self.searching = Some(ticket);
        self.failed = None;
        let scope = self.scope;
        Reply::want(vec![Effect::Search { ticket, scope }])
    }

    fn searched(
        &mut self,
        ticket: Ticket,
        result: Result<Suggested, StoreError>,
        open: bool,
        context: &mut Context<'_>,
    ) -> Reply {
        if self.searching.take_if(|searching| *searching == ticket).is_none() {
            return Reply::default();
        }
        let found = match result {
            Ok(found) => found,
            Err(StoreError::Cancelled) => {
                self.failed = Some("The search was stopped. R searches again.".to_owned());
                return Reply::default();
            }
            Err(error) => {
                self.failed = Some(error.to_string());
                return Reply::default();
            }
        };
        self.contacts = found.contacts;
        let (skipped, unreadable) = (std::mem::take(&mut self.queue), found.unreadable);
        self.queue = skipped.begun_anew(found.pairs);
        let [likely, ..] = self.queue.counts;
        let mut toast = (!open).then(|| {
            Toast::done(match likely {
                0 => "No likely duplicates were found.".to_owned(),
                many => format!(
                    "{} likely duplicates were found. D shows them.",
                    count(many as u64)
                ),
            })
        });
        if unreadable > 0 {
            toast = Some(Toast::error(format!(
                "{unreadable} contacts are damaged in the store and were left out. Run: audience check"
            )));
        }
        Reply {
            toast,
            ..Reply::want(self.look(context))
        }
    }

    /// The contacts of the suggestion under the cursor.
    fn members(&self) -> Vec<ContactId> {
        let row = self.queue.current();
        row.map_or_else(Vec::new, |row| row.members.clone())
    }

    /// Asks for the contacts of the suggestion under the cursor, and which of the next ones are still there.
    pub(super) fn look(&mut self, context: &mut Context<'_>) -> Vec<Effect> {
        let members = self.members();
        if members.is_empty() {
            self.case = None;
        }
        let rows = self.queue.rows.iter().skip(self.queue.top);
        let near = rows
            .flat_map(|row| row.members.iter().copied())
            .take(NEAR)
            .collect();
        let (ticket, effect) = context.tickets.ask(Slot::Pair, Question::Pair { members, near });
        self.asked = Some(ticket);
        vec![effect]
    }

    pub(in crate::app) fn answer(
        &mut self,
        ticket: Ticket,
        answer: &Result<Answer, StoreError>,
        context: &mut Context<'_>,
    ) -> Reply {
        if self.asked != Some(ticket) {
            self.told(ticket, answer);
            return Reply::default();
        }
        match answer {
            Ok(Answer::Pair(looked)) => Reply::want(self.take(looked, context)),
            Ok(_) => Reply::default(),
            Err(error) => Reply {
                toast: Some(Toast::error(error.to_string())),
                ..Reply::default()
            },
        }
    }

    /// Whoever has gone leaves the queue, and so does who was said to be two people; what is left is shown.
    fn take(&mut self, looked: &Looked, context: &mut Context<'_>) -> Vec<Effect> {
        let members = self.members();
        let there: Vec<ContactId> = looked.profiles.iter().map(|one| one.contact.id).collect();
        let missing = members.iter().filter(|one| !there.contains(one));
        let gone: Vec<ContactId> = missing.chain(&looked.gone).copied().collect();
        for one in &gone {
            self.queue.forget(*one);
        }
        if self.queue.set_apart(&looked.apart) || !gone.is_empty() {
            self.queue.rebuild();
        }
        if self.members() != members {
            return self.look(context);
        }
        if members.is_empty() {
            return Vec::new();
        }
        match &mut self.case {
            Some(case) if case.is_of(&looked.profiles) => case.renew(looked.profiles.clone()),
            _ => {
                self.case = Some(Case::new(looked.profiles.clone()));
                self.top = 0;
                self.typed = None;
            }
        }
        self.settle(context);
        Vec::new()
    }

    /// Works out what is shown of the suggestion.
    fn settle(&mut self, context: &Context<'_>) {
        if let Some(case) = &mut self.case {
            case.weigh(&mut self.queue, self.contacts);
            case.settle(context.catalogue, &context.moment);
        }
    }
}
