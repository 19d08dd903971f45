//! The way through blocks of event columns: all processors take their share of the blocks that anybody asked about is in,
//! and each reads the segments of a window one after the other.

use super::Asking;
use super::history::Prepared;
use super::tally::Tally;
use crate::model::EventKind;
use crate::store::columns::DictionaryView;
use crate::store::events::{BLOCK_ROWS, Days, Numbers, SEGMENT, SHARED, expect_last, lost, opened, rows_of};
use crate::store::mask::Mask;
use crate::store::tables::{BlockKey, BlockPart, block_key};
use crate::store::{Result, side};
use redb::AccessGuard;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// Words of a block's contacts.
const WORDS: usize = BLOCK_ROWS as usize / 64;
/// Words of the contacts whose blocks share their texts: what a processor takes at a time.
const SHARE: usize = WORDS * SHARED as usize;

/// One segment of a part, as stored.
pub(super) struct Part {
    key: BlockKey,
    value: AccessGuard<'static, &'static [u8]>,
}

impl Part {
    /// As days.
    pub(super) fn days(&self) -> Result<Days<'_>> {
        opened(self.key, self.value.value(), Days::parse)
    }

    /// As whose so many events are.
    pub(super) fn rows(&self, events: usize) -> Result<&[[u8; 2]]> {
        opened(self.key, self.value.value(), |bytes| rows_of(bytes, events))
    }

    /// As so many numbers.
    pub(super) fn numbers(&self, events: usize) -> Result<Numbers<'_>> {
        opened(self.key, self.value.value(), |bytes| {
            Numbers::parse(bytes, events)
        })
    }

    /// As texts.
    pub(super) fn texts(&self) -> Result<DictionaryView<'_>> {
        opened(self.key, self.value.value(), DictionaryView::parse)
    }
}

/// What one processor works with.
#[derive(Default)]
pub(super) struct Scratch<'q> {
    /// What each contact of a block comes to.
    pub(super) tally: Tally,
    /// The same of something else.
    pub(super) more: Tally,
    /// Which events of a segment pass.
    pub(super) pass: Vec<u8>,
    /// The filter as last made ready.
    pub(super) prepared: Option<Prepared<'q>>,
}

/// One block under way.
pub(super) struct Block<'a> {
    /// Its number.
    pub(super) number: u32,
    /// Who of it is asked about, and who passes in the end.
    pub(super) words: &'a mut [u64],
    /// For whom the columns do not say it: their rows do.
    pub(super) unsure: &'a mut [u64],
}

impl Block<'_> {
    /// Nobody passes.
    pub(super) fn none(&mut self) {
        self.words.fill(0);
    }

    /// Leaves some of those asked about to their rows.
    pub(super) fn leave(&mut self, rows: impl Iterator<Item = u64>) {
        for ((word, unsure), rows) in self.words.iter_mut().zip(self.unsure.iter_mut()).zip(rows) {
            *unsure = *word & rows;
            *word &= !rows;
        }
    }
}

/// A piece of a segment: some of the events of a window.
pub(super) struct Piece<'a> {
    /// The segment.
    pub(super) segment: usize,
    /// The events in the block.
    pub(super) events: Range<usize>,
    /// The same in the segment.
    pub(super) range: Range<usize>,
    /// How many events the segment has.
    pub(super) count: usize,
    /// All days of the block.
    pub(super) days: &'a Days<'a>,
}

/// The segments that hold these events, one after the other.
pub(super) fn pieces<'a>(days: &'a Days<'a>, events: Range<usize>) -> impl Iterator<Item = Piece<'a>> {
    let segments = if events.is_empty() {
        0..0
    } else {
        events.start / SEGMENT..events.end.div_ceil(SEGMENT)
    };
    segments.map(move |segment| {
        let first = segment * SEGMENT;
        let events = events.start.max(first)..events.end.min(first + SEGMENT);
        Piece {
            segment,
            range: events.start - first..events.end - first,
            events,
            count: days.events_in(segment),
            days,
        }
    })
}

impl Asking<'_> {
    /// The days of a block; None where nobody in it has events.
    pub(super) fn days_of(self, kind: EventKind, block: u32) -> Result<Option<Part>> {
        self.marked(kind, BlockPart::Days, block)
    }

    /// Days or texts, where they are there.
    pub(super) fn marked(self, kind: EventKind, part: BlockPart, block: u32) -> Result<Option<Part>> {
        let key = block_key(kind, part, block, 0);
        Ok(self.blocks.get(&key)?.map(|value| Part { key, value }))
    }

    /// The segment of another part that a piece lies in.
    pub(super) fn segment(
        self,
        kind: EventKind,
        part: BlockPart,
        block: u32,
        piece: &Piece<'_>,
    ) -> Result<Part> {
        let key = block_key(kind, part, block, piece.segment as u32);
        let value = self.blocks.unmarked(&key)?.ok_or_else(|| lost(kind, block))?;
        expect_last(piece.days, (part, piece.segment), key, value.value())?;
        Ok(Part { key, value })
    }

    /// Goes through the blocks that the mask has anybody in, on all processors, and narrows it. Gives back for whom the
    /// columns do not say it; they are not in the mask any more.
    pub(super) fn each_block<'q>(
        self,
        mask: &mut Mask,
        visit: impl Fn(&mut Scratch<'q>, Block<'_>) -> Result<()> + Sync,
    ) -> Result<Mask> {
        let all_unsure = Mutex::new(Mask::empty(mask.words().len()));
        self.each_share(mask, SHARE, |scratch: &mut Scratch<'q>, share, words| {
            for (at, words) in words.chunks_mut(WORDS).enumerate() {
                if words.iter().all(|word| *word == 0) {
                    continue;
                }
                let number = share * SHARED + at as u32;
                let mut unsure = [0; WORDS];
                let block = Block {
                    number,
                    words,
                    unsure: &mut unsure,
                };
                visit(scratch, block)?;
                if unsure.iter().any(|word| *word != 0) {
                    let mut all = all_unsure.lock().unwrap_or_else(PoisonError::into_inner);
                    let place = all.stretch(number as usize * WORDS, WORDS).iter_mut();
                    place.zip(unsure).for_each(|(place, word)| *place = word);
                }
            }
            Ok(())
        })?;
        Ok(all_unsure.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Goes through the shares of the mask, of so many words, that anybody is in, on all processors, each with something
    /// of its own to work with.
    pub(super) fn each_share<S: Default>(
        self,
        mask: &mut Mask,
        words: usize,
        visit: impl Fn(&mut S, u32, &mut [u64]) -> Result<()> + Sync,
    ) -> Result<()> {
        let shares = mask.stretch(0, usize::MAX).chunks_mut(words);
        let asked: Vec<(usize, &mut [u64])> = shares
            .enumerate()
            .filter(|(_, share)| share.iter().any(|word| *word != 0))
            .collect();
        let workers = asked.len();
        let asked = Mutex::new(asked.into_iter());
        let work = || {
            let mut own = S::default();
            loop {
                let next = asked.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some((share, words)) = next else {
                    return Ok(());
                };
                self.cancel.check()?;
                visit(&mut own, share as u32, words)?;
            }
        };
        side::on_all(workers, work)?;
        Ok(())
    }
}
