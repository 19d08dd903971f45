//! The envelope around every stored value: `format version · checksum · body`.
//!
//! redb does not verify page checksums when it reads, so each value carries its own, over its table, its key and its
//! body: a flipped bit, a value under a foreign key or in a foreign table is reported as damage and never shown.
//! What stands in the body is not known here.

use super::{Result, StoreError, place};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// The version of the envelope and of the bodies in it.
const VERSION: u8 = 1;

/// Bytes before the body.
const HEADER: usize = 9;

/// What a sealed value is: part of its checksum, and its name where damage is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Sealed {
    Meta = 1,
    List = 2,
    ListState = 3,
    Segment = 4,
    Field = 5,
    Source = 6,
    Contact = 7,
    Permission = 8,
    Journal = 9,
    JournalRows = 10,
    Job = 11,
    Column = 12,
    Bitmap = 13,
    Events = 14,
    Names = 15,
    Numbers = 16,
    Ids = 17,
    Totals = 18,
    EventColumn = 19,
    Cleared = 20,
    Decision = 21,
}

impl Sealed {
    /// What the journal keeps rows of.
    const LOGGED: [Self; 8] = [
        Self::Meta,
        Self::List,
        Self::Segment,
        Self::Field,
        Self::Source,
        Self::Contact,
        Self::Events,
        Self::Decision,
    ];

    /// The kind of a row in the journal.
    pub(super) fn logged(number: u8) -> Option<Self> {
        Self::LOGGED.into_iter().find(|kind| *kind as u8 == number)
    }

    /// What people call it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Meta => "store header",
            Self::List => "list",
            Self::ListState => "list count",
            Self::Segment => "segment",
            Self::Field => "field",
            Self::Source => "source",
            Self::Contact => "contact",
            Self::Permission => "permission of",
            Self::Journal => "journal entry",
            Self::JournalRows => "journal rows of entry",
            Self::Job => "import position",
            Self::Column => "column chunk",
            Self::Bitmap => "bitmap",
            Self::Events => "events of contact",
            Self::Names => "name index",
            Self::Numbers => "number index",
            Self::Ids => "index of ids",
            Self::Totals => "totals of contact",
            Self::EventColumn => "event column",
            Self::Cleared => "contacts gone from the indexes",
            Self::Decision => "decision",
        }
    }
}

/// Seals a body that `write` appends, into `out`, which is cleared first. Reuse `out` for many values.
pub(super) fn seal_into(out: &mut Vec<u8>, kind: Sealed, key: &[u8], write: impl FnOnce(&mut Vec<u8>)) {
    out.clear();
    out.resize(HEADER, 0);
    write(out);
    let sum = out.get(HEADER..).map_or(0, |body| checksum(kind, key, body));
    if let Some((version, rest)) = out.split_first_mut() {
        *version = VERSION;
        if let Some(place) = rest.first_chunk_mut::<8>() {
            *place = sum.to_le_bytes();
        }
    }
}

/// Seals one body.
pub(super) fn seal(kind: Sealed, key: &[u8], body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEADER + body.len());
    seal_into(&mut out, kind, key, |out| out.extend_from_slice(body));
    out
}

/// The body of a sealed value, once its checksum has been found right.
pub(super) fn open<'a>(kind: Sealed, key: &[u8], sealed: &'a [u8]) -> Result<&'a [u8]> {
    let Some((&version, rest)) = sealed.split_first() else {
        return Err(damaged(kind, key, "it is empty"));
    };
    if version > VERSION {
        return Err(StoreError::Newer {
            found: u32::from(version),
            known: u32::from(VERSION),
        });
    }
    let Some((sum, body)) = rest.split_first_chunk::<8>() else {
        return Err(damaged(kind, key, "it is cut short"));
    };
    if version != VERSION || u64::from_le_bytes(*sum) != checksum(kind, key, body) {
        return Err(damaged(kind, key, "its checksum does not match"));
    }
    Ok(body)
}

/// Four bytes of a sealed value's checksum: enough to tell whether a row is still the one that was written.
pub(super) fn mark(sealed: &[u8]) -> [u8; 4] {
    let sum = sealed.split_first().and_then(|(_, rest)| rest.first_chunk());
    sum.copied().unwrap_or_default()
}

/// The error for a value that does not hold what was written.
pub(super) fn damaged(kind: Sealed, key: &[u8], what: &str) -> StoreError {
    StoreError::Damaged(format!("{}: {what}", place::named(kind, key)))
}

fn checksum(kind: Sealed, key: &[u8], body: &[u8]) -> u64 {
    let place = xxh3_64(key) ^ ((kind as u64) << 56 | u64::from(VERSION));
    xxh3_64_with_seed(body, place)
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn every_flipped_bit_is_noticed() {
        let sealed = seal(Sealed::Contact, &7_u32.to_be_bytes(), b"Ana Silva");
        assert_eq!(
            open(Sealed::Contact, &7_u32.to_be_bytes(), &sealed).unwrap(),
            b"Ana Silva"
        );
        for bit in 0..sealed.len() * 8 {
            let mut bent = sealed.clone();
            bent[bit / 8] ^= 1 << (bit % 8);
            assert!(
                open(Sealed::Contact, &7_u32.to_be_bytes(), &bent).is_err(),
                "bit {bit}"
            );
        }
        for end in 0..sealed.len() {
            assert!(open(Sealed::Contact, &7_u32.to_be_bytes(), &sealed[..end]).is_err());
        }
    }

    #[test]
    fn a_value_belongs_to_its_key_and_table() {
        let sealed = seal(Sealed::Contact, &7_u32.to_be_bytes(), b"Ana Silva");
        let other = open(Sealed::Contact, &8_u32.to_be_bytes(), &sealed);
        assert_eq!(
            other.unwrap_err(),
            StoreError::Damaged("contact 8: its checksum does not match".into())
        );
        assert!(open(Sealed::Permission, &7_u32.to_be_bytes(), &sealed).is_err());
    }
}
