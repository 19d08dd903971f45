//! What a contact has where comparisons are made, as a person reads it.

use super::evidence::Aspect;
use crate::model::Contact;
use std::hash::{DefaultHasher, Hash, Hasher};

impl Aspect {
    /// Every one that stands in a contact.
    pub const OF_A_CONTACT: [Self; 9] = [
        Self::FirstName,
        Self::LastName,
        Self::Number,
        Self::Email,
        Self::Birthday,
        Self::Address,
        Self::City,
        Self::Postcode,
        Self::Company,
    ];

    /// What a contact has there; several with a comma between.
    pub fn of(self, contact: &Contact) -> String {
        match self {
            Self::FirstName => contact.first_name.clone(),
            Self::LastName => contact.last_name.clone(),
            Self::Number => {
                let others = contact.other_phones.iter().map(ToString::to_string);
                several(contact.phone.to_string(), others)
            }
            Self::Email => several(contact.email.clone(), contact.other_emails.iter().cloned()),
            Self::Birthday => contact.birthday.map_or_else(String::new, |day| day.to_string()),
            Self::Address => contact.address.clone(),
            Self::City => contact.city.clone(),
            Self::Postcode => contact.postcode.clone(),
            Self::Company => contact.company.clone(),
            Self::Generation => several(
                contact.first_name.clone(),
                std::iter::once(contact.last_name.clone()),
            ),
            Self::Others => String::new(),
        }
    }
}

fn several(own: String, others: impl Iterator<Item = String>) -> String {
    let all = std::iter::once(own).chain(others).filter(|one| !one.is_empty());
    all.collect::<Vec<_>>().join(", ")
}

/// A mark of all that is compared: another one where any of it has changed. Holds within one run of the program.
pub fn mark(contact: &Contact) -> u64 {
    let mut hasher = DefaultHasher::new();
    for aspect in Aspect::OF_A_CONTACT {
        aspect.of(contact).hash(&mut hasher);
    }
    hasher.finish()
}
