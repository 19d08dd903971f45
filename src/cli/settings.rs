//! `settings`: what the store decides once for all who use it.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::names;
use super::output::{Format, Output, remark};
use super::sheet::Sheet;
use super::table::Cell;
use crate::model::{Currency, Settings as StoreSettings};
use crate::phone::Region;
use crate::store::{Change, Store};
use chrono_tz::{TZ_VARIANTS, Tz};
use clap::{Args, Subcommand};

/// Shows or sets the settings.
#[derive(Debug, Args)]
pub struct Settings {
    /// What to set; nothing shows them.
    #[command(subcommand)]
    set: Option<Action>,
    /// How to write them.
    #[arg(long, default_value = "table")]
    format: Format,
}

/// What can be done to the settings.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Set one: time_zone, currency, country, active_days, at_risk_days, journal_days.
    Set(Set),
}

/// Sets one setting.
#[derive(Debug, Args)]
pub struct Set {
    /// Which.
    key: String,
    /// Its value; "" takes back currency or country.
    #[arg(allow_hyphen_values = true)]
    value: String,
}

const KEYS: [&str; 6] = [
    "time_zone",
    "currency",
    "country",
    "active_days",
    "at_risk_days",
    "journal_days",
];

impl Settings {
    /// Prints all settings, or sets one.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        if let Some(Action::Set(set)) = &self.set {
            return set.run(context);
        }
        let catalogue = context.reader()?.catalogue()?;
        let settings = &catalogue.settings;
        let mut sheet = Sheet::default();
        sheet.add("time_zone", Cell::text(settings.time_zone.name()));
        sheet.add(
            "currency",
            Cell::text(settings.currency.as_ref().map_or("", Currency::code)),
        );
        sheet.add(
            "country",
            Cell::text(settings.country.as_deref().unwrap_or_default()),
        );
        sheet.add("active_days", Cell::count(settings.lifecycle.active_days.into()));
        sheet.add(
            "at_risk_days",
            Cell::count(settings.lifecycle.at_risk_days.into()),
        );
        sheet.add("journal_days", Cell::count(settings.journal_days.into()));
        sheet.write(self.format, out)?;
        Ok(Exit::Done)
    }
}

impl Set {
    fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let store = context.writer()?;
        let mut settings = store.catalogue()?.settings.clone();
        change(&mut settings, self.key.trim(), self.value.trim())?;
        store.apply(Change::Settings(settings), &context.author(), &mut ())?;
        let key = self.key.trim();
        remark(&match self.value.trim() {
            "" => format!("{key} is not set any more."),
            value => format!("{key} is {value} now."),
        });
        Ok(Exit::Done)
    }
}

fn change(settings: &mut StoreSettings, key: &str, value: &str) -> Result<(), Failure> {
    match key {
        "time_zone" => settings.time_zone = time_zone(value)?,
        "currency" => settings.currency = currency(value)?,
        "country" => settings.country = country(value)?,
        "active_days" => settings.lifecycle.active_days = days(value)?,
        "at_risk_days" => settings.lifecycle.at_risk_days = days(value)?,
        "journal_days" => settings.journal_days = days(value)?,
        _ => return Err(names::unknown("setting", key, KEYS.into_iter())),
    }
    let limits = settings.lifecycle;
    if limits.at_risk_days < limits.active_days {
        return Err(Failure::usage(format!(
            "at_risk_days ({}) cannot be less than active_days ({}).",
            limits.at_risk_days, limits.active_days
        )));
    }
    Ok(())
}

fn time_zone(value: &str) -> Result<Tz, Failure> {
    let found = TZ_VARIANTS
        .iter()
        .find(|zone| zone.name().eq_ignore_ascii_case(value));
    found
        .copied()
        .ok_or_else(|| names::unknown("time zone", value, TZ_VARIANTS.iter().map(|zone| zone.name())))
}

fn currency(value: &str) -> Result<Option<Currency>, Failure> {
    if value.is_empty() {
        return Ok(None);
    }
    Currency::from_code(value).map(Some).ok_or_else(|| {
        Failure::usage(format!(
            "“{value}” is no currency. Write its ISO 4217 code, like EUR."
        ))
    })
}

fn country(value: &str) -> Result<Option<String>, Failure> {
    if value.is_empty() {
        return Ok(None);
    }
    Region::named(value)
        .map(|region| Some(region.code().to_owned()))
        .ok_or_else(|| {
            Failure::usage(format!(
                "“{value}” is no country. Write its code, like PT, or its English name."
            ))
        })
}

fn days(value: &str) -> Result<u32, Failure> {
    value
        .parse()
        .ok()
        .filter(|days| (1..=36_500).contains(days))
        .ok_or_else(|| Failure::usage(format!("“{value}” is no number of days from 1 to 36500.")))
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    fn refusal(key: &str, value: &str) -> String {
        match change(&mut StoreSettings::default(), key, value) {
            Err(Failure::Told(Exit::Usage, words)) => words,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn values_are_read_as_people_write_them() {
        let mut settings = StoreSettings::default();
        change(&mut settings, "time_zone", "europe/lisbon").unwrap();
        change(&mut settings, "currency", "eur").unwrap();
        change(&mut settings, "at_risk_days", "200").unwrap();
        assert_eq!(settings.time_zone, Tz::Europe__Lisbon);
        assert_eq!(settings.currency.unwrap().code(), "EUR");
        change(&mut settings, "currency", "").unwrap();
        assert_eq!(settings.currency, None);
    }

    #[test]
    fn refusals_suggest_what_was_meant() {
        assert!(refusal("timezone", "UTC").contains("time_zone"));
        assert!(refusal("time_zone", "Europe/Lisboa").contains("Europe/Lisbon"));
        assert!(refusal("currency", "EURO").contains("EUR"));
        assert!(refusal("active_days", "0").contains("1 to 36500"));
        assert!(refusal("active_days", "300").contains("cannot be less"));
    }
}
