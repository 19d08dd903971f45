//! The value of any field of a contact at one moment, derived ones too: what tables, profiles, exports and `explain`
//! show, and what the row-by-row answer compares.

use crate::model::{
    BuiltinField, Catalogue, Contact, Decimal, FieldRef, Instant, Lifecycle, Moment, NumberState, Profile,
    Scope, Totals, Value,
};
use chrono::NaiveDate;
use rust_decimal::RoundingStrategy;

/// A field's value; None where it is not set. The scope decides the limits of `lifecycle`. A birthday without its year
/// is a text (`--05-17`).
pub fn field_value(
    field: FieldRef,
    profile: &Profile,
    catalogue: &Catalogue,
    scope: Scope,
    moment: &Moment,
) -> Option<Value> {
    let contact = &profile.contact;
    let field = match field {
        FieldRef::Custom(id) => return contact.custom_value(id).cloned(),
        FieldRef::Builtin(field) => field,
    };
    match field {
        BuiltinField::Birthday => {
            let birthday = contact.birthday?;
            Some(
                birthday
                    .date()
                    .map_or_else(|| Value::Text(birthday.to_string()), Value::Date),
            )
        }
        BuiltinField::Lifecycle => {
            let limits = catalogue.lifecycle(scope);
            let totals = profile.totals_seen(moment);
            let (bought, last) = (totals.has_bought(), totals.last_activity());
            let state = Lifecycle::of(bought, last, moment.today(), limits)?;
            Some(Value::Text(state.word().to_owned()))
        }
        BuiltinField::Age => {
            let years = age(contact, moment.today())?;
            Some(Value::Number(Decimal::from(years)))
        }
        BuiltinField::AverageOrder => {
            let digits = catalogue
                .settings
                .currency
                .map_or(2, |currency| currency.minor_units());
            let totals = profile.totals_seen(moment);
            let average = totals.total_spent.checked_div(Decimal::from(totals.orders))?;
            let rounded = average.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
            Some(Value::Number(rounded.normalize()))
        }
        BuiltinField::Location => place(contact),
        _ => text(field, contact)
            .or_else(|| set(field, contact))
            .or_else(|| number(field, &profile.totals_seen(moment)).map(Value::Number))
            .or_else(|| day(field, profile, moment).map(Value::Date))
            .or_else(|| yes_no(field, profile).map(Value::Flag)),
    }
}

