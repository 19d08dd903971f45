//! From a checked tree to the question a store answers: dates become days, ages birthdays, lifecycle states windows of
//! activity, and segments the criteria they stand for.

mod dates;
mod fields;
mod history;

use super::check::of_segment;
use super::checked::{Criteria, Node, Subject, Test, TextTest};
use super::error::{CriteriaError, ErrorKind, in_backquotes};
pub(super) use history::kind_of;

use super::query::{self, Query};
use super::stored::{Today, node as written};
use super::words::Part;
use crate::model::text::{fold, normal};
use crate::model::{BuiltinField, Catalogue, FieldRef, Moment, Scope, Segment, SegmentId, Side};
use std::cell::{Cell, RefCell};

/// How many nodes of used segments may lie one below the other: each takes room on the stack, here and in a store.
pub(super) const MAX_LEVELS_OF_SEGMENTS: usize = 256;
/// How many conditions there may be with those of all segments that are used.
pub(super) const MAX_RESOLVED: usize = 10_000;

impl Criteria {
    /// The question at one moment. An error where it asks for campaigns, which no store keeps, or where a segment it
    /// uses can no longer be answered.
    pub fn query(&self, moment: &Moment, catalogue: &Catalogue) -> Result<Query, CriteriaError> {
        let resolver = Resolver {
            catalogue,
            moment,
            scope: self.scope,
            room: MAX_LEVELS_OF_SEGMENTS,
            conditions: &Cell::new(0),
            open: &RefCell::new(Vec::new()),
        };
        let query = self
            .root
            .as_ref()
            .map_or(Ok(Query::All), |root| resolver.node(root))?;
        let query = resolver.with_pins(query, self.pins_of);
        Ok(if catalogue.hides(moment) {
            Query::AsOf(*moment, Box::new(query))
        } else {
            query
        })
    }
}

/// What resolving needs to know. One scope: segments of other scopes are resolved by a resolver of their own.
struct Resolver<'a> {
    catalogue: &'a Catalogue,
    moment: &'a Moment,
    scope: Scope,
    /// How many levels the segments used from here may have.
    room: usize,
    /// Conditions so far, shared by all resolvers of one question.
    conditions: &'a Cell<usize>,
    /// The segments being resolved, outermost first.
    open: &'a RefCell<Vec<SegmentId>>,
}

