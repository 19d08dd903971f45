//! The settings of a store one by one: what each is called, how it is written and read, and what could be written.

use super::nearest::advice;
use super::{Currency, Settings};
use crate::phone::Region;
use chrono_tz::{TZ_VARIANTS, Tz};

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// In which days are counted.
    TimeZone,
    /// Of all money.
    Currency,
    /// Of numbers without a country code.
    Country,
    /// How long a customer is active.
    ActiveDays,
    /// How long a customer is at risk.
    AtRiskDays,
    /// How long history is kept.
    JournalDays,
}

impl Setting {
    /// Every one, in the order they are shown.
    pub const ALL: [Self; 6] = [
        Self::TimeZone,
        Self::Currency,
        Self::Country,
        Self::ActiveDays,
        Self::AtRiskDays,
        Self::JournalDays,
    ];

    /// Its name on the command line: `time_zone`.
    pub fn name(self) -> &'static str {
        match self {
            Self::TimeZone => "time_zone",
            Self::Currency => "currency",
            Self::Country => "country",
            Self::ActiveDays => "active_days",
            Self::AtRiskDays => "at_risk_days",
            Self::JournalDays => "journal_days",
        }
    }

    /// Its name on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::TimeZone => "Time zone",
            Self::Currency => "Currency",
            Self::Country => "Default country",
            Self::ActiveDays => "Active for days",
            Self::AtRiskDays => "At risk for days",
            Self::JournalDays => "History for days",
        }
    }

    /// What it is good for, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::TimeZone => "Days begin and end in this zone, for all who use the store.",
            Self::Currency => "All money is in it. Empty: as the first file says that names one.",
            Self::Country => {
                "Numbers without a country code are read as this country's. Empty: they are refused."
            }
            Self::ActiveDays => "Whose last activity is no longer ago than this is active.",
            Self::AtRiskDays => "Whose last activity is no longer ago than this is at risk, later inactive.",
            Self::JournalDays => "How long changes can be seen in history and taken back.",
        }
    }

    /// The setting of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.name() == name)
    }

    /// Its value as it is written; empty where it is not set.
    pub fn text(self, settings: &Settings) -> String {
        match self {
            Self::TimeZone => settings.time_zone.name().to_owned(),
            Self::Currency => settings.currency.as_ref().map_or("", Currency::code).to_owned(),
            Self::Country => settings.country.clone().unwrap_or_default(),
            Self::ActiveDays => settings.lifecycle.active_days.to_string(),
            Self::AtRiskDays => settings.lifecycle.at_risk_days.to_string(),
            Self::JournalDays => settings.journal_days.to_string(),
        }
    }

    /// Reads a value into the settings; empty takes back currency and country. Limits that contradict each other are found
    /// by [`Settings::contradiction`], when all are there.
    pub fn put(self, settings: &mut Settings, text: &str) -> Result<(), String> {
        let text = text.trim();
        match self {
            Self::TimeZone => settings.time_zone = time_zone(text)?,
            Self::Currency => settings.currency = currency(text)?,
            Self::Country => settings.country = country(text)?,
            Self::ActiveDays => settings.lifecycle.active_days = days(text)?,
            Self::AtRiskDays => settings.lifecycle.at_risk_days = days(text)?,
            Self::JournalDays => settings.journal_days = days(text)?,
        }
        Ok(())
    }

    /// Values that a text could become, those that begin with it first; none where it is one already, or anything goes.
    pub fn offers(self, text: &str) -> Vec<&'static str> {
        let text = text.trim().to_lowercase();
        let known: Vec<&'static str> = match self {
            Self::TimeZone => TZ_VARIANTS.iter().map(|zone| zone.name()).collect(),
            Self::Currency => Currency::codes().collect(),
            Self::Country => Region::all().map(Region::name).collect(),
            Self::ActiveDays | Self::AtRiskDays | Self::JournalDays => Vec::new(),
        };
        let rank = |name: &&'static str| {
            let name = name.to_lowercase();
            let last = name.rsplit('/').next().unwrap_or(&name);
            let ranks = [
                name.starts_with(&text),
                last.starts_with(&text),
                name.contains(&text),
            ];
            ranks.iter().position(|is| *is)
        };
        let exact = known.iter().any(|name| name.to_lowercase() == text);
        if text.is_empty() || exact || (self == Self::Country && Region::named(&text).is_some()) {
            return Vec::new();
        }
        let mut found: Vec<(usize, &str)> = known
            .into_iter()
            .filter_map(|name| Some((rank(&name)?, name)))
            .collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, name)| name).collect()
    }
}

impl Settings {
    /// Why these cannot stand beside each other.
    pub fn contradiction(&self) -> Option<String> {
        let limits = self.lifecycle;
        (limits.at_risk_days < limits.active_days).then(|| {
            format!(
                "at_risk_days ({}) cannot be less than active_days ({}).",
                limits.at_risk_days, limits.active_days
            )
        })
    }
}

fn time_zone(value: &str) -> Result<Tz, String> {
    let found = TZ_VARIANTS
        .iter()
        .find(|zone| zone.name().eq_ignore_ascii_case(value));
    found.copied().ok_or_else(|| {
        let advice = advice(value, TZ_VARIANTS.iter().map(|zone| zone.name()));
        format!("There is no time zone “{value}”.{advice}")
    })
}

fn currency(value: &str) -> Result<Option<Currency>, String> {
    if value.is_empty() {
        return Ok(None);
    }
    Currency::from_code(value)
        .map(Some)
        .ok_or_else(|| format!("“{value}” is no currency. Write its ISO 4217 code, like EUR."))
}

fn country(value: &str) -> Result<Option<String>, String> {
    if value.is_empty() {
        return Ok(None);
    }
    Region::named(value)
        .map(|region| Some(region.code().to_owned()))
        .ok_or_else(|| format!("“{value}” is no country. Write its code, like PT, or its English name."))
}

fn days(value: &str) -> Result<u32, String> {
    value
        .parse()
        .ok()
        .filter(|days| (1..=36_500).contains(days))
        .ok_or_else(|| format!("“{value}” is no number of days from 1 to 36500."))
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let mut settings = Settings::default();
        for (setting, text) in [
            (Setting::TimeZone, "Europe/Lisbon"),
            (Setting::Currency, "EUR"),
            (Setting::Country, "PT"),
            (Setting::AtRiskDays, "200"),
            (Setting::ActiveDays, "120"),
            (Setting::JournalDays, "90"),
        ] {
            setting.put(&mut settings, &text.to_lowercase()).unwrap();
            assert_eq!(setting.text(&settings), text);
            assert_eq!(Setting::named(setting.name()), Some(setting));
        }
    }

    #[test]
    fn offers_begin_with_the_text_or_hold_it() {
        assert_eq!(Setting::TimeZone.offers("lisb"), ["Europe/Lisbon"]);
        assert_eq!(Setting::Currency.offers("eu"), ["EUR"]);
        assert_eq!(Setting::Country.offers("Portug"), ["Portugal"]);
        assert!(Setting::TimeZone.offers("Europe/Lisbon").is_empty());
        assert!(Setting::Country.offers("pt").is_empty());
    }
}
