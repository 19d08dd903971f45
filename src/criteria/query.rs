//! The question a store answers: a checked criteria tree at one moment, with every date, span, age, limit and segment
//! worked out, so that a store needs no calendar and no names. Each test is true or false for each contact; a test on
//! a field that is not set is false.

mod history;

pub use history::{Amount, EventQuery, EventTest, Opened};
pub(in crate::criteria) use history::{text, yes};

use crate::model::text::{fold, normal};
use crate::model::{Decimal, FieldRef, Instant, ListId, Moment, SegmentId, Side};
use chrono::NaiveDate;
use chrono_tz::Tz;
use regex::Regex;

/// A tree of tests.
#[derive(Clone, Debug)]
pub enum Query {
    /// Every contact.
    All,
    /// Each of them. Empty: every contact.
    And(Vec<Query>),
    /// Any of them. Empty: nobody.
    Or(Vec<Query>),
    /// The rest.
    Not(Box<Query>),
    /// One test.
    Test(Test),
    /// The question within, asked as if no event after this moment had happened yet.
    AsOf(Moment, Box<Query>),
}

/// One test on one field.
#[derive(Clone, Debug)]
pub enum Test {
    /// Text or choice. `Location` is true where any of address, city, postcode, region, country is.
    Text(FieldRef, TextTest),
    /// Number or money: `orders`, `total_spent` and the counters are 0 where there is nothing; `age` never comes here.
    Number(FieldRef, NumberTest),
    /// `average_order`: compares `total_spent` with the bound times `orders`, unrounded; false without orders.
    Average(NumberTest),
    /// A calendar day field (birthday with its year, days of history, custom dates), both ends included.
    /// A birthday without its year is in no such range, but it is set.
    Day(FieldRef, DayRange),
    /// A field that is kept as an instant (created, updated, consent_since): from the first, before the second.
    Instant(FieldRef, InstantRange),
    /// A date field of any kind, by month and day alone: any of these (month, day) pairs, in this zone where the field
    /// is kept as an instant. 29 February is resolved already.
    MonthDay(FieldRef, Vec<(u32, u32)>, Tz),
    /// A set field: contains any of these folded values. (`has all` is an `And` of these.)
    Has(FieldRef, Vec<String>),
    /// A yes/no field that is yes.
    Yes(FieldRef),
    /// Whether a field of any type is set.
    IsSet(FieldRef),
    /// Membership.
    InList(ListId),
    /// Somebody has pinned the contact in or out of a segment.
    Pinned(SegmentId, Side),
    /// A count of events, or a sum over them.
    Amount(Amount),
    /// The last e-mails were opened.
    Opened(Opened),
}

/// What is asked of a text; all operands are folded (`model::text::fold`).
#[derive(Clone, Debug)]
pub enum TextTest {
    /// Equal to any of these. On `phone`: in E.164, with its plus.
    Equals(Vec<String>),
    /// Has this part. On `phone`: these digits in the digits of the number.
    Contains(String),
    /// Begins with it. On `phone`: the digits of the number begin so.
    StartsWith(String),
    /// Ends with it. On `phone`: the digits of the number end so.
    EndsWith(String),
    /// Matches, on the NFKC text without folding of marks.
    Matches(Regex),
}

/// What is asked of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberTest {
    /// Between two bounds, each with whether it is included; None: no bound on that side.
    Range(Option<(Decimal, bool)>, Option<(Decimal, bool)>),
    /// Equal to any of these.
    In(Vec<Decimal>),
}

/// Days from the first to the last, both included; None: no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRange {
    /// The first day.
    pub first: Option<NaiveDate>,
    /// The last day.
    pub last: Option<NaiveDate>,
}

/// Instants from one on, up to but not including another; None: no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstantRange {
    /// From this one on.
    pub from: Option<Instant>,
    /// Before this one.
    pub before: Option<Instant>,
}

impl TextTest {
    /// Whether a text passes, as it is kept and not yet folded; of `phone`, its digits for the tests on a part.
    pub fn holds(&self, text: &str) -> bool {
        match self {
            Self::Equals(any) => any.contains(&fold(text)),
            Self::Contains(part) => fold(text).contains(part),
            Self::StartsWith(part) => fold(text).starts_with(part),
            Self::EndsWith(part) => fold(text).ends_with(part),
            Self::Matches(regex) => regex.is_match(&normal(text)),
        }
    }
}

impl NumberTest {
    /// Whether a number passes.
    pub fn holds(&self, number: Decimal) -> bool {
        match self {
            Self::Range(low, high) => {
                low.is_none_or(|(bound, included)| number > bound || (included && number == bound))
                    && high.is_none_or(|(bound, included)| number < bound || (included && number == bound))
            }
            Self::In(any) => any.contains(&number),
        }
    }
}

impl DayRange {
    /// Whether a day is in it.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.first.is_none_or(|first| day >= first) && self.last.is_none_or(|last| day <= last)
    }
}

impl InstantRange {
    /// Whether an instant is in it.
    pub fn holds(&self, at: Instant) -> bool {
        self.from.is_none_or(|from| at >= from) && self.before.is_none_or(|before| at < before)
    }
}
