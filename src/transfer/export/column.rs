//! The columns of an export: fields by their keys, and what stands behind a permission.

use crate::criteria::field_value;
use crate::model::text::fold;
use crate::model::{BuiltinField, Catalogue, Family, FieldRef, Moment, Profile, Scope, Value};
use crate::transfer::TransferError;

/// A column of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in the header.
    pub key: String,
    holds: Holds,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Field(FieldRef),
    OptOutReason,
    OptOutDate,
    ConsentSource,
}

/// What stands behind a permission: why and when.
const BEHIND: [(&str, Holds); 3] = [
    ("opt_out_reason", Holds::OptOutReason),
    ("opt_out_date", Holds::OptOutDate),
    ("consent_source", Holds::ConsentSource),
];

/// The columns of these keys, in this order; without keys: `id`, the built-in fields, the custom ones, permission with
/// reason and date.
pub fn columns(keys: Option<&[String]>, catalogue: &Catalogue) -> Result<Vec<Column>, TransferError> {
    match keys {
        Some(keys) => keys.iter().map(|key| named(key.trim(), catalogue)).collect(),
        None => Ok(all(catalogue)),
    }
}

fn named(key: &str, catalogue: &Catalogue) -> Result<Column, TransferError> {
    if let Some(field) = catalogue.field_named(key) {
        return Ok(Column {
            key: key.to_owned(),
            holds: Holds::Field(field),
        });
    }
    if let Some((_, holds)) = BEHIND.iter().find(|(name, _)| *name == key) {
        return Ok(Column {
            key: key.to_owned(),
            holds: *holds,
        });
    }
    let known = BuiltinField::ALL.iter().map(|field| field.name());
    let known = known.chain(catalogue.fields.iter().map(|field| field.key.as_str()));
    let near = known
        .map(|name| (strsim::jaro_winkler(&fold(key), name), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    let hint = near.map_or_else(
        || "`audience fields` shows what there is.".to_owned(),
        |(_, name)| format!("Did you mean “{name}”?"),
    );
    Err(TransferError::Usage(format!("There is no field “{key}”. {hint}")))
}

fn all(catalogue: &Catalogue) -> Vec<Column> {
    let builtin = |field: &BuiltinField| Column {
        key: field.name().to_owned(),
        holds: Holds::Field(FieldRef::Builtin(*field)),
    };
    let permission = |field: &&BuiltinField| field.family() == Family::Permission;
    let mut columns: Vec<Column> = BuiltinField::ALL
        .iter()
        .filter(|field| !permission(field))
        .map(builtin)
        .collect();
    columns.extend(catalogue.fields.iter().map(|field| Column {
        key: field.key.clone(),
        holds: Holds::Field(FieldRef::Custom(field.id)),
    }));
    columns.extend(BuiltinField::ALL.iter().filter(permission).map(builtin));
    columns.extend(BEHIND.iter().map(|(key, holds)| Column {
        key: (*key).to_owned(),
        holds: *holds,
    }));
    columns
}

impl Column {
    /// What a contact has in this column.
    pub(super) fn value(
        &self,
        profile: &Profile,
        catalogue: &Catalogue,
        scope: Scope,
        moment: &Moment,
    ) -> Option<Value> {
        let opt_out = profile.permission.opted_out.as_ref();
        let text = |text: &str| (!text.is_empty()).then(|| Value::Text(text.to_owned()));
        match self.holds {
            Holds::Field(field) => field_value(field, profile, catalogue, scope, moment),
            Holds::OptOutReason => opt_out.and_then(|out| text(&out.reason)),
            Holds::OptOutDate => opt_out.map(|out| Value::Date(out.at.day(moment.zone))),
            Holds::ConsentSource => {
                let newest = profile
                    .permission
                    .consents
                    .iter()
                    .max_by_key(|consent| consent.at);
                newest.and_then(|consent| text(&consent.source))
            }
        }
    }
}
