//! A contact's row.

use super::super::codec::{BorrowDecode, Encode, Tail};
use super::super::rows::Standing;
use super::{WireDay, WireDecimal, owned, read_day, texts};
use crate::duplicates::Glance;
use crate::model::{
    Birthday, Contact, ContactId, FieldId, Instant, ListId, NumberState, OpeningBalance, Pin, SegmentId,
    Side, SourceId, SourceKey, Value,
};
use crate::phone::E164;
use chrono::{Datelike, NaiveDate};

/// [`Contact`] without its number, which is the key.
#[derive(Encode, BorrowDecode)]
pub(in crate::store) struct WireContact<'a> {
    phone: u64,
    unverified: bool,
    lists: Vec<u32>,
    sources: Vec<(u32, &'a str)>,
    first_name: &'a str,
    last_name: &'a str,
    email: &'a str,
    company: &'a str,
    address: &'a str,
    city: &'a str,
    postcode: &'a str,
    region: &'a str,
    country: &'a str,
    gender: &'a str,
    language: &'a str,
    loyalty_tier: &'a str,
    notes: &'a str,
    other_phones: Vec<u64>,
    other_emails: Vec<&'a str>,
    interests: Vec<&'a str>,
    tags: Vec<&'a str>,
    birthday: Option<WireBirthday>,
    opening: Option<WireOpening>,
    custom: Vec<(u32, WireValue<'a>)>,
    created: i64,
    updated: i64,
    pins: Tail<WirePin<'a>>,
}

#[derive(Encode, BorrowDecode)]
struct WirePin<'a> {
    segment: u32,
    out: bool,
    by: &'a str,
    at: i64,
}

#[derive(Encode, BorrowDecode)]
struct WireBirthday {
    year: Option<i32>,
    month: u8,
    day: u8,
}

#[derive(Encode, BorrowDecode)]
struct WireOpening {
    as_of: i64,
    total_spent: WireDecimal,
    orders: u32,
    first: Option<WireDay>,
    last: Option<WireDay>,
}

#[derive(Encode, BorrowDecode)]
enum WireValue<'a> {
    Text(&'a str),
    Number(WireDecimal),
    Date(WireDay),
    Flag(bool),
    Set(Vec<&'a str>),
}

impl<'a> From<&'a Contact> for WireContact<'a> {
    fn from(contact: &'a Contact) -> Self {
        Self {
            phone: contact.phone.digits(),
            unverified: contact.number_state == NumberState::Unverified,
            lists: contact.lists.iter().map(|list| list.0).collect(),
            sources: contact
                .source_keys
                .iter()
                .map(|key| (key.source.0, key.id.as_str()))
                .collect(),
            first_name: &contact.first_name,
            last_name: &contact.last_name,
            email: &contact.email,
            company: &contact.company,
            address: &contact.address,
            city: &contact.city,
            postcode: &contact.postcode,
            region: &contact.region,
            country: &contact.country,
            gender: &contact.gender,
            language: &contact.language,
            loyalty_tier: &contact.loyalty_tier,
            notes: &contact.notes,
            other_phones: contact.other_phones.iter().map(|phone| phone.digits()).collect(),
            other_emails: texts(&contact.other_emails),
            interests: texts(&contact.interests),
            tags: texts(&contact.tags),
            birthday: contact.birthday.map(Into::into),
            opening: contact.opening.as_ref().map(Into::into),
            custom: contact
                .custom
                .iter()
                .map(|(field, value)| (field.0, value.into()))
                .collect(),
            created: contact.created.0,
            updated: contact.updated.0,
            pins: Tail(contact.pins.iter().map(WirePin::from).collect()),
        }
    }
}

