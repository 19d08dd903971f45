//! A contact as it is stored, and as a profile shows it.

use super::{ContactId, Event, FieldId, Instant, ListId, Moment, Permission, Pin, SourceId, Totals, Value};
use crate::phone::E164;
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::sync::Arc;

/// One person. An empty text or list means *not set*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its own number.
    pub id: ContactId,
    /// Its ids at the sources it came from.
    pub source_keys: Vec<SourceKey>,
    /// First name; required in forms, may be missing after an import.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// The WhatsApp number.
    pub phone: E164,
    /// Whether the number can be reached, as far as known from the number itself.
    pub number_state: NumberState,
    /// Further numbers.
    pub other_phones: Vec<E164>,
    /// Mailbox.
    pub email: String,
    /// Further mailboxes.
    pub other_emails: Vec<String>,
    /// Company.
    pub company: String,
    /// Street and house number.
    pub address: String,
    /// City.
    pub city: String,
    /// Postcode, as text: leading zeros matter.
    pub postcode: String,
    /// Region or state.
    pub region: String,
    /// Country from the address: ISO 3166 alpha-2, upper case. What the field `country` shows falls back to the number's.
    pub country: String,
    /// Birthday, with or without its year.
    pub birthday: Option<Birthday>,
    /// Gender, as the user writes it.
    pub gender: String,
    /// Language, as the user writes it.
    pub language: String,
    /// Loyalty tier.
    pub loyalty_tier: String,
    /// Free notes; may have several lines.
    pub notes: String,
    /// Interests.
    pub interests: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// The lists it is in, ascending.
    pub lists: Vec<ListId>,
    /// The segments it is pinned in or out of, ascending.
    pub pins: Vec<Pin>,
    /// Totals that a file brought without its orders.
    pub opening: Option<OpeningBalance>,
    /// Custom fields, ascending by field.
    pub custom: Vec<(FieldId, Value)>,
    /// When it was made.
    pub created: Instant,
    /// When any of its fields, lists or sources last changed.
    pub updated: Instant,
}

impl Contact {
    /// A contact with nothing but a number.
    pub fn blank(phone: E164, now: Instant) -> Self {
        Self {
            id: ContactId(0),
            source_keys: Vec::new(),
            first_name: String::new(),
            last_name: String::new(),
            phone,
            number_state: NumberState::Valid,
            other_phones: Vec::new(),
            email: String::new(),
            other_emails: Vec::new(),
            company: String::new(),
            address: String::new(),
            city: String::new(),
            postcode: String::new(),
            region: String::new(),
            country: String::new(),
            birthday: None,
            gender: String::new(),
            language: String::new(),
            loyalty_tier: String::new(),
            notes: String::new(),
            interests: Vec::new(),
            tags: Vec::new(),
            lists: Vec::new(),
            pins: Vec::new(),
            opening: None,
            custom: Vec::new(),
            created: now,
            updated: now,
        }
    }
}

/// A contact's id at one source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceKey {
    /// Which source.
    pub source: SourceId,
    /// The id there, as the file had it.
    pub id: String,
}

/// What the number's metadata and past messages say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum NumberState {
    /// A valid number.
    #[default]
    Valid,
    /// Kept by an explicit choice although the metadata does not know its range.
    Unverified,
}

/// Totals a file brought without the orders behind them.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct OpeningBalance {
    /// When it was imported; rows dated after it add to it.
    pub as_of: Instant,
    /// Sum of all orders until then, in whole currency units.
    pub total_spent: Decimal,
    /// Number of orders until then.
    pub orders: u32,
    /// Day of the first of them, where the file said it.
    pub first_purchase: Option<NaiveDate>,
    /// Day of the last of them, where the file said it.
    pub last_purchase: Option<NaiveDate>,
}

/// A birthday; the year may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Birthday {
    year: Option<i32>,
    month: u32,
    day: u32,
}

impl Birthday {
    /// A complete birthday.
    pub fn full(date: NaiveDate) -> Self {
        Self {
            year: Some(date.year()),
            month: date.month(),
            day: date.day(),
        }
    }

    /// A birthday without its year (29 February is one). None where there is no such day.
    pub fn yearless(month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(2000, month, day).map(|_| Self {
            year: None,
            month,
            day,
        })
    }

    /// The full date, where the year is known.
    pub fn date(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year?, self.month, self.day)
    }

    /// Month 1–12 and day 1–31.
    pub fn month_day(self) -> (u32, u32) {
        (self.month, self.day)
    }
}

impl std::fmt::Display for Birthday {
    /// `1990-05-17`, or `--05-17` where the year is unknown (as vCard writes it).
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}-{:02}-{:02}", self.month, self.day),
            None => write!(f, "--{:02}-{:02}", self.month, self.day),
        }
    }
}

/// A contact with what the store knows about its number and its history: all that a profile, `explain` and an export need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The record.
    pub contact: Contact,
    /// The permission of its number.
    pub permission: Permission,
    /// What its history comes to, as it is stored.
    pub totals: Totals,
    /// All its events, each kind in the order of time; None where nobody has asked for them.
    pub events: Option<Arc<Vec<Event>>>,
}

impl Profile {
    /// A contact without events.
    pub fn new(contact: Contact, permission: Permission) -> Self {
        let totals = Totals::of_opening(contact.opening.as_ref());
        Self {
            contact,
            permission,
            totals,
            events: None,
        }
    }

    /// The events that lie no later than a moment, as they were known then.
    pub fn events_seen<'a>(&'a self, moment: &'a Moment) -> impl Iterator<Item = Cow<'a, Event>> + Clone {
        let events = self.events.iter().flat_map(|events| events.iter());
        events.filter_map(|event| event.seen(moment))
    }

    /// What its history comes to at a moment: as stored where its events are not at hand.
    pub fn totals_seen(&self, moment: &Moment) -> Cow<'_, Totals> {
        let mut times = self
            .events
            .iter()
            .flat_map(|events| events.iter())
            .flat_map(Event::times);
        if !times.any(|when| when.is_after(moment)) {
            return Cow::Borrowed(&self.totals);
        }
        let seen: Vec<Cow<'_, Event>> = self.events_seen(moment).collect();
        let events = seen.iter().map(AsRef::as_ref);
        Cow::Owned(Totals::of(self.contact.opening.as_ref(), events, moment.zone))
    }
}

impl Contact {
    /// What it is called: first and last name, else company, mailbox or number.
    pub fn display_name(&self) -> String {
        let name = [self.first_name.as_str(), self.last_name.as_str()];
        let name: Vec<&str> = name.into_iter().filter(|part| !part.is_empty()).collect();
        if !name.is_empty() {
            name.join(" ")
        } else if !self.company.is_empty() {
            self.company.clone()
        } else if !self.email.is_empty() {
            self.email.clone()
        } else {
            self.phone.to_string()
        }
    }

    /// A custom field's value.
    pub fn custom_value(&self, field: FieldId) -> Option<&Value> {
        let at = self.custom.binary_search_by_key(&field, |(id, _)| *id).ok()?;
        self.custom.get(at).map(|(_, value)| value)
    }
}
