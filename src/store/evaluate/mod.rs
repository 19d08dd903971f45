//! Answers a query with a mask: which contacts of a scope it is true for. Each test narrows the mask it is given, so
//! that what an earlier test has ruled out costs a later one nothing; of tests that must all hold, the cheapest come
//! first. What a chunk holds is known to [`super::columns`], what is asked of it to the files beside this one.

mod average;
mod blocks;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod borders;
mod day;
mod history;
mod number;
mod past;
mod presence;
mod set;
mod shares;
mod tally;
mod text;
mod worth;

use super::bitmap::Bitmap;
use super::columns::{Columns, NUMBER_ROWS, NumbersView, flag_bitmap};
use super::marks::Reading;
use super::mask::Mask;
use super::{Cancel, Result, events};
use crate::criteria::query::{Query, Test, TextTest};
use crate::model::{BuiltinField, FieldRef, Moment, Scope};
use redb::ReadTransaction;

pub(super) use number::{ZERO_WITHOUT, least};
pub(super) use text::{PLACES, each_containing};

/// The contacts of a scope that answer the query with yes.
pub(super) fn evaluate(txn: &ReadTransaction, scope: Scope, query: &Query, cancel: &Cancel) -> Result<Mask> {
    let asking = Asking {
        txn,
        columns: &Columns::open(txn)?,
        blocks: &Reading::open(txn, &events::MARKED)?,
        as_of: None,
        cancel,
    };
    let mut mask = asking.columns.scope(scope)?;
    asking.narrow_shares(query, &mut mask)?;
    Ok(mask)
}

/// One question on its way through the columns.
#[derive(Clone, Copy)]
struct Asking<'a> {
    txn: &'a ReadTransaction,
    columns: &'a Columns,
    /// The event columns.
    blocks: &'a Reading<10>,
    /// Events after this moment are hidden.
    as_of: Option<Moment>,
    cancel: &'a Cancel,
}

impl Asking<'_> {
    /// Keeps those in the mask for whom the query holds.
    fn narrow(self, query: &Query, mask: &mut Mask) -> Result<()> {
        self.cancel.check()?;
        match query {
            Query::All => Ok(()),
            Query::And(all) => {
                let mut all: Vec<&Query> = all.iter().collect();
                all.sort_by_key(|query| cost(query));
                all.into_iter().try_for_each(|query| self.narrow(query, mask))
            }
            Query::Or(any) => {
                let mut any: Vec<&Query> = any.iter().collect();
                any.sort_by_key(|query| cost(query));
                narrow_any(any.into_iter(), mask, |query, mask| self.narrow(query, mask))
            }
            Query::Not(query) => {
                let mut held = mask.clone();
                self.narrow(query, &mut held)?;
                mask.and_not(&held);
                Ok(())
            }
            Query::Test(test) => match self.as_of {
                Some(moment) if past::asks_history(test) => {
                    let mut later = mask.clone();
                    self.with_later(&moment, &mut later)?;
                    mask.and_not(&later);
                    self.test(test, mask)?;
                    self.held_at(&moment, test, &mut later)?;
                    mask.or(&later);
                    Ok(())
                }
                _ => self.test(test, mask),
            },
            Query::AsOf(moment, query) => {
                let asking = Self {
                    as_of: Some(*moment),
                    ..self
                };
                asking.narrow(query, mask)
            }
        }
    }

    fn test(self, test: &Test, mask: &mut Mask) -> Result<()> {
        match test {
            Test::Text(field, test) => self.text(*field, test, mask),
            Test::Number(field, test) => self.number(*field, test, mask),
            Test::Average(test) => self.average(test, mask),
            Test::Day(field, range) => self.day(*field, *range, mask),
            Test::Instant(field, range) => self.instant(*field, range, mask),
            Test::MonthDay(field, days, zone) => self.month_day(*field, days, *zone, mask),
            Test::Has(field, members) => self.has(*field, members, mask),
            Test::Yes(field) => self.bitmap(flag_bitmap(*field), mask),
            Test::IsSet(field) => self.is_set(*field, mask),
            Test::InList(list) => self.bitmap(Some(Bitmap::List(*list)), mask),
            Test::Pinned(segment, side) => self.bitmap(Some(Bitmap::Pinned(*segment, *side)), mask),
            Test::Amount(amount) => self.amount(amount, mask),
            Test::Opened(opened) => self.last_opened(*opened, mask),
        }
    }

    /// Keeps those in the mask who are in a bitmap; nobody where there is none.
    fn bitmap(self, bitmap: Option<Bitmap>, mask: &mut Mask) -> Result<()> {
        let held = bitmap.map_or_else(|| Ok(Mask::default()), |bitmap| self.columns.bitmap(bitmap))?;
        mask.and(&held);
        Ok(())
    }

    /// Goes through the chunks of a number column that the mask has anybody in. Where nobody has a value, only those
    /// stay that may be without one.
    fn numbers(
        self,
        field: FieldRef,
        unset: bool,
        mask: &mut Mask,
        mut narrow: impl FnMut(&NumbersView<'_>, &mut [u64]),
    ) -> Result<()> {
        let column = super::columns::number_column(field);
        self.chunks(mask, NUMBER_ROWS, |number, words| {
            let chunk = column.map_or(Ok(None), |column| self.columns.chunk(column, number))?;
            match chunk {
                Some(chunk) => narrow(&chunk.view(NumbersView::parse)?, words),
                None if unset => {}
                None => words.fill(0),
            }
            Ok(())
        })
    }

    /// Goes through the mask in chunks of so many rows, leaving out those that nobody is in.
    fn chunks(
        self,
        mask: &mut Mask,
        rows: u32,
        mut visit: impl FnMut(u32, &mut [u64]) -> Result<()>,
    ) -> Result<()> {
        let words = rows as usize / 64;
        for number in 0..mask.words().len().div_ceil(words) {
            let stretch = mask.stretch(number * words, words);
            if stretch.iter().any(|word| *word != 0) {
                self.cancel.check()?;
                visit(number as u32, stretch)?;
            }
        }
        Ok(())
    }
}

