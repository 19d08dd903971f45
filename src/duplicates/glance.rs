//! What is seen of a contact without reading it: enough to tell most of those who have nothing in common with somebody.

use super::birthday::Day;
use crate::model::{Birthday, Contact};
use deunicode::deunicode_char;

/// A contact as it is stored, not yet read.
#[derive(Clone, Copy, Debug)]
pub struct Glance<'a> {
    /// Its own number.
    pub phone: u64,
    /// Its further numbers.
    pub other_phones: &'a [u64],
    /// First name.
    pub first_name: &'a str,
    /// Last name.
    pub last_name: &'a str,
    /// Its mailbox.
    pub email: &'a str,
    /// Its further mailboxes.
    pub other_emails: &'a [&'a str],
    /// The firm.
    pub company: &'a str,
    /// Street and house number.
    pub address: &'a str,
    /// The city.
    pub city: &'a str,
    /// The postcode.
    pub postcode: &'a str,
    /// The birthday.
    pub birthday: Option<Birthday>,
}

/// A value of which it is counted how many have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    Given = 1,
    Family,
    City,
    Postcode,
    Birthday,
    /// Both names, whichever comes first.
    Names,
}

/// What a token was made of.
#[derive(Clone, Copy)]
enum Token {
    End = 16,
    Beginning,
    LastFive,
    Mailbox,
    Birthday,
    InYear,
    City,
    Postcode,
    Town,
    Address,
    Firm,
}

impl<'a> Glance<'a> {
    /// Of a contact that was read; its further numbers and mailboxes stand beside.
    pub(super) fn of(contact: &'a Contact, other_phones: &'a [u64], other_emails: &'a [&'a str]) -> Self {
        Self {
            phone: contact.phone.digits(),
            other_phones,
            first_name: &contact.first_name,
            last_name: &contact.last_name,
            email: &contact.email,
            other_emails,
            company: &contact.company,
            address: &contact.address,
            city: &contact.city,
            postcode: &contact.postcode,
            birthday: contact.birthday,
        }
    }

    /// What both its tokens and its counted values are made of.
    pub(super) fn read(self) -> Looks<'a> {
        Looks {
            given: loose(self.first_name),
            family: loose(self.last_name),
            city: loose(self.city),
            postcode: loose(self.postcode),
            day: Day::of(self.birthday),
            glance: self,
        }
    }
}

/// A glance with the hashes of its values.
pub(super) struct Looks<'a> {
    glance: Glance<'a>,
    given: u64,
    family: u64,
    city: u64,
    postcode: u64,
    day: Day,
}

impl Looks<'_> {
    /// Whether any of its tokens is wanted. Whoever has none in common with another one has nothing in common with it.
    pub(super) fn any_token(&self, mut wanted: impl FnMut(u64) -> bool) -> bool {
        let mut is =
            |kind: Token, values: [u64; 3]| !values.contains(&0) && wanted(mixed(kind as u64, values));
        let glance = &self.glance;
        let (one, other) = initials(glance.first_name, glance.last_name);
        let pair = one.min(other) << 8 | one.max(other);
        let (city, postcode) = (self.city, self.postcode);
        let mut phones = std::iter::once(glance.phone).chain(glance.other_phones.iter().copied());
        let mut mails = std::iter::once(glance.email).chain(glance.other_emails.iter().copied());
        phones.any(|phone| {
            is(Token::End, [phone % 100_000_000, 1, 1])
                || is(Token::Beginning, [phone / 100, pair, 1])
                || is(Token::LastFive, [phone % 100_000, pair, 1])
        }) || mails.any(|mail| is(Token::Mailbox, [letters(mail), 1, 1]))
            || is(Token::Birthday, [u64::from(self.day.0), 1, 1])
            || is(Token::InYear, [u64::from(self.day.in_year()), pair, 1])
            || is(Token::City, [city, pair, 1])
            || is(Token::Postcode, [postcode, pair, 1])
            || is(Token::Town, [city, postcode, one])
            || is(Token::Town, [city, postcode, other])
            || is(Token::Address, [loose(glance.address), 1, 1])
            || is(Token::Firm, [loose(glance.company), one, 1])
    }

    /// The values that are counted.
    pub(super) fn each_counted(&self, mut take: impl FnMut(Counted, u64)) {
        let (given, family) = (self.given, self.family);
        let names = if given == 0 || family == 0 {
            0
        } else {
            given.min(family).rotate_left(7) ^ given.max(family)
        };
        for (kind, value) in [
            (Counted::Given, given),
            (Counted::Family, family),
            (Counted::City, self.city),
            (Counted::Postcode, self.postcode),
            (Counted::Birthday, u64::from(self.day.0)),
            (Counted::Names, names),
        ] {
            if value != 0 {
                take(kind, mixed(kind as u64, [value, 1, 1]));
            }
        }
    }
}

