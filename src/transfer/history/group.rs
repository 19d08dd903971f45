//! The rows of one contact: those without an id get one, and those that repeat an id are one event.

use super::ledger::Settled;
use crate::model::{ContactId, Decimal, Event, Purchase, When};
use crate::store::HistoryRow;
use std::collections::HashMap;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// From how many rows on a table is made to find what repeats.
const MANY: usize = 24;

/// Contacts with all their events, to be written together.
#[derive(Default)]
pub(super) struct Batch {
    /// Ascending by contact.
    pub rows: Vec<HistoryRow>,
    /// What became of rows that repeat another one of the file.
    pub repeated: Settled,
    /// Orders that come again with another amount.
    pub differing: Vec<Differing>,
    /// Behind which contact the file goes on.
    pub up_to: u64,
}

/// An order that comes twice, with different amounts: the later row counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Differing {
    /// The row whose amount does not count.
    pub row: u64,
    /// The row that stands.
    pub later: u64,
    /// The order.
    pub id: String,
}

impl Batch {
    /// An empty one with room for so many rows.
    pub fn with_room(rows: usize) -> Self {
        Self {
            rows: Vec::with_capacity(rows),
            ..Self::default()
        }
    }

    /// Takes all rows of a contact, each with its number, in the order of the file; `events` is empty afterwards.
    pub fn take(&mut self, contact: ContactId, events: &mut Vec<(u64, Event)>) {
        let start = self.rows.len();
        let mut places = Places::new(events.len());
        for (number, mut event) in events.drain(..) {
            if let Some(id) = given_id(&event) {
                set_id(&mut event, places.nth(id));
            }
            let own = self.rows.get_mut(start..).unwrap_or_default();
            let Some(at) = places.find(own, &event) else {
                places.add(&event, number);
                self.rows.push(HistoryRow { contact, event });
                continue;
            };
            let (Some(known), Some(row)) = (own.get_mut(at), places.rows.get_mut(at)) else {
                continue;
            };
            let row = std::mem::replace(row, number);
            if known.event == event {
                self.repeated.unchanged += 1;
                continue;
            }
            if amount(&known.event) != amount(&event) {
                self.differing.push(Differing {
                    row,
                    later: number,
                    id: event.id().to_owned(),
                });
            }
            known.event = event;
            self.repeated.updated += 1;
        }
        self.up_to = u64::from(contact.0) + 1;
    }

    /// Adds the contacts behind these.
    pub fn append(&mut self, mut later: Self) {
        self.rows.append(&mut later.rows);
        self.repeated.add(later.repeated);
        self.differing.append(&mut later.differing);
        self.up_to = later.up_to;
    }
}

/// Where a contact's events stand, and how often ids have been given.
struct Places {
    given: HashMap<String, u32>,
    /// The row of each.
    rows: Vec<u64>,
    /// Of many, their places by a hash of their ids.
    by_id: Option<HashMap<u64, usize>>,
}

impl Places {
    fn new(rows: usize) -> Self {
        Self {
            given: HashMap::new(),
            rows: Vec::with_capacity(rows),
            by_id: (rows >= MANY).then(|| HashMap::with_capacity(rows)),
        }
    }

    /// An id that was given before gets a number behind it.
    fn nth(&mut self, id: String) -> String {
        let times = self.given.entry(id.clone()).or_default();
        *times += 1;
        match *times {
            1 => id,
            times => format!("{id} ({times})"),
        }
    }

    fn find(&self, own: &[HistoryRow], event: &Event) -> Option<usize> {
        let is_it = |row: &HistoryRow| row.event.id() == event.id();
        if let Some(known) = &self.by_id {
            let at = *known.get(&xxh3_64(event.id().as_bytes()))?;
            if own.get(at).is_some_and(is_it) {
                return Some(at);
            }
        }
        // Few, or two ids with one hash.
        own.iter().position(is_it)
    }

    fn add(&mut self, event: &Event, row: u64) {
        if let Some(known) = &mut self.by_id {
            let hash = xxh3_64(event.id().as_bytes());
            known.entry(hash).or_insert(self.rows.len());
        }
        self.rows.push(row);
    }
}

