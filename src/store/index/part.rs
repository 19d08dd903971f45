//! Where chunks stand in their table: all over it, or among those of one run, whose number each of their keys begins
//! with.

use super::Table;
use crate::store::Result;
use redb::Range;
use std::ops::Bound;

/// All chunks of a table, or those of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    Run(u8),
}

impl Part {
    /// The key of a chunk that begins with an entry.
    pub(super) fn key(self, entry: &[u8]) -> Vec<u8> {
        match self {
            Self::Whole => entry.to_vec(),
            Self::Run(number) => [&[number], entry].concat(),
        }
    }

    /// What a key says of the entries of its chunk. None for a chunk that stands elsewhere.
    pub(super) fn entry(self, key: &[u8]) -> Option<&[u8]> {
        match self {
            Self::Whole => Some(key),
            Self::Run(number) => key.strip_prefix(&[number]),
        }
    }
}

/// All chunks of a part.
pub(super) fn chunks(table: &impl Table, part: Part) -> Result<Range<'_, &'static [u8], &'static [u8]>> {
    let first = part.key(&[]);
    let behind = match part {
        Part::Run(number) => number.checked_add(1).map(|next| [next]),
        Part::Whole => None,
    };
    let end = behind
        .as_ref()
        .map_or(Bound::Unbounded, |end| Bound::Excluded(end.as_slice()));
    Ok(table.range::<&[u8]>((Bound::Included(first.as_slice()), end))?)
}

/// The runs of a small table, ascending.
pub(super) fn runs(table: &impl Table) -> Result<Vec<Part>> {
    let mut runs = Vec::new();
    let mut next = Some(0_u8);
    while let Some(from) = next {
        let chunk = table.range::<&[u8]>(&[from][..]..)?.next().transpose()?;
        let number = chunk.and_then(|(key, _)| key.value().first().copied());
        runs.extend(number.map(Part::Run));
        next = number.and_then(|number| number.checked_add(1));
    }
    Ok(runs)
}
