//! Reading an index: what begins with something, and all of it in either direction.

use super::entry::{self, Entry};
use super::levels::Levels;
use super::list::{Finder, Unpacker};
use super::{Index, Table};
use crate::model::ContactId;
use crate::store::Result;
use crate::store::envelope::{Sealed, open};
use redb::{AccessGuard, Range};
use std::ops::Bound;

impl Index {
    /// The contacts that entries with a beginning lead to, ascending.
    pub(in crate::store) fn contacts(
        &self,
        levels: &Levels<impl Table>,
        beginning: Entry,
    ) -> Result<Vec<ContactId>> {
        let mut found = Vec::new();
        for table in std::iter::once(&levels.large).chain(&levels.small) {
            self.visit(table, beginning.bytes(), &mut |entry| {
                found.push(entry::contact(entry));
            })?;
        }
        if let Some(gone) = &levels.gone {
            self.visit(gone, beginning.bytes(), &mut |entry| {
                found.retain(|contact| *contact != entry::contact(entry));
            })?;
        }
        found.retain(|contact| !levels.cleared.holds(*contact));
        found.sort_unstable();
        Ok(found)
    }

    /// What stands behind any of some beginnings, which are sorted, none the beginning of another: each with the contacts
    /// its entries lead to, in their order.
    pub(in crate::store) fn contacts_of_many(
        &self,
        levels: &Levels<impl Table>,
        beginnings: &[Entry],
    ) -> Result<Vec<(Entry, ContactId)>> {
        let pair = |entry: &[u8]| (Entry::of(entry::without_contact(entry)), entry::contact(entry));
        let mut found = Vec::new();
        for table in std::iter::once(&levels.large).chain(&levels.small) {
            self.visit_many(table, beginnings, &mut |entry| found.push(pair(entry)))?;
        }
        found.retain(|(_, contact)| !levels.cleared.holds(*contact));
        found.sort_unstable();
        if let Some(table) = &levels.gone {
            let mut gone = Vec::new();
            self.visit_many(table, beginnings, &mut |entry| gone.push(pair(entry)))?;
            found.retain(|pair| gone.binary_search(pair).is_err());
        }
        Ok(found)
    }

    /// Whether an entry is there.
    pub(in crate::store) fn has(&self, levels: &Levels<impl Table>, entry: Entry) -> Result<bool> {
        let has = |table: &_| self.has_in(table, entry.bytes());
        if levels.cleared.holds(entry::contact(entry.bytes())) {
            return Ok(false);
        }
        if let Some(small) = &levels.small
            && has(small)?
        {
            return Ok(true);
        }
        Ok(has(&levels.large)? && !self.is_gone(levels, entry.bytes())?)
    }

    /// Whether an entry has gone, though a table still has it.
    pub(in crate::store) fn is_gone(&self, levels: &Levels<impl Table>, entry: &[u8]) -> Result<bool> {
        if levels.cleared.holds(entry::contact(entry)) {
            return Ok(true);
        }
        let gone = levels.gone.as_ref();
        gone.map_or(Ok(false), |gone| self.has_in(gone, entry))
    }

    fn has_in(&self, table: &impl Table, entry: &[u8]) -> Result<bool> {
        let mut found = false;
        self.visit(table, entry, &mut |other| found |= other == entry)?;
        Ok(found)
    }

    /// Visits all entries, or all backwards, until `visit` says false.
    pub(in crate::store) fn walk(
        &self,
        levels: &Levels<impl Table>,
        backwards: bool,
        visit: &mut dyn FnMut(&[u8]) -> Result<bool>,
    ) -> Result<()> {
        let mut walkers = Vec::new();
        for table in std::iter::once(&levels.large).chain(&levels.small) {
            walkers.push(self.walker(table, backwards)?);
        }
        let gone = levels.gone.as_ref().map(|table| self.walker(table, backwards));
        let mut gone = gone.transpose()?;
        let order = |one: Option<&[u8]>, other: Option<&[u8]>| {
            let order = one.cmp(&other);
            if backwards { order.reverse() } else { order }
        };
        loop {
            let here = walkers.iter_mut().filter(|walker| walker.entry().is_some());
            let next = here.min_by(|one, other| order(one.entry(), other.entry()));
            let Some(walker) = next else { return Ok(()) };
            while let Some(gone) = gone.as_mut().filter(|gone| gone.entry().is_some())
                && order(gone.entry(), walker.entry()).is_lt()
            {
                gone.go_on()?;
            }
            let is_cleared = |entry| levels.cleared.holds(entry::contact(entry));
            let is_gone = gone.as_ref().is_some_and(|gone| gone.entry() == walker.entry())
                || walker.entry().is_some_and(is_cleared);
            if !is_gone && !visit(walker.entry().unwrap_or_default())? {
                return Ok(());
            }
            walker.go_on()?;
        }
    }

