//! What the contacts of the world in memory have done.

use super::world::NOW;
use audience::model::{
    ContactId, Decimal, Direction, Email, Event, Instant, Message, Purchase, SourceId, TimelineItem, When,
};

/// The events of a contact, newest first; every third has none, the seventh has very many.
pub fn timeline(contact: ContactId) -> Vec<TimelineItem> {
    if contact.0 % 3 == 2 {
        return Vec::new();
    }
    let count = if contact.0 == 7 { 1_000 } else { 12 };
    (0..count).map(|nth| event(contact, nth)).collect()
}

fn event(contact: ContactId, nth: i64) -> TimelineItem {
    let at = When::At(Instant(NOW.0 - 86_400 * (1 + nth * 17) / 2));
    let id = format!("{:06}", 2_000_000 - nth);
    let event = match nth % 4 {
        0 => Event::Message(Message {
            id,
            at,
            direction: if nth % 8 == 0 {
                Direction::In
            } else {
                Direction::Out
            },
            text: "Is the Guji back in stock?\nI would take two bags, and a pack of filters.".to_owned(),
        }),
        1 => Event::Email(Email {
            id,
            sent: at,
            subject: "New beans from Guji".to_owned(),
            opened: (nth % 8 == 1).then_some(at),
            clicked: None,
        }),
        _ => Event::Purchase(Purchase {
            id,
            when: at,
            amount: Decimal::new(1_250 * (1 + (i64::from(contact.0) + nth) % 5), 2),
            item: "Moka pot; Paper filters".to_owned(),
            cancelled: nth == 6,
        }),
    };
    TimelineItem {
        source: SourceId(1),
        event,
    }
}
