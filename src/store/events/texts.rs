//! The distinct texts of the events of one kind of 16,128 contacts: items, subjects, texts of messages. Blocks name them
//! by number. Those that are long, or too many, are kept in their rows alone.

use super::super::columns::{Dictionary, DictionaryView};

/// Blocks that share their texts.
pub(in crate::store) const SHARED: u32 = 18;

/// Longer ones are rarely said twice.
const LONGEST: usize = 200;
/// So many bytes may all of them have.
const MOST_BYTES: usize = 256 * 1024;
/// So many there may be, so that each has its code.
const MOST: usize = 60_000;

/// The texts of some blocks.
#[derive(Debug, Default)]
pub(in crate::store) struct Texts {
    dictionary: Dictionary,
    /// How many are stored; None where there is no part for them yet.
    stored: Option<usize>,
}

impl Texts {
    /// The code of an event whose text is not kept. An event without a text has 0, others one more than their entry.
    pub(in crate::store) const UNKEPT: u16 = u16::MAX;

    /// As they are stored.
    pub(super) fn from_views(folded: DictionaryView<'_>, shown: DictionaryView<'_>) -> Self {
        Self {
            stored: Some(folded.len()),
            dictionary: Dictionary::from_views(folded, Some(shown)),
        }
    }

    /// The code of a text.
    pub(super) fn code(&mut self, text: &str) -> u16 {
        if text.is_empty() {
            return 0;
        }
        if text.len() > LONGEST {
            return Self::UNKEPT;
        }
        let room = self.dictionary.len() < MOST && self.dictionary.bytes() + text.len() <= MOST_BYTES;
        let entry = self.dictionary.find_or_add(text, room);
        entry.map_or(Self::UNKEPT, |entry| entry as u16 + 1)
    }

    /// The text of a code, as it was written. None for one that is not kept, and for a code that nothing has.
    pub(super) fn text(&self, code: u16) -> Option<&str> {
        match code.checked_sub(1) {
            None => Some(""),
            Some(entry) => self.dictionary.written(entry.into()),
        }
    }

    /// Whether they are to be written: where there are more than there were, and for the first event with a text.
    pub(super) fn is_changed(&self, has_texts: bool) -> bool {
        self.stored
            .map_or(has_texts, |stored| stored < self.dictionary.len())
    }

    /// Appends those that questions compare.
    pub(super) fn encode_folded(&self, out: &mut Vec<u8>) {
        self.dictionary.encode_folded(out);
    }

    /// Appends those that were written otherwise.
    pub(super) fn encode_shown(&self, out: &mut Vec<u8>) {
        self.dictionary.encode_shown(out);
    }
}
