//! A decision's row.

use super::super::codec::{BorrowDecode, Encode};
use crate::model::{Author, ContactId, Decision, DecisionId, Instant};

/// Who the two are, who has decided, and when.
#[derive(Encode, BorrowDecode)]
pub(in crate::store) struct WireDecision<'a> {
    one: u32,
    other: u32,
    author: &'a str,
    at: i64,
}

impl<'a> From<&'a Decision> for WireDecision<'a> {
    fn from(decision: &'a Decision) -> Self {
        Self {
            one: decision.one.0,
            other: decision.other.0,
            author: &decision.author.name,
            at: decision.author.at.0,
        }
    }
}

impl WireDecision<'_> {
    /// The decision.
    pub(in crate::store) fn read(self, id: DecisionId) -> Decision {
        Decision {
            id,
            one: ContactId(self.one),
            other: ContactId(self.other),
            author: Author {
                name: self.author.to_owned(),
                at: Instant(self.at),
            },
        }
    }
}
