//! Which fields a contact's form shows, how a stored value looks in it, and how a typed one is read.

use crate::model::reading::{read_birthday, read_value, split_set};
use crate::model::{BuiltinField, Catalogue, Contact, Edit, FieldRef, FieldType, Value};
use crate::phone::{self, Region};

/// One line of the form.
#[derive(Clone, Debug)]
pub struct FormField {
    /// Which field.
    pub field: FieldRef,
    /// What its values are.
    pub kind: FieldType,
    /// What it is called.
    pub label: String,
    /// What may be typed.
    pub hint: String,
    /// Must not stay empty.
    pub required: bool,
}

/// The built-in fields of the form, most used first; the custom ones follow.
const BUILTIN: &[BuiltinField] = &[
    BuiltinField::FirstName,
    BuiltinField::Phone,
    BuiltinField::LastName,
    BuiltinField::Email,
    BuiltinField::Company,
    BuiltinField::Country,
    BuiltinField::City,
    BuiltinField::Region,
    BuiltinField::Postcode,
    BuiltinField::Address,
    BuiltinField::Tags,
    BuiltinField::Interests,
    BuiltinField::Birthday,
    BuiltinField::Gender,
    BuiltinField::Language,
    BuiltinField::LoyaltyTier,
    BuiltinField::OtherPhones,
    BuiltinField::OtherEmails,
    BuiltinField::Notes,
];

/// The lines of a form over these fields.
pub fn fields_of(catalogue: &Catalogue) -> Vec<FormField> {
    let builtin = BUILTIN.iter().map(|field| FormField {
        field: FieldRef::Builtin(*field),
        kind: field.kind(),
        label: field.label().to_owned(),
        hint: builtin_hint(*field).to_owned(),
        required: matches!(field, BuiltinField::FirstName | BuiltinField::Phone),
    });
    let custom = catalogue.fields.iter().map(|field| FormField {
        field: FieldRef::Custom(field.id),
        kind: field.kind.clone(),
        label: field.label.clone(),
        hint: type_hint(&field.kind),
        required: false,
    });
    builtin.chain(custom).collect()
}

fn builtin_hint(field: BuiltinField) -> &'static str {
    match field {
        BuiltinField::Phone => "with + and the country code",
        BuiltinField::Country => "code or name: PT, Portugal",
        BuiltinField::Birthday => "1990-05-17, or 05-17 without the year",
        BuiltinField::Tags
        | BuiltinField::Interests
        | BuiltinField::OtherPhones
        | BuiltinField::OtherEmails => "several: ; closes one, Backspace takes it off",
        BuiltinField::Notes => "Alt-Enter begins a new line",
        _ => "",
    }
}

fn type_hint(kind: &FieldType) -> String {
    match kind {
        FieldType::Text => String::new(),
        FieldType::Number => "a number".to_owned(),
        FieldType::Money => "an amount, like 12.50".to_owned(),
        FieldType::Date => "a date, like 2026-05-17".to_owned(),
        FieldType::YesNo => "yes or no".to_owned(),
        FieldType::Choice(options) => options.join(", "),
        FieldType::Set => "several: ; closes one, Backspace takes it off".to_owned(),
    }
}

/// A stored value as the form shows it; empty where the field is not set.
pub fn text_of(field: FieldRef, contact: &Contact) -> String {
    let builtin = match field {
        FieldRef::Custom(id) => return contact.custom_value(id).map_or_else(String::new, Value::typed),
        FieldRef::Builtin(builtin) => builtin,
    };
    match builtin {
        BuiltinField::FirstName => contact.first_name.clone(),
        BuiltinField::LastName => contact.last_name.clone(),
        BuiltinField::Phone => contact.phone.international(),
        BuiltinField::Email => contact.email.clone(),
        BuiltinField::Company => contact.company.clone(),
        BuiltinField::Country => contact.country.clone(),
        BuiltinField::City => contact.city.clone(),
        BuiltinField::Region => contact.region.clone(),
        BuiltinField::Postcode => contact.postcode.clone(),
        BuiltinField::Address => contact.address.clone(),
        BuiltinField::Tags => contact.tags.join("; "),
        BuiltinField::Interests => contact.interests.join("; "),
        BuiltinField::Birthday => contact
            .birthday
            .map_or_else(String::new, |birthday| birthday.to_string()),
        BuiltinField::Gender => contact.gender.clone(),
        BuiltinField::Language => contact.language.clone(),
        BuiltinField::LoyaltyTier => contact.loyalty_tier.clone(),
        BuiltinField::OtherPhones => contact
            .other_phones
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("; "),
        BuiltinField::OtherEmails => contact.other_emails.join("; "),
        BuiltinField::Notes => contact.notes.clone(),
        _ => String::new(),
    }
}

/// Reads a typed text as the edit of its field. The error stands beside the line.
pub fn read_edit(line: &FormField, text: &str) -> Result<Edit, String> {
    match line.field {
        FieldRef::Builtin(BuiltinField::Birthday) => Ok(Edit::Birthday(read_birthday(text)?)),
        FieldRef::Builtin(BuiltinField::Country) if !text.trim().is_empty() => {
            let region =
                Region::named(text).ok_or_else(|| format!("“{text}” is no country that is known."))?;
            Ok(Edit::Set(line.field, Some(Value::Text(region.code().to_owned()))))
        }
        FieldRef::Builtin(BuiltinField::OtherPhones) => {
            let numbers: Result<Vec<String>, String> = split_set(text)
                .iter()
                .map(|number| {
                    phone::read(number, None)
                        .map(|read| read.e164.to_string())
                        .map_err(|no| no.to_string())
                })
                .collect();
            let numbers = numbers?;
            Ok(Edit::Set(
                line.field,
                (!numbers.is_empty()).then_some(Value::Set(numbers)),
            ))
        }
        field => Ok(Edit::Set(field, read_value(&line.kind, text)?)),
    }
}
