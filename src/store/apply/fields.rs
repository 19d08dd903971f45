//! Custom fields, and the settings.

use super::super::envelope::Sealed;
use super::super::tables::{FIELDS, META};
use super::super::wire::WireField;
use super::super::writing::Writing;
use super::super::{Applied, Result, StoreError, catalogue, events, meta};
use super::uses::{self, Used};
use super::{clean_name, lists};
use crate::criteria::key_of;
use crate::model::text::fold;
use crate::model::{Author, Catalogue, FieldDef, FieldId, FieldType, Settings};

/// Defines a field.
pub(super) fn add(writing: &mut Writing, label: &str, kind: FieldType, author: &Author) -> Result<Applied> {
    let catalogue = catalogue::within(writing)?;
    let label = free_label(&catalogue, label, None)?;
    let id = FieldId(writing.state.next_field);
    writing.state.next_field += 1;
    let field = FieldDef {
        id,
        key: key_of(&label, &|key| catalogue.field_named(key).is_some()),
        label,
        kind: checked(kind)?,
        place: catalogue
            .fields
            .iter()
            .map(|field| field.place + 1)
            .max()
            .unwrap_or(0),
    };
    let entry = writing.open_entry(author, &format!("add field {}", field.label));
    writing.put(Sealed::Field, FIELDS, id.0, &WireField::from(&field))?;
    Ok(Applied {
        entry: Some(entry),
        created: Some(id.0),
        contacts: 0,
    })
}

/// Gives a field another label.
pub(super) fn rename(writing: &mut Writing, id: FieldId, label: &str, author: &Author) -> Result<Applied> {
    let catalogue = catalogue::within(writing)?;
    let before = field_of(&catalogue, id)?;
    let field = FieldDef {
        label: free_label(&catalogue, label, Some(id))?,
        ..before.clone()
    };
    if field == *before {
        return Ok(Applied::default());
    }
    let entry = writing.open_entry(
        author,
        &format!("rename field {} to {}", before.label, field.label),
    );
    writing.put(Sealed::Field, FIELDS, id.0, &WireField::from(&field))?;
    Ok(Applied {
        entry: Some(entry),
        ..Applied::default()
    })
}

/// Puts a field at another place; those between where it was and where it goes make room.
pub(super) fn move_to(writing: &mut Writing, id: FieldId, to: usize, author: &Author) -> Result<Applied> {
    let mut fields = catalogue::within(writing)?.fields;
    let at = fields.iter().position(|field| field.id == id);
    let at = at.ok_or_else(|| no_field(id))?;
    let to = to.min(fields.len() - 1);
    if at == to {
        return Ok(Applied::default());
    }
    let field = fields.remove(at);
    let entry = writing.open_entry(author, &format!("move field {}", field.label));
    fields.insert(to, field);
    for (place, field) in (0..).zip(fields) {
        let field = FieldDef { place, ..field };
        writing.put(Sealed::Field, FIELDS, field.id.0, &WireField::from(&field))?;
    }
    Ok(Applied {
        entry: Some(entry),
        ..Applied::default()
    })
}

/// Deletes a field that no segment uses. Its column and the values in contacts' rows are no longer read; they stay as
/// long as the journal can bring the field back, because a number is never given to another field.
pub(super) fn delete(writing: &mut Writing, id: FieldId, author: &Author) -> Result<Applied> {
    let catalogue = catalogue::within(writing)?;
    let field = field_of(&catalogue, id)?;
    if let Some(user) = uses::first_user(&catalogue, &[Used::Field(id)], |_| true) {
        return Err(StoreError::InUse {
            what: format!("The field “{}”", field.label),
            by: user,
        });
    }
    let entry = writing.open_entry(author, &format!("delete field {}", field.label));
    writing.remove(Sealed::Field, FIELDS, id.0)?;
    writing.state.buried.push((id.0, entry.0));
    Ok(Applied {
        entry: Some(entry),
        ..Applied::default()
    })
}

/// Replaces the settings.
pub(super) fn settings(writing: &mut Writing, settings: &Settings, author: &Author) -> Result<Applied> {
    lists::check_limits(settings.lifecycle)?;
    let before = meta::settings(&writing.txn().open_table(META)?)?;
    if before == *settings {
        return Ok(Applied::default());
    }
    let entry = writing.open_entry(author, "change the settings");
    let row = meta::write_settings(writing.txn(), settings)?;
    writing.log_row(Sealed::Meta, row.key, row.before.as_deref(), Some(&row.after))?;
    if before.time_zone != settings.time_zone {
        events::refile(writing)?;
    }
    Ok(Applied {
        entry: Some(entry),
        ..Applied::default()
    })
}

/// A choice has options, no two of them equal.
pub(super) fn checked(kind: FieldType) -> Result<FieldType> {
    let FieldType::Choice(options) = kind else {
        return Ok(kind);
    };
    let options: Vec<String> = options.iter().map(|option| option.trim().to_owned()).collect();
    let mut folded: Vec<String> = options.iter().map(|option| fold(option)).collect();
    folded.sort();
    folded.dedup();
    if options.is_empty() || folded.len() != options.len() || folded.iter().any(String::is_empty) {
        return Err(StoreError::Invalid(
            "A choice field needs options, each of them different.".into(),
        ));
    }
    Ok(FieldType::Choice(options))
}

pub(super) fn field_of(catalogue: &Catalogue, id: FieldId) -> Result<&FieldDef> {
    catalogue.field(id).ok_or_else(|| no_field(id))
}

fn no_field(id: FieldId) -> StoreError {
    StoreError::NotFound {
        kind: "field",
        name: format!("#{}", id.0),
    }
}

fn free_label(catalogue: &Catalogue, label: &str, own: Option<FieldId>) -> Result<String> {
    let label = clean_name("field", label)?;
    let wanted = fold(&label);
    match catalogue.fields.iter().find(|field| fold(&field.label) == wanted) {
        Some(other) if Some(other.id) != own => Err(StoreError::NameTaken {
            kind: "field",
            name: other.label.clone(),
        }),
        _ => Ok(label),
    }
}
