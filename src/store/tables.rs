//! Every table of the file, and how its keys are laid out. Keys and values are numbers and bytes only; each value that
//! is not empty stands in an [`super::envelope`].

use super::Result;
use super::error::StoreError;
use crate::model::{ContactId, SourceId};
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
pub(super) const BY_NAME: TableDefinition<'static, Bytes, ()> = TableDefinition::new("by_name");
/// [`number_key`]: the contacts any of whose numbers reaches a WhatsApp user.
pub(super) const BY_NUMBER: TableDefinition<'static, &'static [u8; 12], ()> =
    TableDefinition::new("by_number");
/// [`source_key`] → contact, as four big-endian bytes.
pub(super) const BY_SOURCE_ID: TableDefinition<'static, Bytes, &'static [u8; 4]> =
    TableDefinition::new("by_source_id");
/// Journal entry → who, when, what, how many, where it stands.
pub(super) const JOURNAL: TableDefinition<'static, u64, Bytes> = TableDefinition::new("journal");
/// Entry (eight big-endian bytes) and chunk (four) → what undo needs of the rows the entry touched.
pub(super) const JOURNAL_ROWS: TableDefinition<'static, Bytes, Bytes> = TableDefinition::new("journal_rows");
/// Key of an import → its entry, its position and the reader's counts.
pub(super) const JOBS: TableDefinition<'static, Bytes, Bytes> = TableDefinition::new("jobs");

/// How much of a folded name stands in its key.
const NAME_BYTES: usize = 28;

/// The key of a contact in [`BY_NAME`]: at most 28 bytes of its folded display name, cut between characters, then a
/// zero byte, then its ordinal in four big-endian bytes. Names that agree so far stand in order of their ordinals.
pub(super) fn name_key(out: &mut Vec<u8>, folded: &str, contact: ContactId) {
    let mut cut = folded.len().min(NAME_BYTES);
    while !folded.is_char_boundary(cut) {
        cut -= 1;
    }
    out.clear();
    out.extend(folded.bytes().take(cut).filter(|byte| *byte != 0));
    out.push(0);
    out.extend_from_slice(&contact.0.to_be_bytes());
}

/// The contact of a key in [`BY_NAME`].
pub(super) fn contact_of_name_key(key: &[u8]) -> Result<ContactId> {
    key.last_chunk::<4>()
        .map(|ordinal| ContactId(u32::from_be_bytes(*ordinal)))
        .ok_or_else(|| StoreError::Damaged("the name index has a key without a contact".into()))
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
    let [a, b, c, d, e, f, g, h, ..] = *key;
    Identity(u64::from_be_bytes([a, b, c, d, e, f, g, h]))
}

/// Ids up to this length stand in their keys as they are.
const ID_BYTES: usize = 64;

/// The key of an id at its source in [`BY_SOURCE_ID`]: the source, big-endian, and the id; a very long id by its
/// beginning and a 128-bit hash.
pub(super) fn source_key(out: &mut Vec<u8>, source: SourceId, id: &str) {
    out.clear();
    out.extend_from_slice(&source.0.to_be_bytes());
    if id.len() <= ID_BYTES {
        out.extend_from_slice(id.as_bytes());
    } else {
        out.extend(id.bytes().take(ID_BYTES));
        out.extend_from_slice(&xxh3_128(id.as_bytes()).to_be_bytes());
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_text_then_by_contact() {
        let key = |name: &str, contact| {
            let mut out = Vec::new();
            name_key(&mut out, name, ContactId(contact));
            out
        };
        assert!(key("ana", 9) < key("ana", 10));
        assert!(key("ana", 999) < key("ana silva", 1));
        assert!(key("ana", 999) < key("anb", 1));
        let long = "é".repeat(40);
        assert_eq!(key(&long, 1).len(), 28 + 5);
        assert_eq!(contact_of_name_key(&key(&long, 77)).unwrap(), ContactId(77));
    }
}
