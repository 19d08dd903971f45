//! The tree of a criteria text as it was written: names and values as words, not yet checked against any store.
//!
//! Only trees that can be written down can be built: where a part has a rule of its own (a name without a backquote,
//! a bare word without a space), its constructor holds it. Places are kept for errors and ignored in comparisons.

use super::words::{Comparison, Direction, Event, Part, Period, Step, Than, Unit, Which, is_reserved};
use chrono::{Datelike, NaiveDate};
use std::ops::{Deref, Range};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// How deep brackets, `not` and `where` may be nested.
pub const MAX_LEVELS: usize = 64;
/// How long a criteria text may be, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;
/// How many conditions a criteria text may have.
pub const MAX_CONDITIONS: usize = 1000;

/// Where something stands in the text, in bytes. All places are equal, so that trees compare by what they say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl PartialEq for Place {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Place {}

impl From<Range<usize>> for Place {
    fn from(range: Range<usize>) -> Self {
        Self {
            start: range.start,
            end: range.end,
        }
    }
}

impl From<Place> for Range<usize> {
    fn from(place: Place) -> Self {
        place.start..place.end
    }
}

/// A criteria text as a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// Any of them.
    Or(Several<Expr>),
    /// Each of them.
    And(Several<Expr>),
    /// The rest.
    Not(Box<Expr>),
    /// One condition.
    Condition(Box<Condition>),
}

/// Two or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Several<T>(Vec<T>);

impl<T> Several<T> {
    /// None where there are fewer than two.
    pub fn new(items: Vec<T>) -> Option<Self> {
        (items.len() > 1).then_some(Self(items))
    }
}

impl<T> Deref for Several<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

/// One or more values in brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values(Vec<Operand>);

impl Values {
    /// None where there are none.
    pub fn new(values: Vec<Operand>) -> Option<Self> {
        (!values.is_empty()).then_some(Self(values))
    }
}

impl Deref for Values {
    type Target = [Operand];

    fn deref(&self) -> &[Operand] {
        &self.0
    }
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// A test on a field, or in `where` on a property of the event.
    Field(Name, FieldTest),
    /// A count or sum over events.
    Amount(Amount, AmountTest),
    /// `opened last 3 emails`, `opened at least 2 of last 3 emails`.
    Opened {
        /// How many of them at least; None: each.
        at_least: Option<Count>,
        /// Of how many.
        last: Count,
    },
    /// `in segment …`.
    InSegment(Operand),
    /// `in list …`.
    InList(Operand),
    /// `campaign … read`.
    Campaign(Operand, Step),
}

/// What is asked of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldTest {
    /// Nothing: a yes/no field alone.
    Alone,
    /// Compared with a value.
    Compare(Comparison, Operand),
    /// From the first to the second, both included.
    Between(Operand, Operand),
    /// One of these.
    In(Values),
    /// A part of a text.
    Part(Part, Operand),
    /// `is set`.
    IsSet,
    /// A set has this member.
    Has(Operand),
    /// A set has any of these.
    HasAny(Values),
    /// A set has all of these.
    HasAll(Values),
    /// Before a date.
    Before(Date),
    /// After a date.
    After(Date),
    /// On a date.
    On(Date),
    /// Within the last or the next span.
    Within(Direction, Span),
    /// More or less than a span ago.
    Ago(Than, Span),
    /// In a period of the calendar.
    InPeriod(Which, Period),
    /// The anniversary falls within a span.
    Anniversary(Direction, Span),
}

/// A count or a sum over events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Of what.
    pub event: Event,
    /// The property that is summed; None: the events are counted.
    pub sum: Option<Name>,
    /// Only these events.
    pub filter: Option<Expr>,
    /// Only those in this window.
    pub window: Option<Window>,
    /// Where it stands, without `count` or `sum` and the brackets.
    pub place: Place,
}

/// What is asked of a count or sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmountTest {
    /// Compared with a number.
    Compare(Comparison, Operand),
    /// Between two numbers, both included.
    Between(Operand, Operand),
}

/// The window of a count or sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Within the last span, today included.
    Within(Span),
    /// From one date to another, both included.
    Between(Date, Date),
    /// Before a date.
    Before(Date),
    /// After a date.
    After(Date),
}

