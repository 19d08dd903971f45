//! All that the screen shows and the keys change.

use super::popup::{Popup, Tickets};
use super::toast::Toast;
use crate::model::{Catalogue, Instant, Moment, Scope};
use std::sync::Arc;

/// What the terminal can show; found out by the runtime once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Look {
    /// Which theme.
    pub theme: ThemeName,
    /// How many colours.
    pub colours: Colours,
}

/// The themes there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ThemeName {
    /// For dark backgrounds.
    #[default]
    Dark,
    /// For light backgrounds.
    Light,
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

/// Which pane has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Focus {
    /// Contact lists.
    Lists,
    /// Segments of the list at the cursor.
    Segments,
    /// Contacts of the list or segment at the cursor.
    #[default]
    Contacts,
    /// The profile of the contact at the cursor.
    Profile,
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
    /// The store's file name, for the heading.
    pub store_name: String,
    /// Changes are off.
    pub read_only: bool,
    /// Everything that has a name; None until the first answer.
    pub catalogue: Option<Arc<Catalogue>>,
    /// Which pane has the keys.
    pub focus: Focus,
    /// What lies over the panes, the topmost last.
    pub popups: Vec<Popup>,
    /// The message that is shown.
    pub toast: Option<Toast>,
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
            store_name,
            read_only,
            catalogue: None,
            focus: Focus::default(),
            popups: Vec::new(),
            toast: None,
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
        Scope::Everyone
    }
}
