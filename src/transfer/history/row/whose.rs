//! What names a row's contact: its id at the source, else its numbers, else its mailboxes.

use super::super::plan::Plan;
use super::super::property::Property;
use super::chunk::Chunk;
use crate::phone::Region;
use crate::transfer::formula::unguarded_code;
use crate::transfer::import::row::faults::Faults;
use crate::transfer::import::row::{cell, first};
use crate::transfer::import::values::set;
use csv::StringRecord;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

/// How many spellings of countries are remembered.
const REMEMBERED: usize = 4_096;

/// One text that names a contact.
#[derive(Clone, Debug)]
pub(in crate::transfer::history) struct Key {
    /// Where it stood.
    pub place: usize,
    /// What it is: [`Property::ContactId`], [`Property::Phone`] or [`Property::Email`].
    pub what: Property,
    /// Its place among the chunk's texts.
    pub text: Range<usize>,
}

/// Reads what names contacts.
pub(super) struct Whose {
    columns: Vec<(usize, Property)>,
    countries: Vec<usize>,
    country: Option<Region>,
    regions: RefCell<HashMap<String, Option<Region>>>,
}

impl Whose {
    pub fn new(plan: &Plan) -> Self {
        let columns = [Property::ContactId, Property::Phone, Property::Email]
            .into_iter()
            .flat_map(|what| plan.places(what).into_iter().map(move |place| (place, what)));
        Self {
            columns: columns.collect(),
            countries: plan.places(Property::Country),
            country: plan.country,
            regions: RefCell::default(),
        }
    }

    /// The column that says it first.
    pub fn place(&self) -> usize {
        self.columns.first().map_or(0, |(place, _)| *place)
    }

    /// Why a row without any of them is rejected.
    pub fn nobody(&self) -> &'static str {
        match self.columns.as_slice() {
            [(_, Property::ContactId)] => "no contact_id",
            [(_, Property::Phone)] => "no number",
            [(_, Property::Email)] => "no e-mail address",
            _ => "nothing says whose it is",
        }
    }

    /// The country in which the row's numbers are read.
    pub fn country(&self, record: &StringRecord, faults: &mut Faults) -> Option<Region> {
        let Some((place, text)) = first(record, &self.countries) else {
            return self.country;
        };
        let mut regions = self.regions.borrow_mut();
        let region = if let Some(known) = regions.get(text) {
            *known
        } else {
            let region = Region::named(text);
            if regions.len() < REMEMBERED {
                regions.insert(text.to_owned(), region);
            }
            region
        };
        if region.is_none() {
            faults.set_aside(place, text, "no country is known by this name or code");
        }
        region.or(self.country)
    }

    /// Puts the row's keys behind those of the chunk.
    pub fn keys(&self, record: &StringRecord, chunk: &mut Chunk) -> Range<usize> {
        let start = chunk.keys.len();
        for (place, what) in &self.columns {
            let text = unguarded_code(cell(record, *place));
            if !text.as_bytes().contains(&b':') {
                chunk.push_key(*place, *what, text.trim());
                continue;
            }
            for part in text.split(set::TRIPLE) {
                chunk.push_key(*place, *what, part.trim());
            }
        }
        start..chunk.keys.len()
    }
}
