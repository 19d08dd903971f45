//! Opt-outs and consent of one number.

use super::super::change::set_permission;
use super::super::writing::Writing;
use super::super::{Applied, Result};
use crate::model::{Author, Consent, OptOut};
use crate::phone::{E164, identity};

/// Records an opt-out; one that is in force stays as it is.
pub(super) fn opt_out(writing: &mut Writing, number: E164, reason: &str, author: &Author) -> Result<Applied> {
    let entry = writing.open_entry(author, &format!("opt out {number}"));
    let changed = set_permission(writing, identity(number), |permission| {
        permission.opted_out.get_or_insert_with(|| OptOut {
            at: author.at,
            reason: reason.trim().to_owned(),
        });
    })?;
    Ok(applied(writing, entry, changed))
}

/// Records consent and lifts an opt-out.
pub(super) fn opt_in(writing: &mut Writing, number: E164, source: &str, author: &Author) -> Result<Applied> {
    let entry = writing.open_entry(author, &format!("opt in {number}"));
    let changed = set_permission(writing, identity(number), |permission| {
        permission.opted_out = None;
        let consent = Consent {
            at: author.at,
            source: source.trim().to_owned(),
        };
        if !permission.consents.contains(&consent) {
            permission.consents.push(consent);
        }
    })?;
    Ok(applied(writing, entry, changed))
}

fn applied(writing: &mut Writing, entry: crate::model::EntryId, changed: Option<u64>) -> Applied {
    match changed {
        None => Applied::default(),
        Some(contacts) => {
            writing.log.add_rows(contacts);
            Applied {
                entry: Some(entry),
                created: None,
                contacts,
            }
        }
    }
}