impl WireContact<'_> {
    /// What of it its history is counted with; None where a value is out of its range.
    pub(in crate::store) fn standing(self) -> Option<Standing> {
        Some(Standing {
            opening: match self.opening {
                None => None,
                Some(opening) => Some(opening.read()?),
            },
            lists: self.lists.into_iter().map(ListId).collect(),
        })
    }

    /// What is seen of it without reading it.
    pub(in crate::store) fn glance(&self) -> Glance<'_> {
        Glance {
            phone: self.phone,
            other_phones: &self.other_phones,
            first_name: self.first_name,
            last_name: self.last_name,
            email: self.email,
            other_emails: &self.other_emails,
            company: self.company,
            address: self.address,
            city: self.city,
            postcode: self.postcode,
            birthday: self.birthday.as_ref().and_then(WireBirthday::read),
        }
    }

    /// The contact; None where a value is out of its range.
    pub(in crate::store) fn read(self, id: ContactId) -> Option<Contact> {
        let custom: Option<Vec<_>> = self
            .custom
            .into_iter()
            .map(|(field, value)| Some((FieldId(field), value.read()?)))
            .collect();
        Some(Contact {
            id,
            source_keys: self
                .sources
                .into_iter()
                .map(|(source, id)| SourceKey {
                    source: SourceId(source),
                    id: id.to_owned(),
                })
                .collect(),
            first_name: self.first_name.to_owned(),
            last_name: self.last_name.to_owned(),
            phone: E164::from_digits(self.phone),
            number_state: if self.unverified {
                NumberState::Unverified
            } else {
                NumberState::Valid
            },
            other_phones: self.other_phones.into_iter().map(E164::from_digits).collect(),
            email: self.email.to_owned(),
            other_emails: owned(self.other_emails),
            company: self.company.to_owned(),
            address: self.address.to_owned(),
            city: self.city.to_owned(),
            postcode: self.postcode.to_owned(),
            region: self.region.to_owned(),
            country: self.country.to_owned(),
            birthday: match self.birthday {
                None => None,
                Some(birthday) => Some(birthday.read()?),
            },
            gender: self.gender.to_owned(),
            language: self.language.to_owned(),
            loyalty_tier: self.loyalty_tier.to_owned(),
            notes: self.notes.to_owned(),
            interests: owned(self.interests),
            tags: owned(self.tags),
            lists: self.lists.into_iter().map(ListId).collect(),
            opening: match self.opening {
                None => None,
                Some(opening) => Some(opening.read()?),
            },
            custom: custom?,
            created: Instant(self.created),
            updated: Instant(self.updated),
            pins: self.pins.0.into_iter().map(WirePin::read).collect(),
        })
    }
}

impl<'a> From<&'a Pin> for WirePin<'a> {
    fn from(pin: &'a Pin) -> Self {
        Self {
            segment: pin.segment.0,
            out: pin.side == Side::Out,
            by: &pin.by,
            at: pin.at.0,
        }
    }
}

impl WirePin<'_> {
    fn read(self) -> Pin {
        Pin {
            segment: SegmentId(self.segment),
            side: if self.out { Side::Out } else { Side::In },
            by: self.by.to_owned(),
            at: Instant(self.at),
        }
    }
}

impl From<Birthday> for WireBirthday {
    fn from(birthday: Birthday) -> Self {
        let (month, day) = birthday.month_day();
        Self {
            year: birthday.date().map(|date| date.year()),
            month: month as u8,
            day: day as u8,
        }
    }
}

impl WireBirthday {
    fn read(&self) -> Option<Birthday> {
        let (month, day) = (u32::from(self.month), u32::from(self.day));
        match self.year {
            Some(year) => NaiveDate::from_ymd_opt(year, month, day).map(Birthday::full),
            None => Birthday::yearless(month, day),
        }
    }
}

impl From<&OpeningBalance> for WireOpening {
    fn from(opening: &OpeningBalance) -> Self {
        Self {
            as_of: opening.as_of.0,
            total_spent: opening.total_spent.into(),
            orders: opening.orders,
            first: opening.first_purchase.map(Into::into),
            last: opening.last_purchase.map(Into::into),
        }
    }
}

impl WireOpening {
    fn read(self) -> Option<OpeningBalance> {
        Some(OpeningBalance {
            as_of: Instant(self.as_of),
            total_spent: self.total_spent.read()?,
            orders: self.orders,
            first_purchase: read_day(self.first.as_ref())?,
            last_purchase: read_day(self.last.as_ref())?,
        })
    }
}

impl<'a> From<&'a Value> for WireValue<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text),
            Value::Number(number) => Self::Number((*number).into()),
            Value::Date(day) => Self::Date((*day).into()),
            Value::Flag(flag) => Self::Flag(*flag),
            Value::Set(members) => Self::Set(texts(members)),
        }
    }
}

impl WireValue<'_> {
    fn read(self) -> Option<Value> {
        Some(match self {
            Self::Text(text) => Value::Text(text.to_owned()),
            Self::Number(number) => Value::Number(number.read()?),
            Self::Date(day) => Value::Date(day.read()?),
            Self::Flag(flag) => Value::Flag(flag),
            Self::Set(members) => Value::Set(owned(members)),
        })
    }
}
