//! Reading an index: what begins with something, and all of it in either direction.

use super::entry::{self, Entry};
use super::list::{Finder, Unpacker};
use super::{Index, Table};
use crate::store::Result;
use crate::store::envelope::open;
use redb::AccessGuard;
use std::ops::Bound;

impl Index {
    /// Visits the entries that begin with `beginning`, in their order.
    pub(in crate::store) fn visit(
        &self,
        table: &impl Table,
        beginning: &[u8],
        mut visit: impl FnMut(&[u8]),
    ) -> Result<()> {
        let Some((key, chunk)) = table.range::<&[u8]>(..=beginning)?.next_back().transpose()? else {
            return Ok(());
        };
        if self.visit_in(&key, &chunk, beginning, &mut visit)? {
            return Ok(());
        }
        self.visit_on(table, Bound::Excluded(key.value()), beginning, &mut visit)
    }

    /// Visits the entries that begin with any of some beginnings: sorted, none the beginning of another. Each chunk that
    /// may have such an entry is opened once.
    pub(in crate::store) fn visit_many(
        &self,
        table: &impl Table,
        mut beginnings: &[Entry],
        mut visit: impl FnMut(&[u8]),
    ) -> Result<()> {
        while let Some(first) = beginnings.first() {
            let Some((key, chunk)) = table.range::<&[u8]>(..=first.bytes())?.next_back().transpose()? else {
                return Ok(());
            };
            let behind = (Bound::Excluded(key.value()), Bound::Unbounded);
            let next = table.range::<&[u8]>(behind)?.next().transpose()?;
            let end = next.as_ref().map(|(key, _)| key.value());
            let mut finder = Finder::new(open(self.kind, key.value(), chunk.value())?);
            let here = entry::before(&mut beginnings, end);
            for beginning in here {
                finder.visit(beginning.bytes(), &mut visit);
            }
            if let (Some(last), Some(end)) = (here.last(), end)
                && end.starts_with(last.bytes())
            {
                self.visit_on(table, Bound::Included(end), last.bytes(), &mut visit)?;
            }
        }
        Ok(())
    }

    /// Whether an entry is there.
    pub(in crate::store) fn has(&self, table: &impl Table, entry: &[u8]) -> Result<bool> {
        let mut found = false;
        self.visit(table, entry, |other| found |= other == entry)?;
        Ok(found)
    }

    /// Visits all entries, or all backwards, until `visit` says false.
    pub(in crate::store) fn walk(
        &self,
        table: &impl Table,
        backwards: bool,
        visit: &mut dyn FnMut(&[u8]) -> Result<bool>,
    ) -> Result<()> {
        let mut chunks = table.range::<&[u8]>(..)?;
        while let Some(chunk) = if backwards {
            chunks.next_back()
        } else {
            chunks.next()
        } {
            let (key, chunk) = chunk?;
            let mut list = Unpacker::new(open(self.kind, key.value(), chunk.value())?);
            let go_on = if backwards {
                visit_back(&mut list, visit)?
            } else {
                visit_forth(&mut list, visit)?
            };
            if !go_on {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Visits the entries of the first chunk behind a key; gives back its key. None where there is no further one.
    pub(in crate::store) fn visit_chunk(
        &self,
        table: &impl Table,
        after: Option<&[u8]>,
        visit: &mut dyn FnMut(Result<&[u8]>) -> Result<()>,
    ) -> Result<Option<Vec<u8>>> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let Some((key, chunk)) = table
            .range::<&[u8]>((from, Bound::Unbounded))?
            .next()
            .transpose()?
        else {
            return Ok(None);
        };
        match open(self.kind, key.value(), chunk.value()) {
            Err(damage) => visit(Err(damage))?,
            Ok(packed) => {
                let mut list = Unpacker::new(packed);
                while let Some(entry) = list.next() {
                    visit(Ok(entry))?;
                }
            }
        }
        Ok(Some(key.value().to_vec()))
    }

    /// Visits what begins so in the chunks from a key on.
    fn visit_on(
        &self,
        table: &impl Table,
        from: Bound<&[u8]>,
        beginning: &[u8],
        visit: &mut impl FnMut(&[u8]),
    ) -> Result<()> {
        for chunk in table.range::<&[u8]>((from, Bound::Unbounded))? {
            let (key, chunk) = chunk?;
            if !key.value().starts_with(beginning) || self.visit_in(&key, &chunk, beginning, visit)? {
                break;
            }
        }
        Ok(())
    }

    /// Visits what begins so in one chunk. True where an entry behind those was seen: no later chunk has more.
    fn visit_in(
        &self,
        key: &AccessGuard<'_, &'static [u8]>,
        chunk: &AccessGuard<'_, &'static [u8]>,
        beginning: &[u8],
        visit: &mut impl FnMut(&[u8]),
    ) -> Result<bool> {
        let mut finder = Finder::new(open(self.kind, key.value(), chunk.value())?);
        Ok(finder.visit(beginning, visit))
    }
}

fn visit_forth(list: &mut Unpacker<'_>, visit: &mut dyn FnMut(&[u8]) -> Result<bool>) -> Result<bool> {
    while let Some(entry) = list.next() {
        if !visit(entry)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn visit_back(list: &mut Unpacker<'_>, visit: &mut dyn FnMut(&[u8]) -> Result<bool>) -> Result<bool> {
    let (mut bytes, mut ends) = (Vec::new(), Vec::new());
    while let Some(entry) = list.next() {
        bytes.extend_from_slice(entry);
        ends.push(bytes.len());
    }
    while let Some(end) = ends.pop() {
        let start = ends.last().copied().unwrap_or_default();
        if !visit(bytes.get(start..end).unwrap_or_default())? {
            return Ok(false);
        }
    }
    Ok(true)
}
