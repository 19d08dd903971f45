//! Totals that a row brings without its orders: the opening balance.

use super::super::values::amount::{self, Sign};
use super::faults::Faults;
use super::first;
use super::recipe::Recipe;
use crate::model::{Currency, Decimal, Edit, OpeningBalance};
use crate::transfer::formula::unguarded;
use csv::StringRecord;

impl Recipe {
    /// The opening balance, where the row says anything of one. Nothing bought is no balance.
    pub fn totals(&self, record: &StringRecord, edits: &mut Vec<Edit>, faults: &mut Faults) {
        let spent = first(record, &self.total_spent)
            .and_then(|(place, text)| self.money(record, place, text, faults))
            .unwrap_or_default();
        let orders = first(record, &self.orders)
            .and_then(|(place, text)| self.whole(place, text, faults))
            .unwrap_or_default();
        let first_purchase =
            first(record, &self.first_purchases).and_then(|(place, text)| self.past_day(place, text, faults));
        let last_purchase =
            first(record, &self.last_purchases).and_then(|(place, text)| self.past_day(place, text, faults));
        if spent.is_zero() && orders == 0 && first_purchase.is_none() && last_purchase.is_none() {
            return;
        }
        edits.push(Edit::Opening(Some(OpeningBalance {
            as_of: self.moment.now,
            total_spent: spent,
            orders,
            first_purchase,
            last_purchase,
        })));
    }

    /// Money in the store's currency, or a fault.
    pub fn money(
        &self,
        record: &StringRecord,
        place: usize,
        text: &str,
        faults: &mut Faults,
    ) -> Option<Decimal> {
        let text = unguarded(text);
        let Some(written) = amount::Written::read(text) else {
            faults.set_aside(place, text, "not an amount");
            return None;
        };
        let named = match written.sign {
            Some(Sign::Code(currency)) => Some(currency),
            _ => first(record, &self.currencies).and_then(|(_, code)| Currency::from_code(code)),
        };
        if let (Some(kept), Some(named)) = (self.currency, named)
            && kept != named
        {
            let reason = format!(
                "in another currency; this is {}, the store is in {}",
                named.code(),
                kept.code()
            );
            faults.set_aside(place, text, reason);
            return None;
        }
        let value = written.value(self.mark(place).1);
        if value.is_none() {
            faults.set_aside(place, text, "not an amount");
        }
        value
    }

    /// A number, or a fault.
    pub fn number(&self, place: usize, text: &str, faults: &mut Faults) -> Option<Decimal> {
        let text = unguarded(text);
        let written = amount::Written::read(text).filter(|written| written.sign.is_none());
        let value = written.and_then(|written| written.value(self.mark(place).1));
        if value.is_none() {
            faults.set_aside(place, text, "not a number");
        }
        value
    }

    fn whole(&self, place: usize, text: &str, faults: &mut Faults) -> Option<u32> {
        let number = self.number(place, text, faults)?;
        let whole = number
            .is_integer()
            .then(|| u32::try_from(number.mantissa()).ok())
            .flatten();
        if whole.is_none() {
            faults.set_aside(place, text, "not a whole number");
        }
        whole
    }
}
