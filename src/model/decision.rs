//! What somebody has decided about two contacts.

use super::{Author, ContactId, DecisionId};

/// Two contacts are two people, whatever they have in common: they are never suggested as duplicates again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its number.
    pub id: DecisionId,
    /// The contact with the lower number.
    pub one: ContactId,
    /// The other.
    pub other: ContactId,
    /// Who has decided it, and when.
    pub author: Author,
}
