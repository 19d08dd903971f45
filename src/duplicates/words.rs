//! The words of which names consist, each brought into the forms in which it is compared once.

use super::common::{Shipped, shipped};
use super::evidence::Likeness;
use super::place::is_foreign;
use super::spelling::{flat, latin, skeleton, sound};
use super::texts::{Texts, short};
use crate::model::names::groups;

/// A word of a name.
#[derive(Debug, Default)]
pub(super) struct Word {
    /// In Latin letters.
    pub(super) letters: Box<str>,
    /// Of the letters, `ue` as `u`.
    pub(super) whole: u32,
    /// Of what romanisations share.
    pub(super) sound: u32,
    /// Of the consonants.
    pub(super) bones: u32,
    /// Nicknames it stands among.
    groups: Box<[u16]>,
    is_foreign: bool,
    shipped: Shipped,
    /// How many contacts have it in their first name.
    pub(super) given: u32,
    /// How many have it in their last name.
    pub(super) family: u32,
    /// Share of people with this first name, from the list and from what is known.
    pub(super) given_share: f32,
    /// Share of people with this surname.
    pub(super) family_share: f32,
    /// A first name that is known as one, or that enough of the list have.
    is_given_name: bool,
    is_surname: bool,
}

/// What a list of no more people than this says about names counts less than what is known.
const KNOWN_PEOPLE: f32 = 20_000.0;

/// A name that so many have is no slip.
const NO_SLIP: u32 = 5;

/// All words.
#[derive(Debug, Default)]
pub(super) struct Words(Texts<Word>);

impl Words {
    /// The number of a folded word.
    pub(super) fn number(&mut self, folded: &str) -> u32 {
        self.0.number(folded, Word::of)
    }

    /// A word.
    pub(super) fn get(&self, number: u32) -> Option<&Word> {
        self.0.get(number)
    }

    /// Counts a word of a first or a last name.
    pub(super) fn count(&mut self, number: u32, in_given: bool) {
        if let Some(word) = self.0.get_mut(number) {
            if in_given {
                word.given += 1;
            } else {
                word.family += 1;
            }
        }
    }

    /// So many have it at least.
    pub(super) fn at_least(&mut self, number: u32, in_given: bool, count: u32) {
        if let Some(word) = self.0.get_mut(number) {
            let held = if in_given {
                &mut word.given
            } else {
                &mut word.family
            };
            *held = (*held).max(count);
        }
    }

    /// Works out how common each word is among so many people; of a sample of them nothing is rarer than in the world.
    pub(super) fn settle(&mut self, people: usize, is_sample: bool) {
        let people = people as f32;
        let several = NO_SLIP + (people / 20_000.0) as u32;
        for word in self.0.all_mut() {
            let share = |count: u32, known: f32| {
                let share = (count as f32 + known * KNOWN_PEOPLE) / (people + KNOWN_PEOPLE);
                let least = if is_sample { known } else { 0.0 };
                share.max(least).max(1.0 / (people + KNOWN_PEOPLE))
            };
            word.given_share = share(word.given, word.shipped.given);
            word.family_share = share(word.family, word.shipped.family);
            word.is_given_name = word.shipped.given > 0.0 || word.given >= several;
            word.is_surname = word.shipped.family > 0.0 || word.family >= several;
        }
    }
}

impl Word {
    fn of(folded: &str) -> Self {
        let latin = latin(folded);
        let plain = flat(&latin);
        let mut in_groups: Vec<u16> = groups(folded).to_vec();
        in_groups.extend(groups(&latin));
        in_groups.sort_unstable();
        in_groups.dedup();
        Self {
            whole: short(&plain),
            sound: short(&sound(&plain)),
            bones: short(&skeleton(&plain)),
            groups: in_groups.into_boxed_slice(),
            is_foreign: is_foreign(folded),
            shipped: shipped(&latin),
            letters: latin.into_boxed_str(),
            ..Self::default()
        }
    }

    /// Whether it is a first name that is known as one, or that several of the list have.
    pub(super) fn is_given_name(&self) -> bool {
        self.is_given_name
    }

    /// Whether it is one letter.
    pub(super) fn is_initial(&self) -> bool {
        self.letters.len() == 1
    }

    /// How alike two words are, as first names or as surnames.
    pub(super) fn beside(&self, other: &Self, as_given: bool) -> Likeness {
        if self.whole == other.whole {
            return if self.is_foreign == other.is_foreign {
                Likeness::Same
            } else {
                Likeness::Spelling
            };
        }
        if self.is_initial() || other.is_initial() {
            let agrees = self.letters.get(..1) == other.letters.get(..1);
            return if agrees {
                Likeness::Initial
            } else {
                Likeness::Other
            };
        }
        if self.is_spelling_of(other) {
            return Likeness::Spelling;
        }
        if as_given && self.groups.iter().any(|group| other.groups.contains(group)) {
            return Likeness::Nickname;
        }
        if self.is_slip_of(other) || self.sound == other.sound {
            let both = if as_given {
                self.is_given_name && other.is_given_name
            } else {
                self.is_surname && other.is_surname
            };
            return if both { Likeness::Alike } else { Likeness::Slip };
        }
        Likeness::Other
    }

    /// Romanisations of one name; of short names, which differ in a letter, only from one script to another.
    fn is_spelling_of(&self, other: &Self) -> bool {
        if self.is_foreign != other.is_foreign {
            return self.sound == other.sound || self.bones == other.bones;
        }
        self.sound == other.sound && self.letters.len().min(other.letters.len()) >= 5
    }

    fn is_slip_of(&self, other: &Self) -> bool {
        is_slip(&self.letters, &other.letters)
    }
}

/// The longest texts that are compared letter by letter: the time that takes grows with their square.
pub(super) const LONGEST: usize = 64;

/// Whether a text can be another one typed in a hurry.
pub(super) fn is_slip(one: &str, other: &str) -> bool {
    let allowed = match one.len().max(other.len()) {
        0..=2 => 0,
        3..=5 => 1,
        6..=9 => 2,
        10..=LONGEST => 3,
        _ => return false,
    };
    one.len().abs_diff(other.len()) <= allowed && strsim::osa_distance(one, other) <= allowed
}
