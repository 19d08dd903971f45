//! Conditions on fields, and on properties of events.

use super::super::error::{CriteriaError, in_backquotes};
use super::super::tree::{Condition, Expr, FieldTest, Name, is_plain_name};
use super::super::words::{Comparison, Direction, Part, Period, Than, Which, is_reserved};
use super::date::{date, span};
use super::input::{Input, NEGATABLE, Parsed, Subject, Wanted, at, count_condition, rest, unexpected, want};
use super::lex::{
    expect_keyword, expect_sign, keyword, next_name, next_operator, next_word, quiet_keyword, quoted_name,
    stands, take_name, take_operator, take_word,
};
use super::own_words::{campaign, membership, opened};
use super::value::{value, values};
use winnow::stream::Stream;

/// One condition, or its infix negation.
pub(super) fn condition(input: &mut Input<'_>) -> Parsed<Expr> {
    if stands(input, '`') {
        count_condition(input)?;
        let name = quoted_name(input)?;
        return on_field(input, name);
    }
    let word = next_word(input)?;
    match next_name(input)? {
        "" => return Err(unexpected(input)),
        name if input.state.event.is_none() && BEGINNINGS.contains(&name) => {
            count_condition(input)?;
            return with_own_word(input, name);
        }
        name @ ("count" | "sum" | "in") if input.state.event.is_some() => {
            return Err(not_in_where(input, name));
        }
        name if is_reserved(name) => return Err(reserved_as_field(input, name)),
        name if name.len() < word.len() => return Err(not_a_name(input, word)),
        _ => {}
    }
    count_condition(input)?;
    let name = plain_name(input)?;
    on_field(input, name)
}

/// The words a condition without a field begins with.
const BEGINNINGS: &[&str] = &["count", "sum", "in", "opened", "campaign"];

fn with_own_word(input: &mut Input<'_>, word: &str) -> Parsed<Expr> {
    let condition = match word {
        "count" | "sum" => return super::amount::amount(input),
        "opened" => opened(input)?,
        "campaign" => campaign(input)?,
        _ => membership(input)?,
    };
    Ok(Expr::Condition(Box::new(condition)))
}

/// A field alone in brackets: how the printer sets one before the window of a whole event. It opens no level.
pub(super) fn field_in_brackets(input: &mut Input<'_>) -> Parsed<Option<Expr>> {
    let before = input.checkpoint();
    let field = if stands(input, '`') {
        quoted_name(input).ok()
    } else if next_name(input)? == next_word(input)? && !is_reserved(next_name(input)?) {
        plain_name(input).ok()
    } else {
        None
    };
    match field {
        Some(field) if stands(input, ')') => {
            count_condition(input)?;
            expect_sign(input, ")")?;
            let condition = Condition::Field(field, FieldTest::Alone);
            Ok(Some(Expr::Condition(Box::new(condition))))
        }
        _ => {
            input.reset(&before);
            Ok(None)
        }
    }
}

/// A name that stands without backquotes.
pub(super) fn plain_name(input: &mut Input<'_>) -> Parsed<Name> {
    let text = next_name(input)?;
    if text.is_empty() {
        return Err(unexpected(input));
    }
    let place = take_name(input)?;
    Name::new(text, place).ok_or_else(|| unexpected(input))
}

fn not_in_where(input: &Input<'_>, word: &str) -> super::Failure {
    let here = at(input);
    let message = "`where` asks about the event alone, without counts, segments and lists";
    CriteriaError::syntax(here..here + word.len(), message).stop()
}

fn reserved_as_field(input: &Input<'_>, word: &str) -> super::Failure {
    let here = at(input);
    let message = format!(
        "{} is a word of the language; a field of that name stands in backquotes",
        in_backquotes(word)
    );
    CriteriaError::syntax(here..here + word.len(), message)
        .suggest(format!("`{word}`"))
        .stop()
}

fn not_a_name(input: &Input<'_>, word: &str) -> super::Failure {
    let here = at(input);
    let message = format!("expected a field, found {}", in_backquotes(word));
    let near: String = word
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '_' })
        .collect();
    let near = is_plain_name(&near).then(|| near.trim_end_matches('_').to_owned());
    CriteriaError::syntax(here..here + word.len(), message)
        .suggest(near)
        .stop()
}

/// What follows a field.
fn on_field(input: &mut Input<'_>, name: Name) -> Parsed<Expr> {
    let subject = Subject {
        event: input.state.event,
        name: name.text().to_owned(),
    };
    want(input, Wanted::Operator(subject.clone()));
    let written = !next_operator(input)?.is_empty();
    let (negated, test) = if written {
        comparison(input, &subject)?
    } else if quiet_keyword(input, "not")? {
        want(input, Wanted::Negatable(subject.clone()));
        let word = next_word(input)?;
        if !NEGATABLE.contains(&word) {
            return Err(unexpected(input));
        }
        (true, worded(input, word, &subject)?)
    } else {
        match next_word(input)? {
            "is" => is_set(input)?,
            word => (false, worded(input, word, &subject)?),
        }
    };
    if test == FieldTest::Alone {
        miscased(input, &name)?;
    }
    let condition = Expr::Condition(Box::new(Condition::Field(name, test)));
    Ok(if negated {
        Expr::Not(Box::new(condition))
    } else {
        condition
    })
}

