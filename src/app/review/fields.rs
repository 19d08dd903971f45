//! The fields of the contacts that are looked at, one line each: what every one has, and what the merged contact will have.

use super::super::contact_fields::{FormField, fields_of, read_edit, text_of};
use crate::duplicates;
use crate::model::{BuiltinField, Catalogue, Contact, Edit, FieldRef, Profile, Value};

/// Where a value of the merged contact comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// From a contact, by its place.
    From(usize),
    /// It was typed.
    Typed(String),
}

/// One field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Which one.
    pub form: FormField,
    /// What each contact has.
    pub values: Vec<String>,
    /// What the merged contact will have.
    pub merged: String,
    /// Where that comes from: `A`, `A+B`, `typed`.
    pub from: String,
}

/// The letter of a contact, by its place.
pub fn letter(place: usize) -> char {
    let place = u8::try_from(place).unwrap_or(u8::MAX).min(25);
    char::from(b'A' + place)
}

/// The fields that any of them has, in the order of forms.
pub(super) fn fields(
    members: &[Profile],
    survivor: usize,
    choices: &[(FieldRef, Choice)],
    catalogue: &Catalogue,
) -> Vec<Field> {
    let contacts: Vec<&Contact> = members.iter().map(|member| &member.contact).collect();
    let merged = merged(&contacts, survivor, choices);
    let all = fields_of(catalogue).into_iter().map(|form| {
        let values: Vec<String> = contacts.iter().map(|one| text_of(form.field, one)).collect();
        let usual = merged
            .as_ref()
            .map_or_else(String::new, |merged| text_of(form.field, merged));
        let choice = choices.iter().find(|(field, _)| *field == form.field);
        let (merged, from) = match choice.map(|(_, choice)| choice) {
            Some(Choice::Typed(text)) => (text.clone(), "typed".to_owned()),
            Some(Choice::From(place)) => {
                let value = values.get(*place).cloned().unwrap_or_default();
                (value, letter(*place).to_string())
            }
            None => {
                let from = origin(&usual, &values, survivor);
                (usual, from)
            }
        };
        Field {
            form,
            values,
            merged,
            from,
        }
    });
    all.filter(|field| !field.merged.is_empty() || field.values.iter().any(|value| !value.is_empty()))
        .collect()
}

/// What they become where nothing else is chosen: a number or a mailbox that is chosen leads, and moves the others.
fn merged(contacts: &[&Contact], survivor: usize, choices: &[(FieldRef, Choice)]) -> Option<Contact> {
    let own = *contacts.get(survivor)?;
    let mut base = own.clone();
    for (field, choice) in choices {
        let Choice::From(place) = choice else { continue };
        let Some(from) = contacts.get(*place) else {
            continue;
        };
        match field {
            FieldRef::Builtin(BuiltinField::Phone) => base.phone = from.phone,
            FieldRef::Builtin(BuiltinField::Email) => base.email.clone_from(&from.email),
            _ => {}
        }
    }
    let others = contacts
        .iter()
        .enumerate()
        .filter(|(place, _)| *place != survivor);
    let others = others.map(|(_, other)| *other);
    Some(duplicates::merge(&base, std::iter::once(own).chain(others)))
}

/// The letters of all who have this value; of all who have any where it is of several.
fn origin(value: &str, values: &[String], survivor: usize) -> String {
    let letters = |has: &dyn Fn(&String) -> bool| {
        let found = values.iter().enumerate().filter(|(_, one)| has(one));
        found
            .map(|(place, _)| letter(place).to_string())
            .collect::<Vec<_>>()
    };
    let mut same = letters(&|one| one == value);
    if same.is_empty() {
        same = letters(&|one| !one.is_empty());
    }
    // A number that is another's own one, and one of several here.
    if same.is_empty() {
        let others = (0..values.len()).filter(|place| *place != survivor);
        same = others.map(|place| letter(place).to_string()).collect();
    }
    same.join("+")
}

/// What the survivor is given: the values that were chosen or typed.
pub(super) fn edits(
    members: &[Profile],
    survivor: usize,
    choices: &[(FieldRef, Choice)],
    fields: &[Field],
) -> Result<Vec<Edit>, String> {
    let mut edits = Vec::new();
    for (of, choice) in choices {
        let Some(field) = fields.iter().find(|field| field.form.field == *of) else {
            continue;
        };
        match choice {
            Choice::Typed(text) => {
                let edit = typed(&field.form, text);
                edits.push(edit.map_err(|why| format!("{}: {why}", field.form.label))?);
            }
            Choice::From(place) if *place == survivor && leads(*of) => {}
            Choice::From(place) => {
                if let Some(from) = members.get(*place) {
                    edits.push(of_contact(*of, &from.contact));
                }
            }
        }
    }
    Ok(edits)
}

/// Reads what was typed for a field.
pub(super) fn typed(form: &FormField, text: &str) -> Result<Edit, String> {
    if form.field != FieldRef::Builtin(BuiltinField::Phone) {
        return read_edit(form, text);
    }
    crate::phone::read(text, None)
        .map(|read| Edit::Phone(read.e164, crate::model::NumberState::Valid))
        .map_err(|why| why.to_string())
}

fn leads(field: FieldRef) -> bool {
    matches!(
        field,
        FieldRef::Builtin(BuiltinField::Phone | BuiltinField::Email)
    )
}

/// The edit that gives another contact what this one has.
fn of_contact(field: FieldRef, contact: &Contact) -> Edit {
    let builtin = match field {
        FieldRef::Custom(id) => return Edit::Set(field, contact.custom_value(id).cloned()),
        FieldRef::Builtin(builtin) => builtin,
    };
    let set = |members: Vec<String>| (!members.is_empty()).then_some(Value::Set(members));
    match builtin {
        BuiltinField::Phone => Edit::Phone(contact.phone, contact.number_state),
        BuiltinField::Birthday => Edit::Birthday(contact.birthday),
        BuiltinField::Tags => Edit::Set(field, set(contact.tags.clone())),
        BuiltinField::Interests => Edit::Set(field, set(contact.interests.clone())),
        BuiltinField::OtherEmails => Edit::Set(field, set(contact.other_emails.clone())),
        BuiltinField::OtherPhones => {
            let numbers = contact.other_phones.iter().map(ToString::to_string);
            Edit::Set(field, set(numbers.collect()))
        }
        _ => {
            let text = text_of(field, contact);
            Edit::Set(field, (!text.is_empty()).then_some(Value::Text(text)))
        }
    }
}
