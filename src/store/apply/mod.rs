//! Changes, one file for each family. Each is one transaction; those that may touch very many contacts go in batches
//! ([`bulk`]), with the lock free between them.

mod bulk;
mod contacts;
mod decide;
mod fields;
mod lists;
mod many;
mod membership;
mod merge;
mod permission;
mod pick;
mod retype;
mod segments;
pub(super) mod uses;

use super::redb::Redb;
use super::writing::Writing;
use super::{Applied, Change, Progress, Result, StoreError, catalogue};
use crate::model::{Author, ListId};

/// Makes one change.
pub(super) fn apply(
    store: &Redb,
    change: Change,
    author: &Author,
    progress: &mut dyn Progress,
) -> Result<Applied> {
    match change {
        Change::MergeList { list, into } => membership::merge_list(store, list, into, author, progress),
        Change::DeleteList { list, move_to } => {
            membership::delete_list(store, list, move_to, author, progress)
        }
        Change::AddToList { contacts, list } => membership::add(store, contacts, list, author, progress),
        Change::RemoveFromList { contacts, list } => {
            membership::remove(store, contacts, list, author, progress)
        }
        Change::DeleteContacts { contacts } => membership::delete(store, contacts, author, progress),
        Change::Merge { groups, edits } => merge::merge(store, &groups, &edits, author, progress),
        Change::ChangeField { field, kind } => retype::change(store, field, kind, author, progress),
        Change::CreatePinned(made) => pick::create(store, *made, author, progress),
        Change::Many { whom, each } => many::change(store, whom, each, author, progress),
        short => store.write(|writing| at_once(writing, short, author)),
    }
}

fn at_once(writing: &mut Writing, change: Change, author: &Author) -> Result<Applied> {
    match change {
        Change::CreateList { name, description } => lists::create(writing, &name, &description, author),
        Change::EditList {
            list,
            name,
            description,
            lifecycle,
        } => lists::edit(writing, list, name, description, lifecycle, author),
        Change::CreateSegment {
            scope,
            name,
            criteria,
        } => segments::create(writing, scope, &name, criteria, author),
        Change::EditSegment {
            segment,
            name,
            criteria,
        } => segments::edit(writing, segment, name, criteria, author),
        Change::DeleteSegment { segment } => segments::delete(writing, segment, author),
        Change::AddField { label, kind } => fields::add(writing, &label, kind, author),
        Change::RenameField { field, label } => fields::rename(writing, field, &label, author),
        Change::MoveField { field, to } => fields::move_to(writing, field, to, author),
        Change::DeleteField { field } => fields::delete(writing, field, author),
        Change::Settings(settings) => fields::settings(writing, &settings, author),
        Change::AddContact(new) => contacts::add(writing, &new, author),
        Change::EditContact { contact, edits } => contacts::edit(writing, contact, &edits, author),
        Change::EditSeen { was, edits } => contacts::edit_seen(writing, &was, &edits, author),
        Change::KeepApart { one, other } => decide::keep_apart(writing, one, other, author),
        Change::Withdraw { decision } => decide::withdraw(writing, decision, author),
        Change::OptOut { number, reason } => permission::opt_out(writing, number, &reason, author),
        Change::OptIn { number, source } => permission::opt_in(writing, number, &source, author),
        Change::DeleteList { .. }
        | Change::MergeList { .. }
        | Change::AddToList { .. }
        | Change::RemoveFromList { .. }
        | Change::DeleteContacts { .. }
        | Change::Merge { .. }
        | Change::CreatePinned(_)
        | Change::ChangeField { .. }
        | Change::Many { .. } => Err(StoreError::Invalid("This change goes in batches.".into())),
    }
}

/// A name as it is stored: trimmed, and not empty.
fn clean_name(kind: &'static str, name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() {
        return Err(StoreError::Invalid(format!("A {kind} needs a name.")));
    }
    if name.chars().any(char::is_control) {
        return Err(StoreError::Invalid(format!(
            "The name of a {kind} is one line of text."
        )));
    }
    Ok(name.to_owned())
}

/// The list, or the error that there is none.
fn list_of(writing: &Writing, list: ListId) -> Result<crate::model::ContactList> {
    let catalogue = catalogue::within(writing)?;
    catalogue.list(list).cloned().ok_or_else(|| no_list(list))
}

fn no_list(list: ListId) -> StoreError {
    StoreError::NotFound {
        kind: "list",
        name: format!("#{}", list.0),
    }
}
