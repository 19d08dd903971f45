//! What lies over the panes: one popup at a time has the keys; those below it wait.

use super::arrangement::Arrangement;
use super::at_once::Promise;
use super::bulk::Bulk;
use super::columns_picker::ColumnsPicker;
use super::confirm::Confirm;
use super::contact_form::ContactForm;
use super::copy::Copy;
use super::copy_segment::CopySegment;
use super::criteria_editor::CriteriaEditor;
use super::delete_list::DeleteList;
use super::draft_offer::DraftOffer;
use super::effect::{Ask, Effect, Question, Slot, Ticket};
use super::event::{Answer, Key};
use super::export_form::ExportForm;
use super::field_form::FieldForm;
use super::fields::Fields;
use super::filter::Filter;
use super::finder::Finder;
use super::help::Help;
use super::history::History;
use super::import_dialog::ImportDialog;
use super::jobs::Jobs;
use super::jump::{Jump, Target};
use super::list_form::ListForm;
use super::log::LogView;
use super::menu::Menu;
use super::merge_list::MergeList;
use super::overview::{Overview, Taste};
use super::palette::Palette;
use super::pick_segment::PickSegment;
use super::progress::Progress;
use super::review::Review;
use super::settings::SettingsForm;
use super::sort::SortPicker;
use super::toast::Toast;
use super::undo_dialog::UndoDialog;
use super::welcome::{FirstStep, Welcome};
use super::why::Why;
use crate::actions::Action;
use crate::model::{Catalogue, Moment, Scope};
use crate::store::{Applied, Sort, StoreError};
use ratatui::layout::{Position, Rect};
use std::sync::Arc;

/// Every popup there is; one file each.
#[derive(Debug)]
pub enum Popup {
    /// A question before something large.
    Confirm(Box<Confirm>),
    /// All keys.
    Help(Help),
    /// What can be done with what is under the cursor.
    Menu(Menu),
    /// Anything by a few letters.
    Jump(Box<Jump>),
    /// All actions by their words.
    Palette(Palette),
    /// The column to sort by.
    Sort(SortPicker),
    /// The columns of the table.
    Columns(Box<ColumnsPicker>),
    /// Create or edit a list.
    ListForm(Box<ListForm>),
    /// Delete a list.
    DeleteList(Box<DeleteList>),
    /// Merge a list into another.
    MergeList(Box<MergeList>),
    /// Add or edit a contact.
    ContactForm(Box<ContactForm>),
    /// Write a segment's criteria.
    Criteria(Box<CriteriaEditor>),
    /// Copy a segment to another list.
    CopySegment(Box<CopySegment>),
    /// Make a hand-picked segment.
    Pick(Box<PickSegment>),
    /// Why a contact is in a segment.
    Why(Box<Why>),
    /// What is done to the marked contacts.
    Bulk(Box<Bulk>),
    /// Contacts into a file.
    Export(Box<ExportForm>),
    /// Import a file.
    Import(Box<ImportDialog>),
    /// Who has changed what.
    History(Box<History>),
    /// What was said before.
    Log(Box<LogView>),
    /// A half-filled form that was left.
    Draft(Box<DraftOffer>),
    /// Duplicates, one suggestion after the other.
    Review(Box<Review>),
    /// What runs and takes long.
    Progress(Progress),
    /// Take a change back, or make it again.
    Undo(Box<UndoDialog>),
    /// What the store and the person have settled.
    Settings(Box<SettingsForm>),
    /// All lists at once.
    Overview(Box<Overview>),
    /// The custom fields.
    Fields(Box<Fields>),
    /// Define a custom field, or edit one.
    FieldForm(Box<FieldForm>),
    /// A value to be copied.
    Copy(Box<Copy>),
    /// The first steps with an empty store.
    Welcome(Box<Welcome>),
}

/// What a popup may know and use.
pub struct Context<'a> {
    /// Everything that has a name.
    pub catalogue: &'a Arc<Catalogue>,
    /// Now and the zone.
    pub moment: Moment,
    /// The scope that the panes show.
    pub scope: Scope,
    /// Numbers for questions and changes.
    pub tickets: &'a mut Tickets,
    /// What runs and takes long.
    pub jobs: &'a mut Jobs,
    /// Changes are off.
    pub read_only: bool,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
}

/// Hands out tickets.
#[derive(Debug, Default)]
pub struct Tickets(Ticket);

