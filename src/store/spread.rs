//! How the values of a field are spread over the contacts of a scope, and over those of them that answer a question with
//! yes: stretches of numbers and days, or the most frequent texts. Read from columns alone.

use super::columns::{Columns, Digits, FIRST_DAY, NUMBER_ROWS, NumbersView, number_column};
use super::evaluate::{ZERO_WITHOUT, evaluate, least};
use super::mask::{Bits, Mask};
use super::values::counted;
use super::{Cancel, Result};
use crate::criteria::query::Query;
use crate::model::{BuiltinField, Decimal, FieldRef, FieldType, Moment, Scope};
use chrono::{Datelike, Days, Months, NaiveDate};
use redb::ReadTransaction;

/// So many stretches or texts are told at most, besides what lies outside the stretches.
const BARS: usize = 9;
/// Stretches are cut by a part of the values where there are more than this.
const LOOKED_AT: u64 = 65_536;
/// One value in so many lies outside the stretches, at each end.
const OUTSIDE: usize = 100;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Spread {
    /// Among whom.
    pub scope: Scope,
    /// Who matches.
    pub query: Query,
    /// Of which field.
    pub field: FieldRef,
    /// Its type.
    pub kind: FieldType,
    /// In whose zone days begin.
    pub moment: Moment,
}

/// Contacts with values in one stretch.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Which values.
    pub of: Stretch,
    /// How many contacts have one.
    pub contacts: u64,
    /// How many of these match.
    pub matching: u64,
}

/// Values that are told together. The first is included, the last is not; None is without end.
#[derive(Clone, Debug, PartialEq)]
pub enum Stretch {
    /// One text.
    Text(String),
    /// Numbers.
    Numbers(Option<f64>, Option<f64>),
    /// Days.
    Days(Option<NaiveDate>, Option<NaiveDate>),
}

/// Answers it; nothing where nobody has a value, and for places, whose parts are fields of their own.
pub(super) fn spread(txn: &ReadTransaction, asked: &Spread, cancel: &Cancel) -> Result<Vec<Bar>> {
    let columns = Columns::open(txn)?;
    let mut reading = Reading {
        asked,
        columns: &columns,
        cancel,
        all: columns.scope(asked.scope)?,
        matching: evaluate(txn, asked.scope, &asked.query, cancel)?,
    };
    // A place is any of several texts, and one contact may have the same in two of them.
    if asked.field == FieldRef::Builtin(BuiltinField::Location) {
        return Ok(Vec::new());
    }
    match asked.kind {
        FieldType::Number | FieldType::Money | FieldType::Date => reading.numbers(),
        FieldType::Text | FieldType::Choice(_) | FieldType::Set => reading.texts(),
        FieldType::YesNo => Ok(Vec::new()),
    }
}

struct Reading<'a> {
    asked: &'a Spread,
    columns: &'a Columns,
    cancel: &'a Cancel,
    all: Mask,
    matching: Mask,
}

