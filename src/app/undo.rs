//! Undo and redo from the panes: which change is next, whether it is asked about first, what is said when it is done.

use super::effect::{Effect, Question, Slot, Ticket};
use super::figures::count;
use super::popup::{Popup, Tickets};
use super::state::State;
use super::toast::Toast;
use super::undo_dialog::UndoDialog;
use super::{history, refresh, review};
use crate::actions::Action;
use crate::model::{EntryId, JournalEntry};
use crate::store::{StoreError, TakenBack};

/// A change of more rows is asked about before it is taken back.
const FEW: u64 = 20;

/// Asks which change is next.
pub(super) fn begin(state: &mut State, action: Action) -> Vec<Effect> {
    let question = if action == Action::Redo {
        Question::NextRedo
    } else {
        Question::NextUndo
    };
    let (ticket, effect) = state.tickets.ask(Slot::Next, question);
    state.next = Some(ticket);
    vec![effect]
}

/// Takes the next change back, or asks first where it is a large one.
pub(super) fn next(state: &mut State, ticket: Ticket, entry: Option<JournalEntry>) -> Vec<Effect> {
    // Whoever has opened something else meanwhile does not want it any more.
    if state.next.take_if(|next| *next == ticket).is_none() || !state.popups.is_empty() {
        return Vec::new();
    }
    let Some(entry) = entry else {
        state.say(Toast::hint(
            "There is nothing of yours to take back or to make again. H shows everybody's changes.",
        ));
        return Vec::new();
    };
    if entry.rows <= FEW {
        return vec![take_back(&mut state.tickets, entry.id, false)];
    }
    let (dialog, effect) = UndoDialog::open(entry, &mut state.context());
    state.popups.push(Popup::Undo(Box::new(dialog)));
    vec![effect]
}

/// The effect that takes an entry back.
pub(super) fn take_back(tickets: &mut Tickets, entry: EntryId, force: bool) -> Effect {
    Effect::TakeBack {
        ticket: tickets.next(),
        entry,
        force,
    }
}

/// The question could not be answered.
pub(super) fn failed(state: &mut State, ticket: Ticket) -> bool {
    state.next.take_if(|next| *next == ticket).is_some()
}

/// It has ended: what went back is said, and what stayed.
pub(super) fn taken_back(
    state: &mut State,
    ticket: Ticket,
    result: &Result<TakenBack, StoreError>,
) -> Vec<Effect> {
    state.jobs.end(ticket);
    state.say(match result {
        Ok(told) => toast(told),
        Err(StoreError::Cancelled) => Toast::error(
            "Stopped at a safe place: what is done stays done. H shows it; from there it goes on.",
        ),
        Err(error) => Toast::error(error.to_string()),
    });
    let mut effects = refresh::moved(state);
    effects.extend(history::refresh(state));
    effects.extend(review::taken_back(state, ticket, result));
    effects
}

fn toast(told: &TakenBack) -> Toast {
    let (done, other) = if told.again {
        ("Made again", "u takes it back")
    } else {
        ("Undone", "U makes it again")
    };
    let rows = match told.back {
        1 => String::new(),
        many => format!(" ({} rows)", count(many)),
    };
    let said = format!("{done}: {}{rows}.", told.what);
    let first = told.reasons.first().map_or("", String::as_str);
    if told.stayed > 0 {
        let stayed = count(told.stayed);
        return Toast::error(format!(
            "{said} {stayed} stayed: {first} H and Enter show them all."
        ));
    }
    Toast::done(if first.is_empty() {
        format!("{said} {other}.")
    } else {
        format!("{said} {first}")
    })
}
