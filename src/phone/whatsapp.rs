//! How WhatsApp names an account whose country has changed its numbers since.

use super::parse::Written;
use super::plan;
use super::{E164, Identity};

const EIGHT_DIGITS: u64 = 100_000_000;
const TEN_DIGITS: u64 = 10_000_000_000;

/// The WhatsApp identity of a number: the same for two spellings of one account.
pub fn identity(number: E164) -> Identity {
    let digits = number.digits();
    let last_ten = digits % TEN_DIGITS;
    Identity(match digits / TEN_DIGITS {
        549 => 54 * TEN_DIGITS + last_ten,
        521 => 52 * TEN_DIGITS + last_ten,
        _ => match digits / EIGHT_DIGITS {
            225 => ivorian(digits % EIGHT_DIGITS),
            229 => beninese(digits % EIGHT_DIGITS),
            head => brazilian(head, digits % EIGHT_DIGITS).unwrap_or(digits),
        },
    })
}

/// Whether a number that no plan has (any more) is a form that WhatsApp still sends. The 1 of Mexico is one only behind
/// the country code, and the eight digits of Côte d'Ivoire and Benin, which may be a number cut short, only in a link
/// or an id.
pub fn is_old_form(code: u16, national: &str, written: Written) -> bool {
    let in_use = |now: &str| plan::is_in_use(code, now);
    match code {
        52 if written >= Written::Abroad => national
            .strip_prefix('1')
            .is_some_and(|now| now.len() == 10 && in_use(now)),
        55 => {
            let cut = (national.len() == 10)
                .then(|| national.split_at_checked(2))
                .flatten();
            cut.is_some_and(|(area, eight)| {
                eight.starts_with(['6', '8', '9']) && in_use(&format!("{area}9{eight}"))
            })
        }
        225 | 229 if written == Written::ByWhatsApp && national.len() == 8 => {
            national.parse().is_ok_and(|eight| {
                let now = if code == 225 {
                    ivorian(eight)
                } else {
                    beninese(eight)
                };
                now.to_string().get(3..).is_some_and(in_use)
            })
        }
        _ => false,
    }
}

/// Brazil's mobile numbers got a 9 in front; accounts opened before are still named without. The identity is the form
/// without, where the eight digits begin with 6, 8 or 9: others were never written so.
fn brazilian(head: u64, eight: u64) -> Option<u64> {
    let area = head / 10 % 100;
    let mobile = head / 1000 == 55 && head % 10 == 9 && area > 10 && !area.is_multiple_of(10);
    let old = matches!(eight / 10_000_000, 6 | 8 | 9);
    (mobile && old).then_some((55 * 100 + area) * EIGHT_DIGITS + eight)
}

/// Côte d'Ivoire, 31 January 2021: two digits of the operator in front of the eight. Of mobile numbers the second digit
/// told the operator, of fixed ones (2 and 3) the third.
fn ivorian(eight: u64) -> u64 {
    let operator = if matches!(eight / 10_000_000, 2 | 3) {
        match eight / 100_000 % 10 {
            0 => 25,
            8 => 21,
            _ => 27,
        }
    } else {
        match eight / 1_000_000 % 10 {
            0..=3 => 1,
            4..=6 => 5,
            _ => 7,
        }
    };
    225 * TEN_DIGITS + operator * EIGHT_DIGITS + eight
}

/// Benin, 30 November 2024: 01 in front of the eight.
fn beninese(eight: u64) -> u64 {
    229 * TEN_DIGITS + EIGHT_DIGITS + eight
}
