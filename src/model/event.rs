//! What contacts did and what was sent to them: purchases, e-mails, messages, each on a day or at an instant.

use super::{Decimal, Instant, Moment, SourceId};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::borrow::Cow;

/// The most digits an amount has, and how many of them may stand after the point.
const AMOUNT_DIGITS: (u32, u32) = (18, 9);

/// What kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// An order, or a refund.
    Purchase,
    /// An e-mail that was sent.
    Email,
    /// A WhatsApp message, in or out.
    Message,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Purchase, Self::Email, Self::Message];

    /// Many of them, in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Purchase => "purchases",
            Self::Email => "emails",
            Self::Message => "messages",
        }
    }
}

/// When something happened. A bare date never shifts; an instant falls on the day it has in the store's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// On a day, nobody knows at what time.
    Day(NaiveDate),
    /// At an instant.
    At(Instant),
}

impl When {
    /// The calendar day in a zone.
    pub fn day(self, zone: Tz) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::At(at) => at.day(zone),
        }
    }

    /// Its place in the order of time, in seconds, the same in every zone: a bare date counts from midnight UTC.
    pub fn place(self) -> i64 {
        match self {
            Self::Day(day) => day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp(),
            Self::At(at) => at.0,
        }
    }

    /// Whether it lies after a moment, and is hidden from who asks at it. A bare date begins with its day.
    pub fn is_after(self, moment: &Moment) -> bool {
        match self {
            Self::Day(day) => day > moment.today(),
            Self::At(at) => at > moment.now,
        }
    }
}

/// The latest instant and the latest bare date of some events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Newest {
    /// The latest instant.
    pub at: Option<Instant>,
    /// The latest bare date.
    pub day: Option<NaiveDate>,
}

impl Newest {
    /// Takes in a time.
    pub fn add(&mut self, when: When) {
        match when {
            When::Day(day) => self.day = self.day.max(Some(day)),
            When::At(at) => self.at = self.at.max(Some(at)),
        }
    }

    /// Takes in others.
    pub fn join(&mut self, other: Self) {
        self.at = self.at.max(other.at);
        self.day = self.day.max(other.day);
    }

    /// Whether any of them lies after a moment.
    pub fn is_after(&self, moment: &Moment) -> bool {
        let (at, day) = (self.at.map(When::At), self.day.map(When::Day));
        at.into_iter().chain(day).any(|when| when.is_after(moment))
    }

    /// The latest day in a zone.
    pub fn day(&self, zone: Tz) -> Option<NaiveDate> {
        self.day.max(self.at.map(|at| at.day(zone)))
    }
}

/// One event of a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// An order, or a refund.
    Purchase(Purchase),
    /// An e-mail that was sent.
    Email(Email),
    /// A message.
    Message(Message),
}

/// An order, net of what was refunded of it. One of a negative amount is a refund: it lowers what was spent, and is no order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// Its id at the source.
    pub id: String,
    /// When.
    pub when: When,
    /// In the store's currency. See [`Purchase::amount_fits`].
    pub amount: Decimal,
    /// What was bought.
    pub item: String,
    /// Cancelled: it is kept and shown, and counts for nothing.
    pub cancelled: bool,
}

impl Purchase {
    /// Whether an amount can be kept: at most 18 digits, at most 9 of them after the point.
    pub fn amount_fits(amount: Decimal) -> bool {
        let (digits, places) = AMOUNT_DIGITS;
        let amount = amount.normalize();
        amount.mantissa().unsigned_abs() < 10_u128.pow(digits) && amount.scale() <= places
    }

    /// Whether it counts as an order: neither cancelled nor a refund.
    pub fn is_order(&self) -> bool {
        !self.cancelled && self.amount >= Decimal::ZERO
    }
}

/// An e-mail that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    /// Its id at the source.
    pub id: String,
    /// When it was sent.
    pub sent: When,
    /// Its subject.
    pub subject: String,
    /// When it was first opened.
    pub opened: Option<When>,
    /// When a link in it was first followed.
    pub clicked: Option<When>,
}

