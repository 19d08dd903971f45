//! Finds what each column holds: as asked, else by its name.

use super::alias;
use super::column::Column;
use super::property::Property;
use crate::model::EventKind;
use crate::model::text::fold;
use crate::transfer::TransferError;
use crate::transfer::import::Mark;
use crate::transfer::import::matching::{find_column, nearest};
use crate::transfer::import::run::rejects::REJECTS;
use crate::transfer::import::survey::Survey;

/// What each column holds. `surveys` has one entry a column.
pub(super) fn match_columns(
    kind: EventKind,
    names: &[String],
    surveys: &[Survey],
    map: &[(String, String)],
) -> Result<Vec<Column>, TransferError> {
    let mended = names.len().saturating_sub(REJECTS.len());
    let own = names.split_at(mended).1.iter().map(String::as_str);
    // A rejects file that was mended and comes back: what was added to its rows is not theirs.
    let theirs = if own.eq(REJECTS) { mended } else { names.len() };
    let mut columns: Vec<Column> = names
        .iter()
        .zip(surveys)
        .enumerate()
        .map(|(place, (name, survey))| {
            let found =
                alias::of(kind, name).filter(|(property, _)| place < theirs && fits(*property, survey));
            Column {
                name: name.clone(),
                property: found.map(|(property, _)| property),
                asked: false,
                rank: found.map_or(u16::MAX, |(_, rank)| rank),
                date_order: None,
                decimal_mark: Mark::Point,
                survey: survey.clone(),
            }
        })
        .collect();
    if kind == EventKind::Purchase {
        shopify(&mut columns);
    }
    for (column, wanted) in map {
        let property = find_property(kind, wanted)?;
        if let Some(column) = columns.get_mut(find_column(names, column)?) {
            column.property = property;
            column.asked = true;
            column.rank = 0;
        }
    }
    leave_to_asked(&mut columns);
    Ok(columns)
}

/// What a file of these columns holds besides contacts, where its heading row leaves no doubt: the number of an order
/// with a day and an amount; a day with a subject; a day with a direction.
pub fn recognised(names: &[String]) -> Option<EventKind> {
    let has = |kind, wanted: Property| {
        let mut found = names.iter().filter_map(|name| alias::of(kind, name));
        found.any(|(property, _)| property == wanted)
    };
    let is_order = |name: &String| alias::is_order_number(name);
    let has_name = |wanted: &str| names.iter().any(|name| name == wanted);
    let shopify = has_name("Lineitem name") && has_name("Financial Status");
    let ordered = shopify || names.iter().any(is_order);
    EventKind::ALL.into_iter().find(|kind| {
        let has = |property| has(*kind, property);
        has(Property::When)
            && match kind {
                EventKind::Purchase => ordered && has(Property::Amount),
                EventKind::Email => has(Property::Subject),
                EventKind::Message => has(Property::Direction) && has(Property::Text),
            }
    })
}

/// Shopify calls the order's number its name.
fn shopify(columns: &mut [Column]) {
    let has = |name: &str| columns.iter().any(|column| column.name == name);
    if has("Lineitem name") && has("Financial Status") {
        for column in columns.iter_mut().filter(|column| column.name == "Name") {
            (column.property, column.rank) = (Some(Property::Id), 0);
        }
    }
}

/// Where a column was asked for, others do not stand in for it.
fn leave_to_asked(columns: &mut [Column]) {
    let asked: Vec<Property> = columns
        .iter()
        .filter(|column| column.asked)
        .filter_map(|column| column.property)
        .collect();
    for column in columns.iter_mut().filter(|column| !column.asked) {
        column.property = column.property.filter(|property| !asked.contains(property));
    }
}

/// Whether the values of a column can be what its name says.
fn fits(property: Property, survey: &Survey) -> bool {
    match property {
        _ if survey.filled == 0 => true,
        Property::Amount | Property::Refunded => survey.mostly(survey.amounts, 0.5),
        Property::When => survey.dates + survey.amounts > 0,
        Property::Email => survey.mailboxes > 0,
        Property::Currency => survey.mostly(survey.currency_codes, 0.5),
        Property::Phone => !survey.mostly(survey.yes_no, 0.6) && !survey.mostly(survey.mailboxes, 0.6),
        _ => true,
    }
}

fn find_property(kind: EventKind, wanted: &str) -> Result<Option<Property>, TransferError> {
    let word = fold(wanted).replace([' ', '-'], "_");
    if matches!(word.as_str(), "_" | "ignore" | "skip" | "none") {
        return Ok(None);
    }
    if let Some(property) = Property::named(kind, &word) {
        return Ok(Some(property));
    }
    let names: Vec<&str> = Property::all(kind).map(|(name, _)| name).collect();
    let hint = nearest(&word, names.iter().copied())
        .map_or_else(String::new, |near| format!(" Did you mean “{near}”?"));
    Err(TransferError::Usage(format!(
        "Files of {} have no “{wanted}”.{hint} Columns can go to: {}, ignore.",
        kind.word(),
        names.join(", ")
    )))
}
