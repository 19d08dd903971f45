//! All lists at once, with what each is for, how many contacts it has, when it was made and how it grows: as a table or as
//! cards. From here they are made, edited, merged and deleted as in their pane.

use super::effect::{Effect, Question, Slot, Ticket};
use super::event::{Answer, Key, KeyCode};
use super::figures;
use super::jump::Target;
use super::layout;
use super::picker::{Picked, Picker};
use super::popup::{Context, Listing, Popup, Reply, Step, Tickets};
use super::state::State;
use crate::actions::Action;
use crate::criteria;
use crate::criteria::query::Query;
use crate::model::text::fold;
use crate::model::{Catalogue, ContactList, Moment, Scope};
use crate::store::StoreError;
use chrono::{Datelike, Days, Months, NaiveDate};
use ratatui::layout::Rect;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// So many months of growth are shown.
pub const MONTHS: usize = 12;

/// The least columns of a card, and its lines with the blank one below it.
const CARD: (u16, u16) = (34, 5);

/// How the lists are shown; kept from one start to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Taste {
    /// As cards, not as a table.
    pub cards: bool,
    /// What they are ordered by.
    pub order: Order,
    /// Turned round: the newest first, the largest first, from Z to A.
    pub turned: bool,
}

/// What lists are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// When they were made.
    #[default]
    Created,
    /// Their names.
    Name,
    /// How many contacts they have.
    Contacts,
}

impl Order {
    fn next(self) -> Self {
        match self {
            Self::Created => Self::Name,
            Self::Name => Self::Contacts,
            Self::Contacts => Self::Created,
        }
    }
}

/// The new contacts of each month up to this one, as of a generation of the list.
#[derive(Debug)]
struct Growth {
    of: Scope,
    generation: u64,
    months: Vec<u64>,
}

/// The popup.
#[derive(Debug)]
pub struct Overview {
    /// Cursor, scroll and filter.
    pub picker: Picker,
    /// How they are shown.
    pub taste: Taste,
    /// What the cursor is on, also when rows come and go.
    at: Scope,
    growth: Vec<Growth>,
    waiting: Option<(Ticket, Scope, u64)>,
}

impl Overview {
    /// Opened on the list that the panes show; it has the growth counted, list by list.
    pub(super) fn open(taste: Taste, context: &mut Context<'_>) -> (Self, Vec<Effect>) {
        let mut overview = Self {
            picker: Picker::default(),
            taste,
            at: context.scope,
            growth: Vec::new(),
            waiting: None,
        };
        overview.settle(context.catalogue, context.size);
        let ask = overview.ask(context.catalogue, &context.moment, context.tickets);
        (overview, ask.into_iter().collect())
    }

