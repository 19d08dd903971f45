//! A day as people write it: `3/4/1990`, `3 april`, `may 17 2026`, `yesterday`, `in 2 weeks`. Forms turn it into the one way
//! that is kept, and say which day was understood; what can mean two days is asked back.

use super::Birthday;
use super::reading::read_date;
use chrono::{Datelike, Days, Months, NaiveDate};

/// What reading a day depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayReader {
    /// The day it is now, in the store's zone.
    pub today: NaiveDate,
    /// Whether the month is written before the day; None where nobody has said.
    pub month_first: Option<bool>,
}

/// What a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Named {
    year: Option<i32>,
    month: u32,
    day: u32,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl DayReader {
    /// For the default country of a store: in the United States and the Philippines the month comes first.
    pub fn of(today: NaiveDate, country: Option<&str>) -> Self {
        Self {
            today,
            month_first: country.map(|country| matches!(country, "US" | "PH")),
        }
    }

    /// Reads a day. Without a year it is one of this year.
    pub fn day(self, text: &str) -> Result<NaiveDate, String> {
        let text = text.trim();
        if let Some(day) = read_date(text).ok().or_else(|| self.relative(text)) {
            return Ok(day);
        }
        let named = self.named(text)?;
        let year = named.year.unwrap_or_else(|| self.today.year());
        NaiveDate::from_ymd_opt(year, named.month, named.day).ok_or_else(|| no_day(text))
    }

    /// Reads a birthday, which may lack its year.
    pub fn birthday(self, text: &str) -> Result<Birthday, String> {
        let text = text.trim();
        if let Some(known) = super::reading::read_birthday(text).ok().flatten() {
            return Ok(known);
        }
        let named = self.named(text)?;
        let found = match named.year {
            None => Birthday::yearless(named.month, named.day),
            Some(year) => NaiveDate::from_ymd_opt(year, named.month, named.day).map(Birthday::full),
        };
        found.ok_or_else(|| no_day(text))
    }

    /// `today`, `3 days ago`, `in 2 weeks`.
    fn relative(self, text: &str) -> Option<NaiveDate> {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        match words.as_slice() {
            ["today"] => Some(self.today),
            ["yesterday"] => self.today.pred_opt(),
            ["tomorrow"] => self.today.succ_opt(),
            [number, unit, "ago"] => self.moved(number, unit, false),
            ["in", number, unit] => self.moved(number, unit, true),
            _ => None,
        }
    }

    fn moved(self, number: &str, unit: &str, later: bool) -> Option<NaiveDate> {
        let number: u32 = if number == "a" || number == "one" {
            1
        } else {
            number.parse().ok()?
        };
        let days = |days: u64| {
            if later {
                self.today.checked_add_days(Days::new(days))
            } else {
                self.today.checked_sub_days(Days::new(days))
            }
        };
        let months = |months: u32| {
            if later {
                self.today.checked_add_months(Months::new(months))
            } else {
                self.today.checked_sub_months(Months::new(months))
            }
        };
        match unit.trim_end_matches('s') {
            "day" => days(u64::from(number)),
            "week" => days(u64::from(number) * 7),
            "month" => months(number),
            "year" => months(number.checked_mul(12)?),
            _ => None,
        }
    }

    /// Two or three parts: numbers, or a month by its name.
    fn named(self, text: &str) -> Result<Named, String> {
        let lower = text.to_lowercase();
        let parts: Vec<&str> = lower
            .split(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | '.' | ','))
            .filter(|part| !part.is_empty())
            .collect();
        if let Some(at) = parts.iter().position(|part| month_of(part).is_some()) {
            let month = parts.get(at).and_then(|part| month_of(part)).unwrap_or_default();
            let rest: Vec<&str> = parts
                .iter()
                .enumerate()
                .filter(|(place, _)| *place != at)
                .map(|(_, part)| *part)
                .collect();
            return self.around_month(&rest, month).ok_or_else(|| no_day(text));
        }
        let numbers: Vec<u32> = parts
            .iter()
            .map(|part| part.parse())
            .collect::<Result<_, _>>()
            .map_err(|_| no_day(text))?;
        let long_first = parts.first().is_some_and(|part| part.len() == 4);
        match (numbers.as_slice(), parts.as_slice()) {
            ([year, month, day], _) if long_first => Ok(Named {
                year: i32::try_from(*year).ok(),
                month: *month,
                day: *day,
            }),
            ([one, other, _], [.., year]) => self.in_order(*one, *other, self.year(year), text),
            ([one, other], _) => self.in_order(*one, *other, None, text),
            _ => Err(no_day(text)),
        }
    }

    /// Day and perhaps year beside a month that has a name.
    fn around_month(self, rest: &[&str], month: u32) -> Option<Named> {
        let day = |text: &str| {
            let digits = text.trim_end_matches(|c: char| c.is_alphabetic());
            digits.parse().ok().filter(|day| (1..=31).contains(day))
        };
        let (day, year) = match rest {
            [one] => (day(one)?, None),
            [year, one] if year.len() == 4 => (day(one)?, Some(self.year(year)?)),
            [one, year] => (day(one)?, Some(self.year(year)?)),
            _ => return None,
        };
        Some(Named { year, month, day })
    }

    /// Day and month by what is possible, else as the country writes them.
    fn in_order(self, one: u32, other: u32, year: Option<i32>, text: &str) -> Result<Named, String> {
        let month_first = match (one > 12, other > 12) {
            (true, _) => false,
            (false, true) => true,
            (false, false) if one == other => false,
            (false, false) => self.month_first.ok_or_else(|| two_days(one, other, text))?,
        };
        let (day, month) = if month_first { (other, one) } else { (one, other) };
        Ok(Named { year, month, day })
    }

    /// A year of four digits, or of two: no later than ten years from now.
    fn year(self, text: &str) -> Option<i32> {
        let year: i32 = text.parse().ok()?;
        Some(match text.len() {
            2 => {
                let century = self.today.year() - self.today.year() % 100;
                let near = century + year;
                if near > self.today.year() + 10 {
                    near - 100
                } else {
                    near
                }
            }
            _ => year,
        })
    }
}

