//! A chunk of a text column: for each row the number of its text in the chunk's dictionary, counted from 1, in one byte
//! or two; 0 is *not set*.

use super::super::mask::pack;
use super::chunk::Reader;
use super::dictionary::{Dictionary, DictionaryView};

/// Rows of a chunk: 48 words, so that one of surnames, most of them different, still fits into 32 KiB.
pub(in crate::store) const TEXT_ROWS: u32 = 3072;

/// A chunk being changed.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    codes: Vec<u16>,
    dictionary: Dictionary,
}

impl Texts {
    /// Sets one row; an empty text is none.
    pub(super) fn set(&mut self, row: usize, text: Option<&str>) {
        if self.codes.len() <= row {
            self.codes.resize(row + 1, 0);
        }
        let code = match text {
            Some(text) if !text.is_empty() => self.dictionary.intern(text) as u16 + 1,
            _ => 0,
        };
        if let Some(place) = self.codes.get_mut(row) {
            *place = code;
        }
    }

    /// Forgets everything but the room it takes.
    pub(super) fn clear(&mut self) {
        self.codes.clear();
        self.dictionary.clear();
    }

    /// Whether no row has a text.
    pub(super) fn is_empty(&self) -> bool {
        self.codes.iter().all(|code| *code == 0)
    }

    /// Takes out the texts that no row has any more; before encoding.
    pub(super) fn compact(&mut self) {
        let mut used = vec![false; self.dictionary.len()];
        for code in &self.codes {
            if let Some(used) = usize::from(*code)
                .checked_sub(1)
                .and_then(|entry| used.get_mut(entry))
            {
                *used = true;
            }
        }
        if used.iter().all(|used| *used) {
            return;
        }
        let (kept, moved) = self.dictionary.compacted(&used);
        self.dictionary = kept;
        for code in &mut self.codes {
            let entry = usize::from(*code)
                .checked_sub(1)
                .and_then(|entry| moved.get(entry));
            *code = entry.map_or(0, |entry| *entry as u16 + 1);
        }
    }

    /// Appends the main part.
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        let width = if self.dictionary.len() < 256 { 1 } else { 2 };
        out.extend_from_slice(&(self.codes.len() as u16).to_le_bytes());
        out.push(width);
        self.dictionary.encode_folded(out);
        for code in &self.codes {
            out.extend(code.to_le_bytes().iter().take(usize::from(width)));
        }
    }

    /// Whether any of the texts differs from its folded form: only then there is a part for them as written.
    pub(super) fn has_shown(&self) -> bool {
        self.dictionary.has_shown()
    }

    /// Appends the texts as written.
    pub(super) fn encode_shown(&self, out: &mut Vec<u8>) {
        self.dictionary.encode_shown(out);
    }
}

/// A chunk being read.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct TextsView<'a> {
    rows: usize,
    codes: Codes<'a>,
    /// The folded texts.
    pub(in crate::store) texts: DictionaryView<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Codes<'a> {
    Narrow(&'a [u8]),
    Wide(&'a [[u8; 2]]),
}

impl<'a> TextsView<'a> {
    /// Reads a chunk's main part; None where it is none.
    pub(in crate::store) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let rows = usize::from(reader.u16()?);
        let width = reader.u8()?;
        let texts = DictionaryView::read(&mut reader)?;
        let (codes, count) = match width {
            1 => (Codes::Narrow(reader.0), reader.0.len()),
            2 if reader.0.len() % 2 == 0 => {
                let (codes, _) = reader.0.as_chunks::<2>();
                (Codes::Wide(codes), codes.len())
            }
            _ => return None,
        };
        (count == rows && rows <= TEXT_ROWS as usize).then_some(Self { rows, codes, texts })
    }

    /// Rows from the chunk's beginning to the last that ever had a text.
    pub(in crate::store) fn rows(&self) -> usize {
        self.rows
    }

    /// The entry of a row's text.
    pub(in crate::store) fn entry(&self, row: usize) -> Option<usize> {
        let code = match self.codes {
            Codes::Narrow(codes) => codes.get(row).map(|code| usize::from(*code)),
            Codes::Wide(codes) => codes.get(row).map(|code| usize::from(u16::from_le_bytes(*code))),
        };
        code?.checked_sub(1)
    }

    /// Keeps, of the rows in `words`, those whose text is accepted: a 1 at its entry.
    pub(in crate::store) fn narrow(&self, words: &mut [u64], accepted: &[u8]) {
        let mut hits = accepted.iter().enumerate().filter(|(_, hit)| **hit == 1);
        match (hits.next(), hits.next()) {
            (None, _) => words.fill(0),
            (Some((only, _)), None) => {
                let only = (only + 1) as u16;
                self.scan(words, |code| u8::from(code == only));
            }
            _ => self.scan(words, |code| {
                let entry = usize::from(code).wrapping_sub(1);
                accepted.get(entry).copied().unwrap_or(0)
            }),
        }
    }

    /// Keeps, of the rows in `words`, those that have a text.
    pub(in crate::store) fn narrow_set(&self, words: &mut [u64]) {
        self.scan(words, |code| u8::from(code != 0));
    }

    fn scan(&self, words: &mut [u64], test: impl Fn(u16) -> u8) {
        match self.codes {
            Codes::Narrow(codes) => scan(words, codes, |code| test(u16::from(*code))),
            Codes::Wide(codes) => scan(words, codes, |code| test(u16::from_le_bytes(*code))),
        }
    }

    /// The same chunk, to be changed.
    pub(super) fn to_texts(self, shown: Option<DictionaryView<'_>>) -> Texts {
        Texts {
            codes: (0..self.rows)
                .map(|row| self.entry(row).map_or(0, |entry| entry as u16 + 1))
                .collect(),
            dictionary: Dictionary::from_views(self.texts, shown),
        }
    }
}

