//! Every action by its words: what it does, its keys, and why it is off where it is. The chosen one runs as if its key had
//! been pressed where it holds.

use super::event::Key;
use super::finder::Finder;
use super::fuzzy::Wanted;
use super::layout;
use super::perform;
use super::picker::Picked;
use super::popup::{Context, Listing, Reply};
use super::state::State;
use super::toast::Toast;
use crate::actions::{Action, Entry, Place};
use ratatui::layout::Rect;

/// The palette.
#[derive(Debug)]
pub struct Palette {
    /// What is typed, and the cursor.
    pub finder: Finder,
    rows: Vec<Command>,
}

/// One action.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// Its row in the table.
    pub entry: &'static Entry,
    /// Why it is off, as things stood when the palette was opened.
    pub off: Option<&'static str>,
}

impl Palette {
    /// Opened from a state.
    pub fn new(state: &State) -> Self {
        Self {
            finder: Finder::default(),
            rows: commands(state),
        }
    }

    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 76, 18)
    }

    /// How many commands are seen at once: two lines are the text and the reason, two the box.
    pub fn height(size: (u16, u16)) -> usize {
        usize::from(Self::area(size).height.saturating_sub(4))
    }

    /// What the text leaves, the nearest first.
    pub fn found(&self) -> Vec<Command> {
        find(&self.rows, self.finder.input.text())
    }

    pub(super) fn key(&mut self, key: Key, context: &Context<'_>) -> Reply {
        let found = self.found();
        match self.finder.key(key, found.len(), Self::height(context.size)) {
            Picked::Close => Reply::close(),
            Picked::Chosen => found
                .get(self.finder.cursor)
                .map_or_else(Reply::default, |command| choose(*command)),
            Picked::Filtered | Picked::Done | Picked::Other => Reply::default(),
        }
    }

    /// Where its rows stand, and how many there are.
    pub(super) fn listing(&self, size: (u16, u16)) -> Listing {
        Listing::below_text(
            Self::area(size),
            Self::height(size),
            &self.finder,
            self.found().len(),
        )
    }

    pub(super) fn paste(&mut self, text: &str) -> Reply {
        self.finder.paste(text);
        Reply::default()
    }
}

/// The actions that can be asked for from the panes, those that are on first.
pub(super) fn commands(state: &State) -> Vec<Command> {
    let reachable = |entry: &&Entry| {
        let anywhere = Place::ALL.iter().any(|place| entry.places.contains(place));
        anywhere && entry.action != Action::Palette
    };
    let mut rows: Vec<Command> = state
        .table
        .entries()
        .iter()
        .filter(reachable)
        .map(|entry| Command {
            entry,
            off: perform::reach(state, entry).err(),
        })
        .collect();
    rows.sort_by_key(|command| command.off.is_some());
    rows
}

/// Those that a text means.
pub(super) fn find(rows: &[Command], text: &str) -> Vec<Command> {
    let wanted = Wanted::new(text);
    wanted.rank(rows.iter().copied(), |command| {
        format!("{} {}", command.entry.help, command.entry.name)
    })
}

/// The keys of an action, as they are written.
pub fn keys_of(entry: &Entry) -> String {
    let keys: Vec<String> = entry.keys.iter().map(ToString::to_string).collect();
    keys.join(" ")
}

/// Runs a command, or says why it is off.
pub(super) fn choose(command: Command) -> Reply {
    match command.off {
        Some(reason) => Reply {
            toast: Some(Toast::hint(reason)),
            ..Reply::default()
        },
        None => Reply {
            run: Some(command.entry.action),
            ..Reply::close()
        },
    }
}
