//! The order of names, in either direction, from the name index or the rows. Contacts with the same name always come in
//! order of their numbers.

use crate::model::ContactId;
use crate::model::text::fold;
use crate::store::index::NAMES;
use crate::store::index::entry::{self, Entry};
use crate::store::mask::Mask;
use crate::store::rows::contact;
use crate::store::tables::CONTACTS;
use crate::store::{Cancel, Result};
use redb::ReadTransaction;

/// Visits contacts by name until `visit` says false. Namesakes come in order of their numbers, or `from_end` the other way
/// round: what is visited so is exactly the reverse of an order.
pub(super) fn walk(
    txn: &ReadTransaction,
    backwards: bool,
    from_end: bool,
    visit: &mut dyn FnMut(ContactId) -> Result<bool>,
) -> Result<()> {
    let names = NAMES.read(txn)?;
    if backwards == from_end {
        return NAMES.walk(&names, backwards, &mut |entry| visit(entry::contact(entry)));
    }
    let mut namesakes: Vec<ContactId> = Vec::new();
    let mut name: Vec<u8> = Vec::new();
    let mut wanted = true;
    NAMES.walk(&names, backwards, &mut |entry| {
        let here = entry::without_contact(entry);
        if here != name.as_slice() {
            wanted = visit_back(&mut namesakes, visit)?;
            name.clear();
            name.extend_from_slice(here);
        }
        namesakes.push(entry::contact(entry));
        Ok(wanted)
    })?;
    if wanted {
        visit_back(&mut namesakes, visit)?;
    }
    Ok(())
}

/// Visits the namesakes, the last one first, and forgets them.
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

/// Up to so many contacts are sorted by the names in their rows; for more, the whole index is walked.
const FEW: u64 = 4096;

/// The contacts in a mask by name.
pub(super) fn sorted(
    txn: &ReadTransaction,
    mask: &Mask,
    total: u64,
    descending: bool,
    cancel: &Cancel,
) -> Result<Vec<ContactId>> {
    if total <= FEW {
        return sorted_rows(txn, mask, descending);
    }
    let mut order = Vec::with_capacity(total as usize);
    walk(txn, descending, false, &mut |contact| {
        if mask.contains(contact) {
            order.push(contact);
            if order.len() % 16_384 == 0 {
                cancel.check()?;
            }
        }
        Ok((order.len() as u64) < total)
    })?;
    Ok(order)
}

fn sorted_rows(txn: &ReadTransaction, mask: &Mask, descending: bool) -> Result<Vec<ContactId>> {
    let rows = txn.open_table(CONTACTS)?;
    let mut named: Vec<(Entry, ContactId)> = Vec::new();
    for id in mask.iter() {
        if let Some(contact) = contact(&rows, id)? {
            let name = entry::name(&fold(&contact.display_name()), ContactId(0));
            named.push((name, id));
        }
    }
    named.sort_unstable_by(|(name, contact), (other, further)| {
        let by_name = if descending {
            other.cmp(name)
        } else {
            name.cmp(other)
        };
        by_name.then(contact.cmp(further))
    });
    Ok(named.into_iter().map(|(_, contact)| contact).collect())
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use ::redb::{Database, ReadableDatabase};

    #[test]
    fn a_long_view_is_read_off_the_index_in_either_direction() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let db = Database::create(file.path()).unwrap();
        let people = FEW as u32 + 500;
        let name = |contact: u32| format!("name {}", contact.wrapping_mul(7919) % 97);
        let txn = db.begin_write().unwrap();
        {
            let mut names = NAMES.write(&txn).unwrap();
            let mut come: Vec<Entry> = (0..people)
                .map(|contact| entry::name(&name(contact), ContactId(contact)))
                .collect();
            come.sort_unstable();
            NAMES.update(&mut names, &[], &come, None).unwrap();
        }
        txn.commit().unwrap();
        let txn = db.begin_read().unwrap();
        let mut mask = Mask::empty(people as usize / 64 + 1);
        (0..people)
            .filter(|contact| contact % 90 != 0)
            .for_each(|contact| mask.insert(ContactId(contact)));
        let mut wanted: Vec<ContactId> = mask.iter().collect();
        for descending in [false, true] {
            wanted.sort_by(|a, b| {
                let by_name = name(a.0).cmp(&name(b.0));
                let by_name = if descending { by_name.reverse() } else { by_name };
                by_name.then(a.cmp(b))
            });
            let found = sorted(&txn, &mask, mask.count(), descending, &Cancel::default()).unwrap();
            assert_eq!(found, wanted);
            let mut from_end = Vec::new();
            walk(&txn, !descending, true, &mut |contact| {
                if mask.contains(contact) {
                    from_end.push(contact);
                }
                Ok(true)
            })
            .unwrap();
            from_end.reverse();
            assert_eq!(from_end, wanted);
        }
    }
}
