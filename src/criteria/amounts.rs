//! Counts and sums over one contact's events, row by row: on the checked tree itself, like [`super::holds()`].

use super::checked::{Amount, Node, Subject, Test, TextTest};
use super::holds::{Row, date_holds, number_holds, part_holds};
use super::query::{text, yes};
use super::resolve::kind_of;
use super::tree::{Count, Window};
use super::words::Property;
use crate::model::text::{fold, normal};
use crate::model::{Decimal, Event};
use chrono::NaiveDate;

impl Row<'_> {
    /// What a count or sum comes to.
    pub(super) fn amount(&self, amount: &Amount) -> Decimal {
        let mut found = Decimal::ZERO;
        for event in self.profile.events_seen(self.moment) {
            let asked = kind_of(amount.event) == Some(event.kind())
                && self.is_in(amount.window, event.when().day(self.moment.zone))
                && amount
                    .filter
                    .as_ref()
                    .is_none_or(|filter| self.event(filter, &event));
            if asked {
                found = found.saturating_add(worth(&event, amount.sum.is_some()));
            }
        }
        found
    }

    /// How many of the last e-mails were opened, and whether that many were sent.
    pub(super) fn opened(&self, last: Count) -> (u16, bool) {
        let mut emails = Vec::new();
        for event in self.profile.events_seen(self.moment) {
            if let Event::Email(email) = event.as_ref() {
                emails.push((email.sent.day(self.moment.zone), email.opened.is_some()));
            }
        }
        emails.sort_by_key(|(day, _)| *day);
        let opened = emails.iter().rev().take(usize::from(last.get()));
        let opened = opened.filter(|(_, opened)| *opened).count();
        (opened as u16, emails.len() >= usize::from(last.get()))
    }

    fn is_in(&self, window: Option<Window>, day: NaiveDate) -> bool {
        let today = self.moment.today();
        match window {
            None => true,
            Some(Window::Within(span)) => span.before(today) <= day && day <= today,
            Some(Window::Between(first, last)) => first.on(today) <= day && day <= last.on(today),
            Some(Window::Before(date)) => day < date.on(today),
            Some(Window::After(date)) => day > date.on(today),
        }
    }

    /// Whether a `where` is true of an event.
    fn event(&self, node: &Node, event: &Event) -> bool {
        match node {
            Node::Or(nodes) => nodes.iter().any(|node| self.event(node, event)),
            Node::And(nodes) => nodes.iter().all(|node| self.event(node, event)),
            Node::Not(negated) => !self.event(negated, event),
            Node::Test(Subject::Property(_, property), test) => self.property(*property, test, event),
            _ => false,
        }
    }

    fn property(&self, property: Property, test: &Test, event: &Event) -> bool {
        match test {
            Test::Yes => yes(event, property),
            Test::IsSet => match property {
                Property::Amount | Property::Date | Property::Opened | Property::Clicked => true,
                property => text(event, property).is_some(),
            },
            Test::Text(test) => text(event, property).is_some_and(|text| text_holds(test, text)),
            Test::Number(test) => match event {
                Event::Purchase(purchase) => number_holds(test, purchase.amount),
                _ => false,
            },
            Test::Date(test) => date_holds(test, event.when().day(self.moment.zone), self.moment.today()),
            Test::Set(_) => false,
        }
    }
}

/// What an event adds to a count or a sum.
fn worth(event: &Event, sums: bool) -> Decimal {
    match event {
        Event::Purchase(purchase) if purchase.cancelled => Decimal::ZERO,
        Event::Purchase(purchase) if sums => purchase.amount,
        Event::Purchase(purchase) if !purchase.is_order() => Decimal::ZERO,
        _ => Decimal::ONE,
    }
}

fn text_holds(test: &TextTest, text: &str) -> bool {
    match test {
        TextTest::Equal(wanted) => fold(wanted) == fold(text),
        TextTest::In(any) => any.iter().any(|wanted| fold(wanted) == fold(text)),
        TextTest::Part(part, wanted) => part_holds(*part, &fold(text), &fold(wanted)),
        TextTest::Matches(pattern) => pattern.0.is_match(&normal(text)),
    }
}
