//! What giving a custom field another type would lose, told before it is done.

use super::{Cancel, Result, Store};
use crate::criteria::query::{Query, Test};
use crate::model::{ContactId, FieldId, FieldRef, FieldType, Scope};

/// So many contacts are read at once.
const PAGE: usize = 4_000;
/// So many values that would be lost are told.
const TOLD: usize = 5;

/// What becomes of the values of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    /// How many contacts have a value.
    pub values: u64,
    /// How many of these cannot be read as the other type.
    pub lost: u64,
    /// Some of these, each different, with whose it is.
    pub examples: Vec<(String, String)>,
    /// Contacts whose rows are damaged, and were not looked at.
    pub unreadable: u64,
}

/// Looks through all values, some thousand at a time.
pub fn losses(store: &dyn Store, field: FieldId, kind: &FieldType, cancel: &Cancel) -> Result<Losses> {
    let query = Query::Test(Test::IsSet(FieldRef::Custom(field)));
    let mut found = Losses::default();
    let mut after: Option<ContactId> = None;
    loop {
        cancel.check()?;
        let page = store.walk(Scope::Everyone, &query, after, PAGE)?;
        let (profiles, unreadable) = store.readable(&page)?;
        found.unreadable += unreadable.len() as u64;
        for contact in profiles.iter().map(|profile| &profile.contact) {
            let Some(value) = contact.custom_value(field) else {
                continue;
            };
            found.values += 1;
            if value.as_type(kind).is_some() {
                continue;
            }
            found.lost += 1;
            let typed = value.typed();
            if found.examples.len() < TOLD && found.examples.iter().all(|(known, _)| *known != typed) {
                found.examples.push((typed, contact.display_name()));
            }
        }
        after = page.last().copied();
        if page.len() < PAGE {
            return Ok(found);
        }
    }
}
