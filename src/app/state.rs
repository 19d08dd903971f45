//! All that the screen shows and the keys change.

use super::arrangement::Arrangements;
use super::at_once::Said;
use super::contacts::Contacts;
use super::draft::Left;
use super::effect::Ticket;
use super::elsewhere::Elsewhere;
use super::filter::Filter;
use super::jobs::Jobs;
use super::layout::Layout;
use super::lists::Lists;
use super::log::Log;
use super::marks::Marks;
use super::memory::Wanted;
use super::mouse::Pointer;
use super::popup::{Context, Popup, Tickets};
use super::preferences::Preferences;
use super::profile::ProfilePane;
use super::refresh::Arrivals;
use super::review::Review;
use super::search::Search;
use super::segments::Segments;
use super::theme::{Theme, ThemeName};
use super::timeline::Timeline;
use super::toast::Toast;
use super::welcome::Guesses;
use crate::actions::{Place, Snapshot, Table};
use crate::model::{Catalogue, Instant, Moment, Profile, Scope};
use chrono::NaiveDate;
use std::sync::Arc;

/// What the terminal can show; found out by the runtime once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Look {
    /// Which theme.
    pub theme: ThemeName,
    /// How many colours.
    pub colours: Colours,
}

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Colours {
    /// None (`NO_COLOR`): focus by reverse and bold, states by symbol.
    None,
    /// The terminal's own 16.
    #[default]
    Sixteen,
}

/// The whole of it.
#[derive(Debug)]
pub struct State {
    /// When the last event came.
    pub now: Instant,
    /// Columns and rows.
    pub size: (u16, u16),
    /// What the terminal can show.
    pub look: Look,
    /// The theme that fits the terminal's ground, where none is chosen.
    pub ground: ThemeName,
    /// A theme of one's own, which comes before the one that has a name.
    pub own_theme: Option<Theme>,
    /// What was chosen in the file of preferences.
    pub preferences: Preferences,
    /// What the computer's own settings suggest for a new store.
    pub guesses: Guesses,
    /// The store's file name, for the heading.
    pub store_name: String,
    /// Changes are off.
    pub read_only: bool,
    /// Everything that has a name; None until the first answer.
    pub catalogue: Option<Arc<Catalogue>>,
    /// The actions with their keys.
    pub table: Table,
    /// The mouse.
    pub pointer: Pointer,
    /// Which pane has the keys.
    pub focus: Place,
    /// Which of lists and segments is seen where only one of them is.
    pub side: Place,
    /// The lists pane.
    pub lists: Lists,
    /// The segments pane.
    pub segments: Segments,
    /// The contacts table.
    pub contacts: Contacts,
    /// Which columns it has, in each list.
    pub columns: Arrangements,
    /// The contacts that are marked.
    pub marks: Marks,
    /// The profile.
    pub profile: ProfilePane,
    /// The timeline of whom the profile shows.
    pub timeline: Timeline,
    /// Criteria that narrow the table, and are not saved.
    pub filter: Option<Filter>,
    /// The search whose hits the table shows.
    pub search: Option<Search>,
    /// Imports and bulk changes under way.
    pub jobs: Jobs,
    /// The review of duplicates, while it is left.
    pub review: Option<Box<Review>>,
    /// What is said when changes are done that were made at once.
    pub said: Said,
    /// Undo or redo, while it is being asked what comes next.
    pub(super) next: Option<Ticket>,
    /// What is on the screen is being asked again.
    pub refreshing: bool,
    /// What other processes have changed.
    pub elsewhere: Elsewhere,
    /// What this process is making, to go there when it is done.
    pub arrivals: Arrivals,
    /// The day on which what is on the screen was asked, in the store's zone.
    pub(super) day: Option<NaiveDate>,
    pub(super) catalogue_ticket: Option<Ticket>,
    /// The store moved while it was being asked: it is asked once more when the answers are there.
    pub(super) moved_again: bool,
    /// What lies over the panes, the topmost last.
    pub popups: Vec<Popup>,
    /// Half-filled forms of sessions that are no more, to be offered.
    pub drafts: Vec<Left>,
    /// Where one was at the last start, until the names are known.
    pub(super) wanted: Wanted,
    /// The message that is shown.
    pub toast: Option<Toast>,
    /// Who of those that an import brought may be there twice is being asked.
    pub(super) newcomers: Option<Ticket>,
    /// What was said before.
    pub log: Log,
    /// Numbers for questions and changes.
    pub tickets: Tickets,
}

