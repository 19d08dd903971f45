//! One change made to many contacts: to those that are named, or to all that answer a query but for some.

use super::super::edit;
use super::super::evaluate::evaluate;
use super::super::redb::Redb;
use super::super::writing::Writing;
use super::super::{Applied, Cancel, Each, Progress, Result, Selection, StoreError, catalogue};
use super::bulk::{Bulk, Work};
use super::list_of;
use super::membership::{join, leave, name_of, people};
use super::segments::segment_of;
use crate::model::text::fold;
use crate::model::{
    Author, BuiltinField, Catalogue, Contact, ContactId, Edit, FieldRef, Instant, NewContact, NumberState,
    Pin, Profile, SegmentId, Side, Value,
};
use crate::phone::E164;
use std::sync::Arc;

/// Makes it. A query is answered once, at the beginning.
pub(super) fn change(
    store: &Redb,
    whom: Selection,
    each: Each,
    author: &Author,
    progress: &mut dyn Progress,
) -> Result<Applied> {
    let contacts = contacts(store, whom)?;
    let catalogue = catalogue::current(store)?;
    let what = said(store, &each, contacts.len(), &catalogue)?;
    let mut bulk = Bulk::new(store, author, what);
    let work = Change {
        each,
        catalogue,
        by: author.name.clone(),
        at: author.at,
    };
    bulk.pass(contacts, &work, progress)?;
    Ok(bulk.applied())
}

pub(super) fn contacts(store: &Redb, whom: Selection) -> Result<Vec<ContactId>> {
    match whom {
        Selection::Those(contacts) => Ok(contacts),
        Selection::AllBut {
            scope,
            query,
            mut except,
        } => {
            except.sort_unstable();
            store.read(|txn| {
                let mask = evaluate(txn, scope, &query, &Cancel::default())?;
                let stays = |contact: &ContactId| except.binary_search(contact).is_err();
                Ok(mask.iter().filter(stays).collect())
            })
        }
    }
}

/// One line for history.
fn said(store: &Redb, each: &Each, contacts: usize, catalogue: &Catalogue) -> Result<String> {
    let people = people(contacts);
    Ok(match each {
        Each::Edit(edits) => match edits.as_slice() {
            [Edit::Unite(field, members)] => {
                format!(
                    "add {} to {} of {people}",
                    members.join(", "),
                    label(*field, catalogue)
                )
            }
            [Edit::Set(field, _)] => format!("set {} of {people}", label(*field, catalogue)),
            _ => format!("edit {people}"),
        },
        Each::TakeOut(field, members) => {
            format!(
                "take {} out of {} of {people}",
                members.join(", "),
                label(*field, catalogue)
            )
        }
        Each::Join(list) => format!("add {people} to {}", name_of(store, *list)?),
        Each::Leave(list) => format!("remove {people} from {}", name_of(store, *list)?),
        Each::Move { from, to } => format!(
            "move {people} from {} to {}",
            name_of(store, *from)?,
            name_of(store, *to)?
        ),
        Each::Pin(segment, side) => {
            let segment = segment_of(catalogue, *segment)?;
            match side {
                Some(Side::In) => format!("pin {people} in segment {}", segment.name),
                Some(Side::Out) => format!("pin {people} out of segment {}", segment.name),
                None => format!("unpin {people} of segment {}", segment.name),
            }
        }
        Each::Delete => format!("delete {people}"),
    })
}

fn label(field: FieldRef, catalogue: &Catalogue) -> String {
    match field {
        FieldRef::Builtin(field) => field.label().to_owned(),
        FieldRef::Custom(id) => catalogue
            .field(id)
            .map_or_else(String::new, |field| field.label.clone()),
    }
}

struct Change {
    each: Each,
    catalogue: Arc<Catalogue>,
    by: String,
    at: Instant,
}

