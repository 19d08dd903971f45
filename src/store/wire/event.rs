//! One event of a contact.

use super::super::codec::{BorrowDecode, Encode};
use super::{WireDay, WireDecimal};
use crate::model::{Direction, Email, Event, Instant, Message, Purchase, SourceId, TimelineItem, When};

/// An event with the source of its id.
#[derive(Encode, BorrowDecode)]
pub(in crate::store) struct WireEvent<'a> {
    source: u32,
    id: &'a str,
    when: WireWhen,
    what: WireWhat<'a>,
}

#[derive(Encode, BorrowDecode)]
enum WireWhat<'a> {
    Purchase {
        amount: WireDecimal,
        item: &'a str,
        cancelled: bool,
    },
    Email {
        subject: &'a str,
        opened: Option<WireWhen>,
        clicked: Option<WireWhen>,
    },
    Message {
        inbound: bool,
        text: &'a str,
    },
}

#[derive(Encode, BorrowDecode)]
enum WireWhen {
    Day(WireDay),
    At(i64),
}

impl<'a> From<&'a TimelineItem> for WireEvent<'a> {
    fn from(item: &'a TimelineItem) -> Self {
        let what = match &item.event {
            Event::Purchase(purchase) => WireWhat::Purchase {
                amount: purchase.amount.into(),
                item: &purchase.item,
                cancelled: purchase.cancelled,
            },
            Event::Email(email) => WireWhat::Email {
                subject: &email.subject,
                opened: email.opened.map(Into::into),
                clicked: email.clicked.map(Into::into),
            },
            Event::Message(message) => WireWhat::Message {
                inbound: message.direction == Direction::In,
                text: &message.text,
            },
        };
        Self {
            source: item.source.0,
            id: item.event.id(),
            when: item.event.when().into(),
            what,
        }
    }
}

impl WireEvent<'_> {
    /// The event; None where a value is out of its range.
    pub(in crate::store) fn read(self) -> Option<TimelineItem> {
        let (id, when) = (self.id.to_owned(), self.when.read()?);
        let event = match self.what {
            WireWhat::Purchase {
                amount,
                item,
                cancelled,
            } => Event::Purchase(Purchase {
                id,
                when,
                amount: amount.read()?,
                item: item.to_owned(),
                cancelled,
            }),
            WireWhat::Email {
                subject,
                opened,
                clicked,
            } => Event::Email(Email {
                id,
                sent: when,
                subject: subject.to_owned(),
                opened: opened.map_or(Some(None), |when| when.read().map(Some))?,
                clicked: clicked.map_or(Some(None), |when| when.read().map(Some))?,
            }),
            WireWhat::Message { inbound, text } => Event::Message(Message {
                id,
                at: when,
                direction: if inbound { Direction::In } else { Direction::Out },
                text: text.to_owned(),
            }),
        };
        Some(TimelineItem {
            source: SourceId(self.source),
            event,
        })
    }
}

impl From<When> for WireWhen {
    fn from(when: When) -> Self {
        match when {
            When::Day(day) => Self::Day(day.into()),
            When::At(at) => Self::At(at.0),
        }
    }
}

impl WireWhen {
    fn read(&self) -> Option<When> {
        Some(match self {
            Self::Day(day) => When::Day(day.read()?),
            Self::At(at) => When::At(Instant(*at)),
        })
    }
}
