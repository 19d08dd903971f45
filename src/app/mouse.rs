//! What the mouse does: a click goes where it points, a second one opens, the wheel moves, the right button opens the menu of
//! what is under it, and the blank beside a column's heading can be dragged. Nothing needs it.

use super::columns::{self, Column};
use super::effect::Effect;
use super::event::{Key, KeyCode, KeyModifiers, Mouse, Pointed};
use super::menu::Menu;
use super::popup::{Popup, Reply};
use super::state::State;
use super::toast::Toast;
use super::{contacts, layout, lists, perform, profile, search, segments};
use crate::actions::{Action, Place};
use crate::model::FieldRef;
use crate::store::Sort;
use ratatui::layout::{Position, Rect};

/// How many rows the wheel moves by.
const NOTCH: u64 = 3;

/// Whose the mouse is, and what it has hold of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// It is ours, not the terminal's.
    pub ours: bool,
    drag: Option<Drag>,
}

impl Default for Pointer {
    fn default() -> Self {
        Self {
            ours: true,
            drag: None,
        }
    }
}

/// A column whose border is being dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Drag {
    field: FieldRef,
    from: u16,
    width: u16,
}

/// Gives the mouse to the terminal, or takes it back.
pub(super) fn toggle(state: &mut State) -> Vec<Effect> {
    state.pointer.ours = !state.pointer.ours;
    state.say(Toast::done(if state.pointer.ours {
        "The mouse is back."
    } else {
        "The mouse selects text in the terminal now. M takes it back."
    }));
    vec![Effect::Mouse(state.pointer.ours)]
}

/// Takes what the mouse did.
pub(super) fn take(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    if matches!(mouse.what, Pointed::Click | Pointed::Double | Pointed::Menu)
        && state.toast.as_ref().is_some_and(|toast| !toast.stays())
    {
        state.toast = None;
    }
    if state.popups.is_empty() {
        on_panes(state, mouse)
    } else {
        on_popup(state, mouse)
    }
}

fn on_popup(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    let at = Position::new(mouse.column, mouse.row);
    super::with_popup(state, |popup, context| {
        let listing = popup.listing(context);
        let pointed = listing.and_then(|listing| listing.row(at));
        match (mouse.what, pointed) {
            (Pointed::Click | Pointed::Double, Some(row)) => {
                popup.point(row);
                if popup.chooses_at_once() || mouse.what == Pointed::Double {
                    return popup.key(plain(KeyCode::Enter), context);
                }
                Reply::default()
            }
            (Pointed::Click | Pointed::Double | Pointed::Menu, None)
                if popup.chooses_at_once() && !popup.outline(context).contains(at) =>
            {
                Reply::close()
            }
            (Pointed::Menu, Some(row)) if matches!(popup, Popup::Overview(_)) => {
                popup.point(row);
                popup.key(plain(KeyCode::Char('m')), context)
            }
            (Pointed::WheelDown, _) => popup.key(plain(KeyCode::Down), context),
            (Pointed::WheelUp, _) => popup.key(plain(KeyCode::Up), context),
            _ => Reply::default(),
        }
    })
}

fn plain(code: KeyCode) -> Key {
    Key {
        code,
        modifiers: KeyModifiers::NONE,
    }
}

fn on_panes(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    if let Some(drag) = state.pointer.drag {
        return dragged(state, drag, mouse);
    }
    let at = Position::new(mouse.column, mouse.row);
    let found = state.layout().and_then(|layout| {
        let mut panes = layout.panes.into_iter();
        panes.find(|(_, area)| area.contains(at))
    });
    let Some((place, area)) = found else {
        return Vec::new();
    };
    match mouse.what {
        Pointed::WheelDown => wheel(state, place, true),
        Pointed::WheelUp => wheel(state, place, false),
        Pointed::Click | Pointed::Double | Pointed::Menu => {
            let mut effects = search::leave_text(state);
            super::focus(state, place);
            effects.extend(press(state, place, area, mouse));
            effects
        }
        Pointed::Drag | Pointed::Release => Vec::new(),
    }
}

