//! A chunk of a column of numbers: whole numbers, days, seconds, decimals at one scale. Each value is kept as its
//! distance from the chunk's least one, plus one, in as few bytes as the widest needs; 0 is *not set*. A chunk whose
//! decimals fit no common scale keeps each with its own.

use super::super::mask::pack;
use super::chunk::Reader;
use crate::model::Decimal;

/// Rows of a chunk: five chunks of texts, so that two, four or eight bytes a row stay below a power of two with their
/// header.
pub(in crate::store) const NUMBER_ROWS: u32 = 15_360;

/// The largest mantissa a decimal can have.
const MOST_DIGITS: u128 = (1 << 96) - 1;
/// Stands for *not set* where a scale is expected.
const UNSET: u8 = u8::MAX;
/// Bytes of a value that keeps its own scale.
const OWN_SCALE: usize = 17;

/// Powers of ten.
const POWERS: [i128; 39] = {
    let mut powers = [1; 39];
    let mut rest: &mut [i128] = &mut powers;
    let mut power = 1;
    while let Some((first, others)) = rest.split_first_mut() {
        *first = power;
        power = power.wrapping_mul(10);
        rest = others;
    }
    powers
};

/// A number as its digits and how many of them stand after the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Digits {
    /// All digits, with the sign.
    pub(in crate::store) mantissa: i128,
    /// How many stand after the point.
    pub(in crate::store) scale: u8,
}

impl From<i64> for Digits {
    fn from(whole: i64) -> Self {
        Self {
            mantissa: i128::from(whole),
            scale: 0,
        }
    }
}

impl From<Decimal> for Digits {
    fn from(number: Decimal) -> Self {
        Self {
            mantissa: number.mantissa(),
            scale: number.scale() as u8,
        }
    }
}

impl Digits {
    /// The mantissa at a larger scale.
    pub(in crate::store) fn at_scale(self, scale: u8) -> Option<i128> {
        if scale == self.scale {
            return Some(self.mantissa);
        }
        let power = POWERS.get(usize::from(scale.checked_sub(self.scale)?))?;
        self.mantissa.checked_mul(*power)
    }

    /// The same value with no zero at its end behind the point.
    pub(in crate::store) fn least(mut self) -> Self {
        while self.scale > 0 {
            // Nearly all mantissas are short, and short ones are divided much faster.
            let (shorter, is_zero) = match i64::try_from(self.mantissa) {
                Ok(mantissa) => (i128::from(mantissa / 10), mantissa % 10 == 0),
                Err(_) => (self.mantissa / 10, self.mantissa % 10 == 0),
            };
            if !is_zero {
                break;
            }
            self.mantissa = shorter;
            self.scale -= 1;
        }
        self
    }

    /// As a decimal.
    pub(in crate::store) fn decimal(self) -> Option<Decimal> {
        Decimal::try_from_i128_with_scale(self.mantissa, u32::from(self.scale)).ok()
    }
}

/// A chunk being changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    rows: Vec<Option<Digits>>,
}

impl Numbers {
    /// Sets one row.
    pub(super) fn set(&mut self, row: usize, value: Option<Digits>) {
        if self.rows.len() <= row {
            self.rows.resize(row + 1, None);
        }
        if let Some(place) = self.rows.get_mut(row) {
            *place = value;
        }
    }

    /// Forgets everything but the room it takes.
    pub(super) fn clear(&mut self) {
        self.rows.clear();
    }

