//! JSON as the commands print it: keys in a fixed order, and numbers with all their digits.

use crate::model::{Decimal, Value};
use std::fmt;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// Nothing there.
    Null,
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Count(u64),
    /// An exact decimal.
    Number(Decimal),
    /// A text.
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object, its keys in this order.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// As a cell of CSV, the way an import reads it back: sets joined by `;`, nothing for null.
    pub fn as_cell(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Text(text) => text.clone(),
            Self::Array(members) => {
                let members: Vec<String> = members.iter().map(Self::as_cell).collect();
                members.join(";")
            }
            other => other.to_string(),
        }
    }

    /// A text, or null where there is none.
    pub fn text_or_null(text: &str) -> Self {
        if text.is_empty() {
            Self::Null
        } else {
            Self::text(text)
        }
    }
}

impl From<Option<&Value>> for Json {
    fn from(value: Option<&Value>) -> Self {
        match value {
            None => Self::Null,
            Some(Value::Text(text)) => Self::Text(text.clone()),
            Some(Value::Number(number)) => Self::Number(*number),
            Some(Value::Date(day)) => Self::Text(day.to_string()),
            Some(Value::Flag(flag)) => Self::Flag(*flag),
            Some(Value::Set(members)) => {
                Self::Array(members.iter().map(|one| Self::text(one.as_str())).collect())
            }
        }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Count(count) => write!(f, "{count}"),
            Self::Number(number) => write!(f, "{}", number.normalize()),
            Self::Text(text) => quoted(f, text),
            Self::Array(members) => {
                f.write_str("[")?;
                for (at, member) in members.iter().enumerate() {
                    let comma = if at > 0 { "," } else { "" };
                    write!(f, "{comma}{member}")?;
                }
                f.write_str("]")
            }
            Self::Object(pairs) => {
                f.write_str("{")?;
                for (at, (key, value)) in pairs.iter().enumerate() {
                    f.write_str(if at > 0 { "," } else { "" })?;
                    quoted(f, key)?;
                    write!(f, ":{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?)
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn any_reader_understands_it_and_no_digit_is_lost() {
        let pairs = [
            ("name", Json::text("Zoë \"Z\"\n\u{1b}")),
            ("spent", Json::Number(Decimal::new(123_456_789_012_345_678, 2))),
            (
                "tags",
                Json::Array(vec![Json::text("vip"), Json::Null, Json::Flag(true)]),
            ),
            ("n", Json::Count(7)),
        ];
        let pairs = pairs.map(|(key, value)| (key.to_owned(), value)).to_vec();
        let json = Json::Object(pairs);
        let text = json.to_string();
        assert!(text.starts_with("{\"name\":\"Zoë"));
        assert!(text.contains("\"spent\":1234567890123456.78,"));
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["name"], "Zoë \"Z\"\n\u{1b}");
        assert_eq!(read["tags"][0], "vip");
    }
}
