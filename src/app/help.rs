//! All keys, from the table of actions, scrollable and searchable.

use super::event::Key;
use super::layout;
use super::picker::{Picked, Picker};
use super::popup::{Context, Reply};
use crate::actions::{Entry, Place, Snapshot, Table};
use crate::model::text::fold;
use ratatui::layout::Rect;

/// The help popup.
#[derive(Debug)]
pub struct Help {
    /// Scroll and filter.
    pub picker: Picker,
    /// The state it was opened in, to say why something is off.
    pub snapshot: Snapshot,
    table: Table,
}

/// One line of help.
#[derive(Clone, Copy, Debug)]
pub enum Row {
    /// Where the actions below hold.
    Heading(&'static str),
    /// An action.
    Entry(&'static Entry),
    /// Between two groups.
    Blank,
}

impl Help {
    /// Opened from a state.
    pub fn new(table: Table, snapshot: Snapshot) -> Self {
        Self {
            table,
            picker: Picker::default(),
            snapshot,
        }
    }

    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 84, 40)
    }

    /// The lines the filter leaves: the pane it was opened in first, then the others, then what holds everywhere.
    pub fn rows(&self) -> Vec<Row> {
        let here = self.snapshot.place;
        let others = Place::ALL
            .iter()
            .copied()
            .chain([Place::Search])
            .filter(|place| *place != here);
        let mut rows = Vec::new();
        for place in std::iter::once(here).chain(others) {
            let entries = self
                .table
                .entries()
                .iter()
                .filter(|entry| entry.places.len() < Place::ALL.len() && entry.places.contains(&place));
            self.group(&mut rows, place.name(), entries);
        }
        let entries = self
            .table
            .entries()
            .iter()
            .filter(|entry| entry.places.len() == Place::ALL.len());
        self.group(&mut rows, "Everywhere", entries);
        rows
    }

    fn group(&self, rows: &mut Vec<Row>, name: &'static str, entries: impl Iterator<Item = &'static Entry>) {
        let wanted = fold(self.picker.filter.text());
        let mut found = entries
            .filter(|entry| matches(entry, &wanted))
            .map(Row::Entry)
            .peekable();
        if found.peek().is_none() {
            return;
        }
        if !rows.is_empty() {
            rows.push(Row::Blank);
        }
        rows.push(Row::Heading(name));
        rows.extend(found);
    }

    pub(super) fn key(&mut self, key: Key, context: &Context<'_>) -> Reply {
        let height = usize::from(Self::area(context.size).height.saturating_sub(2));
        let highest = self.rows().len().saturating_sub(height);
        if key.code == super::event::KeyCode::Char('?') && !self.picker.typing {
            return Reply::close();
        }
        // There is no cursor here: the keys scroll.
        self.picker.cursor = self.picker.top;
        match self.picker.key(key, highest + 1, height) {
            Picked::Close | Picked::Chosen => return Reply::close(),
            Picked::Filtered => self.picker.rewind(),
            Picked::Done | Picked::Other => {}
        }
        let highest = self.rows().len().saturating_sub(height);
        self.picker.top = self.picker.cursor.min(highest);
        Reply::default()
    }

    pub(super) fn paste(&mut self, text: &str) -> Reply {
        if self.picker.typing {
            self.picker.filter.insert(text);
            self.picker.rewind();
        }
        Reply::default()
    }
}

fn matches(entry: &Entry, wanted: &str) -> bool {
    wanted.is_empty()
        || fold(entry.name).contains(wanted)
        || fold(entry.help).contains(wanted)
        || entry.keys.iter().any(|chord| fold(&chord.to_string()) == wanted)
}
