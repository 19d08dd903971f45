//! What an order brought: its total without what was paid back, in the store's currency.

use super::super::options::Rate;
use super::super::plan::Plan;
use super::super::property::Property;
use super::fact::Amount;
use crate::model::{Currency, Decimal, Purchase};
use crate::transfer::formula::unguarded;
use crate::transfer::import::Mark;
use crate::transfer::import::row::faults::Faults;
use crate::transfer::import::row::first;
use crate::transfer::import::values::amount::{Sign, Written};
use csv::StringRecord;
use rust_decimal::RoundingStrategy;

/// Reads amounts.
pub(super) struct Amounts {
    totals: Vec<usize>,
    refunds: Vec<usize>,
    currencies: Vec<usize>,
    /// By column.
    marks: Vec<Mark>,
    kept: Option<Currency>,
    rates: Vec<Rate>,
}

/// Why a row is rejected: the column, its text, the reason.
type Refused<'r> = (usize, &'r str, String);

impl Amounts {
    pub fn new(plan: &Plan) -> Self {
        Self {
            totals: plan.places(Property::Amount),
            refunds: plan.places(Property::Refunded),
            currencies: plan.places(Property::Currency),
            marks: plan.columns.iter().map(|column| column.decimal_mark).collect(),
            kept: plan.currency,
            rates: plan.options.rates.clone(),
        }
    }

    /// Whether a row says an amount at all.
    pub fn is_said(&self, record: &StringRecord) -> bool {
        first(record, &self.totals).is_some()
    }

    /// The total without what was paid back; all of it was where `refunded` says so and no column how much. None where the
    /// row is rejected.
    pub fn net(&self, record: &StringRecord, refunded: bool, faults: &mut Faults) -> Option<Amount> {
        let Some((place, text)) = first(record, &self.totals) else {
            faults.reject(self.totals.first().copied().unwrap_or_default(), "", "no amount");
            return None;
        };
        let back = first(record, &self.refunds);
        let net = if back.is_none() && !refunded && self.currencies.is_empty() {
            plain(text, self.mark(place)).map_or_else(|| self.reckon(record, place, text, None, false), Ok)
        } else {
            self.reckon(record, place, text, back, refunded)
        };
        net.map_err(|(place, text, reason)| faults.reject(place, text, reason))
            .ok()
    }

    fn reckon<'r>(
        &self,
        record: &'r StringRecord,
        place: usize,
        text: &'r str,
        back: Option<(usize, &'r str)>,
        refunded: bool,
    ) -> Result<Amount, Refused<'r>> {
        let (total, sign) = self.value(place, text)?;
        let back = match back {
            Some((place, text)) => self.value(place, text)?.0.abs(),
            None => Decimal::ZERO,
        };
        let net = if refunded && back.is_zero() {
            Decimal::ZERO
        } else {
            total - back
        };
        let named = match sign {
            Some(Sign::Code(currency)) => Some(currency),
            _ => None,
        };
        let net = self.converted(net, named, record)?;
        let amount = i64::try_from(net.mantissa())
            .ok()
            .filter(|_| Purchase::amount_fits(net));
        let mantissa = amount.ok_or_else(|| (place, text, "an amount of too many digits".to_owned()))?;
        Ok(Amount {
            mantissa,
            scale: net.scale() as u8,
        })
    }

    fn value<'r>(&self, place: usize, text: &'r str) -> Result<(Decimal, Option<Sign>), Refused<'r>> {
        let written = Written::read(unguarded(text));
        let read = written.and_then(|written| Some((written.value(self.mark(place))?, written.sign)));
        read.ok_or_else(|| (place, text, "not an amount".to_owned()))
    }

    /// An amount in the store's currency.
    fn converted<'r>(
        &self,
        amount: Decimal,
        beside: Option<Currency>,
        record: &'r StringRecord,
    ) -> Result<Decimal, Refused<'r>> {
        let column = first(record, &self.currencies);
        let from_column = match column {
            Some((place, code)) => Some(
                Currency::from_code(code)
                    .ok_or_else(|| (place, code, "no currency of ISO 4217".to_owned()))?,
            ),
            None => None,
        };
        let (Some(kept), Some(named)) = (self.kept, beside.or(from_column)) else {
            return Ok(amount.normalize());
        };
        if named == kept {
            return Ok(amount.normalize());
        }
        let refused = || {
            let (place, text) = column.unwrap_or((self.totals.first().copied().unwrap_or_default(), ""));
            let reason = format!(
                "in another currency; the store is in {}. Say with --rate {}=… what one {} is worth in it",
                kept.code(),
                named.code(),
                named.code()
            );
            (place, text, reason)
        };
        let rate = self
            .rates
            .iter()
            .find(|rate| rate.currency == named)
            .ok_or_else(refused)?;
        let worth = amount.checked_mul(rate.worth).ok_or_else(refused)?;
        let rounded =
            worth.round_dp_with_strategy(kept.minor_units(), RoundingStrategy::MidpointAwayFromZero);
        Ok(rounded.normalize())
    }

    fn mark(&self, place: usize) -> Mark {
        self.marks.get(place).copied().unwrap_or(Mark::Point)
    }
}

/// `1204.50`: what most files have, without a look at anything else.
fn plain(text: &str, mark: Mark) -> Option<Amount> {
    let bytes = text.as_bytes();
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        all => (false, all),
    };
    if mark != Mark::Point || digits.len() > 18 || !digits.first()?.is_ascii_digit() {
        return None;
    }
    let (mut mantissa, mut scale, mut behind) = (0_i64, 0_u8, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + i64::from(byte - b'0');
                scale += u8::from(behind);
            }
            b'.' if !behind => behind = true,
            _ => return None,
        }
    }
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    (scale <= 9).then_some(Amount {
        mantissa: if negative { -mantissa } else { mantissa },
        scale,
    })
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_agrees_with_the_long_one() {
        for text in [
            "0",
            "12",
            "1204.50",
            "-3.10",
            "0.005",
            "99999999.99",
            "7.",
            "1.250",
        ] {
            let short = plain(text, Mark::Point).unwrap();
            let long = Written::read(text).unwrap().value(Mark::Point).unwrap();
            assert_eq!(
                (i128::from(short.mantissa), u32::from(short.scale)),
                (long.mantissa(), long.scale()),
                "{text}"
            );
        }
        for text in ["", "-", ".5", "1,250", "12 €", "1.2.3", "1234567890123456789"] {
            assert_eq!(plain(text, Mark::Point), None, "{text}");
        }
        assert_eq!(plain("1.250", Mark::Comma), None);
    }
}
