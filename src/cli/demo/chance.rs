//! Chance that can be repeated: the same seed gives the same audience on every machine.

/// SplitMix64: small, fast, and good enough to make people up.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A whole number below the bound; 0 where the bound is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    /// A whole number from the first to the last, both included.
    pub fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last.saturating_sub(first) + 1)
    }

    /// True so many times of a hundred.
    pub fn percent(&mut self, times: u64) -> bool {
        self.below(100) < times
    }

    /// Below the bound, small numbers far more often than large ones.
    pub fn skewed(&mut self, bound: u64) -> u64 {
        let once = self.below(bound);
        self.below(once + 1)
    }

    /// One of several.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len() as u64) as usize)
    }

    /// One of several texts; nothing of none.
    pub fn word(&mut self, of: &[&'static str]) -> &'static str {
        self.one(of).copied().unwrap_or_default()
    }

    /// A few different ones of several, in the order they stand.
    pub fn some(&mut self, of: &[&'static str], most: u64) -> Vec<String> {
        let wanted = self.between(1, most);
        let mut left = of.len() as u64;
        let mut missing = wanted;
        let mut taken = Vec::new();
        for word in of {
            if self.below(left) < missing {
                taken.push((*word).to_owned());
                missing -= 1;
            }
            left -= 1;
        }
        taken
    }

    /// A pattern with every `#` as a digit, `N` as one from 2 to 6, `A` and `B` as letters.
    pub fn filled(&mut self, pattern: &str) -> String {
        let mut text = String::with_capacity(pattern.len());
        for c in pattern.chars() {
            text.push(match c {
                '#' => self.digit(0, 9),
                'N' => self.digit(2, 6),
                'A' | 'B' => char::from(b'A' + self.below(26) as u8),
                other => other,
            });
        }
        text
    }

    fn digit(&mut self, first: u64, last: u64) -> char {
        char::from(b'0' + self.between(first, last) as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_itself_and_bounds_hold() {
        let draw = |seed| {
            let mut chance = Chance::new(seed);
            (0..100).map(|_| chance.between(3, 7)).collect::<Vec<u64>>()
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        assert!(draw(5).iter().all(|n| (3..=7).contains(n)));
        assert!((3..=7).all(|n| draw(5).contains(&n)));
        assert_eq!(Chance::new(0).below(0), 0);
    }

    #[test]
    fn some_are_different_and_patterns_are_filled() {
        let mut chance = Chance::new(9);
        for _ in 0..50 {
            let some = chance.some(&["a", "b", "c"], 3);
            let mut unique = some.clone();
            unique.dedup();
            assert!(!some.is_empty() && some == unique);
            let filled = chance.filled("####-### AB");
            assert!(filled.len() == 11 && !filled.contains('#'));
        }
    }
}