fn amount(event: &Event) -> Option<Decimal> {
    match event {
        Event::Purchase(purchase) => Some(purchase.amount),
        Event::Email(_) | Event::Message(_) => None,
    }
}

/// The id of an event that has none, or that of its order.
fn given_id(event: &Event) -> Option<String> {
    match event {
        _ if event.id().is_empty() => Some(made_id(event)),
        Event::Purchase(purchase) if purchase.amount < Decimal::ZERO => Some(refund_id(purchase)),
        _ => None,
    }
}

/// An id from day or time, amount, text. It does not depend on what may change later, as when an e-mail is opened.
fn made_id(event: &Event) -> String {
    let mut hash = Xxh3::new();
    match event.when() {
        When::Day(day) => hash.update(day.to_string().as_bytes()),
        When::At(at) => hash.update(&at.0.to_le_bytes()),
    }
    match event {
        Event::Purchase(purchase) => {
            hash.update(purchase.amount.to_string().as_bytes());
            hash.update(b"\0");
            hash.update(purchase.item.as_bytes());
        }
        Event::Email(email) => hash.update(email.subject.as_bytes()),
        Event::Message(message) => {
            hash.update(message.direction.word().as_bytes());
            hash.update(message.text.as_bytes());
        }
    }
    format!("~{:016x}", hash.digest())
}

/// A refund often has the id of its order, and must not stand in its place.
fn refund_id(purchase: &Purchase) -> String {
    let when = match purchase.when {
        When::Day(day) => day.to_string(),
        When::At(at) => at.0.to_string(),
    };
    format!("{} refund {when} {}", purchase.id, purchase.amount)
}

fn set_id(event: &mut Event, id: String) {
    match event {
        Event::Purchase(purchase) => purchase.id = id,
        Event::Email(email) => email.id = id,
        Event::Message(message) => message.id = id,
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    fn bought(id: &str, amount: &str) -> Event {
        Event::Purchase(Purchase {
            id: id.to_owned(),
            when: When::Day("2026-05-01".parse().unwrap()),
            amount: amount.parse().unwrap(),
            item: "Tea".to_owned(),
            cancelled: false,
        })
    }

    fn taken(events: &[Event]) -> Batch {
        let mut batch = Batch::default();
        batch.take(ContactId(7), &mut (1..).zip(events.iter().cloned()).collect());
        batch
    }

    #[test]
    fn rows_without_an_id_get_the_same_one_each_time() {
        let events = [bought("", "5"), bought("", "5"), bought("", "6")];
        let (once, again) = (taken(&events), taken(&events));
        let ids = |batch: &Batch| -> Vec<String> {
            batch.rows.iter().map(|row| row.event.id().to_owned()).collect()
        };
        assert_eq!(ids(&once), ids(&again));
        let mut different = ids(&once);
        different.sort();
        different.dedup();
        assert_eq!(different.len(), 3);
        assert_eq!(once.up_to, 8);
    }

    #[test]
    fn what_repeats_an_id_is_one_event_few_or_many() {
        for more in [0, 100] {
            let mut events = vec![bought("1", "5"), bought("1", "5"), bought("1", "6")];
            events.extend((0..more).map(|n| bought(&format!("x{n}"), "1")));
            let batch = taken(&events);
            assert_eq!(batch.rows.len(), 1 + more);
            assert_eq!((batch.repeated.unchanged, batch.repeated.updated), (1, 1));
            assert_eq!(batch.rows.first().unwrap().event, bought("1", "6"));
            let [differing] = batch.differing.as_slice() else {
                unreachable!("{:?}", batch.differing)
            };
            assert_eq!(
                (differing.row, differing.later, differing.id.as_str()),
                (2, 3, "1")
            );
        }
    }

    #[test]
    fn a_refund_under_its_orders_id_stands_beside_it() {
        let batch = taken(&[bought("1", "50"), bought("1", "-20"), bought("1", "-20")]);
        let ids: Vec<&str> = batch.rows.iter().map(|row| row.event.id()).collect();
        assert_eq!(
            ids,
            ["1", "1 refund 2026-05-01 -20", "1 refund 2026-05-01 -20 (2)"]
        );
    }
}
