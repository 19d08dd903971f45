//! What columns keep of a contact's events of one kind: the day of each, what it is worth, and its text. Cancelled
//! purchases are left out.

use super::super::columns::Digits;
use crate::model::{Direction, Event, TimelineItem};
use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

/// An e-mail that was opened, a message from the contact.
pub(in crate::store) const OPENED_OR_IN: i64 = 1;
/// An e-mail of which a link was followed.
pub(in crate::store) const CLICKED: i64 = 2;

/// One event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Cell<'a> {
    /// Its day, counted from the common era.
    pub(in crate::store) day: i32,
    /// Its amount or bits.
    pub(in crate::store) value: Digits,
    /// Its item, subject or text; empty where there is none.
    pub(in crate::store) text: &'a str,
}

/// The events of one contact and kind, in the order of their days, and of time within a day.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Cells {
    cells: Vec<Spot>,
    texts: String,
}

#[derive(Clone, Copy, Debug)]
struct Spot {
    day: i32,
    value: Digits,
    from: u32,
    to: u32,
}

/// A day as cells count it.
pub(in crate::store) fn day_number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

impl Cells {
    /// Of events that come in the order of time.
    pub(in crate::store) fn new<'a>(items: impl Iterator<Item = &'a TimelineItem>, zone: Tz) -> Self {
        let mut cells = Self::default();
        for item in items {
            let (value, text) = match &item.event {
                Event::Purchase(purchase) if purchase.cancelled => continue,
                event => worth(event),
            };
            cells.push(Cell {
                day: day_number(item.event.when().day(zone)),
                value,
                text: if text.trim().is_empty() { "" } else { text },
            });
        }
        cells.cells.sort_by_key(|cell| cell.day);
        cells
    }

    fn push(&mut self, cell: Cell<'_>) {
        let from = self.texts.len() as u32;
        self.texts.push_str(cell.text);
        self.cells.push(Spot {
            day: cell.day,
            value: cell.value,
            from,
            to: self.texts.len() as u32,
        });
    }

    /// How many there are.
    pub(in crate::store) fn len(&self) -> usize {
        self.cells.len()
    }

    /// One after the other.
    pub(in crate::store) fn iter(&self) -> impl DoubleEndedIterator<Item = Cell<'_>> {
        self.cells.iter().map(|spot| Cell {
            day: spot.day,
            value: spot.value,
            text: self
                .texts
                .get(spot.from as usize..spot.to as usize)
                .unwrap_or_default(),
        })
    }
}

/// What an event is worth in columns: its amount or bits, and its text.
fn worth(event: &Event) -> (Digits, &str) {
    let bit = |bit: i64, set: bool| if set { bit } else { 0 };
    match event {
        Event::Purchase(purchase) => (Digits::from(purchase.amount.normalize()), &purchase.item),
        Event::Email(email) => {
            let bits = bit(OPENED_OR_IN, email.opened.is_some()) | bit(CLICKED, email.clicked.is_some());
            (Digits::from(bits), &email.subject)
        }
        Event::Message(message) => {
            let bits = bit(OPENED_OR_IN, message.direction == Direction::In);
            (Digits::from(bits), &message.text)
        }
    }
}
