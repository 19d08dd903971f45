//! Index entries against the rows they lead to.

use super::super::Result;
use super::super::rows::{contact, identities};
use super::super::tables::{
    BY_NAME, BY_NUMBER, BY_SOURCE_ID, CONTACTS, IdKey, NameKey, contact_of_name_key, contact_of_number_key,
    name_key, number_key, source_key,
};
use super::{Report, SLICE, Seen, Walk};
use crate::model::text::fold;
use crate::model::{Contact, ContactId};
use redb::{ReadTransaction, ReadableTable, TableHandle};
use std::ops::Bound;

/// Walks the three indexes.
pub(super) fn check(walk: &mut Walk<'_>, seen: &mut Seen) -> Result<()> {
    let all = [
        (BY_NAME.name(), names as Look),
        (BY_NUMBER.name(), numbers),
        (BY_SOURCE_ID.name(), ids),
    ];
    for (table, index) in all {
        let mut after = None;
        loop {
            let (rows, last) = walk.slice(|txn, report| index(txn, report, after.as_deref()))?;
            *seen.entry(table).or_default() += rows;
            if rows < SLICE as u64 {
                break;
            }
            after = last;
        }
    }
    Ok(())
}

/// Looks at a slice of an index after a key; gives back how many entries there were, and the last key.
type Look = fn(&ReadTransaction, &mut Report, Option<&[u8]>) -> Result<(u64, Option<Vec<u8>>)>;

fn names(txn: &ReadTransaction, report: &mut Report, after: Option<&[u8]>) -> Result<(u64, Option<Vec<u8>>)> {
    let (table, contacts) = (txn.open_table(BY_NAME)?, txn.open_table(CONTACTS)?);
    let after: Option<&NameKey> = after.and_then(|after| after.try_into().ok());
    let from = after.map_or(Bound::Unbounded, Bound::Excluded);
    let (mut rows, mut last) = (0, None);
    for entry in table.range::<&NameKey>((from, Bound::Unbounded))?.take(SLICE) {
        let (key, _) = entry?;
        rows += 1;
        last = Some(key.value().to_vec());
        let id = contact_of_name_key(key.value());
        leads(report, &contacts, id, "name", |contact| {
            name_key(&fold(&contact.display_name()), id) == *key.value()
        })?;
    }
    report.looked_at(rows);
    Ok((rows, last))
}

fn numbers(
    txn: &ReadTransaction,
    report: &mut Report,
    after: Option<&[u8]>,
) -> Result<(u64, Option<Vec<u8>>)> {
    let (table, contacts) = (txn.open_table(BY_NUMBER)?, txn.open_table(CONTACTS)?);
    let after: Option<&[u8; 12]> = after.and_then(|after| after.try_into().ok());
    let from = after.map_or(Bound::Unbounded, Bound::Excluded);
    let (mut rows, mut last) = (0, None);
    for entry in table.range::<&[u8; 12]>((from, Bound::Unbounded))?.take(SLICE) {
        let (key, _) = entry?;
        rows += 1;
        last = Some(key.value().to_vec());
        let id = contact_of_number_key(key.value());
        leads(report, &contacts, id, "number", |contact| {
            identities(contact).any(|number| number_key(number, id) == *key.value())
        })?;
    }
    report.looked_at(rows);
    Ok((rows, last))
}

fn ids(txn: &ReadTransaction, report: &mut Report, after: Option<&[u8]>) -> Result<(u64, Option<Vec<u8>>)> {
    let (table, contacts) = (txn.open_table(BY_SOURCE_ID)?, txn.open_table(CONTACTS)?);
    let after: Option<&IdKey> = after.and_then(|after| after.try_into().ok());
    let from = after.map_or(Bound::Unbounded, Bound::Excluded);
    let (mut rows, mut last) = (0, None);
    for entry in table.range::<&IdKey>((from, Bound::Unbounded))?.take(SLICE) {
        let (key, id) = entry?;
        rows += 1;
        last = Some(key.value().to_vec());
        let id = ContactId(u32::from_be_bytes(*id.value()));
        leads(report, &contacts, id, "id", |contact| {
            contact
                .source_keys
                .iter()
                .any(|at| source_key(at.source, &at.id) == *key.value())
        })?;
    }
    report.looked_at(rows);
    Ok((rows, last))
}

/// The entry leads to a contact that has what the entry says. A damaged row is told where rows are checked.
fn leads(
    report: &mut Report,
    contacts: &impl ReadableTable<u32, &'static [u8]>,
    id: ContactId,
    index: &str,
    mut agrees: impl FnMut(&Contact) -> bool,
) -> Result<()> {
    match contact(contacts, id) {
        Ok(Some(contact)) if agrees(&contact) => {}
        Ok(Some(_)) => report.problem(format!("contact {}: the {index} index has another {index}", id.0)),
        Ok(None) => report.problem(format!(
            "the {index} index leads to contact {}, which is gone",
            id.0
        )),
        Err(super::super::StoreError::Damaged(_)) => {}
        Err(error) => return Err(error),
    }
    Ok(())
}
