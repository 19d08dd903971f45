//! `--set FIELD=VALUE`: what a person typed for a field, as an edit of a contact.

use super::failure::Failure;
use super::names;
use crate::model::field::Origin;
use crate::model::reading::{read_birthday, read_value, split_set};
use crate::model::{BuiltinField, Catalogue, Edit, FieldRef, NumberState, Value};
use crate::phone::{self, Number, Region};

/// One `FIELD=VALUE`. An empty value empties the field; `FIELD+=VALUE` adds members to a set.
pub fn edit(catalogue: &Catalogue, typed: &str) -> Result<Edit, Failure> {
    let Some((name, text)) = typed.split_once('=') else {
        return Err(Failure::usage(format!("“{typed}” is no FIELD=VALUE.")));
    };
    let (name, adds) = match name.strip_suffix('+') {
        Some(name) => (name, true),
        None => (name, false),
    };
    let field = names::field(catalogue, name)?;
    settable(field)?;
    let of_field = |words: String| Failure::usage(format!("{}: {words}", names::key(catalogue, field)));
    if adds {
        return added(catalogue, field, text).map_err(of_field);
    }
    match field {
        FieldRef::Builtin(BuiltinField::Phone) => {
            let number = number(catalogue, text)?;
            Ok(Edit::Phone(number.e164, state(number)))
        }
        FieldRef::Builtin(BuiltinField::Birthday) => {
            read_birthday(text).map(Edit::Birthday).map_err(of_field)
        }
        FieldRef::Builtin(BuiltinField::OtherPhones) => {
            let members = numbers(catalogue, text).map_err(of_field)?;
            Ok(Edit::Set(
                field,
                (!members.is_empty()).then_some(Value::Set(members)),
            ))
        }
        FieldRef::Builtin(BuiltinField::Country) => country(text)
            .map(|code| Edit::Set(field, code.map(Value::Text)))
            .map_err(of_field),
        _ => read_value(&names::kind(catalogue, field), text)
            .map(|value| Edit::Set(field, value))
            .map_err(of_field),
    }
}

/// The number of a contact. A country chosen in the settings reads it where it has no country code.
pub fn number(catalogue: &Catalogue, text: &str) -> Result<Number, Failure> {
    phone::read(text, hint(catalogue)).map_err(|refusal| Failure::usage(format!("{text}: {refusal}")))
}

/// The country in which numbers without a country code are read.
pub fn hint(catalogue: &Catalogue) -> Option<Region> {
    catalogue.settings.country.as_deref().and_then(Region::named)
}

/// How a number stands that was just read.
pub fn state(number: Number) -> NumberState {
    if number.verified {
        NumberState::Valid
    } else {
        NumberState::Unverified
    }
}

fn settable(field: FieldRef) -> Result<(), Failure> {
    let FieldRef::Builtin(builtin) = field else {
        return Ok(());
    };
    let name = builtin.name();
    let words = match (builtin, builtin.origin()) {
        (_, Origin::Stored) => return Ok(()),
        (BuiltinField::OptedOut, _) => {
            "Permission is kept by number: use `audience optout` and `audience optin`."
        }
        (BuiltinField::Consented | BuiltinField::ConsentSince, _) => {
            "Consent is recorded by `audience optin`."
        }
        (BuiltinField::Name, _) => "Set first_name and last_name.",
        (_, Origin::Total) => "It comes from purchases.",
        (_, Origin::Derived) => "It is worked out from other fields.",
    };
    Err(Failure::usage(format!("{name} cannot be set. {words}")))
}

fn added(catalogue: &Catalogue, field: FieldRef, text: &str) -> Result<Edit, String> {
    if names::kind(catalogue, field) != crate::model::FieldType::Set {
        return Err("only a set takes +=; write = to replace the value.".to_owned());
    }
    let members = if field == FieldRef::Builtin(BuiltinField::OtherPhones) {
        numbers(catalogue, text)?
    } else {
        split_set(text)
    };
    Ok(Edit::Unite(field, members))
}

fn numbers(catalogue: &Catalogue, text: &str) -> Result<Vec<String>, String> {
    split_set(text)
        .iter()
        .map(|one| match phone::read(one, hint(catalogue)) {
            Ok(number) => Ok(number.e164.to_string()),
            Err(refusal) => Err(format!("{one}: {refusal}")),
        })
        .collect()
}

/// A country by its code or name. Two letters that no number metadata knows are kept: ISO 3166 has places without
/// telephone numbers.
fn country(text: &str) -> Result<Option<String>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(region) = Region::named(text) {
        return Ok(Some(region.code().to_owned()));
    }
    if text.len() == 2 && text.chars().all(|c| c.is_ascii_alphabetic()) {
        return Ok(Some(text.to_ascii_uppercase()));
    }
    Err(format!(
        "“{text}” is no country. Write its code, like PT, or its English name."
    ))
}