impl Work for Change {
    /// Whatever would be refused of one contact is refused of all, before any is touched.
    fn check(&self, writing: &Writing) -> Result<()> {
        match &self.each {
            Each::Edit(edits) => {
                let catalogue = catalogue::within(writing)?;
                let mut anybody = anybody(self.at);
                for one in edits {
                    if matches!(
                        one,
                        Edit::Phone(..) | Edit::Set(FieldRef::Builtin(BuiltinField::Phone), _)
                    ) {
                        return Err(StoreError::Invalid(
                            "Each contact has a number of its own: edit them one by one.".into(),
                        ));
                    }
                    edit::apply(&mut anybody, one.clone(), &catalogue)?;
                }
                Ok(())
            }
            Each::TakeOut(field, _) => {
                let catalogue = catalogue::within(writing)?;
                edit::apply(&mut anybody(self.at), Edit::Unite(*field, Vec::new()), &catalogue)
            }
            Each::Join(list) | Each::Move { to: list, .. } => list_of(writing, *list).map(|_| ()),
            Each::Pin(segment, _) => segment_of(&catalogue::within(writing)?, *segment).map(|_| ()),
            Each::Leave(_) | Each::Delete => Ok(()),
        }
    }

    fn change(&self, profile: &mut Profile) -> Result<bool> {
        let contact = &mut profile.contact;
        let before = contact.clone();
        match &self.each {
            Each::Delete => return Ok(false),
            Each::Pin(segment, side) => {
                let scope = segment_of(&self.catalogue, *segment)?.scope;
                if scope.list().is_none_or(|list| contact.lists.contains(&list)) {
                    pin(contact, *segment, *side, &self.by, self.at);
                }
                return Ok(true);
            }
            Each::Edit(edits) => {
                for one in edits {
                    edit::apply(contact, one.clone(), &self.catalogue)?;
                }
            }
            Each::TakeOut(field, members) => take_out(contact, *field, members, &self.catalogue)?,
            Each::Join(list) => {
                join(&mut contact.lists, *list);
            }
            Each::Leave(list) => {
                leave(&mut contact.lists, *list);
            }
            Each::Move { from, to } => {
                if leave(&mut contact.lists, *from) {
                    join(&mut contact.lists, *to);
                }
            }
        }
        if *contact != before {
            contact.updated = self.at;
            edit::forget_deleted(contact, &self.catalogue);
        }
        Ok(true)
    }
}

/// Pins a contact, or takes its pin away. That is no edit of the contact: `updated` stays.
pub(super) fn pin(contact: &mut Contact, segment: SegmentId, side: Option<Side>, by: &str, at: Instant) {
    let pin = side.map(|side| Pin {
        segment,
        side,
        by: by.to_owned(),
        at,
    });
    contact.set_pin(segment, pin);
}

/// Takes members out of a set, compared as people compare.
fn take_out(contact: &mut Contact, field: FieldRef, members: &[String], catalogue: &Catalogue) -> Result<()> {
    let gone: Vec<String> = members.iter().map(|member| fold(member)).collect();
    let kept = |there: &[String]| -> Vec<String> {
        let stays = |member: &&String| !gone.contains(&fold(member));
        there.iter().filter(stays).cloned().collect()
    };
    let rest = match field {
        FieldRef::Builtin(BuiltinField::Tags) => kept(&contact.tags),
        FieldRef::Builtin(BuiltinField::Interests) => kept(&contact.interests),
        FieldRef::Builtin(BuiltinField::OtherEmails) => kept(&contact.other_emails),
        FieldRef::Custom(id) => match contact.custom_value(id) {
            Some(Value::Set(there)) => kept(there),
            _ => return Ok(()),
        },
        FieldRef::Builtin(_) => return Ok(()),
    };
    edit::apply(contact, Edit::Set(field, Some(Value::Set(rest))), catalogue)
}

/// A contact to try edits on.
fn anybody(at: Instant) -> Contact {
    let new = NewContact {
        phone: E164::from_digits(0),
        number_state: NumberState::Valid,
        lists: Vec::new(),
        edits: Vec::new(),
    };
    edit::blank(&new, at)
}
