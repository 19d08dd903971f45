//! The parts of a block of event columns, as bytes: how many events there are on which days, and numbers of them one
//! segment after the other.

use super::super::tables::BlockPart;
use super::block::SEGMENT;
use std::ops::Range;

/// What is known of a block as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Header {
    /// How many events there are.
    pub(in crate::store) events: usize,
    /// The scale of all values.
    pub(in crate::store) scale: u8,
    /// Whether any amount is below zero.
    pub(in crate::store) refunds: bool,
    /// Whether a sum of its values may leave 63 bits.
    pub(in crate::store) large: bool,
    /// Where the texts of its events are.
    pub(in crate::store) texts: Kept,
}

/// Where the texts of a block's events are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Kept {
    /// No event has a text: there are no codes.
    None,
    /// All have codes.
    All,
    /// Some are kept in rows alone.
    Some,
}

impl Header {
    /// Appends its bytes.
    pub(super) fn encode(self, out: &mut Vec<u8>) {
        let (texts, unkept) = (self.texts != Kept::None, self.texts == Kept::Some);
        let flags = [self.refunds, self.large, texts, unkept];
        let flags = flags
            .into_iter()
            .rev()
            .fold(0, |all, flag| all << 1 | u8::from(flag));
        out.extend_from_slice(&(self.events as u32).to_le_bytes());
        out.extend_from_slice(&[self.scale, flags]);
    }

    fn parse(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (events, rest) = bytes.split_first_chunk::<4>()?;
        let ([scale, flags], rest) = rest.split_first_chunk::<2>()?;
        let flag = |bit: u8| flags >> bit & 1 == 1;
        let header = Self {
            events: u32::from_le_bytes(*events) as usize,
            scale: *scale,
            refunds: flag(0),
            large: flag(1),
            texts: match (flag(2), flag(3)) {
                (false, _) => Kept::None,
                (true, false) => Kept::All,
                (true, true) => Kept::Some,
            },
        };
        Some((header, rest))
    }
}

/// Appends the days: how many days each that has events lies before the last, and how many events there are up to it.
/// Where most days have events, one number a day does.
pub(super) fn encode_days(most: i32, least: i32, days: &[(u32, u32)], out: &mut Vec<u8>) {
    let span = most.abs_diff(least) as usize + 1;
    let dense = span <= days.len() * 2;
    let wide = days.last().is_some_and(|(_, end)| *end > u32::from(u16::MAX)) || (!dense && span > 1 << 16);
    out.extend_from_slice(&most.to_le_bytes());
    out.extend_from_slice(&least.to_le_bytes());
    out.push(u8::from(wide) | u8::from(dense) << 1);
    let mut put = |number: u32| {
        let length = if wide { 4 } else { 2 };
        out.extend(number.to_le_bytes().into_iter().take(length));
    };
    if dense {
        let mut days = days.iter().peekable();
        let mut before = 0;
        for back in 0..span as u32 {
            before = days
                .next_if(|(day, _)| *day == back)
                .map_or(before, |(_, end)| *end);
            put(before);
        }
    } else {
        let backs = days.iter().map(|(back, _)| *back);
        for number in backs.chain(days.iter().map(|(_, end)| *end)) {
            put(number);
        }
    }
}

