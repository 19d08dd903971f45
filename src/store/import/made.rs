//! The contact that a row would make, made ahead by who reads the file: nearly every row of a first import makes one,
//! and that work needs no lock. A row that matches somebody gives its cells back as edits.

use super::super::{ImportRow, Result, edit};
use super::fill;
use crate::model::{BuiltinField, Catalogue, Contact, Edit, FieldRef, Instant, Permission, Profile, Value};

/// The fields whose texts a row brings.
const TEXTS: [BuiltinField; 13] = [
    BuiltinField::FirstName,
    BuiltinField::LastName,
    BuiltinField::Email,
    BuiltinField::Company,
    BuiltinField::Address,
    BuiltinField::City,
    BuiltinField::Postcode,
    BuiltinField::Region,
    BuiltinField::Country,
    BuiltinField::Gender,
    BuiltinField::Language,
    BuiltinField::LoyaltyTier,
    BuiltinField::Notes,
];

impl ImportRow {
    /// Makes the contact ahead.
    pub fn make(&mut self, catalogue: &Catalogue) -> Result<()> {
        self.made = Some(self.contact(catalogue)?);
        Ok(())
    }

    /// The contact that the row makes, as far as the row alone can say.
    pub(super) fn contact(&mut self, catalogue: &Catalogue) -> Result<Box<Profile>> {
        if let Some(made) = self.made.take() {
            return Ok(made);
        }
        let blank = edit::blank(&self.contact, Instant::default());
        let mut made = Box::new(Profile::new(blank, Permission::default()));
        for one in std::mem::take(&mut self.contact.edits) {
            if fill::brings_something(&one) {
                edit::apply(&mut made.contact, one, catalogue)?;
            }
        }
        Ok(made)
    }

    /// What the row says of a contact that is there.
    pub(super) fn edits(&mut self) -> Vec<Edit> {
        match self.made.take() {
            Some(made) => edits(made.contact),
            None => std::mem::take(&mut self.contact.edits),
        }
    }

    /// First and last name.
    pub(super) fn name(&self) -> (&str, &str) {
        if let Some(made) = &self.made {
            return (&made.contact.first_name, &made.contact.last_name);
        }
        let text = |field: BuiltinField| {
            let found = self.contact.edits.iter().find_map(|one| match one {
                Edit::Set(FieldRef::Builtin(set), Some(Value::Text(text))) if *set == field => {
                    Some(text.as_str())
                }
                _ => None,
            });
            found.unwrap_or_default()
        };
        (text(BuiltinField::FirstName), text(BuiltinField::LastName))
    }
}

/// The edits that make a contact.
fn edits(mut contact: Contact) -> Vec<Edit> {
    let mut edits = Vec::new();
    for field in TEXTS {
        let text = edit::text_field(&mut contact, field).map(std::mem::take);
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            edits.push(Edit::Set(FieldRef::Builtin(field), Some(Value::Text(text))));
        }
    }
    let sets = [
        (BuiltinField::OtherEmails, contact.other_emails),
        (BuiltinField::Interests, contact.interests),
        (BuiltinField::Tags, contact.tags),
        (
            BuiltinField::OtherPhones,
            contact.other_phones.iter().map(ToString::to_string).collect(),
        ),
    ];
    for (field, members) in sets {
        if !members.is_empty() {
            edits.push(Edit::Unite(FieldRef::Builtin(field), members));
        }
    }
    if contact.birthday.is_some() {
        edits.push(Edit::Birthday(contact.birthday));
    }
    if contact.opening.is_some() {
        edits.push(Edit::Opening(contact.opening));
    }
    let custom = contact.custom.into_iter();
    edits.extend(custom.map(|(field, value)| Edit::Set(FieldRef::Custom(field), Some(value))));
    edits.extend(contact.source_keys.into_iter().map(Edit::SourceKey));
    edits
}
