//! Parts of telephone numbers, as people type them, found in numbers without writing these out.

/// Fewer digits than this are not looked for.
const LEAST: u32 = 2;

/// Digits, four bits each, so that a part is looked for by shifting.
pub(super) struct PackedDigits {
    packed: u64,
    count: u32,
}

/// The two digits of each number below 100, four bits each.
const PAIRS: [u8; 100] = {
    let mut pairs = [0; 100];
    let mut rest: &mut [u8] = &mut pairs;
    let mut number = 0;
    while let Some((pair, others)) = rest.split_first_mut() {
        *pair = ((number / 10) << 4) | (number % 10);
        number += 1;
        rest = others;
    }
    pairs
};

impl PackedDigits {
    /// The digits of a text that is a number or a part of one as people write it; at most 15.
    pub(super) fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let written = |c: char| c.is_ascii_digit() || " +-()./\u{a0}".contains(c);
        if !text.chars().all(written) {
            return None;
        }
        let digits = text.bytes().filter(u8::is_ascii_digit);
        let count = digits.clone().count() as u32;
        let packed = digits.fold(0_u64, |packed, digit| (packed << 4) | u64::from(digit - b'0'));
        (LEAST..=15).contains(&count).then_some(Self { packed, count })
    }

    /// The digits written out.
    pub(super) fn text(&self) -> String {
        let digits = (0..self.count).rev().map(|at| self.packed >> (at * 4) & 0xF);
        digits
            .filter_map(|digit| char::from_digit(digit as u32, 10))
            .collect()
    }

    /// Whether a number of at most 16 digits holds these, and then whether it begins with them.
    pub(super) fn found_in(&self, number: u64) -> Option<bool> {
        let (mut packed, mut rest, mut shift) = (0_u64, number, 0);
        while rest > 0 && shift < 64 {
            let pair = PAIRS.get((rest % 100) as usize).copied().unwrap_or(0);
            packed |= u64::from(pair) << shift;
            rest /= 100;
            shift += 8;
        }
        let length = (64 - packed.leading_zeros()).div_ceil(4);
        let last = length.checked_sub(self.count)?;
        let mask = (1_u64 << (self.count * 4)) - 1;
        let mut inside = false;
        for _ in 0..last {
            inside |= packed & mask == self.packed;
            packed >>= 4;
        }
        if packed == self.packed {
            Some(true)
        } else {
            inside.then_some(false)
        }
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn digits_are_found_where_the_text_has_them(number in 0..999_999_999_999_999_u64, part in 10..9999_u64) {
            let (text, part) = (number.to_string(), part.to_string());
            let found = PackedDigits::of(&part).unwrap().found_in(number);
            let wanted = text.contains(&part).then(|| text.starts_with(&part));
            prop_assert_eq!(found, wanted);
        }
    }

    #[test]
    fn only_what_looks_like_a_number_is_one() {
        assert_eq!(
            PackedDigits::of(" +351 (912) 345-678 ").unwrap().text(),
            "351912345678"
        );
        assert_eq!(PackedDigits::of("012").unwrap().text(), "012");
        assert!(PackedDigits::of("7").is_none());
        assert!(PackedDigits::of("route 66").is_none());
        assert!(PackedDigits::of("1234567890123456").is_none());
    }
}
