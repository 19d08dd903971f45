//! What the parser reads from: the text, and notes on what could have stood at the furthest place reached. The notes
//! make the error messages, and tell completion what fits at the cursor.

use super::super::error::{CriteriaError, ErrorKind, in_backquotes, nearest};
use super::super::tree::{MAX_CONDITIONS, MAX_LEVELS, is_word_char};
use super::super::words::{Event, is_reserved};
use super::lex;
use std::ops::Range;
use winnow::error::ParserError;
use winnow::stream::{LocatingSlice, Location, Stateful, Stream};

pub(super) type Input<'s> = Stateful<LocatingSlice<&'s str>, Notes>;
pub(super) type Parsed<T> = Result<T, Failure>;

/// Something that could stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A keyword.
    Word(&'static str),
    /// A bracket or comma.
    Sign(&'static str),
    /// The beginning of a condition: a field, or in `where` a property of the event.
    Condition(Option<Event>),
    /// An operator that fits the field.
    Operator(Subject),
    /// What may follow `not` after a field.
    Negatable(Subject),
    /// An operator after a count or sum.
    AmountOperator,
    /// What may follow `not` after a count or sum.
    AmountNegatable,
    /// A value of the field.
    Value(Subject),
    /// A number.
    Number,
    /// A date.
    Date,
    /// The number of a span.
    SpanCount,
    /// The unit of a span.
    SpanUnit,
    /// The unit that would make a date of a whole number. Errors do not speak of it: the number may be one.
    UnitOfDate(Subject),
    /// The name of an event.
    Event,
    /// A property of an event that can be summed.
    Summable(Event),
    /// The name of a segment.
    Segment,
    /// The name of a list.
    List,
    /// The name of a campaign.
    Campaign,
    /// The end of the text.
    End,
}

/// What a condition is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The event whose property it is; None for a field of the contact.
    pub event: Option<Event>,
    /// The name as written, without backquotes.
    pub name: String,
}

impl Wanted {
    /// As errors name it.
    fn words(&self) -> String {
        match self {
            Self::Word(word) | Self::Sign(word) => in_backquotes(word),
            Self::Condition(None) => "a condition".to_owned(),
            Self::Condition(Some(event)) => format!("a condition on the {}", event.word()),
            Self::Operator(_) | Self::AmountOperator => "an operator".to_owned(),
            Self::Negatable(_) | Self::AmountNegatable => {
                "an operator that `not` can stand before".to_owned()
            }
            Self::Value(subject) => format!("a value for {}", in_backquotes(&subject.name)),
            Self::Number => "a number".to_owned(),
            Self::Date => "a date (2026-01-31, `today`, `30 days ago`)".to_owned(),
            Self::SpanCount => "a span (`30 days`, `6 months`)".to_owned(),
            Self::SpanUnit | Self::UnitOfDate(_) => "`days`, `weeks`, `months` or `years`".to_owned(),
            Self::Event => "`purchases`, `emails`, `messages` or `campaigns`".to_owned(),
            Self::Summable(event) => format!("a number of the {}", event.word()),
            Self::Segment => "the name of a segment".to_owned(),
            Self::List => "the name of a list".to_owned(),
            Self::Campaign => "the name of a campaign".to_owned(),
            Self::End => "the end".to_owned(),
        }
    }

    /// Keywords that would do.
    fn keywords(&self) -> &[&'static str] {
        match self {
            Self::Word(word) => std::slice::from_ref(word),
            Self::Operator(_) => OPERATORS,
            Self::Negatable(_) => NEGATABLE,
            Self::AmountOperator => &["between", "not"],
            Self::AmountNegatable => &["between"],
            Self::SpanUnit => UNITS,
            Self::Event => EVENTS,
            Self::Condition(_) => &["not", "count", "sum", "in", "opened", "campaign"],
            Self::Date => &["today", "yesterday", "tomorrow"],
            _ => &[],
        }
    }
}

/// The words that may follow `not` after a field.
pub const NEGATABLE: &[&str] = &[
    "between",
    "in",
    "contains",
    "starts",
    "ends",
    "matches",
    "has",
    "before",
    "after",
    "on",
    "within",
    "anniversary",
];
const OPERATORS: &[&str] = &[
    "between",
    "in",
    "contains",
    "starts",
    "ends",
    "matches",
    "has",
    "before",
    "after",
    "on",
    "within",
    "anniversary",
    "is",
    "not",
    "more",
    "less",
];
const UNITS: &[&str] = &["day", "days", "week", "weeks", "month", "months", "year", "years"];
const EVENTS: &[&str] = &["purchases", "emails", "messages", "campaigns"];

/// Notes made while reading.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    /// What could have stood at `furthest`.
    pub wanted: Vec<Wanted>,
    /// The furthest place at which anything was looked for.
    pub furthest: usize,
    /// How many brackets, `not` and `where` are open.
    pub level: usize,
    /// How many conditions there were.
    pub conditions: usize,
    /// The event whose `where` is being read.
    pub event: Option<Event>,
    /// Where the nodes stand that have been read, each behind its parts; those of a `where` are left out.
    pub places: Vec<Range<usize>>,
    /// Where the last word or quoted text ends, without the white space behind it.
    pub last_end: usize,
    /// The last bare value and where the token after it begins, to suggest quotes when another word stands there.
    pub last_bare: Option<(String, usize)>,
}

/// Why a piece could not be read.
#[derive(Debug)]
pub(super) enum Failure {
    /// Something else may stand here.
    Backtrack,
    /// Nothing else can.
    Stop(Box<CriteriaError>),
}

impl<'s> ParserError<Input<'s>> for Failure {
    type Inner = Self;

    fn from_input(_input: &Input<'s>) -> Self {
        Self::Backtrack
    }

