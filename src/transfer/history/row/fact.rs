//! What a row says, as bytes that are sorted and merged: everything but its contact. The text stands last, so that the
//! rows of one order can be joined where it is.

use crate::model::{Decimal, Direction, Email, Event, EventKind, Instant, Message, Purchase, When};
use chrono::{Datelike, NaiveDate};

/// An exact amount: `mantissa / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::transfer::history) struct Amount {
    pub mantissa: i64,
    pub scale: u8,
}

/// What stands between the items of an order that is spread over several rows.
pub(in crate::transfer::history) const BETWEEN_ITEMS: &str = "; ";

const DAY: u8 = 1;
const AT: u8 = 2;

/// Appends a purchase; what was bought follows.
pub(super) fn put_purchase(to: &mut Vec<u8>, cancelled: bool, when: When, amount: Amount, id: &str) {
    to.push(u8::from(cancelled));
    put_when(to, Some(when));
    to.extend_from_slice(&amount.mantissa.to_le_bytes());
    to.push(amount.scale);
    put_id(to, id);
}

/// Appends an e-mail; its subject follows.
pub(super) fn put_email(to: &mut Vec<u8>, sent: When, opened: Option<When>, clicked: Option<When>, id: &str) {
    put_when(to, Some(sent));
    put_when(to, opened);
    put_when(to, clicked);
    put_id(to, id);
}

/// Appends a message; what it says follows.
pub(super) fn put_message(to: &mut Vec<u8>, direction: Direction, at: When, id: &str) {
    to.push(u8::from(direction == Direction::Out));
    put_when(to, Some(at));
    put_id(to, id);
}

fn put_when(to: &mut Vec<u8>, when: Option<When>) {
    let (tag, number) = match when {
        None => (0, 0),
        Some(When::Day(day)) => (DAY, i64::from(day.num_days_from_ce())),
        Some(When::At(at)) => (AT, at.0),
    };
    to.push(tag);
    to.extend_from_slice(&number.to_le_bytes());
}

fn put_id(to: &mut Vec<u8>, id: &str) {
    to.extend_from_slice(&(id.len() as u32).to_le_bytes());
    to.extend_from_slice(id.as_bytes());
}

/// The event of some bytes; one of a row without an id has none yet. None where they were not written here.
pub(in crate::transfer::history) fn read(kind: EventKind, bytes: &[u8]) -> Option<Event> {
    let mut from = Reader(bytes);
    Some(match kind {
        EventKind::Purchase => Event::Purchase(Purchase {
            cancelled: from.byte()? == 1,
            when: from.when()??,
            amount: {
                let mantissa = from.number()?;
                Decimal::try_from_i128_with_scale(i128::from(mantissa), u32::from(from.byte()?)).ok()?
            },
            id: from.id()?,
            item: from.rest()?,
        }),
        EventKind::Email => Event::Email(Email {
            sent: from.when()??,
            opened: from.when()?,
            clicked: from.when()?,
            id: from.id()?,
            subject: from.rest()?,
        }),
        EventKind::Message => Event::Message(Message {
            direction: match from.byte()? {
                0 => Direction::In,
                _ => Direction::Out,
            },
            at: from.when()??,
            id: from.id()?,
            text: from.rest()?,
        }),
    })
}

/// The order of a purchase's bytes; None where they were not written here.
pub(in crate::transfer::history) fn order_of(bytes: &[u8]) -> Option<&str> {
    let mut from = Reader(bytes);
    from.byte()?;
    from.when()?;
    from.number()?;
    from.byte()?;
    let length = from.length()?;
    std::str::from_utf8(from.take(length)?).ok()
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn number(&mut self) -> Option<i64> {
        Some(i64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    #[expect(clippy::option_option, reason = "unreadable is not the same as absent")]
    fn when(&mut self) -> Option<Option<When>> {
        let (tag, number) = (self.byte()?, self.number()?);
        match tag {
            0 => Some(None),
            DAY => {
                let day = NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)?;
                Some(Some(When::Day(day)))
            }
            AT => Some(Some(When::At(Instant(number)))),
            _ => None,
        }
    }

    fn length(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?) as usize)
    }

    fn id(&mut self) -> Option<String> {
        let length = self.length()?;
        text(self.take(length)?)
    }

    fn rest(&mut self) -> Option<String> {
        text(std::mem::take(&mut self.0))
    }
}

fn text(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let day = When::Day("2026-05-01".parse().unwrap());
        let at = When::At(Instant(-5));
        let mut bytes = Vec::new();
        let amount = Amount {
            mantissa: -1_250,
            scale: 2,
        };
        put_purchase(&mut bytes, true, day, amount, "#1050");
        bytes.extend_from_slice("Matcha".as_bytes());
        let Some(Event::Purchase(purchase)) = read(EventKind::Purchase, &bytes) else {
            panic!()
        };
        assert_eq!(
            (purchase.id.as_str(), purchase.item.as_str()),
            ("#1050", "Matcha")
        );
        assert_eq!(
            (purchase.amount.to_string().as_str(), purchase.when),
            ("-12.50", day)
        );
        assert!(purchase.cancelled);
        bytes.clear();
        put_email(&mut bytes, at, None, Some(day), "");
        let Some(Event::Email(email)) = read(EventKind::Email, &bytes) else {
            panic!()
        };
        assert_eq!((email.sent, email.opened, email.clicked), (at, None, Some(day)));
        assert_eq!(read(EventKind::Message, bytes.split_at(7).0), None);
    }
}
