//! What a page of contacts is asked for by, and what it shows.

use crate::criteria::query::Query;
use crate::model::{ContactId, FieldRef, Profile, Scope};
use std::sync::Arc;

/// Which contacts, in which order.
#[derive(Clone, Debug)]
pub struct View {
    /// Among whom.
    pub scope: Scope,
    /// Which of them.
    pub query: Query,
    /// Only these, in this order (a search's answer); the sort is then ignored.
    pub only: Option<Arc<Vec<ContactId>>>,
    /// In which order.
    pub sort: Sort,
}

/// An order of contacts. Contacts without the field come last in either direction; ties go by name, then by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By which field (`Name` is the usual one). A set field sorts by how many members it has.
    pub field: FieldRef,
    /// Largest first.
    pub descending: bool,
}

/// A stretch of a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Rows to skip from the beginning.
    pub offset: u64,
    /// Rows wanted.
    pub limit: usize,
}

/// What a window showed.
#[derive(Clone, Debug)]
pub struct Page {
    /// The generation it was read at.
    pub generation: u64,
    /// How many contacts the view has in all.
    pub total: u64,
    /// Position of the first row.
    pub offset: u64,
    /// The rows. One that cannot be read stands in its place with nothing in it.
    pub rows: Vec<Profile>,
    /// The contacts whose rows are damaged.
    pub unreadable: Vec<ContactId>,
}
