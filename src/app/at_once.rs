//! Changes that are made without asking, because undo takes them back; and what is said when they are done.

use super::effect::{Effect, Ticket};
use super::state::State;
use super::toast::Toast;
use crate::actions::Action;
use crate::store::{Applied, Change, StoreError};

/// What is said of changes that are on their way.
#[derive(Debug, Default)]
pub struct Said(Vec<(Ticket, String)>);

/// Makes the change of an action.
pub(super) fn change(state: &mut State, action: Action) -> Vec<Effect> {
    let made = match action {
        Action::DeleteSegment => delete_segment(state),
        _ => remove_contact(state),
    };
    let Some((change, said)) = made else {
        return Vec::new();
    };
    let ticket = state.tickets.next();
    state.said.0.push((ticket, said));
    vec![Effect::Apply { ticket, change }]
}

/// It is on disk, or was refused.
pub(super) fn applied(state: &mut State, ticket: Ticket, result: &Result<Applied, StoreError>) {
    let Some(at) = state.said.0.iter().position(|(one, _)| *one == ticket) else {
        return;
    };
    let (_, said) = state.said.0.swap_remove(at);
    state.say(match result {
        Ok(_) => Toast::done(format!("{said} u takes it back.")),
        Err(error) => Toast::error(error.to_string()),
    });
}

fn delete_segment(state: &State) -> Option<(Change, String)> {
    let segment = state.names().segment(state.segments.at?)?;
    let said = format!("Segment {} deleted; its contacts stay in the list.", segment.name);
    Some((Change::DeleteSegment { segment: segment.id }, said))
}

fn remove_contact(state: &State) -> Option<(Change, String)> {
    let contact = &state.subject()?.contact;
    let list = state.names().list(state.scope().list()?)?;
    let stays = if contact.lists.len() > 1 {
        "it stays in its other lists"
    } else {
        "it stays under Everyone"
    };
    let said = format!("{} removed from {}; {stays}.", contact.display_name(), list.name);
    let change = Change::RemoveFromList {
        contacts: vec![contact.id],
        list: list.id,
    };
    Some((change, said))
}
