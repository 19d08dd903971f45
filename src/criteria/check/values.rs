//! Numbers and dates, as the type of a field reads them.

use super::super::checked::NumberTest;
use super::super::error::{CriteriaError, in_backquotes};
use super::super::parse::{IsoDay, day_like, iso_day, not_in_calendar};
use super::super::tree::{Date, Operand, Place, Relative, Span, Values, Written};
use super::super::words::Unit;
use crate::model::Decimal;

/// The most digits a number may have.
const MAX_DIGITS: usize = 18;

/// A number: `-?digits[.digits]`.
pub(super) fn number(value: &Operand) -> Result<Decimal, CriteriaError> {
    let found = in_backquotes(&value.to_string());
    let Written::Bare(word) = &value.value else {
        let message = format!("expected a number, found {found}");
        let bare = value
            .text()
            .map(str::trim)
            .filter(|text| is_number(text))
            .map(ToOwned::to_owned);
        return Err(CriteriaError::wrong_type(value.place, message).suggest(bare));
    };
    let text = word.text();
    if !is_number(text) {
        let digits: String = text
            .chars()
            .filter(|c| c.is_ascii_digit() || matches!(c, '-' | '.'))
            .collect();
        let near = Some(digits).filter(|digits| is_number(digits) && !text.contains(char::is_alphabetic));
        let message = format!("expected a number, found {found}");
        return Err(CriteriaError::wrong_type(value.place, message).suggest(near));
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    Decimal::from_str_exact(text)
        .ok()
        .filter(|_| digits <= MAX_DIGITS)
        .map(|number| number.normalize())
        .ok_or_else(|| {
            CriteriaError::value(
                value.place,
                format!("a number has at most {MAX_DIGITS} digits, found {found}"),
            )
        })
}

fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    match text.split_once('.') {
        None => digits(text),
        Some((whole, fraction)) => digits(whole) && digits(fraction),
    }
}

/// Several numbers.
pub(super) fn numbers(values: &Values) -> Result<Vec<Decimal>, CriteriaError> {
    values.iter().map(number).collect()
}

/// `between`, from low to high.
pub(super) fn number_range(low: &Operand, high: &Operand) -> Result<NumberTest, CriteriaError> {
    let (from, to) = (number(low)?, number(high)?);
    if from > to {
        let place = Place::from(low.place.start..high.place.end);
        return Err(high_to_low(place, &low.to_string(), &high.to_string()));
    }
    Ok(NumberTest::Between(from, to))
}

fn high_to_low(place: Place, low: &str, high: &str) -> CriteriaError {
    let message = format!("`between` goes from low to high, found {low} and {high}");
    CriteriaError::value(place, message).suggest(format!("between {high} and {low}"))
}

/// A date.
pub(super) fn date(value: &Operand) -> Result<Date, CriteriaError> {
    let text = match &value.value {
        Written::Relative(relative) => return Ok(Date::Relative(*relative)),
        Written::Bare(word) => word.text(),
        Written::Quoted(text) => {
            let message = format!(
                "a date stands without quotes, found {}",
                in_backquotes(&value.to_string())
            );
            let is_day = matches!(iso_day(text.trim()), IsoDay::Day(_));
            let bare = is_day.then(|| text.trim().to_owned());
            return Err(CriteriaError::wrong_type(value.place, message).suggest(bare));
        }
    };
    match iso_day(text) {
        IsoDay::Day(day) => Ok(Date::Day(day)),
        IsoDay::NoSuchDay => Err(not_in_calendar(text, value.place)),
        IsoDay::NoDate => {
            let message = format!(
                "expected a date (2026-01-31, `today`, `30 days ago`), found {}",
                in_backquotes(text)
            );
            Err(CriteriaError::wrong_type(value.place, message).suggest(day_like(text)))
        }
    }
}

/// Several dates.
pub(super) fn dates(values: &Values) -> Result<Vec<Date>, CriteriaError> {
    values.iter().map(date).collect()
}

/// An error for a range that runs backwards at every moment. A day and a date counted from today may do so at one moment
/// and not at another: such a range is empty for as long as it does.
pub(super) fn date_range(first: Date, last: Date, place: Place) -> Result<(), CriteriaError> {
    let backwards = match (first, last) {
        (Date::Day(first), Date::Day(last)) => first > last,
        (Date::Relative(first), Date::Relative(last)) => shortest(first) > longest(last),
        _ => false,
    };
    if backwards {
        return Err(high_to_low(place, &first.to_string(), &last.to_string()));
    }
    Ok(())
}

/// Days from today, as few as the calendar allows.
fn shortest(date: Relative) -> i64 {
    match date {
        Relative::Ago(span) => -days(span).1,
        Relative::FromNow(span) => days(span).0,
        other => fixed(other),
    }
}

/// Days from today, as many as the calendar allows.
fn longest(date: Relative) -> i64 {
    match date {
        Relative::Ago(span) => -days(span).0,
        Relative::FromNow(span) => days(span).1,
        other => fixed(other),
    }
}

fn fixed(date: Relative) -> i64 {
    match date {
        Relative::Yesterday => -1,
        Relative::Tomorrow => 1,
        _ => 0,
    }
}

/// The fewest and the most days of a span. Months in a row differ by less than five days from their mean.
fn days(span: Span) -> (i64, i64) {
    let count = i64::from(span.count());
    let months = match span.unit() {
        Unit::Day => return (count, count),
        Unit::Week => return (count * 7, count * 7),
        Unit::Month => count,
        Unit::Year => count * 12,
    };
    let mean = months * 146_097 / 4800;
    if months == 0 { (0, 0) } else { (mean - 4, mean + 4) }
}
