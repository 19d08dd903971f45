//! Text values: numbers of telephones are normalised, countries and options looked up, patterns compiled.

use super::super::checked::{Pattern, Subject};
use super::super::error::{CriteriaError, ErrorKind, in_backquotes, nearest};
use super::super::tree::{FieldTest, Operand, Written};
use super::super::words::{Comparison, Property, Step};
use super::condition::Asked;
use super::{Checker, Spelling};
use crate::model::text::fold;
use crate::model::{BuiltinField, FieldType, Lifecycle};
use crate::phone::{self, Region};
use regex::RegexBuilder;

/// The most memory a compiled pattern may take.
const PATTERN_BYTES: usize = 1 << 20;

impl Checker<'_> {
    /// A text that is compared whole.
    pub(super) fn whole_text(&self, asked: &Asked<'_>, value: &Operand) -> Result<String, CriteriaError> {
        let text = text_of(asked, value)?;
        if self.spelling == Spelling::Ids {
            return Ok(text);
        }
        if asked.is(BuiltinField::Phone) || asked.is(BuiltinField::OtherPhones) {
            return self.number_of(&text, value);
        }
        if asked.is(BuiltinField::Country) || asked.is(BuiltinField::PhoneCountry) {
            return country(text, value);
        }
        match options(asked) {
            Some(options) => option(text, value, &options),
            None => Ok(text),
        }
    }

    /// A telephone number in E.164, read in the store's country where it has no country code.
    fn number_of(&self, text: &str, value: &Operand) -> Result<String, CriteriaError> {
        let country = self.catalogue.settings.country.as_deref().and_then(Region::named);
        match phone::read_unverified(text, country) {
            Ok(number) => Ok(number.e164.to_string()),
            Err(refusal) => {
                let message = format!("{} is no number: {refusal}", in_backquotes(&value.to_string()));
                Err(CriteriaError::value(value.place, message))
            }
        }
    }
}

/// A part of a text.
pub(super) fn part_of_text(asked: &Asked<'_>, value: &Operand) -> Result<String, CriteriaError> {
    let text = text_of(asked, value)?;
    if asked.is(BuiltinField::Phone) && !text.contains(char::is_numeric) {
        let message = format!("a number has digits, found {}", in_backquotes(&value.to_string()));
        return Err(CriteriaError::value(value.place, message));
    }
    Ok(text)
}

/// The text of a value; an error for a date and for an empty text.
fn text_of(asked: &Asked<'_>, value: &Operand) -> Result<String, CriteriaError> {
    let Some(text) = value.text() else {
        let message = format!(
            "{} is a date, and {} is text",
            in_backquotes(&value.to_string()),
            in_backquotes(asked.name.text())
        );
        return Err(CriteriaError::wrong_type(value.place, message).suggest(format!("\"{value}\"")));
    };
    if fold(text).is_empty() {
        let unset = format!("{} is not set", asked.name);
        let whole = matches!(asked.test, FieldTest::Compare(Comparison::Equal, _));
        let message = "an empty text matches nothing: what is empty is not set";
        let error = CriteriaError::value(value.place, message);
        return Err(error.suggest(whole.then_some(unset)));
    }
    Ok(text.to_owned())
}

/// What a field or property with fixed values can have.
fn options(asked: &Asked<'_>) -> Option<Vec<String>> {
    let words: Vec<&str> = match asked.subject {
        Subject::Property(_, Property::Direction) => vec!["in", "out"],
        Subject::Property(_, Property::Status) => Step::ALL.iter().map(|step| step.word()).collect(),
        _ if asked.is(BuiltinField::Lifecycle) => Lifecycle::ALL.iter().map(|state| state.word()).collect(),
        _ => match asked.kind {
            FieldType::Choice(options) => options.iter().map(String::as_str).collect(),
            _ => return None,
        },
    };
    Some(words.into_iter().map(ToOwned::to_owned).collect())
}

fn option(text: String, value: &Operand, options: &[String]) -> Result<String, CriteriaError> {
    if options.iter().any(|option| fold(option) == fold(&text)) {
        return Ok(text);
    }
    let near = nearest(&text, options.iter().map(String::as_str)).map(|near| Operand::of(near).to_string());
    let known = options
        .iter()
        .map(|option| in_backquotes(option))
        .collect::<Vec<_>>()
        .join(", ");
    let message = format!(
        "expected one of {known}, found {}",
        in_backquotes(&value.to_string())
    );
    Err(CriteriaError::new(value.place, ErrorKind::Unknown, message).suggest(near))
}

/// A country is kept as its two letters; a name or another code would match nobody.
fn country(text: String, value: &Operand) -> Result<String, CriteriaError> {
    let trimmed = text.trim();
    let code = match trimmed.to_ascii_uppercase().as_str() {
        "UK" => Some("GB".to_owned()),
        "EL" => Some("GR".to_owned()),
        upper if upper.len() == 2 && upper.bytes().all(|byte| byte.is_ascii_uppercase()) => return Ok(text),
        _ => Region::named(trimmed).map(|region| region.code().to_owned()),
    };
    let message = format!(
        "a country is its two-letter code, found {}",
        in_backquotes(&value.to_string())
    );
    Err(CriteriaError::new(value.place, ErrorKind::Unknown, message)
        .suggest(code.map(|code| Operand::of(&code).to_string())))
}

/// A regular expression, compiled within bounds.
pub(super) fn pattern(value: &Operand) -> Result<Pattern, CriteriaError> {
    let text = match &value.value {
        Written::Bare(word) => word.text(),
        Written::Quoted(text) => text,
        Written::Relative(_) => {
            let message = format!(
                "expected a regular expression, found {}",
                in_backquotes(&value.to_string())
            );
            return Err(CriteriaError::wrong_type(value.place, message).suggest(format!("\"{value}\"")));
        }
    };
    if text.is_empty() {
        return Err(CriteriaError::value(
            value.place,
            "an empty regular expression matches everything",
        ));
    }
    let built = RegexBuilder::new(text)
        .case_insensitive(true)
        .size_limit(PATTERN_BYTES)
        .dfa_size_limit(PATTERN_BYTES)
        .build();
    built.map(Pattern).map_err(|error| {
        let message = match error {
            regex::Error::CompiledTooBig(_) => "this regular expression is too large".to_owned(),
            error => format!(
                "this is not a regular expression: {}",
                last_line(&error.to_string())
            ),
        };
        CriteriaError::value(value.place, message)
    })
}

/// The line of the regular expression's own error that says what is wrong; those above it repeat the text.
fn last_line(error: &str) -> String {
    let line = error.lines().last().unwrap_or_default().trim();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}
