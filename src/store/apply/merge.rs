//! Contacts that are one person become one, in batches like any long change: one entry in history, one undo.

use super::super::change::{self, Changed, set_permission};
use super::super::events::{adopt, take_along};
use super::super::redb::Redb;
use super::super::tables::{CONTACTS, PERMISSIONS};
use super::super::writing::Writing;
use super::super::{Applied, Progress, Result, StoreError, catalogue, decisions, edit, index, rows};
use super::bulk::{BATCH, Bulk};
use crate::duplicates;
use crate::model::{Author, Catalogue, ContactId, EntryState, Instant, OptOut, Profile};
use crate::phone::identity;
use std::collections::{HashMap, HashSet};
use std::time::Instant as Clock;

/// Groups that are read and written together within a batch.
const SLICE: usize = 500;

/// Merges groups of contacts, each into its first.
pub(super) fn merge(
    store: &Redb,
    groups: &[Vec<ContactId>],
    author: &Author,
    progress: &mut dyn Progress,
) -> Result<Applied> {
    refuse_overlap(groups)?;
    let mut bulk = Bulk::new(store, author, String::new());
    let mut left = groups;
    while !left.is_empty() {
        left = match batch(&mut bulk, left, groups) {
            Ok(rest) => rest,
            Err(error) => return Err(bulk.interrupted(error)),
        };
        let done = groups.len() - left.len();
        if !progress.step(done as u64, groups.len() as u64) && !left.is_empty() {
            return Err(bulk.interrupted(StoreError::Cancelled));
        }
    }
    Ok(bulk.applied())
}

/// A contact is never merged with itself, nor with two others at once.
fn refuse_overlap(groups: &[Vec<ContactId>]) -> Result<()> {
    let mut seen = HashSet::new();
    for group in groups {
        if group.len() < 2 {
            return Err(StoreError::Invalid("Merging takes two contacts or more.".into()));
        }
        for contact in group {
            if !seen.insert(*contact) {
                return Err(StoreError::Invalid(format!(
                    "Contact :{} cannot be merged with itself.",
                    contact.0
                )));
            }
        }
    }
    Ok(())
}

/// One transaction. Gives back the groups that are left.
fn batch<'a>(
    bulk: &mut Bulk<'_>,
    left: &'a [Vec<ContactId>],
    groups: &[Vec<ContactId>],
) -> Result<&'a [Vec<ContactId>]> {
    let (before, author) = (bulk.entry, bulk.author);
    let (entry, rows, rest) = bulk.store.write_batch(|writing| {
        let entry = if let Some(entry) = before {
            writing.resume_entry(entry).map(|()| entry)?
        } else {
            let what = what(writing, groups)?;
            writing.open_entry(author, &what)
        };
        let catalogue = catalogue::within(writing)?;
        let (started, mut rest, mut rows) = (Clock::now(), left, 0);
        while !rest.is_empty() && started.elapsed() < BATCH {
            let (slice, others) = rest.split_at(rest.len().min(SLICE));
            rows += merge_slice(writing, slice, &catalogue, author.at)?;
            rest = others;
        }
        writing.log.add_rows(rows);
        writing.log.set_state(if rest.is_empty() {
            EntryState::Done
        } else {
            EntryState::Running
        });
        let entry = (before.is_some() || writing.is_changed()).then_some(entry);
        if before.is_some() {
            writing.touch();
        }
        Ok((entry, rows, rest))
    })?;
    index::settle(bulk.store, rest.is_empty());
    bulk.entry = entry;
    bulk.rows += rows;
    Ok(rest)
}

