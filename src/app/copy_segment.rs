//! Copying a segment to another list: its list is found by a few letters.

use super::effect::{Effect, Ticket};
use super::event::Key;
use super::figures::count;
use super::finder::Finder;
use super::fuzzy::Wanted;
use super::layout;
use super::picker::Picked;
use super::popup::{Context, Listing, Reply};
use super::toast::Toast;
use crate::criteria;
use crate::criteria::query::{Query, Test};
use crate::model::{Catalogue, Scope, Segment, SegmentId, Side};
use crate::store::{Applied, Change, PinnedSegment, Selection, StoreError};
use ratatui::layout::Rect;

/// The popup.
#[derive(Debug)]
pub struct CopySegment {
    /// The segment's name.
    pub name: String,
    /// What is typed, and the cursor.
    pub finder: Finder,
    /// Why the last try failed.
    pub error: Option<String>,
    segment: SegmentId,
    from: Scope,
    /// How many contacts are pinned in it or out of it.
    pins: u64,
    waiting: Option<(Ticket, String)>,
}

impl CopySegment {
    /// For a segment.
    pub fn of(segment: &Segment) -> Self {
        Self {
            name: segment.name.clone(),
            finder: Finder::default(),
            error: None,
            segment: segment.id,
            from: segment.scope,
            pins: 0,
            waiting: None,
        }
    }

    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 60, 16)
    }

    /// How many lists are seen at once: two lines are the text and what is wrong, two the box.
    pub fn height(size: (u16, u16)) -> usize {
        usize::from(Self::area(size).height.saturating_sub(4))
    }

    /// The lists that the text leaves, and Everyone; the nearest first.
    pub fn targets(&self, names: &Catalogue) -> Vec<(Scope, String)> {
        let lists = names.lists.iter().map(|list| Scope::List(list.id));
        let others = std::iter::once(Scope::Everyone)
            .chain(lists)
            .filter(|scope| *scope != self.from)
            .map(|scope| (scope, names.scope_name(scope).to_owned()));
        Wanted::new(self.finder.input.text()).rank(others, |(_, name)| name.clone())
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
        let targets = self.targets(context.catalogue);
        match self.finder.key(key, targets.len(), Self::height(context.size)) {
            Picked::Close => Reply::close(),
            Picked::Chosen => match targets.into_iter().nth(self.finder.cursor) {
                Some((scope, name)) => self.copy(scope, name, context),
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
        let Some((_, to)) = self.waiting.take_if(|(waiting, _)| *waiting == ticket) else {
            return Reply::default();
        };
        match result {
            Ok(applied) => Reply {
                toast: Some(Toast::done(match self.pins.saturating_sub(applied.contacts) {
                    0 => format!("{} copied to {to}.", self.name),
                    stayed => format!(
                        "{} copied to {to}; {} of its pins did not go along: those contacts are not there.",
                        self.name,
                        count(stayed)
                    ),
                })),
                ..Reply::close()
            },
            Err(error) => {
                self.error = Some(error.to_string());
                Reply::default()
            }
        }
    }

    /// The criteria are read again for the other list: what holds in one scope need not be allowed in another.
    fn copy(&mut self, scope: Scope, to: String, context: &mut Context<'_>) -> Reply {
        let names = context.catalogue;
        let Some(segment) = names.segment(self.segment).filter(|_| self.waiting.is_none()) else {
            return Reply::default();
        };
        let criteria = criteria::from_stored(&segment.criteria, names, segment.scope)
            .and_then(|criteria| criteria::compile(&criteria.text(names), names, scope));
        let criteria = match criteria {
            Ok(criteria) => criteria,
            Err(error) => {
                self.error = Some(error.to_string());
                return Reply::default();
            }
        };
        let pinned = |side| Selection::AllBut {
            scope,
            query: Query::Test(Test::Pinned(segment.id, side)),
            except: Vec::new(),
        };
        let pins = names.pins_in(segment.id);
        self.pins = pins.within + pins.out;
        let ticket = context.tickets.next();
        self.waiting = Some((ticket, to));
        let (name, criteria) = (segment.name.clone(), criteria.stored());
        let change = if pins.is_empty() {
            Change::CreateSegment {
                scope,
                name,
                criteria,
            }
        } else {
            Change::CreatePinned(Box::new(PinnedSegment {
                scope,
                name,
                criteria,
                within: pinned(Side::In),
                out: pinned(Side::Out),
            }))
        };
        Reply::want(vec![Effect::Apply { ticket, change }])
    }
}
