//! How one cell of a row goes into a contact that was there: it replaces, or only fills what is not set; it never
//! empties anything, and sets are united.

use super::super::{Result, edit};
use crate::model::{BuiltinField, Catalogue, Contact, Edit, FieldRef, OpeningBalance, Value};

/// Whether an edit brings a value; one that would empty a field does not.
pub(super) fn brings_something(one: &Edit) -> bool {
    match one {
        Edit::Set(_, value) => value.is_some(),
        Edit::Birthday(birthday) => birthday.is_some(),
        Edit::Opening(opening) => opening.is_some(),
        Edit::Unite(_, members) => !members.is_empty(),
        Edit::SourceKey(_) => true,
        Edit::Phone(..) => false,
    }
}

/// Applies one edit of a row, everywhere or only where nothing is set.
pub(super) fn apply(contact: &mut Contact, one: Edit, only_unset: bool, catalogue: &Catalogue) -> Result<()> {
    if !brings_something(&one) {
        return Ok(());
    }
    let one = match one {
        Edit::Set(field, Some(Value::Set(members))) => Edit::Unite(field, members),
        one => one,
    };
    match &one {
        Edit::Set(field, _) if only_unset && is_set(contact, *field) => return Ok(()),
        Edit::Set(_, Some(Value::Text(text))) if text.trim().is_empty() => return Ok(()),
        // The country that the number shows anyway: exports write it, and read back it is no news.
        Edit::Set(FieldRef::Builtin(BuiltinField::Country), Some(Value::Text(code)))
            if contact.country.is_empty()
                && contact.phone.region().is_some_and(|region| region.code() == code) =>
        {
            return Ok(());
        }
        Edit::Birthday(Some(new)) => {
            let known = contact.birthday;
            let adds_nothing =
                known.is_some_and(|known| new.date().is_none() && known.month_day() == new.month_day());
            if adds_nothing || (only_unset && known.is_some()) {
                return Ok(());
            }
        }
        Edit::Opening(Some(new)) => {
            let known = contact.opening.as_ref();
            if known.is_some_and(|known| only_unset || same_totals(known, new)) {
                return Ok(());
            }
        }
        Edit::SourceKey(key) if contact.source_keys.iter().any(|known| known.source == key.source) => {
            return Ok(());
        }
        _ => {}
    }
    edit::apply(contact, one, catalogue)
}

/// When a file was read is no news.
fn same_totals(known: &OpeningBalance, new: &OpeningBalance) -> bool {
    OpeningBalance {
        as_of: known.as_of,
        ..new.clone()
    } == *known
}

fn is_set(contact: &mut Contact, field: FieldRef) -> bool {
    match field {
        FieldRef::Custom(id) => contact.custom_value(id).is_some(),
        FieldRef::Builtin(BuiltinField::Birthday) => contact.birthday.is_some(),
        FieldRef::Builtin(BuiltinField::Phone) => true,
        FieldRef::Builtin(builtin) => edit::text_field(contact, builtin).is_some_and(|text| !text.is_empty()),
    }
}
