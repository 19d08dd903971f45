//! Contacts' rows against their checksums, their index entries and their columns.

use super::super::evaluate::evaluate;
use super::super::mask::Mask;
use super::super::rows::{decode_contact, identities, permission};
use super::super::tables::{
    BY_NAME, BY_NUMBER, BY_SOURCE_ID, CONTACTS, PERMISSIONS, name_key, number_key, source_key,
};
use super::super::{Cancel, Result};
use super::{Report, SLICE, Walk};
use crate::criteria::query::{Query, Test};
use crate::model::text::fold;
use crate::model::{BuiltinField, ContactId, FieldRef, ListId, Profile, Scope};
use crate::phone::identity;
use redb::ReadTransaction;
use std::collections::BTreeMap;
use std::ops::Bound;

/// Walks all contacts; gives back how many are in each list.
pub(super) fn check(walk: &mut Walk<'_>, seen: &mut [u64]) -> Result<BTreeMap<ListId, u64>> {
    let mut lists = BTreeMap::new();
    let mut after = None;
    loop {
        let slice = walk.slice(|txn, report| slice(txn, report, after))?;
        if let Some(count) = seen.get_mut(4) {
            *count += slice.rows;
        }
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
    let to = found.last.map_or(u32::MAX, |last| last);
    check_columns(txn, report, &people, after.map_or(0, |after| after + 1), to)?;
    Ok(found)
}

fn check_indexes(txn: &ReadTransaction, report: &mut Report, people: &[Profile]) -> Result<()> {
    let (names, numbers, ids) = (
        txn.open_table(BY_NAME)?,
        txn.open_table(BY_NUMBER)?,
        txn.open_table(BY_SOURCE_ID)?,
    );
    let mut key = Vec::new();
    for contact in people.iter().map(|profile| &profile.contact) {
        let id = contact.id;
        name_key(&mut key, &fold(&contact.display_name()), id);
        if names.get(key.as_slice())?.is_none() {
            report.problem(format!("contact {}: it is missing in the name index", id.0));
        }
        for number in identities(contact) {
            if numbers.get(&number_key(number, id))?.is_none() {
                report.problem(format!("contact {}: it is missing in the number index", id.0));
            }
        }
        for at in &contact.source_keys {
            source_key(&mut key, at.source, &at.id);
            if ids
                .get(key.as_slice())?
                .is_none_or(|found| *found.value() != id.0.to_be_bytes())
            {
                report.problem(format!("contact {}: its id is not in the index of ids", id.0));
            }
        }
    }
    Ok(())
}

/// Asks the columns, field by field, who has a value, and compares the answer with the rows.
fn check_columns(
    txn: &ReadTransaction,
    report: &mut Report,
    people: &[Profile],
    from: u32,
    to: u32,
) -> Result<()> {
    let mut expected: BTreeMap<&'static str, (Test, Vec<ContactId>)> = BTreeMap::new();
    for (name, test, holds) in questions() {
        let who = people
            .iter()
            .filter(|profile| holds(profile))
            .map(|profile| profile.contact.id)
            .collect();
        expected.insert(name, (test, who));
    }
    for (name, (test, who)) in expected {
        compare(txn, report, name, &Query::Test(test), &who, from, to)?;
    }
    let everyone: Vec<ContactId> = people.iter().map(|profile| profile.contact.id).collect();
    compare(txn, report, "everyone", &Query::All, &everyone, from, to)?;
    let mut lists: Vec<ListId> = people
        .iter()
        .flat_map(|profile| profile.contact.lists.clone())
        .collect();
    lists.sort_unstable();
    lists.dedup();
    for list in lists {
        let members = people.iter().map(|profile| &profile.contact);
        let members: Vec<ContactId> = members
            .filter(|contact| contact.lists.contains(&list))
            .map(|contact| contact.id)
            .collect();
        compare(
            txn,
            report,
            "lists",
            &Query::Test(Test::InList(list)),
            &members,
            from,
            to,
        )?;
    }
    Ok(())
}

fn compare(
    txn: &ReadTransaction,
    report: &mut Report,
    column: &str,
    query: &Query,
    rows: &[ContactId],
    from: u32,
    to: u32,
) -> Result<()> {
    let mask = evaluate(txn, Scope::Everyone, query, &Cancel::default());
    let Some(mask) = report.sound(mask)? else {
        return Ok(());
    };
    let expected: std::collections::BTreeSet<ContactId> = rows.iter().copied().collect();
    for contact in within(&mask, from, to) {
        if !expected.contains(&contact) {
            report.problem(format!(
                "contact {}: column {column} has it, its row has not",
                contact.0
            ));
        }
    }
    for contact in rows.iter().filter(|contact| !mask.contains(**contact)) {
        report.problem(format!(
            "contact {}: its row has {column}, the column has not",
            contact.0
        ));
    }
    Ok(())
}

fn within(mask: &Mask, from: u32, to: u32) -> impl Iterator<Item = ContactId> + '_ {
    let after = from.checked_sub(1).map(ContactId);
    mask.after(after).take_while(move |contact| contact.0 <= to)
}

type Holds = fn(&Profile) -> bool;

/// Questions that a row answers as easily as a column does.
fn questions() -> Vec<(&'static str, Test, Holds)> {
    let mut all: Vec<(&'static str, Test, Holds)> = Vec::new();
    let mut set = |field: BuiltinField, holds: Holds| {
        all.push((field.name(), Test::IsSet(FieldRef::Builtin(field)), holds));
    };
    set(BuiltinField::FirstName, |profile| {
        !profile.contact.first_name.is_empty()
    });
    set(BuiltinField::LastName, |profile| {
        !profile.contact.last_name.is_empty()
    });
    set(BuiltinField::Email, |profile| !profile.contact.email.is_empty());
    set(BuiltinField::Company, |profile| {
        !profile.contact.company.is_empty()
    });
    set(BuiltinField::City, |profile| !profile.contact.city.is_empty());
    set(BuiltinField::Postcode, |profile| {
        !profile.contact.postcode.is_empty()
    });
    set(BuiltinField::Birthday, |profile| {
        profile.contact.birthday.is_some()
    });
    set(BuiltinField::Gender, |profile| !profile.contact.gender.is_empty());
    set(BuiltinField::Language, |profile| {
        !profile.contact.language.is_empty()
    });
    set(BuiltinField::LoyaltyTier, |profile| {
        !profile.contact.loyalty_tier.is_empty()
    });
    set(BuiltinField::Notes, |profile| !profile.contact.notes.is_empty());
    set(BuiltinField::Tags, |profile| !profile.contact.tags.is_empty());
    set(BuiltinField::Interests, |profile| {
        !profile.contact.interests.is_empty()
    });
    let mut yes = |field: BuiltinField, holds: Holds| {
        all.push((field.name(), Test::Yes(FieldRef::Builtin(field)), holds));
    };
    yes(BuiltinField::OptedOut, |profile| {
        profile.permission.opted_out.is_some()
    });
    yes(BuiltinField::Consented, |profile| profile.permission.consented());
    all
}
