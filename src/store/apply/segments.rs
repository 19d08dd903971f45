//! Saving, editing and deleting segments.

use super::super::envelope::Sealed;
use super::super::tables::SEGMENTS;
use super::super::wire::WireSegment;
use super::super::writing::Writing;
use super::super::{Applied, Result, StoreError, catalogue};
use super::uses::{self, Used};
use super::{clean_name, list_of};
use crate::criteria::{Criteria, from_stored};
use crate::model::{Author, Catalogue, Instant, Scope, Segment, SegmentId};

/// Saves a new segment.
pub(super) fn create(
    writing: &mut Writing,
    scope: Scope,
    name: &str,
    criteria: String,
    author: &Author,
) -> Result<Applied> {
    let entry = writing.open_entry(author, &format!("create segment {}", name.trim()));
    let id = make(writing, scope, name, criteria, author.at)?;
    Ok(Applied {
        entry: Some(entry),
        created: Some(id.0),
        contacts: 0,
    })
}

/// Puts a new segment among the others.
pub(super) fn make(
    writing: &mut Writing,
    scope: Scope,
    name: &str,
    criteria: String,
    at: Instant,
) -> Result<SegmentId> {
    if let Scope::List(list) = scope {
        list_of(writing, list)?;
    }
    let catalogue = catalogue::within(writing)?;
    let name = free_name(&catalogue, scope, name, None)?;
    readable(&criteria, &catalogue, scope)?;
    let id = SegmentId(writing.state.next_segment);
    writing.state.next_segment += 1;
    let segment = Segment {
        id,
        scope,
        name,
        criteria,
        created: at,
        updated: at,
    };
    put(writing, &segment)?;
    Ok(id)
}

/// Edits a segment.
pub(super) fn edit(
    writing: &mut Writing,
    id: SegmentId,
    name: Option<String>,
    criteria: Option<String>,
    author: &Author,
) -> Result<Applied> {
    let catalogue = catalogue::within(writing)?;
    let before = segment_of(&catalogue, id)?;
    let mut segment = before.clone();
    if let Some(name) = name {
        segment.name = free_name(&catalogue, segment.scope, &name, Some(id))?;
    }
    if let Some(criteria) = criteria {
        if readable(&criteria, &catalogue, segment.scope)?.uses_segment(id, &catalogue) {
            return Err(StoreError::Invalid(format!(
                "The segment “{}” would ask for itself. Take `in segment` out of its criteria.",
                segment.name
            )));
        }
        segment.criteria = criteria;
    }
    if segment == *before {
        return Ok(Applied::default());
    }
    segment.updated = author.at;
    let entry = writing.open_entry(author, &format!("edit segment {}", before.name));
    put(writing, &segment)?;
    Ok(Applied {
        entry: Some(entry),
        ..Applied::default()
    })
}

/// Deletes a segment that no other one uses.
pub(super) fn delete(writing: &mut Writing, id: SegmentId, author: &Author) -> Result<Applied> {
    let catalogue = catalogue::within(writing)?;
    let segment = segment_of(&catalogue, id)?;
    if let Some(user) = uses::first_user(&catalogue, &[Used::Segment(id)], |other| other.id != id) {
        return Err(StoreError::InUse {
            what: format!("The segment “{}”", segment.name),
            by: user,
        });
    }
    let entry = writing.open_entry(author, &format!("delete segment {}", segment.name));
    writing.remove(Sealed::Segment, SEGMENTS, id.0)?;
    view_changed(writing, segment.scope);
    Ok(Applied {
        entry: Some(entry),
        ..Applied::default()
    })
}

/// What is saved can be read again.
fn readable(criteria: &str, catalogue: &Catalogue, scope: Scope) -> Result<Criteria> {
    from_stored(criteria, catalogue, scope).map_err(|error| StoreError::Invalid(error.to_string()))
}

pub(super) fn put(writing: &mut Writing, segment: &Segment) -> Result<()> {
    writing.put(
        Sealed::Segment,
        SEGMENTS,
        segment.id.0,
        &WireSegment::from(segment),
    )?;
    view_changed(writing, segment.scope);
    Ok(())
}

/// The name that a segment gets in another list: its own, or that with its old list's name behind it where it is taken.
pub(super) fn name_in(catalogue: &Catalogue, scope: Scope, segment: &Segment) -> Result<String> {
    let from = catalogue.scope_name(segment.scope);
    let second = std::iter::once(format!("{} ({from})", segment.name));
    let others = (2..).map(|number| format!("{} ({from} {number})", segment.name));
    let free = |name: &String| catalogue.segment_named(scope, name).is_none();
    let names = std::iter::once(segment.name.clone()).chain(second).chain(others);
    let name = names
        .take(1_000)
        .find(free)
        .unwrap_or_else(|| segment.name.clone());
    clean_name("segment", &name)
}

fn view_changed(writing: &mut Writing, scope: Scope) {
    if let Scope::List(list) = scope {
        writing.list_changed(list, 0);
    }
}

pub(super) fn segment_of(catalogue: &Catalogue, id: SegmentId) -> Result<&Segment> {
    catalogue.segment(id).ok_or_else(|| StoreError::NotFound {
        kind: "segment",
        name: format!("#{}", id.0),
    })
}

fn free_name(catalogue: &Catalogue, scope: Scope, name: &str, own: Option<SegmentId>) -> Result<String> {
    let name = clean_name("segment", name)?;
    match catalogue.segment_named(scope, &name) {
        Some(other) if Some(other.id) != own => Err(StoreError::NameTaken {
            kind: "segment",
            name: other.name.clone(),
        }),
        _ => Ok(name),
    }
}
