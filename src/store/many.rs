//! What a change over many contacts is told: whom it is about, and what becomes of each of them.

use crate::criteria::query::Query;
use crate::model::{ContactId, Edit, FieldRef, ListId, Scope};

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
    /// It is deleted from all lists and segments. What is known about its number's permission stays.
    Delete,
}
