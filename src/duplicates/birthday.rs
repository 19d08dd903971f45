//! How two birthdays stand to each other.

use crate::model::Birthday;
use chrono::Datelike;

/// A birthday as one number; 0 is none. A year of 0 is one that is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Day(pub(super) u32);

/// Two birthdays beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Days {
    /// One of them is not known.
    Missing,
    /// The same day.
    Same,
    /// The same day of the year; one of them has no year.
    SameInYear,
    /// Day and month have changed places, one figure differs, or two have changed places.
    Slip,
    /// Two days.
    Other,
}

impl Day {
    /// Of a contact.
    pub(super) fn of(birthday: Option<Birthday>) -> Self {
        birthday.map_or(Self(0), |birthday| {
            let (month, day) = birthday.month_day();
            let year = birthday.date().map_or(0, |date| date.year().clamp(0, 9_999));
            Self(year as u32 * 10_000 + month * 100 + day)
        })
    }

    /// Month and day.
    pub(super) fn in_year(self) -> u32 {
        self.0 % 10_000
    }

    /// The year; 0 where it is not known.
    pub(super) fn year(self) -> u32 {
        self.0 / 10_000
    }

    /// The same for two birthdays of which one is a slip of the other by day and month, or by two figures.
    pub(super) fn figures(self) -> u32 {
        let mut counts = 0_u32;
        let mut rest = self.0;
        while rest > 0 {
            counts = counts.wrapping_add(0x9E37_79B1_u32.rotate_left(rest % 10 * 3));
            rest /= 10;
        }
        counts
    }

    /// Both beside each other.
    pub(super) fn beside(self, other: Self) -> Days {
        if self.0 == 0 || other.0 == 0 {
            return Days::Missing;
        }
        if self == other {
            return Days::Same;
        }
        if self.year() == 0 || other.year() == 0 {
            return if self.in_year() == other.in_year() {
                Days::SameInYear
            } else {
                Days::Other
            };
        }
        if self.is_slip_of(other) {
            Days::Slip
        } else {
            Days::Other
        }
    }

    fn is_slip_of(self, other: Self) -> bool {
        let turned = self.in_year() % 100 * 100 + self.in_year() / 100;
        if self.year() == other.year() && turned == other.in_year() {
            return true;
        }
        let (mut left, mut right) = (self.0, other.0);
        let mut changed = 0;
        while left > 0 || right > 0 {
            changed += u32::from(left % 10 != right % 10);
            (left, right) = (left / 10, right / 10);
        }
        changed == 1 || changed == 2 && self.figures() == other.figures()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_other_days() {
        for (one, other, expected) in [
            (0, 19_690_906, Days::Missing),
            (19_690_906, 19_690_906, Days::Same),
            (906, 19_690_906, Days::SameInYear),
            (907, 19_690_906, Days::Other),
            (19_690_906, 19_690_609, Days::Slip),
            (19_690_906, 19_690_606, Days::Slip),
            (19_690_906, 19_960_906, Days::Slip),
            (19_690_906, 19_710_507, Days::Other),
        ] {
            assert_eq!(Day(one).beside(Day(other)), expected, "{one} {other}");
            assert_eq!(Day(other).beside(Day(one)), expected, "{other} {one}");
        }
    }
}
