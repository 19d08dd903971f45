//! Who may be the same person as one contact, without a walk over all: those who share a number, a mailbox or a name with
//! it are looked up, and only they are compared.

use super::{Cancel, Result, Store};
use crate::criteria::query::Query;
use crate::duplicates::{Suggestion, likely};
use crate::model::{Contact, ContactId, Scope};
use crate::phone::identity;

/// So many contacts of a name, and of a mailbox, are compared.
const MOST: usize = 200;

/// The contacts that are likely the same person, the likeliest first, each with what is thought of the pair. `contact` may be one that
/// is not there yet.
pub fn likely_duplicates(
    store: &dyn Store,
    contact: &Contact,
    cancel: &Cancel,
) -> Result<Vec<(Contact, Suggestion)>> {
    let mut wanted: Vec<ContactId> = Vec::new();
    for phone in std::iter::once(&contact.phone).chain(&contact.other_phones) {
        wanted.extend(store.by_number(identity(*phone))?);
    }
    let name = format!("{} {}", contact.first_name, contact.last_name);
    for text in [name.trim(), contact.last_name.as_str(), contact.email.as_str()] {
        if text.chars().count() > 2 {
            wanted.extend(store.search(Scope::Everyone, text, MOST, cancel)?);
        }
    }
    wanted.sort_unstable();
    wanted.dedup();
    let (profiles, _) = store.readable(&wanted)?;
    let candidates: Vec<Contact> = profiles.into_iter().map(|profile| profile.contact).collect();
    let among = store.count(Scope::Everyone, &Query::All, cancel)?;
    let apart = store.decisions()?;
    let found = likely(contact, &candidates, usize::try_from(among).unwrap_or(usize::MAX));
    Ok(found
        .into_iter()
        .filter(|pair| {
            !apart
                .iter()
                .any(|known| (known.one, known.other) == (pair.one, pair.other))
        })
        .filter_map(|pair| {
            let other = if pair.one == contact.id {
                pair.other
            } else {
                pair.one
            };
            let of = candidates.iter().find(|candidate| candidate.id == other)?;
            Some((of.clone(), pair))
        })
        .collect())
}