    /// Whether no row has a value.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.iter().all(Option::is_none)
    }

    /// Appends the chunk's bytes.
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        let scale = self
            .rows
            .iter()
            .flatten()
            .map(|digits| digits.scale)
            .max()
            .unwrap_or(0);
        let set = self.rows.iter().flatten().count() as u32;
        let Some((least, most)) = self.bounds(scale) else {
            return self.encode_own_scales(set, out);
        };
        let width = width(least, most);
        Header {
            rows: self.rows.len(),
            width,
            scale,
            set,
            least,
            most,
        }
        .encode(out);
        let offsets = self.rows.iter().map(|row| {
            let value = row.and_then(|digits| digits.at_scale(scale));
            value.map_or(0, |value| value.wrapping_sub(least) as u128 + 1)
        });
        out.reserve(self.rows.len() * width);
        match width {
            1 => out.extend(offsets.map(|offset| offset as u8)),
            2 => offsets.for_each(|offset| out.extend_from_slice(&(offset as u16).to_le_bytes())),
            4 => offsets.for_each(|offset| out.extend_from_slice(&(offset as u32).to_le_bytes())),
            8 => offsets.for_each(|offset| out.extend_from_slice(&(offset as u64).to_le_bytes())),
            _ => offsets.for_each(|offset| out.extend_from_slice(&offset.to_le_bytes())),
        }
    }

    /// The least and the greatest value at a scale; None where a decimal could not hold one of them at it.
    fn bounds(&self, scale: u8) -> Option<(i128, i128)> {
        let mut values = self.rows.iter().flatten();
        let first = values.next().map_or(Some(0), |digits| digits.at_scale(scale))?;
        let (mut least, mut most) = (first, first);
        for digits in values {
            let value = digits.at_scale(scale)?;
            least = least.min(value);
            most = most.max(value);
        }
        let fits = least.unsigned_abs().max(most.unsigned_abs()) <= MOST_DIGITS;
        fits.then_some((least, most))
    }

    fn encode_own_scales(&self, set: u32, out: &mut Vec<u8>) {
        Header {
            rows: self.rows.len(),
            width: OWN_SCALE,
            scale: UNSET,
            set,
            least: i128::MIN,
            most: i128::MAX,
        }
        .encode(out);
        for row in &self.rows {
            out.extend_from_slice(&row.map_or(0, |digits| digits.mantissa).to_le_bytes());
            out.push(row.map_or(UNSET, |digits| digits.scale));
        }
    }
}

/// The bytes that the distances between two bounds need.
fn width(least: i128, most: i128) -> usize {
    match most.wrapping_sub(least) as u128 + 1 {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        0x1_0000..=0xFFFF_FFFF => 4,
        0x1_0000_0000..=0xFFFF_FFFF_FFFF_FFFF => 8,
        _ => 16,
    }
}

/// Sets one row in an encoded chunk, where its value fits the width and the scale the chunk has; says whether it did.
/// The bounds grow with it and are never drawn in, so that they may lie beyond what is there.
pub(super) fn patch(chunk: &mut Vec<u8>, row: usize, value: Option<Digits>) -> bool {
    let Some(view) = NumbersView::parse(chunk) else {
        return false;
    };
    let before = view.value(row).is_some();
    let mut header = view.header;
    let wanted = value.map(|digits| {
        digits
            .at_scale(header.scale)
            .filter(|value| *value >= header.least)
    });
    let offset = match wanted {
        None => 0,
        Some(None) => return false,
        Some(Some(value)) => {
            header.most = header.most.max(value);
            value.wrapping_sub(header.least) as u128 + 1
        }
    };
    header.rows = header.rows.max(row + 1);
    header.set = header.set + u32::from(value.is_some()) - u32::from(before);
    let same =
        header.width != OWN_SCALE && header.width == width(header.least, header.most).max(header.width);
    if !same || header.set == 0 || header.most.unsigned_abs() > MOST_DIGITS {
        return false;
    }
    chunk.resize(HEADER + header.rows * header.width, 0);
    let mut fresh = Vec::with_capacity(HEADER);
    header.encode(&mut fresh);
    for (to, from) in chunk.iter_mut().zip(fresh) {
        *to = from;
    }
    let place = chunk.iter_mut().skip(HEADER + row * header.width);
    for (to, from) in place.zip(offset.to_le_bytes().iter().take(header.width)) {
        *to = *from;
    }
    true
}

/// Whole numbers below this are floating-point numbers too, and so are their sums and products that stay below it.
pub(in crate::store) const EXACT: u128 = 1 << 53;

/// Bytes before the values.
const HEADER: usize = 40;

/// What stands before the values.
#[derive(Clone, Copy, Debug)]
struct Header {
    rows: usize,
    width: usize,
    scale: u8,
    set: u32,
    least: i128,
    most: i128,
}

impl Header {
    fn encode(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&(self.rows as u16).to_le_bytes());
        out.push(self.width as u8);
        out.push(self.scale);
        out.extend_from_slice(&self.set.to_le_bytes());
        out.extend_from_slice(&self.least.to_le_bytes());
        out.extend_from_slice(&self.most.to_le_bytes());
    }
}

