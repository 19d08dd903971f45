//! `contact show`: one contact with all that is known, and what it did.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::json::Json;
use super::names;
use super::output::{Format, Output};
use super::past;
use super::person;
use super::sheet::Sheet;
use super::table::Cell;
use super::values::Reading;
use crate::model::{BuiltinField, Catalogue, FieldRef, Profile, Scope};
use crate::store::Store;
use clap::Args;

/// Shows a contact.
#[derive(Debug, Args)]
pub struct Show {
    /// Whom: `:123`, SOURCE/ID, an id, or a phone number.
    contact: String,
    /// How to write it; JSON has every field and every event, the table those that are set and the newest events, CSV no
    /// events.
    #[arg(long, default_value = "table")]
    format: Format,
}

impl Show {
    /// Prints the fields, lists, ids and permission of the contact.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = context.reader()?;
        let catalogue = store.catalogue()?;
        let moment = context.moment(&catalogue);
        let contact = person::find(&store, &catalogue, &self.contact)?;
        let Some(profile) = store.profile(contact)? else {
            return Err(Failure::usage(format!("There is no contact “{}”.", self.contact)));
        };
        let reading = Reading {
            catalogue: &catalogue,
            scope: Scope::Everyone,
            moment: &moment,
        };
        let mut sheet = Sheet::default();
        sheet.add("contact", Cell::text(&format!(":{}", contact.0)));
        let builtin = BuiltinField::ALL.iter().copied().map(FieldRef::Builtin);
        let custom = catalogue.fields.iter().map(|field| FieldRef::Custom(field.id));
        for field in builtin.chain(custom) {
            let cell = reading.cell(&profile, field);
            if self.format == Format::Json || !cell.is_empty() {
                sheet.add(names::key(&catalogue, field), cell);
            }
        }
        sheet.add("lists", lists(&profile, &catalogue));
        sheet.add("source_ids", source_ids(&profile, &catalogue));
        add_permission(&mut sheet, &profile, &catalogue);
        match self.format {
            Format::Json => sheet.add("events", past::all(&store, contact, &catalogue, &moment)?),
            Format::Table | Format::Csv => {}
        }
        sheet.write(self.format, out)?;
        if self.format == Format::Table {
            past::recent(&store, contact, &catalogue, &moment, out)?;
        }
        Ok(Exit::Done)
    }
}

fn lists(profile: &Profile, catalogue: &Catalogue) -> Cell {
    let of = profile
        .contact
        .lists
        .iter()
        .filter_map(|list| catalogue.list(*list));
    texts(of.map(|list| list.name.clone()).collect())
}

fn source_ids(profile: &Profile, catalogue: &Catalogue) -> Cell {
    let named = profile.contact.source_keys.iter().map(|key| {
        let source = catalogue.sources.iter().find(|(id, _)| *id == key.source);
        format!("{}/{}", source.map_or("", |(_, name)| name.as_str()), key.id)
    });
    texts(named.collect())
}

fn add_permission(sheet: &mut Sheet, profile: &Profile, catalogue: &Catalogue) {
    let zone = catalogue.settings.time_zone;
    let permission = &profile.permission;
    if let Some(opt_out) = &permission.opted_out {
        sheet.add("opted_out_on", Cell::text(&opt_out.at.day(zone).to_string()));
        sheet.add("opted_out_reason", Cell::text(&opt_out.reason));
    }
    let told = permission
        .consents
        .iter()
        .map(|consent| format!("{} {}", consent.at.day(zone), consent.source));
    sheet.add("consents", texts(told.collect()));
    if let Some((at, why)) = &permission.bounced {
        sheet.add("bounced", Cell::text(&format!("{} {why}", at.day(zone))));
    }
}

fn texts(texts: Vec<String>) -> Cell {
    let words = texts.join("; ");
    Cell::new(words, Json::Array(texts.into_iter().map(Json::Text).collect()))
}
