//! Who is in which list: adding, removing, deleting contacts, and deleting a list.

use super::super::envelope::Sealed;
use super::super::evaluate::evaluate;
use super::super::redb::Redb;
use super::super::rows::People;
use super::super::tables::{LIST_STATES, LISTS, SEGMENTS};
use super::super::writing::Writing;
use super::super::{Applied, Cancel, Progress, Result, StoreError, catalogue};
use super::bulk::{Bulk, Work};
use super::uses::{self, Used};
use super::{list_of, no_list, segments};
use crate::criteria::query::Query;
use crate::model::{Author, Catalogue, ContactId, Instant, ListId, Profile, Scope, Segment};

/// Puts contacts into a list.
pub(super) fn add(
    store: &Redb,
    contacts: Vec<ContactId>,
    list: ListId,
    author: &Author,
    progress: &mut dyn Progress,
) -> Result<Applied> {
    let what = format!("add {} to {}", people(contacts.len()), name_of(store, list)?);
    let mut bulk = Bulk::new(store, author, what);
    bulk.pass(contacts, &Join { list, at: author.at }, progress)?;
    Ok(bulk.applied())
}

/// Takes contacts out of a list.
pub(super) fn remove(
    store: &Redb,
    contacts: Vec<ContactId>,
    list: ListId,
    author: &Author,
    progress: &mut dyn Progress,
) -> Result<Applied> {
    let what = format!("remove {} from {}", people(contacts.len()), name_of(store, list)?);
    let mut bulk = Bulk::new(store, author, what);
    bulk.pass(contacts, &Leave { list, at: author.at }, progress)?;
    Ok(bulk.applied())
}

/// Deletes contacts. What is known about their numbers' permission stays.
pub(super) fn delete(
    store: &Redb,
    contacts: Vec<ContactId>,
    author: &Author,
    progress: &mut dyn Progress,
) -> Result<Applied> {
    let what = match contacts.as_slice() {
        [one] => match store.read(|txn| People::open(txn)?.profile(*one))? {
            Some(profile) => format!("delete contact {}", profile.contact.display_name()),
            None => return Ok(Applied::default()),
        },
        many => format!("delete {}", people(many.len())),
    };
    let mut bulk = Bulk::new(store, author, what);
    bulk.pass(contacts, &Delete, progress)?;
    Ok(bulk.applied())
}

/// Deletes a list with its segments, and the contacts that are in no other list, unless they move to one.
pub(super) fn delete_list(
    store: &Redb,
    list: ListId,
    move_to: Option<ListId>,
    author: &Author,
    progress: &mut dyn Progress,
) -> Result<Applied> {
    let name = name_of(store, list)?;
    if move_to == Some(list) {
        return Err(StoreError::Invalid(format!(
            "“{name}” cannot move to itself. Choose another list."
        )));
    }
    let work = DropList {
        list,
        move_to,
        segments: Segments::Go,
        at: author.at,
    };
    drop_list(store, &work, (author, format!("delete list {name}")), progress)
}

/// Deletes a list whose contacts and segments go to another one.
pub(super) fn merge_list(
    store: &Redb,
    list: ListId,
    into: ListId,
    author: &Author,
    progress: &mut dyn Progress,
) -> Result<Applied> {
    let (name, other) = (name_of(store, list)?, name_of(store, into)?);
    if into == list {
        return Err(StoreError::Invalid(format!(
            "“{name}” cannot be merged with itself. Choose another list."
        )));
    }
    let work = DropList {
        list,
        move_to: Some(into),
        segments: Segments::Follow(into),
        at: author.at,
    };
    drop_list(
        store,
        &work,
        (author, format!("merge list {name} into {other}")),
        progress,
    )
}

fn drop_list(
    store: &Redb,
    work: &DropList,
    (author, what): (&Author, String),
    progress: &mut dyn Progress,
) -> Result<Applied> {
    let mut bulk = Bulk::new(store, author, what);
    // Another process may put contacts into the list meanwhile: then there is another pass.
    while !bulk.pass(members(store, work.list)?, work, progress)? {}
    Ok(bulk.applied())
}

struct Join {
    list: ListId,
    at: Instant,
}

impl Work for Join {
    fn check(&self, writing: &Writing) -> Result<()> {
        list_of(writing, self.list).map(|_| ())
    }

    fn change(&self, profile: &mut Profile) -> Result<bool> {
        if join(&mut profile.contact.lists, self.list) {
            profile.contact.updated = self.at;
        }
        Ok(true)
    }
}

struct Leave {
    list: ListId,
    at: Instant,
}

impl Work for Leave {
    fn change(&self, profile: &mut Profile) -> Result<bool> {
        if leave(&mut profile.contact.lists, self.list) {
            profile.contact.updated = self.at;
        }
        Ok(true)
    }
}

