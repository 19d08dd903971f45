//! All keys, from the table of actions, scrollable and searchable, with the reason where one is off; over a popup, that
//! popup's own.

use super::event::{Key, KeyCode};
use super::layout;
use super::perform;
use super::picker::{Picked, Picker};
use super::popup::{Context, Popup, Reply};
use super::popup_keys::Own;
use super::state::State;
use crate::actions::{Action, Entry, Place, Snapshot, Table};
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
    /// The keys of the popup it was opened over; none over the panes.
    own: &'static [Own],
}

/// One line of help.
#[derive(Clone, Copy, Debug)]
pub enum Row {
    /// Where the actions below hold.
    Heading(&'static str),
    /// An action.
    Entry(&'static Entry),
    /// A key of the popup below, and what it does.
    Own(Own),
    /// Why the action above is off.
    Off(&'static str),
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
            own: &[],
        }
    }

    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 84, 40)
    }

    /// The lines the filter leaves: the pane it was opened in first, then the others, then what holds everywhere.
    pub fn rows(&self) -> Vec<Row> {
        if !self.own.is_empty() {
            return self.own_rows();
        }
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
            self.group(&mut rows, place.name(), entries, place == here);
        }
        let entries = self
            .table
            .entries()
            .iter()
            .filter(|entry| entry.places.len() == Place::ALL.len());
        self.group(&mut rows, "Everywhere", entries, true);
        rows
    }

    /// The popup's own keys, and what holds over it too.
    fn own_rows(&self) -> Vec<Row> {
        let wanted = fold(self.picker.filter.text());
        let own = self
            .own
            .iter()
            .filter(|(keys, words)| fold(words).contains(&wanted) || fold(keys).contains(&wanted));
        let mut rows: Vec<Row> = own.map(|own| Row::Own(*own)).collect();
        if !rows.is_empty() {
            rows.insert(0, Row::Heading("Here"));
        }
        let everywhere = [Action::Redraw, Action::Suspend, Action::Quit];
        let entries = self.table.entries().iter();
        let entries = entries.filter(|entry| everywhere.contains(&entry.action));
        self.group(&mut rows, "Everywhere", entries, false);
        rows
    }

    /// Actions under a heading; those that hold here with the reason where they are off.
    fn group(
        &self,
        rows: &mut Vec<Row>,
        name: &'static str,
        entries: impl Iterator<Item = &'static Entry>,
        here: bool,
    ) {
        let wanted = fold(self.picker.filter.text());
        let off = |entry: &Entry| (entry.off)(self.snapshot).filter(|_| here).map(Row::Off);
        let mut found = entries
            .filter(|entry| matches(entry, &wanted))
            .flat_map(|entry| std::iter::once(Row::Entry(entry)).chain(off(entry)))
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
        if key.code == KeyCode::Char('?') && !self.picker.typing {
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

/// Help over the topmost popup, where the key asks for it and is no text there.
pub(super) fn over(state: &State, key: Key) -> Option<Help> {
    let popup = state.popups.last()?;
    let asks = state
        .table
        .entry(Action::Help)?
        .keys
        .contains(&perform::chord(key));
    let text = matches!(key.code, KeyCode::Char(_)) && popup.takes_text();
    let already = matches!(popup, Popup::Help(_));
    (asks && !text && !already).then(|| Help {
        own: popup.own_keys(),
        ..Help::new(state.table, state.snapshot())
    })
}

fn matches(entry: &Entry, wanted: &str) -> bool {
    wanted.is_empty()
        || fold(entry.name).contains(wanted)
        || fold(entry.help).contains(wanted)
        || entry.keys.iter().any(|chord| fold(&chord.to_string()) == wanted)
}
