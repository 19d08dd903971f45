//! The tokens. Each reader takes the white space behind its token too; which characters belong to a token depends on
//! what is expected (a field follows the rule of names, a value goes up to white space or a sign).

use super::super::error::CriteriaError;
use super::super::tree::{Name, Place, begins_name, continues_name, is_word_char};
use super::input::{Input, Parsed, Wanted, at, rest, unexpected, want};
use winnow::Parser;
use winnow::combinator::{alt, not, opt, peek, preceded, repeat};
use winnow::stream::Location;
use winnow::token::{literal, none_of, one_of, take_while};

/// White space.
pub(super) fn space(input: &mut Input<'_>) -> Parsed<()> {
    take_while(0.., char::is_whitespace).void().parse_next(input)
}

/// The characters of a bare word, perhaps none.
fn word_chars<'s>(input: &mut Input<'s>) -> Parsed<&'s str> {
    let plain = take_while(1.., |c| is_word_char(c) && c != '!').void();
    let mark = ('!', not('=')).void();
    repeat::<_, _, (), _, _>(0.., alt((plain, mark)))
        .take()
        .parse_next(input)
}

/// The bare word that stands here, perhaps empty.
pub(super) fn next_word<'s>(input: &mut Input<'s>) -> Parsed<&'s str> {
    peek(word_chars).parse_next(input)
}

/// Takes a bare word with its place.
pub(super) fn take_word<'s>(input: &mut Input<'s>) -> Parsed<(&'s str, Place)> {
    let (word, range) = word_chars.with_span().parse_next(input)?;
    input.state.last_end = range.end;
    space(input)?;
    Ok((word, range.into()))
}

/// Takes the word if it stands here, and notes that it could.
pub(super) fn keyword(input: &mut Input<'_>, word: &'static str) -> Parsed<bool> {
    want(input, Wanted::Word(word));
    quiet_keyword(input, word)
}

/// Takes the word if it stands here.
pub(super) fn quiet_keyword(input: &mut Input<'_>, word: &'static str) -> Parsed<bool> {
    if next_word(input)? != word {
        return Ok(false);
    }
    take_word(input)?;
    Ok(true)
}

/// Takes the word; an error where it does not stand here.
pub(super) fn expect_keyword(input: &mut Input<'_>, word: &'static str) -> Parsed<()> {
    if keyword(input, word)? {
        Ok(())
    } else {
        Err(unexpected(input))
    }
}

/// Takes the sign if it stands here, and notes that it could.
pub(super) fn sign(input: &mut Input<'_>, sign: &'static str) -> Parsed<bool> {
    want(input, Wanted::Sign(sign));
    Ok(opt((literal(sign), space)).parse_next(input)?.is_some())
}

/// Takes the sign; an error where it does not stand here.
pub(super) fn expect_sign(input: &mut Input<'_>, wanted: &'static str) -> Parsed<()> {
    if sign(input, wanted)? {
        Ok(())
    } else {
        Err(unexpected(input))
    }
}

/// The operator signs that stand here, perhaps none.
pub(super) fn next_operator<'s>(input: &mut Input<'s>) -> Parsed<&'s str> {
    peek(take_while(0.., ['=', '<', '>', '!'])).parse_next(input)
}

/// Takes operator signs.
pub(super) fn take_operator(input: &mut Input<'_>) -> Parsed<()> {
    (take_while(1.., ['=', '<', '>', '!']), space)
        .void()
        .parse_next(input)
}

/// The name that stands here without backquotes, perhaps empty.
pub(super) fn next_name<'s>(input: &mut Input<'s>) -> Parsed<&'s str> {
    let name = (one_of(begins_name), take_while(0.., continues_name)).take();
    Ok(opt(peek(name)).parse_next(input)?.unwrap_or_default())
}

/// Takes a name without backquotes, which [`next_name`] has seen.
pub(super) fn take_name(input: &mut Input<'_>) -> Parsed<Place> {
    let range = take_while(1.., continues_name).span().parse_next(input)?;
    space(input)?;
    Ok(range.into())
}

/// Takes a name in backquotes.
pub(super) fn quoted_name(input: &mut Input<'_>) -> Parsed<Name> {
    let start = at(input);
    let inner = preceded('`', take_while(0.., |c| c != '`')).parse_next(input)?;
    if opt('`').parse_next(input)?.is_none() {
        let error = CriteriaError::syntax(start..at(input), "a name in backquotes is not closed");
        return Err(error.stop());
    }
    let place = Place::from(start..input.previous_token_end());
    space(input)?;
    Name::new(inner, place)
        .ok_or_else(|| CriteriaError::syntax(place, "there is no name between the backquotes").stop())
}

/// Takes a text in double quotes. Only `\"` and `\\` are escapes: any other backslash stands for itself, so that
/// regular expressions need no doubling.
pub(super) fn quoted_text(input: &mut Input<'_>) -> Parsed<(String, Place)> {
    let start = at(input);
    let escape = preceded('\\', one_of(['"', '\\']));
    let characters = repeat(0.., alt((escape, none_of('"'))));
    let text: String = preceded('"', characters).parse_next(input)?;
    if opt('"').parse_next(input)?.is_none() {
        let error = CriteriaError::syntax(start..at(input), "a text in double quotes is not closed");
        return Err(error.stop());
    }
    let place = Place::from(start..input.previous_token_end());
    space(input)?;
    Ok((text, place))
}

/// Whether this sign stands here.
pub(super) fn stands(input: &Input<'_>, sign: char) -> bool {
    rest(input).starts_with(sign)
}

/// What an error shows of the text that stands here: a word, a quoted text, or one sign.
pub(super) fn snippet(rest: &str) -> &str {
    let Some(first) = rest.chars().next() else {
        return "";
    };
    let end = match first {
        '"' | '`' => rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| *c == first)
            .map_or(rest.len(), |(at, c)| at + c.len_utf8()),
        _ if is_word_char(first) => rest.find(|c| !is_word_char(c)).unwrap_or(rest.len()),
        _ => first.len_utf8(),
    };
    let short = rest.char_indices().nth(40).map_or(rest.len(), |(at, _)| at);
    rest.get(..end.min(short)).unwrap_or_default()
}
