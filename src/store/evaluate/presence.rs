//! Whether a field is set, for fields of every type.

use super::number::ZERO_WITHOUT;
use super::{Asking, narrow_any};
use crate::criteria::query::{DayRange, NumberTest, Query, Test};
use crate::model::{BuiltinField, Decimal, FieldId, FieldRef};
use crate::store::Result;
use crate::store::bitmap::Bitmap;
use crate::store::columns::{TEXT_ROWS, TextsView, number_column, set_column, text_column};
use crate::store::mask::Mask;

impl Asking<'_> {
    pub(super) fn is_set(self, field: FieldRef, mask: &mut Mask) -> Result<()> {
        match field {
            FieldRef::Custom(id) => self.custom_is_set(id, mask),
            FieldRef::Builtin(field) => self.builtin_is_set(field, mask),
        }
    }

    fn builtin_is_set(self, builtin: BuiltinField, mask: &mut Mask) -> Result<()> {
        let field = FieldRef::Builtin(builtin);
        let has_bought = NumberTest::Range(Some((Decimal::ZERO, false)), None);
        let orders = FieldRef::Builtin(BuiltinField::Orders);
        match builtin {
            BuiltinField::Id
            | BuiltinField::Phone
            | BuiltinField::OptedOut
            | BuiltinField::Consented
            | BuiltinField::Reachable => Ok(()),
            zero if ZERO_WITHOUT.contains(&zero) => Ok(()),
            BuiltinField::AverageOrder => self.number(orders, &has_bought, mask),
            BuiltinField::Age => {
                let any_year = DayRange {
                    first: None,
                    last: None,
                };
                self.day(FieldRef::Builtin(BuiltinField::Birthday), any_year, mask)
            }
            BuiltinField::Location => narrow_any(super::text::PLACES.into_iter(), mask, |place, mask| {
                self.is_set(FieldRef::Builtin(place), mask)
            }),
            BuiltinField::Lifecycle => {
                let mut undated = mask.clone();
                self.narrow(&bought_undated(), &mut undated)?;
                mask.and_not(&undated);
                Ok(())
            }
            _ if text_column(field).is_some() => self.text_is_set(field, mask),
            _ if number_column(field).is_some() => self.number_is_set(field, mask),
            _ if set_column(field).is_some() => self.sets(field, mask, |_| true),
            _ => {
                *mask = Mask::empty(mask.words().len());
                Ok(())
            }
        }
    }

    fn custom_is_set(self, id: FieldId, mask: &mut Mask) -> Result<()> {
        let field = FieldRef::Custom(id);
        narrow_any(0..4, mask, |layout, mask| match layout {
            0 => self.bitmap(Some(Bitmap::CustomSet(id)), mask),
            1 => self.text_is_set(field, mask),
            2 => self.number_is_set(field, mask),
            _ => self.sets(field, mask, |_| true),
        })
    }

    fn number_is_set(self, field: FieldRef, mask: &mut Mask) -> Result<()> {
        let any = [(i128::MIN, i128::MAX)];
        self.numbers(field, false, mask, |chunk, words| match chunk.scale() {
            Some(_) => chunk.narrow(words, &any, false),
            None => chunk.narrow_by(words, false, |_, _| true),
        })
    }

    pub(super) fn text_is_set(self, field: FieldRef, mask: &mut Mask) -> Result<()> {
        let column = text_column(field);
        self.chunks(mask, TEXT_ROWS, |number, words| {
            let chunk = column.map_or(Ok(None), |column| self.columns.chunk(column, number))?;
            match &chunk {
                Some(chunk) => chunk.view(TextsView::parse)?.narrow_set(words),
                None => words.fill(0),
            }
            Ok(())
        })
    }
}

/// Who has bought, but has no dated activity: who has no place in the lifecycle.
fn bought_undated() -> Query {
    let is_set = |field| Query::Test(Test::IsSet(FieldRef::Builtin(field)));
    let not_zero = |field| {
        let zero = NumberTest::In(vec![Decimal::ZERO]);
        Query::Not(Box::new(Query::Test(Test::Number(
            FieldRef::Builtin(field),
            zero,
        ))))
    };
    let bought = [
        not_zero(BuiltinField::Orders),
        not_zero(BuiltinField::TotalSpent),
        is_set(BuiltinField::FirstPurchase),
    ];
    let dated = is_set(BuiltinField::LastActivity);
    Query::And(vec![Query::Or(bought.into()), Query::Not(Box::new(dated))])
}
