//! Where a contact stands in its life as a customer.

use chrono::NaiveDate;

/// The four states, by the age of the last activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lifecycle {
    /// Never bought.
    Prospect,
    /// Last activity within the active limit.
    Active,
    /// Within the at-risk limit.
    AtRisk,
    /// Longer ago.
    Inactive,
}

impl Lifecycle {
    /// All states, in order.
    pub const ALL: [Self; 4] = [Self::Prospect, Self::Active, Self::AtRisk, Self::Inactive];

    /// The word of the criteria language.
    pub fn word(self) -> &'static str {
        match self {
            Self::Prospect => "prospect",
            Self::Active => "active",
            Self::AtRisk => "at-risk",
            Self::Inactive => "inactive",
        }
    }

    /// The state of a contact: None for who has bought but has no dated activity.
    pub fn of(
        has_bought: bool,
        last_activity: Option<NaiveDate>,
        today: NaiveDate,
        limits: LifecycleLimits,
    ) -> Option<Self> {
        if !has_bought {
            return Some(Self::Prospect);
        }
        let days = (today - last_activity?).num_days();
        Some(if days <= i64::from(limits.active_days) {
            Self::Active
        } else if days <= i64::from(limits.at_risk_days) {
            Self::AtRisk
        } else {
            Self::Inactive
        })
    }
}

/// The limits in days; a store has one pair and a list may have its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LifecycleLimits {
    /// `active` up to and including this many days after the last activity.
    pub active_days: u32,
    /// `at-risk` up to and including this many; never below `active_days`.
    pub at_risk_days: u32,
}

impl Default for LifecycleLimits {
    fn default() -> Self {
        Self {
            active_days: 90,
            at_risk_days: 180,
        }
    }
}
