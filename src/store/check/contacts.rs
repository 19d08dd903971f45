//! Contacts' rows against their checksums, their index entries and their columns.

use super::super::columns::{Stretch, compare};
use super::super::events::{self, of_contact};
use super::super::index::{IDS, NAMES, NUMBERS, entry};
use super::super::rows::{decode_contact, identities, permission};
use super::super::tables::{CONTACTS, META, PERMISSIONS};
use super::super::{Result, catalogue, meta};
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
    let totals = events::totals(txn)?;
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
        report.reached(CONTACTS.name(), id.0, contacts.get(id.0)?.is_some());
        found.rows += 1;
        last = Some(id.0);
        let Some(contact) = report.sound(decode_contact(id, row.value()))? else {
            continue;
        };
        for list in &contact.lists {
            *found.lists.entry(*list).or_default() += 1;
        }
        let known = report.sound(permission(&permissions, identity(contact.phone)))?;
        let history = totals.as_ref().map_or(Ok(None), |table| of_contact(table, id));
        let history = report.sound(history)?.flatten();
        people.extend(known.map(|permission| {
            let mut profile = Profile::new(contact, permission);
            if let Some(history) = history {
                profile.totals = history;
            }
            profile
        }));
    }
    report.looked_at(found.rows);
    let goes_on = |last: &u32| report.goes_on(CONTACTS.name(), after.as_ref(), last);
    found.last = last.filter(|_| found.rows == SLICE as u64).filter(goes_on);
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
    let names = catalogue::read(txn)?;
    let fields = names.fields.iter().map(|field| field.id).chain(names.buried);
    let fields: Vec<_> = fields.collect();
    compare(txn, &stretch, &fields, &mut |difference| {
        report.problem(difference);
    })?;
    Ok(found)
}

fn check_indexes(txn: &ReadTransaction, report: &mut Report, people: &[Profile]) -> Result<()> {
    let (names, numbers, ids) = (NAMES.read(txn)?, NUMBERS.read(txn)?, IDS.read(txn)?);
    for contact in people.iter().map(|profile| &profile.contact) {
        let id = contact.id;
        let name = entry::name(&fold(&contact.display_name()), id);
        if report.sound(NAMES.has(&names, name))? == Some(false) {
            report.problem(format!("contact {}: it is missing in the name index", id.0));
        }
        for number in identities(contact) {
            let entry = entry::number(number, id);
            if report.sound(NUMBERS.has(&numbers, entry))? == Some(false) {
                report.problem(format!("contact {}: it is missing in the number index", id.0));
            }
        }
        for at in &contact.source_keys {
            let entry = entry::id(at.source, &at.id, id);
            if report.sound(IDS.has(&ids, entry))? == Some(false) {
                report.problem(format!("contact {}: its id is not in the index of ids", id.0));
            }
        }
    }
    Ok(())
}
