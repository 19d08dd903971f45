//! Dates and spans: `2026-01-31`, `today`, `6 months ago`, `30 days`.

use super::super::error::{CriteriaError, in_backquotes};
use super::super::tree::{Date, Day, Place, Relative, Span};
use super::super::words::Unit;
use super::input::{Input, Parsed, Subject, Wanted, unexpected, want};
use super::lex::{expect_keyword, keyword, next_word, stands, take_word};
use chrono::NaiveDate;
use winnow::stream::Stream;

/// A date.
pub(super) fn date(input: &mut Input<'_>) -> Parsed<Date> {
    want(input, Wanted::Date);
    if let Some(relative) = fixed(input)? {
        return Ok(Date::Relative(relative));
    }
    let word = next_word(input)?;
    if is_whole(word) {
        return span_from_today(input).map(Date::Relative);
    }
    if word.is_empty() {
        return Err(quoted_date(input).unwrap_or_else(|| unexpected(input)));
    }
    match iso_day(word) {
        IsoDay::Day(day) => take_word(input).map(|_| Date::Day(day)),
        IsoDay::NoSuchDay => {
            let (word, place) = take_word(input)?;
            Err(not_in_calendar(word, place).stop())
        }
        IsoDay::NoDate => Err(match day_like(word) {
            Some(day) => {
                let (word, place) = take_word(input)?;
                let message = format!("a date is written like {day}, found {}", in_backquotes(word));
                CriteriaError::syntax(place, message).suggest(day).stop()
            }
            None => joined_span(input, word).unwrap_or_else(|| unexpected(input)),
        }),
    }
}

/// The error for a date in quotes.
fn quoted_date(input: &mut Input<'_>) -> Option<super::input::Failure> {
    if !stands(input, '"') {
        return None;
    }
    let (text, place) = super::lex::quoted_text(input).ok()?;
    if matches!(iso_day(text.trim()), IsoDay::NoDate) {
        return None;
    }
    let message = format!("a date stands without quotes, found \"{text}\"");
    Some(
        CriteriaError::syntax(place, message)
            .suggest(text.trim().to_owned())
            .stop(),
    )
}

/// A date counted from today, if one stands here as a value. `subject` is what the value is for, if it can be a date.
pub(super) fn relative(input: &mut Input<'_>, subject: Option<&Subject>) -> Parsed<Option<Relative>> {
    if let Some(relative) = fixed(input)? {
        return Ok(Some(relative));
    }
    if a_span_stands_here(input, subject)? {
        return span_from_today(input).map(Some);
    }
    Ok(None)
}

/// `today`, `yesterday` or `tomorrow`, if one stands here.
fn fixed(input: &mut Input<'_>) -> Parsed<Option<Relative>> {
    let relative = match next_word(input)? {
        "today" => Relative::Today,
        "yesterday" => Relative::Yesterday,
        "tomorrow" => Relative::Tomorrow,
        _ => return Ok(None),
    };
    take_word(input)?;
    Ok(Some(relative))
}

/// A span with `ago` or `from now`.
fn span_from_today(input: &mut Input<'_>) -> Parsed<Relative> {
    let span = span(input)?;
    if keyword(input, "ago")? {
        return Ok(Relative::Ago(span));
    }
    expect_keyword(input, "from")?;
    expect_keyword(input, "now")?;
    Ok(Relative::FromNow(span))
}

/// Whether a whole number and a unit stand here: no value is followed by a unit otherwise.
fn a_span_stands_here(input: &mut Input<'_>, subject: Option<&Subject>) -> Parsed<bool> {
    let before = input.checkpoint();
    let (number, _) = take_word(input)?;
    if let Some(subject) = subject.filter(|_| is_whole(number)) {
        want(input, Wanted::UnitOfDate(subject.clone()));
    }
    let is_span = is_whole(number) && unit_of(next_word(input)?).is_some();
    input.reset(&before);
    Ok(is_span)
}

/// A span.
pub(super) fn span(input: &mut Input<'_>) -> Parsed<Span> {
    want(input, Wanted::SpanCount);
    let word = next_word(input)?;
    if !is_whole(word) {
        return Err(joined_span(input, word).unwrap_or_else(|| unexpected(input)));
    }
    let (number, place) = take_word(input)?;
    let count = number
        .parse()
        .ok()
        .filter(|count| *count <= Span::MAX)
        .ok_or_else(|| {
            CriteriaError::value(
                place,
                format!("a span goes up to {}, found {}", Span::MAX, in_backquotes(number)),
            )
            .stop()
        })?;
    want(input, Wanted::SpanUnit);
    let Some(unit) = unit_of(next_word(input)?) else {
        return Err(unexpected(input));
    };
    take_word(input)?;
    Span::new(count, unit).ok_or_else(|| unexpected(input))
}

/// The error for `30days`.
fn joined_span(input: &Input<'_>, word: &str) -> Option<super::input::Failure> {
    let digits = word.find(|c: char| !c.is_ascii_digit()).filter(|at| *at > 0)?;
    let (count, unit) = word.split_at_checked(digits)?;
    unit_of(unit)?;
    let here = super::input::at(input);
    let message = format!("a span is a number and a unit, found {}", in_backquotes(word));
    let error = CriteriaError::syntax(here..here + word.len(), message);
    Some(error.suggest(format!("{count} {unit}")).stop())
}

/// Whether it is a whole number without sign.
pub(super) fn is_whole(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn unit_of(word: &str) -> Option<Unit> {
    Unit::ALL
        .iter()
        .copied()
        .find(|unit| unit.word() == word || unit.plural() == word)
}

/// What a word says as a date.
pub(in super::super) enum IsoDay {
    /// A day.
    Day(Day),
    /// YYYY-MM-DD, but the calendar has no such day.
    NoSuchDay,
    /// Something else.
    NoDate,
}

/// Reads YYYY-MM-DD.
pub(in super::super) fn iso_day(word: &str) -> IsoDay {
    let bytes = word.as_bytes();
    let shape = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shape {
        return IsoDay::NoDate;
    }
    let number = |range| word.get(range).and_then(|part: &str| part.parse::<u32>().ok());
    let day = || {
        let year = i32::try_from(number(0..4)?).ok()?;
        NaiveDate::from_ymd_opt(year, number(5..7)?, number(8..10)?).and_then(Day::new)
    };
    day().map_or(IsoDay::NoSuchDay, IsoDay::Day)
}

/// The date that was probably meant by `31.1.2026` or `2026-1-31`, as it is written here.
pub(in super::super) fn day_like(word: &str) -> Option<String> {
    let day = crate::model::reading::read_date(word).ok().and_then(Day::new)?;
    Some(Date::Day(day).to_string())
}

/// The error for a day the calendar does not have.
pub(in super::super) fn not_in_calendar(word: &str, place: Place) -> CriteriaError {
    CriteriaError::value(
        place,
        format!("{} is not a day of the calendar", in_backquotes(word)),
    )
}