/// `NOT x`, `Count(…)`: a word that is no keyword because of its case, and is followed by what only a keyword can be.
fn miscased(input: &Input<'_>, name: &Name) -> Parsed<()> {
    let lower = name.text().to_lowercase();
    let begins = lower == "not" || BEGINNINGS.contains(&lower.as_str());
    let goes_on = rest(input).starts_with(|c: char| c == '(' || c == '"' || c == '`' || c.is_alphanumeric());
    let next = super::lex::snippet(rest(input));
    if begins && lower != name.text() && goes_on && !matches!(next, "and" | "or") {
        let message = format!("keywords are lower case, found {}", in_backquotes(name.text()));
        return Err(CriteriaError::syntax(name.place, message).suggest(lower).stop());
    }
    Ok(())
}

/// A comparison by its sign; with whether it is `!=`.
fn comparison(input: &mut Input<'_>, subject: &Subject) -> Parsed<(bool, FieldTest)> {
    let (negated, comparison) = comparison_sign(input)?;
    Ok((negated, FieldTest::Compare(comparison, value(input, subject)?)))
}

/// A comparison sign; with whether it is `!=`.
pub(super) fn comparison_sign(input: &mut Input<'_>) -> Parsed<(bool, Comparison)> {
    let sign = next_operator(input)?;
    let known = Comparison::ALL.iter().find(|one| one.word() == sign);
    let found = match (sign, known) {
        ("!=", _) => (true, Comparison::Equal),
        (_, Some(comparison)) => (false, *comparison),
        _ => return Err(no_such_sign(input, sign)),
    };
    take_operator(input)?;
    Ok(found)
}

fn no_such_sign(input: &Input<'_>, sign: &str) -> super::Failure {
    let meant = match sign {
        "==" | "===" => Some("="),
        "<>" | "=!" | "!" | "!==" => Some("!="),
        "=>" => Some(">="),
        "=<" => Some("<="),
        _ => None,
    };
    let here = at(input);
    let message = format!("expected =, !=, <, <=, > or >=, found {}", in_backquotes(sign));
    let error = CriteriaError::syntax(here..here + sign.len(), message);
    error.suggest(meant.map(ToOwned::to_owned)).stop()
}

/// `is [not] set`
fn is_set(input: &mut Input<'_>) -> Parsed<(bool, FieldTest)> {
    take_word(input)?;
    let negated = keyword(input, "not")?;
    expect_keyword(input, "set")?;
    Ok((negated, FieldTest::IsSet))
}

/// A test that begins with a word; [`FieldTest::Alone`] where none stands here.
fn worded(input: &mut Input<'_>, word: &str, subject: &Subject) -> Parsed<FieldTest> {
    if !NEGATABLE.contains(&word) && word != "more" && word != "less" {
        return Ok(FieldTest::Alone);
    }
    take_word(input)?;
    Ok(match word {
        "between" => {
            let low = value(input, subject)?;
            expect_keyword(input, "and")?;
            FieldTest::Between(low, value(input, subject)?)
        }
        "in" => in_values(input, subject)?,
        "contains" => FieldTest::Part(Part::Contains, value(input, subject)?),
        "starts" | "ends" => {
            expect_keyword(input, "with")?;
            let part = if word == "starts" {
                Part::StartsWith
            } else {
                Part::EndsWith
            };
            FieldTest::Part(part, value(input, subject)?)
        }
        "matches" => FieldTest::Part(Part::Matches, value(input, subject)?),
        "has" => has(input, subject)?,
        "before" => FieldTest::Before(date(input)?),
        "after" => FieldTest::After(date(input)?),
        "on" => FieldTest::On(date(input)?),
        "within" if keyword(input, "next")? => FieldTest::Within(Direction::Next, span(input)?),
        "within" => FieldTest::Within(Direction::Last, span(input)?),
        "anniversary" => {
            expect_keyword(input, "within")?;
            let back = keyword(input, "last")?;
            let direction = if back { Direction::Last } else { Direction::Next };
            if !back {
                keyword(input, "next")?;
            }
            FieldTest::Anniversary(direction, span(input)?)
        }
        _ => {
            expect_keyword(input, "than")?;
            let span = span(input)?;
            expect_keyword(input, "ago")?;
            FieldTest::Ago(if word == "more" { Than::More } else { Than::Less }, span)
        }
    })
}

/// `in (…)` or `in this month`
fn in_values(input: &mut Input<'_>, subject: &Subject) -> Parsed<FieldTest> {
    for which in Which::ALL {
        if keyword(input, which.word())? {
            for period in Period::ALL {
                if keyword(input, period.word())? {
                    return Ok(FieldTest::InPeriod(*which, *period));
                }
            }
            return Err(unexpected(input));
        }
    }
    Ok(FieldTest::In(values(input, subject)?))
}

fn has(input: &mut Input<'_>, subject: &Subject) -> Parsed<FieldTest> {
    if keyword(input, "any")? {
        return Ok(FieldTest::HasAny(values(input, subject)?));
    }
    if keyword(input, "all")? {
        return Ok(FieldTest::HasAll(values(input, subject)?));
    }
    Ok(FieldTest::Has(value(input, subject)?))
}
