//! How two numbers stand to each other, by their WhatsApp identities.

/// Two numbers beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Numbers {
    /// They reach the same WhatsApp user.
    Same,
    /// One digit differs, or two neighbours have changed places: a slip.
    Slip,
    /// The last eight digits are the same, what stands before them is not: another country or area code.
    SameEnd,
    /// Two numbers.
    Other,
}

/// The last digits that a number keeps when it is written with another country or area code.
const END: u64 = 100_000_000;

/// Compares two identities.
pub(super) fn compare(one: u64, other: u64) -> Numbers {
    if one == other {
        Numbers::Same
    } else if one % END == other % END {
        Numbers::SameEnd
    } else if is_slip(one, other) {
        Numbers::Slip
    } else {
        Numbers::Other
    }
}

/// One digit changed, two neighbours swapped, or one digit too many.
fn is_slip(one: u64, other: u64) -> bool {
    let (mut left, mut right) = (one, other);
    if left.ilog10_or_zero() == right.ilog10_or_zero() {
        while left % 10 == right % 10 {
            (left, right) = (left / 10, right / 10);
        }
        let rest = (left / 10, right / 10);
        if rest.0 == rest.1 {
            return true;
        }
        let crossed = left % 10 == rest.1 % 10 && right % 10 == rest.0 % 10;
        return crossed && rest.0 / 10 == rest.1 / 10;
    }
    let (long, short) = if left > right {
        (left, right)
    } else {
        (right, left)
    };
    if long / 100 > short {
        return false;
    }
    let mut place = 1;
    while place <= long {
        if long / (place * 10) * place + long % place == short {
            return true;
        }
        place *= 10;
    }
    false
}

trait Digits {
    fn ilog10_or_zero(self) -> u32;
}

impl Digits for u64 {
    fn ilog10_or_zero(self) -> u32 {
        self.checked_ilog10().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_other_numbers() {
        for (one, other, expected) in [
            (61_412_345_678, 61_412_345_678, Numbers::Same),
            (61_412_345_678, 61_412_346_678, Numbers::Slip),
            (61_412_345_678, 61_412_354_678, Numbers::Slip),
            (61_412_345_678, 61_412_345_687, Numbers::Slip),
            (61_412_345_678, 6_141_345_678, Numbers::Slip),
            (61_412_345_678, 64_412_345_678, Numbers::SameEnd),
            (61_412_345_678, 1_212_545_678, Numbers::Other),
            (61_412_345_678, 61_498_345_678, Numbers::Other),
            (61_412_345_678, 61_421_354_678, Numbers::Other),
        ] {
            assert_eq!(compare(one, other), expected, "{one} {other}");
            assert_eq!(compare(other, one), expected, "{other} {one}");
        }
    }
}
