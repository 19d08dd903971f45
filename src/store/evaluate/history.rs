//! Counts and sums over events, and the last e-mails, from the event columns: block by block, the newest events first.

use super::Asking;
use super::blocks::{Block, Part, Scratch, pieces};
use super::number::ranges;
use super::tally::narrowed;
use super::worth::{CellQuery, Known, Ready, Words};
use crate::criteria::query::{Amount, DayRange, Opened};
use crate::model::{Decimal, EventKind};
use crate::store::Result;
use crate::store::events::{Days, Header, Kept, OPENED_OR_IN, SHARED, Texts, day_number, lost};
use crate::store::mask::Mask;
use crate::store::tables::BlockPart;
use std::ops::Range;

/// How much a count or sum costs beside other questions.
pub(super) fn cost(amount: &Amount) -> u32 {
    match &amount.filter {
        None => 40,
        Some(filter) if CellQuery::new(filter).is_some() => 80,
        Some(_) => 5_000,
    }
}

/// A count or sum that columns can answer.
struct Asked<'a> {
    amount: &'a Amount,
    filter: Option<CellQuery<'a>>,
    /// Whether it holds for who has nothing.
    nothing: bool,
}

impl Asked<'_> {
    fn asks_texts(&self, header: &Header) -> bool {
        header.texts != Kept::None && self.filter.as_ref().is_some_and(CellQuery::asks_texts)
    }

    fn asks_values(&self, header: &Header) -> bool {
        let filter = self.filter.as_ref();
        self.amount.sums || self.leaves_refunds(header) || filter.is_some_and(CellQuery::asks_values)
    }

    /// Whether events of this block have to be left out that are no orders.
    fn leaves_refunds(&self, header: &Header) -> bool {
        header.refunds && self.amount.event == EventKind::Purchase && !self.amount.sums
    }
}

/// A filter made ready, and what for.
pub(super) struct Prepared<'a> {
    /// The blocks whose texts it knows; None where it asks for none.
    share: Option<u32>,
    scale: u8,
    refunds: bool,
    /// None: all events pass.
    filter: Option<Ready<'a>>,
}

