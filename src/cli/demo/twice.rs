//! People who have been entered twice: with another number, and not everything as it was the first time.

use super::assets::Country;
use super::chance::Chance;
use crate::model::{BuiltinField, Edit, FieldRef, Value};

/// One in so many comes again.
const ONE_IN: u64 = 100;
/// So many are remembered, to come again.
const REMEMBERED: usize = 500;

/// Those who may come again: where they live, and what is known of them.
#[derive(Debug, Default)]
pub struct Twice<'a>(Vec<(&'a Country, Vec<Edit>)>);

impl<'a> Twice<'a> {
    /// Remembers who somebody is and where.
    pub fn remember(&mut self, country: &'a Country, edits: &[Edit], chance: &mut Chance) {
        let one = (country, edits.to_vec());
        if self.0.len() < REMEMBERED {
            self.0.push(one);
            return;
        }
        let place = chance.below(REMEMBERED as u64) as usize;
        if let Some(other) = self.0.get_mut(place) {
            *other = one;
        }
    }

    /// Somebody who comes again, as they are entered this time; each only once more.
    pub fn again(&mut self, chance: &mut Chance) -> Option<(&'a Country, Vec<Edit>)> {
        if self.0.len() < REMEMBERED / 10 || chance.below(ONE_IN) > 0 {
            return None;
        }
        let place = chance.below(self.0.len() as u64) as usize;
        let (country, edits) = self.0.swap_remove(place);
        let edits = edits
            .into_iter()
            .filter_map(|edit| entered(edit, chance))
            .collect();
        Some((country, edits))
    }
}

/// A value as it is entered the second time: the name with a slip now and then, the address not always.
fn entered(edit: Edit, chance: &mut Chance) -> Option<Edit> {
    let Edit::Set(FieldRef::Builtin(field), Some(Value::Text(text))) = edit else {
        return Some(edit);
    };
    let text = match field {
        BuiltinField::LastName if chance.percent(30) => slipped(&text, chance),
        BuiltinField::Address | BuiltinField::Postcode if chance.percent(30) => return None,
        BuiltinField::Gender | BuiltinField::Language if chance.percent(40) => return None,
        _ => text,
    };
    Some(Edit::Set(FieldRef::Builtin(field), Some(Value::Text(text))))
}

/// Two letters beside each other change places.
fn slipped(text: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() > 4 {
        let at = chance.between(1, letters.len() as u64 - 3) as usize;
        letters.swap(at, at + 1);
    }
    letters.into_iter().collect()
}

/// Two surnames as one, in alphabets that write them so.
pub fn joined(first: &str, second: &str) -> String {
    let alphabetic = |letter: char| letter.is_ascii_alphabetic() || ('\u{c0}'..'\u{530}').contains(&letter);
    if first.chars().next().is_some_and(alphabetic) {
        format!("{first} {second}")
    } else {
        first.to_owned()
    }
}
