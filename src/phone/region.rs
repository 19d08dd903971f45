//! The regions that have numbers of their own, by code and by name.
//!
//! Names come from `assets/countries.tsv`. Which numbers a region has is told by the plans.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    include_str!("../../assets/countries.tsv")
        .lines()
        .filter_map(Country::of)
        .collect()
});

/// Every name and alpha-3 code, folded. Built at the first question that two letters do not answer.
static BY_NAME: LazyLock<HashMap<String, Region>> = LazyLock::new(|| {
    let mut names = HashMap::with_capacity(4096);
    for (country, region) in COUNTRIES.iter().zip(0_u8..) {
        for name in [country.alpha_3, country.name]
            .into_iter()
            .chain(country.others.split('|'))
        {
            names.insert(fold(name), Region(region));
        }
    }
    names.remove("");
    names
});

struct Country {
    code: &'static str,
    alpha_3: &'static str,
    name: &'static str,
    others: &'static str,
}

impl Country {
    fn of(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        Some(Self {
            code: fields.next().filter(|code| code.len() == 2)?,
            alpha_3: fields.next()?,
            name: fields.next()?,
            others: fields.next()?,
        })
    }
}

/// A region the number metadata knows: ISO 3166 alpha-2, and Kosovo (XK), Ascension (AC) and Tristan da Cunha (TA).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(u8);

impl Region {
    /// By code (alpha-2, alpha-3) or by name, whatever the case, accents and punctuation.
    pub fn named(code_or_name: &str) -> Option<Self> {
        let text = code_or_name.trim();
        Self::coded(text).or_else(|| {
            let folded = fold(text);
            BY_NAME.get(&folded).copied()
        })
    }

    /// Every region, in the order of the codes.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=u8::MAX).map(Self).take(COUNTRIES.len())
    }

    /// The two letters.
    pub fn code(self) -> &'static str {
        COUNTRIES
            .get(usize::from(self.0))
            .map_or("", |country| country.code)
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        COUNTRIES
            .get(usize::from(self.0))
            .map_or("", |country| country.name)
    }

    /// By alpha-2 code alone.
    pub(super) fn coded(code: &str) -> Option<Self> {
        let &[first, second] = code.as_bytes() else {
            return None;
        };
        let wanted = [first.to_ascii_uppercase(), second.to_ascii_uppercase()];
        let place = COUNTRIES
            .binary_search_by(|country| country.code.as_bytes().cmp(&wanted))
            .ok()?;
        u8::try_from(place).ok().map(Self)
    }

    /// The place in the order of the codes.
    pub(super) fn place(self) -> usize {
        usize::from(self.0)
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Region({})", self.code())
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Letters and digits alone, in lower case and without accents, so that `Côte d’Ivoire` is `COTE D'IVOIRE`.
fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '&' => folded.push_str("and"),
            c if c.is_alphanumeric() => folded.extend(c.to_lowercase()),
            _ => {}
        }
    }
    folded
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    fn code(name: &str) -> &'static str {
        Region::named(name).map_or("-", Region::code)
    }

    #[test]
    fn a_region_is_found_by_code_and_by_name() {
        assert_eq!(code("PT"), "PT");
        assert_eq!(code(" pt "), "PT");
        assert_eq!(code("prt"), "PT");
        assert_eq!(code("Deutschland"), "DE");
        assert_eq!(code("Côte d’Ivoire"), "CI");
        assert_eq!(code("COTE D'IVOIRE"), "CI");
        assert_eq!(code("Bosnia & Herzegovina"), "BA");
        assert_eq!(code("U.S.A."), "US");
        assert_eq!(code("uk"), "GB");
        assert_eq!(code("日本"), "JP");
        assert_eq!(code("भारत"), "IN");
        assert_eq!(code("xk"), "XK");
        assert_eq!(code("Tristan da Cunha"), "TA");
        assert_eq!(code("Atlantis"), "-");
        assert_eq!(code(""), "-");
        assert_eq!(code("é"), "-");
        assert_eq!(Region::named("DE").unwrap().name(), "Germany");
    }

    #[test]
    fn the_table_is_in_order_and_no_name_belongs_to_two() {
        assert!(COUNTRIES.is_sorted_by(|a, b| a.code < b.code));
        let mut seen: HashMap<String, &str> = HashMap::new();
        for country in COUNTRIES.iter() {
            for name in [country.code, country.alpha_3, country.name]
                .into_iter()
                .chain(country.others.split('|'))
            {
                let other = seen.insert(fold(name), country.code);
                assert!(
                    name.is_empty() || other.is_none_or(|other| other == country.code),
                    "{name}: {other:?}"
                );
            }
        }
    }
}
