//! Numbers and money in files: thousands marks, decimal comma or point, a currency beside the digits.

use crate::model::{Currency, Decimal};

/// What stands before the decimals of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// `1,204.50`
    Point,
    /// `1.204,50`
    Comma,
}

/// The currency beside an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// It names one currency.
    Code(Currency),
    /// A sign that several currencies share (`$`, `¥`, `kr`).
    Shared,
}

/// An amount taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written<'a> {
    negative: bool,
    /// Digits with their marks.
    digits: &'a str,
    /// The currency beside them.
    pub sign: Option<Sign>,
}

/// The most digits that can be kept.
const DIGITS: u32 = 18;

impl<'a> Written<'a> {
    /// Takes a text apart. None where it is no amount.
    pub fn read(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let first = text.find(|letter: char| letter.is_ascii_digit())?;
        let last = text.rfind(|letter: char| letter.is_ascii_digit())? + 1;
        let (front, digits, back) = (text.get(..first)?, text.get(first..last)?, text.get(last..)?);
        if text.len() > 60 || !digits.chars().all(is_digit_or_mark) {
            return None;
        }
        let (front, negative) = without_minus(front);
        // `.5` and `5.` leave their mark outside of the digits.
        let front = front.trim();
        let back = back.trim();
        if front.is_empty() && back.is_empty() {
            return Some(Self {
                negative,
                digits,
                sign: None,
            });
        }
        let back = back.strip_suffix(['.', ',']).unwrap_or(back);
        let sign = match (front, back) {
            ("", "") => None,
            (word, "") | ("", word) => Some(currency(word)?),
            (one, other) => match (currency(one)?, currency(other)?) {
                (Sign::Code(code), _) | (_, Sign::Code(code)) => Some(Sign::Code(code)),
                _ => Some(Sign::Shared),
            },
        };
        Some(Self {
            negative,
            digits,
            sign,
        })
    }

    /// What this amount says about the decimal mark of its column, if anything.
    pub fn evidence(&self) -> Option<Mark> {
        let last = self.digits.rfind([',', '.'])?;
        let (before, after) = (self.digits.get(..last)?, self.digits.get(last + 1..)?);
        let mark = if self.digits.as_bytes().get(last) == Some(&b',') {
            Mark::Comma
        } else {
            Mark::Point
        };
        let repeated = before.contains(if mark == Mark::Comma { ',' } else { '.' });
        let other = before.contains(if mark == Mark::Comma { '.' } else { ',' });
        if repeated && !other {
            // 1.234.567: the mark groups thousands.
            return Some(mark.other());
        }
        if other || after.len() != 3 || before.starts_with('0') || before.len() > 3 {
            return Some(mark);
        }
        None
    }

    /// Whether it has a mark that could group thousands or begin decimals (`1,250`).
    pub fn is_open(&self) -> bool {
        self.digits.contains([',', '.']) && self.evidence().is_none()
    }

    /// Whether it begins with a zero that a number would lose (`01234`).
    pub fn has_leading_zero(&self) -> bool {
        let mut digits = self.digits.bytes();
        digits.next() == Some(b'0') && digits.next().is_some_and(|second| second.is_ascii_digit())
    }

    /// How many digits it has.
    pub fn length(&self) -> usize {
        self.digits.bytes().filter(u8::is_ascii_digit).count()
    }

    /// The exact value under the column's mark. None where the text does not fit it.
    pub fn value(&self, mark: Mark) -> Option<Decimal> {
        let point = if mark == Mark::Comma { ',' } else { '.' };
        let (whole, decimals) = match self.digits.split_once(point) {
            Some((whole, decimals)) => (whole, decimals),
            None => (self.digits, ""),
        };
        if !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let mut mantissa: i128 = 0;
        let mut group = None;
        for letter in whole.chars() {
            match letter.to_digit(10) {
                Some(digit) => {
                    mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit))?;
                    group = group.map(|length: u32| length + 1);
                }
                // Indian amounts group by two: 1,20,500.
                None if group.is_none_or(|length| length == 3 || length == 2) => group = Some(0),
                None => return None,
            }
        }
        if group.is_some_and(|length| length != 3) {
            return None;
        }
        for byte in decimals.bytes() {
            mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(byte - b'0'))?;
        }
        if mantissa >= 10_i128.pow(DIGITS) {
            return None;
        }
        let scale = u32::try_from(decimals.len()).ok()?;
        let value =
            Decimal::try_from_i128_with_scale(if self.negative { -mantissa } else { mantissa }, scale)
                .ok()?;
        Some(value.normalize())
    }
}