    /// Where it stands: it takes what there is.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, size.0.min(132), size.1.min(44))
    }

    /// How many cards stand side by side, and how wide each is; a table has one row a line.
    pub fn across(&self, size: (u16, u16)) -> (usize, u16) {
        let width = Self::area(size).width.saturating_sub(4);
        if !self.taste.cards {
            return (1, width);
        }
        let across = (width / CARD.0).max(1);
        (usize::from(across), width / across)
    }

    /// Lines of a row, and how many rows are seen at once; a table's heading takes one.
    pub fn rows_seen(&self, size: (u16, u16)) -> (u16, usize) {
        let height = Self::area(size).height.saturating_sub(2);
        if self.taste.cards {
            (CARD.1, usize::from((height + 1) / CARD.1).max(1))
        } else {
            (1, usize::from(height.saturating_sub(1)).max(1))
        }
    }

    /// What the filter leaves, in the order that was chosen; everyone stands first.
    pub fn rows(&self, names: &Catalogue) -> Vec<Scope> {
        let wanted = fold(self.picker.filter.text());
        let fits = |list: &&ContactList| {
            fold(&list.name).contains(&wanted) || fold(&list.description).contains(&wanted)
        };
        let mut lists: Vec<&ContactList> = names.lists.iter().filter(fits).collect();
        match self.taste.order {
            Order::Created => lists.sort_by_key(|list| (list.created, list.id)),
            Order::Name => lists.sort_by_cached_key(|list| fold(&list.name)),
            Order::Contacts => lists.sort_by_key(|list| Reverse(list.contacts)),
        }
        if self.taste.turned {
            lists.reverse();
        }
        let everyone = fold("Everyone").contains(&wanted).then_some(Scope::Everyone);
        let lists = lists.into_iter().map(|list| Scope::List(list.id));
        everyone.into_iter().chain(lists).collect()
    }

    /// The new contacts of each month, once they are counted.
    pub fn months(&self, scope: Scope) -> Option<&[u64]> {
        let growth = self.growth.iter().find(|growth| growth.of == scope)?;
        Some(&growth.months)
    }

    /// The rows that the mouse can point at.
    pub(super) fn listing(&self, context: &Context<'_>) -> Listing {
        let (across, width) = self.across(context.size);
        let (tall, _) = self.rows_seen(context.size);
        let rows = self.rows(context.catalogue).len();
        let from = if self.taste.cards { 1 } else { 2 };
        let mut listing = Listing::inside(Self::area(context.size), from, self.picker.top, rows);
        listing.cells = (across, width, tall);
        listing
    }

    /// Puts the cursor on a row.
    pub(super) fn point(&mut self, row: usize) {
        self.picker.cursor = row;
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        let rows = self.rows(context.catalogue);
        let at = rows.get(self.picker.cursor).copied();
        let (across, _) = self.across(context.size);
        if !self.picker.typing && key.modifiers.is_empty() {
            let reply = match key.code {
                KeyCode::Char('v') => Some(self.taste(|taste| taste.cards = !taste.cards)),
                KeyCode::Char('s') => Some(self.taste(|taste| taste.order = taste.order.next())),
                KeyCode::Char('S') => Some(self.taste(|taste| taste.turned = !taste.turned)),
                KeyCode::Char('n') => Some(act(None, Action::NewList)),
                KeyCode::Char('e') => Some(act(at, Action::EditList)),
                KeyCode::Char('>') => Some(act(at, Action::MergeList)),
                KeyCode::Char('d' | 'x') | KeyCode::Delete => Some(act(at, Action::DeleteList)),
                KeyCode::Char('m') => Some(act(at, Action::Menu)),
                KeyCode::Char('i') => Some(act(at, Action::Import)),
                _ => None,
            };
            if let Some(reply) = reply {
                self.settle(context.catalogue, context.size);
                return reply;
            }
        }
        if let Some(by) = self.step(key, across) {
            let last = rows.len().saturating_sub(1);
            self.picker.cursor = self.picker.cursor.saturating_add_signed(by).min(last);
            self.look_at(&rows, context.size);
            return Reply::default();
        }
        let (_, height) = self.rows_seen(context.size);
        match self.picker.key(key, rows.len(), height * across) {
            Picked::Close => return Reply::close(),
            Picked::Chosen => {
                return Reply {
                    step: if at.is_some() { Step::Close } else { Step::Stay },
                    go: at.map(Target::List),
                    ..Reply::default()
                };
            }
            Picked::Filtered => self.picker.rewind(),
            Picked::Done | Picked::Other => {}
        }
        self.look_at(&self.rows(context.catalogue), context.size);
        Reply::default()
    }

    pub(super) fn paste(&mut self, text: &str, context: &Context<'_>) -> Reply {
        if self.picker.typing {
            self.picker.filter.insert(text);
            self.picker.rewind();
            self.look_at(&self.rows(context.catalogue), context.size);
        }
        Reply::default()
    }

    pub(super) fn answer(
        &mut self,
        ticket: Ticket,
        answer: &Result<Answer, StoreError>,
        context: &mut Context<'_>,
    ) -> Reply {
        let Some((_, of, generation)) = self.waiting.take_if(|(asked, ..)| *asked == ticket) else {
            return Reply::default();
        };
        let months = match answer {
            Ok(Answer::Counts(counts)) => counts.clone(),
            // What could not be counted is not asked again until the list moves.
            _ => Vec::new(),
        };
        self.growth.retain(|growth| growth.of != of);
        self.growth.push(Growth {
            of,
            generation,
            months,
        });
        let ask = self.ask(context.catalogue, &context.moment, context.tickets);
        Reply::want(ask.into_iter().collect())
    }

    /// Up and down go by a line of cards; left and right by one card.
    fn step(&self, key: Key, across: usize) -> Option<isize> {
        let line = isize::try_from(across).unwrap_or(1);
        let vim = !self.picker.typing && key.modifiers.is_empty();
        match key.code {
            KeyCode::Down => Some(line),
            KeyCode::Up => Some(-line),
            KeyCode::Char('j') if vim => Some(line),
            KeyCode::Char('k') if vim => Some(-line),
            KeyCode::Left if !self.picker.typing => Some(-1),
            KeyCode::Right if !self.picker.typing => Some(1),
            KeyCode::Char('h') if vim => Some(-1),
            KeyCode::Char('l') if vim => Some(1),
            _ => None,
        }
    }

    fn taste(&mut self, change: impl FnOnce(&mut Taste)) -> Reply {
        change(&mut self.taste);
        Reply {
            lists: Some(self.taste),
            ..Reply::default()
        }
    }

    /// The cursor has moved.
    fn look_at(&mut self, rows: &[Scope], size: (u16, u16)) {
        self.at = rows.get(self.picker.cursor).copied().unwrap_or(self.at);
        let ((across, _), (_, seen)) = (self.across(size), self.rows_seen(size));
        let top = super::scroll(self.picker.top / across, self.picker.cursor / across, seen);
        self.picker.top = top * across;
    }

    /// The rows have become others: the cursor stays on its list.
    fn settle(&mut self, names: &Catalogue, size: (u16, u16)) {
        let rows = self.rows(names);
        let at = rows.iter().position(|scope| *scope == self.at);
        let last = rows.len().saturating_sub(1);
        self.picker.cursor = at.unwrap_or_else(|| self.picker.cursor.min(last));
        self.look_at(&rows, size);
    }

    /// Has the growth of the first list counted that is not known as it is now.
    fn ask(&mut self, names: &Catalogue, moment: &Moment, tickets: &mut Tickets) -> Option<Effect> {
        if self.waiting.is_some() {
            return None;
        }
        let unknown = |scope: &Scope| {
            let generation = generation(names, *scope);
            !self
                .growth
                .iter()
                .any(|growth| growth.of == *scope && growth.generation == generation)
        };
        let scope = self.rows(names).into_iter().find(unknown)?;
        let queries: Option<Vec<Query>> = months(moment.today())
            .into_iter()
            .map(|(first, last)| {
                let text = format!("created between {first} and {last}");
                criteria::compile(&text, names, Scope::Everyone)
                    .ok()?
                    .query(moment, names)
                    .ok()
            })
            .collect();
        let question = Question::Counts {
            scope,
            queries: queries?,
        };
        let (ticket, effect) = tickets.ask(Slot::Growth, question);
        self.waiting = Some((ticket, scope, generation(names, scope)));
        Some(effect)
    }
}

