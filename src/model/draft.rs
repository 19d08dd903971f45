//! A contact that is to be made, and an edit of one that is there.

use super::{Birthday, FieldRef, ListId, NumberState, OpeningBalance, SourceKey, Value};
use crate::phone::E164;

/// One field's new value. `None` empties the field.
///
/// Which variant of [`Value`] a built-in field takes is its [`super::FieldType`]; `phone` takes an E.164 text, sets take
/// [`Value::Set`]; a birthday without its year goes through [`Edit::Birthday`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Sets or empties a field.
    Set(FieldRef, Option<Value>),
    /// Sets or empties the birthday, with or without its year.
    Birthday(Option<Birthday>),
    /// Sets the number.
    Phone(E164, NumberState),
    /// Adds members to a set field, keeping what is there.
    Unite(FieldRef, Vec<String>),
    /// Replaces the opening balance.
    Opening(Option<OpeningBalance>),
    /// Adds an id at a source.
    SourceKey(SourceKey),
}

/// A contact to be made. The number is required, everything else comes as edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewContact {
    /// The WhatsApp number.
    pub phone: E164,
    /// Whether its range is known to the metadata.
    pub number_state: NumberState,
    /// The lists it joins.
    pub lists: Vec<ListId>,
    /// Its other fields.
    pub edits: Vec<Edit>,
}
