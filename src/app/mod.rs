//! The state machine: `update(&mut State, Instant, Event) -> Vec<Effect>`. Pure: no input or output, no clock (now is
//! passed in), no randomness. What must be asked of the store or done to it leaves as an [`Effect`] and comes back as an
//! [`Event`]; every question carries a ticket, and an answer whose ticket is no longer the newest of its slot is dropped.

pub mod arrangement;
pub mod at_once;
pub mod bars;
pub mod bulk;
pub mod card;
pub mod chips;
pub mod collision;
pub mod columns;
pub mod columns_picker;
pub mod completing;
pub mod confirm;
pub mod contact_fields;
pub mod contact_form;
pub mod contacts;
pub mod copy;
pub mod copy_segment;
pub mod criteria_editor;
mod criteria_keys;
pub mod criteria_tree;
pub mod delete_list;
pub mod draft;
pub mod draft_offer;
pub mod effect;
pub mod elsewhere;
pub mod event;
pub mod export_form;
pub mod field_form;
pub mod fields;
pub mod figures;
pub mod filter;
pub mod finder;
pub mod form;
pub mod fuzzy;
pub mod help;
pub mod history;
pub mod import_columns;
pub mod import_dialog;
pub mod imported;
pub mod input;
pub mod jobs;
pub mod jump;
pub mod layout;
pub mod likely;
pub mod list_form;
pub mod lists;
pub mod log;
pub mod marks;
pub mod memory;
pub mod menu;
pub mod merge_list;
pub mod mouse;
mod open;
pub mod overview;
pub mod palette;
mod past;
mod perform;
pub mod pick_segment;
pub mod picker;
pub mod popup;
pub mod popup_keys;
pub mod preferences;
pub mod profile;
pub mod progress;
mod question;
pub mod refresh;
pub mod retype;
pub mod review;
pub mod search;
pub mod segments;
pub mod settings;
pub mod sort;
pub mod state;
pub mod suggestions;
pub mod taken;
pub mod templates;
mod text_past;
pub mod theme;
pub mod timeline;
pub mod toast;
mod tree_keys;
pub mod understood;
mod undo;
pub mod undo_dialog;
pub mod welcome;
pub mod why;
pub mod wrap;

pub use crate::actions::Place;
pub use effect::{Ask, Effect, ExportWanted, Question, Slot, Ticket};
pub use event::{Answer, Event, Key, Mouse, Pointed};
pub use popup::{Context, Popup, Reply, Step};
pub use state::{Colours, Look, State};
pub use theme::{Theme, ThemeName};
pub use toast::Toast;

use crate::model::Instant;
use crate::store::{Applied, StoreError};

/// What the interface asks first: the names, and the first rows, which need none of them.
pub fn start(state: &mut State, now: Instant) -> Vec<Effect> {
    state.now = now;
    let mut effects = refresh::moved(state);
    if !state.wanted.waits {
        effects.extend(contacts::ask(state));
    }
    effects
}

/// Takes one event; says what is to be done.
pub fn update(state: &mut State, now: Instant, event: Event) -> Vec<Effect> {
    state.now = now;
    let mut effects = match event {
        Event::Key(key) => take_key(state, key),
        Event::Mouse(mouse) => mouse::take(state, mouse),
        Event::Trouble(words) => {
            state.say(Toast::error(words));
            Vec::new()
        }
        Event::Paste(text) => paste(state, &text),
        Event::Resize(columns, rows) => resize(state, (columns, rows)),
        Event::Answer { ticket, answer, .. } => take_answer(state, ticket, answer),
        Event::Applied { ticket, result } => applied(state, ticket, &result),
        Event::Progress {
            ticket,
            done,
            total,
            rate,
        } => {
            state.jobs.progress(ticket, done, total, rate);
            Vec::new()
        }
        Event::Imported { ticket, result } => {
            state.jobs.end(ticket);
            state.elsewhere.came_back(ticket, true);
            state.say(imported::toast(&result));
            let mut effects = refresh::moved(state);
            effects.extend(imported::ask(state, &result));
            effects
        }
        Event::TakenBack { ticket, result } => {
            state.elsewhere.came_back(ticket, true);
            undo::taken_back(state, ticket, &result)
        }
        Event::Searched { ticket, result } => {
            state.jobs.end(ticket);
            review::searched(state, ticket, result)
        }
        Event::Exported { ticket, path, result } => {
            state.jobs.end(ticket);
            state.say(export_form::toast(&path, &result));
            Vec::new()
        }
        Event::Moved(generation) => {
            if state
                .catalogue
                .as_ref()
                .is_some_and(|names| names.generation == generation)
            {
                Vec::new()
            } else {
                let mut effects = refresh::moved(state);
                effects.extend(history::refresh(state));
                effects
            }
        }
        Event::Quarter => refresh::another_day(state),
        Event::Resumed => vec![Effect::Redraw],
    };
    effects.extend(timeline::keep_up(state));
    state.jobs.notice(&effects);
    state.elsewhere.notice(&effects);
    state.arrivals.notice(&effects);
    effects
}

