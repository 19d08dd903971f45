//! What a person typed for a field, as a value: forms and `--set FIELD=VALUE` read with these rules.
//!
//! Columns of files have rules of their own (see `transfer`), because there the whole column decides.

use super::text::fold;
use super::{Birthday, FieldType, Value};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::str::FromStr;

/// Reads a typed text for a field of a type. Blank text is `None`: it empties the field. The error says what was
/// expected, to be shown beside the field.
pub fn read_value(kind: &FieldType, text: &str) -> Result<Option<Value>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    Ok(Some(match kind {
        FieldType::Text => Value::Text(text.to_owned()),
        FieldType::Number | FieldType::Money => Value::Number(read_number(text)?),
        FieldType::Date => Value::Date(read_date(text)?),
        FieldType::YesNo => Value::Flag(read_yes_no(text)?),
        FieldType::Choice(options) => Value::Text(read_choice(options, text)?),
        FieldType::Set => match split_set(text) {
            members if members.is_empty() => return Ok(None),
            members => Value::Set(members),
        },
    }))
}

/// Reads an exact decimal: digits with a point, or with a comma that cannot be a thousands mark.
pub fn read_number(text: &str) -> Result<Decimal, String> {
    let compact: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\''))
        .collect();
    let plain = match compact.split_once(',') {
        Some((whole, rest)) if !rest.contains([',', '.']) => {
            if rest.len() == 3 && whole.trim_start_matches('-').len() <= 3 {
                return Err(format!(
                    "“{text}” can mean two numbers. Write {whole}{rest} or {whole}.{rest}."
                ));
            }
            format!("{whole}.{rest}")
        }
        _ => compact,
    };
    let number =
        Decimal::from_str(&plain).map_err(|_| format!("“{text}” is not a number. Write it like 1250.50."))?;
    if number.mantissa().unsigned_abs() >= 10_u128.pow(18) {
        return Err(format!("“{text}” has too many digits; at most 18 can be kept."));
    }
    Ok(number.normalize())
}

/// Reads a calendar day: `2026-05-17`, or `17.5.2026` with points, which no country writes the other way round.
pub fn read_date(text: &str) -> Result<NaiveDate, String> {
    let found = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(text, "%d.%m.%Y"))
        .ok()
        .filter(|day| (1..=9999).contains(&chrono::Datelike::year(day)));
    found.ok_or_else(|| format!("“{text}” is no day of the calendar. Write it like 2026-05-17."))
}

/// Reads a birthday, with its year or without (`--05-17` or `05-17`).
pub fn read_birthday(text: &str) -> Result<Option<Birthday>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let yearless = text.strip_prefix("--").unwrap_or(text);
    if let Some((month, day)) = yearless.split_once('-')
        && let (Ok(month), Ok(day)) = (month.parse(), day.parse())
        && let Some(birthday) = Birthday::yearless(month, day)
    {
        return Ok(Some(birthday));
    }
    read_date(text)
        .map(|day| Some(Birthday::full(day)))
        .map_err(|_| format!("“{text}” is no birthday. Write it like 1990-05-17, or 05-17 without the year."))
}

/// Reads yes or no.
pub fn read_yes_no(text: &str) -> Result<bool, String> {
    match fold(text).as_str() {
        "yes" | "y" | "true" | "1" | "on" => Ok(true),
        "no" | "n" | "false" | "0" | "off" => Ok(false),
        _ => Err(format!("“{text}” is neither yes nor no.")),
    }
}

/// Finds an option by its folded name, and gives it as it is spelled in the field.
pub fn read_choice(options: &[String], text: &str) -> Result<String, String> {
    let wanted = fold(text);
    options
        .iter()
        .find(|option| fold(option) == wanted)
        .cloned()
        .ok_or_else(|| format!("“{text}” is not among the options: {}.", options.join(", ")))
}

/// Splits a set at `;`, else at `|`, else at `,`; blank and repeated members are left out.
pub fn split_set(text: &str) -> Vec<String> {
    let mark = [';', '|', ',']
        .into_iter()
        .find(|mark| text.contains(*mark))
        .unwrap_or(',');
    let mut members: Vec<String> = Vec::new();
    for member in text
        .split(mark)
        .map(str::trim)
        .filter(|member| !member.is_empty())
    {
        if !members.iter().any(|known| fold(known) == fold(member)) {
            members.push(member.to_owned());
        }
    }
    members
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_that_could_be_a_thousands_mark_is_asked_back() {
        assert_eq!(read_number("12,50").unwrap(), Decimal::new(125, 1));
        assert_eq!(read_number("1250.50").unwrap(), Decimal::new(12505, 1));
        assert!(read_number("1,250").unwrap_err().contains("1250 or 1.250"));
        assert!(read_number("12 years").is_err());
    }

    #[test]
    fn birthdays_may_lack_their_year() {
        assert_eq!(read_birthday("02-29").unwrap(), Birthday::yearless(2, 29));
        assert_eq!(read_birthday("--05-17").unwrap(), Birthday::yearless(5, 17));
        assert!(read_birthday("1990-02-31").is_err());
        assert!(read_birthday("13-01").is_err());
    }

    #[test]
    fn sets_are_split_at_the_strongest_mark_and_keep_each_member_once() {
        assert_eq!(split_set("vip; new, or old ;VIP"), ["vip", "new, or old"]);
        assert_eq!(split_set("a,b , ,A"), ["a", "b"]);
    }
}
