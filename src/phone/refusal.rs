//! Why a text is not taken for a number, in words that say what to do.

use std::fmt;

/// Why a text was not taken for a number.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// There is nothing in it.
    Empty,
    /// There is something in it, but no number: `-`, `tel:`, `000`.
    NoNumber,
    /// A number without a country code, and no country chosen to read it in.
    NoCountry,
    /// `3.5191E+11` or `351912345678.0`: a spreadsheet has taken it for an amount.
    Rounded,
    /// `2026-05-17`.
    Date,
    /// `+351912***678`.
    Masked,
    /// A letter or sign that no number has.
    Character {
        /// What was found.
        found: char,
        /// Where, counted from 1 in what can be seen of the text.
        place: usize,
    },
    /// Two numbers in one text.
    TwoNumbers,
    /// A link or an id of WhatsApp that does not hold the number.
    HiddenLink,
    /// The link or id of a WhatsApp group or channel.
    Group,
    /// `(0)` in a country whose numbers may begin with a zero, and both readings exist.
    UnclearZero,
    /// No country has this code.
    UnknownCode {
        /// The first digits after the plus.
        code: String,
    },
    /// Too many or too few digits.
    Length {
        /// The country (or the bare code where it has none), with its code.
        country: Country,
        /// How many digits its numbers have.
        lengths: Vec<u8>,
        /// How many were found.
        found: usize,
    },
    /// The length is right, but no such range is known.
    Range {
        /// The country, with its code.
        country: Country,
    },
}

/// What a calling code belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// Its English name; none for codes of no country.
    pub name: Option<&'static str>,
    /// The calling code.
    pub code: u16,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("No number."),
            Self::NoNumber => f.write_str("There is no number in this."),
            Self::NoCountry => f.write_str("Start with + and the country code, or choose the country."),
            Self::Rounded => f.write_str(
                "The spreadsheet has rounded this number. Format the column as text and export again.",
            ),
            Self::Date => f.write_str("This is a date, not a phone number."),
            Self::Masked => f.write_str("Digits of this number are hidden; ask for the whole number."),
            Self::Character { found, place } => {
                write!(
                    f,
                    "A phone number has digits only; found '{found}' at place {place}."
                )
            }
            Self::TwoNumbers => f.write_str("Two numbers in one field; keep the WhatsApp one."),
            Self::HiddenLink => f.write_str("This link hides the number; open the chat and copy it."),
            Self::Group => {
                f.write_str("This leads to a group or channel, not to a person; ask for the person's number.")
            }
            Self::UnclearZero => {
                f.write_str("It is not clear whether (0) belongs to the number; write it without brackets.")
            }
            Self::UnknownCode { code } => write!(f, "+{code} is not a country code."),
            Self::Length {
                country,
                lengths,
                found,
            } => {
                let Country { name, code } = country;
                match name {
                    Some(name) => write!(
                        f,
                        "{name} numbers have {} digits after +{code}; ",
                        listed(lengths)
                    )?,
                    None => write!(f, "+{code} numbers have {} more digits; ", listed(lengths))?,
                }
                write!(f, "this has {found}.")
            }
            Self::Range { country } => match country.name {
                Some(name) => write!(
                    f,
                    "No such number range in {}{name}; check the area code.",
                    article(name)
                ),
                None => write!(
                    f,
                    "No such number range under +{}; check the number.",
                    country.code
                ),
            },
        }
    }
}

impl std::error::Error for Refusal {}

/// `10`, `9 or 10`, `7, 9 or 10`, `4 to 15`.
fn listed(lengths: &[u8]) -> String {
    match lengths {
        [] => "other".to_owned(),
        [only] => only.to_string(),
        [first, middle @ .., last] if usize::from(last - first) == middle.len() + 1 && !middle.is_empty() => {
            format!("{first} to {last}")
        }
        [start @ .., last] => {
            let start: Vec<_> = start.iter().map(ToString::to_string).collect();
            format!("{} or {last}", start.join(", "))
        }
    }
}

/// The article that some names want inside a sentence.
fn article(name: &str) -> &'static str {
    const ENDS: [&str; 5] = [" Islands", " Republic", " Emirates", " Territory", " Netherlands"];
    const STARTS: [&str; 4] = ["United ", "Republic ", "Democratic ", "US "];
    const WHOLE: [&str; 8] = [
        "Netherlands",
        "Philippines",
        "Bahamas",
        "Gambia",
        "Maldives",
        "Comoros",
        "Seychelles",
        "Isle of Man",
    ];
    let wants = WHOLE.contains(&name)
        || STARTS.iter().any(|start| name.starts_with(start))
        || ENDS.iter().any(|end| name.ends_with(end));
    if wants { "the " } else { "" }
}
