//! The weights that come with the program. For each likeness of each aspect: how often one finds it between two records
//! of one person, between two people who share contact data (relatives, colleagues), and between two strangers.
//!
//! The shares of strangers that hang on how common a value is are worked out in [`super::weigh`].

use super::evidence::{Aspect, Likeness};

/// How likely a comparison is under each of the three readings of a pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Odds {
    /// One person.
    pub(super) same: f32,
    /// Two people who share contact data.
    pub(super) household: f32,
    /// Two strangers.
    pub(super) strangers: f32,
}

impl Odds {
    /// No evidence.
    pub(super) const NONE: Self = Self::of(1.0, 1.0, 1.0);

    /// The three shares.
    pub(super) const fn of(same: f32, household: f32, strangers: f32) -> Self {
        Self {
            same,
            household,
            strangers,
        }
    }
}

/// Pairs of one person a contact has, on average.
pub(super) const SAME_A_CONTACT: f32 = 0.2;
/// People who share contact data with it, on average.
pub(super) const HOUSEHOLD_A_CONTACT: f32 = 0.2;

/// The odds of a comparison. `share` is how many of all people have the value both agree in.
pub(super) fn odds(aspect: Aspect, likeness: Likeness, share: f32) -> Odds {
    use Likeness::{Alike, Initial, Missing, Nickname, Other, Part, Same, Slip, Spelling, Swapped};
    match (aspect, likeness) {
        (_, Missing) | (Aspect::Others, _) => Odds::NONE,
        (Aspect::FirstName, Same) => Odds::of(0.68, 0.4 * share + 0.002, share),
        (Aspect::FirstName, Spelling) => Odds::of(0.04, 0.06 * (0.4 * share + 0.002), 0.06 * share),
        (Aspect::FirstName, Nickname) => Odds::of(0.04, 0.1 * (0.3 * share + 0.004), 0.1 * share.max(0.001)),
        (Aspect::FirstName, Swapped) => Odds::of(0.08, 0.000_5, 0.08 * share),
        (Aspect::FirstName, Part) => Odds::of(0.03, 0.04 * (share + 0.015), 0.06 * share),
        (Aspect::FirstName, Slip) => Odds::of(0.14, 0.002_7, 0.002),
        (Aspect::FirstName, Initial) => Odds::of(0.02, 0.002_5, 0.001_5),
        (Aspect::FirstName, Alike) => Odds::of(0.006, 0.03, 0.006),
        (Aspect::FirstName, Other) => Odds::of(0.09, 0.95, 0.98),

        (Aspect::LastName, Same | Swapped) => Odds::of(0.65, 0.85, share),
        (Aspect::LastName, Spelling) => Odds::of(0.04, 0.05, 0.1 * share),
        (Aspect::LastName, Part) => Odds::of(0.04, 0.04, 0.1 * share),
        (Aspect::LastName, Slip) => Odds::of(0.2, 0.025, 0.001_5),
        (Aspect::LastName, Initial) => Odds::of(0.01, 0.008, 0.001_5),
        (Aspect::LastName, Alike) => Odds::of(0.01, 0.03, 0.006),
        (Aspect::LastName, _) => Odds::of(0.08, 0.1, 0.98),

        (Aspect::Number, Same) => Odds::of(0.48, 0.75, share),
        (Aspect::Number, Slip) => Odds::of(0.12, 0.025, 0.000_01),
        (Aspect::Number, Part) => Odds::of(0.02, 0.005, 0.000_001),
        (Aspect::Number, _) => Odds::of(0.38, 0.22, 1.0),

        (Aspect::Email, Same) => Odds::of(0.67, 0.33, share),
        (Aspect::Email, Alike) => Odds::of(0.64, 0.5, share),
        (Aspect::Email, Slip) => Odds::of(0.11, 0.01, 0.000_02),
        (Aspect::Email, Part) => Odds::of(0.08, 0.005, share),
        (Aspect::Email, _) => Odds::of(0.14, 0.8, 0.995),

        (Aspect::Birthday, Same) => Odds::of(0.9, 0.175, share),
        (Aspect::Birthday, Part) => Odds::of(0.9, 0.18, 0.003),
        (Aspect::Birthday, Slip) => Odds::of(0.03, 0.004, 0.001_5),
        (Aspect::Birthday, _) => Odds::of(0.06, 0.81, 1.0),

        (Aspect::Address, Same) => Odds::of(0.7, 0.8, share),
        (Aspect::Address, Slip) => Odds::of(0.15, 0.08, 0.001),
        (Aspect::Address, _) => Odds::of(0.15, 0.1, 1.0),

        (Aspect::City, Same) => Odds::of(0.72, 0.94, share),
        (Aspect::City, Slip) => Odds::of(0.2, 0.03, 0.003),
        (Aspect::City, _) => Odds::of(0.08, 0.03, 1.0),

        (Aspect::Postcode, Same) => Odds::of(0.77, 0.95, share),
        (Aspect::Postcode, Slip) => Odds::of(0.18, 0.02, 0.01),
        (Aspect::Postcode, _) => Odds::of(0.05, 0.03, 1.0),

        (Aspect::Company, Same) => Odds::of(0.8, 0.3, share),
        (Aspect::Company, Slip) => Odds::of(0.12, 0.03, 0.003),
        (Aspect::Company, _) => Odds::of(0.08, 0.67, 0.99),

        (Aspect::Generation, Other) => Odds::of(0.02, 0.5, 0.3),
        (Aspect::Generation, _) => Odds::of(0.1, 0.15, 0.1),
    }
}
