//! The conditions that begin with a word of their own: `opened last 3 emails`, `in segment …`, `campaign … read`.

use super::super::error::{CriteriaError, in_backquotes};
use super::super::tree::{Condition, Count, Place};
use super::super::words::Step;
use super::date::is_whole;
use super::input::{Input, Parsed, Wanted, at, unexpected, want};
use super::lex::{expect_keyword, keyword, next_word, take_word};
use super::value::operand;

/// `opened last 3 emails`, `opened at least 2 of last 3 emails`
pub(super) fn opened(input: &mut Input<'_>) -> Parsed<Condition> {
    take_word(input)?;
    let at_least = if keyword(input, "at")? {
        expect_keyword(input, "least")?;
        let count = count(input)?;
        expect_keyword(input, "of")?;
        Some(count)
    } else {
        None
    };
    expect_keyword(input, "last")?;
    let (start, last) = (at(input), count(input)?);
    if at_least.is_some_and(|least| least > last) {
        let message = format!("that many of the last {} cannot be", last.get());
        return Err(CriteriaError::value(Place::from(start..input.state.last_end), message).stop());
    }
    expect_keyword(input, "emails")?;
    Ok(Condition::Opened { at_least, last })
}

fn count(input: &mut Input<'_>) -> Parsed<Count> {
    want(input, Wanted::Number);
    if !is_whole(next_word(input)?) {
        return Err(unexpected(input));
    }
    let (number, place) = take_word(input)?;
    let message = format!(
        "expected a whole number from 1 to 9999, found {}",
        in_backquotes(number)
    );
    let count = number.parse().ok().and_then(Count::new);
    count.ok_or_else(|| CriteriaError::value(place, message).stop())
}

/// `in segment …`, `in list …`
pub(super) fn membership(input: &mut Input<'_>) -> Parsed<Condition> {
    take_word(input)?;
    if keyword(input, "segment")? {
        want(input, Wanted::Segment);
        return Ok(Condition::InSegment(operand(input, None)?));
    }
    expect_keyword(input, "list")?;
    want(input, Wanted::List);
    Ok(Condition::InList(operand(input, None)?))
}

/// `campaign … read`
pub(super) fn campaign(input: &mut Input<'_>) -> Parsed<Condition> {
    take_word(input)?;
    want(input, Wanted::Campaign);
    let name = operand(input, None)?;
    for step in Step::ALL {
        if keyword(input, step.word())? {
            return Ok(Condition::Campaign(name, *step));
        }
    }
    Err(unexpected(input))
}
