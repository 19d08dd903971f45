//! What a search brings: pairs with their reckoning and their names, and what of them is there now.

use crate::duplicates::{Account, Band, Standing, Suggestion, mark};
use crate::model::{Contact, ContactId, Profile};

/// Two contacts that may be one person, with all that a queue must know of them.
#[derive(Clone, Debug)]
pub struct Pair {
    /// What is thought of them.
    pub suggestion: Suggestion,
    /// How that came to be.
    pub account: Account,
    /// What they are called, the one with the lower number first.
    pub names: [String; 2],
    /// What was compared: as long as both are so, the reckoning holds.
    marks: [u64; 2],
}

/// What a search has found.
#[derive(Clone, Debug, Default)]
pub struct Suggested {
    /// The pairs, the best first.
    pub pairs: Vec<Pair>,
    /// Among how many contacts.
    pub contacts: u64,
    /// How many contacts are damaged and were left out.
    pub unreadable: usize,
}

/// What of a suggestion is there now.
#[derive(Clone, Debug, Default)]
pub struct Looked {
    /// Its contacts, with their events; those that are gone are left out.
    pub profiles: Vec<Profile>,
    /// Who was said to be two people, the lower number first.
    pub apart: Vec<(ContactId, ContactId)>,
    /// Who has gone of those that come next.
    pub gone: Vec<ContactId>,
}

impl Pair {
    /// Of a suggestion and its contacts.
    pub fn new(suggestion: Suggestion, account: Account, one: &Contact, other: &Contact) -> Self {
        let of = |id| if one.id == id { one } else { other };
        let both = [of(suggestion.one), of(suggestion.other)];
        Self {
            suggestion,
            account,
            names: both.map(Contact::display_name),
            marks: both.map(mark),
        }
    }

    /// The same of the survivor, where one of them was merged into it; it is compared anew when it is looked at. None for the
    /// survivor and itself.
    pub(super) fn moved(&self, from: ContactId, to: ContactId, name: &str) -> Option<Self> {
        let suggestion = self.suggestion.moved(from, to)?;
        let mut marks = self.marks;
        let mut names = self.names.clone();
        let at = usize::from(self.suggestion.other == from);
        if let (Some(mark), Some(own)) = (marks.get_mut(at), names.get_mut(at)) {
            *mark = 0;
            name.clone_into(own);
        }
        if (suggestion.one == to) != (at == 0) {
            marks.reverse();
            names.reverse();
        }
        Some(Self {
            suggestion,
            account: self.account.clone(),
            names,
            marks,
        })
    }

    /// Both, the lower number first.
    pub fn ids(&self) -> (ContactId, ContactId) {
        (self.suggestion.one, self.suggestion.other)
    }

    /// Whether one of them is this contact.
    pub fn has(&self, contact: ContactId) -> bool {
        self.suggestion.one == contact || self.suggestion.other == contact
    }

    /// How sure it is.
    pub fn band(&self) -> Band {
        self.suggestion.band()
    }

    /// Whether they seem to be relatives who share contact data.
    pub fn is_household(&self) -> bool {
        self.suggestion.standing == Standing::SameHousehold
    }

    /// Whether a contact is still what was compared.
    pub(super) fn holds(&self, contact: &Contact) -> bool {
        let (one, other) = self.ids();
        let mark = mark(contact);
        (contact.id == one && mark == self.marks[0]) || (contact.id == other && mark == self.marks[1])
    }
}
