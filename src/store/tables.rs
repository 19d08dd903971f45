//! Every table of the file, and how its keys are laid out. Keys and values are numbers and bytes only; each value that
//! is not empty stands in an [`super::envelope`].

use crate::model::{ContactId, EventKind, SourceId};
use crate::phone::Identity;
use redb::TableDefinition;
use xxhash_rust::xxh3::xxh3_128;

type Bytes = &'static [u8];
type Numbered = TableDefinition<'static, u32, Bytes>;

/// `format` (version and uuid, written once) and `state` (generation, next ids, row counts), `settings`.
pub(super) const META: TableDefinition<'static, Bytes, Bytes> = TableDefinition::new("meta");
/// List → its name, description, limits.
pub(super) const LISTS: Numbered = Numbered::new("lists");
/// List → how many contacts are in it, and its generation.
pub(super) const LIST_STATES: Numbered = Numbered::new("list_states");
/// Segment → scope, name, criteria.
pub(super) const SEGMENTS: Numbered = Numbered::new("segments");
/// Custom field → key, label, type.
pub(super) const FIELDS: Numbered = Numbered::new("fields");
/// Source of ids → its name.
pub(super) const SOURCES: Numbered = Numbered::new("sources");
/// Contact → its row.
pub(super) const CONTACTS: Numbered = Numbered::new("contacts");
/// WhatsApp identity of a number → what is known about its permission.
pub(super) const PERMISSIONS: TableDefinition<'static, u64, Bytes> = TableDefinition::new("permissions");
/// [`name_key`]: contacts in the order of their folded display names.
pub(super) const BY_NAME: TableDefinition<'static, &'static NameKey, ()> = TableDefinition::new("by_name");
/// [`number_key`]: the contacts any of whose numbers reaches a WhatsApp user.
pub(super) const BY_NUMBER: TableDefinition<'static, &'static [u8; 12], ()> =
    TableDefinition::new("by_number");
/// [`source_key`] → contact, as four big-endian bytes.
pub(super) const BY_SOURCE_ID: TableDefinition<'static, &'static IdKey, &'static [u8; 4]> =
    TableDefinition::new("by_source_id");
/// [`events_key`] → some of a contact's events of one kind, in the order of time.
pub(super) const EVENTS: TableDefinition<'static, &'static EventsKey, &'static [u8]> =
    TableDefinition::new("events");
/// Journal entry → who, when, what, how many, where it stands.
pub(super) const JOURNAL: TableDefinition<'static, u64, Bytes> = TableDefinition::new("journal");
/// Entry (eight big-endian bytes) and chunk (four) → what undo needs of the rows the entry touched.
pub(super) const JOURNAL_ROWS: TableDefinition<'static, Bytes, Bytes> = TableDefinition::new("journal_rows");
/// Key of an import → its entry, its position and the reader's counts.
pub(super) const JOBS: TableDefinition<'static, Bytes, Bytes> = TableDefinition::new("jobs");

/// See [`name_key`]. Keys of one length cost a third of what keys of any length do when they come in random order.
pub(super) type NameKey = [u8; 32];
/// See [`source_key`].
pub(super) type IdKey = [u8; 29];

/// See [`events_key`].
pub(super) type EventsKey = [u8; 9];

/// The key of a chunk of a contact's events in [`EVENTS`]: contact, kind, and the chunk's number, big-endian. The numbers
/// ascend with time and have room between them.
pub(super) fn events_key(contact: ContactId, kind: EventKind, chunk: u32) -> EventsKey {
    let mut key = [0; 9];
    let (place, rest) = key.split_at_mut(4);
    place.copy_from_slice(&contact.0.to_be_bytes());
    let (place, rest) = rest.split_at_mut(1);
    place.fill(match kind {
        EventKind::Purchase => 1,
        EventKind::Email => 2,
        EventKind::Message => 3,
    });
    rest.copy_from_slice(&chunk.to_be_bytes());
    key
}

