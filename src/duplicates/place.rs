//! Cities, postcodes, streets and firms as they are compared: by their letters, without what people write in one way or another.

use super::spelling::{flat, latin, skeleton};
use super::texts::short;
use super::words::LONGEST;
use crate::model::names::parts;

/// A text of a place or a firm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Its letters and digits, in Latin script.
    pub(super) letters: Box<str>,
    /// Of the letters.
    pub(super) whole: u32,
    /// Of the consonants.
    pub(super) bones: u32,
    /// Written in another script.
    pub(super) is_foreign: bool,
    /// How many contacts have it.
    pub(super) count: u32,
}

/// Two places beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Places {
    /// One of them is not known, or they are written in two scripts and cannot be compared.
    Missing,
    /// The same.
    Same,
    /// Nearly the same: a slip.
    Slip,
    /// Two places.
    Other,
}

/// What streets are called, long and short.
const STREETS: [(&str, &str); 16] = [
    ("street", "st"),
    ("road", "rd"),
    ("avenue", "ave"),
    ("av", "ave"),
    ("drive", "dr"),
    ("lane", "ln"),
    ("court", "ct"),
    ("place", "pl"),
    ("boulevard", "blvd"),
    ("crescent", "cres"),
    ("square", "sq"),
    ("highway", "hwy"),
    ("strasse", "str"),
    ("calle", "c"),
    ("rua", "r"),
    ("apartment", "apt"),
];

/// Legal forms of firms, and the words that stand for them.
pub(super) const LEGAL_FORMS: &str = " inc incorporated ltd limited llc llp lp plc corp corporation co company cia gmbh ag kg ug ohg mbh \
    sa sas sarl sl slu srl spa bv nv pty oy ab as aps lda ltda eireli me kft zrt sro doo ooo pvt pte pl group services ";

impl Place {
    /// A city, a region or a postcode.
    pub(super) fn of(text: &str) -> Self {
        Self::of_words(&parts(text))
    }

    /// A street and house number, which are written in either order.
    pub(super) fn street(text: &str) -> Self {
        let mut words = parts(&text.replace(',', " "));
        for word in &mut words {
            if let Some((_, brief)) = STREETS.iter().find(|(long, _)| *word == *long) {
                *word = (*brief).to_owned();
            }
        }
        words.sort_unstable();
        Self::of_words(&words)
    }

    /// A firm without its legal form.
    pub(super) fn firm(text: &str) -> Self {
        let text = text.replace(['/', '&'], "");
        let mut words = parts(&text);
        while words.len() > 1
            && words
                .last()
                .is_some_and(|word| is_legal_form(word) || word == "and")
        {
            words.pop();
        }
        Self::of_words(&words)
    }

    fn of_words(words: &[String]) -> Self {
        let letters: String = words.iter().map(|word| latin(word)).collect();
        let plain = flat(&letters);
        Self {
            whole: if plain.is_empty() { 0 } else { short(&plain) },
            bones: if plain.is_empty() {
                0
            } else {
                short(&skeleton(&plain))
            },
            is_foreign: words.iter().any(|word| is_foreign(word)),
            letters: plain.into_boxed_str(),
            count: 0,
        }
    }

    /// Both beside each other.
    pub(super) fn beside(&self, other: &Self) -> Places {
        if self.whole == 0 || other.whole == 0 {
            Places::Missing
        } else if self.whole == other.whole {
            Places::Same
        } else if self.is_foreign != other.is_foreign {
            // Cities have names of their own in other languages: only an agreement says something.
            if self.bones == other.bones {
                Places::Slip
            } else {
                Places::Missing
            }
        } else if self.is_slip_of(other) {
            Places::Slip
        } else {
            Places::Other
        }
    }

    fn is_slip_of(&self, other: &Self) -> bool {
        let longest = self.letters.len().max(other.letters.len());
        let allowed = match longest {
            0..=3 => 0,
            4..=7 => 1,
            8..=LONGEST => 2,
            _ => return false,
        };
        self.letters.len().abs_diff(other.letters.len()) <= allowed
            && strsim::osa_distance(&self.letters, &other.letters) <= allowed
    }
}

/// Whether a folded word is written in another script than Latin.
pub(super) fn is_foreign(word: &str) -> bool {
    word.chars().any(|c| c.is_alphabetic() && u32::from(c) > 0x24F)
}

/// Whether a folded word stands for a legal form.
pub(super) fn is_legal_form(word: &str) -> bool {
    LEGAL_FORMS.split_whitespace().any(|form| form == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_place_agree() {
        for (one, other, expected) in [
            ("Köln", "Koeln", Places::Same),
            ("Port Macquarie", "portmacquarie", Places::Same),
            ("parramatta", "parraamtta", Places::Slip),
            ("Москва", "Moscow", Places::Slip),
            ("Κέρκυρα", "Corfu", Places::Missing),
            ("2261", "2621", Places::Slip),
            ("Reno", "Fargo", Places::Other),
            ("", "Fargo", Places::Missing),
        ] {
            let found = Place::of(one).beside(&Place::of(other));
            assert_eq!(found, expected, "{one} {other}");
        }
        assert_eq!(
            Place::firm("Koala Bakery Pty Ltd").beside(&Place::firm("koala bakery P/L")),
            Places::Same
        );
        assert_eq!(
            Place::street("12 Elm Street").beside(&Place::street("Elm St, 12")),
            Places::Same
        );
    }
}
