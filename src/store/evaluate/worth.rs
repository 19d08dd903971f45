//! A `where` as far as event columns can answer it: tests on the day, the amount and the bits of an event, with their
//! bounds as whole numbers.

use super::number::ranges;
use crate::criteria::query::{EventQuery, EventTest, NumberTest};
use crate::criteria::words::Property;
use crate::model::Direction;
use crate::store::events::{CLICKED, OPENED_OR_IN, day_number};
use chrono::{Datelike, NaiveDate};

/// Ranges of whole numbers, both ends included.
pub(super) struct Ranges(Vec<(i128, i128)>);

impl Ranges {
    /// From their ends.
    pub(super) fn new(ranges: Vec<(i128, i128)>) -> Self {
        Self(ranges)
    }

    /// Whether a number lies in one of them.
    pub(super) fn hold(&self, number: i128) -> bool {
        self.0.iter().any(|(low, high)| *low <= number && number <= *high)
    }
}

/// A `where` without tests on texts. `A`: how amounts are compared.
pub(super) enum Cells<'a, A> {
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    Day(i32, i32),
    MonthDay(&'a [(u32, u32)]),
    Amount(A),
    /// Any of these bits is set.
    Bit(i128),
    /// A message from the contact passes, one to it passes.
    Direction(bool, bool),
}

/// One whose amounts are compared at no scale yet.
pub(super) type CellQuery<'a> = Cells<'a, &'a NumberTest>;

impl<'a> CellQuery<'a> {
    /// None where it asks for a text.
    pub(super) fn new(query: &'a EventQuery) -> Option<Self> {
        let each = |all: &'a [EventQuery]| all.iter().map(Self::new).collect::<Option<Vec<_>>>();
        Some(match query {
            EventQuery::And(all) => Self::And(each(all)?),
            EventQuery::Or(any) => Self::Or(each(any)?),
            EventQuery::Not(negated) => Self::Not(Box::new(Self::new(negated)?)),
            EventQuery::Test(test) => match test {
                EventTest::Day(range) => Self::Day(
                    range.first.map_or(i32::MIN, day_number),
                    range.last.map_or(i32::MAX, day_number),
                ),
                EventTest::MonthDay(days) => Self::MonthDay(days),
                EventTest::Amount(test) => Self::Amount(test),
                EventTest::Yes(Property::Opened) => Self::Bit(OPENED_OR_IN),
                EventTest::Yes(Property::Clicked) => Self::Bit(CLICKED),
                EventTest::Yes(_) => Self::Or(Vec::new()),
                EventTest::Text(Property::Direction, test) => Self::Direction(
                    test.holds(Direction::In.word()),
                    test.holds(Direction::Out.word()),
                ),
                EventTest::IsSet(Property::Direction) => Self::And(Vec::new()),
                EventTest::Text(..) | EventTest::IsSet(_) => return None,
            },
        })
    }

    /// The same for amounts of one scale.
    pub(super) fn at_scale(&self, scale: u8) -> Cells<'a, Ranges> {
        let each = |all: &[Self]| all.iter().map(|one| one.at_scale(scale)).collect();
        match self {
            Self::And(all) => Cells::And(each(all)),
            Self::Or(any) => Cells::Or(each(any)),
            Self::Not(negated) => Cells::Not(Box::new(negated.at_scale(scale))),
            Self::Day(first, last) => Cells::Day(*first, *last),
            Self::MonthDay(days) => Cells::MonthDay(days),
            Self::Amount(test) => Cells::Amount(Ranges::new(ranges(test, scale))),
            Self::Bit(bit) => Cells::Bit(*bit),
            Self::Direction(inbound, outbound) => Cells::Direction(*inbound, *outbound),
        }
    }
}

impl Cells<'_, Ranges> {
    /// Whether it holds for an event.
    pub(super) fn holds(&self, day: i32, value: i128) -> bool {
        match self {
            Self::And(all) => all.iter().all(|one| one.holds(day, value)),
            Self::Or(any) => any.iter().any(|one| one.holds(day, value)),
            Self::Not(negated) => !negated.holds(day, value),
            Self::Day(first, last) => *first <= day && day <= *last,
            Self::MonthDay(days) => NaiveDate::from_num_days_from_ce_opt(day)
                .is_some_and(|day| days.contains(&(day.month(), day.day()))),
            Self::Amount(ranges) => ranges.hold(value),
            Self::Bit(bit) => value & bit != 0,
            Self::Direction(inbound, outbound) => {
                if value & OPENED_OR_IN != 0 {
                    *inbound
                } else {
                    *outbound
                }
            }
        }
    }
}
