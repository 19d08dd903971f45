//! One made-up person after the other.

use super::assets::{Assets, Country, Import};
use super::chance::Chance;
use super::twice::{self, Twice};
use crate::model::text::fold;
use crate::model::{
    Birthday, BuiltinField, Consent, Decimal, Edit, FieldId, FieldRef, Instant, Moment, NewContact,
    NumberState, Value,
};
use crate::phone::E164;
use crate::store::ImportRow;
use chrono::{Datelike, Days, NaiveDate};
use std::collections::HashSet;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// The custom fields the demo fills.
#[derive(Clone, Copy, Debug)]
pub struct CustomFields {
    /// Text.
    pub favourite: FieldId,
    /// Number.
    pub visits: FieldId,
    /// Money.
    pub credit: FieldId,
    /// Date.
    pub member_since: FieldId,
    /// Yes or no.
    pub invoices: FieldId,
    /// Choice.
    pub shirt_size: FieldId,
    /// Set.
    pub channels: FieldId,
}

/// What there is to be told of a person's past.
#[derive(Clone, Copy, Debug)]
pub struct Past {
    /// Since how many days the person is known.
    pub known: u64,
    /// Whether there is a mailbox to write to.
    pub has_mailbox: bool,
    /// None: never.
    pub bought: Option<Bought>,
}

/// How somebody has bought.
#[derive(Clone, Copy, Debug)]
pub struct Bought {
    /// How often.
    pub orders: u64,
    /// For how much in all.
    pub cents: u64,
    /// How many days ago for the first time.
    pub first: u64,
    /// How many days ago for the last time.
    pub last: u64,
}

/// Makes people up. Hardly a number comes twice; a name does where its language has no more, and one in a hundred comes
/// again as someone who has been entered twice.
#[derive(Debug)]
pub struct People<'a> {
    assets: &'a Assets,
    chance: Chance,
    moment: Moment,
    custom: CustomFields,
    numbers: HashSet<u64>,
    names: HashSet<String>,
    twice: Twice<'a>,
}

impl<'a> People<'a> {
    /// People as they are at a moment.
    pub fn new(assets: &'a Assets, seed: u64, moment: Moment, custom: CustomFields) -> Self {
        Self {
            assets,
            chance: Chance::new(seed),
            moment,
            custom,
            numbers: HashSet::new(),
            names: HashSet::new(),
            twice: Twice::default(),
        }
    }

    /// The next person: a row of the file that brought it, and how it has bought.
    pub fn next(&mut self, import: &Import, row: u64) -> (ImportRow, Past) {
        let assets = self.assets;
        let at_home = import.kind == "local" && self.chance.percent(80);
        let country = match assets.countries.first() {
            Some(home) if at_home => Some(home),
            _ => self.country(&assets.countries),
        };
        let again = self.twice.again(&mut self.chance);
        let comes_again = again.is_some();
        let country = again.as_ref().map_or(country, |(country, _)| Some(*country));
        let digits = country.map_or(0, |country| self.number(country));
        let mut edits = Vec::with_capacity(24);
        if let Some((_, known)) = again {
            edits.extend(known);
        } else if let Some(country) = country {
            self.identity(country, row, &mut edits);
            self.place(country, &mut edits);
            self.twice.remember(country, &edits, &mut self.chance);
        }
        self.person(&mut edits);
        if comes_again {
            // It is not asked for a second time.
            edits.retain(|edit| !matches!(edit, Edit::Birthday(_)));
        }
        let bought = match import.kind {
            "shopper" | "local" => self.shopping(24, 14_000, import, &mut edits),
            "trade" => self.shopping(40, 60_000, import, &mut edits),
            _ => None,
        };
        let past = Past {
            known: u64::try_from(import.days_ago).unwrap_or_default(),
            has_mailbox: edits.iter().any(is_mailbox),
            bought,
        };
        if matches!(import.kind, "lead" | "trade") || self.chance.percent(8) {
            let company = self.chance.word(assets.words("company"));
            edits.push(text(BuiltinField::Company, company));
        }
        let consents = match import.kind {
            "reader" => 92,
            "lead" => 35,
            _ => 55,
        };
        let row = ImportRow {
            row,
            source_id: matches!(import.kind, "shopper" | "local").then(|| format!("{}", 10_000 + row * 7)),
            contact: NewContact {
                phone: E164::from_digits(digits),
                number_state: NumberState::Valid,
                lists: Vec::new(),
                edits,
            },
            made: None,
            opts_out: self.chance.percent(3),
            consent: self.chance.percent(consents).then(|| self.consent(import)),
        };
        (row, past)
    }

