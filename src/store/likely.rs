//! Who may be the same person as one contact, without a walk over all rows: those who are near it are looked up, and only
//! they are compared.

use super::{Cancel, Result, Store};
use crate::criteria::query::Query;
use crate::duplicates::{Evidence, Suggestion, likely};
use crate::model::{Contact, ContactId, Decision, Profile, Scope};

/// A contact that may be the same person as another one.
#[derive(Clone, Debug)]
pub struct Alike {
    /// Who it is.
    pub profile: Profile,
    /// What is thought of the pair.
    pub pair: Suggestion,
    /// Why.
    pub reasons: Vec<Evidence>,
}

/// The number of a contact that is not there yet.
pub const NOBODY: ContactId = ContactId(u32::MAX);

/// The contacts that are likely the same person, the likeliest first. `contact` may be one that is not there yet: it is
/// [`NOBODY`] then, and a number of no digits is one that is not known yet.
pub fn likely_duplicates(store: &dyn Store, contact: &Contact, cancel: &Cancel) -> Result<Vec<Alike>> {
    let candidates = store.near(contact, cancel)?;
    let among = store.count(Scope::Everyone, &Query::All, cancel)?;
    let among = usize::try_from(among).unwrap_or(usize::MAX);
    cancel.check()?;
    let mut found = likely(contact, &candidates, among);
    if !found.is_empty() {
        let apart = store.decisions()?;
        found.retain(|(pair, _)| {
            let decided = |known: &Decision| (known.one, known.other) == (pair.one, pair.other);
            !apart.iter().any(decided)
        });
    }
    let others: Vec<ContactId> = found.iter().map(|(pair, _)| other(pair, contact.id)).collect();
    let (profiles, _) = store.readable(&others)?;
    let of = |(pair, reasons)| {
        let other = other(&pair, contact.id);
        let profile = profiles.iter().find(|profile| profile.contact.id == other)?;
        Some(Alike {
            profile: profile.clone(),
            pair,
            reasons,
        })
    };
    Ok(found.into_iter().filter_map(of).collect())
}

/// Whom a pair has beside one.
fn other(pair: &Suggestion, one: ContactId) -> ContactId {
    if pair.one == one { pair.other } else { pair.one }
}
