//! Names of fields, properties, segments and lists become what they stand for.

use super::super::checked::Subject;
use super::super::error::{CriteriaError, ErrorKind, in_backquotes, nearest};
use super::super::tree::{Name, Operand, Place};
use super::{Checker, Spelling};
use crate::model::text::fold;
use crate::model::{BuiltinField, FieldId, FieldRef, FieldType, ListId, Scope, SegmentId};

impl Checker<'_> {
    /// What a name stands for, with its type.
    pub(super) fn subject(&self, name: &Name) -> Result<(Subject, FieldType), CriteriaError> {
        if let Some(event) = self.event {
            let property = event.property(name.text()).ok_or_else(|| {
                let known = event.properties().iter().map(|property| property.word());
                let message = format!(
                    "the {} have no property {}",
                    event.word(),
                    in_backquotes(name.text())
                );
                unknown(name.place, message).suggest(nearest(name.text(), known).map(ToOwned::to_owned))
            })?;
            return Ok((Subject::Property(event, property), property.kind()));
        }
        let field = match self.spelling {
            Spelling::Names => self.catalogue.field_named(name.text()),
            Spelling::Ids => self.stored_field(name)?,
        };
        let field = field.ok_or_else(|| self.unknown_field(name))?;
        let kind = kind_of(field, self.catalogue).ok_or_else(|| self.unknown_field(name))?;
        Ok((Subject::Field(field), kind))
    }

    fn stored_field(&self, name: &Name) -> Result<Option<FieldRef>, CriteriaError> {
        let Some(id) = stored_id(name.text()).map(FieldId) else {
            return Ok(FieldRef::builtin(name.text()));
        };
        match self.catalogue.field(id) {
            Some(field) => Ok(Some(FieldRef::Custom(field.id))),
            None => Err(gone(name.place, "a field that has been deleted")),
        }
    }

    fn unknown_field(&self, name: &Name) -> CriteriaError {
        let message = format!("no field is called {}", in_backquotes(name.text()));
        let builtin = BuiltinField::ALL
            .iter()
            .map(|field| (field.name(), field.label()));
        let custom = self
            .catalogue
            .fields
            .iter()
            .map(|field| (field.key.as_str(), field.label.as_str()));
        let known: Vec<(&str, &str)> = builtin.chain(custom).collect();
        let keys = known.iter().map(|(key, _)| *key);
        let near = nearest(name.text(), keys).or_else(|| {
            let wanted = name.text().replace('_', " ");
            let label = nearest(&wanted, known.iter().map(|(_, label)| *label))?;
            known.iter().find(|(_, one)| *one == label).map(|(key, _)| *key)
        });
        unknown(name.place, message).suggest(near.map(ToOwned::to_owned))
    }

    /// A segment of this scope by its name, or one of another scope as `List/Segment`.
    pub(super) fn segment(&self, name: &Operand) -> Result<SegmentId, CriteriaError> {
        let text = named(name, "a segment")?;
        if self.spelling == Spelling::Ids {
            let id = stored_id(text).map(SegmentId);
            let found = id.and_then(|id| self.catalogue.segment(id));
            return found
                .map(|segment| segment.id)
                .ok_or_else(|| gone(name.place, "a segment that has been deleted"));
        }
        let own = self.catalogue.segment_named(self.scope, text);
        let found = own.or_else(|| {
            text.match_indices('/').find_map(|(at, _)| {
                let scope = self.scope_named(text.get(..at)?)?;
                self.catalogue.segment_named(scope, text.get(at + 1..)?)
            })
        });
        found
            .map(|segment| segment.id)
            .ok_or_else(|| self.unknown_segment(text, name.place))
    }

    fn scope_named(&self, name: &str) -> Option<Scope> {
        if let Some(list) = self.catalogue.list_named(name) {
            return Some(Scope::List(list.id));
        }
        (fold(name) == fold(self.catalogue.scope_name(Scope::Everyone))).then_some(Scope::Everyone)
    }

    fn unknown_segment(&self, text: &str, place: Place) -> CriteriaError {
        let scope = self.catalogue.scope_name(self.scope);
        let message = format!("{scope} has no segment called {}", in_backquotes(text));
        let elsewhere = self
            .catalogue
            .segments
            .iter()
            .find(|segment| fold(&segment.name) == fold(text));
        let near = match elsewhere {
            Some(segment) => Some(qualified(self.catalogue.scope_name(segment.scope), &segment.name)),
            None => nearest(
                text,
                self.catalogue
                    .segments_of(self.scope)
                    .map(|segment| segment.name.as_str()),
            )
            .map(ToOwned::to_owned),
        };
        unknown(place, message).suggest(near.map(|near| Operand::of(&near).to_string()))
    }

    /// A list by its name.
    pub(super) fn list(&self, name: &Operand) -> Result<ListId, CriteriaError> {
        let text = named(name, "a list")?;
        if self.spelling == Spelling::Ids {
            let found = stored_id(text).and_then(|id| self.catalogue.list(ListId(id)));
            return found
                .map(|list| list.id)
                .ok_or_else(|| gone(name.place, "a list that has been deleted"));
        }
        self.catalogue
            .list_named(text)
            .map(|list| list.id)
            .ok_or_else(|| {
                let message = format!("no list is called {}", in_backquotes(text));
                let near = nearest(text, self.catalogue.lists.iter().map(|list| list.name.as_str()));
                unknown(name.place, message).suggest(near.map(|near| Operand::of(near).to_string()))
            })
    }
}

/// The name of a campaign.
pub(super) fn campaign(name: &Operand) -> Result<String, CriteriaError> {
    let text = named(name, "a campaign")?;
    if fold(text).is_empty() {
        return Err(CriteriaError::value(name.place, "a campaign has a name"));
    }
    Ok(text.to_owned())
}

/// A segment of another scope, as it is written.
pub(in super::super) fn qualified(scope: &str, segment: &str) -> String {
    format!("{scope}/{segment}")
}

/// The type of a field; None for a custom one that is gone.
pub(in super::super) fn kind_of(field: FieldRef, catalogue: &crate::model::Catalogue) -> Option<FieldType> {
    match field {
        FieldRef::Builtin(field) => Some(field.kind()),
        FieldRef::Custom(id) => catalogue.field(id).map(|field| field.kind.clone()),
    }
}

/// The number in `#12`.
fn stored_id(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('#')?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse().ok())?
}

fn named<'a>(name: &'a Operand, what: &str) -> Result<&'a str, CriteriaError> {
    name.text().ok_or_else(|| {
        let message = format!(
            "{} is a date; {what} of that name stands in double quotes",
            in_backquotes(&name.to_string())
        );
        CriteriaError::wrong_type(name.place, message).suggest(format!("\"{name}\""))
    })
}

fn unknown(place: Place, message: String) -> CriteriaError {
    CriteriaError::new(place, ErrorKind::Unknown, message)
}

fn gone(place: Place, what: &str) -> CriteriaError {
    CriteriaError::new(place, ErrorKind::Stored, format!("the saved criteria use {what}"))
}
