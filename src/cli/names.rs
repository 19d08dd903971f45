//! From what was typed to what there is: lists, segments, fields by name, with the nearest name where there is none.

use super::failure::Failure;
use crate::model::nearest::advice;
use crate::model::text::fold;
use crate::model::{BuiltinField, Catalogue, ContactList, FieldDef, FieldRef, FieldType, Scope, Segment};

/// What the view of all contacts is called.
const EVERYONE: &str = "Everyone";

/// A list by its name.
pub fn list<'a>(catalogue: &'a Catalogue, name: &str) -> Result<&'a ContactList, Failure> {
    catalogue.list_named(name).ok_or_else(|| {
        let known = catalogue.lists.iter().map(|list| list.name.as_str());
        unknown("contact list", name, known)
    })
}

/// The list that was asked for, or everyone.
pub fn scope(catalogue: &Catalogue, name: Option<&str>) -> Result<Scope, Failure> {
    match name {
        None => Ok(Scope::Everyone),
        Some(name) => named_scope(catalogue, name)
            .map_or_else(|| list(catalogue, name).map(|list| Scope::List(list.id)), Ok),
    }
}

fn named_scope(catalogue: &Catalogue, name: &str) -> Option<Scope> {
    match catalogue.list_named(name) {
        Some(list) => Some(Scope::List(list.id)),
        None => (fold(name) == fold(EVERYONE)).then_some(Scope::Everyone),
    }
}

/// A segment by its name within the scope asked, or as `List/Segment`.
pub fn segment<'a>(catalogue: &'a Catalogue, scope: Scope, name: &str) -> Result<&'a Segment, Failure> {
    if let Some(found) = catalogue.segment_named(scope, name) {
        return Ok(found);
    }
    for (at, _) in name.match_indices('/') {
        let (list, rest) = name.split_at(at);
        let found = named_scope(catalogue, list)
            .and_then(|scope| catalogue.segment_named(scope, rest.trim_start_matches('/')));
        if let Some(found) = found {
            return Ok(found);
        }
    }
    let here = catalogue.segments_of(scope).map(|segment| segment.name.clone());
    let elsewhere = catalogue
        .segments
        .iter()
        .map(|segment| format!("{}/{}", catalogue.scope_name(segment.scope), segment.name));
    let everywhere: Vec<String> = here.chain(elsewhere).collect();
    let same_name = everywhere.iter().find(|known| {
        known
            .rsplit('/')
            .next()
            .is_some_and(|last| fold(last) == fold(name))
    });
    let there = format!("segment of {}", catalogue.scope_name(scope));
    Err(match same_name {
        Some(known) => Failure::usage(format!("There is no {there} “{name}”. Did you mean “{known}”?")),
        None => unknown(&there, name, everywhere.iter().map(String::as_str)),
    })
}

/// A field by its key, or by its label.
pub fn field(catalogue: &Catalogue, name: &str) -> Result<FieldRef, Failure> {
    let name = name.trim();
    if let Some(found) = catalogue.field_named(name) {
        return Ok(found);
    }
    if let Some(found) = catalogue
        .fields
        .iter()
        .find(|field| fold(&field.label) == fold(name))
    {
        return Ok(FieldRef::Custom(found.id));
    }
    let builtin = BuiltinField::ALL.iter().map(|field| field.name());
    let custom = catalogue.fields.iter().map(|field| field.key.as_str());
    Err(unknown("field", name, builtin.chain(custom)))
}

/// A custom field by its key or label.
pub fn custom_field<'a>(catalogue: &'a Catalogue, name: &str) -> Result<&'a FieldDef, Failure> {
    let FieldRef::Custom(id) = field(catalogue, name)? else {
        return Err(Failure::usage(format!(
            "“{name}” is a built-in field. Only custom fields can be renamed or deleted."
        )));
    };
    catalogue
        .field(id)
        .ok_or_else(|| Failure::usage(format!("There is no field “{name}”.")))
}

/// The key of a field as it is written on the command line and in files.
pub fn key(catalogue: &Catalogue, field: FieldRef) -> &str {
    match field {
        FieldRef::Builtin(builtin) => builtin.name(),
        FieldRef::Custom(id) => catalogue.field(id).map_or("", |field| field.key.as_str()),
    }
}

/// What the values of a field are.
pub fn kind(catalogue: &Catalogue, field: FieldRef) -> FieldType {
    match field {
        FieldRef::Builtin(builtin) => builtin.kind(),
        FieldRef::Custom(id) => catalogue
            .field(id)
            .map_or(FieldType::Text, |field| field.kind.clone()),
    }
}

/// An unknown name, with the nearest known one.
pub fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let advice = advice(name, known);
    Failure::usage(format!("There is no {what} “{name}”.{advice}"))
}
