//! Names that hold the letters of a text in their order, with others between them: scored by how close they stand.

use super::Search;
use crate::model::{BuiltinField, ContactId, FieldRef};
use crate::store::columns::{Column, TEXT_ROWS, TextsView, text_column};
use crate::store::mask::Mask;
use crate::store::{Result, side};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// Fewer letters than this find no contact fuzzily.
const LETTERS: usize = 3;
/// So many names are scored at most, by each of two threads.
const SCORED: usize = 5_000;

type Scored = Vec<(i64, ContactId)>;

impl Search<'_> {
    /// Who of the rest has such a name, best first.
    pub(super) fn fuzzy(&self, folded: &str, rest: &Mask) -> Result<Vec<ContactId>> {
        let letters: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
        let Some(column) = text_column(FieldRef::Builtin(BuiltinField::Name)) else {
            return Ok(Vec::new());
        };
        if letters.chars().count() < LETTERS {
            return Ok(Vec::new());
        }
        let chunks: Vec<u32> = self.chunks(TEXT_ROWS).collect();
        let (first, second) = chunks.split_at(chunks.len() / 2);
        let mut scored = side::each::<Scored>(&[&|| self.scored(column, first, &letters, rest), &|| {
            self.scored(column, second, &letters, rest)
        }])?
        .concat();
        scored.sort_unstable_by_key(|(score, contact)| (-score, *contact));
        Ok(scored.into_iter().map(|(_, contact)| contact).collect())
    }

    fn scored(&self, column: Column, chunks: &[u32], letters: &str, rest: &Mask) -> Result<Scored> {
        let matcher = SkimMatcherV2::default();
        let mut scored = Vec::new();
        for number in chunks {
            self.cancel.check()?;
            let Some(chunk) = self.columns.chunk(column, *number)? else {
                continue;
            };
            let view = chunk.view(TextsView::parse)?;
            let score = |text: &[u8]| {
                let possible = holds_in_order(text, letters.as_bytes());
                let text = std::str::from_utf8(text).ok().filter(|_| possible)?;
                matcher.fuzzy_match(text, letters)
            };
            let scores: Vec<Option<i64>> = view.texts.iter().map(score).collect();
            if scores.iter().all(Option::is_none) {
                continue;
            }
            for row in 0..view.rows() {
                let contact = ContactId(number * TEXT_ROWS + row as u32);
                let score = view
                    .entry(row)
                    .and_then(|entry| scores.get(entry).copied().flatten());
                scored.extend(
                    score
                        .filter(|_| rest.contains(contact))
                        .map(|score| (score, contact)),
                );
            }
            if scored.len() >= SCORED {
                break;
            }
        }
        Ok(scored)
    }
}

/// Whether all bytes of `part` stand in the text in their order: what any fuzzy match needs.
fn holds_in_order(text: &[u8], part: &[u8]) -> bool {
    let mut rest = text;
    part.iter().all(|byte| match memchr::memchr(*byte, rest) {
        Some(at) => {
            rest = rest.get(at + 1..).unwrap_or_default();
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_count_in_their_order() {
        assert!(holds_in_order(b"ana silva", b"aslv"));
        assert!(!holds_in_order(b"ana silva", b"vs"));
    }
}
