//! Days in files: ISO, day or month first, month names, with or without a time and its zone.

use super::month;
use crate::model::{Birthday, Instant, Moment, When};
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// Which part of `03/04/2026` is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateOrder {
    /// 3 April.
    DayFirst,
    /// 4 March.
    MonthFirst,
}

impl DateOrder {
    /// From `dmy` or `mdy`.
    pub fn named(word: &str) -> Option<Self> {
        match word.trim().to_ascii_lowercase().as_str() {
            "dmy" => Some(Self::DayFirst),
            "mdy" => Some(Self::MonthFirst),
            _ => None,
        }
    }

    /// As the command line takes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::DayFirst => "dmy",
            Self::MonthFirst => "mdy",
        }
    }
}

/// Why a text is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoDay {
    /// It does not look like one.
    NotADate,
    /// 31 February.
    NotInCalendar,
    /// Day and month could be either way round.
    OrderUnknown,
}

impl NoDay {
    /// In words, to stand after the name of the column.
    pub fn reason(self) -> &'static str {
        match self {
            Self::NotADate => "not a date",
            Self::NotInCalendar => "no such day in the calendar",
            Self::OrderUnknown => "day or month first? Say it with --date-order dmy or mdy",
        }
    }
}

/// A text that looks like a day, before its order is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    parts: Parts,
    time: Option<NaiveTime>,
    /// Seconds east of UTC, where the text says a zone.
    offset: Option<i32>,
}

/// The three numbers of a day as they were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parts {
    /// Year, month and day are known from the form.
    Known(i32, u32, u32),
    /// Two numbers whose order is open, and the year.
    Open(u32, u32, i32),
    /// Month and day without a year (`--05-17`).
    Yearless(u32, u32),
    /// Two numbers whose order is open, without a year (`05/17`).
    YearlessOpen(u32, u32),
}