/// Numbers of two or four bytes.
#[derive(Clone, Copy, Debug)]
enum Lengths<'a> {
    Narrow(&'a [[u8; 2]]),
    Wide(&'a [[u8; 4]]),
}

impl<'a> Lengths<'a> {
    fn parse(bytes: &'a [u8], wide: bool) -> Option<Self> {
        let (numbers, rest) = if wide {
            let (numbers, rest) = bytes.as_chunks();
            (Self::Wide(numbers), rest)
        } else {
            let (numbers, rest) = bytes.as_chunks();
            (Self::Narrow(numbers), rest)
        };
        rest.is_empty().then_some(numbers)
    }

    fn len(&self) -> usize {
        match self {
            Self::Narrow(numbers) => numbers.len(),
            Self::Wide(numbers) => numbers.len(),
        }
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
    /// What is known of the block.
    pub(in crate::store) header: Header,
    /// Of each segment of the other parts, which version of it is the last: four bytes of its checksum.
    marks: &'a [[u8; 4]],
    most: i32,
    least: i32,
    dense: bool,
    /// Dense: ends; otherwise the days, then their ends.
    numbers: Lengths<'a>,
}

impl<'a> Days<'a> {
    /// Reads a part's bytes; None where they are none.
    pub(in crate::store) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (header, rest) = Header::parse(bytes)?;
        let parts = 2 + usize::from(header.texts != Kept::None);
        let marks = header.events.div_ceil(SEGMENT) * parts;
        let (marks, rest) = rest.split_at_checked(marks.checked_mul(4)?)?;
        let (most, rest) = rest.split_first_chunk::<4>()?;
        let (least, rest) = rest.split_first_chunk::<4>()?;
        let (flags, rest) = rest.split_first()?;
        let days = Self {
            header,
            marks: marks.as_chunks().0,
            most: i32::from_le_bytes(*most),
            least: i32::from_le_bytes(*least),
            dense: flags & 2 != 0,
            numbers: Lengths::parse(rest, flags & 1 != 0)?,
        };
        let count = days.numbers.len();
        let whole = if days.dense {
            count == days.most.abs_diff(days.least) as usize + 1
        } else {
            count.is_multiple_of(2)
        };
        let all = count.checked_sub(1).and_then(|last| days.numbers.get(last));
        (whole && days.least <= days.most && all == Some(header.events as u32)).then_some(days)
    }

    /// The events on these days, both included.
    pub(in crate::store) fn within(&self, first: i32, last: i32) -> Range<usize> {
        let start = last.checked_add(1).map_or(0, |behind| self.from(behind));
        start..self.from(first).max(start)
    }

    /// How many events there are on a day or after it.
    fn from(&self, day: i32) -> usize {
        if day > self.most {
            return 0;
        }
        if day <= self.least {
            return self.header.events;
        }
        let back = self.most.abs_diff(day);
        let end = if self.dense {
            self.numbers.get(back as usize)
        } else {
            let half = self.numbers.len() / 2;
            let at = first_above(half, |at| self.numbers.get(at), back);
            at.checked_sub(1).and_then(|at| self.numbers.get(half + at))
        };
        end.map_or(0, |end| (end as usize).min(self.header.events))
    }

    /// Each day, the newest first, with its events.
    pub(in crate::store) fn each(&self) -> impl Iterator<Item = (i32, Range<usize>)> + '_ {
        let half = self.numbers.len() / 2;
        let count = if self.dense { self.numbers.len() } else { half };
        let mut start = 0;
        (0..count).map(move |at| {
            let (back, end) = if self.dense {
                (Some(at as u32), self.numbers.get(at))
            } else {
                (self.numbers.get(at), self.numbers.get(half + at))
            };
            let end = end
                .map_or(start, |end| (end as usize).min(self.header.events))
                .max(start);
            let events = start..end;
            start = end;
            (self.most.wrapping_sub_unsigned(back.unwrap_or(0)), events)
        })
    }

    /// How many segments the other parts have.
    pub(in crate::store) fn segments(&self) -> usize {
        self.header.events.div_ceil(SEGMENT)
    }

    /// The mark of a segment of another part; None where it has none.
    pub(in crate::store) fn mark(&self, part: BlockPart, segment: usize) -> Option<[u8; 4]> {
        let before = match part {
            BlockPart::Rows => 0,
            BlockPart::Values => 1,
            BlockPart::Codes => 2,
            _ => return None,
        };
        let within = segment < self.segments();
        let at = before * self.segments() + segment;
        self.marks.get(at).filter(|_| within).copied()
    }

    /// How many events a segment has.
    pub(in crate::store) fn events_in(&self, segment: usize) -> usize {
        self.header.events.saturating_sub(segment * SEGMENT).min(SEGMENT)
    }
}

/// The first place whose number lies above another one; numbers ascend.
fn first_above(count: usize, number: impl Fn(usize) -> Option<u32>, other: u32) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        if number(middle).is_some_and(|number| number <= other) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The width that stands for two bytes, and more for the few that do not fit.
const MOSTLY_TWO: u8 = 3;

/// The largest distance of two bytes.
const TWO: u128 = u16::MAX as u128;

/// Appends numbers: each as its distance from the least, in as few bytes as the widest needs. Where two bytes do for all
/// but a few, those few have the rest of it beside them: a large amount among small ones does not double them all.
pub(in crate::store) fn encode_numbers<I: Iterator<Item = i128>>(numbers: impl Fn() -> I, out: &mut Vec<u8>) {
    let (least, most) = (numbers().min().unwrap_or(0), numbers().max().unwrap_or(0));
    let width = match most.abs_diff(least) {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        0x1_0000..=0xFFFF_FFFF => 4,
        0x1_0000_0000..=0xFFFF_FFFF_FFFF_FFFF => 8,
        _ => 16,
    };
    let offsets = || numbers().map(|number| number.abs_diff(least));
    let above = || (0_u16..).zip(offsets()).filter(|(_, offset)| *offset > TWO);
    let (few, all) = (above().count(), offsets().count());
    let mostly_two = width == 4 && few * 6 + 2 < all * 2;
    out.push(if mostly_two { MOSTLY_TWO } else { width });
    out.extend_from_slice(&least.to_le_bytes());
    match width {
        _ if mostly_two => {
            out.extend_from_slice(&(few as u16).to_le_bytes());
            put_all(above().map(|(place, _)| place.to_le_bytes()), out);
            put_all(
                above().map(|(_, offset)| ((offset - TWO) as u32).to_le_bytes()),
                out,
            );
            put_all(
                offsets().map(|offset| (offset.min(TWO) as u16).to_le_bytes()),
                out,
            );
        }
        1 => put_all(offsets().map(|offset| [offset as u8]), out),
        2 => put_all(offsets().map(|offset| (offset as u16).to_le_bytes()), out),
        4 => put_all(offsets().map(|offset| (offset as u32).to_le_bytes()), out),
        8 => put_all(offsets().map(|offset| (offset as u64).to_le_bytes()), out),
        _ => put_all(offsets().map(u128::to_le_bytes), out),
    }
}