impl Resolver<'_> {
    fn node(&self, node: &Node) -> Result<Query, CriteriaError> {
        match node {
            Node::Or(nodes) => self.nodes(nodes).map(Query::Or),
            Node::And(nodes) => self.nodes(nodes).map(Query::And),
            Node::Not(negated) => Ok(Query::Not(Box::new(self.node(negated)?))),
            Node::Test(Subject::Field(field), test) => {
                self.count()?;
                Ok(self.test(*field, test))
            }
            Node::List(list) => {
                self.count()?;
                Ok(Query::Test(query::Test::InList(*list)))
            }
            Node::Segment(segment) => self.segment(*segment),
            Node::Amount(amount) => self.amount(amount)?.ok_or_else(|| self.no_history(node)),
            Node::Opened(at_least, last) => self.opened(*at_least, *last),
            Node::Test(Subject::Property(..), _) | Node::Campaign(..) => Err(self.no_history(node)),
        }
    }

    fn nodes(&self, nodes: &[Node]) -> Result<Vec<Query>, CriteriaError> {
        nodes.iter().map(|node| self.node(node)).collect()
    }

    fn count(&self) -> Result<(), CriteriaError> {
        self.conditions.set(self.conditions.get() + 1);
        if self.conditions.get() > MAX_RESOLVED {
            let message = format!("with the segments it uses there are more than {MAX_RESOLVED} conditions");
            return Err(CriteriaError::new(0..0, ErrorKind::TooLarge, message));
        }
        Ok(())
    }

    fn no_history(&self, node: &Node) -> CriteriaError {
        let names = Today {
            catalogue: self.catalogue,
            scope: self.scope,
        };
        let condition = written(node, &names).map_or_else(String::new, |expr| expr.to_string());
        let message = format!(
            "no history yet: this store keeps no campaigns to answer {} from",
            in_backquotes(&condition)
        );
        CriteriaError::new(0..0, ErrorKind::NoHistory, message)
    }

    fn test(&self, field: FieldRef, test: &Test) -> Query {
        match test {
            Test::Yes => Query::Test(query::Test::Yes(field)),
            Test::IsSet => self.is_set(field),
            Test::Text(test) if field == FieldRef::Builtin(BuiltinField::Lifecycle) => {
                self.lifecycle(&text_test(test))
            }
            Test::Text(test) if field == FieldRef::Builtin(BuiltinField::Phone) => {
                Query::Test(query::Test::Text(field, phone_test(test)))
            }
            Test::Text(test) => Query::Test(query::Test::Text(field, text_test(test))),
            Test::Number(test) => self.number(field, test),
            Test::Date(test) => self.date(field, test),
            Test::Set(test) => fields::set(field, test),
        }
    }

    /// The criteria of a segment, with the limits and the membership of its own list.
    fn segment(&self, id: SegmentId) -> Result<Query, CriteriaError> {
        self.count()?;
        let Some(segment) = self.catalogue.segment(id) else {
            return Err(CriteriaError::new(
                0..0,
                ErrorKind::Stored,
                "a segment it uses has been deleted",
            ));
        };
        self.enter(segment)?;
        let query = self.criteria_of(segment);
        self.open.borrow_mut().pop();
        let query = query.map_err(|error| within_segment(segment, error))?;
        Ok(match segment.scope {
            Scope::Everyone => query,
            Scope::List(list) => Query::And(vec![Query::Test(query::Test::InList(list)), query]),
        })
    }

    fn criteria_of(&self, segment: &Segment) -> Result<Query, CriteriaError> {
        let criteria = of_segment(segment, self.catalogue)?;
        let Some(root) = &criteria.root else {
            return Ok(self.with_pins(Query::All, criteria.pins_of));
        };
        let Some(room) = self.room.checked_sub(root.height()) else {
            let message = "it uses segments that use segments too deep";
            return Err(CriteriaError::new(0..0, ErrorKind::TooLarge, message));
        };
        let within = Resolver {
            scope: segment.scope,
            room,
            ..*self
        };
        Ok(self.with_pins(within.node(root)?, criteria.pins_of))
    }

    /// Pins are stronger than criteria. Where nobody is pinned the question stays as it is.
    fn with_pins(&self, query: Query, segment: Option<SegmentId>) -> Query {
        let Some(segment) = segment else { return query };
        let pins = self.catalogue.pins_in(segment);
        let pinned = |side| Query::Test(query::Test::Pinned(segment, side));
        let query = match pins.within {
            0 => query,
            _ => Query::Or(vec![pinned(Side::In), query]),
        };
        match pins.out {
            0 => query,
            _ => Query::And(vec![Query::Not(Box::new(pinned(Side::Out))), query]),
        }
    }

    fn enter(&self, segment: &Segment) -> Result<(), CriteriaError> {
        let mut open = self.open.borrow_mut();
        let name = in_backquotes(&segment.name);
        if open.contains(&segment.id) {
            let message = format!("the segment {name} uses itself");
            return Err(CriteriaError::new(0..0, ErrorKind::Cycle, message));
        }
        open.push(segment.id);
        Ok(())
    }
}

/// An error from the criteria of a segment: its place is not in the text that was asked.
fn within_segment(segment: &Segment, error: CriteriaError) -> CriteriaError {
    if error.kind == ErrorKind::NoHistory || error.span == (0..0) && error.message.starts_with("the segment")
    {
        return error;
    }
    let message = format!("the segment {}: {}", in_backquotes(&segment.name), error.message);
    CriteriaError::new(0..0, error.kind, message)
}

/// A test on a text, folded.
fn text_test(test: &TextTest) -> query::TextTest {
    match test {
        TextTest::Equal(text) => query::TextTest::Equals(vec![fold(text)]),
        TextTest::In(texts) => query::TextTest::Equals(texts.iter().map(|text| fold(text)).collect()),
        TextTest::Part(part, text) => part_test(*part, fold(text)),
        TextTest::Matches(pattern) => query::TextTest::Matches(pattern.0.clone()),
    }
}

/// A test on the number: in part by its digits.
fn phone_test(test: &TextTest) -> query::TextTest {
    match test {
        TextTest::Part(part, text) => part_test(*part, digits(text)),
        test => text_test(test),
    }
}

fn part_test(part: Part, text: String) -> query::TextTest {
    match part {
        Part::StartsWith => query::TextTest::StartsWith(text),
        Part::EndsWith => query::TextTest::EndsWith(text),
        Part::Contains | Part::Matches => query::TextTest::Contains(text),
    }
}

/// The digits of a text, of any script.
pub(super) fn digits(text: &str) -> String {
    normal(text).chars().filter(char::is_ascii_digit).collect()
}
