//! Making and editing one contact.

use super::super::change::{self, Changed};
use super::super::edit::{self, agree};
use super::super::tables::{CONTACTS, PERMISSIONS};
use super::super::writing::Writing;
use super::super::{Applied, Result, StoreError, catalogue, rows};
use super::no_list;
use crate::model::{Author, Catalogue, Contact, ContactId, Edit, ListId, NewContact, Profile};
use crate::phone::identity;

/// Makes a contact.
pub(super) fn add(writing: &mut Writing, new: &NewContact, author: &Author) -> Result<Applied> {
    let catalogue = catalogue::within(writing)?;
    let id = next_contact(writing)?;
    let mut contact = edit::blank(new, author.at);
    contact.id = id;
    contact.lists = joined(&new.lists, &catalogue)?;
    for one in &new.edits {
        edit::apply(&mut contact, one.clone(), &catalogue)?;
    }
    let permission = rows::permission(&writing.txn().open_table(PERMISSIONS)?, identity(contact.phone))?;
    let entry = writing.open_entry(author, &format!("add contact {}", contact.display_name()));
    writing.log.add_rows(1);
    let made = Changed {
        id,
        old: None,
        new: Some(Box::new(Profile::new(contact, permission))),
    };
    change::write(writing, vec![made])?;
    Ok(Applied {
        entry: Some(entry),
        created: Some(id.0),
        contacts: 1,
    })
}

/// Edits a contact. Edits that leave it as it is write nothing.
pub(super) fn edit(writing: &mut Writing, id: ContactId, edits: &[Edit], author: &Author) -> Result<Applied> {
    let catalogue = catalogue::within(writing)?;
    let old = {
        let (contacts, permissions) = (
            writing.txn().open_table(CONTACTS)?,
            writing.txn().open_table(PERMISSIONS)?,
        );
        rows::profile(&contacts, &permissions, id)?.ok_or_else(|| no_contact(id))?
    };
    let mut new = old.clone();
    for one in edits {
        edit::apply(&mut new.contact, one.clone(), &catalogue)?;
    }
    if new == old {
        return Ok(Applied::default());
    }
    new.contact.updated = author.at;
    edit::forget_deleted(&mut new.contact, &catalogue);
    if identity(new.contact.phone) != identity(old.contact.phone) {
        new.permission = rows::permission(
            &writing.txn().open_table(PERMISSIONS)?,
            identity(new.contact.phone),
        )?;
    }
    let entry = writing.open_entry(author, &format!("edit contact {}", old.contact.display_name()));
    writing.log.add_rows(1);
    let changed = Changed {
        id,
        old: Some(Box::new(old)),
        new: Some(Box::new(new)),
    };
    change::write(writing, vec![changed])?;
    Ok(Applied {
        entry: Some(entry),
        created: None,
        contacts: 1,
    })
}

/// Edits a contact as somebody has seen it. What others have changed in other fields stays.
pub(super) fn edit_seen(
    writing: &mut Writing,
    was: &Contact,
    edits: &[Edit],
    author: &Author,
) -> Result<Applied> {
    let Some(now) = rows::contact(&writing.txn().open_table(CONTACTS)?, was.id)? else {
        return Err(StoreError::Invalid(format!(
            "{} has been deleted meanwhile. Take that back in history (H), or add the contact anew.",
            was.display_name()
        )));
    };
    if edits.iter().all(|one| agree(one, was, &now)) {
        edit(writing, was.id, edits, author)
    } else {
        Err(StoreError::Changed(Box::new(now)))
    }
}

/// The number the next contact gets.
fn next_contact(writing: &mut Writing) -> Result<ContactId> {
    let id = ContactId(writing.state.next_contact);
    writing.state.next_contact = id
        .0
        .checked_add(1)
        .ok_or_else(|| StoreError::Invalid("A store holds four thousand million contacts at most.".into()))?;
    Ok(id)
}

fn joined(lists: &[ListId], catalogue: &Catalogue) -> Result<Vec<ListId>> {
    let mut lists = lists.to_vec();
    lists.sort_unstable();
    lists.dedup();
    match lists.iter().find(|list| catalogue.list(**list).is_none()) {
        Some(missing) => Err(no_list(*missing)),
        None => Ok(lists),
    }
}

fn no_contact(id: ContactId) -> StoreError {
    StoreError::NotFound {
        kind: "contact",
        name: format!(":{}", id.0),
    }
}
