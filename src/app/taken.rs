//! The number of a new contact is somebody's already: go to them, add them to this list, or keep both.

use super::event::{Key, KeyCode};
use super::layout;
use crate::model::{Catalogue, ListId, Profile};
use ratatui::layout::Rect;

/// The question.
#[derive(Debug)]
pub struct Taken {
    /// Whose number it is.
    pub owner: Box<Profile>,
    /// The list one is in, where they are not in it.
    pub list: Option<(ListId, String)>,
    /// Which answer is at the cursor.
    pub at: usize,
}

/// What one can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Show whose number it is, and make nobody.
    Open,
    /// Add them to the list, and make nobody.
    Join(ListId),
    /// Make a contact all the same.
    Both,
}

/// What a key meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meant {
    /// Nothing is decided.
    Nothing,
    /// Back to the form.
    Back,
    /// This.
    Chosen(Way),
}

impl Taken {
    /// By somebody who is in the list one is in, or not.
    pub(super) fn by(owner: &Profile, list: Option<ListId>, names: &Catalogue) -> Self {
        let list = list.filter(|list| !owner.contact.lists.contains(list));
        let list = list.and_then(|list| names.list(list));
        Self {
            owner: Box::new(owner.clone()),
            list: list.map(|list| (list.id, list.name.clone())),
            at: 0,
        }
    }

    /// What one can do, in words.
    pub fn ways(&self) -> Vec<(Way, String)> {
        let name = self.owner.contact.display_name();
        let join = self.list.as_ref().map(|(list, to)| {
            (
                Way::Join(*list),
                format!("Add {name} to {to}, and make nobody new"),
            )
        });
        let mut ways = vec![(Way::Open, format!("Open {name}, and make nobody new"))];
        ways.extend(join);
        ways.push((Way::Both, "Keep both, with the same number".to_owned()));
        ways
    }

    /// Where it stands.
    pub fn area(&self, size: (u16, u16)) -> Rect {
        let rows = u16::try_from(self.ways().len()).unwrap_or(u16::MAX);
        layout::popup(size, 70, rows.saturating_add(4))
    }

    pub(super) fn key(&mut self, key: Key) -> Meant {
        let ways = self.ways();
        let last = ways.len().saturating_sub(1);
        match key.code {
            KeyCode::Enter => {
                let way = ways.get(self.at);
                return way.map_or(Meant::Nothing, |(way, _)| Meant::Chosen(*way));
            }
            KeyCode::Esc => return Meant::Back,
            KeyCode::Down | KeyCode::Tab | KeyCode::Char('j') => self.at = (self.at + 1).min(last),
            KeyCode::Up | KeyCode::BackTab | KeyCode::Char('k') => self.at = self.at.saturating_sub(1),
            _ => {}
        }
        Meant::Nothing
    }
}
