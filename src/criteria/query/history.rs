//! Questions about events: how many there are, what they come to, which of the last e-mails were opened.

use super::{DayRange, NumberTest, TextTest};
use crate::criteria::words::Property;
use crate::model::{Decimal, Event, EventKind};
use chrono::Datelike;
use chrono_tz::Tz;

/// A count of events, or the sum of their amounts, and what is asked of it. Cancelled purchases are never counted;
/// refunds lower a sum and are not counted as purchases.
#[derive(Clone, Debug)]
pub struct Amount {
    /// Of what.
    pub event: EventKind,
    /// The amounts are summed; else the events are counted.
    pub sums: bool,
    /// Only these.
    pub filter: Option<EventQuery>,
    /// Only those of these days.
    pub days: DayRange,
    /// What is asked.
    pub test: NumberTest,
}

/// Of the last e-mails that were sent, at least so many were opened; false where fewer were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// How many at least.
    pub at_least: u16,
    /// Of how many.
    pub last: u16,
}

/// What is asked of one event.
#[derive(Clone, Debug)]
pub enum EventQuery {
    /// Each of them. Empty: every event.
    And(Vec<EventQuery>),
    /// Any of them. Empty: none.
    Or(Vec<EventQuery>),
    /// The rest.
    Not(Box<EventQuery>),
    /// One test.
    Test(EventTest),
}

/// One test on one property of an event. What it does not have is in no test.
#[derive(Clone, Debug)]
pub enum EventTest {
    /// A text: item, order, subject, text, direction.
    Text(Property, TextTest),
    /// The amount.
    Amount(NumberTest),
    /// The day.
    Day(DayRange),
    /// Month and day of the day.
    MonthDay(Vec<(u32, u32)>),
    /// Whether it was opened or clicked.
    Yes(Property),
    /// Whether there is a text.
    IsSet(Property),
}

impl Amount {
    /// Whether the events of a contact, of any kind, come to what is asked.
    pub fn holds<'a>(&self, events: impl Iterator<Item = &'a Event>, zone: Tz) -> bool {
        self.test.holds(self.of(events, zone))
    }

    /// What the events come to.
    pub fn of<'a>(&self, events: impl Iterator<Item = &'a Event>, zone: Tz) -> Decimal {
        let mut amount = Decimal::ZERO;
        for event in events.filter(|event| event.kind() == self.event) {
            let counts = match event {
                Event::Purchase(purchase) if purchase.cancelled => continue,
                Event::Purchase(purchase) if self.sums => purchase.amount,
                Event::Purchase(purchase) => Decimal::from(u8::from(purchase.is_order())),
                Event::Email(_) | Event::Message(_) => Decimal::ONE,
            };
            let passes = || {
                self.filter
                    .as_ref()
                    .is_none_or(|filter| filter.holds(event, zone))
            };
            if self.days.holds(event.when().day(zone)) && passes() {
                amount = amount.saturating_add(counts);
            }
        }
        amount
    }
}

impl Opened {
    /// Whether the e-mails among the events of a contact, which come in the order of time, are such.
    pub fn holds<'a>(&self, events: impl Iterator<Item = &'a Event>, zone: Tz) -> bool {
        let mut emails: Vec<_> = events
            .filter_map(|event| match event {
                Event::Email(email) => Some((email.sent.day(zone), email.opened.is_some())),
                _ => None,
            })
            .collect();
        emails.sort_by_key(|(day, _)| *day);
        let last = usize::from(self.last);
        let opened = emails
            .iter()
            .rev()
            .take(last)
            .filter(|(_, opened)| *opened)
            .count();
        emails.len() >= last && opened >= usize::from(self.at_least)
    }
}

impl EventQuery {
    /// Whether it holds for an event.
    pub fn holds(&self, event: &Event, zone: Tz) -> bool {
        match self {
            Self::And(all) => all.iter().all(|one| one.holds(event, zone)),
            Self::Or(any) => any.iter().any(|one| one.holds(event, zone)),
            Self::Not(negated) => !negated.holds(event, zone),
            Self::Test(test) => test.holds(event, zone),
        }
    }
}

impl EventTest {
    fn holds(&self, event: &Event, zone: Tz) -> bool {
        match self {
            Self::Text(property, test) => text(event, *property).is_some_and(|text| test.holds(text)),
            Self::Amount(test) => match event {
                Event::Purchase(purchase) => test.holds(purchase.amount),
                _ => false,
            },
            Self::Day(range) => range.holds(event.when().day(zone)),
            Self::MonthDay(days) => {
                let day = event.when().day(zone);
                days.contains(&(day.month(), day.day()))
            }
            Self::Yes(property) => yes(event, *property),
            Self::IsSet(property) => text(event, *property).is_some(),
        }
    }
}

/// A text property; None where there is none, or nothing in it.
pub(in crate::criteria) fn text(event: &Event, property: Property) -> Option<&str> {
    let text = match (event, property) {
        (Event::Purchase(purchase), Property::Item) => &purchase.item,
        (Event::Purchase(purchase), Property::Order) => &purchase.id,
        (Event::Email(email), Property::Subject) => &email.subject,
        (Event::Message(message), Property::Text) => &message.text,
        (Event::Message(message), Property::Direction) => message.direction.word(),
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

/// A yes/no property.
pub(in crate::criteria) fn yes(event: &Event, property: Property) -> bool {
    match (event, property) {
        (Event::Email(email), Property::Opened) => email.opened.is_some(),
        (Event::Email(email), Property::Clicked) => email.clicked.is_some(),
        _ => false,
    }
}
