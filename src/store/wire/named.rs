//! The rows of what has a name: lists, segments, fields.

use super::super::codec::{BorrowDecode, Encode};
use super::{owned, texts};
use crate::model::{
    ContactList, FieldDef, FieldId, FieldType, Instant, LifecycleLimits, ListId, Scope, Segment, SegmentId,
};

/// A list; how many are in it stands apart ([`super::WireListState`]), because it changes with every import.
#[derive(Encode, BorrowDecode)]
pub(in crate::store) struct WireList<'a> {
    name: &'a str,
    description: &'a str,
    created: i64,
    lifecycle: Option<(u32, u32)>,
}

impl<'a> From<&'a ContactList> for WireList<'a> {
    fn from(list: &'a ContactList) -> Self {
        Self {
            name: &list.name,
            description: &list.description,
            created: list.created.0,
            lifecycle: list
                .lifecycle
                .map(|limits| (limits.active_days, limits.at_risk_days)),
        }
    }
}

impl WireList<'_> {
    /// The list with its count and its generation.
    pub(in crate::store) fn read(self, id: ListId, contacts: u64, generation: u64) -> ContactList {
        ContactList {
            id,
            name: self.name.to_owned(),
            description: self.description.to_owned(),
            created: Instant(self.created),
            lifecycle: self.lifecycle.map(|(active_days, at_risk_days)| LifecycleLimits {
                active_days,
                at_risk_days,
            }),
            contacts,
            generation,
        }
    }
}

/// A segment.
#[derive(Encode, BorrowDecode)]
pub(in crate::store) struct WireSegment<'a> {
    list: Option<u32>,
    name: &'a str,
    criteria: &'a str,
    created: i64,
    updated: i64,
}

impl<'a> From<&'a Segment> for WireSegment<'a> {
    fn from(segment: &'a Segment) -> Self {
        Self {
            list: segment.scope.list().map(|list| list.0),
            name: &segment.name,
            criteria: &segment.criteria,
            created: segment.created.0,
            updated: segment.updated.0,
        }
    }
}

impl WireSegment<'_> {
    /// The segment.
    pub(in crate::store) fn read(self, id: SegmentId) -> Segment {
        Segment {
            id,
            scope: self
                .list
                .map_or(Scope::Everyone, |list| Scope::List(ListId(list))),
            name: self.name.to_owned(),
            criteria: self.criteria.to_owned(),
            created: Instant(self.created),
            updated: Instant(self.updated),
        }
    }
}

/// A custom field.
#[derive(Encode, BorrowDecode)]
pub(in crate::store) struct WireField<'a> {
    key: &'a str,
    label: &'a str,
    kind: u8,
    options: Vec<&'a str>,
    place: u32,
}

/// A type as it is written: its number, and the options of a choice.
pub(in crate::store) fn kind_written(kind: &FieldType) -> (u8, &[String]) {
    match kind {
        FieldType::Text => (0, &[]),
        FieldType::Number => (1, &[]),
        FieldType::Money => (2, &[]),
        FieldType::Date => (3, &[]),
        FieldType::YesNo => (4, &[]),
        FieldType::Choice(options) => (5, options),
        FieldType::Set => (6, &[]),
    }
}

/// The type of a number; None where it is unknown.
pub(in crate::store) fn kind_read(kind: u8, options: Vec<String>) -> Option<FieldType> {
    Some(match kind {
        0 => FieldType::Text,
        1 => FieldType::Number,
        2 => FieldType::Money,
        3 => FieldType::Date,
        4 => FieldType::YesNo,
        5 => FieldType::Choice(options),
        6 => FieldType::Set,
        _ => return None,
    })
}

impl<'a> From<&'a FieldDef> for WireField<'a> {
    fn from(field: &'a FieldDef) -> Self {
        let (kind, options) = kind_written(&field.kind);
        Self {
            key: &field.key,
            label: &field.label,
            kind,
            options: texts(options),
            place: field.place,
        }
    }
}

impl WireField<'_> {
    /// The field; None where its type is unknown.
    pub(in crate::store) fn read(self, id: FieldId) -> Option<FieldDef> {
        Some(FieldDef {
            id,
            key: self.key.to_owned(),
            label: self.label.to_owned(),
            kind: kind_read(self.kind, owned(self.options))?,
            place: self.place,
        })
    }
}
