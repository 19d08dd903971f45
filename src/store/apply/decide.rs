//! Decisions about two contacts.

use super::super::tables::CONTACTS;
use super::super::writing::Writing;
use super::super::{Applied, Result, StoreError, decisions, rows};
use crate::model::{Author, ContactId, DecisionId};

/// Records that two contacts are two people.
pub(super) fn keep_apart(
    writing: &mut Writing,
    one: ContactId,
    other: ContactId,
    author: &Author,
) -> Result<Applied> {
    if one == other {
        return Err(StoreError::Invalid(format!(
            "Contact :{} is one contact. Name two.",
            one.0
        )));
    }
    let names = format!("{} and {}", name(writing, one)?, name(writing, other)?);
    let entry = writing.open_entry(author, &format!("not a duplicate: {names}"));
    let made = decisions::keep_apart(writing, one, other, author)?;
    Ok(made.map_or_else(Applied::default, |id| Applied {
        entry: Some(entry),
        created: Some(id.0),
        contacts: 0,
    }))
}

/// Withdraws a decision.
pub(super) fn withdraw(writing: &mut Writing, id: DecisionId, author: &Author) -> Result<Applied> {
    let decision = decisions::find(writing, id)?;
    let what = format!(
        "withdraw decision {}: :{} and :{} may be one person",
        id.0, decision.one.0, decision.other.0
    );
    let entry = writing.open_entry(author, &what);
    decisions::remove(writing, id)?;
    Ok(Applied {
        entry: Some(entry),
        ..Applied::default()
    })
}

fn name(writing: &Writing, id: ContactId) -> Result<String> {
    let found = rows::contact(&writing.txn().open_table(CONTACTS)?, id)?;
    let contact = found.ok_or_else(|| StoreError::NotFound {
        kind: "contact",
        name: format!(":{}", id.0),
    })?;
    Ok(format!("{} (:{})", contact.display_name(), id.0))
}