/// One line for history. A single merge names what is dropped.
fn what(writing: &Writing, groups: &[Vec<ContactId>]) -> Result<String> {
    let [group] = groups else {
        let gone: usize = groups.iter().map(|group| group.len() - 1).sum();
        return Ok(format!("merge {gone} duplicates into {} contacts", groups.len()));
    };
    let contacts = writing.txn().open_table(CONTACTS)?;
    let mut found = Vec::with_capacity(group.len());
    for id in group {
        found.extend(rows::contact(&contacts, *id)?);
    }
    let Some((survivor, others)) = found.split_first() else {
        return Ok("merge duplicates".to_owned());
    };
    let names: Vec<String> = others
        .iter()
        .map(|other| format!("{} (:{})", other.display_name(), other.id.0))
        .collect();
    let dropped: Vec<String> = others
        .iter()
        .flat_map(|other| duplicates::merge(survivor, other).dropped)
        .map(|(field, value)| format!("{field} “{value}”"))
        .collect();
    let mut what = format!(
        "merge {} into {} (:{})",
        names.join(", "),
        survivor.display_name(),
        survivor.id.0
    );
    if !dropped.is_empty() {
        what.push_str("; dropped: ");
        what.push_str(&dropped.join(", "));
    }
    Ok(what)
}

/// Merges some groups. Gives back how many contacts changed or went.
fn merge_slice(
    writing: &mut Writing,
    groups: &[Vec<ContactId>],
    catalogue: &Catalogue,
    at: Instant,
) -> Result<u64> {
    for group in groups {
        opt_out_together(writing, group)?;
    }
    let (mut changes, mut adopted, mut gone_to) = (Vec::new(), Vec::new(), HashMap::new());
    for group in groups {
        let mut people = people(writing, group)?.into_iter();
        // Some may have gone meanwhile.
        let (Some(survivor), others) = (people.next(), people.collect::<Vec<_>>()) else {
            continue;
        };
        if others.is_empty() {
            continue;
        }
        let mut new = survivor.clone();
        for other in &others {
            new.contact = duplicates::merge(&new.contact, &other.contact).contact;
        }
        new.contact.updated = at;
        edit::forget_deleted(&mut new.contact, catalogue);
        let gone: Vec<ContactId> = others.iter().map(|other| other.contact.id).collect();
        gone_to.extend(gone.iter().map(|other| (*other, survivor.contact.id)));
        adopted.extend(take_along(writing, survivor.contact.id, &gone)?);
        changes.push(Changed {
            id: survivor.contact.id,
            old: Some(Box::new(survivor)),
            new: Some(Box::new(new)),
        });
        changes.extend(others.into_iter().map(|other| Changed {
            id: other.contact.id,
            old: Some(Box::new(other)),
            new: None,
        }));
    }
    decisions::carry_along(writing, &gone_to)?;
    changes.sort_unstable_by_key(|change| change.id);
    let rows = changes.len() as u64;
    change::write(writing, changes)?;
    adopt(writing, adopted)?;
    Ok(rows)
}

fn people(writing: &Writing, group: &[ContactId]) -> Result<Vec<Profile>> {
    let (contacts, permissions) = (
        writing.txn().open_table(CONTACTS)?,
        writing.txn().open_table(PERMISSIONS)?,
    );
    let mut people = Vec::with_capacity(group.len());
    for id in group {
        people.extend(rows::profile(&contacts, &permissions, *id)?);
    }
    Ok(people)
}

/// Who has opted out on one of the numbers has opted out on all of them. Like any opt-out it stays when the merge is taken
/// back.
fn opt_out_together(writing: &mut Writing, group: &[ContactId]) -> Result<()> {
    let people = people(writing, group)?;
    let opted_out: Option<OptOut> = people.iter().find_map(|one| one.permission.opted_out.clone());
    let (Some(opted_out), true) = (opted_out, people.len() > 1) else {
        return Ok(());
    };
    for one in people.iter().filter(|one| one.permission.opted_out.is_none()) {
        set_permission(writing, identity(one.contact.phone), |permission| {
            permission.opted_out.get_or_insert_with(|| opted_out.clone());
        })?;
    }
    Ok(())
}
