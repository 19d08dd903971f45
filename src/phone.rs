//! One number, one spelling: cleaning, E.164 and the WhatsApp identity.
//!
//! Nothing here knows contacts, files or screens.

use std::fmt;

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
