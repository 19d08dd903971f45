//! Contacts' rows against their checksums, their index entries and their columns.

use super::super::columns::{Stretch, compare};
use super::super::rows::{decode_contact, identities, permission};
use super::super::tables::{
    BY_NAME, BY_NUMBER, BY_SOURCE_ID, CONTACTS, META, PERMISSIONS, name_key, number_key, source_key,
};
use super::super::{Result, meta};
use super::{Report, SLICE, Seen, Walk};
use crate::model::text::fold;
use crate::model::{ContactId, ListId, Profile};
use crate::phone::identity;
use redb::{ReadTransaction, TableHandle};
use std::collections::BTreeMap;
use std::ops::Bound;

/// Walks all contacts; gives back how many are in each list.
pub(super) fn check(walk: &mut Walk<'_>, seen: &mut Seen) -> Result<BTreeMap<ListId, u64>> {
    let mut lists = BTreeMap::new();
    let mut after = None;
    loop {
        let slice = walk.slice(|txn, report| slice(txn, report, after))?;
        *seen.entry(CONTACTS.name()).or_default() += slice.rows;
        for (list, count) in slice.lists {
            *lists.entry(list).or_default() += count;
        }
        match slice.last {
            Some(last) => after = Some(last),
            None => return Ok(lists),
        }
    }
}

struct Slice {
    rows: u64,
    /// None where there is nothing further.
    last: Option<u32>,
    lists: BTreeMap<ListId, u64>,
}

fn slice(txn: &ReadTransaction, report: &mut Report, after: Option<u32>) -> Result<Slice> {
    let contacts = txn.open_table(CONTACTS)?;
    let permissions = txn.open_table(PERMISSIONS)?;
    let mut found = Slice {
        rows: 0,
        last: None,
        lists: BTreeMap::new(),
    };
    let mut people = Vec::new();
    let from = after.map_or(Bound::Unbounded, Bound::Excluded);
    let mut last = None;
    for row in contacts.range::<u32>((from, Bound::Unbounded))?.take(SLICE) {
        let (id, row) = row?;
        let id = ContactId(id.value());
        found.rows += 1;
        last = Some(id.0);
        let Some(contact) = report.sound(decode_contact(id, row.value()))? else {
            continue;
        };
        for list in &contact.lists {
            *found.lists.entry(*list).or_default() += 1;
        }
        let known = report.sound(permission(&permissions, identity(contact.phone)))?;
        people.extend(known.map(|permission| Profile { contact, permission }));
    }
    report.looked_at(found.rows);
    found.last = last.filter(|_| found.rows == SLICE as u64);
    check_indexes(txn, report, &people)?;
    let ends = found.last.map_or_else(
        || meta::state(&txn.open_table(META)?).map(|state| state.next_contact),
        Ok,
    )?;
    let stretch = Stretch {
        people: &people,
        first: after.map_or(0, |after| after + 1),
        last: ends,
    };
    compare(txn, &stretch, &mut |difference| report.problem(difference))?;
    Ok(found)
}

fn check_indexes(txn: &ReadTransaction, report: &mut Report, people: &[Profile]) -> Result<()> {
    let (names, numbers, ids) = (
        txn.open_table(BY_NAME)?,
        txn.open_table(BY_NUMBER)?,
        txn.open_table(BY_SOURCE_ID)?,
    );
    for contact in people.iter().map(|profile| &profile.contact) {
        let id = contact.id;
        if names
            .get(&name_key(&fold(&contact.display_name()), id))?
            .is_none()
        {
            report.problem(format!("contact {}: it is missing in the name index", id.0));
        }
        for number in identities(contact) {
            if numbers.get(&number_key(number, id))?.is_none() {
                report.problem(format!("contact {}: it is missing in the number index", id.0));
            }
        }
        for at in &contact.source_keys {
            let key = source_key(at.source, &at.id);
            if ids
                .get(&key)?
                .is_none_or(|found| *found.value() != id.0.to_be_bytes())
            {
                report.problem(format!("contact {}: its id is not in the index of ids", id.0));
            }
        }
    }
    Ok(())
}
