//! What events come to for each contact of a block, and which of them pass: plain loops over numbers that lie side by
//! side, without a branch for each.

use crate::store::events::{Numbers, Offsets};
use crate::store::mask::pack;
use std::ops::Range;

/// Places for the contacts of a block: more than it has, and a power of two, so that no number of a row leads out.
const PLACES: usize = 1024;

/// Events that are left out together where none of them passes.
const GROUP: usize = 16;

/// Ranges of whole numbers, both ends included.
pub(super) type Ranges = Vec<(i64, i64)>;

/// Ranges as far as 63 bits reach.
pub(super) fn narrowed(ranges: &[(i128, i128)]) -> Ranges {
    let (least, most) = (i128::from(i64::MIN), i128::from(i64::MAX));
    let fits = ranges.iter().filter(|(low, high)| *low <= most && *high >= least);
    fits.map(|(low, high)| ((*low).max(least) as i64, (*high).min(most) as i64))
        .collect()
}

/// One number for each contact of a block.
pub(super) struct Tally(Box<[i64; PLACES]>);

impl Default for Tally {
    fn default() -> Self {
        Self(Box::new([0; PLACES]))
    }
}

impl Tally {
    /// Nothing for anybody.
    pub(super) fn clear(&mut self) {
        self.0.fill(0);
    }

    /// Counts one for a contact that has not come to so many yet; says whether by 1 or 0.
    pub(super) fn add_below(&mut self, row: [u8; 2], most: i64) -> i64 {
        let at = usize::from(u16::from_le_bytes(row)) & (PLACES - 1);
        let Some(place) = self.0.get_mut(at) else { return 0 };
        let counts = i64::from(*place < most);
        *place += counts;
        counts
    }

    /// Adds to what a contact has come to.
    pub(super) fn add(&mut self, row: [u8; 2], value: i64) {
        let at = usize::from(u16::from_le_bytes(row)) & (PLACES - 1);
        if let Some(place) = self.0.get_mut(at) {
            *place = place.wrapping_add(value);
        }
    }

    /// Counts one for each event.
    pub(super) fn count(&mut self, rows: &[[u8; 2]]) {
        for row in rows {
            self.add(*row, 1);
        }
    }

    /// Counts one for each event that passes.
    pub(super) fn count_passing(&mut self, rows: &[[u8; 2]], pass: &[u8]) {
        for (rows, pass) in rows.chunks(GROUP).zip(pass.chunks(GROUP)) {
            // Few tests pass so many that a look at them together is not worth it.
            if pass == [0; GROUP] {
                continue;
            }
            for (row, pass) in rows.iter().zip(pass) {
                self.add(*row, i64::from(*pass));
            }
        }
    }

    /// Adds the values of events; of those that pass, where that is asked.
    pub(super) fn sum(
        &mut self,
        rows: &[[u8; 2]],
        values: &Numbers<'_>,
        range: Range<usize>,
        pass: Option<&[u8]>,
    ) {
        for (at, more) in values.above(range.clone()) {
            let passes = pass.is_none_or(|pass| pass.get(at) == Some(&1));
            if let (Some(row), true) = (rows.get(at), passes) {
                self.add(*row, i64::from(more));
            }
        }
        let least = i64::try_from(values.least).unwrap_or(0);
        let value = |offset: u64| least.wrapping_add_unsigned(offset);
        match values.offsets {
            Offsets::One(body) => {
                let values = each(body, range).map(|one| value(u64::from(*one)));
                self.add_all(rows, values, pass);
            }
            Offsets::Two(body) => {
                let values = each(body, range).map(|two| value(u64::from(u16::from_le_bytes(*two))));
                self.add_all(rows, values, pass);
            }
            Offsets::Four(body) => {
                let values = each(body, range).map(|four| value(u64::from(u32::from_le_bytes(*four))));
                self.add_all(rows, values, pass);
            }
            Offsets::Eight(body) => {
                let values = each(body, range).map(|eight| value(u64::from_le_bytes(*eight)));
                self.add_all(rows, values, pass);
            }
            Offsets::Sixteen(body) => {
                let values = each(body, range).map(|wide| value(u128::from_le_bytes(*wide) as u64));
                self.add_all(rows, values, pass);
            }
        }
    }