fn press(state: &mut State, place: Place, area: Rect, mouse: Mouse) -> Vec<Effect> {
    let first = layout::first_row(place, area);
    let Some(line) = mouse.row.checked_sub(first) else {
        let heading = place == Place::Contacts && mouse.row + 1 == first;
        return if heading {
            head(state, area, mouse)
        } else {
            Vec::new()
        };
    };
    let line = usize::from(line);
    let (mut effects, hit) = match place {
        Place::Lists => {
            let (row, count) = (state.lists.top + line, lists::cursor(state).1);
            (
                if row < count {
                    lists::move_to(state, row)
                } else {
                    Vec::new()
                },
                row < count,
            )
        }
        Place::Segments => {
            let (row, count) = (state.segments.top + line, segments::cursor(state).1);
            (
                if row < count {
                    segments::move_to(state, row)
                } else {
                    Vec::new()
                },
                row < count,
            )
        }
        Place::Contacts | Place::Search => {
            let row = state.contacts.top + line as u64;
            let hit = row < state.contacts.total.unwrap_or(0);
            (
                if hit {
                    contacts::move_to(state, row)
                } else {
                    Vec::new()
                },
                hit,
            )
        }
        Place::Profile => (Vec::new(), true),
    };
    match mouse.what {
        Pointed::Double if hit && place != Place::Profile => {
            effects.extend(perform::run(state, Action::Open));
        }
        Pointed::Menu if hit => {
            let menu = Menu::new(state, (mouse.column, mouse.row));
            state.popups.extend(menu.map(Popup::Menu));
        }
        _ => {}
    }
    effects
}

/// On the headings of the table: a heading sorts, once more turns the order round; the blank after a column is its border.
fn head(state: &mut State, area: Rect, mouse: Mouse) -> Vec<Effect> {
    let columns = columns::fitting(state, columns::room(area));
    let mut x = area.x + columns::MARGIN;
    for Column { field, width, .. } in columns {
        let end = x + width;
        if mouse.column == end {
            if mouse.what == Pointed::Double {
                let scope = state.scope();
                state.columns.own(scope).widths.remove(&field);
            } else if mouse.what == Pointed::Click {
                let from = mouse.column;
                state.pointer.drag = Some(Drag { field, from, width });
            }
            return Vec::new();
        }
        if (x..end).contains(&mouse.column) {
            return if mouse.what == Pointed::Menu {
                Vec::new()
            } else {
                sort(state, field)
            };
        }
        x = end + 1;
    }
    Vec::new()
}

fn sort(state: &mut State, field: FieldRef) -> Vec<Effect> {
    if state.search.is_some() {
        return perform::run(state, Action::Reverse);
    }
    let now = state.contacts.sort;
    let descending = now.field == field && !now.descending;
    contacts::sort_by(state, Sort { field, descending })
}

fn dragged(state: &mut State, drag: Drag, mouse: Mouse) -> Vec<Effect> {
    if mouse.what == Pointed::Drag {
        let width = (drag.width + mouse.column).saturating_sub(drag.from);
        let width = width.clamp(columns::NARROWEST, columns::WIDEST);
        let scope = state.scope();
        state.columns.own(scope).widths.insert(drag.field, width);
    } else {
        state.pointer.drag = None;
    }
    Vec::new()
}

fn wheel(state: &mut State, place: Place, down: bool) -> Vec<Effect> {
    let step = |at: u64, by: u64| if down { at + by } else { at.saturating_sub(by) };
    let row = |at: usize| usize::try_from(step(at as u64, 1)).unwrap_or(at);
    match place {
        Place::Lists => lists::move_to(state, row(lists::cursor(state).0)),
        Place::Segments => segments::move_to(state, row(segments::cursor(state).0)),
        Place::Contacts | Place::Search => contacts::move_to(state, step(state.contacts.cursor, NOTCH)),
        Place::Profile => {
            let line = step(state.profile.top as u64, NOTCH);
            profile::move_to(state, usize::try_from(line).unwrap_or(usize::MAX));
            Vec::new()
        }
    }
}
