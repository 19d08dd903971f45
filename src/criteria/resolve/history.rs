//! Counts and sums over events, with their windows as days and their `where` as tests on one event.

use super::super::checked::{Amount, Node, Subject, Test};
use super::super::error::CriteriaError;
use super::super::query::{self, DayRange, EventQuery, EventTest, Query};
use super::super::tree::{Count, Window};
use super::super::words::{Event, Property};
use super::dates::{Dates, days, from, until};
use super::fields::number_test;
use super::{Resolver, text_test};
use crate::model::EventKind;
use crate::model::moment::add_days;

impl Resolver<'_> {
    /// A count or sum. None for campaigns.
    pub(super) fn amount(&self, amount: &Amount) -> Result<Option<Query>, CriteriaError> {
        let Some(event) = kind_of(amount.event) else {
            return Ok(None);
        };
        self.count()?;
        let filter = amount
            .filter
            .as_ref()
            .map(|filter| self.event(filter))
            .transpose()?;
        Ok(Some(Query::Test(query::Test::Amount(query::Amount {
            event,
            sums: amount.sum.is_some(),
            filter,
            days: self.window(amount.window),
            test: number_test(&amount.test),
        }))))
    }

    /// How many of the last e-mails were opened.
    pub(super) fn opened(&self, at_least: Option<Count>, last: Count) -> Result<Query, CriteriaError> {
        self.count()?;
        Ok(Query::Test(query::Test::Opened(query::Opened {
            at_least: at_least.unwrap_or(last).get(),
            last: last.get(),
        })))
    }

    fn window(&self, window: Option<Window>) -> DayRange {
        let today = self.moment.today();
        match window {
            None => DayRange {
                first: None,
                last: None,
            },
            Some(Window::Within(span)) => days(span.before(today), today),
            Some(Window::Between(first, last)) => days(first.on(today), last.on(today)),
            Some(Window::Before(date)) => until(add_days(date.on(today), -1)),
            Some(Window::After(date)) => from(add_days(date.on(today), 1)),
        }
    }

    fn event(&self, node: &Node) -> Result<EventQuery, CriteriaError> {
        let each =
            |nodes: &[Node]| -> Result<Vec<_>, _> { nodes.iter().map(|node| self.event(node)).collect() };
        Ok(match node {
            Node::And(nodes) => EventQuery::And(each(nodes)?),
            Node::Or(nodes) => EventQuery::Or(each(nodes)?),
            Node::Not(negated) => EventQuery::Not(Box::new(self.event(negated)?)),
            Node::Test(Subject::Property(_, property), test) => {
                self.count()?;
                self.property(*property, test)
            }
            // The check lets nothing else into `where`.
            _ => EventQuery::Or(Vec::new()),
        })
    }

    fn property(&self, property: Property, test: &Test) -> EventQuery {
        let one = EventQuery::Test;
        match test {
            Test::Yes => one(EventTest::Yes(property)),
            Test::IsSet => match property {
                Property::Amount | Property::Date | Property::Opened | Property::Clicked => {
                    EventQuery::And(Vec::new())
                }
                text => one(EventTest::IsSet(text)),
            },
            Test::Text(test) => one(EventTest::Text(property, text_test(test))),
            Test::Number(test) => one(EventTest::Amount(number_test(test))),
            Test::Date(test) => match self.dates(test) {
                Dates::Range(range) => one(EventTest::Day(range)),
                Dates::Ranges(ranges) => {
                    EventQuery::Or(ranges.into_iter().map(EventTest::Day).map(one).collect())
                }
                Dates::MonthDays(days) => one(EventTest::MonthDay(days)),
            },
            // No property is a set.
            Test::Set(_) => EventQuery::Or(Vec::new()),
        }
    }
}

/// The kind of event a store keeps; None for campaigns.
pub(in crate::criteria) fn kind_of(event: Event) -> Option<EventKind> {
    match event {
        Event::Purchases => Some(EventKind::Purchase),
        Event::Emails => Some(EventKind::Email),
        Event::Messages => Some(EventKind::Message),
        Event::Campaigns => None,
    }
}
