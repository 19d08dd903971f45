//! From a key to its action, and what each action does.

use super::effect::Effect;
use super::event::{Key, KeyModifiers};
use super::state::State;
use super::toast::Toast;
use super::{
    at_once, contacts, filter, lists, marks, mouse, open, preferences, profile, search, segments, timeline,
    undo,
};
use crate::actions::{Action, Chord, Entry, Place, Snapshot, Table};
use crate::store::Sort;

/// The key as the table of actions writes it.
pub(super) fn chord(key: Key) -> Chord {
    let modifiers = key.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
    Chord {
        code: key.code,
        modifiers,
    }
}

/// What holds whatever is open, popups too.
pub(super) fn everywhere(table: Table, key: Key) -> Option<Effect> {
    let chord = chord(key);
    if !chord.modifiers.contains(KeyModifiers::CONTROL) {
        return None;
    }
    match table.at(Place::Contacts, chord)?.action {
        Action::Quit => Some(Effect::Quit),
        Action::Suspend => Some(Effect::Suspend),
        Action::Redraw => Some(Effect::Redraw),
        _ => None,
    }
}

/// A key for the panes.
pub(super) fn key(state: &mut State, key: Key) -> Vec<Effect> {
    let Some(entry) = state.table.at(state.focus, chord(key)) else {
        return Vec::new();
    };
    if let Some(reason) = (entry.off)(state.snapshot()) {
        state.say(Toast::hint(reason));
        return Vec::new();
    }
    perform(state, entry.action)
}

/// Does an action that was chosen by its name: the keys go to a pane where it holds.
pub(super) fn run(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(entry) = state.table.entry(action) else {
        return Vec::new();
    };
    match reach(state, entry) {
        Ok(place) => {
            if place != state.focus {
                super::focus(state, place);
            }
            perform(state, action)
        }
        Err(reason) => {
            state.say(Toast::hint(reason));
            Vec::new()
        }
    }
}

/// The pane in which an action holds now, the one that has the keys before any other; or why it is off.
pub(super) fn reach(state: &State, entry: &Entry) -> Result<Place, &'static str> {
    let place = if entry.places.contains(&state.focus) {
        Some(state.focus)
    } else {
        let mut order = order(state).iter();
        order.find(|place| entry.places.contains(place)).copied()
    };
    let place = place.ok_or("No profile is open. Press Enter on a contact first.")?;
    let snapshot = Snapshot {
        place,
        contact: state.subject_in(place).is_some(),
        ..state.snapshot()
    };
    (entry.off)(snapshot).map_or(Ok(place), Err)
}

fn perform(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Quit => vec![Effect::Quit],
        Action::Suspend => vec![Effect::Suspend],
        Action::Redraw => vec![Effect::Redraw],
        Action::StopJob => state.jobs.stop(),
        Action::Back | Action::Close => back(state),
        Action::Mouse => mouse::toggle(state),
        Action::Theme => preferences::change_theme(state),
        Action::Timeline => {
            timeline::show_next(state);
            Vec::new()
        }
        Action::Find => search::begin(state),
        Action::Mark | Action::MarkRange | Action::MarkAll => marks::mark(state, action),
        Action::DeleteSegment | Action::RemoveContact | Action::Unpin => at_once::change(state, action),
        Action::PinIn | Action::PinOut if state.segments.at.is_some() => at_once::change(state, action),
        Action::Pinned => segments::show_pinned(state, !state.segments.only_pinned),
        Action::Undo | Action::Redo => undo::begin(state, action),
        Action::Reverse => {
            let sort = state.contacts.sort;
            let descending = !sort.descending;
            contacts::sort_by(state, Sort { descending, ..sort })
        }
        Action::Open | Action::Left | Action::Right | Action::NextPane | Action::PreviousPane => {
            go(state, action);
            Vec::new()
        }
        Action::NextContact | Action::PreviousContact => {
            let cursor = state.contacts.cursor;
            let to = if action == Action::NextContact {
                cursor + 1
            } else {
                cursor.saturating_sub(1)
            };
            contacts::move_to(state, to)
        }
        Action::Down
        | Action::Up
        | Action::PageDown
        | Action::PageUp
        | Action::HalfDown
        | Action::HalfUp
        | Action::First
        | Action::Last => move_cursor(state, action),
        _ => open::open(state, action),
    }
}

/// The panes that can have the keys, from left to right.
fn order(state: &State) -> &'static [Place] {
    match Place::ALL {
        [rest @ .., _] if !state.profile.open => rest,
        all => all,
    }
}

fn go(state: &mut State, action: Action) {
    let order = order(state);
    let at = order.iter().position(|place| *place == state.focus).unwrap_or(0);
    if action == Action::Open && state.focus == Place::Contacts {
        profile::open(state);
        return;
    }
    let to = match action {
        Action::NextPane => (at + 1) % order.len(),
        Action::PreviousPane => (at + order.len() - 1) % order.len(),
        Action::Left => at.saturating_sub(1),
        _ => at + 1,
    };
    if let Some(place) = order.get(to) {
        super::focus(state, *place);
    }
}

/// Esc closes one thing: a message, a search, the marks, the profile, the filter, the view of pins.
fn back(state: &mut State) -> Vec<Effect> {
    if state.toast.take().is_some() {
        return Vec::new();
    }
    if state.profile.open && state.focus == Place::Profile {
        profile::close(state);
        return Vec::new();
    }
    if state.search.is_some() {
        return search::end(state);
    }
    if state.focus == Place::Contacts && marks::any(state) {
        state.marks.clear();
        return Vec::new();
    }
    if state.profile.open {
        profile::close(state);
        return Vec::new();
    }
    if state.filter.is_none() && state.segments.only_pinned {
        return segments::show_pinned(state, false);
    }
    filter::set(state, None)
}

fn move_cursor(state: &mut State, action: Action) -> Vec<Effect> {
    let place = state.focus;
    let page = state.rows(place) as u64;
    let (at, last) = match place {
        Place::Lists => ends(lists::cursor(state)),
        Place::Segments => ends(segments::cursor(state)),
        Place::Contacts | Place::Search => (
            state.contacts.cursor,
            state.contacts.total.unwrap_or(0).saturating_sub(1),
        ),
        Place::Profile => (state.profile.top as u64, u64::from(u32::MAX)),
    };
    let to = match action {
        Action::Down => at + 1,
        Action::Up => at.saturating_sub(1),
        Action::PageDown => at + page,
        Action::PageUp => at.saturating_sub(page),
        Action::HalfDown => at + page / 2,
        Action::HalfUp => at.saturating_sub(page / 2),
        Action::Last => last,
        _ => 0,
    }
    .min(last);
    let row = usize::try_from(to).unwrap_or(usize::MAX);
    match place {
        Place::Lists => lists::move_to(state, row),
        Place::Segments => segments::move_to(state, row),
        Place::Contacts | Place::Search => contacts::move_to(state, to),
        Place::Profile => {
            profile::move_to(state, row);
            Vec::new()
        }
    }
}

fn ends((at, count): (usize, usize)) -> (u64, u64) {
    (at as u64, count.saturating_sub(1) as u64)
}
