//! One number, one spelling: cleaning, E.164 and the WhatsApp identity.
//!
//! A text is cleaned to digits (`clean`, with `glyphs`, `links`, `frame` and `words`), the digits are read under the numbering
//! plans (`parse`, `plan`), and written again (`format`). Nothing here knows contacts, files or screens.

mod clean;
mod format;
mod frame;
mod glyphs;
mod links;
mod lookalikes;
mod parse;
mod pattern;
mod plan;
mod refusal;
mod region;
mod whatsapp;
mod words;

use std::fmt;

use clean::{Cleaned, Start};
use parse::{Trust, Written};
pub use refusal::{Country, Refusal};
pub use region::Region;

/// A telephone number in E.164 form, without its plus. 15 digits by the standard, a few more in practice: a `u64` holds
/// them.
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
        format::region(self)
    }

    /// The country code; 0 where the digits begin with none.
    pub fn calling_code(self) -> u16 {
        format::calling_code(self)
    }

    /// As it is written abroad: `+351 912 345 678`.
    pub fn international(self) -> String {
        format::international(self)
    }

    /// As it is written at home: `912 345 678`.
    pub fn national(self) -> String {
        format::national(self)
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
    if let Some(digits) = raw.strip_prefix('+').filter(|digits| is_complete(digits)) {
        return parse::complete(digits, Trust::STRICT);
    }
    read_trusting(raw, hint, Trust::STRICT)
}

/// Like [`read`], but keeps a well-formed number whose range is not known: ranges are opened faster than they are
/// published.
pub fn read_unverified(raw: &str, hint: Option<Region>) -> Result<Number, Refusal> {
    read(raw, hint).or_else(|refusal| match refusal {
        Refusal::Range { .. } => read_trusting(
            raw,
            hint,
            Trust {
                unknown_ranges: true,
                ..Trust::STRICT
            },
        ),
        refusal => Err(refusal),
    })
}

/// Reads a number to look somebody up by, not to call them on it: also one whose range is not known, and the old eight digits of
/// Côte d'Ivoire and Benin however they are spelt. Compare the [`identity`] of what it gives.
pub fn read_to_find(raw: &str, hint: Option<Region>) -> Result<Number, Refusal> {
    let trust = Trust {
        unknown_ranges: true,
        written: Written::ByWhatsApp,
    };
    read(raw, hint).or_else(|_| read_trusting(raw, hint, trust))
}

/// The form in which numbers are kept, and most files bring them: nothing to clean.
fn is_complete(digits: &str) -> bool {
    matches!(digits.len(), 5..=17)
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0')
}

fn read_trusting(raw: &str, hint: Option<Region>, trust: Trust) -> Result<Number, Refusal> {
    let Cleaned { digits, start, zero } = clean::cleaned(raw)?;
    let without = read_digits(&digits, start, hint, trust);
    let Some(place) = zero else {
        return without;
    };
    let after_code = digits.get(..place).is_some_and(|head| is_code(head, start, hint));
    let mut digits = digits;
    digits.insert(place, '0');
    let with = read_digits(&digits, start, hint, trust);
    if !after_code {
        return with;
    }
    match (without, with) {
        (Ok(without), Ok(with)) if without.e164 != with.e164 => Err(Refusal::UnclearZero),
        (Err(_), Ok(with)) => Ok(with),
        (without, _) => without,
    }
}

/// Whether digits are a country code and nothing else, perhaps with what is dialled before it.
fn is_code(digits: &str, start: Start, hint: Option<Region>) -> bool {
    let is_code = |digits| matches!(plan::split(digits), (1.., ""));
    let plan = hint.and_then(plan::of_region);
    let after_prefix = plan.and_then(|plan| parse::after_prefix_abroad(digits, plan));
    match start {
        Start::Account => is_code(digits),
        Start::Plus => is_code(after_prefix.unwrap_or(digits)),
        Start::Unsaid => {
            after_prefix.map_or(plan.is_some_and(|plan| plan.code.to_string() == digits), is_code)
        }
    }
}

fn read_digits(digits: &str, start: Start, hint: Option<Region>, trust: Trust) -> Result<Number, Refusal> {
    let plan = hint.and_then(plan::of_region);
    match start {
        Start::Account => parse::complete(
            digits,
            Trust {
                written: Written::ByWhatsApp,
                ..trust
            },
        ),
        // +00 351 …: the prefix that is dialled instead of the plus stands behind it.
        Start::Plus => match plan.and_then(|plan| parse::after_prefix_abroad(digits, plan)) {
            Some(rest) if digits.starts_with('0') => parse::complete(rest, trust),
            _ => parse::complete(digits, trust),
        },
        Start::Unsaid => parse::dialled(digits, plan.ok_or(Refusal::NoCountry)?, trust),
    }
}

/// The WhatsApp identity of a number.
pub fn identity(number: E164) -> Identity {
    whatsapp::identity(number)
}

/// Has the table of plans read, which the first number would do otherwise. Cheap to call again.
pub fn warm_up() {
    plan::load();
}