impl Reading<'_> {
    fn texts(&mut self) -> Result<Vec<Bar>> {
        let field = self.asked.field;
        let all = counted(self.columns, &mut self.all, field, "", self.cancel)?;
        let matching = counted(self.columns, &mut self.matching, field, "", self.cancel)?;
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_unstable_by(|(a, (_, few)), (b, (_, many))| many.cmp(few).then_with(|| a.cmp(b)));
        let bars = all.into_iter().take(BARS).map(|(key, (text, contacts))| Bar {
            of: Stretch::Text(text),
            contacts,
            matching: matching.get(&key).map_or(0, |(_, matching)| *matching),
        });
        Ok(bars.collect())
    }

    fn numbers(&mut self) -> Result<Vec<Bar>> {
        let some = self.some_values()?;
        let outside = some.len() / OUTSIDE;
        let last = some.len().checked_sub(1 + outside);
        let (Some(least), Some(most)) = (some.get(outside), last.and_then(|last| some.get(last))) else {
            return Ok(Vec::new());
        };
        let (edges, bounds) = if self.asked.kind == FieldType::Date {
            let days = days_between(self.day(*least), self.day(*most));
            let edges = days.iter().map(|day| self.number(*day)).collect();
            let bounds = days.into_iter().map(Bound::Day).collect();
            (edges, bounds)
        } else {
            let whole = some.iter().all(|number| number.fract() == 0.0);
            let edges = round_numbers(*least, *most, whole);
            let bounds = edges.iter().copied().map(Bound::Number).collect::<Vec<_>>();
            (edges, bounds)
        };
        let counts = self.counts(&edges)?;
        Ok(bars(&bounds, &counts))
    }

    /// Some of the values, or all where there are few, ascending.
    fn some_values(&mut self) -> Result<Vec<f64>> {
        let each = if self.all.count() > LOOKED_AT { 1 } else { 64 };
        let mut some = Vec::new();
        self.chunks(|view, row, word, _| {
            let values = Bits(word)
                .take(each)
                .filter_map(|bit| view.value(row + bit as usize));
            some.extend(values.map(|digits| float(digits.mantissa, digits.scale)));
        })?;
        let days = self.is_day();
        some.retain(|value| !days || *value >= FIRST_DAY as f64);
        if self.is_zero_without() && (some.len() as u64) < self.all.count() / 64 * each as u64 {
            some.push(0.0);
        }
        some.sort_unstable_by(f64::total_cmp);
        Ok(some)
    }

    /// How many there are before the first edge, from each on, and how many of them match. Values are compared with edges
    /// exactly, as whole numbers at the scale of their chunk.
    fn counts(&mut self, edges: &[f64]) -> Result<Vec<(u64, u64)>> {
        let edges: Vec<Decimal> = edges.iter().flat_map(|edge| Decimal::try_from(*edge)).collect();
        let mut counts = vec![(0, 0); edges.len() + 1];
        let days = self.is_day();
        let (mut with, mut matching_with) = (0, 0);
        let mut at_scale: (Option<u8>, Vec<i128>) = (None, Vec::new());
        self.chunks(|view, row, word, matching| {
            let scale = view.scale();
            if scale.is_some() && at_scale.0 != scale {
                at_scale = (scale, mantissas(&edges, scale.unwrap_or_default()));
            }
            for bit in Bits(word) {
                let Some(digits) = view.value(row + bit as usize) else {
                    continue;
                };
                if days && digits.mantissa < FIRST_DAY {
                    continue;
                }
                let matches = matching >> bit & 1;
                with += 1;
                matching_with += matches;
                let place = match scale {
                    Some(_) => at_scale.1.partition_point(|edge| *edge <= digits.mantissa),
                    None => place(&edges, digits),
                };
                if let Some(count) = counts.get_mut(place) {
                    count.0 += 1;
                    count.1 += matches;
                }
            }
        })?;
        if self.is_zero_without()
            && let Some(count) = counts.get_mut(edges.partition_point(|edge| *edge <= Decimal::ZERO))
        {
            count.0 += self.all.count().saturating_sub(with);
            count.1 += self.matching.count().saturating_sub(matching_with);
        }
        Ok(counts)
    }

    /// Goes through the words of the scope that a chunk has values for: the chunk, the row of the word's first bit, the
    /// word, and who of it matches.
    fn chunks(&mut self, mut visit: impl FnMut(&NumbersView<'_>, usize, u64, u64)) -> Result<()> {
        let Some(column) = number_column(self.asked.field) else {
            return Ok(());
        };
        let words = NUMBER_ROWS as usize / 64;
        for number in 0..self.all.words().len().div_ceil(words) {
            self.cancel.check()?;
            let Some(chunk) = self.columns.chunk(column, number as u32)? else {
                continue;
            };
            let view = chunk.view(NumbersView::parse)?;
            let matching = self.matching.stretch(number * words, words).iter();
            let matching = matching.copied().chain(std::iter::repeat(0));
            let all = self.all.stretch(number * words, words).iter();
            for (at, (word, matching)) in all.zip(matching).enumerate() {
                if *word != 0 {
                    visit(&view, at * 64, *word, matching);
                }
            }
        }
        Ok(())
    }

    fn is_zero_without(&self) -> bool {
        matches!(self.asked.field, FieldRef::Builtin(field) if ZERO_WITHOUT.contains(&field))
    }

    /// Whether the column counts days, not seconds.
    fn is_day(&self) -> bool {
        self.asked.kind == FieldType::Date && !self.is_instant()
    }

    fn is_instant(&self) -> bool {
        let instants = [
            BuiltinField::Created,
            BuiltinField::Updated,
            BuiltinField::ConsentSince,
        ];
        matches!(self.asked.field, FieldRef::Builtin(field) if instants.contains(&field))
    }

    /// The day of a value of a column of days or instants.
    fn day(&self, value: f64) -> NaiveDate {
        if self.is_instant() {
            return crate::model::Instant(value as i64).day(self.asked.moment.zone);
        }
        NaiveDate::from_num_days_from_ce_opt(value as i32).unwrap_or_default()
    }

    /// The least value of a day.
    fn number(&self, day: NaiveDate) -> f64 {
        if self.is_instant() {
            return self.asked.moment.start_of(day).0 as f64;
        }
        f64::from(day.num_days_from_ce())
    }
}

#[derive(Clone, Copy)]
enum Bound {
    Number(f64),
    Day(NaiveDate),
}