impl Tickets {
    /// The next one.
    #[expect(
        clippy::should_implement_trait,
        reason = "it never ends, and nobody iterates over it"
    )]
    pub fn next(&mut self) -> Ticket {
        self.0 += 1;
        self.0
    }

    /// A question with a ticket of its own; the ticket, to know the answer by.
    pub fn ask(&mut self, slot: Slot, question: Question) -> (Ticket, Effect) {
        let ticket = self.next();
        (
            ticket,
            Effect::Ask(Ask {
                slot,
                ticket,
                question,
            }),
        )
    }
}

/// What happens after a popup has seen something.
#[derive(Debug, Default)]
pub struct Reply {
    /// What becomes of the popup.
    pub step: Step,
    /// What it wants done.
    pub effects: Vec<Effect>,
    /// What to say in passing.
    pub toast: Option<Toast>,
    /// The order the contacts are to have.
    pub sort: Option<Sort>,
    /// The columns the contacts are to have; None in it: as they were before any were chosen.
    pub arrange: Option<Option<Arrangement>>,
    /// How all lists are to be shown.
    pub lists: Option<Taste>,
    /// The filter the contacts are to have; None in it: none.
    pub filter: Option<Option<Filter>>,
    /// Where the panes are to go.
    pub go: Option<Target>,
    /// The action that was chosen, to be done in the panes.
    pub run: Option<Action>,
    /// What was chosen for the file of preferences: names and values, empty for none.
    pub prefer: Vec<(String, String)>,
    /// What is to be said when a change is done.
    pub promise: Option<Promise>,
    /// Nobody is marked any more.
    pub unmarks: bool,
}

/// What becomes of the popup that has the keys.
#[derive(Debug, Default)]
pub enum Step {
    /// It stays.
    #[default]
    Stay,
    /// It closes.
    Close,
    /// Another one opens over it.
    Open(Box<Popup>),
    /// Another one takes its place.
    Replace(Box<Popup>),
}

impl Reply {
    /// Closes, and nothing else.
    pub fn close() -> Self {
        Self {
            step: Step::Close,
            ..Self::default()
        }
    }

    /// Stays and wants something done.
    pub fn want(effects: Vec<Effect>) -> Self {
        Self {
            effects,
            ..Self::default()
        }
    }
}

/// Rows of a popup that the mouse can point at.
#[derive(Clone, Copy, Debug)]
pub struct Listing {
    /// Where the rows stand.
    pub area: Rect,
    /// The first visible row.
    pub top: usize,
    /// How many rows there are.
    pub rows: usize,
    /// How many stand side by side, the columns of each, and its lines.
    pub cells: (usize, u16, u16),
}

impl Listing {
    /// Rows in a box, from its so manieth line on.
    pub fn inside(outer: Rect, from: u16, top: usize, rows: usize) -> Self {
        let height = outer.height.saturating_sub(from + 1);
        Self {
            area: Rect::new(outer.x + 1, outer.y + from, outer.width.saturating_sub(2), height),
            top,
            rows,
            cells: (1, outer.width, 1),
        }
    }

    /// Rows in a box, so many at once, below a text that is typed.
    pub fn below_text(outer: Rect, height: usize, finder: &Finder, rows: usize) -> Self {
        let mut listing = Self::inside(outer, 2, finder.top, rows);
        listing.area.height = u16::try_from(height).unwrap_or(listing.area.height);
        listing
    }

    /// The row at a place.
    pub fn row(&self, at: Position) -> Option<usize> {
        let (across, width, tall) = self.cells;
        let line = usize::from(at.y.checked_sub(self.area.y)? / tall.max(1));
        let place = usize::from(at.x.checked_sub(self.area.x)? / width.max(1));
        let row = self.top + line * across + place.min(across.saturating_sub(1));
        (self.area.contains(at) && row < self.rows).then_some(row)
    }
}