/// What a key in [`EVENTS`] says; None for a kind that is none.
pub(super) fn parts_of_events_key(key: &EventsKey) -> Option<(ContactId, EventKind, u32)> {
    let (contact, rest) = key.split_first_chunk::<4>()?;
    let (kind, chunk) = rest.split_first()?;
    let kind = match kind {
        1 => EventKind::Purchase,
        2 => EventKind::Email,
        3 => EventKind::Message,
        _ => return None,
    };
    let contact = ContactId(u32::from_be_bytes(*contact));
    Some((contact, kind, u32::from_be_bytes(*chunk.first_chunk()?)))
}

/// The key of a contact in [`BY_NAME`]: at most 28 bytes of its folded display name, cut between characters and filled
/// with zeros, then its ordinal, big-endian. Names that agree so far stand in order of their ordinals.
pub(super) fn name_key(folded: &str, contact: ContactId) -> NameKey {
    let mut key = [0; 32];
    let (name, ordinal) = key.split_at_mut(28);
    let mut cut = folded.len().min(name.len());
    while !folded.is_char_boundary(cut) {
        cut -= 1;
    }
    let text = folded.bytes().take(cut).filter(|byte| *byte != 0);
    for (place, byte) in name.iter_mut().zip(text) {
        *place = byte;
    }
    ordinal.copy_from_slice(&contact.0.to_be_bytes());
    key
}

/// The contact of a key in [`BY_NAME`].
pub(super) fn contact_of_name_key(key: &NameKey) -> ContactId {
    let [.., a, b, c, d] = *key;
    ContactId(u32::from_be_bytes([a, b, c, d]))
}

/// The key of one number of a contact in [`BY_NUMBER`]: identity and ordinal, both big-endian.
pub(super) fn number_key(identity: Identity, contact: ContactId) -> [u8; 12] {
    let mut key = [0; 12];
    let (number, ordinal) = key.split_at_mut(8);
    number.copy_from_slice(&identity.0.to_be_bytes());
    ordinal.copy_from_slice(&contact.0.to_be_bytes());
    key
}

/// The contact of a key in [`BY_NUMBER`].
pub(super) fn contact_of_number_key(key: &[u8; 12]) -> ContactId {
    let [.., a, b, c, d] = *key;
    ContactId(u32::from_be_bytes([a, b, c, d]))
}

/// The identity of a key in [`BY_NUMBER`].
pub(super) fn identity_of_number_key(key: &[u8; 12]) -> Identity {
    let digits = key.first_chunk::<8>().copied().unwrap_or_default();
    Identity(u64::from_be_bytes(digits))
}

/// The key of an id at its source in [`BY_SOURCE_ID`]: the source, big-endian, the id's length, and the id filled with
/// zeros; one of more than 24 bytes by its beginning and a 128-bit hash. Ids of one length stand in their own order.
pub(super) fn source_key(source: SourceId, id: &str) -> IdKey {
    const WHOLE: usize = 24;
    let mut key = [0; 29];
    let (place, rest) = key.split_at_mut(4);
    place.copy_from_slice(&source.0.to_be_bytes());
    let (length, text) = rest.split_at_mut(1);
    let long = id.len() > WHOLE;
    length.fill(if long { u8::MAX } else { id.len() as u8 });
    let hash = if long {
        xxh3_128(id.as_bytes()).to_be_bytes()
    } else {
        [0; 16]
    };
    let beginning = if long { WHOLE - hash.len() } else { WHOLE };
    let bytes = id
        .bytes()
        .take(beginning)
        .chain(hash.into_iter().take(if long { hash.len() } else { 0 }));
    for (place, byte) in text.iter_mut().zip(bytes) {
        *place = byte;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_text_then_by_contact() {
        let key = |name: &str, contact| name_key(name, ContactId(contact));
        assert!(key("ana", 9) < key("ana", 10));
        assert!(key("ana", 999) < key("ana silva", 1));
        assert!(key("ana", 999) < key("anb", 1));
        let long = "é".repeat(40);
        assert_eq!(contact_of_name_key(&key(&long, 77)), ContactId(77));
    }

    #[test]
    fn ids_have_keys_of_their_own() {
        let key = |id: &str| source_key(SourceId(1), id);
        assert!(key("998") < key("999"));
        assert!(key("999") < key("1000"));
        assert_ne!(key("a"), key("a\0"));
        let long = "x".repeat(60);
        assert_ne!(key(&long), key(&format!("{long}y")));
        assert_ne!(source_key(SourceId(2), "a"), key("a"));
    }
}
