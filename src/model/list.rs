//! A contact list.

use super::{Instant, LifecycleLimits, ListId};

/// A named list of contacts. Names are unique when folded; *Everyone* is no list but a [`super::Scope`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactList {
    /// Its number.
    pub id: ListId,
    /// Its name, as typed.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// When it was made.
    pub created: Instant,
    /// Its own lifecycle limits, if it has them.
    pub lifecycle: Option<LifecycleLimits>,
    /// How many contacts are in it now.
    pub contacts: u64,
    /// Counts up with every change that a view of this list could show.
    pub generation: u64,
}