/// The name of a field or property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    text: String,
    /// Where it stands.
    pub place: Place,
}

impl Name {
    /// None where it is empty or has a backquote: such a name cannot be written.
    pub fn new(text: &str, place: Place) -> Option<Self> {
        (!text.is_empty() && !text.contains('`')).then(|| Self {
            text: text.to_owned(),
            place,
        })
    }

    /// The name without backquotes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is written without backquotes.
    pub fn is_plain(&self) -> bool {
        is_plain_name(&self.text) && !is_reserved(&self.text)
    }
}

/// Whether a text follows the rule of names: a letter, then letters, marks, digits and `_`.
pub fn is_plain_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(begins_name) && chars.all(continues_name)
}

/// Whether a name may begin with it.
pub(super) fn begins_name(c: char) -> bool {
    c.is_ascii_alphabetic() || (!c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Letter)
}

/// Whether a name may go on with it.
pub(super) fn continues_name(c: char) -> bool {
    if c.is_ascii() {
        return c == '_' || c.is_ascii_alphanumeric();
    }
    matches!(
        c.general_category_group(),
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark
    ) || c.general_category() == GeneralCategory::DecimalNumber
}

/// A value as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operand {
    /// What it says.
    pub value: Written,
    /// Where it stands.
    pub place: Place,
}

/// How a value is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// A bare word, typed by its field.
    Bare(Word),
    /// In double quotes: always text.
    Quoted(String),
    /// A date that is counted from today.
    Relative(Relative),
}

impl Operand {
    /// A bare word where the text can be one, else in quotes.
    pub fn of(text: &str) -> Self {
        let value = Word::new(text).map_or_else(|| Written::Quoted(text.to_owned()), Written::Bare);
        Self {
            value,
            place: Place::default(),
        }
    }

    /// The text of a word or quoted value.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Written::Bare(word) => Some(word.text()),
            Written::Quoted(text) => Some(text),
            Written::Relative(_) => None,
        }
    }
}

/// A bare word: no white space, bracket, comma, operator sign, double quote or backquote, and not reserved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word(String);

impl Word {
    /// None where the text cannot stand without quotes.
    pub fn new(text: &str) -> Option<Self> {
        let bare = !text.is_empty() && text.chars().all(is_word_char);
        (bare && !is_reserved(text)).then(|| Self(text.to_owned()))
    }

    /// The word.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// Whether a bare word may hold it (`!` may, unless `=` follows).
pub(super) fn is_word_char(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '(' | ')' | ',' | '=' | '<' | '>' | '"' | '`')
}

/// A date: of the calendar, or counted from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Date {
    /// A day of the calendar.
    Day(Day),
    /// Counted from today.
    Relative(Relative),
}

/// A day that can be written as YYYY-MM-DD.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(NaiveDate);

impl Day {
    /// None outside the years 1 to 9999.
    pub fn new(date: NaiveDate) -> Option<Self> {
        (1..=9999).contains(&date.year()).then_some(Self(date))
    }

    /// The day.
    pub fn date(self) -> NaiveDate {
        self.0
    }
}

/// A date that is counted from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relative {
    /// Today.
    Today,
    /// The day before.
    Yesterday,
    /// The day after.
    Tomorrow,
    /// A span before today.
    Ago(Span),
    /// A span after today.
    FromNow(Span),
}

/// A stretch of time: 0 to 9999 days, weeks, months or years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    count: u16,
    unit: Unit,
}

impl Span {
    /// The most units a span can have.
    pub const MAX: u16 = 9999;

    /// None where the count is too large.
    pub fn new(count: u16, unit: Unit) -> Option<Self> {
        (count <= Self::MAX).then_some(Self { count, unit })
    }

    /// How many.
    pub fn count(self) -> u16 {
        self.count
    }

    /// Of what.
    pub fn unit(self) -> Unit {
        self.unit
    }
}

/// A whole number of e-mails, 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(u16);

impl Count {
    /// None outside 1 to 9999.
    pub fn new(count: u16) -> Option<Self> {
        (1..=9999).contains(&count).then_some(Self(count))
    }

    /// The number.
    pub fn get(self) -> u16 {
        self.0
    }
}