/// Tests each code under a bit that is set; rows behind the last code fail.
fn scan<T>(words: &mut [u64], codes: &[T], test: impl Fn(&T) -> u8) {
    let mut rest = codes;
    for word in words {
        let (now, later) = rest.split_at(rest.len().min(64));
        rest = later;
        if *word == 0 {
            continue;
        }
        let mut hits = [0; 64];
        for (hit, code) in hits.iter_mut().zip(now) {
            *hit = test(code);
        }
        *word &= pack(&hits);
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use crate::model::text::fold;
    use proptest::prelude::*;

    fn rows() -> impl Strategy<Value = Vec<Option<String>>> {
        let few =
            prop_oneof![Just("Berlin"), Just("berlin"), Just("Köln"), Just("BERLIN ")].prop_map(String::from);
        let text = prop_oneof![few, "[a-zA-Z0-9]{1,3}", "\\PC{1,12}"];
        prop::collection::vec(prop::option::of(text), 0..400)
    }

    fn encoded(chunk: &mut Texts) -> (Vec<u8>, Vec<u8>) {
        chunk.compact();
        let (mut main, mut shown) = (Vec::new(), Vec::new());
        chunk.encode(&mut main);
        if chunk.has_shown() {
            chunk.encode_shown(&mut shown);
        }
        (main, shown)
    }

    proptest! {
        #[test]
        fn texts_come_back_after_edits(rows in rows(), edits in prop::collection::vec((0..400_usize, prop::option::of("[a-zÄ]{1,2}")), 0..40)) {
            let mut chunk = Texts::default();
            for (row, text) in rows.iter().enumerate() {
                chunk.set(row, text.as_deref());
            }
            let (main, shown) = encoded(&mut chunk);
            let shown = (!shown.is_empty()).then(|| DictionaryView::parse(&shown).unwrap());
            let mut chunk = TextsView::parse(&main).unwrap().to_texts(shown);
            let mut wanted = rows.clone();
            wanted.resize(400, None);
            for (row, text) in edits {
                chunk.set(row, text.as_deref());
                wanted[row] = text;
            }
            let (main, shown) = encoded(&mut chunk);
            let shown = (!shown.is_empty()).then(|| DictionaryView::parse(&shown).unwrap());
            let view = TextsView::parse(&main).unwrap();
            for (row, text) in wanted.iter().enumerate() {
                let entry = view.entry(row);
                let back = entry.map(|entry| view.texts.written(shown).nth(entry).unwrap_or_default());
                let text = text.as_ref().filter(|text| !text.is_empty());
                prop_assert_eq!(back, text.map(String::as_bytes));
                if let (Some(entry), Some(text)) = (entry, text) {
                    let folded = fold(text);
                    prop_assert_eq!(view.texts.get(entry), folded.as_bytes());
                }
            }
            let distinct: std::collections::BTreeSet<_> = wanted.iter().flatten().collect();
            prop_assert_eq!(view.texts.len(), distinct.len());

            let mut words = [u64::MAX; 7];
            let accepted: Vec<u8> = (0..view.texts.len()).map(|entry| (entry % 2) as u8).collect();
            view.narrow(&mut words, &accepted);
            let mut set = [u64::MAX; 7];
            view.narrow_set(&mut set);
            for row in 0..448 {
                let bit = |words: &[u64]| words[row / 64] >> (row % 64) & 1 == 1;
                prop_assert_eq!(bit(&words), view.entry(row).is_some_and(|entry| entry % 2 == 1));
                prop_assert_eq!(bit(&set), view.entry(row).is_some());
            }
        }

        #[test]
        fn bytes_that_are_no_chunk_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some(view) = TextsView::parse(&bytes) {
                let mut words = [u64::MAX; 2];
                view.narrow(&mut words, &[1, 0, 1]);
                let located = view.texts.located();
                for entry in 0..=view.texts.len() {
                    let one = located.get(entry);
                    prop_assert_eq!(one, view.texts.get(entry));
                    prop_assert_eq!(one, view.texts.iter().nth(entry).unwrap_or_default());
                }
            }
        }
    }
}