    fn is_backtrack(&self) -> bool {
        matches!(self, Self::Backtrack)
    }

    fn into_inner(self) -> Result<Self::Inner, Self> {
        Ok(self)
    }
}

impl CriteriaError {
    /// Ends the reading with this error.
    pub(super) fn stop(self) -> Failure {
        Failure::Stop(Box::new(self))
    }
}

/// Where the next token begins.
pub(super) fn at(input: &Input<'_>) -> usize {
    input.current_token_start()
}

/// The text not yet read.
pub(super) fn rest<'s>(input: &Input<'s>) -> &'s str {
    input.peek_finish()
}

/// Notes what could stand here.
pub(super) fn want(input: &mut Input<'_>, wanted: Wanted) {
    let here = at(input);
    let notes = &mut input.state;
    if here > notes.furthest {
        notes.furthest = here;
        notes.wanted.clear();
    }
    if here == notes.furthest && !notes.wanted.contains(&wanted) {
        notes.wanted.push(wanted);
    }
}

/// The error for what stands here, from what was looked for here.
pub(super) fn unexpected(input: &Input<'_>) -> Failure {
    let here = at(input);
    let found = lex::snippet(rest(input));
    let notes = &input.state;
    let wanted: &[Wanted] = if notes.furthest == here {
        &notes.wanted
    } else {
        &[]
    };
    let spoken = wanted.iter().filter(|one| !matches!(one, Wanted::UnitOfDate(_)));
    let names: Vec<String> = spoken.map(Wanted::words).collect();
    let expected = match names.split_last() {
        None => "something else".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    };
    let what = if found.is_empty() {
        "the text ends".to_owned()
    } else {
        format!("found {}", in_backquotes(found))
    };
    let error = CriteriaError::syntax(here..here + found.len(), format!("{what}, expected {expected}"));
    error.suggest(instead_of(input, found, wanted)).stop()
}

/// What was probably meant by something that cannot stand here.
fn instead_of(input: &Input<'_>, found: &str, wanted: &[Wanted]) -> Option<String> {
    if let Some(joined) = in_quotes(input, wanted).or_else(|| without_marks(input)) {
        return Some(joined);
    }
    let words: Vec<&str> = wanted
        .iter()
        .flat_map(|one| one.keywords().iter().copied())
        .collect();
    let lower = found.to_lowercase();
    if found.is_empty() || words.contains(&found) {
        None
    } else if words.contains(&lower.as_str()) {
        Some(lower)
    } else {
        nearest(found, words)
            .filter(|_| found.chars().count() > 2)
            .map(ToOwned::to_owned)
    }
}

/// The most words that are taken for a value whose quotes were forgotten.
const MOST_WORDS: usize = 6;

/// `city = New York`: the words from the bare value on, in quotes.
fn in_quotes(input: &Input<'_>, wanted: &[Wanted]) -> Option<String> {
    let (bare, after) = input.state.last_bare.as_ref()?;
    let first = lex::snippet(rest(input));
    let ended = wanted
        .iter()
        .any(|one| matches!(one, Wanted::Word("and") | Wanted::Sign(")" | ",")));
    let is_word = first.starts_with(char::is_alphanumeric) && !is_reserved(&first.to_lowercase());
    let mistyped = first.len() <= 3 && nearest(first, ["and", "or"]).is_some();
    let is_number = bare
        .bytes()
        .all(|byte| !byte.is_ascii_alphabetic() && byte.is_ascii());
    if *after != at(input) || !ended || !is_word || mistyped || is_number {
        return None;
    }
    let more = rest(input)
        .split_whitespace()
        .take(MOST_WORDS)
        .take_while(|word| !is_reserved(word) && word.chars().all(is_word_char));
    let words: Vec<&str> = std::iter::once(bare.as_str()).chain(more).collect();
    Some(format!("\"{}\"", words.join(" ").trim_matches('\'')))
}

/// `1,000`: the number without its thousands mark.
fn without_marks(input: &Input<'_>) -> Option<String> {
    let (bare, after) = input.state.last_bare.as_ref()?;
    let thousands = lex::snippet(rest(input).strip_prefix(',')?);
    let joined = *after == at(input) && bare.len() <= 3 && thousands.len() >= 3;
    let digits = bare
        .bytes()
        .chain(thousands.bytes().take(3))
        .all(|byte| byte.is_ascii_digit());
    (joined && digits).then(|| format!("{bare}{thousands}"))
}

/// Notes where a node stands that ends here.
pub(super) fn note_place(input: &mut Input<'_>, start: usize) {
    let end = at(input);
    if input.state.event.is_none() {
        input.state.places.push(start..end);
    }
}

/// Opens a bracket, `not` or `where`; an error beyond the limit.
pub(super) fn enter(input: &mut Input<'_>) -> Parsed<()> {
    if input.state.level >= MAX_LEVELS {
        let here = at(input);
        let message = format!("brackets, `not` and `where` are nested more than {MAX_LEVELS} deep");
        return Err(CriteriaError::new(here..here, ErrorKind::TooLarge, message).stop());
    }
    input.state.level += 1;
    Ok(())
}

/// Closes what [`enter`] opened.
pub(super) fn leave(input: &mut Input<'_>) {
    input.state.level = input.state.level.saturating_sub(1);
}

/// Counts a condition; an error beyond the limit.
pub(super) fn count_condition(input: &mut Input<'_>) -> Parsed<()> {
    input.state.conditions += 1;
    if input.state.conditions > MAX_CONDITIONS {
        let here = at(input);
        let message = format!("there are more than {MAX_CONDITIONS} conditions");
        return Err(CriteriaError::new(here..here, ErrorKind::TooLarge, message).stop());
    }
    Ok(())
}
