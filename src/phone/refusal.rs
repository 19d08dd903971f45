//! Why a text is not taken for a number, in words that say what to do.

use std::fmt;

/// Why a text was not taken for a number.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// There is nothing in it.
    Empty,
    /// A number without a country code, and no country chosen to read it in.
    NoCountry,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "No number.",
            Self::NoCountry => "Start with + and the country code, or choose the country.",
        })
    }
}

impl std::error::Error for Refusal {}
