//! `settings`: what the store decides once for all who use it.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::names;
use super::output::{Format, Output, remark};
use super::sheet::Sheet;
use super::table::Cell;
use crate::model::{Setting, Settings as StoreSettings};
use crate::store::{Change, Store};
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

impl Settings {
    /// Prints all settings, or sets one.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        if let Some(Action::Set(set)) = &self.set {
            return set.run(context);
        }
        let catalogue = context.reader()?.catalogue()?;
        let settings = &catalogue.settings;
        let mut sheet = Sheet::default();
        for setting in Setting::ALL {
            let text = setting.text(settings);
            let cell = match text.parse() {
                Ok(days) => Cell::count(days),
                Err(_) => Cell::text(&text),
            };
            sheet.add(setting.name(), cell);
        }
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
    let setting = Setting::named(key).ok_or_else(|| {
        let known = Setting::ALL.into_iter().map(Setting::name);
        names::unknown("setting", key, known)
    })?;
    setting.put(settings, value).map_err(Failure::usage)?;
    settings
        .contradiction()
        .map_or(Ok(()), |why| Err(Failure::usage(why)))
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use chrono_tz::Tz;

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
