//! Counts and sums over events: `count(purchases where item contains "coffee" within 1 year) >= 3`.

use super::super::tree::{Amount, AmountTest, Condition, Expr, Name, Place, Window};
use super::super::words::Event;
use super::condition::{comparison_sign, plain_name};
use super::date::{date, span};
use super::input::{Input, Parsed, Wanted, at, enter, leave, unexpected, want};
use super::lex::{
    expect_keyword, expect_sign, keyword, next_name, next_operator, quiet_keyword, quoted_name, stands,
    take_name, take_word,
};
use super::value::operand;
use winnow::Parser;
use winnow::combinator::opt;

/// A count or sum, compared; perhaps negated by `!=` or `not between`.
pub(super) fn amount(input: &mut Input<'_>) -> Parsed<Expr> {
    let is_sum = take_word(input)?.0 == "sum";
    expect_sign(input, "(")?;
    let start = at(input);
    let event = event(input)?;
    let sum = if is_sum { Some(summed(input, event)?) } else { None };
    let filter = if keyword(input, "where")? {
        Some(filter(input, event)?)
    } else {
        None
    };
    let window = window(input)?;
    let place = Place::from(start..input.state.last_end.max(start));
    expect_sign(input, ")")?;
    let amount = Amount {
        event,
        sum,
        filter,
        window,
        place,
    };
    let (negated, test) = test(input)?;
    let condition = Expr::Condition(Box::new(Condition::Amount(amount, test)));
    Ok(if negated {
        Expr::Not(Box::new(condition))
    } else {
        condition
    })
}

fn event(input: &mut Input<'_>) -> Parsed<Event> {
    want(input, Wanted::Event);
    let name = next_name(input)?;
    let event = Event::ALL.iter().copied().find(|event| event.word() == name);
    let event = event.ok_or_else(|| unexpected(input))?;
    take_name(input)?;
    Ok(event)
}

/// The property a sum adds up, behind its point.
fn summed(input: &mut Input<'_>, event: Event) -> Parsed<Name> {
    want(input, Wanted::Sign("."));
    if opt('.').parse_next(input)?.is_none() {
        return Err(unexpected(input));
    }
    super::lex::space(input)?;
    want(input, Wanted::Summable(event));
    if stands(input, '`') {
        quoted_name(input)
    } else {
        plain_name(input)
    }
}

/// What follows `where`.
fn filter(input: &mut Input<'_>, event: Event) -> Parsed<Expr> {
    enter(input)?;
    input.state.event = Some(event);
    let filter = super::or(input)?;
    input.state.event = None;
    leave(input);
    Ok(filter)
}

/// The window of the whole event.
fn window(input: &mut Input<'_>) -> Parsed<Option<Window>> {
    if keyword(input, "within")? {
        return Ok(Some(Window::Within(span(input)?)));
    }
    if keyword(input, "between")? {
        let first = date(input)?;
        expect_keyword(input, "and")?;
        return Ok(Some(Window::Between(first, date(input)?)));
    }
    if keyword(input, "before")? {
        return Ok(Some(Window::Before(date(input)?)));
    }
    if keyword(input, "after")? {
        return Ok(Some(Window::After(date(input)?)));
    }
    Ok(None)
}

/// What is asked of the amount; with whether it is negated.
fn test(input: &mut Input<'_>) -> Parsed<(bool, AmountTest)> {
    want(input, Wanted::AmountOperator);
    if !next_operator(input)?.is_empty() {
        let (negated, comparison) = comparison_sign(input)?;
        return Ok((negated, AmountTest::Compare(comparison, number(input)?)));
    }
    let negated = quiet_keyword(input, "not")?;
    if negated {
        want(input, Wanted::AmountNegatable);
    }
    if !quiet_keyword(input, "between")? {
        return Err(unexpected(input));
    }
    let low = number(input)?;
    expect_keyword(input, "and")?;
    Ok((negated, AmountTest::Between(low, number(input)?)))
}

fn number(input: &mut Input<'_>) -> Parsed<super::super::tree::Operand> {
    want(input, Wanted::Number);
    operand(input, None)
}
