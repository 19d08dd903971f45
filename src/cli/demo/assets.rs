//! The names and texts the demo is made of, from `assets/demo`. A line of a file is a row; `#` begins a remark.

use std::collections::HashMap;

/// A country with what people there are called and where they live.
#[derive(Debug)]
pub struct Country {
    /// ISO 3166 alpha-2.
    pub code: &'static str,
    /// The language of its names.
    pub language: &'static str,
    /// How often it comes, beside the others.
    pub weight: u64,
    /// Patterns of mobile numbers, country code first.
    pub phones: Vec<&'static str>,
    /// Pattern of its postcodes; empty where none are used.
    pub postcode: &'static str,
    /// Cities with their regions.
    pub cities: Vec<(&'static str, &'static str)>,
    /// Streets, with `#` for the house number.
    pub streets: Vec<&'static str>,
}

/// The names of one language.
#[derive(Debug)]
pub struct Names {
    /// First names of women.
    pub female: Vec<&'static str>,
    /// First names of men.
    pub male: Vec<&'static str>,
    /// Last names.
    pub last: Vec<&'static str>,
}

/// One file that the demo pretends to have imported.
#[derive(Debug)]
pub struct Import {
    /// How long ago.
    pub days_ago: i64,
    /// Into which list.
    pub list: &'static str,
    /// How many of a hundred contacts it brought.
    pub share: u64,
    /// What kind of people: `shopper`, `local` (most of them from the first country), `reader`, `lead`, `trade`.
    pub kind: &'static str,
    /// What the file was called.
    pub file: &'static str,
}

/// Everything in the files.
#[derive(Debug)]
pub struct Assets {
    /// Countries, the shop's own first.
    pub countries: Vec<Country>,
    /// Lists: name and description.
    pub lists: Vec<(&'static str, &'static str)>,
    /// Imports, oldest first.
    pub imports: Vec<Import>,
    /// Segments: list, name, criteria.
    pub segments: Vec<(&'static str, &'static str, &'static str)>,
    names: HashMap<&'static str, Names>,
    words: HashMap<&'static str, Vec<&'static str>>,
}

impl Assets {
    /// Reads the files.
    pub fn load() -> Self {
        Self {
            countries: rows(include_str!("../../../assets/demo/countries.tsv"))
                .filter_map(country)
                .collect(),
            lists: rows(include_str!("../../../assets/demo/lists.tsv"))
                .filter_map(|mut row| Some((row.next()?, row.next()?)))
                .collect(),
            imports: rows(include_str!("../../../assets/demo/imports.tsv"))
                .filter_map(import)
                .collect(),
            segments: rows(include_str!("../../../assets/demo/segments.tsv"))
                .filter_map(|mut row| Some((row.next()?, row.next()?, row.next()?)))
                .collect(),
            names: rows(include_str!("../../../assets/demo/names.tsv"))
                .filter_map(names)
                .collect(),
            words: rows(include_str!("../../../assets/demo/words.tsv"))
                .filter_map(|mut row| Some((row.next()?, row.next()?.split('|').collect())))
                .collect(),
        }
    }

    /// The names of a language.
    pub fn names(&self, language: &str) -> Option<&Names> {
        self.names.get(language)
    }

    /// The words of a kind; none of a kind that is not there.
    pub fn words(&self, kind: &str) -> &[&'static str] {
        self.words.get(kind).map_or(&[], Vec::as_slice)
    }
}

fn rows(text: &'static str) -> impl Iterator<Item = std::str::Split<'static, char>> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t'))
}

fn country(mut row: std::str::Split<'static, char>) -> Option<Country> {
    Some(Country {
        code: row.next()?,
        language: row.next()?,
        weight: row.next()?.parse().ok()?,
        phones: row.next()?.split(',').collect(),
        postcode: row.next()?,
        cities: row
            .next()?
            .split('|')
            .filter_map(|city| city.split_once('/'))
            .collect(),
        streets: row.next()?.split('|').collect(),
    })
}

fn names(mut row: std::str::Split<'static, char>) -> Option<(&'static str, Names)> {
    let language = row.next()?;
    let mut list = || Some(row.next()?.split(',').collect());
    Some((
        language,
        Names {
            female: list()?,
            male: list()?,
            last: list()?,
        },
    ))
}

fn import(mut row: std::str::Split<'static, char>) -> Option<Import> {
    Some(Import {
        days_ago: row.next()?.parse().ok()?,
        list: row.next()?,
        share: row.next()?.parse().ok()?,
        kind: row.next()?,
        file: row.next()?,
    })
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use crate::cli::demo::chance::Chance;
    use crate::phone::{self, Region};

    #[test]
    fn the_files_fit_together() {
        let assets = Assets::load();
        assert!(assets.countries.len() >= 40);
        for country in &assets.countries {
            let names = assets.names(country.language).unwrap();
            assert!(names.female.len() >= 5 && names.male.len() >= 5 && names.last.len() >= 5);
            assert!(!country.cities.is_empty() && !country.streets.is_empty());
            assert!(Region::named(country.code).is_some_and(|region| region.code() == country.code));
        }
        let lists: Vec<&str> = assets.lists.iter().map(|(name, _)| *name).collect();
        assert!(assets.imports.iter().all(|import| lists.contains(&import.list)));
        assert_eq!(assets.imports.iter().map(|import| import.share).sum::<u64>(), 100);
        assert!(
            assets
                .segments
                .iter()
                .all(|(list, ..)| *list == "Everyone" || lists.contains(list))
        );
        for kind in [
            "company", "interest", "tag", "source", "reason", "product", "channel", "size", "note", "letter",
            "question", "answer", "thanks", "notice",
        ] {
            assert!(!assets.words(kind).is_empty(), "{kind}");
        }
    }

    #[test]
    fn every_number_that_can_be_made_up_is_valid_in_its_country() {
        let mut chance = Chance::new(1);
        let mut wrong = Vec::new();
        for country in Assets::load().countries {
            for pattern in country.phones {
                for _ in 0..300 {
                    let text = format!("+{}", chance.filled(pattern));
                    let read = phone::read(&text, None).map(|number| number.e164);
                    let fits = read.is_ok_and(|number| {
                        number.to_string() == text && number.region().map(Region::code) == Some(country.code)
                    });
                    if !fits {
                        wrong.push(format!("{} {pattern}: {text}", country.code));
                        break;
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
