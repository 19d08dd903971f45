//! What dates, spans and periods mean on one day: all that the language knows of the calendar.

use super::tree::{Date, Relative, Span};
use super::words::{Direction, Period, Unit, Which};
use crate::model::moment::{add_days, add_months};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

impl Date {
    /// The day it is, seen from today.
    pub fn on(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::Day(day) => day.date(),
            Self::Relative(Relative::Today) => today,
            Self::Relative(Relative::Yesterday) => add_days(today, -1),
            Self::Relative(Relative::Tomorrow) => add_days(today, 1),
            Self::Relative(Relative::Ago(span)) => span.before(today),
            Self::Relative(Relative::FromNow(span)) => span.after(today),
        }
    }
}

impl Span {
    /// The day this span before another; months and years are clamped to the month's end.
    pub fn before(self, day: NaiveDate) -> NaiveDate {
        self.moved(day, -1)
    }

    /// The day this span after another; months and years are clamped to the month's end.
    pub fn after(self, day: NaiveDate) -> NaiveDate {
        self.moved(day, 1)
    }

    /// The days from today to the other end of the span, both included.
    pub fn window(self, direction: Direction, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        match direction {
            Direction::Last => (self.before(today), today),
            Direction::Next => (today, self.after(today)),
        }
    }

    fn moved(self, day: NaiveDate, sign: i32) -> NaiveDate {
        let count = i32::from(self.count()) * sign;
        match self.unit() {
            Unit::Day => add_days(day, count),
            Unit::Week => add_days(day, count * 7),
            Unit::Month => add_months(day, count),
            Unit::Year => add_months(day, count * 12),
        }
    }
}

impl Period {
    /// The first and the last day of this, the last or the next period.
    pub fn range(self, which: Which, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let steps = match which {
            Which::This => 0,
            Which::Last => -1,
            Which::Next => 1,
        };
        let months = match self {
            Self::Week => {
                let monday = add_days(today, -(today.weekday().num_days_from_monday() as i32));
                let monday = add_days(monday, steps * 7);
                return (monday, add_days(monday, 6));
            }
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        };
        let into = today.month0() % (months as u32);
        let this = add_months(today.with_day(1).unwrap_or(today), -(into as i32));
        let first = add_months(this, steps * months);
        (first, add_days(add_months(first, months), -1))
    }
}

/// The months and days whose anniversary falls into a window. Who is born on 29 February has it on 28 February in common
/// years.
pub fn anniversaries(first: NaiveDate, last: NaiveDate) -> Vec<(u32, u32)> {
    let mut days = BTreeSet::new();
    // After a leap year's worth of days every day of the calendar has come.
    for day in first.iter_days().take(367).take_while(|day| *day <= last) {
        days.insert((day.month(), day.day()));
        if (day.month(), day.day()) == (2, 28) && !day.leap_year() {
            days.insert((2, 29));
        }
    }
    days.into_iter().collect()
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(count: u16, unit: Unit) -> Span {
        Span::new(count, unit).unwrap()
    }

    #[test]
    fn months_and_years_are_clamped_to_the_months_end() {
        assert_eq!(span(1, Unit::Month).before(day("2026-03-31")), day("2026-02-28"));
        assert_eq!(span(1, Unit::Month).before(day("2024-03-31")), day("2024-02-29"));
        assert_eq!(span(1, Unit::Year).before(day("2024-02-29")), day("2023-02-28"));
        assert_eq!(span(6, Unit::Month).after(day("2026-08-31")), day("2027-02-28"));
        assert_eq!(span(2, Unit::Week).before(day("2026-01-01")), day("2025-12-18"));
        assert_eq!(
            span(9999, Unit::Year).before(day("2026-01-01")),
            day("-7973-01-01")
        );
    }

    #[test]
    fn periods_are_whole() {
        let sunday = day("2026-11-22");
        for (which, period, first, last) in [
            (Which::This, Period::Week, "2026-11-16", "2026-11-22"),
            (Which::Next, Period::Week, "2026-11-23", "2026-11-29"),
            (Which::Last, Period::Month, "2026-10-01", "2026-10-31"),
            (Which::This, Period::Quarter, "2026-10-01", "2026-12-31"),
            (Which::Next, Period::Quarter, "2027-01-01", "2027-03-31"),
            (Which::Last, Period::Year, "2025-01-01", "2025-12-31"),
        ] {
            assert_eq!(
                period.range(which, sunday),
                (day(first), day(last)),
                "{} {}",
                which.word(),
                period.word()
            );
        }
        assert_eq!(
            Period::Week.range(Which::This, day("2026-11-23")).0,
            day("2026-11-23")
        );
    }

    #[test]
    fn anniversaries_of_29_february() {
        assert!(anniversaries(day("2026-02-27"), day("2026-02-28")).contains(&(2, 29)));
        assert!(!anniversaries(day("2024-02-27"), day("2024-02-28")).contains(&(2, 29)));
        assert!(!anniversaries(day("2026-03-01"), day("2026-03-02")).contains(&(2, 29)));
        assert_eq!(anniversaries(day("2025-06-01"), day("2027-06-01")).len(), 366);
        assert_eq!(
            anniversaries(day("2026-12-31"), day("2027-01-01")),
            [(1, 1), (12, 31)]
        );
    }
}
