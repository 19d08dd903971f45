//! Who uses what: a segment's criteria may name fields, other segments and lists, and what is named cannot go.

use crate::criteria::from_stored;
use crate::model::{Catalogue, FieldId, FieldRef, ListId, Segment, SegmentId};

/// What may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Used {
    Field(FieldId),
    Segment(SegmentId),
    List(ListId),
}

/// The first segment, of those that count, that uses any of these; as people name it. A segment whose criteria can no
/// longer be read uses nothing.
pub(in crate::store) fn first_user(
    catalogue: &Catalogue,
    used: &[Used],
    counts: impl Fn(&Segment) -> bool,
) -> Option<String> {
    let user = catalogue
        .segments
        .iter()
        .filter(|segment| counts(segment))
        .find(|segment| {
            let Ok(criteria) = from_stored(&segment.criteria, catalogue, segment.scope) else {
                return false;
            };
            let names = criteria.references();
            used.iter().any(|one| match one {
                Used::Field(field) => names.fields.contains(&FieldRef::Custom(*field)),
                Used::Segment(segment) => names.segments.contains(segment),
                Used::List(list) => names.lists.contains(list),
            })
        })?;
    Some(format!(
        "the segment “{}” of {}",
        user.name,
        catalogue.scope_name(user.scope)
    ))
}
