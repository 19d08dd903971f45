//! Tests on numbers and money: bounds are turned into whole numbers at the scale of a chunk, so that a row is compared
//! as an integer and the answer is exact.

use super::Asking;
use crate::criteria::query::NumberTest;
use crate::model::{BuiltinField, Decimal, FieldRef};
use crate::store::Result;
use crate::store::columns::Digits;
use crate::store::mask::Mask;

/// Fields that are 0 where there is nothing.
pub(in crate::store) const ZERO_WITHOUT: [BuiltinField; 6] = [
    BuiltinField::TotalSpent,
    BuiltinField::Orders,
    BuiltinField::EmailsSent,
    BuiltinField::EmailsOpened,
    BuiltinField::MessagesIn,
    BuiltinField::MessagesOut,
];

impl Asking<'_> {
    pub(super) fn number(self, field: FieldRef, test: &NumberTest, mask: &mut Mask) -> Result<()> {
        let zero = matches!(field, FieldRef::Builtin(field) if ZERO_WITHOUT.contains(&field));
        let unset = zero && test.holds(Decimal::ZERO);
        self.numbers(field, unset, mask, |chunk, words| match chunk.scale() {
            Some(scale) => chunk.narrow(words, &ranges(test, scale), unset),
            None => chunk.narrow_by(words, unset, |_, digits| {
                digits.decimal().is_some_and(|number| test.holds(number))
            }),
        })
    }
}

/// The ranges of mantissas at a scale that pass, ascending, both ends included.
pub(super) fn ranges(test: &NumberTest, scale: u8) -> Vec<(i128, i128)> {
    match test {
        NumberTest::Range(low, high) => {
            let low = low.map_or(Some(i128::MIN), |(bound, included)| {
                least(bound.into(), included, scale)
            });
            let high = high.map_or(Some(i128::MAX), |(bound, included)| {
                most(bound.into(), included, scale)
            });
            low.zip(high).into_iter().collect()
        }
        NumberTest::In(any) => {
            let mut points: Vec<(i128, i128)> = any
                .iter()
                .filter_map(|one| Digits::from(one.normalize()).at_scale(scale))
                .map(|point| (point, point))
                .collect();
            points.sort_unstable();
            points.dedup();
            points
        }
    }
}

/// The least mantissa at a scale that is above a bound (or on it); None where there is none.
pub(in crate::store) fn least(bound: Digits, included: bool, scale: u8) -> Option<i128> {
    if bound.scale <= scale {
        return match bound.at_scale(scale) {
            Some(mantissa) if included => Some(mantissa),
            Some(mantissa) => mantissa.checked_add(1),
            None => (bound.mantissa < 0).then_some(i128::MIN),
        };
    }
    let power = 10_i128.checked_pow(u32::from(bound.scale - scale))?;
    let (floor, rest) = (bound.mantissa.div_euclid(power), bound.mantissa.rem_euclid(power));
    Some(if rest == 0 && included { floor } else { floor + 1 })
}

/// The greatest mantissa at a scale that is below a bound (or on it); None where there is none.
fn most(bound: Digits, included: bool, scale: u8) -> Option<i128> {
    if bound.scale <= scale {
        return match bound.at_scale(scale) {
            Some(mantissa) if included => Some(mantissa),
            Some(mantissa) => mantissa.checked_sub(1),
            None => (bound.mantissa > 0).then_some(i128::MAX),
        };
    }
    let power = 10_i128.checked_pow(u32::from(bound.scale - scale))?;
    let (floor, rest) = (bound.mantissa.div_euclid(power), bound.mantissa.rem_euclid(power));
    Some(if rest == 0 && !included { floor - 1 } else { floor })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(in super::super) fn decimal() -> impl Strategy<Value = Decimal> {
        (-3000..3000_i64, 0..4_u32).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
    }

    pub(in super::super) fn test() -> impl Strategy<Value = NumberTest> {
        let bound = || prop::option::of((decimal(), any::<bool>()));
        prop_oneof![
            (bound(), bound()).prop_map(|(low, high)| NumberTest::Range(low, high)),
            prop::collection::vec(decimal(), 0..4).prop_map(NumberTest::In),
        ]
    }

    proptest! {
        #[test]
        fn ranges_say_what_the_test_says(test in test(), value in -3000..3000_i64, scale in 0..5_u8) {
            let number = Decimal::new(value, u32::from(scale));
            let value = i128::from(value);
            let inside = ranges(&test, scale).iter().any(|(low, high)| (low..=high).contains(&&value));
            prop_assert_eq!(inside, test.holds(number));
        }
    }

    #[test]
    fn bounds_beyond_all_numbers_are_no_trap() {
        let huge = Some((Decimal::MAX, false));
        assert_eq!(ranges(&NumberTest::Range(huge, None), 28), []);
        assert_eq!(
            ranges(&NumberTest::Range(None, huge), 28),
            [(i128::MIN, i128::MAX)]
        );
        let low = Some((Decimal::MIN, true));
        assert_eq!(
            ranges(&NumberTest::Range(low, None), 28),
            [(i128::MIN, i128::MAX)]
        );
    }
}