impl State {
    /// Before anything is known.
    pub fn new(store_name: String, read_only: bool, look: Look, size: (u16, u16)) -> Self {
        Self {
            now: Instant::default(),
            size,
            look,
            ground: look.theme,
            own_theme: None,
            preferences: Preferences::default(),
            guesses: Guesses::default(),
            store_name,
            read_only,
            catalogue: None,
            table: Table::default(),
            pointer: Pointer::default(),
            focus: Place::Contacts,
            side: Place::Segments,
            lists: Lists::default(),
            segments: Segments::default(),
            contacts: Contacts::default(),
            columns: Arrangements::default(),
            marks: Marks::default(),
            profile: ProfilePane::default(),
            timeline: Timeline::default(),
            filter: None,
            search: None,
            jobs: Jobs::default(),
            review: None,
            said: Said::default(),
            next: None,
            refreshing: false,
            elsewhere: Elsewhere::default(),
            arrivals: Arrivals::default(),
            day: None,
            catalogue_ticket: None,
            moved_again: false,
            popups: Vec::new(),
            drafts: Vec::new(),
            wanted: Wanted::default(),
            toast: None,
            newcomers: None,
            log: Log::default(),
            tickets: Tickets::default(),
        }
    }

    /// Now in the store's zone.
    pub fn moment(&self) -> Moment {
        let zone = self
            .catalogue
            .as_ref()
            .map_or(chrono_tz::Tz::UTC, |catalogue| catalogue.settings.time_zone);
        Moment { now: self.now, zone }
    }

    /// Where the panes look.
    pub fn scope(&self) -> Scope {
        self.lists.at
    }

    /// The catalogue, or an empty one before the first answer.
    pub fn names(&self) -> &Catalogue {
        known(self.catalogue.as_ref())
    }

    /// What everything looks like.
    pub fn theme(&self) -> Theme {
        match (self.look.colours, self.own_theme) {
            (Colours::None, _) => Theme::of(ThemeName::Mono),
            (_, Some(own)) => own,
            (_, None) => Theme::of(self.look.theme),
        }
    }

    /// What a popup may know and use.
    pub fn context(&mut self) -> Context<'_> {
        Context {
            moment: self.moment(),
            scope: self.scope(),
            catalogue: known(self.catalogue.as_ref()),
            tickets: &mut self.tickets,
            jobs: &mut self.jobs,
            read_only: self.read_only,
            size: self.size,
        }
    }

    /// Shows a message, and keeps it in the log where it tells of something that happened.
    pub(super) fn say(&mut self, toast: Toast) {
        self.log.keep(self.now, &toast);
        self.toast = Some(toast);
    }

    /// Where everything stands; None where the terminal is too small.
    pub fn layout(&self) -> Option<Layout> {
        Layout::of(self)
    }

    /// How many rows a pane shows.
    pub fn rows(&self, place: Place) -> usize {
        self.layout().map_or(1, |layout| layout.rows(place))
    }

    /// How many contacts the scope has.
    pub fn scope_total(&self) -> u64 {
        let names = self.names();
        match self.scope() {
            Scope::Everyone => names.contacts,
            Scope::List(list) => names.list(list).map_or(0, |list| list.contacts),
        }
    }

    /// What the table of actions wants to know.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            place: if self.search.as_ref().is_some_and(|search| search.typing) {
                Place::Search
            } else {
                self.focus
            },
            read_only: self.read_only,
            ready: self.catalogue.is_some(),
            list: self.scope() != Scope::Everyone,
            lists: self.names().lists.len() > 1,
            segment: self.segments.at.is_some(),
            contact: self.subject().is_some(),
            contacts: self.scope_total() > 0,
            job: self.jobs.running().is_some(),
            search: self.search.is_some(),
            filter: self.filter.is_some(),
        }
    }

    /// The contact that actions are about: the profile's where it has the keys, else the one under the cursor.
    pub fn subject(&self) -> Option<&Profile> {
        self.subject_in(self.focus)
    }

    /// The same, if a pane had the keys.
    pub(super) fn subject_in(&self, place: Place) -> Option<&Profile> {
        match place {
            Place::Profile => self.profile.shown.as_deref(),
            _ => self.contacts.current(),
        }
    }
}

/// The catalogue, or an empty one.
fn known(catalogue: Option<&Arc<Catalogue>>) -> &Arc<Catalogue> {
    static EMPTY: std::sync::OnceLock<Arc<Catalogue>> = std::sync::OnceLock::new();
    catalogue.unwrap_or_else(|| EMPTY.get_or_init(Arc::default))
}