impl Mark {
    /// Point for comma, and comma for point.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }
}

/// The currency that a word or a sign names; None where it names none.
pub(crate) fn currency(word: &str) -> Option<Sign> {
    let word = word.trim();
    if word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Currency::from_code(word).map(Sign::Code);
    }
    let code = match word {
        "€" => "EUR",
        "£" => "GBP",
        "R$" => "BRL",
        "US$" | "U$S" => "USD",
        "CA$" | "C$" => "CAD",
        "A$" | "AU$" => "AUD",
        "NZ$" => "NZD",
        "HK$" => "HKD",
        "S$" => "SGD",
        "MX$" => "MXN",
        "₹" => "INR",
        "₩" => "KRW",
        "₺" => "TRY",
        "₴" => "UAH",
        "₦" => "NGN",
        "₫" => "VND",
        "₪" => "ILS",
        "₱" => "PHP",
        "₽" => "RUB",
        "₡" => "CRC",
        "₲" => "PYG",
        "₵" => "GHS",
        "₸" => "KZT",
        "zł" => "PLN",
        "Kč" => "CZK",
        "Ft" => "HUF",
        "S/" | "S/." => "PEN",
        "$" | "¥" | "￥" | "kr" | "kr." | "Rs" | "Rs." | "Fr." => return Some(Sign::Shared),
        _ => return None,
    };
    Currency::from_code(code).map(Sign::Code)
}

fn is_digit_or_mark(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’')
}

fn without_minus(front: &str) -> (&str, bool) {
    let minus = ['-', '−', '–'];
    if let Some(rest) = front.strip_prefix(minus) {
        return (rest, true);
    }
    match front.strip_suffix(minus) {
        Some(rest) => (rest, true),
        None => (front.strip_prefix('+').unwrap_or(front), false),
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    fn value(text: &str, mark: Mark) -> Option<String> {
        Written::read(text)?.value(mark).map(|value| value.to_string())
    }

    #[test]
    fn amounts_are_exact_under_the_mark_of_their_column() {
        for (text, mark, expected) in [
            ("1204.50", Mark::Point, Some("1204.5")),
            ("1,204.50", Mark::Point, Some("1204.5")),
            ("1.204,50", Mark::Comma, Some("1204.5")),
            ("1 204,50 €", Mark::Comma, Some("1204.5")),
            ("R$ 1.204,50", Mark::Comma, Some("1204.5")),
            ("-12.50", Mark::Point, Some("-12.5")),
            ("$-12", Mark::Point, Some("-12")),
            ("1,20,500", Mark::Point, Some("120500")),
            ("CHF 1'204.50", Mark::Point, Some("1204.5")),
            ("1.5", Mark::Comma, None),
            ("12,50", Mark::Point, None),
            ("12 apples", Mark::Point, None),
            ("1234567890123456789", Mark::Point, None),
        ] {
            assert_eq!(value(text, mark).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_column_shows_its_mark_where_it_cannot_be_a_thousands_mark() {
        let evidence = |text| Written::read(text).unwrap().evidence();
        assert_eq!(evidence("1,204.50"), Some(Mark::Point));
        assert_eq!(evidence("1.204,50"), Some(Mark::Comma));
        assert_eq!(evidence("12,5"), Some(Mark::Comma));
        assert_eq!(evidence("1.234.567"), Some(Mark::Comma));
        assert_eq!(evidence("1,250"), None);
        assert_eq!(evidence("0,250"), Some(Mark::Comma));
        assert_eq!(evidence("1250"), None);
        assert!(Written::read("1,250").unwrap().is_open());
        assert!(!Written::read("1250").unwrap().is_open());
    }
}
