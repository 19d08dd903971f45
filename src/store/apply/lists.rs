//! Making and editing lists. Deleting one is in [`super::bulk`].

use super::super::codec::seal_row;
use super::super::envelope::Sealed;
use super::super::tables::{LIST_STATES, LISTS};
use super::super::wire::{WireList, WireListState};
use super::super::writing::Writing;
use super::super::{Applied, Result, StoreError, catalogue};
use super::{clean_name, no_list};
use crate::model::text::fold;
use crate::model::{Author, Catalogue, ContactList, LifecycleLimits, ListId};

/// Makes a list.
pub(super) fn create(
    writing: &mut Writing,
    name: &str,
    description: &str,
    author: &Author,
) -> Result<Applied> {
    let name = free_name(&catalogue::within(writing)?, name, None)?;
    let id = ListId(writing.state.next_list);
    writing.state.next_list += 1;
    let list = ContactList {
        id,
        name,
        description: description.trim().to_owned(),
        created: author.at,
        lifecycle: None,
        contacts: 0,
        generation: 0,
    };
    let entry = writing.open_entry(author, &format!("create list {}", list.name));
    writing.put(Sealed::List, LISTS, id.0, &WireList::from(&list))?;
    let mut sealed = Vec::new();
    let empty = WireListState {
        contacts: 0,
        generation: writing.state.generation + 1,
    };
    seal_row(&mut sealed, Sealed::ListState, &id.0.to_be_bytes(), &empty)?;
    writing
        .txn()
        .open_table(LIST_STATES)?
        .insert(id.0, sealed.as_slice())?;
    Ok(Applied {
        entry: Some(entry),
        created: Some(id.0),
        contacts: 0,
    })
}

/// Edits a list.
#[expect(
    clippy::option_option,
    reason = "as in the change: leave it, take the limits off, set them"
)]
pub(super) fn edit(
    writing: &mut Writing,
    id: ListId,
    name: Option<String>,
    description: Option<String>,
    lifecycle: Option<Option<LifecycleLimits>>,
    author: &Author,
) -> Result<Applied> {
    let catalogue = catalogue::within(writing)?;
    let before = catalogue.list(id).ok_or_else(|| no_list(id))?;
    let mut list = before.clone();
    if let Some(name) = name {
        list.name = free_name(&catalogue, &name, Some(id))?;
    }
    if let Some(description) = description {
        description.trim().clone_into(&mut list.description);
    }
    if let Some(limits) = lifecycle {
        limits.map_or(Ok(()), check_limits)?;
        list.lifecycle = limits;
    }
    if list == *before {
        return Ok(Applied::default());
    }
    let entry = writing.open_entry(author, &format!("edit list {}", before.name));
    writing.put(Sealed::List, LISTS, id.0, &WireList::from(&list))?;
    writing.list_changed(id, 0);
    Ok(Applied {
        entry: Some(entry),
        ..Applied::default()
    })
}

/// `at-risk` begins where `active` ends.
pub(super) fn check_limits(limits: LifecycleLimits) -> Result<()> {
    if limits.at_risk_days < limits.active_days {
        return Err(StoreError::Invalid(format!(
            "The at-risk limit ({} days) is before the active limit ({} days).",
            limits.at_risk_days, limits.active_days
        )));
    }
    Ok(())
}

fn free_name(catalogue: &Catalogue, name: &str, own: Option<ListId>) -> Result<String> {
    let name = clean_name("list", name)?;
    if fold(&name) == fold("Everyone") {
        return Err(StoreError::Invalid(
            "“Everyone” is the view of all contacts. Choose another name for the list.".into(),
        ));
    }
    match catalogue.list_named(&name) {
        Some(other) if Some(other.id) != own => Err(StoreError::NameTaken {
            kind: "list",
            name: other.name.clone(),
        }),
        _ => Ok(name),
    }
}
