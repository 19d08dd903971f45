//! Values as they are written: bare words, texts in quotes, dates counted from today; alone and in brackets.

use super::super::error::{CriteriaError, in_backquotes};
use super::super::tree::{Operand, Place, Values, Word, Written};
use super::date::relative;
use super::input::{Input, Parsed, Subject, Wanted, at, unexpected, want};
use super::lex::{expect_sign, next_word, quoted_text, sign, stands, take_word};

/// `"(" value { "," value } ")"`
pub(super) fn values(input: &mut Input<'_>, subject: &Subject) -> Parsed<Values> {
    expect_sign(input, "(")?;
    let mut values = vec![value(input, subject)?];
    while sign(input, ",")? {
        values.push(value(input, subject)?);
    }
    expect_sign(input, ")")?;
    Values::new(values).ok_or_else(|| unexpected(input))
}

/// A value of a field.
pub(super) fn value(input: &mut Input<'_>, subject: &Subject) -> Parsed<Operand> {
    want(input, Wanted::Value(subject.clone()));
    operand(input, Some(subject))
}

/// A bare word, a text in quotes, or a date counted from today. `subject` is what the value is for, if it can be a date.
pub(super) fn operand(input: &mut Input<'_>, subject: Option<&Subject>) -> Parsed<Operand> {
    let start = at(input);
    if stands(input, '"') {
        let (text, place) = quoted_text(input)?;
        return Ok(Operand {
            value: Written::Quoted(text),
            place,
        });
    }
    if let Some(relative) = relative(input, subject)? {
        let place = Place::from(start..input.state.last_end);
        return Ok(Operand {
            value: Written::Relative(relative),
            place,
        });
    }
    let text = next_word(input)?;
    if text.is_empty() {
        return Err(unexpected(input));
    }
    let Some(word) = Word::new(text) else {
        let message = format!(
            "{} is a word of the language; as a value it stands in double quotes",
            in_backquotes(text)
        );
        let error = CriteriaError::syntax(start..start + text.len(), message);
        return Err(error.suggest(format!("\"{text}\"")).stop());
    };
    let (_, place) = take_word(input)?;
    input.state.last_bare = Some((text.to_owned(), at(input)));
    Ok(Operand {
        value: Written::Bare(word),
        place,
    })
}
