//! Which columns make which field: a plan, worked out once for all rows.

use super::super::column::Target;
use super::super::plan::Plan;
use super::super::values::yes_no;
use super::super::{DateOrder, Mark};
use super::faults::Faults;
use super::{cell, first};
use crate::model::{Author, BuiltinField, Consent, Currency, FieldId, FieldType, Instant, Moment};
use crate::transfer::formula::unguarded_code;
use csv::StringRecord;

/// How far in the future something that has happened may be: clocks and zones differ.
const FUTURE_SECONDS: i64 = 24 * 3600;

/// Columns of the file by what they make, those that count first before the others.
pub(super) struct Recipe {
    pub ids: Vec<usize>,
    pub phones: Vec<usize>,
    pub other_phones: Vec<usize>,
    /// Columns whose numbers have their country code without its plus.
    pub without_plus: Vec<usize>,
    pub countries: Vec<usize>,
    pub first_names: Vec<usize>,
    pub last_names: Vec<usize>,
    pub names: Vec<usize>,
    pub emails: Vec<usize>,
    pub other_emails: Vec<usize>,
    pub addresses: Vec<usize>,
    pub address_lines: Vec<usize>,
    /// Built-in text fields that need no reading.
    pub texts: Vec<(BuiltinField, Vec<usize>)>,
    /// Built-in sets.
    pub sets: Vec<(BuiltinField, Vec<usize>)>,
    pub birthdays: Vec<usize>,
    pub total_spent: Vec<usize>,
    pub orders: Vec<usize>,
    pub first_purchases: Vec<usize>,
    pub last_purchases: Vec<usize>,
    pub currencies: Vec<usize>,
    pub customs: Vec<(FieldId, FieldType, usize)>,
    /// Columns of fields that are not there yet.
    pub without_field: Vec<usize>,
    opted_out: Vec<usize>,
    consented: Vec<usize>,
    consent_since: Vec<usize>,
    consent_source: Option<String>,
    consent_at: Option<Instant>,
    /// By column: the order of days and the decimal mark.
    pub marks: Vec<(Option<DateOrder>, Mark)>,
    pub moment: Moment,
    pub currency: Option<Currency>,
    /// About how many edits a row makes.
    pub edits: usize,
}

/// Built-in text fields that are taken as they are.
const TEXTS: [BuiltinField; 8] = [
    BuiltinField::Company,
    BuiltinField::City,
    BuiltinField::Postcode,
    BuiltinField::Region,
    BuiltinField::Gender,
    BuiltinField::Language,
    BuiltinField::LoyaltyTier,
    BuiltinField::Notes,
];

impl Recipe {
    pub fn new(plan: &Plan, author: &Author, fields: &[Option<FieldId>]) -> Self {
        let of = |field| plan.places(&Target::Builtin(field));
        let some = |fields: &[BuiltinField]| {
            fields
                .iter()
                .map(|field| (*field, of(*field)))
                .filter(|(_, places)| !places.is_empty())
                .collect::<Vec<_>>()
        };
        let customs = plan
            .columns
            .iter()
            .zip(fields)
            .enumerate()
            .filter_map(|(place, (column, id))| {
                let kind = match &column.target {
                    Target::Custom(_, kind) | Target::New { kind, .. } => kind.clone(),
                    _ => return None,
                };
                Some(((*id)?, kind, place))
            });
        Self {
            ids: of(BuiltinField::Id),
            phones: of(BuiltinField::Phone),
            other_phones: of(BuiltinField::OtherPhones),
            without_plus: (0..plan.columns.len())
                .filter(|place| plan.columns.get(*place).is_some_and(|column| column.without_plus))
                .collect(),
            countries: of(BuiltinField::Country),
            first_names: of(BuiltinField::FirstName),
            last_names: of(BuiltinField::LastName),
            names: of(BuiltinField::Name),
            emails: of(BuiltinField::Email),
            other_emails: of(BuiltinField::OtherEmails),
            addresses: of(BuiltinField::Address),
            address_lines: plan.places(&Target::AddressLine),
            texts: some(&TEXTS),
            sets: some(&[BuiltinField::Tags, BuiltinField::Interests]),
            birthdays: of(BuiltinField::Birthday),
            total_spent: of(BuiltinField::TotalSpent),
            orders: of(BuiltinField::Orders),
            first_purchases: of(BuiltinField::FirstPurchase),
            last_purchases: of(BuiltinField::LastPurchase),
            currencies: plan.places(&Target::Currency),
            customs: customs.collect(),
            without_field: plan
                .columns
                .iter()
                .zip(fields)
                .enumerate()
                .filter(|(_, (column, field))| field.is_none() && matches!(column.target, Target::New { .. }))
                .map(|(place, _)| place)
                .collect(),
            opted_out: of(BuiltinField::OptedOut),
            consented: of(BuiltinField::Consented),
            consent_since: of(BuiltinField::ConsentSince),
            consent_source: plan
                .options
                .consent_source
                .as_ref()
                .map(|source| source.trim().to_owned()),
            consent_at: plan.options.consent_at,
            marks: plan
                .columns
                .iter()
                .map(|column| (column.date_order, column.decimal_mark))
                .collect(),
            moment: Moment {
                now: author.at,
                zone: plan.catalogue.settings.time_zone,
            },
            currency: plan.currency,
            edits: plan
                .columns
                .iter()
                .filter(|column| column.target != Target::Ignore)
                .count(),
        }
    }

    /// The id at the source. `:123` is how exports write a contact's own number: it names nothing at a source.
    pub fn source_id(&self, record: &StringRecord) -> Option<String> {
        let (_, text) = first(record, &self.ids)?;
        let id = unguarded_code(text).trim();
        let own = id
            .strip_prefix(':')
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
        (!id.is_empty() && !own).then(|| id.to_owned())
    }

    /// Whether the row opts its number out: any of the columns says so.
    pub fn opts_out(&self, record: &StringRecord, faults: &mut Faults) -> bool {
        let mut out = false;
        for place in &self.opted_out {
            let text = cell(record, *place);
            match yes_no::opts_out(text) {
                Some(answer) => out |= answer,
                None if text.is_empty() => {}
                None => faults.set_aside(*place, text, "neither yes nor no"),
            }
        }
        out
    }

    /// The consent that the row documents.
    pub fn consent(&self, record: &StringRecord, faults: &mut Faults) -> Option<Consent> {
        let source = self.consent_source.as_ref()?;
        if let Some((place, text)) = first(record, &self.consented) {
            match yes_no::read(text) {
                Some(true) => {}
                Some(false) => return None,
                None => {
                    faults.set_aside(place, text, "neither yes nor no");
                    return None;
                }
            }
        } else if !self.consented.is_empty() {
            return None;
        }
        let at = match first(record, &self.consent_since) {
            Some((place, text)) => self.instant(place, text, faults)?,
            None => self.consent_at?,
        };
        Some(Consent {
            at,
            source: source.clone(),
        })
    }

    /// The order of days and the decimal mark of a column.
    pub fn mark(&self, place: usize) -> (Option<DateOrder>, Mark) {
        self.marks.get(place).copied().unwrap_or((None, Mark::Point))
    }

    /// Whether an instant lies too far ahead for something that has happened.
    pub fn is_ahead(&self, at: Instant) -> bool {
        at.0 > self.moment.now.0.saturating_add(FUTURE_SECONDS)
    }
}
