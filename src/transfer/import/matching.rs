//! Finds the field of each column: as asked, by its name, by its values.

use super::alias::{self, Means, compact};
use super::column::{Column, Target, Why};
use super::run::REJECTS;
use super::survey::Survey;
use crate::model::field::Origin;
use crate::model::text::fold;
use crate::model::{BuiltinField, Catalogue, FieldRef, FieldType};
use crate::transfer::TransferError;

/// Rank of a column that was asked for: before all others of its field.
const ASKED: u16 = 0;
/// Rank of a column found by its values: behind all that were found by name.
const BY_VALUES: u16 = 900;

/// What exports say beside a permission.
const BEHIND_PERMISSION: [&str; 3] = ["opt_out_reason", "opt_out_date", "consent_source"];

/// Where each column goes. `surveys` has one entry a column.
pub(super) fn match_columns(
    names: &[String],
    surveys: &[Survey],
    map: &[(String, String)],
    catalogue: &Catalogue,
) -> Result<Vec<Column>, TransferError> {
    let asked = asked_for(names, map, catalogue)?;
    let own = names.iter().any(|name| name == BuiltinField::PhoneCountry.name());
    let mut columns: Vec<Column> = names
        .iter()
        .zip(surveys)
        .map(|(name, survey)| by_name(name, survey, own, catalogue))
        .collect();
    leave_out_reasons(&mut columns);
    for (place, target) in asked {
        if let Some(column) = columns.get_mut(place) {
            column.target = target;
            column.why = Why::Asked;
            column.rank = ASKED;
        }
    }
    by_values(&mut columns);
    settle_phones(&mut columns);
    settle_names(&mut columns);
    plus_of_layouts(&mut columns);
    for column in &mut columns {
        if column.target == Target::Ignore && column.why == Why::Unknown {
            unknown(column, catalogue);
        }
    }
    Ok(columns)
}

/// Columns by place with the targets that were asked for.
fn asked_for(
    names: &[String],
    map: &[(String, String)],
    catalogue: &Catalogue,
) -> Result<Vec<(usize, Target)>, TransferError> {
    map.iter()
        .map(|(column, field)| Ok((find_column(names, column)?, find_field(field, column, catalogue)?)))
        .collect()
}

pub(in crate::transfer) fn find_column(names: &[String], wanted: &str) -> Result<usize, TransferError> {
    let exact = names.iter().position(|name| name == wanted.trim());
    let found = exact.or_else(|| names.iter().position(|name| fold(name) == fold(wanted)));
    found.ok_or_else(|| {
        let known = names.join(", ");
        let hint = nearest(wanted, names.iter().map(String::as_str)).map_or_else(
            || format!("It has: {known}."),
            |near| format!("Did you mean “{near}”?"),
        );
        TransferError::Usage(format!("The file has no column “{wanted}”. {hint}"))
    })
}

fn find_field(wanted: &str, column: &str, catalogue: &Catalogue) -> Result<Target, TransferError> {
    let word = wanted.trim();
    if matches!(fold(word).as_str(), "-" | "ignore" | "skip" | "none") {
        return Ok(Target::Ignore);
    }
    if let Some(new) = word.strip_prefix("custom:") {
        return Ok(new_field(new, column, catalogue));
    }
    let key = fold(word).replace([' ', '-'], "_");
    let builtin = BuiltinField::named(&key).or_else(|| {
        BuiltinField::ALL
            .iter()
            .copied()
            .find(|field| compact(field.label()) == compact(word))
    });
    if let Some(field) = builtin {
        return match field.origin() {
            Origin::Derived if !is_imported(field) => Err(TransferError::Usage(format!(
                "{} is worked out from other data and cannot be imported. To keep the column as it is: --map \"{column}=custom:{}\".",
                field.name(),
                field.label()
            ))),
            _ => Ok(Target::Builtin(field)),
        };
    }
    if key == "currency" {
        return Ok(Target::Currency);
    }
    if let Some(custom) = existing(word, catalogue) {
        return Ok(custom);
    }
    let importable = BuiltinField::ALL
        .iter()
        .filter(|field| field.origin() != Origin::Derived || is_imported(**field))
        .map(|field| field.name());
    let hint = nearest(
        &key,
        importable.chain(catalogue.fields.iter().map(|field| field.key.as_str())),
    )
    .map_or_else(String::new, |near| format!("Did you mean “{near}”? "));
    Err(TransferError::Usage(format!(
        "There is no field “{wanted}”. {hint}To make it: --map \"{column}=custom:{wanted}\"; `audience fields` shows what there is."
    )))
}

