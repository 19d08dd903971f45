//! Contacts that are one person become one, in batches like any long change: one entry in history, one undo.

use super::super::change::{self, Changed, set_permission};
use super::super::events::{adopt, take_along};
use super::super::redb::Redb;
use super::super::tables::{CONTACTS, PERMISSIONS};
use super::super::writing::Writing;
use super::super::{Applied, Progress, Result, StoreError, catalogue, decisions, edit, index, rows};
use super::bulk::{BATCH, Bulk};
use crate::duplicates;
use crate::model::{
    Author, BuiltinField, Catalogue, Contact, ContactId, Edit, EntryState, FieldRef, Instant, OptOut, Profile,
};
use crate::phone::identity;
use std::collections::{HashMap, HashSet};
use std::time::Instant as Clock;

/// Groups that are read and written together within a batch.
const SLICE: usize = 500;

/// Merges groups of contacts, each into its first. Edits are what somebody chose for the survivor of a single group.
pub(super) fn merge(
    store: &Redb,
    groups: &[Vec<ContactId>],
    edits: &[Edit],
    author: &Author,
    progress: &mut dyn Progress,
) -> Result<Applied> {
    refuse_overlap(groups)?;
    if groups.len() != 1 && !edits.is_empty() {
        return Err(StoreError::Invalid(
            "Values are chosen for one merged contact at a time.".into(),
        ));
    }
    let mut bulk = Bulk::new(store, author, String::new());
    let mut left = groups;
    while !left.is_empty() {
        left = match batch(&mut bulk, left, (groups, edits)) {
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
    (groups, edits): (&[Vec<ContactId>], &[Edit]),
) -> Result<&'a [Vec<ContactId>]> {
    let (before, author) = (bulk.entry, bulk.author);
    let (entry, rows, rest) = bulk.store.write_batch(|writing| {
        let catalogue = catalogue::within(writing)?;
        let entry = if let Some(entry) = before {
            writing.resume_entry(entry).map(|()| entry)?
        } else {
            let what = what(writing, groups, edits, &catalogue)?;
            writing.open_entry(author, &what)
        };
        let (started, mut rest, mut rows) = (Clock::now(), left, 0);
        while !rest.is_empty() && started.elapsed() < BATCH {
            let (slice, others) = rest.split_at(rest.len().min(SLICE));
            rows += merge_slice(writing, slice, edits, &catalogue, author.at)?;
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
fn what(
    writing: &Writing,
    groups: &[Vec<ContactId>],
    edits: &[Edit],
    catalogue: &Catalogue,
) -> Result<String> {
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
    let merged = merged(survivor, others.iter(), edits, catalogue)?;
    let mut dropped: Vec<String> = Vec::new();
    for (field, value) in found.iter().flat_map(|one| duplicates::dropped(&merged, one)) {
        let said = format!("{field} “{value}”");
        if !dropped.contains(&said) {
            dropped.push(said);
        }
    }
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
    edits: &[Edit],
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
        let joined = others.iter().map(|other| &other.contact);
        new.contact = merged(&survivor.contact, joined, edits, catalogue)?;
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

/// What they become. A number or a mailbox that is chosen takes the first place, and the survivor's own one stays beside it.
fn merged<'a>(
    survivor: &'a Contact,
    others: impl Iterator<Item = &'a Contact>,
    edits: &[Edit],
    catalogue: &Catalogue,
) -> Result<Contact> {
    let leads = |edit: &&Edit| {
        matches!(
            edit,
            Edit::Phone(..) | Edit::Set(FieldRef::Builtin(BuiltinField::Phone | BuiltinField::Email), _)
        )
    };
    let (first, rest): (Vec<&Edit>, Vec<&Edit>) = edits.iter().partition(leads);
    let mut base = survivor.clone();
    for edit in first {
        edit::apply(&mut base, edit.clone(), catalogue)?;
    }
    let mut contact = duplicates::merge(&base, std::iter::once(survivor).chain(others));
    for edit in rest {
        edit::apply(&mut contact, edit.clone(), catalogue)?;
    }
    Ok(contact)
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