impl Popup {
    /// The rows that can be pointed at, where it has any.
    pub fn listing(&self, context: &Context<'_>) -> Option<Listing> {
        let size = context.size;
        Some(match self {
            Self::Menu(popup) => Listing::inside(popup.area(size), 1, popup.top(size), popup.rows.len()),
            Self::Palette(popup) => popup.listing(size),
            Self::Jump(popup) => popup.listing(context),
            Self::Copy(popup) => popup.listing(size),
            Self::CopySegment(popup) => popup.listing(context),
            Self::MergeList(popup) => popup.listing(context),
            Self::Bulk(popup) => popup.listing(context),
            Self::Sort(popup) => {
                let rows = popup.fields(context.catalogue).len();
                Listing::inside(SortPicker::area(size), 1, popup.picker.top, rows)
            }
            Self::History(popup) => {
                Listing::inside(History::area(size), 2, popup.picker.top, popup.rows().len())
            }
            Self::Columns(popup) => {
                let rows = popup.rows(context.catalogue).len();
                Listing::inside(ColumnsPicker::area(size), 1, popup.picker.top, rows)
            }
            Self::Overview(popup) => popup.listing(context),
            Self::Fields(popup) => {
                let rows = popup.rows(context.catalogue).len();
                let mut listing = Listing::inside(Fields::area(size), 2, popup.picker.top, rows);
                listing.area.height = listing.area.height.saturating_sub(1);
                listing
            }
            Self::Welcome(_) => {
                let mut listing = Listing::inside(Welcome::area(size), 1, 0, FirstStep::ALL.len());
                let rows = FirstStep::ALL.len() as u16;
                listing.area.y = listing.area.bottom().saturating_sub(rows);
                listing.area.height = rows;
                listing
            }
            _ => return None,
        })
    }

    /// Puts its cursor on a row.
    pub fn point(&mut self, row: usize) {
        match self {
            Self::Menu(popup) => popup.cursor = row,
            Self::Palette(popup) => popup.finder.cursor = row,
            Self::Jump(popup) => popup.finder.cursor = row,
            Self::CopySegment(popup) => popup.finder.cursor = row,
            Self::MergeList(popup) => popup.finder.cursor = row,
            Self::Copy(popup) => popup.finder.cursor = row,
            Self::Bulk(popup) => popup.finder.cursor = row,
            Self::Sort(popup) => popup.picker.cursor = row,
            Self::Columns(popup) => popup.picker.cursor = row,
            Self::History(popup) => popup.picker.cursor = row,
            Self::Fields(popup) => popup.picker.cursor = row,
            Self::Overview(popup) => popup.point(row),
            Self::Welcome(popup) => popup.point(row),
            _ => {}
        }
    }

    /// Whether one click chooses, and one beside it closes.
    pub fn chooses_at_once(&self) -> bool {
        matches!(
            self,
            Self::Menu(_) | Self::Palette(_) | Self::Jump(_) | Self::CopySegment(_) | Self::Bulk(_)
        )
    }

    /// Its box, where a click beside it closes it.
    pub fn outline(&self, context: &Context<'_>) -> Rect {
        match self {
            Self::Menu(popup) => popup.area(context.size),
            Self::Jump(_) => Jump::area(context.size),
            Self::CopySegment(_) => CopySegment::area(context.size),
            Self::Bulk(_) => Bulk::area(context.size),
            _ => Palette::area(context.size),
        }
    }