/// An odd number that spreads small ones over 64 bits.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

fn mixed(kind: u64, values: [u64; 3]) -> u64 {
    let mut hash = kind.wrapping_mul(MIX);
    for value in values {
        hash = (hash ^ value).wrapping_mul(MIX);
        hash ^= hash >> 29;
    }
    hash
}

/// A hash of the letters and figures of a text, small or large; 0 where there are none.
fn loose(text: &str) -> u64 {
    let mut hash = 0_u64;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || !byte.is_ascii() {
            hash = (hash ^ u64::from(byte | 0x20)).wrapping_mul(0x0100_0000_01B3);
            hash = hash.wrapping_add(MIX);
        }
    }
    hash
}

/// The same for all mailboxes with the same letters before the @, in whatever order; of one with few letters, its own.
fn letters(address: &str) -> u64 {
    let Some((local, _)) = address.rsplit_once('@') else {
        return 0;
    };
    let local = local.split('+').next().unwrap_or(local);
    let (mut sum, mut count) = (0_u64, 0);
    for byte in local.bytes().filter(u8::is_ascii_alphabetic) {
        let letter = u64::from(byte | 0x20).wrapping_mul(MIX);
        sum = sum.wrapping_add((letter ^ letter >> 31).wrapping_mul(MIX));
        count += 1;
    }
    if count < 4 { loose(address) } else { sum }
}

/// The first letters of first and last name; of a whole name in one field those of its first and last word.
fn initials(first: &str, last: &str) -> (u64, u64) {
    let last = if last.trim().is_empty() {
        first
            .trim()
            .rsplit_once(char::is_whitespace)
            .map_or("", |(_, word)| word)
    } else {
        last
    };
    (initial(first), initial(last))
}

fn initial(name: &str) -> u64 {
    let letter = name.chars().find(|c| c.is_alphabetic());
    letter.map_or(0, |letter| {
        let plain = deunicode_char(letter).and_then(|plain| plain.bytes().next());
        u64::from(plain.unwrap_or(b'?') | 0x20)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Instant;
    use crate::phone::E164;
    use std::collections::HashSet;

    fn contact(first: &str, last: &str, phone: u64, email: &str, city: &str) -> Contact {
        Contact {
            first_name: first.into(),
            last_name: last.into(),
            email: email.into(),
            city: city.into(),
            ..Contact::blank(E164::from_digits(phone), Instant(0))
        }
    }

    fn shares_a_token(one: &Contact, other: &Contact) -> bool {
        let mut tokens = HashSet::new();
        Glance::of(one, &[], &[]).read().any_token(|token| {
            tokens.insert(token);
            false
        });
        let seen = Glance::of(other, &[], &[]).read();
        seen.any_token(|token| tokens.contains(&token))
    }

    #[test]
    fn who_may_be_one_person_is_let_through_and_most_others_are_not() {
        let ana = contact(
            "Ana",
            "García",
            34_612_345_678,
            "ana.garcia@example.org",
            "Sevilla",
        );
        for other in [
            contact("Bob", "Miller", 54_612_345_678, "", ""),
            contact("Bob", "Miller", 1_212_000_000, "Garcia_Ana@example.com", ""),
            contact("Ánna", "Garzia", 1_212_000_000, "", "SEVILLA"),
            contact("García", "Ana", 34_612_345_612, "", ""),
            contact("Ana García", "", 1_212_000_000, "", "Sevilla"),
        ] {
            assert!(shares_a_token(&ana, &other), "{other:?}");
        }
        for other in [
            contact("Bob", "Miller", 1_212_000_000, "bob@example.org", "Sevilla"),
            contact("Ana", "García", 1_212_000_000, "", "Porto"),
            contact("", "", 0, "", ""),
        ] {
            assert!(!shares_a_token(&ana, &other), "{other:?}");
        }
    }
}
