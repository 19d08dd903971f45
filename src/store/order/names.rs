//! Walking the name index, in either direction. Contacts with the same name always come in order of their numbers.

use super::super::tables::{BY_NAME, NameKey, contact_of_name_key};
use crate::model::ContactId;
use crate::store::Result;
use redb::ReadTransaction;

/// Visits contacts by name until `visit` says false.
pub(super) fn walk(
    txn: &ReadTransaction,
    backwards: bool,
    visit: &mut dyn FnMut(ContactId) -> Result<bool>,
) -> Result<()> {
    let mut names = txn.open_table(BY_NAME)?.range::<&NameKey>(..)?;
    if !backwards {
        for entry in names {
            if !visit(contact_of_name_key(entry?.0.value()))? {
                return Ok(());
            }
        }
        return Ok(());
    }
    let mut namesakes: Vec<ContactId> = Vec::new();
    let mut name: Vec<u8> = Vec::new();
    while let Some(entry) = names.next_back() {
        let (key, _) = entry?;
        let key = key.value();
        let contact = contact_of_name_key(key);
        let here = key.get(..key.len().saturating_sub(4)).unwrap_or_default();
        if here != name.as_slice() {
            if !visit_back(&mut namesakes, visit)? {
                return Ok(());
            }
            name.clear();
            name.extend_from_slice(here);
        }
        namesakes.push(contact);
    }
    visit_back(&mut namesakes, visit).map(|_| ())
}

/// Visits the namesakes in order of their numbers, and forgets them.
fn visit_back(
    namesakes: &mut Vec<ContactId>,
    visit: &mut dyn FnMut(ContactId) -> Result<bool>,
) -> Result<bool> {
    while let Some(contact) = namesakes.pop() {
        if !visit(contact)? {
            return Ok(false);
        }
    }
    Ok(true)
}