/// A chunk being read.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct NumbersView<'a> {
    header: Header,
    body: &'a [u8],
}

impl<'a> NumbersView<'a> {
    /// Reads a chunk's bytes; None where they are none.
    pub(in crate::store) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let header = Header {
            rows: usize::from(reader.u16()?),
            width: usize::from(reader.u8()?),
            scale: reader.u8()?,
            set: reader.u32()?,
            least: reader.i128()?,
            most: reader.i128()?,
        };
        let known = matches!(header.width, 1 | 2 | 4 | 8 | 16 | OWN_SCALE);
        let whole = reader.0.len() == header.rows * header.width && header.rows <= NUMBER_ROWS as usize;
        let furthest = header.least.unsigned_abs().max(header.most.unsigned_abs());
        let ordered = header.least <= header.most && furthest <= MOST_DIGITS;
        let bounded = header.width == OWN_SCALE || ordered;
        (known && whole && bounded).then_some(Self {
            header,
            body: reader.0,
        })
    }

    /// The scale all values have; None where each has its own.
    pub(in crate::store) fn scale(&self) -> Option<u8> {
        (self.header.width != OWN_SCALE).then_some(self.header.scale)
    }

    /// Rows from the chunk's beginning to the last that ever had a value.
    pub(in crate::store) fn rows(&self) -> usize {
        self.header.rows
    }

    /// One row's value.
    pub(in crate::store) fn value(&self, row: usize) -> Option<Digits> {
        let offset = match self.header.width {
            1 => u128::from(*self.body.get(row)?),
            2 => u128::from(u16::from_le_bytes(*self.body.as_chunks::<2>().0.get(row)?)),
            4 => u128::from(u32::from_le_bytes(*self.body.as_chunks::<4>().0.get(row)?)),
            8 => u128::from(u64::from_le_bytes(*self.body.as_chunks::<8>().0.get(row)?)),
            16 => u128::from_le_bytes(*self.body.as_chunks::<16>().0.get(row)?),
            _ => return self.value_of_own_scale(row),
        };
        Some(Digits {
            mantissa: self.header.least.wrapping_add(offset.checked_sub(1)? as i128),
            scale: self.header.scale,
        })
    }

    /// Nothing lies further from zero.
    pub(in crate::store) fn greatest(&self) -> u128 {
        self.header
            .least
            .unsigned_abs()
            .max(self.header.most.unsigned_abs())
    }

    /// All values at the common scale, 0 where there is none. False where there is no such scale, or where floating-point
    /// numbers do not hold them exactly.
    pub(in crate::store) fn decode(&self, values: &mut Vec<f64>) -> bool {
        // What lies on both sides of zero is up to twice as far from the least.
        if self.greatest() >= EXACT / 2 {
            return false;
        }
        let before = (self.header.least - 1) as f64;
        let value = |offset: f64| if offset == 0.0 { 0.0 } else { before + offset };
        values.clear();
        let body = self.body;
        match self.header.width {
            1 => values.extend(body.iter().map(|one| value(f64::from(*one)))),
            2 => {
                let numbers = body.as_chunks().0.iter().map(|two| u16::from_le_bytes(*two));
                values.extend(numbers.map(|number| value(f64::from(number))));
            }
            4 => {
                let numbers = body.as_chunks().0.iter().map(|four| u32::from_le_bytes(*four));
                values.extend(numbers.map(|number| value(f64::from(number))));
            }
            8 => {
                let numbers = body.as_chunks().0.iter().map(|eight| u64::from_le_bytes(*eight));
                values.extend(numbers.map(|number| value(number as f64)));
            }
            _ => return false,
        }
        true
    }

    fn value_of_own_scale(&self, row: usize) -> Option<Digits> {
        let bytes = self.body.as_chunks::<OWN_SCALE>().0.get(row)?;
        let (mantissa, scale) = bytes.split_first_chunk::<16>()?;
        let scale = *scale.first()?;
        let mantissa = i128::from_le_bytes(*mantissa);
        (scale != UNSET).then_some(Digits { mantissa, scale })
    }

    /// Keeps, of the rows in `words`, those whose value at the common scale lies in one of the ranges (ascending, both
    /// ends included); those without a value only where `unset`.
    pub(in crate::store) fn narrow(&self, words: &mut [u64], ranges: &[(i128, i128)], unset: bool) {
        let Header {
            least,
            most,
            rows,
            set,
            ..
        } = self.header;
        let ranges: Vec<(u128, u128)> = ranges
            .iter()
            .filter(|(low, high)| low <= high && *high >= least && *low <= most)
            .map(|(low, high)| {
                let low = (*low).max(least).wrapping_sub(least) as u128 + 1;
                let high = (*high).min(most).wrapping_sub(least) as u128 + 1;
                (low, high - low)
            })
            .collect();
        let all_set = set as usize == rows && rows == NUMBER_ROWS as usize;
        let whole = (1, most.wrapping_sub(least) as u128);
        if ranges.is_empty() && (!unset || all_set) {
            words.fill(0);
        } else if !(ranges.first() == Some(&whole) && (unset || all_set)) {
            self.scan(words, ranges, unset);
        }
    }

    fn scan(&self, words: &mut [u64], mut ranges: Vec<(u128, u128)>, unset: bool) {
        match ranges.first_mut() {
            // From the least value on: those without one stand just before it.
            Some((low @ 1, span)) if unset => (*low, *span) = (0, *span + 1),
            _ if unset => ranges.insert(0, (0, 0)),
            _ => {}
        }
        macro_rules! scan {
            ($number:ty, $bytes:literal) => {{
                let ranges: Vec<($number, $number)> = ranges
                    .iter()
                    .map(|(low, span)| (*low as $number, *span as $number))
                    .collect();
                match ranges.as_slice() {
                    [(low, span)] => scan::<$bytes>(self.body, words, unset, |bytes| {
                        <$number>::from_le_bytes(*bytes).wrapping_sub(*low) <= *span
                    }),
                    [(low, span), (later, wide)] => scan::<$bytes>(self.body, words, unset, |bytes| {
                        let value = <$number>::from_le_bytes(*bytes);
                        (value.wrapping_sub(*low) <= *span) | (value.wrapping_sub(*later) <= *wide)
                    }),
                    few @ ([_, _, _] | [_, _, _, _]) => scan::<$bytes>(self.body, words, unset, |bytes| {
                        let value = <$number>::from_le_bytes(*bytes);
                        few.iter().fold(false, |held, (low, span)| {
                            held | (value.wrapping_sub(*low) <= *span)
                        })
                    }),
                    many => scan::<$bytes>(self.body, words, unset, |bytes| {
                        let value = <$number>::from_le_bytes(*bytes);
                        let above = many.partition_point(|(low, _)| *low <= value);
                        above
                            .checked_sub(1)
                            .and_then(|at| many.get(at))
                            .is_some_and(|(low, span)| value - low <= *span)
                    }),
                }
            }};
        }
        match self.header.width {
            1 => scan!(u8, 1),
            2 => scan!(u16, 2),
            4 => scan!(u32, 4),
            8 => scan!(u64, 8),
            _ => scan!(u128, 16),
        }
    }

    /// Keeps, of the rows in `words`, those whose value passes; those without a value where `unset`.
    pub(in crate::store) fn narrow_by(
        &self,
        words: &mut [u64],
        unset: bool,
        mut passes: impl FnMut(usize, Digits) -> bool,
    ) {
        for (at, word) in words.iter_mut().enumerate() {
            for bit in super::super::mask::Bits(*word) {
                let row = at * 64 + bit as usize;
                if !self.value(row).map_or(unset, |digits| passes(row, digits)) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// The same chunk, to be changed.
    pub(super) fn to_numbers(self) -> Numbers {
        Numbers {
            rows: (0..self.rows()).map(|row| self.value(row)).collect(),
        }
    }
}

/// Tests each value under a bit that is set; rows behind the last value stay only where `unset`.
fn scan<const N: usize>(body: &[u8], words: &mut [u64], unset: bool, test: impl Fn(&[u8; N]) -> bool) {
    let (values, _) = body.as_chunks::<N>();
    let mut rest = values;
    for word in words {
        let (now, later) = rest.split_at(rest.len().min(64));
        rest = later;
        if *word == 0 {
            continue;
        }
        let mut hits = [u8::from(unset); 64];
        for (hit, value) in hits.iter_mut().zip(now) {
            *hit = u8::from(test(value));
        }
        *word &= pack(&hits);
    }
}
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests;
