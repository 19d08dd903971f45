//! A block of event columns: the events of one kind of 896 contacts, those of each contact side by side in the order of
//! their days. One part says whose each event is and on which day, the other what it is worth: the amount of a purchase,
//! bits for an e-mail or a message. Cancelled purchases are left out.

use super::super::columns::Digits;
use crate::model::{Direction, Event, TimelineItem};
use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use std::ops::Range;

/// Contacts of a block: 14 words.
pub(in crate::store) const BLOCK_ROWS: u32 = 896;

/// An e-mail that was opened, a message from the contact.
pub(in crate::store) const OPENED_OR_IN: i128 = 1;
/// An e-mail of which a link was followed.
pub(in crate::store) const CLICKED: i128 = 2;

/// One event as columns keep it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Cell {
    /// Its day, counted from the common era.
    pub(in crate::store) day: i32,
    /// Its amount or bits.
    pub(in crate::store) value: Digits,
}

/// A day as cells count it.
pub(in crate::store) fn day_number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

/// The cells of a contact's events of one kind, which come in the order of time.
pub(in crate::store) fn cells<'a>(items: impl Iterator<Item = &'a TimelineItem>, zone: Tz) -> Vec<Cell> {
    let mut cells: Vec<Cell> = items.filter_map(|item| cell(&item.event, zone)).collect();
    cells.sort_by_key(|cell| cell.day);
    cells
}

fn cell(event: &Event, zone: Tz) -> Option<Cell> {
    let bit = |bit: i128, set: bool| if set { bit } else { 0 };
    let value = match event {
        Event::Purchase(purchase) if purchase.cancelled => return None,
        Event::Purchase(purchase) => Digits::from(purchase.amount.normalize()),
        Event::Email(email) => {
            bits(bit(OPENED_OR_IN, email.opened.is_some()) | bit(CLICKED, email.clicked.is_some()))
        }
        Event::Message(message) => bits(bit(OPENED_OR_IN, message.direction == Direction::In)),
    };
    Some(Cell {
        day: day_number(event.when().day(zone)),
        value,
    })
}

fn bits(mantissa: i128) -> Digits {
    Digits { mantissa, scale: 0 }
}

/// A block being made.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    ends: Vec<u32>,
    cells: Vec<Cell>,
}

impl Block {
    /// A block with some contacts' events replaced; `fresh` ascends by row.
    pub(super) fn replaced(old: Option<(&Days<'_>, &Values<'_>)>, fresh: &[(u32, &[Cell])]) -> Self {
        let mut block = Self::default();
        let mut fresh = fresh.iter().peekable();
        let last = old.map_or(0, |(days, _)| days.rows);
        let rows = fresh
            .clone()
            .last()
            .map_or(0, |(row, _)| *row as usize + 1)
            .max(last);
        for row in 0..rows {
            if let Some((_, cells)) = fresh.next_if(|(at, _)| *at as usize == row) {
                block.cells.extend_from_slice(cells);
            } else if let Some((days, values)) = old {
                let old = days.range(row).map(|at| Cell {
                    day: days.day(at),
                    value: values.value(at),
                });
                block.cells.extend(old);
            }
            block.ends.push(block.cells.len() as u32);
        }
        block
    }

    /// Whether there are no events in it.
    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Appends the bytes of the part with the days.
    pub(super) fn encode_days(&self, out: &mut Vec<u8>) {
        let days = || self.cells.iter().map(|cell| cell.day);
        let (least, most) = (days().min().unwrap_or(0), days().max().unwrap_or(0));
        let wide_ends = self.cells.len() > usize::from(u16::MAX);
        let wide_days = most.abs_diff(least) > u32::from(u16::MAX);
        let refunds = self.cells.iter().any(|cell| cell.value.mantissa < 0);
        out.extend_from_slice(&(self.ends.len() as u16).to_le_bytes());
        out.push(u8::from(wide_ends) | u8::from(wide_days) << 1 | u8::from(refunds) << 2);
        out.extend_from_slice(&least.to_le_bytes());
        out.extend_from_slice(&most.to_le_bytes());
        out.extend_from_slice(&(self.cells.len() as u32).to_le_bytes());
        for end in &self.ends {
            put(out, *end, wide_ends);
        }
        for day in days() {
            put(out, day.abs_diff(least), wide_days);
        }
    }

    /// Appends the bytes of the part with the values.
    pub(super) fn encode_values(&self, out: &mut Vec<u8>) {
        let scale = self.cells.iter().map(|cell| cell.value.scale).max().unwrap_or(0);
        // Amounts have at most 18 digits and 9 places, so that any of them fits the scale of any other.
        let values = || {
            self.cells
                .iter()
                .map(|cell| cell.value.at_scale(scale).unwrap_or(0))
        };
        let (least, most) = (values().min().unwrap_or(0), values().max().unwrap_or(0));
        let width = match most.abs_diff(least) {
            0..=0xFF => 1,
            0x100..=0xFFFF => 2,
            0x1_0000..=0xFFFF_FFFF => 4,
            0x1_0000_0000..=0xFFFF_FFFF_FFFF_FFFF => 8,
            _ => 16,
        };
        out.extend_from_slice(&[width as u8, scale]);
        out.extend_from_slice(&least.to_le_bytes());
        for value in values() {
            out.extend(value.abs_diff(least).to_le_bytes().into_iter().take(width));
        }
    }
}

