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
use super::tree::{Expr, MAX_BYTES, Several};
use input::{Failure, Input, Notes, Parsed, enter, leave, unexpected, want};
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
    let mut terms = vec![and(input)?];
    while keyword(input, "or")? {
        terms.push(and(input)?);
    }
    several(input, terms, Expr::Or)
}

/// `unary { "and" unary }`
fn and(input: &mut Input<'_>) -> Parsed<Expr> {
    let mut terms = vec![unary(input)?];
    while keyword(input, "and")? {
        terms.push(unary(input)?);
    }
    several(input, terms, Expr::And)
}

/// One term as it is, two or more under their word.
fn several(input: &Input<'_>, mut terms: Vec<Expr>, word: fn(Several<Expr>) -> Expr) -> Parsed<Expr> {
    if terms.len() == 1 {
        return terms.pop().ok_or_else(|| unexpected(input));
    }
    Several::new(terms).map(word).ok_or_else(|| unexpected(input))
}

/// `"not" unary | "(" or ")" | condition`
fn unary(input: &mut Input<'_>) -> Parsed<Expr> {
    let event = input.state.event;
    want(input, Wanted::Condition(event));
    if quiet_keyword(input, "not")? {
        enter(input)?;
        let negated = unary(input)?;
        leave(input);
        return Ok(Expr::Not(Box::new(negated)));
    }
    if lex::stands(input, '(') {
        return brackets(input);
    }
    condition::condition(input)
}

/// `"(" or ")"`
fn brackets(input: &mut Input<'_>) -> Parsed<Expr> {
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
    Ok(inner)
}
