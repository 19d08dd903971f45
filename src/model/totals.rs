//! What a contact's history comes to: sums, counts and days, from its events and the opening balance a file brought.

use super::{Decimal, Direction, Email, Event, EventKind, Message, OpeningBalance, Purchase, When};
use chrono::NaiveDate;
use chrono_tz::Tz;

/// Totals and days of one contact. Days are those of the store's zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Sum of all purchases, refunds taken off.
    pub total_spent: Decimal,
    /// How many orders.
    pub orders: u32,
    /// The largest of them.
    pub largest_order: Option<Decimal>,
    /// Day of the first order.
    pub first_purchase: Option<NaiveDate>,
    /// Day of the newest order.
    pub last_purchase: Option<NaiveDate>,
    /// E-mails that were sent.
    pub emails_sent: u32,
    /// How many of them were opened.
    pub emails_opened: u32,
    /// Day an e-mail was last opened.
    pub last_open: Option<NaiveDate>,
    /// Day a link in an e-mail was last followed.
    pub last_click: Option<NaiveDate>,
    /// Messages from the contact.
    pub messages_in: u32,
    /// Messages to the contact.
    pub messages_out: u32,
    /// Day of the newest message from the contact.
    pub last_message_in: Option<NaiveDate>,
    /// Day of the newest message to the contact.
    pub last_message_out: Option<NaiveDate>,
}

impl Totals {
    /// The totals of who has no events.
    pub fn of_opening(opening: Option<&OpeningBalance>) -> Self {
        let mut totals = Self::default();
        totals.count_purchases(opening, std::iter::empty(), Tz::UTC);
        totals
    }

    /// The totals of all events of a contact.
    pub fn of<'a>(
        opening: Option<&OpeningBalance>,
        events: impl Iterator<Item = &'a Event>,
        zone: Tz,
    ) -> Self {
        let events: Vec<&Event> = events.collect();
        let mut totals = Self::default();
        for kind in EventKind::ALL {
            let own = events.iter().copied().filter(|event| event.kind() == kind);
            totals.count(kind, opening, own, zone);
        }
        totals
    }

    /// Counts one kind of events anew, all of which are given; what comes of the others stays.
    pub fn count<'a>(
        &mut self,
        kind: EventKind,
        opening: Option<&OpeningBalance>,
        events: impl Iterator<Item = &'a Event>,
        zone: Tz,
    ) {
        match kind {
            EventKind::Purchase => {
                let purchases = events.filter_map(|event| match event {
                    Event::Purchase(purchase) => Some(purchase),
                    _ => None,
                });
                self.count_purchases(opening, purchases, zone);
            }
            EventKind::Email => {
                let emails = events.filter_map(|event| match event {
                    Event::Email(email) => Some(email),
                    _ => None,
                });
                self.count_emails(emails, zone);
            }
            EventKind::Message => {
                let messages = events.filter_map(|event| match event {
                    Event::Message(message) => Some(message),
                    _ => None,
                });
                self.count_messages(messages, zone);
            }
        }
    }

    /// Whether there are orders, money spent, or the day of a purchase.
    pub fn has_bought(&self) -> bool {
        self.orders > 0
            || !self.total_spent.is_zero()
            || self.first_purchase.is_some()
            || self.last_purchase.is_some()
    }

    /// Day of the newest purchase, open, click or message from the contact.
    pub fn last_activity(&self) -> Option<NaiveDate> {
        let days = [
            self.last_purchase,
            self.last_open,
            self.last_click,
            self.last_message_in,
        ];
        days.into_iter().flatten().max()
    }

    /// Each total is the larger of all rows, and of what the opening balance says with the rows dated after it.
    fn count_purchases<'a>(
        &mut self,
        opening: Option<&OpeningBalance>,
        purchases: impl Iterator<Item = &'a Purchase>,
        zone: Tz,
    ) {
        let (mut all, mut later) = (Sum::default(), Sum::default());
        let (mut largest, mut first, mut last) = (None, None, None);
        for purchase in purchases.filter(|purchase| !purchase.cancelled) {
            all.add(purchase);
            if opening.is_some_and(|opening| is_later(purchase.when, opening, zone)) {
                later.add(purchase);
            }
            if purchase.is_order() {
                let day = purchase.when.day(zone);
                largest = largest.max(Some(purchase.amount));
                first = earlier(first, Some(day));
                last = last.max(Some(day));
            }
        }
        if let Some(opening) = opening {
            let brought = opening.total_spent.saturating_add(later.spent);
            all.spent = all.spent.max(brought);
            all.orders = all.orders.max(opening.orders.saturating_add(later.orders));
            first = earlier(first, opening.first_purchase);
            last = last.max(opening.last_purchase);
        }
        self.total_spent = all.spent;
        self.orders = all.orders;
        self.largest_order = largest;
        self.first_purchase = first;
        self.last_purchase = last;
    }

    fn count_emails<'a>(&mut self, emails: impl Iterator<Item = &'a Email>, zone: Tz) {
        (self.emails_sent, self.emails_opened) = (0, 0);
        (self.last_open, self.last_click) = (None, None);
        for email in emails {
            self.emails_sent += 1;
            self.emails_opened += u32::from(email.opened.is_some());
            let day = |when: Option<When>| when.map(|when| when.day(zone));
            self.last_open = self.last_open.max(day(email.opened));
            self.last_click = self.last_click.max(day(email.clicked));
        }
    }

    fn count_messages<'a>(&mut self, messages: impl Iterator<Item = &'a Message>, zone: Tz) {
        (self.messages_in, self.messages_out) = (0, 0);
        (self.last_message_in, self.last_message_out) = (None, None);
        for message in messages {
            let (count, last) = match message.direction {
                Direction::In => (&mut self.messages_in, &mut self.last_message_in),
                Direction::Out => (&mut self.messages_out, &mut self.last_message_out),
            };
            *count += 1;
            *last = (*last).max(Some(message.at.day(zone)));
        }
    }
}

