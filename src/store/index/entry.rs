//! What an index holds: short strings of bytes, each ending with the contact it leads to, that stand in order when
//! compared byte by byte.

use crate::model::{ContactId, SourceId};
use crate::phone::Identity;
use std::cmp::Ordering;
use xxhash_rust::xxh3::xxh3_128;

/// The most bytes an entry has.
pub(in crate::store) const LONGEST: usize = 39;

/// The bytes of a contact at the end of each entry.
const CONTACT: usize = 4;

/// One entry, or the beginning of some.
#[derive(Clone, Copy)]
pub(in crate::store) struct Entry {
    length: u8,
    bytes: [u8; LONGEST],
}

impl Entry {
    /// An entry of these bytes; what is too long is cut off.
    pub(in crate::store) fn of(bytes: &[u8]) -> Self {
        let mut entry = Self {
            length: 0,
            bytes: [0; LONGEST],
        };
        entry.push(bytes);
        entry
    }

    /// Its bytes.
    pub(in crate::store) fn bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// What it says, without whom it leads to.
    pub(super) fn beginning(&self) -> Self {
        Self::of(without_contact(self.bytes()))
    }

    fn push(&mut self, more: &[u8]) {
        let room = self.bytes.get_mut(usize::from(self.length)..).unwrap_or_default();
        for (place, byte) in room.iter_mut().zip(more) {
            *place = *byte;
            self.length += 1;
        }
    }

    fn leading_to(mut self, contact: ContactId) -> Self {
        self.push(&contact.0.to_be_bytes());
        self
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
}

impl Eq for Entry {}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        // Nearly always decided here; what is not filled is zero, which is less than all that could stand there.
        let start = |entry: &Self| {
            entry
                .bytes
                .first_chunk::<8>()
                .map(|bytes| u64::from_be_bytes(*bytes))
        };
        start(self)
            .cmp(&start(other))
            .then_with(|| self.bytes().cmp(other.bytes()))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A contact in the order of names: the beginning of its folded display name, cut between characters, and its ordinal.
/// Names that agree so far stand in order of their ordinals.
pub(in crate::store) fn name(folded: &str, contact: ContactId) -> Entry {
    let room = LONGEST - CONTACT - 1;
    let mut cut = folded.len().min(room);
    while !folded.is_char_boundary(cut) {
        cut -= 1;
    }
    let mut entry = Entry::of(&[]);
    for part in folded
        .as_bytes()
        .get(..cut)
        .unwrap_or_default()
        .split(|byte| *byte == 0)
    {
        entry.push(part);
    }
    // Shorter names come first: no name has this byte.
    entry.push(&[0]);
    entry.leading_to(contact)
}

/// One number of a contact.
pub(in crate::store) fn number(identity: Identity, contact: ContactId) -> Entry {
    numbers_of(identity).leading_to(contact)
}

/// What the entries of a WhatsApp user's number begin with.
pub(in crate::store) fn numbers_of(identity: Identity) -> Entry {
    Entry::of(&identity.0.to_be_bytes())
}

/// One id of a contact at a source.
pub(in crate::store) fn id(source: SourceId, id: &str, contact: ContactId) -> Entry {
    ids_of(source, id).leading_to(contact)
}

/// What the entry of an id at its source begins with: the source, the id's length, and the id; one of more than 24 bytes
/// by its beginning and a 128-bit hash. No such beginning is the beginning of another.
pub(in crate::store) fn ids_of(source: SourceId, id: &str) -> Entry {
    const WHOLE: usize = 24;
    let mut entry = Entry::of(&source.0.to_be_bytes());
    if id.len() <= WHOLE {
        entry.push(&[id.len() as u8]);
        entry.push(id.as_bytes());
    } else {
        let hash = xxh3_128(id.as_bytes()).to_be_bytes();
        entry.push(&[u8::MAX]);
        entry.push(id.as_bytes().get(..WHOLE - hash.len()).unwrap_or_default());
        entry.push(&hash);
    }
    entry
}

/// The contact an entry leads to.
pub(in crate::store) fn contact(entry: &[u8]) -> ContactId {
    let last = entry.last_chunk::<CONTACT>().copied().unwrap_or_default();
    ContactId(u32::from_be_bytes(last))
}

/// An entry without the contact it leads to.
pub(in crate::store) fn without_contact(entry: &[u8]) -> &[u8] {
    entry
        .get(..entry.len().saturating_sub(CONTACT))
        .unwrap_or_default()
}

/// Takes the entries that are less than `end` from the front.
pub(super) fn before<'e>(entries: &mut &'e [Entry], end: Option<&[u8]>) -> &'e [Entry] {
    let count = match end {
        Some(end) => entries.partition_point(|entry| entry.bytes() < end),
        None => entries.len(),
    };
    let (taken, rest) = entries.split_at_checked(count).unwrap_or((entries, &[]));
    *entries = rest;
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_text_then_by_contact() {
        let key = |text: &str, of| name(text, ContactId(of));
        assert!(key("ana", 9) < key("ana", 10));
        assert!(key("ana", 999) < key("ana silva", 1));
        assert!(key("ana", 999) < key("anb", 1));
        assert!(key("a\0na", 1) == key("ana", 1));
        let long = "é".repeat(40);
        assert_eq!(contact(key(&long, 77).bytes()), ContactId(77));
        assert_eq!(without_contact(key("ana", 7).bytes()), b"ana\0");
    }

    #[test]
    fn ids_have_entries_of_their_own() {
        let key = |text: &str| ids_of(SourceId(1), text);
        assert!(key("998") < key("999"));
        assert!(key("999") < key("1000"));
        assert!(key("a") != key("a\0"));
        let long = "x".repeat(60);
        assert!(key(&long) != key(&format!("{long}y")));
        assert!(ids_of(SourceId(2), "a") != key("a"));
        assert_eq!(
            contact(id(SourceId(1), &long, ContactId(5)).bytes()),
            ContactId(5)
        );
    }
}
