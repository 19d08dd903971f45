//! A segment: a saved question about the contacts of a list.

use super::{Instant, Scope, SegmentId};

/// The criteria of a segment that is picked by hand: a contact always has a day on which it was made, so nobody meets them,
/// and only who is pinned in is a member.
pub const NOBODY: &str = "created is not set";

/// A named criteria text of one scope. Names are unique within the scope when folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its number.
    pub id: SegmentId,
    /// The list it belongs to, or everyone.
    pub scope: Scope,
    /// Its name, as typed.
    pub name: String,
    /// The criteria in stored form: the canonical text with the ids of fields, segments and lists in place of names
    /// (see `criteria::stored`), so that renaming breaks nothing.
    pub criteria: String,
    /// When it was made.
    pub created: Instant,
    /// When it was last edited.
    pub updated: Instant,
}

impl Segment {
    /// Whether it has nobody but whom somebody has pinned in.
    pub fn is_hand_picked(&self) -> bool {
        self.criteria == NOBODY
    }
}