/// The text fields that are compared as they are.
pub(super) fn text_of(field: BuiltinField, contact: &Contact) -> Option<String> {
    let text = match field {
        BuiltinField::Id => match contact.source_keys.first() {
            Some(key) => key.id.clone(),
            None => format!(":{}", contact.id.0),
        },
        BuiltinField::FirstName => contact.first_name.clone(),
        BuiltinField::LastName => contact.last_name.clone(),
        BuiltinField::Name => joined(&[&contact.first_name, &contact.last_name], " "),
        BuiltinField::Phone => contact.phone.to_string(),
        BuiltinField::Email => contact.email.clone(),
        BuiltinField::Company => contact.company.clone(),
        BuiltinField::Address => contact.address.clone(),
        BuiltinField::City => contact.city.clone(),
        BuiltinField::Postcode => contact.postcode.clone(),
        BuiltinField::Region => contact.region.clone(),
        BuiltinField::Country if contact.country.is_empty() => phone_country(contact),
        BuiltinField::Country => contact.country.clone(),
        BuiltinField::PhoneCountry => phone_country(contact),
        BuiltinField::Gender => contact.gender.clone(),
        BuiltinField::Language => contact.language.clone(),
        BuiltinField::LoyaltyTier => contact.loyalty_tier.clone(),
        BuiltinField::Notes => contact.notes.clone(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

fn text(field: BuiltinField, contact: &Contact) -> Option<Value> {
    text_of(field, contact).map(Value::Text)
}

/// The fields `location` is any of, as one reads an address.
pub(super) const PLACES: [BuiltinField; 5] = [
    BuiltinField::Address,
    BuiltinField::Postcode,
    BuiltinField::City,
    BuiltinField::Region,
    BuiltinField::Country,
];

fn place(contact: &Contact) -> Option<Value> {
    let parts: Vec<String> = PLACES
        .iter()
        .filter_map(|field| text_of(*field, contact))
        .collect();
    (!parts.is_empty()).then(|| Value::Text(parts.join(", ")))
}

fn joined(parts: &[&str], between: &str) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    parts.join(between)
}

fn phone_country(contact: &Contact) -> String {
    contact
        .phone
        .region()
        .map_or_else(String::new, |region| region.code().to_owned())
}

/// The members of a set field.
pub(super) fn members(field: BuiltinField, contact: &Contact) -> Vec<String> {
    match field {
        BuiltinField::OtherPhones => contact.other_phones.iter().map(ToString::to_string).collect(),
        BuiltinField::OtherEmails => contact.other_emails.clone(),
        BuiltinField::Interests => contact.interests.clone(),
        BuiltinField::Tags => contact.tags.clone(),
        _ => Vec::new(),
    }
}

fn set(field: BuiltinField, contact: &Contact) -> Option<Value> {
    Some(members(field, contact))
        .filter(|members| !members.is_empty())
        .map(Value::Set)
}

/// The number fields that come from history. All but the largest order are 0 where there is nothing.
pub(super) fn number(field: BuiltinField, totals: &Totals) -> Option<Decimal> {
    Some(match field {
        BuiltinField::TotalSpent => totals.total_spent,
        BuiltinField::LargestOrder => totals.largest_order?,
        BuiltinField::Orders => Decimal::from(totals.orders),
        BuiltinField::EmailsSent => Decimal::from(totals.emails_sent),
        BuiltinField::EmailsOpened => Decimal::from(totals.emails_opened),
        BuiltinField::MessagesIn => Decimal::from(totals.messages_in),
        BuiltinField::MessagesOut => Decimal::from(totals.messages_out),
        _ => return None,
    })
}

pub(super) fn age(contact: &Contact, today: NaiveDate) -> Option<u32> {
    crate::model::moment::age(contact.birthday?.date()?, today)
}

/// The day of a date field; None for a birthday without its year.
pub(super) fn day(field: BuiltinField, profile: &Profile, moment: &Moment) -> Option<NaiveDate> {
    let contact = &profile.contact;
    let instant: Option<Instant> = match field {
        BuiltinField::Birthday => return contact.birthday?.date(),
        BuiltinField::ConsentSince => profile.permission.consent_since(),
        BuiltinField::Created => Some(contact.created),
        BuiltinField::Updated => Some(contact.updated),
        _ => return day_of_history(field, &profile.totals_seen(moment)),
    };
    instant.map(|instant| instant.day(moment.zone))
}

fn day_of_history(field: BuiltinField, totals: &Totals) -> Option<NaiveDate> {
    match field {
        BuiltinField::FirstPurchase => totals.first_purchase,
        BuiltinField::LastPurchase => totals.last_purchase,
        BuiltinField::LastMessageIn => totals.last_message_in,
        BuiltinField::LastMessageOut => totals.last_message_out,
        BuiltinField::LastOpen => totals.last_open,
        BuiltinField::LastActivity => totals.last_activity(),
        _ => None,
    }
}

/// A yes/no field's answer; these are always known.
pub(super) fn yes_no(field: BuiltinField, profile: &Profile) -> Option<bool> {
    let permission = &profile.permission;
    match field {
        BuiltinField::OptedOut => Some(permission.opted_out.is_some()),
        BuiltinField::Consented => Some(permission.consented()),
        BuiltinField::Reachable => {
            Some(profile.contact.number_state == NumberState::Valid && permission.bounced.is_none())
        }
        _ => None,
    }
}
