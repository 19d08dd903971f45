//! A contact's values as cells: of any field, as people read them and as JSON has them.

use super::failure::Failure;
use super::names;
use super::table::{Cell, Column};
use crate::criteria::field_value;
use crate::model::{Catalogue, Decimal, FieldRef, FieldType, Moment, Profile, Scope, Value};

/// What the values of one table or sheet are read with.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// What has a name.
    pub catalogue: &'a Catalogue,
    /// Whose lifecycle limits hold.
    pub scope: Scope,
    /// When.
    pub moment: &'a Moment,
}

impl Reading<'_> {
    /// The value of a field.
    pub fn cell(&self, profile: &Profile, field: FieldRef) -> Cell {
        let value = field_value(field, profile, self.catalogue, self.scope, self.moment);
        let words = value
            .as_ref()
            .map_or(String::new(), |value| self.words(field, value));
        Cell::new(words, value.as_ref().into())
    }

    /// A heading for a field.
    pub fn column(&self, field: FieldRef) -> Column {
        let key = names::key(self.catalogue, field);
        match names::kind(self.catalogue, field) {
            FieldType::Number | FieldType::Money => Column::number(key),
            _ => Column::text(key),
        }
    }

    fn words(&self, field: FieldRef, value: &Value) -> String {
        match value {
            Value::Text(text) => text.clone(),
            Value::Number(amount) if names::kind(self.catalogue, field) == FieldType::Money => {
                self.money(*amount)
            }
            Value::Number(number) => number.to_string(),
            Value::Date(day) => day.to_string(),
            Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
            Value::Set(members) => members.join("; "),
        }
    }

    /// An amount with the decimals of the store's currency, without a sign.
    fn money(&self, amount: Decimal) -> String {
        let digits = self
            .catalogue
            .settings
            .currency
            .map_or(2, |currency| currency.minor_units());
        format!("{:.*}", digits as usize, amount)
    }
}

/// The fields named in `a,b,c`, in that order.
pub fn columns(catalogue: &Catalogue, text: &str) -> Result<Vec<FieldRef>, Failure> {
    text.split(',')
        .map(|name| names::field(catalogue, name))
        .collect()
}