/// The catalogue is another: rows follow, and what has moved is counted anew.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    let Some(names) = state.catalogue.clone() else {
        return Vec::new();
    };
    let (moment, size) = (state.moment(), state.size);
    let State { popups, tickets, .. } = state;
    let mut effects = Vec::new();
    for popup in popups {
        if let Popup::Overview(overview) = popup {
            overview.settle(&names, size);
            effects.extend(overview.ask(&names, &moment, tickets));
        }
    }
    effects
}

/// An action on a list: the panes go there first.
fn act(at: Option<Scope>, action: Action) -> Reply {
    Reply {
        go: at.map(Target::List),
        run: Some(action),
        ..Reply::default()
    }
}

fn generation(names: &Catalogue, scope: Scope) -> u64 {
    match scope.list() {
        Some(list) => names.list(list).map_or(0, |list| list.generation),
        None => names.generation,
    }
}

/// The first and the last day of each month up to this one.
fn months(today: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    let this = today.with_day(1).unwrap_or(today);
    let month = |back: u32| {
        let first = this.checked_sub_months(Months::new(back))?;
        let last = first.checked_add_months(Months::new(1))?;
        Some((first, last.checked_sub_days(Days::new(1))?))
    };
    (0..MONTHS as u32).rev().filter_map(month).collect()
}

/// The months as bars, and how many came in all of them.
pub fn bars(months: &[u64]) -> String {
    let most = months.iter().copied().max().unwrap_or(0);
    months
        .iter()
        .map(|count| super::past::step(*count, most))
        .collect()
}

/// What is said of growth in words.
pub fn growth(months: &[u64]) -> String {
    format!("+{} in a year", figures::count(months.iter().sum()))
}
