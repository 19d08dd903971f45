//! A block of event columns being made: the events of one kind of 896 contacts, the newest first, so that those of a
//! window of days stand side by side. Its parts are cut into segments: a question about the last months reads the first
//! ones alone. How they are read is in [`super::parts`].

use super::super::columns::Digits;
use super::super::tables::BlockPart;
use super::cells::Cells;
use super::parts::{Header, Kept};
use super::texts::Texts;
use std::cmp::Reverse;

/// Contacts of a block: 14 words.
pub(in crate::store) const BLOCK_ROWS: u32 = 896;

/// Events of a segment: two bytes of each stay below two pages with what stands before them, also where one amount in fifty
/// needs more.
pub(in crate::store) const SEGMENT: usize = 3840;

/// One event in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Placed {
    /// Its day, counted from the common era.
    pub(in crate::store) day: i32,
    /// Whose it is: the contact's place in the block.
    pub(in crate::store) row: u16,
    /// Its text, as [`Texts`] number them.
    pub(in crate::store) code: u16,
    /// Its amount or bits.
    pub(in crate::store) value: Digits,
}

/// A block being made.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    events: Vec<Placed>,
    scale: u8,
}

/// Which parts the events of a block take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts {
    events: usize,
    codes: bool,
}

impl Parts {
    /// The parts of these events.
    pub(super) fn of(events: &[Placed]) -> Self {
        Self {
            events: events.len(),
            codes: events.iter().any(|event| event.code != 0),
        }
    }

    /// How many segments one of the parts behind the days has.
    pub(super) fn segments_of(self, part: BlockPart) -> usize {
        if part == BlockPart::Codes && !self.codes {
            return 0;
        }
        self.events.div_ceil(SEGMENT)
    }
}

impl Block {
    /// A block with some contacts' events replaced; `fresh` ascends by row.
    pub(super) fn replaced(old: Vec<Placed>, fresh: &[(u32, &Cells)], texts: &mut Texts) -> Self {
        let mut events = old;
        let is_fresh = |row: u16| fresh.binary_search_by_key(&u32::from(row), |(at, _)| *at).is_ok();
        events.retain(|event| !is_fresh(event.row));
        for (row, cells) in fresh {
            events.extend(cells.iter().rev().map(|cell| Placed {
                day: cell.day,
                row: *row as u16,
                code: texts.code(cell.text),
                value: cell.value,
            }));
        }
        // Events of a contact on one day stay as they come: the newest first.
        events.sort_by_key(|event| (Reverse(event.day), event.row));
        Self::of(events)
    }

    /// Of events that are in order.
    pub(super) fn of(mut events: Vec<Placed>) -> Self {
        // What a block looks like does not depend on what was in it before.
        for event in &mut events {
            event.value = event.value.least();
        }
        let scale = events.iter().map(|event| event.value.scale).max();
        Self {
            events,
            scale: scale.unwrap_or(0),
        }
    }

    /// Whether there are no events in it.
    pub(super) fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Which parts it has.
    pub(super) fn parts(&self) -> Parts {
        Parts::of(&self.events)
    }

    /// Whether any of its events has a text.
    pub(super) fn has_texts(&self) -> bool {
        self.parts().codes
    }

    /// Appends the bytes of the part with the days, and with the marks of all segments of the others.
    pub(super) fn encode_days(&self, marks: &[[u8; 4]], out: &mut Vec<u8>) {
        let values = || {
            self.events
                .iter()
                .map(|event| self.mantissa(event).unsigned_abs())
        };
        let all = values().fold(0_u128, u128::saturating_add);
        Header {
            events: self.events.len(),
            scale: self.scale,
            refunds: self.events.iter().any(|event| event.value.mantissa < 0),
            large: all > i64::MAX as u128,
            texts: if !self.has_texts() {
                Kept::None
            } else if self.events.iter().any(|event| event.code == Texts::UNKEPT) {
                Kept::Some
            } else {
                Kept::All
            },
        }
        .encode(out);
        out.extend_from_slice(marks.as_flattened());
        let most = self.events.first().map_or(0, |event| event.day);
        let least = self.events.last().map_or(0, |event| event.day);
        let mut days: Vec<(u32, u32)> = Vec::new();
        for (at, event) in self.events.iter().enumerate() {
            let back = most.abs_diff(event.day);
            match days.last_mut() {
                Some((day, end)) if *day == back => *end = at as u32 + 1,
                _ => days.push((back, at as u32 + 1)),
            }
        }
        super::parts::encode_days(most, least, &days, out);
    }