    /// A key for this popup.
    pub fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        match self {
            Self::Confirm(popup) => popup.key(key, context),
            Self::Help(popup) => popup.key(key, context),
            Self::Palette(popup) => popup.key(key, context),
            Self::Jump(popup) => popup.key(key, context),
            Self::Menu(popup) => popup.key(key, context),
            Self::Sort(popup) => popup.key(key, context),
            Self::Columns(popup) => popup.key(key, context),
            Self::ListForm(popup) => popup.key(key, context),
            Self::DeleteList(popup) => popup.key(key, context),
            Self::ContactForm(popup) => popup.key(key, context),
            Self::Criteria(popup) => popup.key(key, context),
            Self::CopySegment(popup) => popup.key(key, context),
            Self::MergeList(popup) => popup.key(key, context),
            Self::Pick(popup) => popup.key(key, context),
            Self::Why(popup) => popup.key(key, context),
            Self::Bulk(popup) => popup.key(key, context),
            Self::Import(popup) => popup.key(key, context),
            Self::Export(popup) => popup.key(key, context),
            Self::History(popup) => popup.key(key, context),
            Self::Log(popup) => popup.key(key, context),
            Self::Draft(popup) => popup.key(key, context),
            Self::Progress(popup) => popup.key(key, context),
            Self::Review(popup) => popup.key(key, context),
            Self::Undo(popup) => popup.key(key, context),
            Self::Settings(popup) => popup.key(key, context),
            Self::Fields(popup) => popup.key(key, context),
            Self::Overview(popup) => popup.key(key, context),
            Self::FieldForm(popup) => popup.key(key, context),
            Self::Copy(popup) => popup.key(key, context),
            Self::Welcome(popup) => popup.key(key, context),
        }
    }

    /// Pasted text for this popup.
    pub fn paste(&mut self, text: &str, context: &mut Context<'_>) -> Reply {
        match self {
            Self::Confirm(_)
            | Self::Undo(_)
            | Self::Menu(_)
            | Self::Log(_)
            | Self::Why(_)
            | Self::Draft(_)
            | Self::Progress(_) => Reply::default(),
            Self::History(popup) => popup.paste(text, context),
            Self::Review(popup) => popup.paste(text, context),
            Self::Help(popup) => popup.paste(text),
            Self::Palette(popup) => popup.paste(text),
            Self::Jump(popup) => popup.paste(text, context),
            Self::Sort(popup) => popup.paste(text),
            Self::Columns(popup) => popup.paste(text),
            Self::ListForm(popup) => popup.paste(text, context),
            Self::DeleteList(popup) => popup.paste(text),
            Self::ContactForm(popup) => popup.paste(text, context),
            Self::Criteria(popup) => popup.paste(text, context),
            Self::CopySegment(popup) => popup.paste(text),
            Self::MergeList(popup) => popup.paste(text),
            Self::Pick(popup) => popup.paste(text, context),
            Self::Bulk(popup) => popup.paste(text, context),
            Self::Import(popup) => popup.paste(text, context),
            Self::Export(popup) => popup.paste(text, context),
            Self::Settings(popup) => popup.paste(text, context),
            Self::Fields(popup) => popup.paste(text),
            Self::Overview(popup) => popup.paste(text, context),
            Self::FieldForm(popup) => popup.paste(text, context),
            Self::Copy(popup) => popup.paste(text),
            Self::Welcome(popup) => popup.paste(text, context),
        }
    }

    /// An answer; each popup takes those whose ticket it waits for.
    pub fn answer(
        &mut self,
        ticket: Ticket,
        answer: &Result<Answer, StoreError>,
        context: &mut Context<'_>,
    ) -> Reply {
        match self {
            Self::Jump(popup) => popup.answer(ticket, answer),
            Self::Draft(popup) => popup.answer(ticket, answer, context),
            Self::DeleteList(popup) => popup.answer(ticket, answer),
            Self::ContactForm(popup) => popup.answer(ticket, answer, context),
            Self::Criteria(popup) => popup.answer(ticket, answer),
            Self::Why(popup) => popup.answer(ticket, answer, context),
            Self::Bulk(popup) => popup.answer(ticket, answer),
            Self::Import(popup) => popup.answer(ticket, answer),
            Self::Export(popup) => popup.answer(ticket, answer),
            Self::History(popup) => popup.answer(ticket, answer),
            Self::Undo(popup) => popup.answer(ticket, answer),
            Self::Review(popup) => popup.answer(ticket, answer, context),
            Self::Fields(popup) => popup.answer(ticket, answer),
            Self::Overview(popup) => popup.answer(ticket, answer, context),
            Self::FieldForm(popup) => popup.answer(ticket, answer, context),
            _ => Reply::default(),
        }
    }

    /// A change came back; each popup takes the one whose ticket it waits for, and stays open where it was refused.
    pub fn applied(
        &mut self,
        ticket: Ticket,
        result: &Result<Applied, StoreError>,
        context: &mut Context<'_>,
    ) -> Reply {
        match self {
            Self::Confirm(popup) => popup.applied(ticket, result, context),
            Self::ListForm(popup) => popup.applied(ticket, result),
            Self::DeleteList(popup) => popup.applied(ticket, result),
            Self::ContactForm(popup) => popup.applied(ticket, result),
            Self::Criteria(popup) => popup.applied(ticket, result),
            Self::CopySegment(popup) => popup.applied(ticket, result),
            Self::MergeList(popup) => popup.applied(ticket, result),
            Self::Pick(popup) => popup.applied(ticket, result),
            Self::Settings(popup) => popup.applied(ticket, result),
            Self::Review(popup) => popup.applied(ticket, result, context),
            Self::FieldForm(popup) => popup.applied(ticket, result),
            Self::Welcome(popup) => popup.applied(ticket, result),
            _ => Reply::default(),
        }
    }
}
