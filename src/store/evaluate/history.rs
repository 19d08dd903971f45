//! Counts and sums over events, and the last e-mails, from the event columns: block by block, each contact's events side
//! by side in the order of their days.

use super::Asking;
use super::number::ranges;
use super::worth::{CellQuery, Ranges};
use crate::criteria::query::{Amount, DayRange, Opened};
use crate::model::{Decimal, EventKind};
use crate::store::Result;
use crate::store::events::{BLOCK_ROWS, Days, OPENED_OR_IN, Values, day_number, opened};
use crate::store::mask::{Bits, Mask};
use crate::store::tables::{BlockKey, BlockPart, block_key};
use redb::AccessGuard;

/// How much a count or sum costs beside other questions.
pub(super) fn cost(amount: &Amount) -> u32 {
    match &amount.filter {
        None => 40,
        Some(filter) if CellQuery::new(filter).is_some() => 80,
        Some(_) => 5_000,
    }
}

/// One part of a block, as stored.
struct Part {
    key: BlockKey,
    value: AccessGuard<'static, &'static [u8]>,
}

impl Part {
    fn days(&self) -> Result<Days<'_>> {
        opened(self.key, self.value.value(), Days::parse)
    }

    fn values(&self) -> Result<Values<'_>> {
        opened(self.key, self.value.value(), Values::parse)
    }
}

impl Asking<'_> {
    fn part(self, kind: EventKind, part: BlockPart, block: u32) -> Result<Option<Part>> {
        let key = block_key(kind, part, block);
        let Some(table) = self.blocks else { return Ok(None) };
        Ok(table.get(&key)?.map(|value| Part { key, value }))
    }

    /// Keeps those in the mask whose events come to what is asked.
    pub(super) fn amount(self, amount: &Amount, mask: &mut Mask) -> Result<()> {
        match &amount.filter {
            None => self.amount_in_columns(amount, None, mask),
            Some(filter) => match CellQuery::new(filter) {
                Some(filter) => self.amount_in_columns(amount, Some(&filter), mask),
                None => self.amount_in_rows(amount, mask),
            },
        }
    }

    fn amount_in_columns(
        self,
        amount: &Amount,
        filter: Option<&CellQuery<'_>>,
        mask: &mut Mask,
    ) -> Result<()> {
        let kind = amount.event;
        let nothing = amount.test.holds(Decimal::ZERO);
        self.chunks(mask, BLOCK_ROWS, |number, words| {
            let part = self.part(kind, BlockPart::Days, number)?;
            let days = part.as_ref().map(Part::days).transpose()?;
            let window = days.and_then(|days| Some((days, window(&days, amount.days)?)));
            let Some((days, window)) = window else {
                if !nothing {
                    words.fill(0);
                }
                return Ok(());
            };
            let has_refunds = days.refunds && kind == EventKind::Purchase;
            if !amount.sums && !has_refunds && filter.is_none() {
                let asked = Ranges::new(ranges(&amount.test, 0));
                narrow(words, |row| asked.hold(days.within(row, window).len() as i128));
                return Ok(());
            }
            let part = self.part(kind, BlockPart::Values, number)?;
            let Some(values) = part.as_ref().map(Part::values).transpose()? else {
                words.fill(0);
                return Ok(());
            };
            let filter = filter.map(|filter| filter.at_scale(values.scale));
            let asked = Ranges::new(ranges(&amount.test, if amount.sums { values.scale } else { 0 }));
            narrow(words, |row| {
                let mut found = 0;
                for at in days.within(row, window) {
                    let value = values.mantissa(at);
                    if filter
                        .as_ref()
                        .is_none_or(|filter| filter.holds(days.day(at), value))
                    {
                        found += if amount.sums {
                            value
                        } else {
                            i128::from(!has_refunds || value >= 0)
                        };
                    }
                }
                asked.hold(found)
            });
            Ok(())
        })
    }

    /// Texts of events stand in rows alone: those who have events in the window are asked row by row.
    fn amount_in_rows(self, amount: &Amount, mask: &mut Mask) -> Result<()> {
        let mut with = mask.clone();
        self.any_within(amount.event, amount.days, &mut with)?;
        if amount.test.holds(Decimal::ZERO) {
            mask.and_not(&with);
        } else {
            *mask = Mask::empty(mask.words().len());
        }
        let zone = self.zone()?;
        self.rows_of(amount.event, &mut with, |events| {
            amount.holds(events.iter(), zone)
        })?;
        mask.or(&with);
        Ok(())
    }

    /// Keeps those in the mask who have any event of a kind, refunds too, on these days.
    pub(super) fn any_within(self, kind: EventKind, range: DayRange, mask: &mut Mask) -> Result<()> {
        self.chunks(mask, BLOCK_ROWS, |number, words| {
            let part = self.part(kind, BlockPart::Days, number)?;
            let days = part.as_ref().map(Part::days).transpose()?;
            match days.and_then(|days| Some((days, window(&days, range)?))) {
                Some((days, window)) => narrow(words, |row| !days.within(row, window).is_empty()),
                None => words.fill(0),
            }
            Ok(())
        })
    }

    /// Keeps those in the mask of whose last e-mails enough were opened.
    pub(super) fn last_opened(self, asked: Opened, mask: &mut Mask) -> Result<()> {
        let (last, least) = (usize::from(asked.last), usize::from(asked.at_least));
        self.chunks(mask, BLOCK_ROWS, |number, words| {
            let days = self.part(EventKind::Email, BlockPart::Days, number)?;
            let values = self.part(EventKind::Email, BlockPart::Values, number)?;
            let (Some(days), Some(values)) = (&days, &values) else {
                words.fill(0);
                return Ok(());
            };
            let (days, values) = (days.days()?, values.values()?);
            narrow(words, |row| {
                let mut range = days.range(row);
                if range.len() < last {
                    return false;
                }
                range.start = range.end - last;
                let opened = range.filter(|at| values.mantissa(*at) & OPENED_OR_IN != 0);
                opened.count() >= least
            });
            Ok(())
        })
    }
}

/// A range of days as the offsets of a block.
fn window(days: &Days<'_>, range: DayRange) -> Option<(u32, u32)> {
    let first = range.first.map_or(i32::MIN, day_number);
    let last = range.last.map_or(i32::MAX, day_number);
    days.window(first, last)
}

/// Keeps, of the rows in `words`, those that pass.
fn narrow(words: &mut [u64], mut passes: impl FnMut(usize) -> bool) {
    for (at, word) in words.iter_mut().enumerate() {
        for bit in Bits(*word) {
            if !passes(at * 64 + bit as usize) {
                *word &= !(1 << bit);
            }
        }
    }
}
