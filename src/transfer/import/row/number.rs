//! The row's number: the first readable one of the columns that may hold it; the others become further numbers.

use super::super::values::set;
use super::faults::Faults;
use super::recipe::Recipe;
use super::{cell, first};
use crate::model::{BuiltinField, Edit, FieldRef, Value};
use crate::phone::{self, E164, Refusal, Region};
use csv::StringRecord;
use std::collections::HashMap;

/// How many spellings of countries are remembered.
const REMEMBERED: usize = 4_096;

/// Reads numbers in their row's country, else in the file's.
pub(super) struct Numbers {
    country: Option<Region>,
    regions: HashMap<String, Option<Region>>,
}

/// A cell that is no number.
struct Refused<'r> {
    place: usize,
    text: &'r str,
    refusal: Refusal,
}

impl Numbers {
    pub fn new(country: Option<Region>) -> Self {
        Self {
            country,
            regions: HashMap::new(),
        }
    }

    /// The region of a country's code or name.
    pub fn region(&mut self, text: &str) -> Option<Region> {
        if let Some(known) = self.regions.get(text) {
            return *known;
        }
        let region = Region::named(text);
        if self.regions.len() < REMEMBERED {
            self.regions.insert(text.to_owned(), region);
        }
        region
    }

    /// The row's number; its further numbers go to `edits`. None where there is none, with the reason in `faults`.
    pub fn read(
        &self,
        recipe: &Recipe,
        record: &StringRecord,
        country: Option<Region>,
        edits: &mut Vec<Edit>,
        faults: &mut Faults,
    ) -> Option<E164> {
        let hint = country.or(self.country);
        let mut found: Vec<E164> = Vec::new();
        let mut refused = Vec::new();
        for place in &recipe.phones {
            take(recipe, record, *place, hint, &mut found, &mut refused);
        }
        if found.is_empty() {
            match refused.first() {
                Some(Refused { place, text, refusal }) => faults.reject(*place, text, refusal.to_string()),
                None => faults.reject(
                    recipe.phones.first().copied().unwrap_or_default(),
                    "",
                    "no number",
                ),
            }
            return None;
        }
        for place in &recipe.other_phones {
            let text = cell(record, *place);
            if !text.is_empty() {
                take(recipe, record, *place, hint, &mut found, &mut refused);
            }
        }
        for Refused { place, text, refusal } in refused {
            faults.set_aside(place, text, refusal.to_string());
        }
        let number = found.first().copied()?;
        if found.len() > 1 {
            let others = found.iter().skip(1).map(E164::to_string).collect();
            edits.push(Edit::Unite(FieldRef::Builtin(BuiltinField::OtherPhones), others));
        }
        Some(number)
    }
}

impl Recipe {
    /// The row's country, for its address and for its numbers.
    pub fn country(
        &self,
        record: &StringRecord,
        numbers: &mut Numbers,
        edits: &mut Vec<Edit>,
        faults: &mut Faults,
    ) -> Option<Region> {
        let (place, text) = first(record, &self.countries)?;
        let region = numbers.region(text);
        match region {
            Some(region) => edits.push(Edit::Set(
                FieldRef::Builtin(BuiltinField::Country),
                Some(Value::Text(region.code().to_owned())),
            )),
            None => faults.set_aside(place, text, "no country is known by this name or code"),
        }
        region
    }
}

/// Reads the numbers of one cell. Two that reach the same WhatsApp user are one.
fn take<'r>(
    recipe: &Recipe,
    record: &'r StringRecord,
    place: usize,
    hint: Option<Region>,
    found: &mut Vec<E164>,
    refused: &mut Vec<Refused<'r>>,
) {
    let text = cell(record, place);
    if text.is_empty() {
        return;
    }
    let several = recipe.other_phones.contains(&place) && text.contains([';', '|', ',']);
    if several || set::has_triple(text) {
        for part in set::split(text) {
            take_one(recipe, part.trim(), place, hint, found, refused);
        }
    } else {
        take_one(recipe, text, place, hint, found, refused);
    }
}

fn take_one<'r>(
    recipe: &Recipe,
    text: &'r str,
    place: usize,
    hint: Option<Region>,
    found: &mut Vec<E164>,
    refused: &mut Vec<Refused<'r>>,
) {
    let lacks_plus = recipe.without_plus.contains(&place) && text.bytes().all(|byte| byte.is_ascii_digit());
    let read = if lacks_plus {
        phone::read(&format!("+{text}"), hint)
    } else {
        phone::read(text, hint)
    };
    match read {
        Ok(number) => {
            let same = found
                .iter()
                .any(|known| phone::identity(*known) == phone::identity(number.e164));
            if !same {
                found.push(number.e164);
            }
        }
        Err(Refusal::Empty) => {}
        Err(refusal) => refused.push(Refused { place, text, refusal }),
    }
}