    /// Appends the bytes of one segment of another part.
    pub(super) fn encode(&self, part: BlockPart, segment: usize, out: &mut Vec<u8>) {
        let events = self.events.chunks(SEGMENT).nth(segment).unwrap_or_default();
        match part {
            BlockPart::Rows => {
                for event in events {
                    out.extend_from_slice(&event.row.to_le_bytes());
                }
            }
            BlockPart::Codes => {
                super::parts::encode_numbers(|| events.iter().map(|event| i128::from(event.code)), out);
            }
            _ => super::parts::encode_numbers(|| events.iter().map(|event| self.mantissa(event)), out),
        }
    }

    /// The digits of a value at the block's scale. Amounts have at most 18 digits and 9 places, so that any of them fits
    /// the scale of any other.
    fn mantissa(&self, event: &Placed) -> i128 {
        event.value.at_scale(self.scale).unwrap_or(0)
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::super::parts::{Days, Numbers, rows_of};
    use super::*;
    use crate::model::{Event, Instant, Purchase, SourceId, TimelineItem, When};
    use proptest::prelude::*;
    use rust_decimal::Decimal;
    use std::collections::BTreeMap;

    type Rows = BTreeMap<u32, Cells>;

    fn some_cells(most: usize) -> impl Strategy<Value = Cells> {
        let second = prop_oneof![0..20_000_000_i64, Just(-90_000_000_000), Just(90_000_000_000)];
        let amount = prop_oneof![-500..90_000_i64, Just(999_999_999_999_999_999)];
        let purchase = (
            second,
            amount,
            0..10_u32,
            "(|tea|Tea|[a-c]{1,3}|x{300})",
            any::<bool>(),
        );
        prop::collection::vec(purchase, 0..most).prop_map(|mut purchases| {
            purchases.sort_by_key(|(second, ..)| *second);
            let item = |(at, (second, mantissa, scale, item, cancelled))| TimelineItem {
                source: SourceId(1),
                event: Event::Purchase(Purchase {
                    id: format!("{at}"),
                    when: When::At(Instant(second)),
                    amount: Decimal::new(mantissa, scale),
                    item,
                    cancelled,
                }),
            };
            let items: Vec<TimelineItem> = purchases.into_iter().enumerate().map(item).collect();
            Cells::new(items.iter(), chrono_tz::UTC)
        })
    }

    fn rows(most: usize) -> impl Strategy<Value = Rows> {
        prop::collection::btree_map(0..BLOCK_ROWS, some_cells(most), 0..30)
    }

    fn replaced(old: Vec<Placed>, fresh: &Rows, texts: &mut Texts) -> Block {
        let fresh: Vec<(u32, &Cells)> = fresh.iter().map(|(row, cells)| (*row, cells)).collect();
        Block::replaced(old, &fresh, texts)
    }

    /// The part with the days, without what marks say.
    fn days_of(block: &Block) -> Vec<u8> {
        let parts = [BlockPart::Rows, BlockPart::Values, BlockPart::Codes];
        let segments = parts.map(|part| block.parts().segments_of(part)).iter().sum();
        let mut days = Vec::new();
        block.encode_days(&vec![[0; 4]; segments], &mut days);
        days
    }

    /// What a block's bytes say, the newest event first.
    fn read(block: &Block) -> Vec<Placed> {
        if block.is_empty() {
            return Vec::new();
        }
        let days = days_of(block);
        let days = Days::parse(&days).unwrap();
        assert_eq!(days.segments(), block.parts().segments_of(BlockPart::Rows));
        let part = |part| {
            let encode = |segment| {
                let mut bytes = Vec::new();
                block.encode(part, segment, &mut bytes);
                (bytes, days.events_in(segment))
            };
            (0..days.segments()).map(encode).collect::<Vec<_>>()
        };
        let numbers = |segments: Vec<(Vec<u8>, usize)>| {
            let all = segments.iter().flat_map(|(bytes, count)| {
                let numbers = Numbers::parse(bytes, *count).unwrap();
                (0..*count).map(move |at| numbers.get(at).unwrap())
            });
            all.collect::<Vec<_>>()
        };
        let rows = part(BlockPart::Rows);
        let rows = rows
            .iter()
            .flat_map(|(bytes, count)| rows_of(bytes, *count).unwrap());
        let rows: Vec<u16> = rows.map(|row| u16::from_le_bytes(*row)).collect();
        let (values, codes) = (numbers(part(BlockPart::Values)), numbers(part(BlockPart::Codes)));
        let place = |day, at: usize| Placed {
            day,
            row: rows[at],
            code: codes[at] as u16,
            value: Digits {
                mantissa: values[at],
                scale: days.header.scale,
            },
        };
        days.each()
            .flat_map(|(day, range)| range.map(move |at| (day, at)))
            .map(|(day, at)| place(day, at))
            .collect()
    }

    proptest! {
        #[test]
        fn cells_come_back_after_edits(first in rows(6), second in rows(6), from in 719_000..719_500_i32, span in 0..400_i32) {
            let mut texts = Texts::default();
            let block = replaced(Vec::new(), &first, &mut texts);
            let block = replaced(read(&block), &second, &mut texts);
            let mut wanted = first;
            wanted.extend(second);
            let found = read(&block);
            let all: usize = wanted.values().map(Cells::len).sum();
            prop_assert_eq!(found.len(), all);
            prop_assert_eq!(block.is_empty(), all == 0);
            for (row, cells) in &wanted {
                let own = found.iter().filter(|event| u32::from(event.row) == *row);
                for (event, cell) in own.zip(cells.iter().rev()) {
                    prop_assert_eq!(event.day, cell.day);
                    prop_assert_eq!(event.value.decimal(), cell.value.decimal());
                    if event.code == Texts::UNKEPT {
                        prop_assert!(cell.text.len() > 200);
                    } else {
                        prop_assert_eq!(texts.text(event.code), Some(cell.text));
                    }
                }
            }
            let bytes = days_of(&block);
            if let Some(days) = Days::parse(&bytes) {
                let window = days.within(from, from + span);
                let inside = found.iter().enumerate().filter(|(_, event)| (from..=from + span).contains(&event.day));
                prop_assert_eq!(inside.map(|(at, _)| at).collect::<Vec<_>>(), window.collect::<Vec<_>>());
                prop_assert_eq!(days.within(i32::MIN, i32::MAX), 0..all);
                prop_assert!(days.within(from, from - 1).is_empty());
            }
        }

        #[test]
        fn a_block_does_not_depend_on_the_order_of_edits(first in rows(4), second in rows(4)) {
            let mut texts = Texts::default();
            let one = replaced(read(&replaced(Vec::new(), &first, &mut texts)), &second, &mut texts);
            let mut all = first;
            all.extend(second);
            let other = replaced(Vec::new(), &all, &mut texts);
            prop_assert_eq!(read(&one), read(&other));
        }

        #[test]
        fn bytes_that_are_no_part_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some(days) = Days::parse(&bytes) {
                let _ = days.within(3, 9);
                let _ = days.each().take(99).count();
            }
            for count in 0..20 {
                if let Some(numbers) = Numbers::parse(&bytes, count) {
                    let _ = numbers.get(7);
                }
            }
        }
    }

    #[test]
    fn a_block_of_many_events_has_several_segments() {
        let mut texts = Texts::default();
        let event = |at: u16| Placed {
            day: 739_000 - i32::from(at / 40),
            row: at % 896,
            code: texts.code(&format!("sku-{}", at % 700)),
            value: Digits::from(i64::from(at) * 7),
        };
        let mut events: Vec<Placed> = (0..9_000).map(event).collect();
        events.sort_by_key(|event| (Reverse(event.day), event.row));
        let block = Block::of(events.clone());
        assert_eq!(block.parts().segments_of(BlockPart::Codes), 3);
        assert_eq!(read(&block), events);
    }
}
