//! The tree of criteria line by line, with the question that each line asks by itself and the days its dates come to:
//! what an editor shows beside the text. Nothing is counted here.

use super::checked::{Amount, Criteria, DateTest, Node, Subject, Test};
use super::parse::placed;
use super::placed::Placed;
use super::query::Query;
use super::stored::{Today, node as written};
use super::tree::{Date, Expr, Window};
use super::words::{Direction, Than};
use crate::model::{Catalogue, FieldRef, Moment, Scope};
use chrono::NaiveDate;
use std::ops::Range;

/// The most lines an outline has: more than a screen shows is nothing to count at every key.
const MOST_LINES: usize = 64;

/// One line of an outline.
#[derive(Clone, Debug)]
pub struct Outlined {
    /// The way to it from the outermost: which part, of that which part.
    pub path: Vec<usize>,
    /// The bytes of the text it is written in.
    pub place: Range<usize>,
    /// The field that its condition is about.
    pub field: Option<FieldRef>,
    /// What it does with the parts below it.
    pub joins: Joins,
    /// How deep it stands: the parts of a group are one deeper than its line.
    pub depth: usize,
    /// The condition as it is written; for a group `all of`, `any of` or `not`.
    pub condition: String,
    /// The first and last day that dates counted from today come to; one day twice where there is but one.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// The line by itself; None where no store can answer it.
    pub query: Option<Query>,
    /// A later part of an `all of`: those that meet it and every part before it.
    pub funnel: Option<Query>,
}

/// What a line does with the parts below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joins {
    /// It has none: a condition, negated or not.
    Nothing,
    /// All of them hold.
    All,
    /// Any of them holds.
    Any,
    /// Its one part does not hold.
    Not,
}

/// The lines of a tree as a text says it, outermost first; none for everyone.
pub fn outline(criteria: &Criteria, text: &str, catalogue: &Catalogue, moment: &Moment) -> Vec<Outlined> {
    let mut outline = Outline {
        catalogue,
        moment,
        scope: criteria.scope,
        lines: Vec::new(),
    };
    if let Some(root) = &criteria.root {
        let placed = placed(text).unwrap_or_default();
        outline.node(root, &placed, &[], None);
    }
    outline.lines
}

struct Outline<'a> {
    catalogue: &'a Catalogue,
    moment: &'a Moment,
    scope: Scope,
    lines: Vec<Outlined>,
}

impl Outline<'_> {
    fn node(&mut self, node: &Node, placed: &Placed, path: &[usize], funnel: Option<Query>) {
        if self.lines.len() >= MOST_LINES {
            return;
        }
        let (joins, condition, parts): (Joins, String, &[Node]) = match node {
            Node::Or(parts) => (Joins::Any, "any of".to_owned(), parts),
            Node::And(parts) => (Joins::All, "all of".to_owned(), parts),
            Node::Not(part) if matches!(part.as_ref(), Node::Or(_) | Node::And(_) | Node::Not(_)) => {
                (Joins::Not, "not".to_owned(), std::slice::from_ref(part))
            }
            condition => (Joins::Nothing, self.written(condition), &[]),
        };
        self.lines.push(Outlined {
            depth: path.len(),
            path: path.to_vec(),
            place: placed.place.clone(),
            field: field_of(node),
            joins,
            condition,
            days: days(node, self.moment.today()),
            query: self.query(node.clone()),
            funnel,
        });
        for (at, part) in parts.iter().enumerate() {
            let before = parts.get(..=at).unwrap_or_default();
            let funnel = (at > 0 && matches!(node, Node::And(_)) && self.lines.len() < MOST_LINES)
                .then(|| self.query(Node::And(before.to_vec())))
                .flatten();
            let nowhere = Placed::default();
            let placed = placed.parts.get(at).unwrap_or(&nowhere);
            let path: Vec<usize> = path.iter().copied().chain([at]).collect();
            self.node(part, placed, &path, funnel);
        }
    }

    fn written(&self, node: &Node) -> String {
        let names = Today {
            catalogue: self.catalogue,
            scope: self.scope,
        };
        written(node, &names)
            .as_ref()
            .map_or_else(String::new, Expr::to_string)
    }

    fn query(&self, node: Node) -> Option<Query> {
        let alone = Criteria {
            root: Some(node),
            scope: self.scope,
            pins_of: None,
        };
        alone.query(self.moment, self.catalogue).ok()
    }
}

/// The field of a condition, negated or not.
fn field_of(node: &Node) -> Option<FieldRef> {
    match node {
        Node::Not(negated) => match negated.as_ref() {
            Node::Test(Subject::Field(field), _) => Some(*field),
            _ => None,
        },
        Node::Test(Subject::Field(field), _) => Some(*field),
        _ => None,
    }
}

/// The days of a condition whose dates are counted from today.
fn days(node: &Node, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    match node {
        Node::Not(negated) => days(negated, today),
        Node::Test(_, Test::Date(test)) => days_of(test, today),
        Node::Amount(amount) => match amount.as_ref() {
            Amount {
                window: Some(Window::Within(span)),
                ..
            } => Some(span.window(Direction::Last, today)),
            Amount {
                window: Some(Window::Between(first, last)),
                ..
            } => between(*first, *last, today),
            Amount {
                window: Some(Window::Before(date) | Window::After(date)),
                ..
            } => between(*date, *date, today),
            Amount { window: None, .. } => None,
        },
        _ => None,
    }
}

fn days_of(test: &DateTest, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    match test {
        DateTest::On(date) | DateTest::Compare(_, date) | DateTest::Before(date) | DateTest::After(date) => {
            between(*date, *date, today)
        }
        DateTest::Between(first, last) => between(*first, *last, today),
        DateTest::In(_) => None,
        DateTest::Within(direction, span) | DateTest::Anniversary(direction, span) => {
            Some(span.window(*direction, today))
        }
        DateTest::Ago(Than::More, span) => Some((span.before(today), span.before(today))),
        DateTest::Ago(Than::Less, span) => Some((span.before(today), today)),
        DateTest::InPeriod(which, period) => Some(period.range(*which, today)),
    }
}

/// None where both are days of the calendar already.
fn between(first: Date, last: Date, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let relative = |date| matches!(date, Date::Relative(_));
    (relative(first) || relative(last)).then(|| (first.on(today), last.on(today)))
}