/// A WhatsApp message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id at the source.
    pub id: String,
    /// When.
    pub at: When,
    /// From the contact or to it.
    pub direction: Direction,
    /// What it says.
    pub text: String,
}

/// Which way a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From the contact.
    In,
    /// To the contact.
    Out,
}

impl Direction {
    /// As the language and files write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

impl Event {
    /// Its kind.
    pub fn kind(&self) -> EventKind {
        match self {
            Self::Purchase(_) => EventKind::Purchase,
            Self::Email(_) => EventKind::Email,
            Self::Message(_) => EventKind::Message,
        }
    }

    /// Its id at its source.
    pub fn id(&self) -> &str {
        match self {
            Self::Purchase(purchase) => &purchase.id,
            Self::Email(email) => &email.id,
            Self::Message(message) => &message.id,
        }
    }

    /// When it happened.
    pub fn when(&self) -> When {
        match self {
            Self::Purchase(purchase) => purchase.when,
            Self::Email(email) => email.sent,
            Self::Message(message) => message.at,
        }
    }

    /// Every time it tells of: an e-mail may be opened long after it was sent.
    pub fn times(&self) -> impl Iterator<Item = When> + use<> {
        let (opened, clicked) = match self {
            Self::Email(email) => (email.opened, email.clicked),
            Self::Purchase(_) | Self::Message(_) => (None, None),
        };
        std::iter::once(self.when()).chain(opened).chain(clicked)
    }

    /// The event as it was known at a moment: None before it happened, an e-mail without what was done with it later.
    pub fn seen(&self, moment: &Moment) -> Option<Cow<'_, Self>> {
        if self.when().is_after(moment) {
            return None;
        }
        let Self::Email(email) = self else {
            return Some(Cow::Borrowed(self));
        };
        let known = |when: Option<When>| when.filter(|when| !when.is_after(moment));
        let (opened, clicked) = (known(email.opened), known(email.clicked));
        if opened == email.opened && clicked == email.clicked {
            return Some(Cow::Borrowed(self));
        }
        Some(Cow::Owned(Self::Email(Email {
            opened,
            clicked,
            ..email.clone()
        })))
    }
}

/// An event as a store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineItem {
    /// Whose id it has.
    pub source: SourceId,
    /// The event.
    pub event: Event,
}

/// A place in a contact's timeline, which stays where it is while events come and go around it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimelineMark {
    place: i64,
    kind: EventKind,
    source: SourceId,
    id: String,
}

impl TimelineItem {
    /// Where it stands.
    pub fn mark(&self) -> TimelineMark {
        TimelineMark {
            place: self.event.when().place(),
            kind: self.event.kind(),
            source: self.source,
            id: self.event.id().to_owned(),
        }
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_date_never_shifts() {
        let bare = When::Day("2026-03-01".parse().unwrap());
        let instant = When::At(Instant(1_772_323_200)); // 2026-03-01T00:00:00Z
        assert_eq!(bare.place(), instant.place());
        let zone: Tz = "America/Lima".parse().unwrap();
        assert_eq!(bare.day(zone).to_string(), "2026-03-01");
        assert_eq!(instant.day(zone).to_string(), "2026-02-28");
    }

    #[test]
    fn what_comes_later_the_same_day_is_after() {
        let moment = Moment {
            now: Instant(1_772_323_200),
            zone: Tz::UTC,
        };
        assert!(!When::At(moment.now).is_after(&moment));
        assert!(When::At(Instant(moment.now.0 + 1)).is_after(&moment));
        assert!(!When::Day(moment.today()).is_after(&moment));
        assert!(When::Day(moment.today().succ_opt().unwrap()).is_after(&moment));
    }

    #[test]
    fn amounts_have_bounds() {
        for (amount, fits) in [
            ("999999999999999999", true),
            ("-12.50", true),
            ("0.123456789", true),
            ("1.0000000000000", true),
            ("0.1234567891", false),
            ("1000000000000000001", false),
        ] {
            assert_eq!(Purchase::amount_fits(amount.parse().unwrap()), fits, "{amount}");
        }
    }
}
