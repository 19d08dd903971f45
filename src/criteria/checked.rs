//! A criteria text that fits a store: names have become ids, values have the types of their fields.

use super::tree::{Count, Date, Span, Window};
use super::words::{Comparison, Direction, Event, Part, Period, Property, Step, Than, Which};
use crate::model::{Decimal, FieldRef, ListId, Scope, SegmentId};
use regex::Regex;

/// A checked criteria text of one scope. Blank: everyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criteria {
    pub(super) root: Option<Node>,
    pub(super) scope: Scope,
    /// The segment whose pins count besides.
    pub(super) pins_of: Option<SegmentId>,
}

impl Criteria {
    /// The criteria every contact of a scope meets.
    pub fn everyone(scope: Scope) -> Self {
        Self {
            root: None,
            scope,
            pins_of: None,
        }
    }

    /// Whether every contact meets it because it asks nothing.
    pub fn is_blank(&self) -> bool {
        self.root.is_none()
    }

    /// The same question with the pins of a segment: whom these criteria would make its members.
    #[must_use]
    pub fn with_pins_of(self, segment: SegmentId) -> Self {
        Self {
            pins_of: Some(segment),
            ..self
        }
    }

    /// The scope it was checked in.
    pub fn scope(&self) -> Scope {
        self.scope
    }
}

/// A node of the checked tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// Any of them; two or more.
    Or(Vec<Node>),
    /// Each of them; two or more.
    And(Vec<Node>),
    /// The rest.
    Not(Box<Node>),
    /// A test on a field of the contact, or on a property of an event.
    Test(Subject, Test),
    /// A count or sum over events.
    Amount(Box<Amount>),
    /// The last e-mails were opened: at least so many of so many.
    Opened(Option<Count>, Count),
    /// Membership of a segment.
    Segment(SegmentId),
    /// Membership of a list.
    List(ListId),
    /// What became of a campaign's message.
    Campaign(String, Step),
}

impl Node {
    /// How many nodes lie one below the other.
    pub(super) fn height(&self) -> usize {
        match self {
            Self::Or(nodes) | Self::And(nodes) => 1 + nodes.iter().map(Self::height).max().unwrap_or(0),
            Self::Not(negated) => 1 + negated.height(),
            _ => 1,
        }
    }
}

/// What a test is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A field of the contact.
    Field(FieldRef),
    /// A property of an event, in `where`.
    Property(Event, Property),
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Test {
    /// Is it yes?
    Yes,
    /// Is it set?
    IsSet,
    /// Of a text or choice.
    Text(TextTest),
    /// Of a number or money.
    Number(NumberTest),
    /// Of a date.
    Date(DateTest),
    /// Of a set.
    Set(SetTest),
}

/// What is asked of a text. Texts are as they were written; numbers of telephones are in E.164.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TextTest {
    Equal(String),
    In(Vec<String>),
    /// Never [`Part::Matches`].
    Part(Part, String),
    Matches(Pattern),
}

/// A compiled regular expression; equal where its text is.
#[derive(Clone, Debug)]
pub(super) struct Pattern(pub Regex);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Pattern {}

/// What is asked of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NumberTest {
    Compare(Comparison, Decimal),
    Between(Decimal, Decimal),
    In(Vec<Decimal>),
}

/// What is asked of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DateTest {
    On(Date),
    /// Never [`Comparison::Equal`], which is [`DateTest::On`].
    Compare(Comparison, Date),
    Between(Date, Date),
    In(Vec<Date>),
    Before(Date),
    After(Date),
    Within(Direction, Span),
    Ago(Than, Span),
    InPeriod(Which, Period),
    Anniversary(Direction, Span),
}

/// What is asked of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SetTest {
    Has(String),
    HasAny(Vec<String>),
    HasAll(Vec<String>),
}

/// A count or sum, and what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    pub event: Event,
    /// The property that is summed; None: the events are counted.
    pub sum: Option<Property>,
    pub filter: Option<Node>,
    pub window: Option<Window>,
    /// Never [`NumberTest::In`].
    pub test: NumberTest,
}
