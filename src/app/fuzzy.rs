//! Which of many short texts are meant by a few letters: every word must be found, letters in order, nearest first.
//! Contacts are not searched here; the store does that.

use crate::model::text::fold;
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// What is wanted, ready to be compared.
pub struct Wanted {
    words: Vec<String>,
    matcher: SkimMatcherV2,
}

impl Wanted {
    /// From a text as typed.
    pub fn new(text: &str) -> Self {
        Self {
            words: fold(text).split_whitespace().map(str::to_owned).collect(),
            matcher: SkimMatcherV2::default().ignore_case(),
        }
    }

    /// Nothing is typed: everything is meant.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether every word stands in a text as it was typed.
    pub fn is_in(&self, text: &str) -> bool {
        let folded = fold(text);
        self.words.iter().all(|word| folded.contains(word))
    }

    /// How near a text comes, higher is nearer; None where it is not meant.
    pub fn score(&self, text: &str) -> Option<i64> {
        let folded = fold(text);
        self.words.iter().try_fold(0, |sum, word| {
            Some(sum + self.matcher.fuzzy_match(&folded, word)?)
        })
    }

    /// What is meant of a number of things, the nearest first; in their own order where they are equally near.
    pub fn rank<T>(&self, things: impl Iterator<Item = T>, text: impl Fn(&T) -> String) -> Vec<T> {
        let mut found: Vec<(i64, T)> = things
            .filter_map(|thing| Some((self.score(&text(&thing))?, thing)))
            .collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, thing)| thing).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_stand_in_any_order_and_letters_be_left_out() {
        let things = ["Delete the list", "Delete the segment", "Make a contact list"];
        let found = |text: &str| Wanted::new(text).rank(things.iter(), |thing| (**thing).to_owned());
        assert_eq!(found("list del"), [&things[0]]);
        assert_eq!(found("dlsg"), [&things[1]]);
        assert_eq!(found(""), things.iter().collect::<Vec<_>>());
        assert!(found("xyz").is_empty());
    }

    #[test]
    fn accents_and_case_make_no_difference() {
        assert!(Wanted::new("LUIS").score("Luís").is_some());
    }
}
