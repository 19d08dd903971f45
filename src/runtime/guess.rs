//! What the computer's own settings suggest for a new store: shown, never taken unasked.

use crate::app::welcome::Guesses;
use crate::phone::Region;
use std::env;
use std::fs;

/// Which currency each country pays with: a code, then countries.
const CURRENCIES: &str = include_str!("../../assets/currencies.tsv");

/// Of this computer, now.
pub fn here() -> Guesses {
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let clock = variable("TZ").or_else(zone_file);
    let locale = ["LC_ALL", "LC_MONETARY", "LANG"].into_iter().find_map(variable);
    guess(clock.as_deref(), locale.as_deref())
}

/// Where the clock's zone is kept: a link into the zone files, or a line.
fn zone_file() -> Option<String> {
    let link = fs::read_link("/etc/localtime").ok();
    let linked = link.and_then(|link| {
        let path = link.to_string_lossy().into_owned();
        path.split_once("zoneinfo/").map(|(_, zone)| zone.to_owned())
    });
    linked.or_else(|| fs::read_to_string("/etc/timezone").ok())
}

fn guess(clock: Option<&str>, locale: Option<&str>) -> Guesses {
    let zone = clock.map_or("", |clock| clock.trim().trim_start_matches(':'));
    let known: Result<chrono_tz::Tz, _> = zone.parse();
    let place = known
        .ok()
        .map(chrono_tz::Tz::name)
        .filter(|name| name.contains('/') && !name.starts_with("Etc/"));
    let country = locale.and_then(country).map_or("", Region::code);
    Guesses {
        time_zone: place.unwrap_or_default().to_owned(),
        currency: currency(country).to_owned(),
        country: country.to_owned(),
    }
}

/// `pt_PT.UTF-8` is Portugal's.
fn country(locale: &str) -> Option<Region> {
    let (_, rest) = locale.split_once('_')?;
    let code = rest.get(..2)?;
    Region::named(code).filter(|region| region.code() == code)
}

fn currency(country: &str) -> &'static str {
    let mut lines = CURRENCIES.lines().filter(|line| !line.starts_with('#'));
    let line =
        lines.find(|line| !country.is_empty() && line.split_whitespace().skip(1).any(|one| one == country));
    line.and_then(|line| line.split_whitespace().next()).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Currency;

    #[test]
    fn zone_country_and_currency_follow_the_computer_and_nothing_is_made_up() {
        let guessed = guess(Some(":Europe/Lisbon\n"), Some("pt_PT.UTF-8"));
        assert_eq!(guessed.time_zone, "Europe/Lisbon");
        assert_eq!(
            (guessed.currency.as_str(), guessed.country.as_str()),
            ("EUR", "PT")
        );
        for (clock, locale) in [
            (Some("Etc/UTC"), "C.UTF-8"),
            (Some("UTC"), "en"),
            (None, "de_XX"),
            (Some("CET-1"), ""),
        ] {
            assert_eq!(
                guess(clock, Some(locale)),
                Guesses::default(),
                "{clock:?} {locale}"
            );
        }
    }

    #[test]
    fn every_currency_and_country_that_is_named_is_one() {
        for line in CURRENCIES.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            assert!(
                words
                    .next()
                    .is_some_and(|code| Currency::from_code(code).is_some()),
                "{line}"
            );
            for country in words {
                assert!(
                    Region::named(country).is_some_and(|region| region.code() == country),
                    "{country}"
                );
                let times = CURRENCIES
                    .split_whitespace()
                    .filter(|word| *word == country)
                    .count();
                assert_eq!(times, 1, "{country}");
            }
        }
    }
}
