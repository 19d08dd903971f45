//! From text to tree. One reader a production of the grammar; a place is looked at once, and nothing is read twice.

mod amount;
mod condition;
mod date;
mod input;
mod lex;
mod own_words;
mod value;

pub(super) use date::{IsoDay, day_like, iso_day, not_in_calendar};
pub(super) use input::{NEGATABLE, Subject, Wanted};

use super::error::{CriteriaError, ErrorKind};
use super::placed::Placed;
use super::tree::{Expr, MAX_BYTES, Several};
use input::{Failure, Input, Notes, Parsed, at, enter, leave, note_place, unexpected, want};
use lex::{expect_sign, keyword, quiet_keyword, space};
use winnow::stream::{LocatingSlice, Stateful, Stream};

/// Reads a criteria text. A blank text is an error here: there is no tree for *everyone*.
pub fn parse(text: &str) -> Result<Expr, CriteriaError> {
    if text.len() > MAX_BYTES {
        let message = format!("the text is longer than {} KiB", MAX_BYTES / 1024);
        return Err(CriteriaError::new(
            MAX_BYTES..text.len(),
            ErrorKind::TooLarge,
            message,
        ));
    }
    parse_long(text)
}

/// Where the nodes of a text stand that can be read; None for one that cannot.
pub(super) fn placed(text: &str) -> Option<Placed> {
    let mut input = open(text);
    let expr = whole(&mut input).ok()?;
    Some(Placed::of(&expr, text, input.state.places))
}

/// Reads a text of any length: names that have grown since do not make a saved text unreadable.
pub(super) fn parse_long(text: &str) -> Result<Expr, CriteriaError> {
    let mut input = open(text);
    whole(&mut input).map_err(|failure| match failure {
        Failure::Stop(error) => *error,
        Failure::Backtrack => CriteriaError::syntax(0..text.len(), "this cannot be read"),
    })
}

/// What could stand at the end of a text that may be unfinished; nothing where it has an error before its end.
pub(super) fn wanted_at_end(text: &str) -> Vec<Wanted> {
    if text.len() > MAX_BYTES {
        return Vec::new();
    }
    let mut input = open(text);
    // Only the notes are asked for: an unfinished text is an error in any case.
    let _unfinished = whole(&mut input);
    if input.state.furthest == text.len() {
        input.state.wanted
    } else {
        Vec::new()
    }
}

fn open(text: &str) -> Input<'_> {
    Stateful {
        input: LocatingSlice::new(text),
        state: Notes::default(),
    }
}

fn whole(input: &mut Input<'_>) -> Parsed<Expr> {
    space(input)?;
    let expr = or(input)?;
    want(input, Wanted::End);
    if input.eof_offset() == 0 {
        Ok(expr)
    } else {
        Err(unexpected(input))
    }
}

/// `and { "or" and }`
fn or(input: &mut Input<'_>) -> Parsed<Expr> {
    let start = at(input);
    let mut terms = vec![and(input)?];
    while keyword(input, "or")? {
        terms.push(and(input)?);
    }
    several(input, start, terms, Expr::Or)
}

/// `unary { "and" unary }`
fn and(input: &mut Input<'_>) -> Parsed<Expr> {
    let start = at(input);
    let mut terms = vec![unary(input)?];
    while keyword(input, "and")? {
        terms.push(unary(input)?);
    }
    several(input, start, terms, Expr::And)
}

/// One term as it is, two or more under their word.
fn several(
    input: &mut Input<'_>,
    start: usize,
    mut terms: Vec<Expr>,
    word: fn(Several<Expr>) -> Expr,
) -> Parsed<Expr> {
    if terms.len() == 1 {
        return terms.pop().ok_or_else(|| unexpected(input));
    }
    note_place(input, start);
    Several::new(terms).map(word).ok_or_else(|| unexpected(input))
}

/// `"not" unary | "(" or ")" | condition`
fn unary(input: &mut Input<'_>) -> Parsed<Expr> {
    let event = input.state.event;
    want(input, Wanted::Condition(event));
    let start = at(input);
    if quiet_keyword(input, "not")? {
        enter(input)?;
        let negated = unary(input)?;
        leave(input);
        note_place(input, start);
        return Ok(Expr::Not(Box::new(negated)));
    }
    if lex::stands(input, '(') {
        return brackets(input);
    }
    let condition = condition::condition(input)?;
    note_place(input, start);
    if matches!(condition, Expr::Not(_)) {
        note_place(input, start);
    }
    Ok(condition)
}

/// `"(" or ")"`
fn brackets(input: &mut Input<'_>) -> Parsed<Expr> {
    let start = at(input);
    expect_sign(input, "(")?;
    if input.state.event.is_some()
        && let Some(field) = condition::field_in_brackets(input)?
    {
        return Ok(field);
    }
    enter(input)?;
    let inner = or(input)?;
    expect_sign(input, ")")?;
    leave(input);
    if input.state.event.is_none() {
        input.state.places.pop();
        note_place(input, start);
    }
    Ok(inner)
}
