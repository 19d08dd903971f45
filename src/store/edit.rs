//! Edits of a contact: one field's new value, checked against its type. Pure; the caller writes the contact.

use super::{Result, StoreError};
use crate::model::text::{self, fold};
use crate::model::{
    BuiltinField, Catalogue, Contact, Edit, FieldId, FieldRef, FieldType, Instant, NewContact, SourceKey,
    Value,
};
use crate::phone::E164;

/// The most digits a number has.
const DIGITS: u32 = 18;

/// A contact with nothing but a number, made now.
pub(super) fn blank(new: &NewContact, now: Instant) -> Contact {
    Contact {
        number_state: new.number_state,
        ..Contact::blank(new.phone, now)
    }
}

/// Applies one edit.
pub(super) fn apply(contact: &mut Contact, edit: Edit, catalogue: &Catalogue) -> Result<()> {
    match edit {
        Edit::Set(FieldRef::Builtin(field), value) => set_builtin(contact, field, value),
        Edit::Set(FieldRef::Custom(field), value) => set_custom(contact, field, value, catalogue),
        Edit::Birthday(birthday) => {
            contact.birthday = birthday;
            Ok(())
        }
        Edit::Phone(phone, state) => {
            contact.phone = phone;
            contact.number_state = state;
            Ok(())
        }
        Edit::Unite(field, members) => unite_field(contact, field, members, catalogue),
        Edit::Opening(opening) => {
            contact.opening = opening;
            Ok(())
        }
        Edit::SourceKey(key) => {
            add_source_key(contact, key);
            Ok(())
        }
    }
}

/// Whether two contacts have the same where an edit would change something.
pub(super) fn agree(edit: &Edit, one: &Contact, other: &Contact) -> bool {
    match edit {
        Edit::Phone(..) => one.phone == other.phone,
        Edit::Birthday(_) => one.birthday == other.birthday,
        Edit::Opening(_) => one.opening == other.opening,
        Edit::SourceKey(_) => one.source_keys == other.source_keys,
        Edit::Set(FieldRef::Custom(field), _) | Edit::Unite(FieldRef::Custom(field), _) => {
            one.custom_value(*field) == other.custom_value(*field)
        }
        Edit::Set(FieldRef::Builtin(field), _) | Edit::Unite(FieldRef::Builtin(field), _) => {
            let (mut one, mut other) = (one.clone(), other.clone());
            match field {
                BuiltinField::Phone => one.phone == other.phone,
                BuiltinField::Birthday => one.birthday == other.birthday,
                BuiltinField::OtherPhones => one.other_phones == other.other_phones,
                field => {
                    text_field(&mut one, *field) == text_field(&mut other, *field)
                        && set_field(&mut one, *field) == set_field(&mut other, *field)
                }
            }
        }
    }
}

/// Adds an id at a source, in place of the one the contact had there. One that was merged has several there, and keeps them.
pub(super) fn add_source_key(contact: &mut Contact, key: SourceKey) {
    if contact.source_keys.contains(&key) {
        return;
    }
    contact.source_keys.retain(|other| other.source != key.source);
    contact.source_keys.push(key);
    contact.source_keys.sort();
}

/// Takes out values of fields that have been deleted since the row was last written, and cannot come back.
pub(super) fn forget_deleted(contact: &mut Contact, catalogue: &Catalogue) {
    contact
        .custom
        .retain(|(field, _)| catalogue.field(*field).is_some() || catalogue.buried.contains(field));
}

/// The text field behind a name, if it is one that is stored.
pub(super) fn text_field(contact: &mut Contact, field: BuiltinField) -> Option<&mut String> {
    Some(match field {
        BuiltinField::FirstName => &mut contact.first_name,
        BuiltinField::LastName => &mut contact.last_name,
        BuiltinField::Email => &mut contact.email,
        BuiltinField::Company => &mut contact.company,
        BuiltinField::Address => &mut contact.address,
        BuiltinField::City => &mut contact.city,
        BuiltinField::Postcode => &mut contact.postcode,
        BuiltinField::Region => &mut contact.region,
        BuiltinField::Country => &mut contact.country,
        BuiltinField::Gender => &mut contact.gender,
        BuiltinField::Language => &mut contact.language,
        BuiltinField::LoyaltyTier => &mut contact.loyalty_tier,
        BuiltinField::Notes => &mut contact.notes,
        _ => return None,
    })
}

fn set_builtin(contact: &mut Contact, field: BuiltinField, value: Option<Value>) -> Result<()> {
    if let Some(place) = text_field(contact, field) {
        *place = match value {
            None => String::new(),
            Some(Value::Text(text)) => trimmed(text),
            Some(_) => return Err(wrong_type(field.name())),
        };
        if field == BuiltinField::Country && place.len() == 2 {
            place.make_ascii_uppercase();
        }
        return Ok(());
    }
    match (field, value) {
        (BuiltinField::Phone, Some(Value::Text(text))) => contact.phone = e164(&text)?,
        (BuiltinField::Phone, None) => {
            return Err(StoreError::Invalid("A contact needs a WhatsApp number.".into()));
        }
        (BuiltinField::Birthday, Some(Value::Date(day))) => {
            contact.birthday = Some(crate::model::Birthday::full(day));
        }
        (BuiltinField::Birthday, None) => contact.birthday = None,
        (BuiltinField::OtherPhones, None) => contact.other_phones.clear(),
        (BuiltinField::OtherPhones, Some(Value::Set(numbers))) => {
            contact.other_phones.clear();
            add_phones(contact, &numbers)?;
        }
        (_, value) => {
            let Some(place) = set_field(contact, field) else {
                return Err(not_settable(field));
            };
            match value {
                None => place.clear(),
                Some(Value::Set(members)) => {
                    place.clear();
                    unite(place, members);
                }
                Some(_) => return Err(wrong_type(field.name())),
            }
        }
    }
    Ok(())
}

