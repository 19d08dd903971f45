//! The menu of what is under the cursor or the mouse: rows of the table of actions, with their keys. A key of a row runs it
//! at once.

use super::event::{Key, KeyCode};
use super::palette::{self, Command};
use super::popup::{Context, Reply};
use super::state::State;
use super::{figures, layout, lists, perform, segments};
use crate::actions::{Entry, Place};
use crate::model::Scope;
use ratatui::layout::Rect;

/// The longest a title gets, in columns.
const TITLE: usize = 40;
/// Columns around the name of a row: two lines, two margins, three before the keys.
const AROUND: usize = 7;

/// The menu.
#[derive(Debug)]
pub struct Menu {
    /// What it is about: a list, a segment, a contact.
    pub title: String,
    /// Its rows.
    pub rows: Vec<Command>,
    /// The chosen row.
    pub cursor: usize,
    /// The column and row below which it opens.
    at: (u16, u16),
}

impl Menu {
    /// Of what is under the cursor of the pane that has the keys; None where nothing holds there.
    pub fn new(state: &State, at: (u16, u16)) -> Option<Self> {
        let rows: Vec<Command> = state
            .table
            .entries()
            .iter()
            .filter(|entry| entry.menu && entry.places.contains(&state.focus))
            .map(|entry| Command {
                entry,
                off: perform::reach(state, entry).err(),
            })
            .collect();
        (!rows.is_empty()).then(|| Self {
            title: title(state).chars().take(TITLE).collect(),
            rows,
            cursor: 0,
            at,
        })
    }

    /// Where it stands: below what it is about, above where there is no room, never over the edge.
    pub fn area(&self, size: (u16, u16)) -> Rect {
        let rows = self
            .rows
            .iter()
            .map(|row| name(row.entry).chars().count() + key(row.entry).chars().count());
        let wanted = rows.max().unwrap_or(0).max(self.title.chars().count()) + AROUND;
        let columns = u16::try_from(wanted).unwrap_or(u16::MAX).min(size.0);
        // The last lines say what the row at the cursor does.
        let most = size.1.saturating_sub(2);
        let height = u16::try_from(self.rows.len() + 2).unwrap_or(u16::MAX).min(most);
        let x = self.at.0.min(size.0 - columns);
        let below = self.at.1 + 1;
        let y = if below + height <= size.1 {
            below
        } else {
            self.at.1.saturating_sub(height).min(most - height)
        };
        Rect::new(x, y, columns, height)
    }

    /// The first visible row, where not all of them are.
    pub fn top(&self, size: (u16, u16)) -> usize {
        let height = usize::from(self.area(size).height.saturating_sub(2));
        super::scroll(0, self.cursor, height.max(1))
    }

    pub(super) fn key(&mut self, key: Key, _: &Context<'_>) -> Reply {
        let last = self.rows.len().saturating_sub(1);
        let chord = perform::chord(key);
        match key.code {
            KeyCode::Enter => return self.choose(self.cursor),
            KeyCode::Down | KeyCode::Tab | KeyCode::Char('j') => self.cursor = (self.cursor + 1).min(last),
            KeyCode::Up | KeyCode::BackTab | KeyCode::Char('k') => {
                self.cursor = self.cursor.saturating_sub(1);
            }
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = last,
            KeyCode::Esc | KeyCode::Char('q' | 'm') => return Reply::close(),
            _ => {
                let meant = self.rows.iter().position(|row| row.entry.keys.contains(&chord));
                return meant.map_or_else(Reply::default, |at| self.choose(at));
            }
        }
        Reply::default()
    }

    fn choose(&self, at: usize) -> Reply {
        self.rows
            .get(at)
            .map_or_else(Reply::default, |row| palette::choose(*row))
    }
}

/// What the chosen row does, or why it is off.
pub fn about(menu: &Menu) -> &'static str {
    let row = menu.rows.get(menu.cursor);
    row.map_or("", |row| row.off.unwrap_or(row.entry.help))
}

/// The word of a row.
pub fn name(entry: &Entry) -> String {
    let mut letters = entry.name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Its key.
pub fn key(entry: &Entry) -> String {
    entry.keys.first().map(ToString::to_string).unwrap_or_default()
}

/// Opens the menu below the cursor of the pane that has the keys.
pub(super) fn below_cursor(state: &State) -> Option<Menu> {
    let line = match state.focus {
        Place::Lists => lists::cursor(state).0.saturating_sub(state.lists.top),
        Place::Segments => segments::cursor(state).0.saturating_sub(state.segments.top),
        Place::Contacts | Place::Search => {
            usize::try_from(state.contacts.cursor.saturating_sub(state.contacts.top)).unwrap_or(0)
        }
        Place::Profile => 0,
    };
    let area = state.layout()?.pane(state.focus)?;
    let first = layout::first_row(state.focus, area);
    let row = first.saturating_add(u16::try_from(line).unwrap_or(0));
    Menu::new(state, (area.x + 2, row.min(area.bottom().saturating_sub(1))))
}

fn title(state: &State) -> String {
    let names = state.names();
    match state.focus {
        Place::Lists => match state.scope() {
            Scope::List(_) => names.scope_name(state.scope()).to_owned(),
            Scope::Everyone => format!("Everyone · {}", figures::count(names.contacts)),
        },
        Place::Segments => {
            let segment = state.segments.at.and_then(|at| names.segment(at));
            segment.map_or_else(|| "All contacts".to_owned(), |segment| segment.name.clone())
        }
        _ => state
            .subject()
            .map_or_else(|| "Contacts".to_owned(), |one| one.contact.display_name()),
    }
}