impl Written {
    /// Takes a text apart. None where it does not look like a day at all.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (day, rest) = split_time(text);
        if let Some(parts) = numeric(day) {
            let (time, offset) = if rest.is_empty() {
                (None, None)
            } else {
                clock(rest)?
            };
            return Some(Self { parts, time, offset });
        }
        let (year, month, day) = month::named(text)?;
        let parts = year.map_or(Parts::Yearless(month, day), |year| Parts::Known(year, month, day));
        Some(Self {
            parts,
            time: None,
            offset: None,
        })
    }

    /// What this text says about the order of its column, if anything.
    pub fn evidence(&self) -> Option<DateOrder> {
        match self.parts {
            Parts::Open(first, second, _) | Parts::YearlessOpen(first, second) => {
                match (first > 12, second > 12) {
                    (true, false) => Some(DateOrder::DayFirst),
                    (false, true) => Some(DateOrder::MonthFirst),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether the order of the column matters to this text.
    pub fn is_open(&self) -> bool {
        matches!(self.parts, Parts::Open(first, second, _) | Parts::YearlessOpen(first, second) if first != second)
    }

    /// Whether it says a year.
    pub fn has_year(&self) -> bool {
        matches!(self.parts, Parts::Known(..) | Parts::Open(..))
    }

    /// The calendar day in the store's zone: a time with a zone is converted, everything else stays as written.
    pub fn day(&self, order: Option<DateOrder>, zone: Tz) -> Result<NaiveDate, NoDay> {
        let day = self.written_day(order)?;
        match (self.time, self.offset) {
            (Some(time), Some(offset)) => {
                let utc = (day.and_time(time) - TimeDelta::seconds(i64::from(offset))).and_utc();
                Ok(utc.with_timezone(&zone).date_naive())
            }
            _ => Ok(day),
        }
    }

    /// The instant: a time without a zone is read in the store's, a bare day begins there.
    pub fn instant(&self, order: Option<DateOrder>, zone: Tz) -> Result<Instant, NoDay> {
        let day = self.written_day(order)?;
        let start = Moment {
            now: Instant(0),
            zone,
        }
        .start_of(day);
        let Some(time) = self.time else { return Ok(start) };
        let naive = day.and_time(time);
        if let Some(offset) = self.offset {
            return Ok(Instant(
                (naive - TimeDelta::seconds(i64::from(offset)))
                    .and_utc()
                    .timestamp(),
            ));
        }
        let local: Option<DateTime<Tz>> = naive.and_local_timezone(zone).earliest();
        Ok(local.map_or(start, |local| Instant(local.with_timezone(&Utc).timestamp())))
    }

    /// The day where no time is written, else the instant.
    pub fn when(&self, order: Option<DateOrder>, zone: Tz) -> Result<When, NoDay> {
        if self.time.is_none() {
            return self.written_day(order).map(When::Day);
        }
        self.instant(order, zone).map(When::At)
    }

    /// A birthday, with its year or without. Mailboxes write 1604 or 1900 where they know no year only in vCards; a
    /// year in a file is taken as it is.
    pub fn birthday(&self, order: Option<DateOrder>) -> Result<Birthday, NoDay> {
        let (month, day) = match self.parts {
            Parts::Yearless(month, day) => (month, day),
            Parts::YearlessOpen(first, second) => in_order(first, second, order)?,
            _ => return self.written_day(order).map(Birthday::full),
        };
        Birthday::yearless(month, day).ok_or(NoDay::NotInCalendar)
    }

    fn written_day(&self, order: Option<DateOrder>) -> Result<NaiveDate, NoDay> {
        let (year, month, day) = match self.parts {
            Parts::Known(year, month, day) => (year, month, day),
            Parts::Open(first, second, year) => {
                let (month, day) = in_order(first, second, order)?;
                (year, month, day)
            }
            Parts::Yearless(..) | Parts::YearlessOpen(..) => return Err(NoDay::NotADate),
        };
        NaiveDate::from_ymd_opt(year, month, day)
            .filter(|day| (1..=9999).contains(&day.year()))
            .ok_or(NoDay::NotInCalendar)
    }
}

/// Month and day of two numbers.
fn in_order(first: u32, second: u32, order: Option<DateOrder>) -> Result<(u32, u32), NoDay> {
    match order {
        Some(DateOrder::DayFirst) => Ok((second, first)),
        Some(DateOrder::MonthFirst) => Ok((first, second)),
        None if first == second => Ok((first, second)),
        None if first > 12 && second > 12 => Err(NoDay::NotInCalendar),
        None => Err(NoDay::OrderUnknown),
    }
}

/// The day and the time behind it.
fn split_time(text: &str) -> (&str, &str) {
    let at = text
        .char_indices()
        .skip(4)
        .find(|(at, letter)| {
            let after_digit = text
                .as_bytes()
                .get(at.wrapping_sub(1))
                .is_some_and(u8::is_ascii_digit);
            (matches!(letter, 'T' | 't') && after_digit) || *letter == ' ' || *letter == ','
        })
        .map(|(at, _)| at);
    match at {
        Some(at) => {
            let (day, rest) = text.split_at(at);
            (day, rest.trim_start_matches(['T', 't', ' ', ',']))
        }
        None => (text, ""),
    }
}

fn numeric(text: &str) -> Option<Parts> {
    if let Some(yearless) = text.strip_prefix("--") {
        let (month, day) = match yearless.split_once('-') {
            Some(parts) => parts,
            None if yearless.len() == 4 => yearless.split_at_checked(2)?,
            None => return None,
        };
        return Some(Parts::Yearless(number(month, 2)?, number(day, 2)?));
    }
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let year = number(text.get(..4)?, 4)? as i32;
        let (month, day) = (number(text.get(4..6)?, 2)?, number(text.get(6..)?, 2)?);
        let plausible = (1800..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        return plausible.then_some(Parts::Known(year, month, day));
    }
    let mark = ['-', '/', '.'].into_iter().find(|mark| text.contains(*mark))?;
    let mut parts = text.trim_end_matches('.').split(mark);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next());
    if parts.next().is_some() {
        return None;
    }
    let Some(third) = third else {
        return yearless(first, second, mark);
    };
    if first.len() == 4 {
        return Some(Parts::Known(
            number(first, 4)? as i32,
            number(second, 2)?,
            number(third, 2)?,
        ));
    }
    let (first, second) = (number(first, 2)?, number(second, 2)?);
    let year = match third.len() {
        4 => number(third, 4)? as i32,
        2 => century(number(third, 2)?),
        _ => return None,
    };
    // No country writes points the other way round.
    Some(if mark == '.' {
        Parts::Known(year, second, first)
    } else {
        Parts::Open(first, second, year)
    })
}

/// Two numbers alone: `05-17` is month and day as in ISO, `17.5.` day and month, `5/17` open. Two digits each, so that
/// `1.5` stays a number.
fn yearless(first: &str, second: &str, mark: char) -> Option<Parts> {
    if first.len() != 2 || second.len() != 2 {
        return None;
    }
    let (first, second) = (number(first, 2)?, number(second, 2)?);
    let fits = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
    match mark {
        '-' if fits(first, second) => Some(Parts::Yearless(first, second)),
        '.' if fits(second, first) => Some(Parts::Yearless(second, first)),
        '/' if fits(first, second) || fits(second, first) => Some(Parts::YearlessOpen(first, second)),
        _ => None,
    }
}

/// Two digits of a year: up to 2049, the rest in the last century.
pub(super) fn century(two: u32) -> i32 {
    let two = two as i32;
    if two < 50 { 2000 + two } else { 1900 + two }
}

fn number(digits: &str, longest: usize) -> Option<u32> {
    let fits =
        !digits.is_empty() && digits.len() <= longest && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| digits.parse().ok()).flatten()
}

/// A time of day and its zone: `10:30`, `09:59:00 +0200`, `14:00:00.000Z`, `2:05 PM UTC`.
fn clock(text: &str) -> Option<(Option<NaiveTime>, Option<i32>)> {
    let end = text
        .find(|letter: char| !letter.is_ascii_digit() && letter != ':' && letter != '.')
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let mut parts = digits.split(':');
    let mut hour = number(parts.next()?, 2)?;
    let minute = number(parts.next()?, 2)?;
    let second = match parts.next() {
        Some(part) => number(part.split('.').next()?, 2)?,
        None => 0,
    };
    let mut rest = rest.trim();
    let half = rest.get(..2).map(str::to_ascii_lowercase);
    if let Some(half @ ("am" | "pm")) = half.as_deref() {
        hour = hour % 12 + if half == "pm" { 12 } else { 0 };
        rest = rest.get(2..).unwrap_or_default().trim();
    }
    let time = NaiveTime::from_hms_opt(hour, minute, second.min(59))?;
    let offset = if rest.is_empty() {
        None
    } else {
        Some(zone_offset(rest)?)
    };
    Some((Some(time), offset))
}

fn zone_offset(text: &str) -> Option<i32> {
    let text = text
        .strip_prefix("UTC")
        .or_else(|| text.strip_prefix("GMT"))
        .unwrap_or(text);
    if text.is_empty() || text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let digits: String = text.get(1..)?.chars().filter(|letter| *letter != ':').collect();
    let (hours, minutes) = match digits.len() {
        2 => (number(&digits, 2)?, 0),
        4 => (number(digits.get(..2)?, 2)?, number(digits.get(2..)?, 2)?),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60) as i32)
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    fn day(text: &str, order: Option<DateOrder>, zone: Tz) -> Result<String, NoDay> {
        let written = Written::read(text).ok_or(NoDay::NotADate)?;
        written.day(order, zone).map(|day| day.to_string())
    }

    #[test]
    fn days_are_read_in_every_usual_form() {
        for (text, expected) in [
            ("1990-05-17", "1990-05-17"),
            ("1990/5/7", "1990-05-07"),
            ("19900517", "1990-05-17"),
            ("17.5.1990", "1990-05-17"),
            ("17.05.90", "1990-05-17"),
            ("12/12/2024", "2024-12-12"),
            ("2026-10-01 09:00:00", "2026-10-01"),
            ("2026-10-01T23:30", "2026-10-01"),
            ("17 May 1990", "1990-05-17"),
            ("May 17, 1990", "1990-05-17"),
            ("17 de maio de 1990", "1990-05-17"),
        ] {
            assert_eq!(day(text, None, Tz::UTC).as_deref(), Ok(expected), "{text}");
        }
        for text in [
            "",
            "hello",
            "1.5",
            "12",
            "2026",
            "+351912345678",
            "1990-05",
            "17/05",
            "2026-13-45x",
        ] {
            assert!(day(text, None, Tz::UTC).is_err(), "{text}");
        }
    }

    #[test]
    fn the_order_of_the_column_decides_and_nothing_is_guessed() {
        assert_eq!(
            day("03/04/2026", Some(DateOrder::DayFirst), Tz::UTC).unwrap(),
            "2026-04-03"
        );
        assert_eq!(
            day("03/04/2026", Some(DateOrder::MonthFirst), Tz::UTC).unwrap(),
            "2026-03-04"
        );
        assert_eq!(day("03/04/2026", None, Tz::UTC), Err(NoDay::OrderUnknown));
        assert_eq!(
            day("31/02/2026", Some(DateOrder::DayFirst), Tz::UTC),
            Err(NoDay::NotInCalendar)
        );
        assert_eq!(
            Written::read("31/01/2026").unwrap().evidence(),
            Some(DateOrder::DayFirst)
        );
        assert_eq!(
            Written::read("01/31/2026").unwrap().evidence(),
            Some(DateOrder::MonthFirst)
        );
        assert_eq!(Written::read("01/02/2026").unwrap().evidence(), None);
    }

    #[test]
    fn a_time_with_a_zone_is_converted_and_a_bare_day_never_shifts() {
        let lisbon: Tz = "America/New_York".parse().unwrap();
        assert_eq!(
            day("2026-05-01 02:00:00 +0200", None, lisbon).unwrap(),
            "2026-04-30"
        );
        assert_eq!(day("2026-05-01T02:00:00Z", None, lisbon).unwrap(), "2026-04-30");
        assert_eq!(day("2026-05-01 02:00:00", None, lisbon).unwrap(), "2026-05-01");
        assert_eq!(day("2026-05-01", None, lisbon).unwrap(), "2026-05-01");
        let noon = Written::read("2026-05-01 12:00").unwrap();
        assert_eq!(noon.instant(None, lisbon).unwrap(), Instant(1_777_651_200));
    }

    #[test]
    fn birthdays_may_lack_their_year() {
        let birthday = |text| {
            Written::read(text)
                .unwrap()
                .birthday(None)
                .map(|day| day.to_string())
        };
        assert_eq!(birthday("--05-17").unwrap(), "--05-17");
        assert_eq!(birthday("02-29").unwrap(), "--02-29");
        assert_eq!(birthday("17.05.").unwrap(), "--05-17");
        assert_eq!(birthday("05/17"), Err(NoDay::OrderUnknown));
        assert_eq!(birthday("1990-02-29"), Err(NoDay::NotInCalendar));
    }
}