/// `Label`, `Label:type` of a field that need not be there yet.
fn new_field(text: &str, column: &str, catalogue: &Catalogue) -> Target {
    let (label, kind) = match text.rsplit_once(':') {
        Some((label, word)) => match type_named(word) {
            Some(kind) => (label, Some(kind)),
            None => (text, None),
        },
        None => (text, None),
    };
    let label = if label.trim().is_empty() { column } else { label }.trim();
    existing(label, catalogue).unwrap_or_else(|| Target::New {
        label: label.to_owned(),
        kind: kind.unwrap_or(FieldType::Text),
    })
}

fn type_named(word: &str) -> Option<FieldType> {
    Some(match fold(word).as_str() {
        "text" => FieldType::Text,
        "number" => FieldType::Number,
        "money" => FieldType::Money,
        "date" => FieldType::Date,
        "yes/no" | "yesno" | "yes-no" | "flag" => FieldType::YesNo,
        "set" => FieldType::Set,
        _ => return None,
    })
}

/// Derived fields that a file may bring all the same.
fn is_imported(field: BuiltinField) -> bool {
    matches!(
        field,
        BuiltinField::Id
            | BuiltinField::Name
            | BuiltinField::OptedOut
            | BuiltinField::Consented
            | BuiltinField::ConsentSince
    )
}

/// A custom field by its key or label.
fn existing(word: &str, catalogue: &Catalogue) -> Option<Target> {
    let wanted = compact(word);
    let by_key = catalogue.fields.iter().find(|field| field.key == word);
    let found = by_key.or_else(|| {
        catalogue
            .fields
            .iter()
            .find(|field| compact(&field.label) == wanted)
    });
    found.map(|field| Target::Custom(field.id, field.kind.clone()))
}

fn by_name(name: &str, survey: &Survey, own: bool, catalogue: &Catalogue) -> Column {
    let mut column = Column {
        name: name.to_owned(),
        target: Target::Ignore,
        why: Why::Unknown,
        rank: BY_VALUES,
        date_order: None,
        decimal_mark: super::Mark::Point,
        without_plus: false,
        survey: survey.clone(),
    };
    if let Some((target, why)) = own_export(name, own) {
        (column.target, column.why) = (target, why);
    } else if let Some(FieldRef::Custom(id)) = catalogue.field_named(name)
        && let Some(field) = catalogue.field(id)
    {
        (column.target, column.why) = (Target::Custom(id, field.kind.clone()), Why::Field);
    } else if let Some(found) = alias::of(name)
        && fits(found.means, survey)
    {
        column.target = match found.means {
            Means::Field(field) => Target::Builtin(field),
            Means::AddressLine => Target::AddressLine,
            Means::Currency => Target::Currency,
        };
        column.why = Why::Name;
        column.rank = 1 + found.rank;
    } else if let Some(custom) = existing(name, catalogue) {
        (column.target, column.why) = (custom, Why::Field);
    }
    column
}

/// Keys of the program's own exports that are not read back. `age` or `created` can be a user's own column, unless the
/// file is such an export.
fn own_export(name: &str, own: bool) -> Option<(Target, Why)> {
    let key = name.trim();
    if BEHIND_PERMISSION.contains(&key) {
        return Some((Target::Ignore, Why::Permission));
    }
    let field = BuiltinField::named(key)?;
    let unmistakable =
        key.contains('_') || matches!(field, BuiltinField::Lifecycle | BuiltinField::Reachable);
    match field {
        BuiltinField::Id | BuiltinField::Name => None,
        BuiltinField::OptedOut | BuiltinField::Consented | BuiltinField::ConsentSince => {
            Some((Target::Ignore, Why::Permission))
        }
        _ if field.origin() == Origin::Derived && (own || unmistakable) => {
            Some((Target::Ignore, Why::Computed))
        }
        _ => None,
    }
}

/// A rejects file that was mended and comes back: what was added to its rows is not theirs.
fn leave_out_reasons(columns: &mut [Column]) {
    let at = columns.len().saturating_sub(REJECTS.len());
    let Some((_, last)) = columns.split_at_mut_checked(at) else {
        return;
    };
    if last.iter().map(|column| column.name.as_str()).eq(REJECTS) {
        for column in last {
            (column.target, column.why) = (Target::Ignore, Why::Computed);
        }
    }
}

