//! What each column keeps of a contact: the one table of columns. A column's number is part of its keys on disk: it is
//! never given to another column.

use super::numbers::Digits;
use crate::model::{Birthday, BuiltinField, Contact, Profile, Totals, Value};
use crate::phone::E164;
use chrono::{Datelike, NaiveDate};
use std::borrow::Cow;

/// A column of texts.
pub(super) type TextCell = for<'a> fn(&'a Profile) -> Cow<'a, str>;
/// A column of numbers.
pub(super) type NumberCell = fn(&Profile) -> Option<Digits>;
/// A column of what history comes to.
pub(super) type TotalCell = fn(&Totals) -> Option<Digits>;
/// A column of sets.
pub(super) type SetCell = for<'a> fn(&'a Profile) -> Cow<'a, [String]>;
/// A yes/no column.
pub(super) type FlagCell = fn(&Profile) -> bool;

/// Text columns; an empty text is not set.
pub(super) const TEXTS: [(BuiltinField, u32, TextCell); 16] = [
    (BuiltinField::Id, 1, |of| {
        of.contact
            .source_keys
            .first()
            .map_or(Cow::Borrowed(""), |key| Cow::Borrowed(&key.id))
    }),
    (BuiltinField::FirstName, 2, |of| {
        Cow::Borrowed(&of.contact.first_name)
    }),
    (BuiltinField::LastName, 3, |of| {
        Cow::Borrowed(&of.contact.last_name)
    }),
    (BuiltinField::Name, 4, |of| full_name(&of.contact)),
    (BuiltinField::Email, 5, |of| Cow::Borrowed(&of.contact.email)),
    (BuiltinField::Company, 6, |of| Cow::Borrowed(&of.contact.company)),
    (BuiltinField::Address, 7, |of| Cow::Borrowed(&of.contact.address)),
    (BuiltinField::City, 8, |of| Cow::Borrowed(&of.contact.city)),
    (BuiltinField::Postcode, 9, |of| {
        Cow::Borrowed(&of.contact.postcode)
    }),
    (BuiltinField::Region, 10, |of| Cow::Borrowed(&of.contact.region)),
    (BuiltinField::Country, 11, |of| country(&of.contact)),
    (BuiltinField::PhoneCountry, 12, |of| {
        phone_country(of.contact.phone)
    }),
    (BuiltinField::Gender, 13, |of| Cow::Borrowed(&of.contact.gender)),
    (BuiltinField::Language, 14, |of| {
        Cow::Borrowed(&of.contact.language)
    }),
    (BuiltinField::LoyaltyTier, 15, |of| {
        Cow::Borrowed(&of.contact.loyalty_tier)
    }),
    (BuiltinField::Notes, 16, |of| Cow::Borrowed(&of.contact.notes)),
];

/// Number columns. Days are counted from the common era, instants are seconds; a birthday as [`birthday_number`] says.
pub(super) const NUMBERS: [(BuiltinField, u32, NumberCell); 5] = [
    (BuiltinField::Phone, 32, |of| {
        Some(Digits {
            mantissa: i128::from(of.contact.phone.digits()),
            scale: 0,
        })
    }),
    (BuiltinField::Birthday, 33, |of| {
        of.contact.birthday.map(|day| Digits::from(birthday_number(day)))
    }),
    (BuiltinField::ConsentSince, 38, |of| {
        of.permission.consent_since().map(|at| Digits::from(at.0))
    }),
    (BuiltinField::Created, 39, |of| {
        Some(Digits::from(of.contact.created.0))
    }),
    (BuiltinField::Updated, 40, |of| {
        Some(Digits::from(of.contact.updated.0))
    }),
];

