//! What a change over many contacts is told: whom it is about, and what becomes of each of them.

use crate::criteria::query::Query;
use crate::model::{ContactId, Edit, FieldRef, ListId, Scope, SegmentId, Side};

/// Whom a change over many contacts is about.
#[derive(Clone, Debug)]
pub enum Selection {
    /// These.
    Those(Vec<ContactId>),
    /// All that answer a query when the change begins, but for some.
    AllBut {
        /// Among whom.
        scope: Scope,
        /// Which of them.
        query: Query,
        /// Who is left alone all the same.
        except: Vec<ContactId>,
    },
}

/// A segment that is made together with its pins: those of its list, of the contacts that are named.
#[derive(Clone, Debug)]
pub struct PinnedSegment {
    /// Whose it is.
    pub scope: Scope,
    /// Its name.
    pub name: String,
    /// The criteria in stored form; with [`crate::model::NOBODY`] it is picked by hand.
    pub criteria: String,
    /// Who is pinned in.
    pub within: Selection,
    /// Who is pinned out; of who is in both, that holds.
    pub out: Selection,
}

/// What becomes of each of many contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Each {
    /// It is edited. Its number stays: that is nobody else's.
    Edit(Vec<Edit>),
    /// Members are taken out of a field that is a set of words.
    TakeOut(FieldRef, Vec<String>),
    /// It joins a list.
    Join(ListId),
    /// It leaves a list, and stays in its others or under Everyone.
    Leave(ListId),
    /// It leaves one list and joins another.
    Move {
        /// The list it leaves.
        from: ListId,
        /// The list it joins.
        to: ListId,
    },
    /// It is pinned in a segment or out of it, or None: its pin there is taken away. Who is not in the segment's list is left
    /// alone.
    Pin(SegmentId, Option<Side>),
    /// It is deleted from all lists and segments. What is known about its number's permission stays.
    Delete,
}