/// Whether the values of a column can be what its name says. A column that is called WhatsApp and says yes and no is
/// a flag.
fn fits(means: Means, survey: &Survey) -> bool {
    if survey.filled == 0 {
        return true;
    }
    match means {
        Means::Field(BuiltinField::Phone) => {
            !survey.mostly(survey.yes_no, 0.6) && !survey.mostly(survey.mailboxes, 0.6)
        }
        Means::Field(BuiltinField::Email) => survey.mailboxes > 0 || !survey.mostly(survey.yes_no, 0.6),
        Means::Field(BuiltinField::Orders | BuiltinField::TotalSpent) => survey.mostly(survey.amounts, 0.5),
        Means::Field(BuiltinField::FirstPurchase | BuiltinField::LastPurchase | BuiltinField::Birthday) => {
            !survey.mostly(survey.yes_no, 0.6)
        }
        Means::Field(BuiltinField::Name | BuiltinField::FirstName | BuiltinField::LastName) => {
            !survey.mostly(survey.digit_runs + survey.mailboxes, 0.6)
        }
        Means::Currency => survey.mostly(survey.currency_codes, 0.6),
        _ => true,
    }
}

/// Columns of an odd name that hold numbers or mailboxes.
fn by_values(columns: &mut [Column]) {
    let is_unknown = |column: &Column| column.why == Why::Unknown && column.target == Target::Ignore;
    let has = |columns: &[Column], field: BuiltinField| {
        columns
            .iter()
            .any(|column| column.target == Target::Builtin(field) && column.survey.filled > 0)
    };
    if !has(columns, BuiltinField::Phone) {
        let best = columns
            .iter_mut()
            .filter(|column| is_unknown(column) && column.survey.mostly(column.survey.digit_runs, 0.6))
            .max_by_key(|column| (column.survey.plus_numbers, column.survey.digit_runs));
        if let Some(column) = best {
            take_by_values(column, BuiltinField::Phone);
        }
    }
    for column in columns.iter_mut().filter(|column| is_unknown(column)) {
        if column.survey.mostly(column.survey.plus_numbers, 0.9)
            && !column.survey.mostly(column.survey.dates, 0.5)
        {
            take_by_values(column, BuiltinField::Phone);
        } else if column.survey.mostly(column.survey.mailboxes, 0.8) {
            take_by_values(column, BuiltinField::Email);
        }
    }
}

fn take_by_values(column: &mut Column, field: BuiltinField) {
    column.target = Target::Builtin(field);
    column.why = Why::Values;
}

/// Where one column was asked for as the number, the others give further numbers and never stand in for it.
fn settle_phones(columns: &mut [Column]) {
    let phone = Target::Builtin(BuiltinField::Phone);
    if columns
        .iter()
        .any(|column| column.target == phone && column.why == Why::Asked)
    {
        for column in columns
            .iter_mut()
            .filter(|column| column.target == phone && column.why != Why::Asked)
        {
            column.target = Target::Builtin(BuiltinField::OtherPhones);
        }
    }
}

/// A column of whole names is left alone where first and last names have columns of their own and are filled.
fn settle_names(columns: &mut [Column]) {
    let filled = |field: BuiltinField| {
        columns
            .iter()
            .any(|column| column.target == Target::Builtin(field) && column.survey.filled > 0)
    };
    if filled(BuiltinField::FirstName) && filled(BuiltinField::LastName) {
        for column in columns
            .iter_mut()
            .filter(|column| column.target == Target::Builtin(BuiltinField::Name))
        {
            if column.why != Why::Asked {
                column.why = Why::Covered;
            }
        }
    }
}

/// Brevo writes international numbers without their plus.
fn plus_of_layouts(columns: &mut [Column]) {
    let has = |name: &str| columns.iter().any(|column| column.name == name);
    if has("EMAIL")
        && (has("SMS") || has("WHATSAPP"))
        && (has("EXT_ID") || has("FIRSTNAME") || has("LASTNAME"))
    {
        for column in columns
            .iter_mut()
            .filter(|column| matches!(column.name.as_str(), "SMS" | "WHATSAPP"))
        {
            column.without_plus = true;
        }
    }
}

/// A column that no field has: its own field, unless there is nothing in it.
fn unknown(column: &mut Column, catalogue: &Catalogue) {
    if column.survey.filled == 0 {
        column.why = Why::Empty;
        return;
    }
    if let Some(custom) = existing(&column.name, catalogue) {
        (column.target, column.why) = (custom, Why::Field);
        return;
    }
    let kind = column.survey.kind(&column.name);
    column.target = Target::New {
        label: column.name.clone(),
        kind,
    };
}

/// The nearest of some names, if one is near.
pub(in crate::transfer) fn nearest<'a>(
    wanted: &str,
    names: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = fold(wanted);
    names
        .map(|name| (strsim::jaro_winkler(&wanted, &fold(name)), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name)
}
