//! Reading an index: what begins with something, and all of it in either direction.

use super::entry::{self, Entry};
use super::levels::Levels;
use super::list::{Finder, Unpacker};
use super::part::{Part, chunks};
use super::{Index, Table};
use crate::model::ContactId;
use crate::store::envelope::{Sealed, open};
use crate::store::{Result, StoreError};
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
        for (table, part) in levels.parts() {
            self.visit(table, part, beginning.bytes(), &mut |entry| {
                found.push(entry::contact(entry));
            })?;
        }
        if let Some(gone) = &levels.gone {
            self.visit(gone, Part::Whole, beginning.bytes(), &mut |entry| {
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
        for (table, part) in levels.parts() {
            self.visit_many(table, part, beginnings, &mut |entry| found.push(pair(entry)))?;
        }
        found.retain(|(_, contact)| !levels.cleared.holds(*contact));
        found.sort_unstable();
        if let Some(table) = &levels.gone {
            let mut gone = Vec::new();
            self.visit_many(table, Part::Whole, beginnings, &mut |entry| {
                gone.push(pair(entry));
            })?;
            found.retain(|pair| gone.binary_search(pair).is_err());
        }
        Ok(found)
    }

    /// Whether an entry is there.
    pub(in crate::store) fn has(&self, levels: &Levels<impl Table>, entry: Entry) -> Result<bool> {
        if levels.cleared.holds(entry::contact(entry.bytes())) {
            return Ok(false);
        }
        for (table, part) in levels.parts() {
            if self.has_in(table, part, entry.bytes())? {
                return Ok(part != Part::Whole || !self.is_gone(levels, entry.bytes())?);
            }
        }
        Ok(false)
    }

    /// Whether an entry has gone, though a table still has it.
    pub(in crate::store) fn is_gone(&self, levels: &Levels<impl Table>, entry: &[u8]) -> Result<bool> {
        if levels.cleared.holds(entry::contact(entry)) {
            return Ok(true);
        }
        let gone = levels.gone.as_ref();
        gone.map_or(Ok(false), |gone| self.has_in(gone, Part::Whole, entry))
    }

    fn has_in(&self, table: &impl Table, part: Part, entry: &[u8]) -> Result<bool> {
        let mut found = false;
        self.visit(table, part, entry, &mut |other| found |= other == entry)?;
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
        for (table, part) in levels.parts() {
            walkers.push(self.walker(table, part, backwards)?);
        }
        let gone = levels.gone.as_ref();
        let gone = gone.map(|table| self.walker(table, Part::Whole, backwards));
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

    fn walker<'a>(&self, table: &'a impl Table, part: Part, backwards: bool) -> Result<Walker<'a>> {
        Walker::begin(self.kind, chunks(table, part)?, backwards)
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
        if after.is_some_and(|after| key.value() <= after) {
            // In a damaged file a look behind a chunk may lead back before it, again and again.
            visit(Err(StoreError::Damaged(
                "chunks of an index stand out of order".into(),
            )))?;
            return Ok(None);
        }
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

    /// Visits the entries of a part that begin so, in their order.
    fn visit(
        &self,
        table: &impl Table,
        part: Part,
        beginning: &[u8],
        visit: &mut impl FnMut(&[u8]),
    ) -> Result<()> {
        let (first, last) = (part.key(&[]), part.key(beginning));
        let mut until = table.range::<&[u8]>(first.as_slice()..=last.as_slice())?;
        let Some((key, chunk)) = until.next_back().transpose()? else {
            return self.visit_on(table, part, Bound::Included(&last), beginning, visit);
        };
        if self.visit_in(&key, &chunk, beginning, visit)? {
            return Ok(());
        }
        self.visit_on(table, part, Bound::Excluded(key.value()), beginning, visit)
    }

    /// Visits the entries of a part that begin with any of some beginnings: sorted, none the beginning of another. Each
    /// chunk that may have such an entry is opened once.
    pub(super) fn visit_many(
        &self,
        table: &impl Table,
        part: Part,
        mut beginnings: &[Entry],
        visit: &mut impl FnMut(&[u8]),
    ) -> Result<()> {
        let start = part.key(&[]);
        while let Some(first) = beginnings.first() {
            let last = part.key(first.bytes());
            let mut until = table.range::<&[u8]>(start.as_slice()..=last.as_slice())?;
            let chunk = until.next_back().transpose()?;
            let behind = chunk.as_ref().map(|(key, _)| key.value());
            let behind = behind.map_or(Bound::Included(last.as_slice()), Bound::Excluded);
            let next = table.range::<&[u8]>((behind, Bound::Unbounded))?.next();
            let next = next.transpose()?;
            let end = next.as_ref().map(|(key, _)| key.value());
            let end = end.filter(|end| part.entry(end).is_some());
            let here = entry::before(&mut beginnings, end.and_then(|end| part.entry(end)));
            if let Some((key, chunk)) = &chunk {
                let mut finder = Finder::new(open(self.kind, key.value(), chunk.value())?);
                for beginning in here {
                    finder.visit(beginning.bytes(), visit);
                }
            }
            if let (Some(last), Some(end)) = (here.last(), end) {
                self.visit_on(table, part, Bound::Included(end), last.bytes(), visit)?;
            }
        }
        Ok(())
    }

    /// Visits what begins so in the chunks from a key on.
    fn visit_on(
        &self,
        table: &impl Table,
        part: Part,
        from: Bound<&[u8]>,
        beginning: &[u8],
        visit: &mut impl FnMut(&[u8]),
    ) -> Result<()> {
        for chunk in table.range::<&[u8]>((from, Bound::Unbounded))? {
            let (key, chunk) = chunk?;
            let begins_so = part
                .entry(key.value())
                .is_some_and(|key| key.starts_with(beginning));
            if !begins_so || self.visit_in(&key, &chunk, beginning, visit)? {
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
