//! `average_order`: the sum of a contact's orders against the bound times their number, unrounded. The two columns are
//! read side by side, in floating-point numbers where these hold all products exactly, else row by row in wider ones.

use super::Asking;
use crate::criteria::query::NumberTest;
use crate::model::{BuiltinField, Decimal, FieldRef};
use crate::store::Result;
use crate::store::columns::{Digits, EXACT, NUMBER_ROWS, NumbersView, number_column};
use crate::store::mask::{Mask, pack};
use std::cmp::Ordering;

impl Asking<'_> {
    /// Keeps those in the mask whose average passes; false without orders.
    pub(super) fn average(self, test: &NumberTest, mask: &mut Mask) -> Result<()> {
        let spent = number_column(FieldRef::Builtin(BuiltinField::TotalSpent));
        let orders = number_column(FieldRef::Builtin(BuiltinField::Orders));
        let (Some(spent), Some(orders)) = (spent, orders) else {
            return Ok(());
        };
        self.each_share(
            mask,
            NUMBER_ROWS as usize / 64,
            |rows: &mut Rows, number, words| {
                let Some(orders) = self.columns.chunk(orders, number)? else {
                    words.fill(0);
                    return Ok(());
                };
                let orders = orders.view(NumbersView::parse)?;
                let spent = self.columns.chunk(spent, number)?;
                let spent = spent
                    .as_ref()
                    .map(|chunk| chunk.view(NumbersView::parse))
                    .transpose()?;
                if let Some(spent) = &spent
                    && let (Some(scale), Some(0)) = (spent.scale(), orders.scale())
                    && let Some(sides) = Sides::new(test, (scale, spent.greatest()), orders.greatest())
                    && spent.decode(&mut rows.spent)
                    && orders.decode(&mut rows.orders)
                {
                    rows.narrow(words, &sides);
                    return Ok(());
                }
                orders.narrow_by(words, false, |row, orders| {
                    let sum = spent.and_then(|chunk| chunk.value(row));
                    orders.mantissa > 0
                        && average_holds(test, sum.unwrap_or(Digits::from(0)), orders.mantissa)
                });
                Ok(())
            },
        )
    }
}

/// A chunk of both columns; 0 where there is nothing.
#[derive(Default)]
struct Rows {
    spent: Vec<f64>,
    orders: Vec<f64>,
}

impl Rows {
    /// Keeps those in `words` whose average passes.
    fn narrow(&mut self, words: &mut [u64], sides: &Sides) {
        let rows = words.len() * 64;
        self.spent.resize(rows, 0.0);
        self.orders.resize(rows, 0.0);
        let spent = self.spent.as_chunks::<64>().0.iter();
        for ((word, spent), orders) in words.iter_mut().zip(spent).zip(self.orders.as_chunks::<64>().0) {
            if *word == 0 {
                continue;
            }
            let mut hits = [0; 64];
            for (low, high) in &sides.ranges {
                for ((hit, spent), orders) in hits.iter_mut().zip(spent).zip(orders) {
                    let sum = spent * sides.factor;
                    let above = sum >= low.of(*orders);
                    let below = sum <= high.of(*orders);
                    *hit |= u8::from(*orders > 0.0) & u8::from(above) & u8::from(below);
                }
            }
            *word &= pack(&hits);
        }
    }
}

/// A test on averages as whole numbers at one scale: the sum times a factor against bounds that grow with the orders.
struct Sides {
    factor: f64,
    ranges: Vec<(Bound, Bound)>,
}

/// A bound on the sum, included.
#[derive(Clone, Copy)]
struct Bound {
    each: f64,
    more: f64,
}

impl Bound {
    fn of(self, orders: f64) -> f64 {
        self.each * orders + self.more
    }
}