/// Keeps those in the mask for whom any of some questions holds. Each is put only to who has not passed yet.
fn narrow_any<T>(
    questions: impl Iterator<Item = T>,
    mask: &mut Mask,
    mut narrow: impl FnMut(T, &mut Mask) -> Result<()>,
) -> Result<()> {
    let mut questions = questions.peekable();
    let none = questions.peek().is_none();
    let mut passed: Option<Mask> = None;
    while let Some(question) = questions.next() {
        if questions.peek().is_none() {
            narrow(question, mask)?;
            break;
        }
        let mut asked = mask.clone();
        narrow(question, &mut asked)?;
        mask.and_not(&asked);
        match &mut passed {
            Some(passed) => passed.or(&asked),
            None => passed = Some(asked),
        }
    }
    match passed {
        Some(passed) => mask.or(&passed),
        None if none => *mask = Mask::empty(mask.words().len()),
        None => {}
    }
    Ok(())
}

/// How much a question costs beside others, from what kind of columns it reads.
fn cost(query: &Query) -> u32 {
    match query {
        Query::All => 0,
        Query::And(all) => all.iter().map(cost).min().unwrap_or(0),
        Query::Or(any) => any.iter().map(cost).sum(),
        Query::Not(query) | Query::AsOf(_, query) => cost(query),
        Query::Test(test) => match test {
            Test::InList(_) | Test::Yes(_) | Test::Pinned(..) => 1,
            Test::Day(..) | Test::Instant(..) | Test::Number(..) => 3,
            Test::Has(..) | Test::IsSet(_) => 5,
            Test::MonthDay(..) | Test::Average(_) => 12,
            Test::Text(_, TextTest::Matches(_)) => 200,
            Test::Text(field, _) => text_cost(*field),
            Test::Opened(_) => 30,
            Test::Amount(amount) => history::cost(amount),
        },
    }
}

fn text_cost(field: FieldRef) -> u32 {
    match field {
        FieldRef::Builtin(
            BuiltinField::Country
            | BuiltinField::PhoneCountry
            | BuiltinField::Gender
            | BuiltinField::Language
            | BuiltinField::LoyaltyTier,
        ) => 4,
        FieldRef::Builtin(BuiltinField::City | BuiltinField::Region) => 6,
        FieldRef::Builtin(BuiltinField::Location | BuiltinField::Notes) => 60,
        FieldRef::Builtin(_) => 20,
        FieldRef::Custom(_) => 8,
    }
}
