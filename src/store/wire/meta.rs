//! What the store knows about itself.

use super::super::codec::{BorrowDecode, Encode};
use crate::model::{Currency, LifecycleLimits, Settings};

/// Written once, when the store is made.
#[derive(Encode, BorrowDecode)]
pub(in crate::store) struct WireFormat {
    pub(in crate::store) version: u32,
    pub(in crate::store) uuid: [u8; 16],
    pub(in crate::store) created: i64,
}

/// Written by every commit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, BorrowDecode)]
pub(in crate::store) struct WireState {
    /// Counts up with every commit.
    pub(in crate::store) generation: u64,
    /// The number the next contact gets.
    pub(in crate::store) next_contact: u32,
    /// The number the next list gets.
    pub(in crate::store) next_list: u32,
    /// The number the next segment gets.
    pub(in crate::store) next_segment: u32,
    /// The number the next custom field gets.
    pub(in crate::store) next_field: u32,
    /// The number the next source gets.
    pub(in crate::store) next_source: u32,
    /// The number the next journal entry gets.
    pub(in crate::store) next_entry: u64,
    /// Bytes of the journal's rows.
    pub(in crate::store) journal_bytes: u64,
    /// The sum of what each journal entry weighs: see [`super::super::journal::weight`].
    pub(in crate::store) journal_sum: u64,
    /// Custom fields that have been deleted while the journal can bring them back, each with the entry that deleted it:
    /// their values stay.
    pub(in crate::store) buried: Vec<(u32, u64)>,
    /// Custom fields whose values are being written once more in another type.
    pub(in crate::store) heirs: Vec<WireHeir>,
    /// When it was last seen whether the file is larger than it need be: its bytes, and its contacts and chunks of events.
    pub(in crate::store) looked_at: (u64, u64),
    /// How many rows each table has, in the order of [`super::super::meta::COUNTED`].
    pub(in crate::store) rows: Vec<u64>,
}

/// A custom field that will stand in another's place, with its values in another type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, BorrowDecode)]
pub(in crate::store) struct WireHeir {
    /// Whose values they are.
    pub(in crate::store) old: u32,
    /// Under which number they are written.
    pub(in crate::store) new: u32,
    /// The journal entry of the change.
    pub(in crate::store) entry: u64,
    /// The type: see [`super::kind_read`].
    pub(in crate::store) kind: u8,
    /// The options of a choice.
    pub(in crate::store) options: Vec<String>,
}

/// Contacts that have gone while entries of the indexes still lead to them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, BorrowDecode)]
pub(in crate::store) struct WireCleared {
    /// The generation that noted the last of them.
    pub(in crate::store) generation: u64,
    /// First and last of each run, ascending.
    pub(in crate::store) ranges: Vec<(u32, u32)>,
}

/// How many contacts are in a list, and its generation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, BorrowDecode)]
pub(in crate::store) struct WireListState {
    pub(in crate::store) contacts: u64,
    pub(in crate::store) generation: u64,
}

/// The settings.
#[derive(Encode, BorrowDecode)]
pub(in crate::store) struct WireSettings<'a> {
    time_zone: &'a str,
    currency: Option<&'a str>,
    country: Option<&'a str>,
    lifecycle: (u32, u32),
    journal_days: u32,
}

impl<'a> From<&'a Settings> for WireSettings<'a> {
    fn from(settings: &'a Settings) -> Self {
        Self {
            time_zone: settings.time_zone.name(),
            currency: settings.currency.as_ref().map(Currency::code),
            country: settings.country.as_deref(),
            lifecycle: (settings.lifecycle.active_days, settings.lifecycle.at_risk_days),
            journal_days: settings.journal_days,
        }
    }
}

impl WireSettings<'_> {
    /// The settings; None where the zone or the currency is unknown.
    pub(in crate::store) fn read(self) -> Option<Settings> {
        Some(Settings {
            time_zone: self.time_zone.parse().ok()?,
            currency: match self.currency {
                None => None,
                Some(code) => Some(Currency::from_code(code)?),
            },
            country: self.country.map(str::to_owned),
            lifecycle: LifecycleLimits {
                active_days: self.lifecycle.0,
                at_risk_days: self.lifecycle.1,
            },
            journal_days: self.journal_days,
        })
    }
}
