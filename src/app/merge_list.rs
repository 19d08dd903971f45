//! Merging a list into another: its contacts and its segments go there, and it goes. The other list is found by a few
//! letters.

use super::effect::{Effect, Ticket};
use super::event::{Key, KeyCode};
use super::figures;
use super::finder::Finder;
use super::fuzzy::Wanted;
use super::layout;
use super::picker::Picked;
use super::popup::{Context, Listing, Reply};
use super::toast::Toast;
use crate::model::{Catalogue, ContactList, ListId, Scope};
use crate::store::{Applied, Change, StoreError};
use ratatui::layout::Rect;

/// The popup.
#[derive(Debug)]
pub struct MergeList {
    /// The list's name.
    pub name: String,
    /// What is typed, and the cursor.
    pub finder: Finder,
    /// Why the last try failed.
    pub error: Option<String>,
    list: ListId,
    waiting: Option<(Ticket, String)>,
}

impl MergeList {
    /// For a list.
    pub fn of(list: &ContactList) -> Self {
        Self {
            name: list.name.clone(),
            finder: Finder::default(),
            error: None,
            list: list.id,
            waiting: None,
        }
    }

    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 64, 16)
    }

    /// How many lists are seen at once: three lines say what would happen, one is the text, two the box.
    pub fn height(size: (u16, u16)) -> usize {
        usize::from(Self::area(size).height.saturating_sub(6))
    }

    /// Whether it is being done.
    pub fn is_working(&self) -> bool {
        self.waiting.is_some()
    }

    /// The lists that the text leaves, the nearest first.
    pub fn targets<'n>(&self, names: &'n Catalogue) -> Vec<&'n ContactList> {
        let others = names.lists.iter().filter(|list| list.id != self.list);
        Wanted::new(self.finder.input.text()).rank(others, |list| list.name.clone())
    }

    /// What would happen with the list at the cursor.
    pub fn said(&self, names: &Catalogue) -> String {
        let targets = self.targets(names);
        let (Some(into), Some(from)) = (targets.get(self.finder.cursor), names.list(self.list)) else {
            return String::new();
        };
        let own: Vec<&str> = names
            .segments_of(Scope::List(self.list))
            .map(|segment| segment.name.as_str())
            .collect();
        let segments = match own.len() {
            0 => String::new(),
            1 => " and 1 segment".to_owned(),
            many => format!(" and {} segments", figures::count(many as u64)),
        };
        let taken: Vec<&str> = own
            .into_iter()
            .filter(|name| names.segment_named(Scope::List(into.id), name).is_some())
            .collect();
        let renamed = match taken.as_slice() {
            [] => String::new(),
            names => format!(
                " {} there already: {} gets “({})” behind its name.",
                names.join(", "),
                if names.len() == 1 { "this one" } else { "each" },
                from.name
            ),
        };
        format!(
            "{}{segments} go to {}, and {} is deleted.{renamed} u takes it back.",
            figures::people(from.contacts),
            into.name,
            from.name
        )
    }

    /// Where its rows stand, and how many there are.
    pub(super) fn listing(&self, context: &Context<'_>) -> Listing {
        let rows = self.targets(context.catalogue).len();
        Listing::below_text(
            Self::area(context.size),
            Self::height(context.size),
            &self.finder,
            rows,
        )
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        if let Some((ticket, _)) = &self.waiting {
            // While a large list is merged, Esc stops at the next batch border.
            let stops = key.code == KeyCode::Esc;
            return Reply::want(stops.then_some(Effect::Stop(*ticket)).into_iter().collect());
        }
        let targets = self.targets(context.catalogue);
        match self.finder.key(key, targets.len(), Self::height(context.size)) {
            Picked::Close => Reply::close(),
            Picked::Chosen => match targets.get(self.finder.cursor) {
                Some(into) => self.merge(into.id, into.name.clone(), context),
                None => Reply::default(),
            },
            Picked::Filtered | Picked::Done | Picked::Other => {
                self.error = None;
                Reply::default()
            }
        }
    }

    pub(super) fn paste(&mut self, text: &str) -> Reply {
        self.finder.paste(text);
        Reply::default()
    }

    pub(super) fn applied(&mut self, ticket: Ticket, result: &Result<Applied, StoreError>) -> Reply {
        let Some((_, into)) = self.waiting.take_if(|(waiting, _)| *waiting == ticket) else {
            return Reply::default();
        };
        match result {
            Ok(_) => Reply {
                toast: Some(Toast::done(format!(
                    "{} merged into {into}. u takes it back.",
                    self.name
                ))),
                ..Reply::close()
            },
            Err(error) => {
                self.error = Some(error.to_string());
                Reply::default()
            }
        }
    }

    fn merge(&mut self, into: ListId, name: String, context: &mut Context<'_>) -> Reply {
        let ticket = context.tickets.next();
        self.waiting = Some((ticket, name));
        self.error = None;
        let change = Change::MergeList {
            list: self.list,
            into,
        };
        Reply::want(vec![Effect::Apply { ticket, change }])
    }
}