impl Sides {
    /// For sums of one scale that lie no further from zero, and so many orders at most. None where some product may not
    /// be exact.
    fn new(test: &NumberTest, (spent_scale, most_spent): (u8, u128), most_orders: u128) -> Option<Self> {
        let bounds: Vec<Decimal> = match test {
            NumberTest::In(any) => any.iter().map(Decimal::normalize).collect(),
            NumberTest::Range(low, high) => {
                let ends = low.iter().chain(high);
                ends.map(|(bound, _)| bound.normalize()).collect()
            }
        };
        let scales = bounds.iter().map(|bound| bound.scale() as u8);
        let scale = scales.fold(spent_scale, u8::max);
        let power = |from: u8| 10_i64.checked_pow(u32::from(scale - from));
        let factor = power(spent_scale)?;
        let fits = |each: i64, most: u128| {
            let product = u128::from(each.unsigned_abs()).checked_mul(most)?;
            (product < EXACT - 1).then_some(each as f64)
        };
        let factor = fits(factor, most_spent)?;
        let bound = |bound: &Decimal, more: f64| {
            let bound = Digits::from(bound.normalize());
            let each = i64::try_from(bound.mantissa)
                .ok()?
                .checked_mul(power(bound.scale)?)?;
            Some(Bound {
                each: fits(each, most_orders)?,
                more,
            })
        };
        let end = |end: &Option<(Decimal, bool)>, none: f64, beyond: f64| match end {
            Some((limit, included)) => bound(limit, if *included { 0.0 } else { beyond }),
            None => Some(Bound {
                each: 0.0,
                more: none,
            }),
        };
        let ranges = match test {
            NumberTest::In(any) => any
                .iter()
                .map(|one| bound(one, 0.0).map(|at| (at, at)))
                .collect::<Option<Vec<_>>>()?,
            NumberTest::Range(low, high) => {
                vec![(end(low, f64::NEG_INFINITY, 1.0)?, end(high, f64::INFINITY, -1.0)?)]
            }
        };
        Some(Self { factor, ranges })
    }
}

/// Whether `sum / orders` passes, without rounding.
pub(in crate::store) fn average_holds(test: &NumberTest, sum: Digits, orders: i128) -> bool {
    let against = |bound: &Decimal| compare(sum, orders, Digits::from(*bound));
    match test {
        NumberTest::In(any) => any.iter().any(|one| against(one).is_eq()),
        NumberTest::Range(low, high) => {
            low.is_none_or(|(bound, included)| {
                let order = against(&bound);
                order.is_gt() || (included && order.is_eq())
            }) && high.is_none_or(|(bound, included)| {
                let order = against(&bound);
                order.is_lt() || (included && order.is_eq())
            })
        }
    }
}

/// `sum` beside `orders × bound`. A side that leaves 127 bits is the larger one, by its sign.
fn compare(sum: Digits, orders: i128, bound: Digits) -> Ordering {
    let scale = sum.scale.max(bound.scale);
    let product = bound
        .mantissa
        .checked_mul(orders)
        .map(|mantissa| Digits { mantissa, ..bound });
    let right = product.and_then(|product| product.at_scale(scale));
    match (sum.at_scale(scale), right) {
        (Some(left), Some(right)) => left.cmp(&right),
        (None, Some(_)) => sum.mantissa.cmp(&0),
        (Some(_), None) => 0.cmp(&bound.mantissa),
        (None, None) => {
            let orders = Digits {
                mantissa: orders,
                scale: 0,
            }
            .decimal();
            let average = sum
                .decimal()
                .zip(orders)
                .and_then(|(sum, orders)| sum.checked_div(orders));
            average.cmp(&bound.decimal())
        }
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::super::number::tests::{decimal, test};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn averages_are_not_rounded(test in test(), sum in decimal(), orders in 1..9_i64) {
            let holds = |bound: &Decimal, pass: fn(Ordering) -> bool| pass(sum.cmp(&(*bound * Decimal::from(orders))));
            let wanted = match &test {
                NumberTest::In(any) => any.iter().any(|one| holds(one, Ordering::is_eq)),
                NumberTest::Range(low, high) => {
                    low.is_none_or(|(bound, on)| holds(&bound, if on { Ordering::is_ge } else { Ordering::is_gt }))
                        && high.is_none_or(|(bound, on)| holds(&bound, if on { Ordering::is_le } else { Ordering::is_lt }))
                }
            };
            prop_assert_eq!(average_holds(&test, sum.into(), i128::from(orders)), wanted);
            let digits = Digits::from(sum);
            let mantissa = digits.mantissa as f64;
            let sides = Sides::new(&test, (digits.scale, 3000), 9).unwrap();
            let mut rows = Rows { spent: vec![mantissa, mantissa, 0.0], orders: vec![orders as f64, 0.0, 0.0] };
            let mut words = [0b111];
            rows.narrow(&mut words, &sides);
            prop_assert_eq!(words, [u64::from(wanted)]);
        }
    }

    #[test]
    fn products_that_are_too_large_are_left_to_wider_numbers() {
        let test = NumberTest::Range(Some((Decimal::new(1, 9), true)), None);
        assert!(Sides::new(&test, (2, 1 << 29), 9).is_some());
        assert!(Sides::new(&test, (2, 1 << 50), 9).is_none());
        assert!(Sides::new(&test, (0, 1), 1 << 63).is_none());
    }
}