impl Asking<'_> {
    /// Keeps those in the mask whose events come to what is asked.
    pub(super) fn amount(self, amount: &Amount, mask: &mut Mask) -> Result<()> {
        let filter = match amount.filter.as_ref().map(CellQuery::new) {
            None => None,
            Some(Some(filter)) => Some(filter),
            Some(None) => return self.amount_in_rows(amount, mask),
        };
        let asked = Asked {
            amount,
            filter,
            nothing: amount.test.holds(Decimal::ZERO),
        };
        let unsure = self.each_block(mask, |scratch, block| {
            self.amount_in_block(&asked, scratch, block)
        })?;
        self.ask_rows(amount, mask, unsure)
    }

    fn amount_in_block<'q>(
        self,
        asked: &Asked<'q>,
        scratch: &mut Scratch<'q>,
        mut block: Block<'_>,
    ) -> Result<()> {
        let amount = asked.amount;
        let part = self.days_of(amount.event, block.number)?;
        let days = part.as_ref().map(Part::days).transpose()?;
        let found = days.map(|days| (days, within(&days, amount.days)));
        let Some((days, events)) = found.filter(|(_, events)| !events.is_empty()) else {
            if !asked.nothing {
                block.none();
            }
            return Ok(());
        };
        let header = days.header;
        if header.large && asked.asks_values(&header) {
            block.leave(std::iter::repeat(u64::MAX));
            return Ok(());
        }
        if asked.asks_texts(&header) && header.texts == Kept::Some {
            self.leave_unkept(amount.event, &days, events.clone(), scratch, &mut block)?;
        }
        self.prepare(asked, &header, block.number, &mut scratch.prepared)?;
        self.tally(asked, &days, events, block.number, scratch)?;
        let wanted = narrowed(&ranges(&amount.test, if amount.sums { header.scale } else { 0 }));
        for (word, holds) in block.words.iter_mut().zip(scratch.tally.words(&wanted)) {
            *word &= holds;
        }
        Ok(())
    }

    /// What the events of a window that pass come to, for each contact of a block.
    fn tally<'q>(
        self,
        asked: &Asked<'q>,
        days: &Days<'_>,
        events: Range<usize>,
        block: u32,
        scratch: &mut Scratch<'q>,
    ) -> Result<()> {
        let Scratch {
            tally,
            pass,
            prepared,
            ..
        } = scratch;
        let filter = prepared.as_ref().and_then(|prepared| prepared.filter.as_ref());
        tally.clear();
        if filter.is_some_and(Ready::is_nothing) {
            return Ok(());
        }
        for piece in pieces(days, events) {
            let read = |part, wanted: bool| {
                wanted
                    .then(|| self.segment(asked.amount.event, part, block, &piece))
                    .transpose()
            };
            let values = read(BlockPart::Values, asked.asks_values(&days.header))?;
            let codes = read(BlockPart::Codes, asked.asks_texts(&days.header))?;
            let known = Known {
                values: values
                    .as_ref()
                    .map(|part| part.numbers(piece.count))
                    .transpose()?,
                codes: codes.as_ref().map(|part| part.numbers(piece.count)).transpose()?,
                piece: &piece,
            };
            pass.resize(piece.range.len(), 0);
            if let Some(filter) = filter {
                filter.mark(&known, pass);
                if pass.iter().all(|pass| *pass == 0) {
                    continue;
                }
            }
            let pass = filter.map(|_| pass.as_slice());
            let rows = self.segment(asked.amount.event, BlockPart::Rows, block, &piece)?;
            let rows = rows
                .rows(piece.count)?
                .get(piece.range.clone())
                .unwrap_or_default();
            match (&known.values, pass) {
                (Some(values), pass) if asked.amount.sums => {
                    tally.sum(rows, values, piece.range.clone(), pass);
                }
                (_, Some(pass)) => tally.count_passing(rows, pass),
                (_, None) => tally.count(rows),
            }
        }
        Ok(())
    }

    /// Makes the filter ready for a block, unless it is.
    fn prepare<'q>(
        self,
        asked: &Asked<'q>,
        header: &Header,
        block: u32,
        prepared: &mut Option<Prepared<'q>>,
    ) -> Result<()> {
        let share = asked.asks_texts(header).then_some(block / SHARED);
        let (scale, refunds) = (header.scale, asked.leaves_refunds(header));
        let fits =
            |known: &Prepared<'_>| known.share == share && known.scale == scale && known.refunds == refunds;
        if prepared.as_ref().is_some_and(fits) {
            return Ok(());
        }
        let read = |part, wanted: bool| match share.filter(|_| wanted) {
            Some(share) => self
                .marked(asked.amount.event, part, share)?
                .map_or_else(|| Err(lost(asked.amount.event, block)), |part| Ok(Some(part))),
            None => Ok(None),
        };
        let filter = asked.filter.as_ref();
        let folded = read(BlockPart::Texts, true)?;
        let shown = read(BlockPart::Shown, filter.is_some_and(CellQuery::asks_written))?;
        let words = Words {
            folded: folded.as_ref().map(Part::texts).transpose()?,
            shown: shown.as_ref().map(Part::texts).transpose()?,
        };
        let filter = filter.map(|filter| filter.ready(scale, &words));
        let orders = refunds.then(|| Ready::Value(vec![(0, i64::MAX)]));
        *prepared = Some(Prepared {
            share,
            scale,
            refunds,
            filter: match (orders, filter) {
                (Some(orders), Some(filter)) => Some(Ready::And(vec![orders, filter])),
                (orders, filter) => orders.or(filter),
            },
        });
        Ok(())
    }

    /// Leaves those of a block to their rows who have an event in the window whose text stands there alone.
    fn leave_unkept(
        self,
        kind: EventKind,
        days: &Days<'_>,
        events: Range<usize>,
        scratch: &mut Scratch<'_>,
        block: &mut Block<'_>,
    ) -> Result<()> {
        let unkept = i64::from(Texts::UNKEPT);
        let Scratch { tally, pass, .. } = scratch;
        tally.clear();
        for piece in pieces(days, events) {
            let codes = self.segment(kind, BlockPart::Codes, block.number, &piece)?;
            let rows = self.segment(kind, BlockPart::Rows, block.number, &piece)?;
            let rows = rows
                .rows(piece.count)?
                .get(piece.range.clone())
                .unwrap_or_default();
            pass.resize(piece.range.len(), 0);
            super::tally::mark(
                &codes.numbers(piece.count)?,
                piece.range.clone(),
                &[(unkept, unkept)],
                pass,
            );
            tally.count_passing(rows, pass);
        }
        block.leave(tally.words(&[(1, i64::MAX)]));
        Ok(())
    }

    /// What columns do not have stands in rows alone: those who have events in the window are asked row by row.
    fn amount_in_rows(self, amount: &Amount, mask: &mut Mask) -> Result<()> {
        let mut with = mask.clone();
        self.any_within(amount.event, amount.days, &mut with)?;
        if amount.test.holds(Decimal::ZERO) {
            mask.and_not(&with);
        } else {
            *mask = Mask::empty(mask.words().len());
        }
        self.ask_rows(amount, mask, with)
    }

    /// Takes those into the mask whose rows come to what is asked.
    fn ask_rows(self, amount: &Amount, mask: &mut Mask, mut asked: Mask) -> Result<()> {
        if asked.count() == 0 {
            return Ok(());
        }
        let zone = self.zone()?;
        self.rows_of(amount.event, &mut asked, |events| {
            amount.holds(events.iter(), zone)
        })?;
        mask.or(&asked);
        Ok(())
    }

    /// Keeps those in the mask who have any event of a kind, refunds too, on these days.
    pub(super) fn any_within(self, kind: EventKind, range: DayRange, mask: &mut Mask) -> Result<()> {
        self.each_block(mask, |scratch, mut block| {
            let part = self.days_of(kind, block.number)?;
            let days = part.as_ref().map(Part::days).transpose()?;
            let found = days.map(|days| (days, within(&days, range)));
            let Some((days, events)) = found.filter(|(_, events)| !events.is_empty()) else {
                block.none();
                return Ok(());
            };
            scratch.tally.clear();
            for piece in pieces(&days, events) {
                let rows = self.segment(kind, BlockPart::Rows, block.number, &piece)?;
                let rows = rows.rows(piece.count)?.get(piece.range.clone());
                scratch.tally.count(rows.unwrap_or_default());
            }
            let some = scratch.tally.words(&[(1, i64::MAX)]);
            block
                .words
                .iter_mut()
                .zip(some)
                .for_each(|(word, some)| *word &= some);
            Ok(())
        })
        .map(|_| ())
    }

    /// Keeps those in the mask of whose last e-mails enough were opened.
    pub(super) fn last_opened(self, asked: Opened, mask: &mut Mask) -> Result<()> {
        let (last, least) = (i64::from(asked.last), i64::from(asked.at_least));
        let (full, passing) = ([(last, i64::MAX)], [(least, i64::MAX)]);
        let kind = EventKind::Email;
        self.each_block(mask, |scratch, mut block| {
            let part = self.days_of(kind, block.number)?;
            let Some(days) = part.as_ref().map(Part::days).transpose()? else {
                block.none();
                return Ok(());
            };
            let Scratch {
                tally: seen,
                more: opened,
                ..
            } = scratch;
            seen.clear();
            opened.clear();
            for piece in pieces(&days, 0..days.header.events) {
                let rows = self.segment(kind, BlockPart::Rows, block.number, &piece)?;
                let bits = self.segment(kind, BlockPart::Values, block.number, &piece)?;
                let bits = bits.numbers(piece.count)?;
                for (at, row) in rows.rows(piece.count)?.iter().enumerate() {
                    let bits = bits.get(at).unwrap_or(0) as i64;
                    let counts = seen.add_below(*row, last);
                    opened.add(*row, counts & bits & OPENED_OR_IN);
                }
                let full = seen.words(&full);
                if block.words.iter().zip(full).all(|(word, full)| word & !full == 0) {
                    break;
                }
            }
            let enough = seen.words(&full).zip(opened.words(&passing));
            for (word, (full, passing)) in block.words.iter_mut().zip(enough) {
                *word &= full & passing;
            }
            Ok(())
        })
        .map(|_| ())
    }
}

/// The events on a range of days.
fn within(days: &Days<'_>, range: DayRange) -> Range<usize> {
    let first = range.first.map_or(i32::MIN, day_number);
    let last = range.last.map_or(i32::MAX, day_number);
    days.within(first, last)
}
