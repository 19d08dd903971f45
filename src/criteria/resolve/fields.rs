//! Fields that no store keeps as such: ages, lifecycle states, averages, and what is always set.

use super::super::checked::{NumberTest, SetTest};
use super::super::query::{self, Query, Test};
use super::super::words::Comparison;
use super::Resolver;
use super::dates::{days, from, until};
use crate::model::moment::{add_days, add_months};
use crate::model::text::fold;
use crate::model::{BuiltinField, Decimal, FieldRef, Lifecycle};
use rust_decimal::prelude::ToPrimitive;

/// Nobody is older: ages beyond it are all alike.
const OLDEST: i64 = 9999;

impl Resolver<'_> {
    /// A test on a number or money field.
    pub(super) fn number(&self, field: FieldRef, test: &NumberTest) -> Query {
        match field {
            FieldRef::Builtin(BuiltinField::Age) => self.age(test),
            FieldRef::Builtin(BuiltinField::AverageOrder) => Query::Test(Test::Average(number_test(test))),
            field => Query::Test(Test::Number(field, number_test(test))),
        }
    }

    /// Whole years, as the birthdays that give them.
    fn age(&self, test: &NumberTest) -> Query {
        match test {
            NumberTest::Compare(Comparison::Equal, years) => self.ages(years.ceil(), years.floor()),
            NumberTest::Compare(Comparison::Less, years) => {
                self.ages(Decimal::ZERO, years.ceil() - Decimal::ONE)
            }
            NumberTest::Compare(Comparison::LessEqual, years) => self.ages(Decimal::ZERO, years.floor()),
            NumberTest::Compare(Comparison::Greater, years) => {
                self.ages(years.floor() + Decimal::ONE, Decimal::MAX)
            }
            NumberTest::Compare(Comparison::GreaterEqual, years) => self.ages(years.ceil(), Decimal::MAX),
            NumberTest::Between(low, high) => self.ages(low.ceil(), high.floor()),
            NumberTest::In(any) => Query::Or(
                any.iter()
                    .map(|years| self.ages(years.ceil(), years.floor()))
                    .collect(),
            ),
        }
    }

    /// From one age to another, both whole and both included. Who turns an age today was born on this day of the year
    /// or, where that is 29 February and the year has none, on the 28th.
    fn ages(&self, low: Decimal, high: Decimal) -> Query {
        let years = |bound: Decimal| bound.to_i64().map_or(OLDEST, |years| years.clamp(0, OLDEST)) as i32;
        if low > high || high < Decimal::ZERO {
            return Query::Or(Vec::new());
        }
        let today = self.moment.today();
        let latest = add_months(today, -12 * years(low));
        let birthday = FieldRef::Builtin(BuiltinField::Birthday);
        let range = if high.to_i64().is_none_or(|years| years >= OLDEST) {
            until(latest)
        } else {
            days(add_days(add_months(today, -12 * (years(high) + 1)), 1), latest)
        };
        self.day_range(birthday, range)
    }

    /// The states whose words pass.
    pub(super) fn lifecycle(&self, test: &query::TextTest) -> Query {
        let states = Lifecycle::ALL
            .into_iter()
            .filter(|state| test.holds(state.word()));
        Query::Or(states.map(|state| self.state(state)).collect())
    }

    fn state(&self, state: Lifecycle) -> Query {
        let limits = self.catalogue.lifecycle(self.scope);
        let today = self.moment.today();
        let back = |days: u32| add_days(today, i32::try_from(days).map_or(i32::MIN, |days| -days));
        let at_risk_from = back(limits.at_risk_days.max(limits.active_days));
        let range = match state {
            Lifecycle::Prospect => return Query::Not(Box::new(has_bought())),
            Lifecycle::Active => from(back(limits.active_days)),
            Lifecycle::AtRisk => days(at_risk_from, add_days(back(limits.active_days), -1)),
            Lifecycle::Inactive => until(add_days(at_risk_from, -1)),
        };
        let active = self.day_range(FieldRef::Builtin(BuiltinField::LastActivity), range);
        Query::And(vec![active, has_bought()])
    }

    /// Whether a field is set.
    pub(super) fn is_set(&self, field: FieldRef) -> Query {
        let FieldRef::Builtin(builtin) = field else {
            return Query::Test(Test::IsSet(field));
        };
        match builtin {
            BuiltinField::Age => self.ages(Decimal::ZERO, Decimal::MAX),
            BuiltinField::AverageOrder => above_zero(BuiltinField::Orders),
            BuiltinField::Lifecycle => {
                let dated = Test::IsSet(FieldRef::Builtin(BuiltinField::LastActivity));
                Query::Or(vec![self.state(Lifecycle::Prospect), Query::Test(dated)])
            }
            BuiltinField::Id
            | BuiltinField::Phone
            | BuiltinField::TotalSpent
            | BuiltinField::Orders
            | BuiltinField::EmailsSent
            | BuiltinField::EmailsOpened
            | BuiltinField::MessagesIn
            | BuiltinField::MessagesOut
            | BuiltinField::OptedOut
            | BuiltinField::Consented
            | BuiltinField::Reachable
            | BuiltinField::Created
            | BuiltinField::Updated => Query::All,
            _ => Query::Test(Test::IsSet(field)),
        }
    }
}

/// There are orders, money spent, or the day of a purchase.
fn has_bought() -> Query {
    let spent = FieldRef::Builtin(BuiltinField::TotalSpent);
    let nothing = Query::Test(Test::Number(spent, query::NumberTest::In(vec![Decimal::ZERO])));
    let dated = |field| Query::Test(Test::IsSet(FieldRef::Builtin(field)));
    Query::Or(vec![
        above_zero(BuiltinField::Orders),
        Query::Not(Box::new(nothing)),
        dated(BuiltinField::FirstPurchase),
        dated(BuiltinField::LastPurchase),
    ])
}

fn above_zero(field: BuiltinField) -> Query {
    let range = query::NumberTest::Range(Some((Decimal::ZERO, false)), None);
    Query::Test(Test::Number(FieldRef::Builtin(field), range))
}

pub(super) fn number_test(test: &NumberTest) -> query::NumberTest {
    use query::NumberTest as Asked;
    match test {
        NumberTest::Compare(Comparison::Equal, bound) => Asked::In(vec![*bound]),
        NumberTest::Compare(Comparison::Less, bound) => Asked::Range(None, Some((*bound, false))),
        NumberTest::Compare(Comparison::LessEqual, bound) => Asked::Range(None, Some((*bound, true))),
        NumberTest::Compare(Comparison::Greater, bound) => Asked::Range(Some((*bound, false)), None),
        NumberTest::Compare(Comparison::GreaterEqual, bound) => Asked::Range(Some((*bound, true)), None),
        NumberTest::Between(low, high) => Asked::Range(Some((*low, true)), Some((*high, true))),
        NumberTest::In(any) => Asked::In(any.clone()),
    }
}

/// A test on a set, on folded members.
pub(super) fn set(field: FieldRef, test: &SetTest) -> Query {
    let any = |texts: &[String]| {
        let folded = texts.iter().map(|text| fold(text)).collect();
        Query::Test(Test::Has(field, folded))
    };
    match test {
        SetTest::Has(text) => any(std::slice::from_ref(text)),
        SetTest::HasAny(texts) => any(texts),
        SetTest::HasAll(texts) => {
            Query::And(texts.iter().map(|text| any(std::slice::from_ref(text))).collect())
        }
    }
}
