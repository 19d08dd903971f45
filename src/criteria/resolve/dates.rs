//! Tests on dates become ranges of days, of instants for the fields that are kept as such.

use super::super::checked::DateTest;
use super::super::dates::anniversaries;
use super::super::query::{DayRange, InstantRange, Query, Test};
use super::super::tree::Date;
use super::super::words::{Comparison, Than};
use super::Resolver;
use crate::model::moment::add_days;
use crate::model::{BuiltinField, FieldRef};
use chrono::NaiveDate;

/// The days that pass a test.
pub(super) enum Dates {
    /// One range of them.
    Range(DayRange),
    /// Any of several.
    Ranges(Vec<DayRange>),
    /// These days of every year, as month and day.
    MonthDays(Vec<(u32, u32)>),
}

impl Resolver<'_> {
    /// A test on a date field.
    pub(super) fn date(&self, field: FieldRef, test: &DateTest) -> Query {
        match self.dates(test) {
            Dates::Range(range) => self.day_range(field, range),
            Dates::Ranges(ranges) => {
                let each = ranges.into_iter().map(|range| self.day_range(field, range));
                Query::Or(each.collect())
            }
            Dates::MonthDays(days) => Query::Test(Test::MonthDay(field, days, self.moment.zone)),
        }
    }

    /// The days that pass a test today.
    pub(super) fn dates(&self, test: &DateTest) -> Dates {
        let today = self.moment.today();
        let on = |date: &Date| date.on(today);
        Dates::Range(match test {
            DateTest::On(date) | DateTest::Compare(Comparison::Equal, date) => days(on(date), on(date)),
            DateTest::Before(date) | DateTest::Compare(Comparison::Less, date) => {
                until(add_days(on(date), -1))
            }
            DateTest::Compare(Comparison::LessEqual, date) => until(on(date)),
            DateTest::After(date) | DateTest::Compare(Comparison::Greater, date) => {
                from(add_days(on(date), 1))
            }
            DateTest::Compare(Comparison::GreaterEqual, date) => from(on(date)),
            DateTest::Between(first, last) => days(on(first), on(last)),
            DateTest::Within(direction, span) => both(span.window(*direction, today)),
            DateTest::Ago(Than::More, span) => until(add_days(span.before(today), -1)),
            DateTest::Ago(Than::Less, span) => days(span.before(today), today),
            DateTest::InPeriod(which, period) => both(period.range(*which, today)),
            DateTest::In(dates) => {
                return Dates::Ranges(dates.iter().map(|date| days(on(date), on(date))).collect());
            }
            DateTest::Anniversary(direction, span) => {
                let (first, last) = span.window(*direction, today);
                return Dates::MonthDays(anniversaries(first, last));
            }
        })
    }

    /// A field's day lies in a range.
    pub(super) fn day_range(&self, field: FieldRef, range: DayRange) -> Query {
        if !is_instant(field) {
            return Query::Test(Test::Day(field, range));
        }
        let range = InstantRange {
            from: range.first.map(|day| self.moment.start_of(day)),
            before: range.last.map(|day| self.moment.start_of(add_days(day, 1))),
        };
        Query::Test(Test::Instant(field, range))
    }
}

/// Whether a date field is kept as an instant.
fn is_instant(field: FieldRef) -> bool {
    matches!(
        field,
        FieldRef::Builtin(BuiltinField::Created | BuiltinField::Updated | BuiltinField::ConsentSince)
    )
}

/// From one day to another, both included.
pub(super) fn days(first: NaiveDate, last: NaiveDate) -> DayRange {
    DayRange {
        first: Some(first),
        last: Some(last),
    }
}

fn both((first, last): (NaiveDate, NaiveDate)) -> DayRange {
    days(first, last)
}

/// This day and those before it.
pub(super) fn until(last: NaiveDate) -> DayRange {
    DayRange {
        first: None,
        last: Some(last),
    }
}

/// This day and those after it.
pub(super) fn from(first: NaiveDate) -> DayRange {
    DayRange {
        first: Some(first),
        last: None,
    }
}
