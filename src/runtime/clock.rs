//! What counts as now: the instant given on the command line, else the system's clock.

use crate::model::Instant;
use std::time::{SystemTime, UNIX_EPOCH};

/// A clock, or one fixed instant.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock(pub Option<Instant>);

impl Clock {
    /// Now.
    pub fn now(self) -> Instant {
        self.0.unwrap_or_else(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Instant(i64::try_from(since.as_secs()).unwrap_or_default())
        })
    }
}