/// A month by its name, or by at least three letters of it.
fn month_of(text: &str) -> Option<u32> {
    let begun = |name: &str| text.len() >= 3 && name.starts_with(text);
    MONTHS
        .iter()
        .position(|name| begun(name))
        .and_then(|at| u32::try_from(at + 1).ok())
}

fn no_day(text: &str) -> String {
    format!("“{text}” is no day of the calendar. Write it like 2026-05-17.")
}

fn two_days(one: u32, other: u32, text: &str) -> String {
    let name = |month: u32| {
        let at = usize::try_from(month).unwrap_or(0).saturating_sub(1);
        MONTHS.get(at).map_or("", |name| name.get(..3).unwrap_or(name))
    };
    format!(
        "“{text}” can mean two days. Write {one} {} or {other} {}, or choose a default country in the settings.",
        name(other),
        name(one)
    )
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    fn reader(month_first: Option<bool>) -> DayReader {
        DayReader {
            today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
            month_first,
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let reader = reader(Some(false));
        for (text, day) in [
            ("2026-05-17", "2026-05-17"),
            ("17.5.2026", "2026-05-17"),
            ("3/4/1990", "1990-04-03"),
            ("3/4", "2026-04-03"),
            ("4/31/90", ""),
            ("12/25/24", "2024-12-25"),
            ("3 April 1990", "1990-04-03"),
            ("apr 3rd, 1990", "1990-04-03"),
            ("1990 apr 3", "1990-04-03"),
            ("17 may", "2026-05-17"),
            ("Yesterday", "2026-11-21"),
            ("3 days ago", "2026-11-19"),
            ("in 2 weeks", "2026-12-06"),
            ("a year ago", "2025-11-22"),
            ("30 feb", ""),
            ("spring", ""),
            ("17", ""),
        ] {
            let read = reader
                .day(text)
                .map_or_else(|_| String::new(), |day| day.to_string());
            assert_eq!(read, day, "{text}");
        }
    }

    #[test]
    fn what_can_mean_two_days_is_asked_back_unless_the_country_is_known() {
        let why = reader(None).day("3/4/1990").unwrap_err();
        assert!(why.contains("3 apr or 4 mar"), "{why}");
        assert_eq!(reader(None).day("4/4/1990").unwrap().to_string(), "1990-04-04");
        assert_eq!(
            reader(Some(true)).day("3/4/1990").unwrap().to_string(),
            "1990-03-04"
        );
        assert_eq!(
            reader(Some(true)).day("25/12/1990").unwrap().to_string(),
            "1990-12-25"
        );
        assert_eq!(
            DayReader::of(reader(None).today, Some("US")).month_first,
            Some(true)
        );
    }

    #[test]
    fn a_birthday_may_lack_its_year() {
        let reader = reader(Some(false));
        assert_eq!(reader.birthday("3/4").unwrap(), Birthday::yearless(4, 3).unwrap());
        assert_eq!(
            reader.birthday("29 feb").unwrap(),
            Birthday::yearless(2, 29).unwrap()
        );
        assert_eq!(reader.birthday("3/4/1990").unwrap().to_string(), "1990-04-03");
    }
}