fn put(out: &mut Vec<u8>, number: u32, wide: bool) {
    if wide {
        out.extend_from_slice(&number.to_le_bytes());
    } else {
        out.extend_from_slice(&(number as u16).to_le_bytes());
    }
}

/// Numbers of two or four bytes.
#[derive(Clone, Copy, Debug)]
enum Numbers<'a> {
    Narrow(&'a [[u8; 2]]),
    Wide(&'a [[u8; 4]]),
}

impl<'a> Numbers<'a> {
    /// The first `count` numbers, and the bytes behind them.
    fn split(bytes: &'a [u8], count: usize, wide: bool) -> Option<(Self, &'a [u8])> {
        let (numbers, rest) = bytes.split_at_checked(count.checked_mul(if wide { 4 } else { 2 })?)?;
        Some((
            if wide {
                Self::Wide(numbers.as_chunks().0)
            } else {
                Self::Narrow(numbers.as_chunks().0)
            },
            rest,
        ))
    }

    fn get(&self, at: usize) -> Option<u32> {
        match self {
            Self::Narrow(numbers) => numbers.get(at).map(|bytes| u32::from(u16::from_le_bytes(*bytes))),
            Self::Wide(numbers) => numbers.get(at).map(|bytes| u32::from_le_bytes(*bytes)),
        }
    }
}

/// The part with the days, being read.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct Days<'a> {
    /// Contacts up to the last that has events.
    pub(in crate::store) rows: usize,
    /// Whether any amount is below zero.
    pub(in crate::store) refunds: bool,
    /// How many events there are.
    pub(in crate::store) events: usize,
    least: i32,
    most: i32,
    ends: Numbers<'a>,
    offsets: Numbers<'a>,
}

impl<'a> Days<'a> {
    /// Reads a part's bytes; None where they are none.
    pub(in crate::store) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (rows, rest) = bytes.split_first_chunk::<2>()?;
        let (flags, rest) = rest.split_first()?;
        let (least, rest) = rest.split_first_chunk::<4>()?;
        let (most, rest) = rest.split_first_chunk::<4>()?;
        let (events, rest) = rest.split_first_chunk::<4>()?;
        let rows = usize::from(u16::from_le_bytes(*rows));
        let events = u32::from_le_bytes(*events) as usize;
        let (ends, rest) = Numbers::split(rest, rows, flags & 1 != 0)?;
        let (offsets, rest) = Numbers::split(rest, events, flags & 2 != 0)?;
        (rest.is_empty() && rows <= BLOCK_ROWS as usize).then_some(Self {
            rows,
            refunds: flags & 4 != 0,
            events,
            least: i32::from_le_bytes(*least),
            most: i32::from_le_bytes(*most),
            ends,
            offsets,
        })
    }

    /// Where a contact's events stand.
    pub(in crate::store) fn range(&self, row: usize) -> Range<usize> {
        let end = self.ends.get(row).map_or(self.events, |end| end as usize);
        let start = match row.checked_sub(1) {
            None => 0,
            Some(before) => self.ends.get(before).map_or(end, |start| start as usize),
        };
        start..end
    }

    /// The day of an event.
    pub(in crate::store) fn day(&self, at: usize) -> i32 {
        self.offsets
            .get(at)
            .map_or(self.least, |day| self.least.wrapping_add_unsigned(day))
    }

    /// Days as they stand in this part: the offsets of a window's ends. None where no event can lie in it.
    pub(in crate::store) fn window(&self, first: i32, last: i32) -> Option<(u32, u32)> {
        if first > last || first > self.most || last < self.least {
            return None;
        }
        let low = first.max(self.least).abs_diff(self.least);
        Some((low, last.min(self.most).abs_diff(self.least)))
    }

    /// Of a contact's events, those whose days lie in a window.
    pub(in crate::store) fn within(&self, row: usize, window: (u32, u32)) -> Range<usize> {
        let range = self.range(row);
        match self.offsets {
            Numbers::Narrow(days) => {
                inner(days, range, |bytes| u32::from(u16::from_le_bytes(*bytes)), window)
            }
            Numbers::Wide(days) => inner(days, range, |bytes| u32::from_le_bytes(*bytes), window),
        }
    }
}

/// The part of an ascending run that lies in a window, looked for from its end: windows mostly reach up to today.
fn inner<T>(
    days: &[T],
    range: Range<usize>,
    read: impl Fn(&T) -> u32,
    (low, high): (u32, u32),
) -> Range<usize> {
    let run = days.get(range.clone()).unwrap_or_default();
    let behind = run.iter().rev().take_while(|day| read(day) > high).count();
    let inside = run
        .iter()
        .rev()
        .skip(behind)
        .take_while(|day| read(day) >= low)
        .count();
    let end = range.start + run.len() - behind;
    end - inside..end
}