    fn country(&mut self, countries: &'a [Country]) -> Option<&'a Country> {
        let total = countries.iter().map(|country| country.weight).sum();
        let mut at = self.chance.below(total);
        countries
            .iter()
            .find(|country| match at.checked_sub(country.weight) {
                Some(rest) => {
                    at = rest;
                    false
                }
                None => true,
            })
    }

    fn number(&mut self, country: &Country) -> u64 {
        loop {
            let pattern = self.chance.word(&country.phones);
            let digits = self.chance.filled(pattern).parse().unwrap_or_default();
            // An audience larger than a country's range shares numbers.
            if self.numbers.insert(digits) || self.chance.percent(2) {
                return digits;
            }
        }
    }

    fn identity(&mut self, country: &Country, row: u64, edits: &mut Vec<Edit>) {
        let Some(names) = self.assets.names(country.language) else {
            return;
        };
        let female = self.chance.percent(52);
        let firsts = if female { &names.female } else { &names.male };
        let (first, last) = self.name(firsts, &names.last);
        edits.push(text(BuiltinField::FirstName, first));
        if !self.chance.percent(4) {
            edits.push(text(BuiltinField::LastName, &last));
        }
        if self.chance.percent(70) {
            let gender = match self.chance.below(50) {
                0 => "other",
                _ if female => "female",
                _ => "male",
            };
            edits.push(text(BuiltinField::Gender, gender));
        }
        if self.chance.percent(85) {
            edits.push(text(BuiltinField::Language, country.language));
        }
        if self.chance.percent(78) {
            edits.push(text(BuiltinField::Email, &self.mailbox(first, &last, row)));
        }
    }

    /// A name that nobody has yet, as far as there are any: a second surname makes more of them.
    fn name(&mut self, firsts: &[&'static str], lasts: &[&'static str]) -> (&'static str, String) {
        let mut drawn = ("", String::new());
        for draw in 0..8 {
            let (first, last) = (self.chance.word(firsts), self.chance.word(lasts));
            let second = self.chance.word(lasts);
            let last = if draw > 1 && second != last {
                twice::joined(last, second)
            } else {
                last.to_owned()
            };
            let is_new = self.names.insert(format!("{first} {last}"));
            drawn = (first, last);
            if is_new {
                break;
            }
        }
        drawn
    }

    /// A mailbox in the domains kept for examples. Names in other scripts get a word instead.
    fn mailbox(&mut self, first: &str, last: &str, row: u64) -> String {
        let plain =
            |name: &str| -> String { fold(name).chars().filter(char::is_ascii_alphanumeric).collect() };
        let word = self.chance.word(self.assets.words("mailbox"));
        let local = match (plain(first), plain(last)) {
            (first, last) if first.len() > 1 && last.len() > 1 => format!("{first}.{last}"),
            _ => word.to_owned(),
        };
        let domain = self.chance.word(self.assets.words("domain"));
        format!("{local}{row}@{domain}")
    }

    fn place(&mut self, country: &Country, edits: &mut Vec<Edit>) {
        if !self.chance.percent(82) {
            return;
        }
        let (city, region) = self.chance.one(&country.cities).copied().unwrap_or_default();
        edits.push(text(BuiltinField::Country, country.code));
        edits.push(text(BuiltinField::City, city));
        edits.push(text(BuiltinField::Region, region));
        if self.chance.percent(75) {
            let house = self.chance.between(1, 180).to_string();
            let street = self.chance.word(&country.streets).replacen('#', &house, 1);
            edits.push(text(BuiltinField::Address, &street));
            let postcode = self.chance.filled(country.postcode);
            if !postcode.is_empty() {
                edits.push(text(BuiltinField::Postcode, &postcode));
            }
        }
    }

    fn person(&mut self, edits: &mut Vec<Edit>) {
        let assets = self.assets;
        if self.chance.percent(65) {
            edits.push(Edit::Birthday(self.birthday()));
        }
        if self.chance.percent(60) {
            let interests = self.chance.some(assets.words("interest"), 4);
            edits.push(set(BuiltinField::Interests, interests));
        }
        if self.chance.percent(35) {
            let tags = self.chance.some(assets.words("tag"), 3);
            edits.push(set(BuiltinField::Tags, tags));
        }
        if self.chance.percent(9) {
            let note = self.chance.word(assets.words("note")).replace("\\n", "\n");
            edits.push(text(BuiltinField::Notes, &note));
        }
        if self.chance.percent(30) {
            let channels = self.chance.some(assets.words("channel"), 3);
            edits.push(Edit::Set(
                FieldRef::Custom(self.custom.channels),
                Some(Value::Set(channels)),
            ));
        }
        if self.chance.percent(25) {
            let size = self.chance.word(assets.words("size"));
            edits.push(custom(self.custom.shirt_size, Value::Text(size.to_owned())));
        }
        if self.chance.percent(40) {
            let wants = self.chance.percent(30);
            edits.push(custom(self.custom.invoices, Value::Flag(wants)));
        }
    }

    /// Ages from 18 to 82, most of them below 50; one in sixteen keeps the year private.
    fn birthday(&mut self) -> Option<Birthday> {
        let age = 18 + self.chance.below(33) + self.chance.skewed(33);
        let days = age * 365 + age / 4 + self.chance.below(365);
        let born = self.days_ago(days);
        if self.chance.percent(6) {
            Birthday::yearless(born.month(), born.day())
        } else {
            Some(Birthday::full(born))
        }
    }

    /// How the person has bought, and what follows from it.
    fn shopping(
        &mut self,
        most_orders: u64,
        cents: u64,
        import: &Import,
        edits: &mut Vec<Edit>,
    ) -> Option<Bought> {
        let assets = self.assets;
        let known = u64::try_from(import.days_ago).unwrap_or_default();
        if self.chance.percent(12) {
            return None;
        }
        let orders = 1 + self.chance.skewed(most_orders);
        let each = 900 + self.chance.skewed(cents) + self.chance.below(3_000);
        let cents = orders * each + self.chance.below(100);
        let total = Decimal::new(cents as i64, 2);
        // Most of those who buy again have done so lately; a third were never seen again.
        let last = if orders == 1 || self.chance.percent(33) {
            self.chance.below(known + 1)
        } else {
            self.chance.skewed(known + 1)
        };
        let first = if orders == 1 {
            last
        } else {
            last + self.chance.below(known + 60 - last.min(known))
        };
        let tier = match total {
            total if total >= Decimal::from(2_000) => "platinum",
            total if total >= Decimal::from(900) => "gold",
            total if total >= Decimal::from(300) => "silver",
            _ => "bronze",
        };
        if self.chance.percent(80) {
            edits.push(text(BuiltinField::LoyaltyTier, tier));
        }
        if self.chance.percent(55) {
            let product = self.chance.word(assets.words("product"));
            edits.push(custom(self.custom.favourite, Value::Text(product.to_owned())));
        }
        if self.chance.percent(45) {
            let visits = orders + self.chance.below(20);
            edits.push(custom(self.custom.visits, Value::Number(Decimal::from(visits))));
        }
        if self.chance.percent(15) {
            let credit = Decimal::new(self.chance.skewed(9_000) as i64, 2).normalize();
            edits.push(custom(self.custom.credit, Value::Number(credit)));
        }
        if self.chance.percent(50) {
            let days = first + self.chance.below(30);
            let since = self.days_ago(days);
            edits.push(custom(self.custom.member_since, Value::Date(since)));
        }
        Some(Bought {
            orders,
            cents,
            first,
            last,
        })
    }

    fn consent(&mut self, import: &Import) -> Consent {
        let days = self
            .chance
            .below(u64::try_from(import.days_ago).unwrap_or_default() + 1);
        Consent {
            at: Instant(self.moment.now.0 - days as i64 * DAY - self.chance.below(40_000) as i64),
            source: self.chance.word(self.assets.words("source")).to_owned(),
        }
    }

    fn days_ago(&self, days: u64) -> NaiveDate {
        let today = self.moment.today();
        today.checked_sub_days(Days::new(days)).unwrap_or(today)
    }
}

fn is_mailbox(edit: &Edit) -> bool {
    matches!(edit, Edit::Set(FieldRef::Builtin(BuiltinField::Email), Some(_)))
}

fn text(field: BuiltinField, text: &str) -> Edit {
    Edit::Set(FieldRef::Builtin(field), Some(Value::Text(text.to_owned())))
}

fn set(field: BuiltinField, members: Vec<String>) -> Edit {
    Edit::Set(FieldRef::Builtin(field), Some(Value::Set(members)))
}

fn custom(field: FieldId, value: Value) -> Edit {
    Edit::Set(FieldRef::Custom(field), Some(value))
}