fn set_field(contact: &mut Contact, field: BuiltinField) -> Option<&mut Vec<String>> {
    Some(match field {
        BuiltinField::OtherEmails => &mut contact.other_emails,
        BuiltinField::Interests => &mut contact.interests,
        BuiltinField::Tags => &mut contact.tags,
        _ => return None,
    })
}

fn set_custom(
    contact: &mut Contact,
    field: FieldId,
    value: Option<Value>,
    catalogue: &Catalogue,
) -> Result<()> {
    let value = value
        .map(|value| checked(field, value, catalogue))
        .transpose()?
        .flatten();
    match (contact.custom.binary_search_by_key(&field, |(id, _)| *id), value) {
        (Ok(at), Some(value)) => {
            if let Some((_, place)) = contact.custom.get_mut(at) {
                *place = value;
            }
        }
        (Ok(at), None) => {
            contact.custom.remove(at);
        }
        (Err(at), Some(value)) => contact.custom.insert(at, (field, value)),
        (Err(_), None) => {}
    }
    Ok(())
}

/// A custom value as its field takes it; None where it is empty.
fn checked(field: FieldId, value: Value, catalogue: &Catalogue) -> Result<Option<Value>> {
    let field = catalogue.field(field).ok_or_else(|| StoreError::NotFound {
        kind: "field",
        name: format!("#{}", field.0),
    })?;
    Ok(match (&field.kind, value) {
        (FieldType::Text, Value::Text(text)) => {
            let text = trimmed(text);
            (!text.is_empty()).then_some(Value::Text(text))
        }
        (FieldType::Choice(_), Value::Text(text)) if text.trim().is_empty() => None,
        (FieldType::Choice(options), Value::Text(text)) => {
            let wanted = fold(&text);
            let option = options.iter().find(|option| fold(option) == wanted);
            let option = option.ok_or_else(|| {
                StoreError::Invalid(format!(
                    "“{text}” is not an option of {}. It is one of: {}.",
                    field.label,
                    options.join(", ")
                ))
            })?;
            Some(Value::Text(option.clone()))
        }
        (FieldType::Number | FieldType::Money, Value::Number(number)) => {
            if number.mantissa().unsigned_abs() >= 10_u128.pow(DIGITS) {
                return Err(StoreError::Invalid(format!(
                    "{number} has more than {DIGITS} digits."
                )));
            }
            Some(Value::Number(number))
        }
        (FieldType::Date, value @ Value::Date(_)) | (FieldType::YesNo, value @ Value::Flag(_)) => Some(value),
        (FieldType::Set, Value::Set(members)) => {
            let mut set = Vec::new();
            unite(&mut set, members);
            (!set.is_empty()).then_some(Value::Set(set))
        }
        _ => return Err(wrong_type(&field.key)),
    })
}

fn unite_field(
    contact: &mut Contact,
    field: FieldRef,
    members: Vec<String>,
    catalogue: &Catalogue,
) -> Result<()> {
    match field {
        FieldRef::Builtin(BuiltinField::OtherPhones) => add_phones(contact, &members),
        FieldRef::Builtin(builtin) => {
            let place = set_field(contact, builtin).ok_or_else(|| not_settable(builtin))?;
            unite(place, members);
            Ok(())
        }
        FieldRef::Custom(id) => {
            let mut set = match contact.custom_value(id) {
                Some(Value::Set(set)) => set.clone(),
                _ => Vec::new(),
            };
            unite(&mut set, members);
            set_custom(contact, id, Some(Value::Set(set)), catalogue)
        }
    }
}

/// Adds what is not there yet, compared as people compare.
fn unite(set: &mut Vec<String>, members: Vec<String>) {
    let is_word = |text: &String| text.bytes().any(|byte| byte.is_ascii_alphanumeric());
    if let [only] = members.as_slice()
        && set.is_empty()
        && is_word(only)
    {
        set.extend(members.into_iter().map(trimmed));
        return;
    }
    let mut there: Vec<String> = set.iter().map(|member| fold(member)).collect();
    for member in members {
        let folded = fold(&member);
        if !folded.is_empty() && !there.contains(&folded) {
            set.push(trimmed(member));
            there.push(folded);
        }
    }
}

fn add_phones(contact: &mut Contact, numbers: &[String]) -> Result<()> {
    for number in numbers {
        let number = e164(number)?;
        if number != contact.phone && !contact.other_phones.contains(&number) {
            contact.other_phones.push(number);
        }
    }
    Ok(())
}

fn e164(text: &str) -> Result<E164> {
    let digits = text
        .strip_prefix('+')
        .filter(|digits| (4..=15).contains(&digits.len()));
    digits
        .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|digits| digits.parse().ok())
        .map(E164::from_digits)
        .ok_or_else(|| StoreError::Invalid(format!("“{text}” is not a number with + and its country code.")))
}

/// A text without the white space around it.
fn trimmed(text: String) -> String {
    let kept = text::trimmed(&text);
    if kept.len() == text.len() {
        return text;
    }
    kept.to_owned()
}

fn wrong_type(field: &str) -> StoreError {
    StoreError::Invalid(format!(
        "This is not a value for {field}; see `audience fields` for its type."
    ))
}

fn not_settable(field: BuiltinField) -> StoreError {
    StoreError::Invalid(format!(
        "{} cannot be set by hand: it is worked out from other data.",
        field.name()
    ))
}