/// Number columns of what history comes to; a total of 0 is not kept.
pub(super) const TOTALS: [(BuiltinField, u32, TotalCell); 13] = [
    (BuiltinField::TotalSpent, 34, |of| {
        (!of.total_spent.is_zero()).then(|| Digits::from(of.total_spent))
    }),
    (BuiltinField::Orders, 35, |of| above_zero(of.orders)),
    (BuiltinField::FirstPurchase, 36, |of| {
        of.first_purchase.map(day_number)
    }),
    (BuiltinField::LastPurchase, 37, |of| {
        of.last_purchase.map(day_number)
    }),
    (BuiltinField::LargestOrder, 41, |of| {
        of.largest_order.map(Digits::from)
    }),
    (BuiltinField::EmailsSent, 42, |of| above_zero(of.emails_sent)),
    (BuiltinField::EmailsOpened, 43, |of| above_zero(of.emails_opened)),
    (BuiltinField::LastOpen, 44, |of| of.last_open.map(day_number)),
    (BuiltinField::MessagesIn, 45, |of| above_zero(of.messages_in)),
    (BuiltinField::MessagesOut, 46, |of| above_zero(of.messages_out)),
    (BuiltinField::LastMessageIn, 47, |of| {
        of.last_message_in.map(day_number)
    }),
    (BuiltinField::LastMessageOut, 48, |of| {
        of.last_message_out.map(day_number)
    }),
    (BuiltinField::LastActivity, 49, |of| {
        of.last_activity().map(day_number)
    }),
];

fn above_zero(count: u32) -> Option<Digits> {
    (count > 0).then(|| Digits::from(i64::from(count)))
}

/// Set columns.
pub(super) const SETS: [(BuiltinField, u32, SetCell); 4] = [
    (BuiltinField::OtherPhones, 64, |of| {
        Cow::Owned(of.contact.other_phones.iter().map(ToString::to_string).collect())
    }),
    (BuiltinField::OtherEmails, 65, |of| {
        Cow::Borrowed(&of.contact.other_emails)
    }),
    (BuiltinField::Interests, 66, |of| {
        Cow::Borrowed(&of.contact.interests)
    }),
    (BuiltinField::Tags, 67, |of| Cow::Borrowed(&of.contact.tags)),
];

/// Yes/no columns: bitmaps of who answers yes.
pub(super) const FLAGS: [(BuiltinField, u32, FlagCell); 3] = [
    (BuiltinField::OptedOut, 80, |of| of.permission.opted_out.is_some()),
    (BuiltinField::Consented, 81, |of| of.permission.consented()),
    (BuiltinField::Reachable, 82, |of| {
        of.contact.number_state == crate::model::NumberState::Valid && of.permission.bounced.is_none()
    }),
];

/// A custom field's value as a number column keeps it.
pub(super) fn custom_number(value: &Value) -> Option<Digits> {
    match value {
        Value::Number(number) => Some(Digits::from(*number)),
        Value::Date(day) => Some(day_number(*day)),
        _ => None,
    }
}

/// A day as a number column keeps it.
pub(in crate::store) fn day_number(day: NaiveDate) -> Digits {
    Digits::from(i64::from(day.num_days_from_ce()))
}

/// Birthdays without a year lie this far below all days, at month × 100 + day.
const YEARLESS: i64 = -200_000_000;

/// A birthday as its column keeps it.
pub(super) fn birthday_number(birthday: Birthday) -> i64 {
    let (month, day) = birthday.month_day();
    birthday
        .date()
        .map_or(YEARLESS + i64::from(month * 100 + day), |date| {
            i64::from(date.num_days_from_ce())
        })
}

/// Whether a number of a day column is a birthday without a year, and then its month and day.
pub(in crate::store) fn yearless(number: i128) -> Option<(u32, u32)> {
    let month_day = u32::try_from(number - i128::from(YEARLESS))
        .ok()
        .filter(|at| *at < 10_000)?;
    Some((month_day / 100, month_day % 100))
}

/// The least number of a day with a year.
pub(in crate::store) const FIRST_DAY: i128 = YEARLESS as i128 + 10_000;

fn full_name(contact: &Contact) -> Cow<'_, str> {
    match (contact.first_name.as_str(), contact.last_name.as_str()) {
        (name, "") | ("", name) => Cow::Borrowed(name),
        (first, last) => Cow::Owned([first, " ", last].concat()),
    }
}

fn country(contact: &Contact) -> Cow<'_, str> {
    if contact.country.is_empty() {
        phone_country(contact.phone)
    } else {
        Cow::Borrowed(&contact.country)
    }
}

fn phone_country(phone: E164) -> Cow<'static, str> {
    phone
        .region()
        .map_or(Cow::Borrowed(""), |region| Cow::Borrowed(region.code()))
}