    fn add_all(&mut self, rows: &[[u8; 2]], values: impl Iterator<Item = i64>, pass: Option<&[u8]>) {
        match pass {
            Some(pass) => self.add_passing(rows, values, pass),
            None => rows
                .iter()
                .zip(values)
                .for_each(|(row, value)| self.add(*row, value)),
        }
    }

    fn add_passing(&mut self, rows: &[[u8; 2]], values: impl Iterator<Item = i64>, pass: &[u8]) {
        for ((row, value), pass) in rows.iter().zip(values).zip(pass) {
            self.add(*row, value & -i64::from(*pass));
        }
    }

    /// For each 64 contacts the bits of those whose number lies in one of the ranges.
    pub(super) fn words<'a>(&'a self, ranges: &'a [(i64, i64)]) -> impl Iterator<Item = u64> + 'a {
        let (sixty_fours, _) = self.0.as_chunks::<64>();
        sixty_fours.iter().map(move |numbers| {
            let mut hits = [0; 64];
            for (low, high) in ranges {
                for (hit, number) in hits.iter_mut().zip(numbers) {
                    *hit |= u8::from(low <= number) & u8::from(number <= high);
                }
            }
            pack(&hits)
        })
    }
}

fn each<T>(body: &[T], range: Range<usize>) -> std::slice::Iter<'_, T> {
    body.get(range).unwrap_or_default().iter()
}

/// Writes a 1 for each of some numbers that lies in one of the ranges, else a 0.
pub(super) fn mark(numbers: &Numbers<'_>, range: Range<usize>, ranges: &[(i64, i64)], pass: &mut [u8]) {
    pass.fill(0);
    for (low, high) in ranges {
        let (low, high) = (i128::from(*low), i128::from(*high));
        if high < numbers.least || low > high {
            continue;
        }
        let low = low.max(numbers.least).abs_diff(numbers.least);
        let high = high.abs_diff(numbers.least);
        let range = range.clone();
        match numbers.offsets {
            Offsets::One(body) => mark_within(each(body, range).copied(), (low, high), u8::MAX, pass),
            Offsets::Two(body) => {
                let numbers = each(body, range).map(|two| u16::from_le_bytes(*two));
                mark_within(numbers, (low, high), u16::MAX, pass);
            }
            Offsets::Four(body) => {
                let numbers = each(body, range).map(|four| u32::from_le_bytes(*four));
                mark_within(numbers, (low, high), u32::MAX, pass);
            }
            Offsets::Eight(body) => {
                let numbers = each(body, range).map(|eight| u64::from_le_bytes(*eight));
                mark_within(numbers, (low, high), u64::MAX, pass);
            }
            Offsets::Sixteen(body) => {
                let numbers = each(body, range).map(|wide| u128::from_le_bytes(*wide));
                mark_within(numbers, (low, high), u128::MAX, pass);
            }
        }
    }
    for (at, _) in numbers.above(range.clone()) {
        let number = numbers.get(range.start + at);
        let lies_in = |(low, high): &(i64, i64)| {
            number.is_some_and(|number| (i128::from(*low)..=i128::from(*high)).contains(&number))
        };
        if let Some(pass) = pass.get_mut(at) {
            *pass = u8::from(ranges.iter().any(lies_in));
        }
    }
}

/// The same for numbers of one width, whose bounds are first drawn in to what the width holds.
fn mark_within<T: Copy + PartialOrd + TryFrom<u128>>(
    numbers: impl Iterator<Item = T>,
    (low, high): (u128, u128),
    most: T,
    pass: &mut [u8],
) {
    let Ok(low) = T::try_from(low) else { return };
    let high = T::try_from(high).unwrap_or(most);
    for (pass, number) in pass.iter_mut().zip(numbers) {
        *pass |= u8::from(low <= number) & u8::from(number <= high);
    }
}