/// The part with the values, being read.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct Values<'a> {
    /// The scale of all values.
    pub(in crate::store) scale: u8,
    width: usize,
    least: i128,
    body: &'a [u8],
}

impl<'a> Values<'a> {
    /// Reads a part's bytes; None where they are none.
    pub(in crate::store) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (width, rest) = bytes.split_first()?;
        let (scale, rest) = rest.split_first()?;
        let (least, body) = rest.split_first_chunk::<16>()?;
        let width = usize::from(*width);
        (matches!(width, 1 | 2 | 4 | 8 | 16) && body.len() % width == 0).then_some(Self {
            scale: *scale,
            width,
            least: i128::from_le_bytes(*least),
            body,
        })
    }

    /// The mantissa of one value.
    pub(in crate::store) fn mantissa(&self, at: usize) -> i128 {
        let offset = match self.width {
            1 => self.body.get(at).map(|byte| u128::from(*byte)),
            2 => self
                .body
                .as_chunks()
                .0
                .get(at)
                .map(|bytes| u128::from(u16::from_le_bytes(*bytes))),
            4 => self
                .body
                .as_chunks()
                .0
                .get(at)
                .map(|bytes| u128::from(u32::from_le_bytes(*bytes))),
            8 => self
                .body
                .as_chunks()
                .0
                .get(at)
                .map(|bytes| u128::from(u64::from_le_bytes(*bytes))),
            _ => self
                .body
                .as_chunks()
                .0
                .get(at)
                .map(|bytes| u128::from_le_bytes(*bytes)),
        };
        self.least.wrapping_add_unsigned(offset.unwrap_or(0))
    }

    /// One value.
    pub(in crate::store) fn value(&self, at: usize) -> Digits {
        Digits {
            mantissa: self.mantissa(at),
            scale: self.scale,
        }
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    type Rows = BTreeMap<u32, Vec<Cell>>;

    fn some_cells() -> impl Strategy<Value = Vec<Cell>> {
        let day = prop_oneof![730_000..730_900_i32, Just(-3_000_000), Just(3_600_000)];
        let amount = prop_oneof![-500..90_000_i64, Just(999_999_999_999_999_999)];
        let cell = (day, amount, 0..10_u8).prop_map(|(day, mantissa, scale)| Cell {
            day,
            value: Digits {
                mantissa: mantissa.into(),
                scale,
            },
        });
        prop::collection::vec(cell, 0..6).prop_map(|mut cells| {
            cells.sort_by_key(|cell| cell.day);
            cells
        })
    }

    fn rows() -> impl Strategy<Value = Rows> {
        prop::collection::btree_map(0..BLOCK_ROWS, some_cells(), 0..30)
    }

    fn replaced(old: &(Vec<u8>, Vec<u8>), fresh: &Rows) -> (Vec<u8>, Vec<u8>) {
        let fresh: Vec<(u32, &[Cell])> = fresh
            .iter()
            .map(|(row, cells)| (*row, cells.as_slice()))
            .collect();
        let (days, values) = (Days::parse(&old.0), Values::parse(&old.1));
        let block = Block::replaced(days.as_ref().zip(values.as_ref()), &fresh);
        let mut parts = (Vec::new(), Vec::new());
        block.encode_days(&mut parts.0);
        block.encode_values(&mut parts.1);
        parts
    }

    proptest! {
        #[test]
        fn cells_come_back_after_edits(first in rows(), second in rows(), from in 729_990..730_910_i32, span in 0..400_i32) {
            let parts = replaced(&(Vec::new(), Vec::new()), &first);
            let parts = replaced(&parts, &second);
            let (days, values) = (Days::parse(&parts.0).unwrap(), Values::parse(&parts.1).unwrap());
            let mut wanted = first;
            wanted.extend(second);
            let window = days.window(from, from + span);
            for row in 0..BLOCK_ROWS {
                let cells = wanted.get(&row).map_or(&[][..], Vec::as_slice);
                let range = days.range(row as usize);
                prop_assert_eq!(range.len(), cells.len());
                for (at, cell) in range.clone().zip(cells) {
                    prop_assert_eq!(days.day(at), cell.day);
                    prop_assert_eq!(values.value(at).decimal(), cell.value.decimal());
                }
                let inside = window.map_or(0..0, |window| days.within(row as usize, window));
                let count = cells.iter().filter(|cell| (from..=from + span).contains(&cell.day)).count();
                prop_assert_eq!(inside.len(), count);
                prop_assert!(inside.clone().all(|at| (from..=from + span).contains(&days.day(at))));
            }
        }

        #[test]
        fn bytes_that_are_no_block_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some(days) = Days::parse(&bytes) {
                for row in 0..3 {
                    let _ = days.within(row, (0, 9));
                    let _ = days.range(row).map(|at| days.day(at)).take(99).count();
                }
            }
            if let Some(values) = Values::parse(&bytes) {
                let _ = values.value(7);
            }
        }
    }
}
