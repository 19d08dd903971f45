//! Changes that are made without asking, because undo takes them back; and what is said when they are done.

use super::effect::{Effect, Ticket};
use super::figures::people;
use super::marks;
use super::state::State;
use super::toast::Toast;
use crate::actions::Action;
use crate::model::Side;
use crate::store::{Applied, Change, Each, StoreError};

/// What is said of changes that are on their way.
#[derive(Debug, Default)]
pub struct Said(Vec<Promise>);

/// What is said when one change is done.
#[derive(Debug)]
pub struct Promise {
    ticket: Ticket,
    said: String,
    /// Begins with how many contacts it was.
    counted: bool,
    /// Nobody is marked any more.
    unmarks: bool,
}

impl Promise {
    /// Of a change to many: `moved to Leads`.
    pub(super) fn of_many(ticket: Ticket, said: &str, unmarks: bool) -> Self {
        Self {
            ticket,
            said: format!("{said}."),
            counted: true,
            unmarks,
        }
    }

    /// Of one thing: `Size moved`.
    pub(super) fn of_one(ticket: Ticket, said: &str) -> Self {
        Self {
            ticket,
            said: format!("{said}."),
            counted: false,
            unmarks: false,
        }
    }
}

impl Said {
    /// Remembers what is to be said.
    pub(super) fn promise(&mut self, promise: Promise) {
        self.0.push(promise);
    }
}

/// Makes the change of an action.
pub(super) fn change(state: &mut State, action: Action) -> Vec<Effect> {
    let made = match action {
        Action::DeleteSegment => delete_segment(state),
        Action::PinIn => pin(state, Some(Side::In)),
        Action::PinOut => pin(state, Some(Side::Out)),
        Action::Unpin => pin(state, None),
        _ => remove_contact(state),
    };
    let Some((change, said, counted)) = made else {
        return Vec::new();
    };
    let ticket = state.tickets.next();
    state.said.promise(Promise {
        ticket,
        said,
        counted,
        unmarks: counted,
    });
    vec![Effect::Apply { ticket, change }]
}

/// It is on disk, or was refused.
pub(super) fn applied(state: &mut State, ticket: Ticket, result: &Result<Applied, StoreError>) {
    let Some(at) = state.said.0.iter().position(|one| one.ticket == ticket) else {
        return;
    };
    let promise = state.said.0.swap_remove(at);
    let said = promise.said;
    state.say(match result {
        Ok(applied) if promise.counted && applied.contacts == 0 => {
            Toast::done("Nothing had to be changed.".to_owned())
        }
        Ok(applied) if promise.counted => {
            Toast::done(format!("{} {said} u takes it back.", people(applied.contacts)))
        }
        Ok(_) => Toast::done(format!("{said} u takes it back.")),
        Err(error) => Toast::error(error.to_string()),
    });
    if promise.unmarks && result.is_ok() {
        state.marks.clear();
    }
}

fn delete_segment(state: &State) -> Option<(Change, String, bool)> {
    let segment = state.names().segment(state.segments.at?)?;
    let said = format!("Segment {} deleted; its contacts stay in the list.", segment.name);
    Some((Change::DeleteSegment { segment: segment.id }, said, false))
}

fn pin(state: &State, side: Option<Side>) -> Option<(Change, String, bool)> {
    let segment = state.names().segment(state.segments.at?)?;
    let change = Change::Many {
        whom: marks::whom(state)?.selection,
        each: Each::Pin(segment.id, side),
    };
    let said = pinned(side);
    Some((change, format!("{said} {}.", segment.name), true))
}

/// What is said of contacts that were pinned, before the segment's name.
pub(super) fn pinned(side: Option<Side>) -> &'static str {
    match side {
        Some(Side::In) => "pinned in",
        Some(Side::Out) => "pinned out of",
        None => "no longer pinned in or out of",
    }
}

fn remove_contact(state: &State) -> Option<(Change, String, bool)> {
    let list = state.names().list(state.scope().list()?)?;
    let whom = marks::whom(state)?;
    if whom.marked {
        let change = Change::Many {
            whom: whom.selection,
            each: Each::Leave(list.id),
        };
        let said = format!(
            "removed from {}; they stay in their other lists or under Everyone.",
            list.name
        );
        return Some((change, said, true));
    }
    let contact = &state.subject()?.contact;
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
    Some((change, said, false))
}