fn put_all<const N: usize>(numbers: impl Iterator<Item = [u8; N]>, out: &mut Vec<u8>) {
    for number in numbers {
        out.extend_from_slice(&number);
    }
}

/// Whose the events of a segment are.
pub(in crate::store) fn rows_of(bytes: &[u8], events: usize) -> Option<&[[u8; 2]]> {
    let (rows, rest) = bytes.as_chunks();
    (rest.is_empty() && rows.len() == events).then_some(rows)
}

/// A segment of numbers, being read.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct Numbers<'a> {
    /// What all of them are counted from.
    pub(in crate::store) least: i128,
    /// The distances.
    pub(in crate::store) offsets: Offsets<'a>,
    above: Above<'a>,
}

/// Distances from the least number.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) enum Offsets<'a> {
    One(&'a [u8]),
    Two(&'a [[u8; 2]]),
    Four(&'a [[u8; 4]]),
    Eight(&'a [[u8; 8]]),
    Sixteen(&'a [[u8; 16]]),
}

/// The numbers that two bytes do not reach: where they stand, ascending, and how much is to be added.
#[derive(Clone, Copy, Debug, Default)]
struct Above<'a> {
    places: &'a [[u8; 2]],
    more: &'a [[u8; 4]],
}

impl<'a> Above<'a> {
    fn parse(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (count, rest) = bytes.split_first_chunk::<2>()?;
        let count = usize::from(u16::from_le_bytes(*count));
        let (places, rest) = rest.split_at_checked(count * 2)?;
        let (more, rest) = rest.split_at_checked(count * 4)?;
        let (places, more) = (places.as_chunks().0, more.as_chunks().0);
        let above = Self { places, more };
        let ascends = places.is_sorted_by_key(|place| u16::from_le_bytes(*place));
        ascends.then_some((above, rest))
    }

    /// Each from a place on: where it stands, and what is to be added.
    fn from(&self, place: usize) -> impl Iterator<Item = (usize, u32)> + '_ {
        let at = |place: &[u8; 2]| usize::from(u16::from_le_bytes(*place));
        let first = self.places.partition_point(|one| at(one) < place);
        let all = self.places.iter().zip(self.more).skip(first);
        all.map(move |(place, more)| (at(place), u32::from_le_bytes(*more)))
    }
}

impl<'a> Numbers<'a> {
    /// Reads the bytes of so many numbers; None where they are none.
    pub(in crate::store) fn parse(bytes: &'a [u8], count: usize) -> Option<Self> {
        let (width, rest) = bytes.split_first()?;
        let (least, body) = rest.split_first_chunk::<16>()?;
        let (above, width, body) = if *width == MOSTLY_TWO {
            let (above, body) = Above::parse(body)?;
            (above, 2, body)
        } else {
            (Above::default(), *width, body)
        };
        let offsets = match width {
            1 => Offsets::One(body),
            2 => Offsets::Two(body.as_chunks().0),
            4 => Offsets::Four(body.as_chunks().0),
            8 => Offsets::Eight(body.as_chunks().0),
            16 => Offsets::Sixteen(body.as_chunks().0),
            _ => return None,
        };
        (body.len() == count * usize::from(width)).then_some(Self {
            least: i128::from_le_bytes(*least),
            offsets,
            above,
        })
    }

    /// One number.
    pub(in crate::store) fn get(&self, at: usize) -> Option<i128> {
        let offset = match self.offsets {
            Offsets::One(body) => u128::from(*body.get(at)?),
            Offsets::Two(body) => u128::from(u16::from_le_bytes(*body.get(at)?)),
            Offsets::Four(body) => u128::from(u32::from_le_bytes(*body.get(at)?)),
            Offsets::Eight(body) => u128::from(u64::from_le_bytes(*body.get(at)?)),
            Offsets::Sixteen(body) => u128::from_le_bytes(*body.get(at)?),
        };
        let more = self.above.from(at).next().filter(|(place, _)| *place == at);
        let more = more.map_or(0, |(_, more)| u128::from(more));
        Some(self.least.wrapping_add_unsigned(offset.wrapping_add(more)))
    }

    /// The numbers of a range that are more than their distance says: where in the range they stand, and by how much.
    pub(in crate::store) fn above(&self, range: Range<usize>) -> impl Iterator<Item = (usize, u32)> + '_ {
        self.above
            .from(range.start)
            .take_while(move |(place, _)| *place < range.end)
            .map(move |(place, more)| (place - range.start, more))
    }
}