/// Writes for each of some codes what stands in a table, and 0 for those beyond it.
pub(super) fn mark_listed(codes: &Numbers<'_>, range: Range<usize>, table: &[u8], pass: &mut [u8]) {
    let least = usize::try_from(codes.least).unwrap_or(usize::MAX);
    let table = table.get(least..).unwrap_or_default();
    match codes.offsets {
        Offsets::One(body) => look_up(each(body, range).map(|one| usize::from(*one)), table, pass),
        Offsets::Two(body) => {
            let codes = each(body, range).map(|two| usize::from(u16::from_le_bytes(*two)));
            look_up(codes, table, pass);
        }
        // Codes have two bytes at most.
        _ => pass.fill(0),
    }
}

fn look_up(codes: impl Iterator<Item = usize>, table: &[u8], pass: &mut [u8]) {
    for (pass, code) in pass.iter_mut().zip(codes) {
        *pass = table.get(code).copied().unwrap_or(0);
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
    use crate::store::events::encode_numbers;
    use proptest::prelude::*;

    /// Amounts of one segment: small ones, small ones among which a few are large, and any.
    fn amounts() -> impl Strategy<Value = Vec<i64>> {
        let few = prop_oneof![
            20 => -300..60_000_i64,
            1 => 60_000..70_000_i64,
            1 => 0..i64::from(u32::MAX),
        ];
        let any = prop_oneof![
            -9..9_i64,
            -70_000..70_000_i64,
            any::<i32>().prop_map(i64::from),
            -(1_i64 << 60)..1 << 60
        ];
        prop_oneof![
            prop::collection::vec(0..200_i64, 1..300),
            prop::collection::vec(few, 1..300),
            prop::collection::vec(any, 1..300),
        ]
    }

    proptest! {
        #[test]
        fn numbers_of_any_width_are_read_added_and_compared_as_they_are(
            amounts in amounts(),
            cut in (0.0..1.0_f64, 0.0..1.0_f64),
            bounds in prop::collection::vec((-500..80_000_i64, 0..80_000_i64), 0..3),
            seed in any::<u64>(),
        ) {
            let mut bytes = Vec::new();
            encode_numbers(|| amounts.iter().map(|amount| i128::from(*amount)), &mut bytes);
            let numbers = Numbers::parse(&bytes, amounts.len()).unwrap();
            for (at, amount) in amounts.iter().enumerate() {
                prop_assert_eq!(numbers.get(at), Some(i128::from(*amount)));
            }
            prop_assert_eq!(numbers.get(amounts.len()), None);

            let place = |share: f64| (amounts.len() as f64 * share) as usize;
            let range = place(cut.0.min(cut.1))..place(cut.0.max(cut.1));
            let own = &amounts[range.clone()];
            let ranges: Ranges = bounds.iter().map(|(low, span)| (*low, low + span)).collect();
            let mut pass = vec![0; own.len()];
            mark(&numbers, range.clone(), &ranges, &mut pass);
            let within = |amount: &i64| ranges.iter().any(|(low, high)| low <= amount && amount <= high);
            let wanted: Vec<u8> = own.iter().map(|amount| u8::from(within(amount))).collect();
            prop_assert_eq!(&pass, &wanted);

            let rows: Vec<[u8; 2]> = (0..own.len())
                .map(|at| ((seed.rotate_left(at as u32) % 5) as u16).to_le_bytes())
                .collect();
            for pass in [None, Some(pass.as_slice())] {
                let mut tally = Tally::default();
                tally.sum(&rows, &numbers, range.clone(), pass);
                let mut wanted = [0_i64; 5];
                for (at, amount) in own.iter().enumerate() {
                    if pass.is_none_or(|pass| pass[at] == 1) {
                        let row = usize::from(rows[at][0]);
                        wanted[row] = wanted[row].wrapping_add(*amount);
                    }
                }
                prop_assert_eq!(&tally.0[..5], &wanted[..]);
            }
        }
    }
}
