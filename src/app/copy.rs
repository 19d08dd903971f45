//! The values of a contact, one of which goes to the clipboard of the terminal one sits at, over ssh too.

use super::card;
use super::effect::Effect;
use super::event::Key;
use super::finder::Finder;
use super::fuzzy::Wanted;
use super::layout;
use super::picker::Picked;
use super::popup::{Context, Listing, Reply};
use super::state::State;
use super::toast::Toast;
use ratatui::layout::Rect;

/// The longest text that terminals take.
const LONGEST: usize = 74_994;

/// The popup.
#[derive(Debug)]
pub struct Copy {
    /// What is typed, and the cursor.
    pub finder: Finder,
    rows: Vec<(String, String)>,
}

impl Copy {
    /// The values of the contact that actions are about.
    pub fn new(state: &State) -> Option<Self> {
        Some(Self {
            finder: Finder::default(),
            rows: card::values_of(state, state.subject()?),
        })
    }

    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 76, 20)
    }

    /// How many values are seen at once: one line is the text, two the box.
    pub fn height(size: (u16, u16)) -> usize {
        usize::from(Self::area(size).height.saturating_sub(3))
    }

    /// Labels and values that the text leaves, the nearest first.
    pub fn found(&self) -> Vec<&(String, String)> {
        Wanted::new(self.finder.input.text())
            .rank(self.rows.iter(), |(label, value)| format!("{label} {value}"))
    }

    /// Where its rows stand, and how many there are.
    pub(super) fn listing(&self, size: (u16, u16)) -> Listing {
        let rows = self.found().len();
        Listing::below_text(Self::area(size), Self::height(size), &self.finder, rows)
    }

    pub(super) fn key(&mut self, key: Key, context: &Context<'_>) -> Reply {
        let found = self.found().len();
        match self.finder.key(key, found, Self::height(context.size)) {
            Picked::Close => Reply::close(),
            Picked::Chosen => {
                let chosen = self
                    .found()
                    .get(self.finder.cursor)
                    .map(|(label, value)| copy(label, value));
                chosen.unwrap_or_default()
            }
            Picked::Filtered | Picked::Done | Picked::Other => Reply::default(),
        }
    }

    pub(super) fn paste(&mut self, text: &str) -> Reply {
        self.finder.paste(text);
        Reply::default()
    }
}

fn copy(label: &str, value: &str) -> Reply {
    if value.len() > LONGEST {
        return Reply {
            toast: Some(Toast::hint(format!(
                "{label} is too long for a clipboard of a terminal."
            ))),
            ..Reply::default()
        };
    }
    Reply {
        toast: Some(Toast::done(format!(
            "{label} copied, where your terminal takes it."
        ))),
        effects: vec![Effect::Copy(value.to_owned())],
        ..Reply::close()
    }
}
