//! The values a text, choice or set field really has, most frequent first: what completion offers.

use super::columns::{
    Chunk, Columns, DictionaryView, SET_ROWS, SET_WORDS, SetsView, TEXT_ROWS, TextsView, set_column,
    text_column,
};
use super::evaluate::PLACES;
use super::mask::{Bits, Mask};
use super::{Cancel, Result};
use crate::model::text::fold;
use crate::model::{BuiltinField, FieldRef, Scope};
use memchr::memmem::Finder;
use redb::ReadTransaction;
use std::collections::HashMap;

/// So many distinct values are counted; a field with more has no frequent ones worth offering beyond these.
const COUNTED: usize = 50_000;

/// The most frequent values of a field that hold the text, with how many contacts of the scope have each.
pub(super) fn values(
    txn: &ReadTransaction,
    scope: Scope,
    field: FieldRef,
    text: &str,
    limit: usize,
    cancel: &Cancel,
) -> Result<Vec<(String, u64)>> {
    let columns = Columns::open(txn)?;
    let counts = counted(&columns, &mut columns.scope(scope)?, field, text, cancel)?;
    let mut found: Vec<_> = counts.into_iter().collect();
    found.sort_unstable_by(|(a, (_, few)), (b, (_, many))| many.cmp(few).then_with(|| a.cmp(b)));
    Ok(found.into_iter().map(|(_, value)| value).take(limit).collect())
}

/// Folded text → as first stored, and how many have it.
pub(super) type Counts = HashMap<Box<[u8]>, (String, u64)>;

/// The values of a field that hold the text, with how many contacts of a mask have each.
pub(super) fn counted(
    columns: &Columns,
    mask: &mut Mask,
    field: FieldRef,
    text: &str,
    cancel: &Cancel,
) -> Result<Counts> {
    let text = fold(text);
    let mut counting = Counting {
        columns,
        wanted: Finder::new(&text),
        counts: HashMap::new(),
        cancel,
    };
    if field == FieldRef::Builtin(BuiltinField::Location) {
        for place in PLACES {
            counting.texts(FieldRef::Builtin(place), mask)?;
        }
    } else {
        counting.texts(field, mask)?;
        counting.sets(field, mask)?;
    }
    Ok(counting.counts)
}

struct Counting<'a> {
    columns: &'a Columns,
    wanted: Finder<'a>,
    counts: Counts,
    cancel: &'a Cancel,
}

impl Counting<'_> {
    fn texts(&mut self, field: FieldRef, mask: &mut Mask) -> Result<()> {
        let Some(column) = text_column(field) else {
            return Ok(());
        };
        let words = TEXT_ROWS as usize / 64;
        for number in 0..mask.words().len().div_ceil(words) {
            self.cancel.check()?;
            let Some(chunk) = self.columns.chunk(column, number as u32)? else {
                continue;
            };
            let view = chunk.view(TextsView::parse)?;
            let mut counts = vec![0_u64; view.texts.len()];
            for (at, word) in mask.stretch(number * words, words).iter().enumerate() {
                for bit in Bits(*word) {
                    let entry = view.entry(at * 64 + bit as usize);
                    if let Some(count) = entry.and_then(|entry| counts.get_mut(entry)) {
                        *count += 1;
                    }
                }
            }
            let shown = self.columns.shown(column, number as u32)?;
            let shown = shown.as_ref().map(Chunk::dictionary).transpose()?;
            self.add(view.texts, shown, &counts);
        }
        Ok(())
    }

    fn sets(&mut self, field: FieldRef, mask: &mut Mask) -> Result<()> {
        let Some(column) = set_column(field) else {
            return Ok(());
        };
        let words = SET_ROWS as usize / 64;
        for number in 0..mask.words().len().div_ceil(words) {
            self.cancel.check()?;
            let Some(chunk) = self.columns.chunk(column, number as u32)? else {
                continue;
            };
            let view = chunk.view(SetsView::parse)?;
            let asked = mask.stretch(number * words, words);
            let counts: Vec<u64> = view
                .entries()
                .map(|members| {
                    let mut held = [0; SET_WORDS];
                    members.unite_into(&mut held);
                    let both = asked.iter().zip(held).map(|(asked, held)| asked & held);
                    both.map(|word| u64::from(word.count_ones())).sum()
                })
                .collect();
            let shown = self.columns.shown(column, number as u32)?;
            let shown = shown.as_ref().map(Chunk::dictionary).transpose()?;
            self.add(view.members, shown, &counts);
        }
        Ok(())
    }

    fn add(&mut self, texts: DictionaryView<'_>, shown: Option<DictionaryView<'_>>, counts: &[u64]) {
        for ((text, written), count) in texts.iter().zip(texts.written(shown)).zip(counts) {
            if *count == 0 || self.wanted.find(text).is_none() {
                continue;
            }
            if let Some((_, sum)) = self.counts.get_mut(text) {
                *sum += count;
            } else if self.counts.len() < COUNTED {
                let spelled = String::from_utf8_lossy(written).into_owned();
                self.counts.insert(text.into(), (spelled, *count));
            }
        }
    }
}