fn take_key(state: &mut State, key: Key) -> Vec<Effect> {
    state.elsewhere.seen(state.now);
    if let Some(effect) = perform::everywhere(state.table, key) {
        return vec![effect];
    }
    if state.toast.as_ref().is_some_and(|toast| !toast.stays()) {
        state.toast = None;
    }
    if !state.popups.is_empty() {
        if let Some(help) = help::over(state, key) {
            state.popups.push(Popup::Help(help));
            return Vec::new();
        }
        return with_popup(state, |popup, context| popup.key(key, context));
    }
    search::key(state, key).unwrap_or_else(|| perform::key(state, key))
}

fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    if !state.popups.is_empty() {
        return with_popup(state, |popup, context| popup.paste(text, context));
    }
    search::paste(state, text).unwrap_or_default()
}

/// Everything keeps its place and stays in sight.
fn resize(state: &mut State, size: (u16, u16)) -> Vec<Effect> {
    state.size = size;
    if state.focus == Place::Contacts && state.profile.open && !sees(state, Place::Contacts) {
        state.focus = Place::Profile;
    }
    lists::keep_in_sight(state);
    segments::keep_in_sight(state);
    contacts::keep_in_sight(state);
    contacts::fetch_missing(state)
}

fn sees(state: &State, place: Place) -> bool {
    state.layout().is_none_or(|layout| layout.pane(place).is_some())
}

fn take_answer(state: &mut State, ticket: Ticket, answer: Result<Answer, StoreError>) -> Vec<Effect> {
    let effects = tell_popups(state, |popup, context| popup.answer(ticket, &answer, context));
    if !effects.is_empty() {
        return effects;
    }
    match answer {
        Ok(Answer::Catalogue(names)) => refresh::catalogue(state, ticket, names),
        Ok(Answer::Page(page)) if marks::ranged(state, ticket, &page) => Vec::new(),
        Ok(Answer::Page(page)) => contacts::page(state, ticket, page),
        Ok(Answer::Position(position)) => contacts::located(state, ticket, position),
        Ok(Answer::Found(hits)) => search::found(state, ticket, hits),
        Ok(Answer::SegmentCounts(counts)) => {
            segments::counted(state, ticket, counts);
            Vec::new()
        }
        Ok(Answer::Next(entry)) => undo::next(state, ticket, entry),
        Ok(Answer::Profile(profile)) => {
            profile::answer(state, ticket, profile);
            Vec::new()
        }
        Ok(Answer::Timeline(items)) => {
            timeline::answer(state, ticket, items);
            Vec::new()
        }
        Ok(Answer::Newcomers(found)) => {
            imported::compared(state, ticket, found);
            Vec::new()
        }
        Ok(Answer::Theme(read)) => {
            preferences::take_theme(state, read);
            Vec::new()
        }
        Ok(Answer::Changes(changes)) => {
            timeline::answer_changes(state, ticket, changes);
            Vec::new()
        }
        Ok(Answer::History(entries)) => {
            elsewhere::told(state, ticket, &entries);
            Vec::new()
        }
        Ok(Answer::Months(months)) => {
            timeline::answer_months(state, ticket, *months);
            Vec::new()
        }
        Ok(_) => Vec::new(),
        Err(error) => {
            let mut effects = unanswered(state, ticket, &error);
            effects.extend(refresh::settle(state));
            effects
        }
    }
}

