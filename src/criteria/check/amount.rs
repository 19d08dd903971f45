//! Counts and sums over events, with the conditions of their `where`.

use super::super::checked::{Amount, NumberTest};
use super::super::error::{CriteriaError, in_backquotes};
use super::super::tree::{self, AmountTest, Name, Window};
use super::super::words::{Event, Property};
use super::Checker;
use super::values::{date_range, number, number_range};
use crate::model::FieldType;

impl Checker<'_> {
    /// A count or sum.
    pub(super) fn amount(&self, amount: &tree::Amount, test: &AmountTest) -> Result<Amount, CriteriaError> {
        let within = Checker {
            event: Some(amount.event),
            ..*self
        };
        let sum = amount
            .sum
            .as_ref()
            .map(|name| within.summed(name, amount.event))
            .transpose()?;
        let filter = amount
            .filter
            .as_ref()
            .map(|filter| within.node(filter))
            .transpose()?;
        if let Some(Window::Between(first, last)) = amount.window {
            date_range(first, last, amount.place)?;
        }
        let test = match test {
            AmountTest::Compare(comparison, value) => NumberTest::Compare(*comparison, number(value)?),
            AmountTest::Between(low, high) => number_range(low, high)?,
        };
        Ok(Amount {
            event: amount.event,
            sum,
            filter,
            window: amount.window,
            test,
        })
    }

    fn summed(&self, name: &Name, event: Event) -> Result<Property, CriteriaError> {
        let known = event
            .properties()
            .iter()
            .find(|property| property.kind() == FieldType::Money);
        let found = event.property(name.text());
        if let Some(property) = found.filter(|property| property.kind() == FieldType::Money) {
            return Ok(property);
        }
        if found.is_none() {
            self.subject(name)?;
        }
        let message = format!(
            "{} of the {} cannot be summed",
            in_backquotes(name.text()),
            event.word()
        );
        let error = CriteriaError::wrong_type(name.place, message);
        Err(error.suggest(known.map(|property| property.word().to_owned())))
    }
}

impl Property {
    /// What its values are.
    pub fn kind(self) -> FieldType {
        match self {
            Self::Amount => FieldType::Money,
            Self::Date => FieldType::Date,
            Self::Opened | Self::Clicked => FieldType::YesNo,
            _ => FieldType::Text,
        }
    }
}
