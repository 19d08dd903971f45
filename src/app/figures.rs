//! Numbers, money and times as people read them.

use crate::model::{Birthday, Currency, Decimal, Instant, Moment};
use chrono::{Datelike, NaiveDate};

/// A count with thousands marks: `1,204,311`.
pub fn count(number: u64) -> String {
    grouped(&number.to_string())
}

/// A number of contacts: `1 contact`, `1,204 contacts`.
pub fn people(number: u64) -> String {
    match number {
        1 => "1 contact".to_owned(),
        many => format!("{} contacts", count(many)),
    }
}

/// A count in at most four columns: `812`, `41k`, `1.2M`.
pub fn short(number: u64) -> String {
    match number {
        0..1_000 => number.to_string(),
        1_000..10_000 => tenths(number, 1_000, 'k'),
        10_000..1_000_000 => format!("{}k", number / 1_000),
        1_000_000..10_000_000 => tenths(number, 1_000_000, 'M'),
        _ => format!("{}M", number / 1_000_000),
    }
}

fn tenths(number: u64, unit: u64, letter: char) -> String {
    let tenths = number * 10 / unit;
    if tenths.is_multiple_of(10) {
        format!("{}{letter}", tenths / 10)
    } else {
        format!("{}.{}{letter}", tenths / 10, tenths % 10)
    }
}

/// An exact decimal with thousands marks, without zeros at its end.
pub fn decimal(number: Decimal) -> String {
    grouped(&number.normalize().to_string())
}

/// Money in the currency's own number of digits, without its sign: `1,220.00`.
pub fn money(amount: Decimal, currency: Option<Currency>) -> String {
    let digits = currency.map_or(2, |currency| currency.minor_units());
    grouped(&format!("{:.*}", digits as usize, amount.round_dp(digits)))
}

/// Thousands marks for a plain number.
fn grouped(plain: &str) -> String {
    let (sign, rest) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
    let (whole, fraction) = rest
        .split_once('.')
        .map_or((rest, None), |(whole, part)| (whole, Some(part)));
    let mut out = String::with_capacity(plain.len() + plain.len() / 3);
    out.push_str(sign);
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// How long ago a day was: `today`, `3 d`, `2 mo`, `4 y`; `in 3 d` for days to come.
pub fn ago(day: NaiveDate, today: NaiveDate) -> String {
    let days = (today - day).num_days();
    let span = match days.unsigned_abs() {
        0 => return "today".to_owned(),
        days @ 1..61 => format!("{days} d"),
        days @ 61..730 => format!("{} mo", days * 12 / 365),
        days => format!("{} y", days * 100 / 36_525),
    };
    if days < 0 { format!("in {span}") } else { span }
}

/// A day in full: `17 May 1990`.
pub fn date(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month(day.month()), day.year())
}

/// A day in full, and how long ago it was.
pub fn date_ago(day: NaiveDate, today: NaiveDate) -> String {
    let ago = ago(day, today);
    match ago.as_str() {
        "today" => format!("{}, today", date(day)),
        later if later.starts_with("in ") => format!("{}, {later}", date(day)),
        _ => format!("{}, {ago} ago", date(day)),
    }
}

/// A birthday, with the age where the year is known: `17 May 1990 (36)`.
pub fn birthday(birthday: Birthday, today: NaiveDate) -> String {
    let Some(day) = birthday.date() else {
        let (of_year, day) = birthday.month_day();
        return format!("{day} {}", month(of_year));
    };
    match crate::model::moment::age(day, today) {
        Some(years) => format!("{} ({years})", date(day)),
        None => date(day),
    }
}

/// A month in full: `May 1990`.
pub fn month_of(day: NaiveDate) -> String {
    format!("{} {}", month(day.month()), day.year())
}

/// The day an instant falls on in the store's zone, in full.
pub fn day_of(at: Instant, moment: &Moment) -> String {
    date(at.day(moment.zone))
}

fn month(number: u32) -> &'static str {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    number
        .checked_sub(1)
        .and_then(|at| NAMES.get(at as usize))
        .copied()
        .unwrap_or("?")
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_thousands_marks() {
        let shown = [0, 999, 1_000, 41_200, 1_204_311].map(count);
        assert_eq!(shown, ["0", "999", "1,000", "41,200", "1,204,311"]);
    }

    #[test]
    fn short_counts_never_round_up_and_fit_four_columns() {
        let shown = [
            999, 1_000, 1_999, 9_999, 10_000, 812_345, 999_999, 1_000_000, 12_345_678,
        ]
        .map(short);
        assert_eq!(
            shown,
            ["999", "1k", "1.9k", "9.9k", "10k", "812k", "999k", "1M", "12M"]
        );
    }

    #[test]
    fn money_has_the_digits_of_its_currency() {
        let amount = Decimal::new(12_205, 1);
        assert_eq!(money(amount, Currency::from_code("EUR")), "1,220.50");
        assert_eq!(money(amount, Currency::from_code("JPY")), "1,220");
        assert_eq!(money(Decimal::new(-123_456, 2), None), "-1,234.56");
    }

    #[test]
    fn times_are_said_as_people_say_them() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let said = |days: i64| ago(today - chrono::TimeDelta::days(days), today);
        let shown = [0, 1, 60, 61, 365, 729, 731, -3].map(said);
        assert_eq!(
            shown,
            ["today", "1 d", "60 d", "2 mo", "12 mo", "23 mo", "2 y", "in 3 d"]
        );
    }
}