/// The bars between edges, without those that nobody is in at either end.
fn bars(bounds: &[Bound], counts: &[(u64, u64)]) -> Vec<Bar> {
    let stretch = |at: usize| {
        let from = at.checked_sub(1).and_then(|from| bounds.get(from));
        match (from, bounds.get(at)) {
            (Some(Bound::Day(from)), Some(Bound::Day(to))) => Stretch::Days(Some(*from), Some(*to)),
            (Some(Bound::Day(from)), _) => Stretch::Days(Some(*from), None),
            (_, Some(Bound::Day(to))) => Stretch::Days(None, Some(*to)),
            (Some(Bound::Number(from)), Some(Bound::Number(to))) => Stretch::Numbers(Some(*from), Some(*to)),
            (Some(Bound::Number(from)), None) => Stretch::Numbers(Some(*from), None),
            (None, Some(Bound::Number(to))) => Stretch::Numbers(None, Some(*to)),
            (None, None) => Stretch::Numbers(None, None),
        }
    };
    let first = counts.iter().position(|(contacts, _)| *contacts > 0).unwrap_or(0);
    let last = counts
        .iter()
        .rposition(|(contacts, _)| *contacts > 0)
        .unwrap_or(0);
    let all = counts.iter().enumerate().take(last + 1).skip(first);
    all.map(|(at, (contacts, matching))| Bar {
        of: stretch(at),
        contacts: *contacts,
        matching: *matching,
    })
    .collect()
}

/// The edges as mantissas at a scale: the least value that is not before each.
fn mantissas(edges: &[Decimal], scale: u8) -> Vec<i128> {
    let edges = edges.iter().map(|edge| least((*edge).into(), true, scale));
    edges.map(|edge| edge.unwrap_or(i128::MAX)).collect()
}

/// Before which edge a value of its own scale lies.
fn place(edges: &[Decimal], digits: Digits) -> usize {
    let value = digits.decimal().unwrap_or_default();
    edges.partition_point(|edge| *edge <= value)
}

fn float(mantissa: i128, scale: u8) -> f64 {
    mantissa as f64 / 10_f64.powi(i32::from(scale))
}

/// Round numbers from the least to the most, at most [`BARS`] and one.
fn round_numbers(least: f64, most: f64, whole: bool) -> Vec<f64> {
    let wanted = (most - least) / (BARS - 1) as f64;
    let wanted = if whole { wanted.max(1.0) } else { wanted.max(0.01) };
    let mut power = wanted.log10().floor() as i32;
    let least_power = 10_f64.powi(power);
    let times = [1.0, 2.0, 5.0]
        .into_iter()
        .find(|times| times * least_power >= wanted);
    let times = times.unwrap_or_else(|| {
        power += 1;
        1.0
    });
    // A quotient of whole numbers is the nearest to what is meant, as the values are.
    let edge = |number: f64| {
        if power < 0 {
            number * times / 10_f64.powi(-power)
        } else {
            number * times * 10_f64.powi(power)
        }
    };
    let first = (least / edge(1.0)).floor();
    (0..=BARS + 1)
        .map(|number| edge(first + number as f64))
        .take_while(|edge| *edge <= most)
        .collect()
}

/// Beginnings of days, weeks, months or years from the first day to the last, at most [`BARS`] and two.
fn days_between(first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    let days = (last - first).num_days();
    let fits = |step: i64| days / step <= BARS as i64;
    let (start, months, step) = if fits(1) {
        (first, 0, 1)
    } else if fits(7) {
        let back = u64::from(first.weekday().num_days_from_monday());
        (first.checked_sub_days(Days::new(back)).unwrap_or(first), 0, 7)
    } else {
        let steps = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1_200];
        let months = steps
            .into_iter()
            .find(|months| fits(months * 30))
            .unwrap_or(6_000);
        (beginning(first, months), months, 0)
    };
    let next = |day: &NaiveDate| {
        if months > 0 {
            day.checked_add_months(Months::new(months as u32))
        } else {
            day.checked_add_days(Days::new(step))
        }
    };
    let all = std::iter::successors(Some(start), next);
    all.take_while(|day| *day <= last).take(BARS + 2).collect()
}

/// The beginning of the stretch of so many months that a day lies in.
fn beginning(day: NaiveDate, months: i64) -> NaiveDate {
    let month = i64::from(day.year()) * 12 + i64::from(day.month0());
    let first = month.div_euclid(months) * months;
    let year = first.div_euclid(12) as i32;
    NaiveDate::from_ymd_opt(year, first.rem_euclid(12) as u32 + 1, 1).unwrap_or(day)
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_cut_at_round_ones() {
        assert_eq!(
            round_numbers(0.0, 7.0, true),
            [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
        );
        assert_eq!(round_numbers(13.5, 1_433.0, false).first(), Some(&0.0));
        assert_eq!(round_numbers(13.5, 1_433.0, false).get(1), Some(&200.0));
        assert_eq!(round_numbers(0.1, 0.5, false).get(1), Some(&0.15));
        assert_eq!(round_numbers(5.0, 5.0, true), [5.0]);
    }

    #[test]
    fn days_are_cut_where_the_calendar_is() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let cut = |first, last| days_between(day(first), day(last));
        assert_eq!(cut("2026-03-05", "2026-03-07").len(), 3);
        assert_eq!(cut("2026-03-05", "2026-04-07").first(), Some(&day("2026-03-02")));
        assert_eq!(cut("2026-03-05", "2026-11-07").get(1), Some(&day("2026-04-01")));
        assert_eq!(cut("2024-03-05", "2026-11-07").first(), Some(&day("2024-01-01")));
        assert_eq!(cut("1951-03-05", "2009-11-07").get(1), Some(&day("1960-01-01")));
    }
}
