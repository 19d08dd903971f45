//! What must be there before the first row: the list, the custom fields, the currency.

use super::super::Into;
use super::super::column::Target;
use super::super::plan::Plan;
use crate::model::text::fold;
use crate::model::{Author, FieldId, ListId, Settings};
use crate::store::{Change, ImportJob, Store};
use crate::transfer::TransferError;
use std::collections::HashMap;

/// The list the rows join; made where it was asked for and is not there.
pub(super) fn list(store: &dyn Store, plan: &Plan, author: &Author) -> Result<ListId, TransferError> {
    let name = match &plan.options.into {
        Into::List(list) => return Ok(*list),
        Into::New(name) => name.trim().to_owned(),
    };
    if let Some(list) = store.catalogue()?.list_named(&name) {
        return Ok(list.id);
    }
    let made = store.apply(
        Change::CreateList {
            name,
            description: String::new(),
        },
        author,
        &mut (),
    )?;
    made.created
        .map(ListId)
        .ok_or_else(|| TransferError::Usage("The list could not be made.".to_owned()))
}

/// The custom field of each column that goes to one; made where there is none of its label.
pub(super) fn fields(
    store: &dyn Store,
    plan: &Plan,
    author: &Author,
) -> Result<Vec<Option<FieldId>>, TransferError> {
    let catalogue = store.catalogue()?;
    let mut by_label: HashMap<String, FieldId> = catalogue
        .fields
        .iter()
        .map(|field| (fold(&field.label), field.id))
        .collect();
    let mut fields = Vec::with_capacity(plan.columns.len());
    for column in &plan.columns {
        fields.push(match &column.target {
            Target::Custom(field, _) => Some(*field),
            Target::New { label, kind } => {
                if let Some(known) = by_label.get(&fold(label)) {
                    Some(*known)
                } else {
                    let change = Change::AddField {
                        label: label.clone(),
                        kind: kind.clone(),
                    };
                    let made = store.apply(change, author, &mut ())?.created.map(FieldId);
                    by_label.extend(made.map(|field| (fold(label), field)));
                    made
                }
            }
            _ => None,
        });
    }
    Ok(fields)
}

/// The custom fields that are there already; a rehearsal makes none.
pub(super) fn known_fields(plan: &Plan) -> Vec<Option<FieldId>> {
    let known = plan.columns.iter().map(|column| match &column.target {
        Target::Custom(field, _) => Some(*field),
        _ => None,
    });
    known.collect()
}

/// A store without a currency takes that of the first file which names one.
pub(super) fn currency(store: &dyn Store, plan: &Plan, author: &Author) -> Result<(), TransferError> {
    let settings = store.catalogue()?.settings.clone();
    if plan.sets_currency && settings.currency.is_none() {
        let settings = Settings {
            currency: plan.currency,
            ..settings
        };
        store.apply(Change::Settings(settings), author, &mut ())?;
    }
    Ok(())
}

/// The job of a rehearsal, whose list need not be there yet.
pub(super) fn rehearsed_job(plan: &Plan) -> ImportJob {
    let list = match &plan.options.into {
        Into::List(list) => Some(*list),
        Into::New(name) => plan.catalogue.list_named(name).map(|list| list.id),
    };
    ImportJob {
        what: String::new(),
        key: None,
        list: list.unwrap_or(ListId(u32::MAX)),
        source: plan.source_name().to_owned(),
        on_match: plan.options.on_match,
    }
}