/// An answer that could not be had is said where it would have stood, else as a message.
fn unanswered(state: &mut State, ticket: Ticket, error: &StoreError) -> Vec<Effect> {
    if contacts::failed(state, ticket, error) {
        return Vec::new();
    }
    if let Some(effects) = contacts::lost(state, ticket) {
        return effects;
    }
    let mine = segments::failed(state, ticket)
        || refresh::failed(state, ticket)
        || undo::failed(state, ticket)
        || timeline::failed(state, ticket);
    if mine && *error != StoreError::Cancelled {
        state.say(Toast::error(error.to_string()));
    }
    Vec::new()
}

fn applied(state: &mut State, ticket: Ticket, result: &Result<Applied, StoreError>) -> Vec<Effect> {
    state.jobs.end(ticket);
    // One that was stopped has done a part.
    let refused = matches!(result, Err(error) if *error != StoreError::Cancelled);
    state.elsewhere.came_back(ticket, !refused);
    at_once::applied(state, ticket, result);
    state.arrivals.applied(ticket, result.as_ref().ok());
    let mut effects = tell_popups(state, |popup, context| popup.applied(ticket, result, context));
    if result.is_ok() {
        effects.extend(refresh::moved(state));
    }
    effects
}

/// Gives the keys to a pane.
fn focus(state: &mut State, place: Place) {
    state.focus = place;
    if matches!(place, Place::Lists | Place::Segments) {
        state.side = place;
    }
    if place == Place::Contacts && state.profile.open && !sees(state, Place::Contacts) {
        profile::close(state);
    }
}

/// The first visible row, moved as little as it takes to see the row `at` among `height`.
fn scroll(top: usize, at: usize, height: usize) -> usize {
    top.min(at).max((at + 1).saturating_sub(height))
}

/// Shows something to the topmost popup and does what it replies.
fn with_popup(state: &mut State, show: impl FnOnce(&mut Popup, &mut Context<'_>) -> Reply) -> Vec<Effect> {
    let Some(at) = state.popups.len().checked_sub(1) else {
        return Vec::new();
    };
    show_popup(state, at, show)
}

/// Shows something to every popup, the topmost first: each takes what it waits for.
fn tell_popups(state: &mut State, tell: impl Fn(&mut Popup, &mut Context<'_>) -> Reply) -> Vec<Effect> {
    let mut effects = Vec::new();
    for at in (0..state.popups.len()).rev() {
        effects.extend(show_popup(state, at, &tell));
    }
    effects
}

fn show_popup(
    state: &mut State,
    at: usize,
    show: impl FnOnce(&mut Popup, &mut Context<'_>) -> Reply,
) -> Vec<Effect> {
    if at >= state.popups.len() {
        return Vec::new();
    }
    let mut popup = state.popups.remove(at);
    let reply = show(&mut popup, &mut state.context());
    match reply.step {
        Step::Stay => state.popups.insert(at, popup),
        Step::Close => {
            // A review goes on where it was left.
            if let Popup::Review(review) = popup {
                state.review = Some(review);
            }
        }
        Step::Open(above) => {
            state.popups.insert(at, popup);
            state.popups.push(*above);
        }
        Step::Replace(other) => state.popups.insert(at, *other),
    }
    if let Some(toast) = reply.toast {
        state.say(toast);
    }
    if let Some(promise) = reply.promise {
        state.said.promise(promise);
    }
    if reply.unmarks {
        state.marks.clear();
    }
    let mut effects = reply.effects;
    if !reply.prefer.is_empty() {
        effects.extend(preferences::choose(state, &reply.prefer));
    }
    if let Some(filter) = reply.filter {
        effects.extend(filter::set(state, filter));
    }
    if let Some(taste) = reply.lists {
        state.lists.taste = taste;
    }
    if let Some(arrangement) = reply.arrange {
        arrangement::set(state, arrangement);
    }
    if let Some(sort) = reply.sort {
        effects.extend(contacts::sort_by(state, sort));
    }
    if let Some(target) = reply.go {
        effects.extend(jump::go(state, target));
    }
    if let Some(action) = reply.run {
        effects.extend(perform::run(state, action));
    }
    effects
}