struct Delete;

impl Work for Delete {
    fn change(&self, _profile: &mut Profile) -> Result<bool> {
        Ok(false)
    }
}

/// What becomes of the segments of a list that goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Segments {
    /// They go too.
    Go,
    /// They are another list's from then on.
    Follow(ListId),
}

struct DropList {
    list: ListId,
    move_to: Option<ListId>,
    segments: Segments,
    at: Instant,
}

impl Work for DropList {
    fn check(&self, writing: &Writing) -> Result<()> {
        if let Some(target) = self.move_to {
            list_of(writing, target)?;
        }
        let catalogue = catalogue::within(writing)?;
        match self.segments {
            Segments::Go => refuse_used(&catalogue, self.list),
            Segments::Follow(_) => refuse_asked(&catalogue, self.list),
        }
    }

    fn change(&self, profile: &mut Profile) -> Result<bool> {
        let lists = &mut profile.contact.lists;
        if !leave(lists, self.list) {
            return Ok(true);
        }
        if let Some(target) = self.move_to {
            join(lists, target);
        }
        let stays = !lists.is_empty();
        profile.contact.updated = self.at;
        Ok(stays)
    }

    fn finish(&self, writing: &mut Writing) -> Result<bool> {
        if writing.list_count(self.list)? > 0 {
            return Ok(false);
        }
        let before = catalogue::within(writing)?;
        for segment in before.segments_of(Scope::List(self.list)) {
            match self.segments {
                Segments::Go => writing.remove(Sealed::Segment, SEGMENTS, segment.id.0)?,
                Segments::Follow(into) => {
                    // What has moved already has its name there.
                    let now = catalogue::within(writing)?;
                    let name = segments::name_in(&now, Scope::List(into), segment)?;
                    let moved = Segment {
                        scope: Scope::List(into),
                        name,
                        updated: self.at,
                        ..segment.clone()
                    };
                    segments::put(writing, &moved)?;
                }
            }
        }
        writing.remove(Sealed::List, LISTS, self.list.0)?;
        writing.txn().open_table(LIST_STATES)?.remove(self.list.0)?;
        Ok(true)
    }
}

/// A list goes with its segments, so neither may be used by a segment that stays.
fn refuse_used(catalogue: &Catalogue, list: ListId) -> Result<()> {
    let name = catalogue.list(list).ok_or_else(|| no_list(list))?.name.clone();
    let stays = |segment: &Segment| segment.scope != Scope::List(list);
    if let Some(by) = uses::first_user(catalogue, &[Used::List(list)], stays) {
        return Err(StoreError::InUse {
            what: format!("The list “{name}”"),
            by,
        });
    }
    for segment in catalogue.segments_of(Scope::List(list)) {
        if let Some(by) = uses::first_user(catalogue, &[Used::Segment(segment.id)], stays) {
            return Err(StoreError::InUse {
                what: format!(
                    "The segment “{}”, which would go with the list “{name}”,",
                    segment.name
                ),
                by,
            });
        }
    }
    Ok(())
}

/// A list whose segments stay must not be asked for by any segment, its own too.
fn refuse_asked(catalogue: &Catalogue, list: ListId) -> Result<()> {
    let name = &catalogue.list(list).ok_or_else(|| no_list(list))?.name;
    uses::first_user(catalogue, &[Used::List(list)], |_| true).map_or(Ok(()), |by| {
        Err(StoreError::InUse {
            what: format!("The list “{name}”"),
            by,
        })
    })
}

/// Adds a list to a contact's, in order. False where it is in it already.
pub(super) fn join(lists: &mut Vec<ListId>, list: ListId) -> bool {
    match lists.binary_search(&list) {
        Ok(_) => false,
        Err(place) => {
            lists.insert(place, list);
            true
        }
    }
}

/// Takes a list out of a contact's. False where it is not in it.
pub(super) fn leave(lists: &mut Vec<ListId>, list: ListId) -> bool {
    let place = lists.binary_search(&list);
    if let Ok(place) = place {
        lists.remove(place);
    }
    place.is_ok()
}

fn members(store: &Redb, list: ListId) -> Result<Vec<ContactId>> {
    store.read(|txn| {
        let mask = evaluate(txn, Scope::List(list), &Query::All, &Cancel::default())?;
        Ok(mask.iter().collect())
    })
}

pub(super) fn name_of(store: &Redb, list: ListId) -> Result<String> {
    let catalogue = catalogue::current(store)?;
    Ok(catalogue.list(list).ok_or_else(|| no_list(list))?.name.clone())
}

pub(super) fn people(count: usize) -> String {
    match count {
        1 => "1 contact".to_owned(),
        many => format!("{many} contacts"),
    }
}
