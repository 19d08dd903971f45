//! The rows of one contact: those without an id get one, and those that repeat an id are one event.

use super::ledger::Settled;
use crate::model::{ContactId, Decimal, Event, Purchase, When};
use crate::store::HistoryRow;
use std::collections::HashMap;
use xxhash_rust::xxh3::Xxh3;

/// From how many rows on a table is made to find what repeats.
const MANY: usize = 24;

/// Contacts with all their events, to be written together.
#[derive(Default)]
pub(super) struct Batch {
    /// Ascending by contact.
    pub rows: Vec<HistoryRow>,
    /// What became of rows that repeat another one of the file.
    pub repeated: Settled,
    /// Behind which contact the file goes on.
    pub up_to: u64,
}

impl Batch {
    /// Takes all rows of a contact, in the order of the file; `events` is empty afterwards.
    pub fn take(&mut self, contact: ContactId, events: &mut Vec<Event>) {
        let start = self.rows.len();
        let mut places = Places::new(events.len());
        for mut event in events.drain(..) {
            if let Some(id) = given_id(&event) {
                set_id(&mut event, places.nth(id));
            }
            let own = self.rows.get_mut(start..).unwrap_or_default();
            match places.find(own, &event) {
                Some(known) if known.event == event => self.repeated.unchanged += 1,
                Some(known) => {
                    known.event = event;
                    self.repeated.updated += 1;
                }
                None => {
                    places.add(&event, self.rows.len() - start);
                    self.rows.push(HistoryRow { contact, event });
                }
            }
        }
        self.up_to = u64::from(contact.0) + 1;
    }

    /// Adds the contacts behind these.
    pub fn append(&mut self, mut later: Self) {
        if self.rows.is_empty() {
            self.rows = later.rows;
        } else {
            self.rows.append(&mut later.rows);
        }
        self.repeated.add(later.repeated);
        self.up_to = later.up_to;
    }
}

/// Where a contact's events stand, and how often ids have been given.
struct Places {
    given: HashMap<String, u32>,
    by_id: Option<HashMap<String, usize>>,
}

impl Places {
    fn new(rows: usize) -> Self {
        Self {
            given: HashMap::new(),
            by_id: (rows >= MANY).then(HashMap::new),
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

    fn find<'r>(&self, own: &'r mut [HistoryRow], event: &Event) -> Option<&'r mut HistoryRow> {
        match &self.by_id {
            Some(known) => own.get_mut(*known.get(event.id())?),
            None => own.iter_mut().find(|row| row.event.id() == event.id()),
        }
    }

    fn add(&mut self, event: &Event, at: usize) {
        if let Some(known) = &mut self.by_id {
            known.insert(event.id().to_owned(), at);
        }
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
        batch.take(ContactId(7), &mut events.to_vec());
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