    fn walker<'a>(&self, table: &'a impl Table, backwards: bool) -> Result<Walker<'a>> {
        Walker::begin(self.kind, table.range::<&[u8]>(..)?, backwards)
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

    /// Visits the entries of a table that begin so, in their order.
    fn visit(&self, table: &impl Table, beginning: &[u8], visit: &mut impl FnMut(&[u8])) -> Result<()> {
        let Some((key, chunk)) = table.range::<&[u8]>(..=beginning)?.next_back().transpose()? else {
            return self.visit_on(table, Bound::Unbounded, beginning, visit);
        };
        if self.visit_in(&key, &chunk, beginning, visit)? {
            return Ok(());
        }
        self.visit_on(table, Bound::Excluded(key.value()), beginning, visit)
    }

    /// Visits the entries of a table that begin with any of some beginnings: sorted, none the beginning of another. Each
    /// chunk that may have such an entry is opened once.
    pub(super) fn visit_many(
        &self,
        table: &impl Table,
        mut beginnings: &[Entry],
        visit: &mut impl FnMut(&[u8]),
    ) -> Result<()> {
        while let Some(first) = beginnings.first() {
            let chunk = table.range::<&[u8]>(..=first.bytes())?.next_back().transpose()?;
            let behind = chunk.as_ref().map(|(key, _)| key.value());
            let behind = behind.map_or(Bound::Unbounded, Bound::Excluded);
            let next = table
                .range::<&[u8]>((behind, Bound::Unbounded))?
                .next()
                .transpose()?;
            let end = next.as_ref().map(|(key, _)| key.value());
            let here = entry::before(&mut beginnings, end);
            if let Some((key, chunk)) = &chunk {
                let mut finder = Finder::new(open(self.kind, key.value(), chunk.value())?);
                for beginning in here {
                    finder.visit(beginning.bytes(), visit);
                }
            }
            if let (Some(last), Some(end)) = (here.last(), end) {
                self.visit_on(table, Bound::Included(end), last.bytes(), visit)?;
            }
        }
        Ok(())
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

/// One table's entries one after the other.
struct Walker<'a> {
    kind: Sealed,
    chunks: Range<'a, &'static [u8], &'static [u8]>,
    backwards: bool,
    /// The entries of the chunk at hand, and where each ends.
    bytes: Vec<u8>,
    ends: Vec<usize>,
    at: usize,
}

impl<'a> Walker<'a> {
    fn begin(kind: Sealed, chunks: Range<'a, &'static [u8], &'static [u8]>, backwards: bool) -> Result<Self> {
        let mut walker = Self {
            kind,
            chunks,
            backwards,
            bytes: Vec::new(),
            ends: Vec::new(),
            at: 0,
        };
        walker.load()?;
        Ok(walker)
    }

    /// The entry it stands on; None behind the last one.
    fn entry(&self) -> Option<&[u8]> {
        let end = *self.ends.get(self.at)?;
        let before = self.at.checked_sub(1).and_then(|before| self.ends.get(before));
        self.bytes.get(before.copied().unwrap_or_default()..end)
    }

    fn go_on(&mut self) -> Result<()> {
        let next = if self.backwards {
            self.at.checked_sub(1)
        } else {
            Some(self.at + 1).filter(|next| *next < self.ends.len())
        };
        match next {
            Some(next) => self.at = next,
            None => self.load()?,
        }
        Ok(())
    }

    fn load(&mut self) -> Result<()> {
        self.bytes.clear();
        self.ends.clear();
        self.at = 0;
        while self.ends.is_empty() {
            let next = if self.backwards {
                self.chunks.next_back()
            } else {
                self.chunks.next()
            };
            let Some(chunk) = next else { return Ok(()) };
            let (key, chunk) = chunk?;
            let mut list = Unpacker::new(open(self.kind, key.value(), chunk.value())?);
            while let Some(entry) = list.next() {
                self.bytes.extend_from_slice(entry);
                self.ends.push(self.bytes.len());
            }
        }
        if self.backwards {
            self.at = self.ends.len() - 1;
        }
        Ok(())
    }
}
