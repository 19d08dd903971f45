//! What a store decides once for all who use it.

use super::{Currency, LifecycleLimits};
use chrono_tz::Tz;

/// The settings of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Days are counted in this zone. UTC until set.
    pub time_zone: Tz,
    /// All money is in this currency; None until set, or until the first file that names one.
    pub currency: Option<Currency>,
    /// ISO 3166 alpha-2 (or another region the number metadata knows), upper case: read numbers without a country code
    /// in this country. None until set, never guessed.
    pub country: Option<String>,
    /// The lifecycle limits of lists that have none of their own.
    pub lifecycle: LifecycleLimits,
    /// How long journal entries are kept, in days.
    pub journal_days: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            time_zone: Tz::UTC,
            currency: None,
            country: None,
            lifecycle: LifecycleLimits::default(),
            journal_days: 365,
        }
    }
}
