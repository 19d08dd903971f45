//! The state machine: `update(&mut State, Instant, Event) -> Vec<Effect>`. Pure: no input or output, no clock (now is
//! passed in), no randomness. What must be asked of the store or done to it leaves as an [`Effect`] and comes back as an
//! [`Event`]; every question carries a ticket, and an answer whose ticket is no longer the newest of its slot is dropped.

pub mod confirm;
pub mod delete_list;
pub mod effect;
pub mod event;
pub mod form;
pub mod input;
pub mod list_form;
pub mod popup;
pub mod state;
pub mod toast;

pub use effect::{Ask, Effect, Question, Slot, Ticket};
pub use event::{Answer, Event, Key};
pub use input::Input;
pub use popup::{Context, Popup, Reply, Step};
pub use state::{Colours, Focus, Look, State, ThemeName};
pub use toast::Toast;

use crate::model::Instant;

/// What the interface asks first.
pub fn start(state: &mut State, now: Instant) -> Vec<Effect> {
    state.now = now;
    let (_, ask) = state.tickets.ask(Slot::Catalogue, Question::Catalogue);
    vec![ask]
}

/// Takes one event; says what is to be done.
pub fn update(state: &mut State, now: Instant, event: Event) -> Vec<Effect> {
    state.now = now;
    match event {
        Event::Key(key) => match with_popup(state, |popup, context| popup.key(key, context)) {
            Some(effects) => effects,
            None => Vec::new(),
        },
        Event::Paste(text) => {
            with_popup(state, |popup, context| popup.paste(&text, context)).unwrap_or_default()
        }
        Event::Resize(columns, rows) => {
            state.size = (columns, rows);
            Vec::new()
        }
        Event::Answer { ticket, answer, .. } => {
            with_popup(state, |popup, context| popup.answer(ticket, &answer, context)).unwrap_or_default()
        }
        Event::Applied { ticket, result } => {
            with_popup(state, |popup, context| popup.applied(ticket, &result, context)).unwrap_or_default()
        }
        Event::Moved(_) | Event::Progress { .. } | Event::Imported { .. } | Event::Resumed => Vec::new(),
    }
}

/// Shows something to the topmost popup and does what it replies; None where there is no popup.
fn with_popup(
    state: &mut State,
    show: impl FnOnce(&mut Popup, &mut Context<'_>) -> Reply,
) -> Option<Vec<Effect>> {
    let mut popup = state.popups.pop()?;
    let empty = std::sync::Arc::default();
    let mut context = Context {
        catalogue: state.catalogue.as_ref().unwrap_or(&empty),
        moment: state.moment(),
        scope: state.scope(),
        tickets: &mut state.tickets,
        read_only: state.read_only,
    };
    let reply = show(&mut popup, &mut context);
    match reply.step {
        Step::Stay => state.popups.push(popup),
        Step::Close => {}
        Step::Open(above) => state.popups.extend([popup, *above]),
        Step::Replace(other) => state.popups.push(*other),
    }
    if reply.toast.is_some() {
        state.toast = reply.toast;
    }
    Some(reply.effects)
}
