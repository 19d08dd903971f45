//! Events that go from one contact to another, when two are merged.

use super::super::Result;
use super::super::rows as contacts;
use super::super::tables::{CONTACTS, EVENTS, TOTALS};
use super::super::writing::Writing;
use super::derived;
use super::prepare::{Found, Person, prepare};
use super::rows;
use crate::model::{ContactId, EventKind, TimelineItem};
use std::collections::{BTreeSet, HashSet};

/// The events a contact gets, by their kinds.
#[derive(Debug, Default)]
pub(in crate::store) struct Adopted {
    /// Whose they become.
    to: Option<ContactId>,
    kinds: Vec<(EventKind, Vec<TimelineItem>)>,
}

/// Reads all events of contacts that will be another's. Comes before they are deleted.
pub(in crate::store) fn take_along(
    writing: &Writing,
    to: ContactId,
    from: &[ContactId],
) -> Result<Option<Adopted>> {
    let table = writing.txn().open_table(EVENTS)?;
    let mut adopted = Adopted {
        to: Some(to),
        kinds: Vec::new(),
    };
    for kind in EventKind::ALL {
        let mut items = Vec::new();
        for contact in from {
            items.extend(rows::pack(&table, *contact, kind)?.items().cloned());
        }
        if !items.is_empty() {
            adopted.kinds.push((kind, items));
        }
    }
    Ok((!adopted.kinds.is_empty()).then_some(adopted))
}

/// Gives the events to their new contacts, with everything that follows from them. An event that is there already, by its id at its
/// source, stays as it is there.
pub(in crate::store) fn adopt(writing: &mut Writing, mut all: Vec<Adopted>) -> Result<()> {
    all.sort_by_key(|adopted| adopted.to);
    for kind in EventKind::ALL {
        let mut people = Vec::new();
        for adopted in &mut all {
            let of_kind = adopted.kinds.iter().position(|(of, _)| *of == kind);
            if let (Some(to), Some(at)) = (adopted.to, of_kind) {
                let (_, items) = adopted.kinds.swap_remove(at);
                people.push(person(writing, to, kind, items)?);
            }
        }
        adopt_kind(writing, kind, people)?;
    }
    Ok(())
}

fn person(writing: &Writing, id: ContactId, kind: EventKind, mut come: Vec<TimelineItem>) -> Result<Person> {
    let txn = writing.txn();
    let Some(standing) = contacts::standing(&txn.open_table(CONTACTS)?, id)? else {
        return Ok(Person {
            id,
            found: None,
            come,
        });
    };
    let pack = rows::pack(&txn.open_table(EVENTS)?, id, kind)?;
    let key = |item: &TimelineItem| (item.source, item.event.id().to_owned());
    let mut known: HashSet<_> = pack.items().map(key).collect();
    come.retain(|item| known.insert(key(item)));
    let found = Found {
        standing,
        totals: derived::of_contact(&txn.open_table(TOTALS)?, id)?,
        pack,
    };
    Ok(Person {
        id,
        found: Some(found),
        come,
    })
}

fn adopt_kind(writing: &mut Writing, kind: EventKind, people: Vec<Person>) -> Result<()> {
    let mut people = Some(people).filter(|people| !people.is_empty());
    let prepared = prepare(kind, derived::zone(writing)?, &mut || Ok(people.take()))?;
    for piece in prepared {
        let changed = rows::write(writing.txn(), &piece.chunks.iter().collect::<Vec<_>>())?;
        rows::log(writing, &changed)?;
        derived::write(writing.txn(), &piece.fresh)?;
        for list in piece.lists.into_iter().collect::<BTreeSet<_>>() {
            writing.list_changed(list, 0);
        }
    }
    Ok(())
}