/// Whether a purchase is dated after the opening balance.
fn is_later(when: When, opening: &OpeningBalance, zone: Tz) -> bool {
    match when {
        When::At(at) => at > opening.as_of,
        When::Day(day) => day > opening.as_of.day(zone),
    }
}

fn earlier(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Option<NaiveDate> {
    one.into_iter().chain(other).min()
}

/// What some purchases come to.
#[derive(Default)]
struct Sum {
    spent: Decimal,
    orders: u32,
}

impl Sum {
    fn add(&mut self, purchase: &Purchase) {
        self.spent = self.spent.saturating_add(purchase.amount);
        self.orders += u32::from(purchase.is_order());
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::super::Instant;
    use super::*;

    const DAY: i64 = 86_400;

    fn purchase(day: i64, amount: i64, cancelled: bool) -> Event {
        Event::Purchase(Purchase {
            id: format!("{day}/{amount}"),
            when: When::At(Instant(day * DAY)),
            amount: amount.into(),
            item: String::new(),
            cancelled,
        })
    }

    fn date(day: i64) -> NaiveDate {
        Instant(day * DAY).day(Tz::UTC)
    }

    #[test]
    fn refunds_are_no_orders_and_cancelled_ones_count_for_nothing() {
        let events = [
            purchase(2, 30, false),
            purchase(1, -10, false),
            purchase(9, 99, true),
            purchase(4, 0, false),
        ];
        let totals = Totals::of(None, events.iter(), Tz::UTC);
        assert_eq!((totals.total_spent, totals.orders), (20.into(), 2));
        assert_eq!(totals.largest_order, Some(30.into()));
        assert_eq!(
            (totals.first_purchase, totals.last_purchase),
            (Some(date(2)), Some(date(4)))
        );
        let refund = [purchase(1, -10, false)];
        let totals = Totals::of(None, refund.iter(), Tz::UTC);
        assert_eq!((totals.orders, totals.largest_order), (0, None));
    }

    #[test]
    fn an_opening_balance_is_not_counted_twice() {
        let opening = OpeningBalance {
            as_of: Instant(10 * DAY),
            total_spent: 100.into(),
            orders: 3,
            first_purchase: Some(date(2)),
            last_purchase: None,
        };
        let of = |events: &[Event]| {
            let totals = Totals::of(Some(&opening), events.iter(), Tz::UTC);
            (totals.total_spent, totals.orders)
        };
        assert_eq!(of(&[]), (100.into(), 3));
        assert_eq!(of(&[purchase(5, 60, false)]), (100.into(), 3));
        assert_eq!(
            of(&[purchase(5, 60, false), purchase(11, 7, false)]),
            (107.into(), 4)
        );
        assert_eq!(
            of(&[purchase(5, 200, false), purchase(11, 7, false)]),
            (207.into(), 4)
        );
        let early = [purchase(1, 1, false)];
        let totals = Totals::of(Some(&opening), early.iter(), Tz::UTC);
        assert_eq!(
            (totals.first_purchase, totals.last_purchase),
            (Some(date(1)), Some(date(1)))
        );
    }

    #[test]
    fn activity_is_what_the_contact_did() {
        let at = |day: i64| When::At(Instant(day * DAY));
        let message = |day, direction| {
            Event::Message(Message {
                id: String::new(),
                at: at(day),
                direction,
                text: String::new(),
            })
        };
        let email = Event::Email(Email {
            id: String::new(),
            sent: at(1),
            subject: String::new(),
            opened: Some(at(3)),
            clicked: Some(at(6)),
        });
        let events = [message(2, Direction::In), message(8, Direction::Out), email];
        let totals = Totals::of(None, events.iter(), Tz::UTC);
        assert_eq!((totals.messages_in, totals.messages_out), (1, 1));
        assert_eq!((totals.emails_sent, totals.emails_opened), (1, 1));
        assert_eq!(
            (totals.last_open, totals.last_message_out),
            (Some(date(3)), Some(date(8)))
        );
        assert_eq!(totals.last_activity(), Some(date(6)));
        assert!(!totals.has_bought());
    }
}
