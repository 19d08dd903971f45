//! A test is matched with the type of its field: what fits becomes a checked test, what does not is an error that shows
//! the test that would.

use super::super::checked::{DateTest, Node, NumberTest, SetTest, Subject, Test, TextTest};
use super::super::error::{CriteriaError, in_backquotes};
use super::super::tree::{Condition, Expr, FieldTest, Name, Operand, Place, Values, Written};
use super::super::words::{Comparison, Part};
use super::Checker;
use super::text::{part_of_text, pattern};
use super::values::{date, date_range, dates, number, number_range, numbers};
use crate::model::{BuiltinField, FieldRef, FieldType};

impl Checker<'_> {
    /// A test on a field or property.
    pub(super) fn field(&self, name: &Name, test: &FieldTest) -> Result<Node, CriteriaError> {
        let (subject, kind) = self.subject(name)?;
        if *test == FieldTest::IsSet {
            return Ok(Node::Test(subject, Test::IsSet));
        }
        let asked = Asked {
            name,
            subject,
            kind: &kind,
            test,
        };
        let test = match &kind {
            FieldType::Text | FieldType::Choice(_) => Test::Text(self.text_test(&asked)?),
            FieldType::Number | FieldType::Money => Test::Number(asked.number_test()?),
            FieldType::Date => Test::Date(asked.date_test()?),
            FieldType::Set => Test::Set(self.set_test(&asked)?),
            FieldType::YesNo => return asked.yes_no_test(),
        };
        Ok(Node::Test(subject, test))
    }

    fn text_test(&self, asked: &Asked<'_>) -> Result<TextTest, CriteriaError> {
        Ok(match asked.test {
            FieldTest::Compare(Comparison::Equal, value) => TextTest::Equal(self.whole_text(asked, value)?),
            FieldTest::In(values) => TextTest::In(each(values, |value| self.whole_text(asked, value))?),
            FieldTest::Part(Part::Matches, value) => TextTest::Matches(pattern(value)?),
            FieldTest::Part(part, value) => TextTest::Part(*part, part_of_text(asked, value)?),
            _ => return Err(asked.does_not_fit()),
        })
    }

    fn set_test(&self, asked: &Asked<'_>) -> Result<SetTest, CriteriaError> {
        Ok(match asked.test {
            FieldTest::Has(value) => SetTest::Has(self.whole_text(asked, value)?),
            FieldTest::HasAny(values) => {
                SetTest::HasAny(each(values, |value| self.whole_text(asked, value))?)
            }
            FieldTest::HasAll(values) => {
                SetTest::HasAll(each(values, |value| self.whole_text(asked, value))?)
            }
            _ => return Err(asked.does_not_fit()),
        })
    }
}

fn each(
    values: &Values,
    read: impl Fn(&Operand) -> Result<String, CriteriaError>,
) -> Result<Vec<String>, CriteriaError> {
    values.iter().map(read).collect()
}

/// A test that is being checked.
pub(super) struct Asked<'a> {
    pub name: &'a Name,
    pub subject: Subject,
    pub kind: &'a FieldType,
    pub test: &'a FieldTest,
}

impl Asked<'_> {
    /// Whether it is about this built-in field.
    pub(super) fn is(&self, field: BuiltinField) -> bool {
        self.subject == Subject::Field(FieldRef::Builtin(field))
    }

    fn number_test(&self) -> Result<NumberTest, CriteriaError> {
        Ok(match self.test {
            FieldTest::Compare(comparison, value) => NumberTest::Compare(*comparison, number(value)?),
            FieldTest::Between(low, high) => number_range(low, high)?,
            FieldTest::In(values) => NumberTest::In(numbers(values)?),
            _ => return Err(self.does_not_fit()),
        })
    }

    fn date_test(&self) -> Result<DateTest, CriteriaError> {
        Ok(match self.test {
            FieldTest::Compare(Comparison::Equal, value) => DateTest::On(date(value)?),
            FieldTest::Compare(comparison, value) => DateTest::Compare(*comparison, date(value)?),
            FieldTest::Between(first, last) => {
                let (first_date, last_date) = (date(first)?, date(last)?);
                date_range(
                    first_date,
                    last_date,
                    Place::from(first.place.start..last.place.end),
                )?;
                DateTest::Between(first_date, last_date)
            }
            FieldTest::In(values) => DateTest::In(dates(values)?),
            FieldTest::Before(date) => DateTest::Before(*date),
            FieldTest::After(date) => DateTest::After(*date),
            FieldTest::On(date) => DateTest::On(*date),
            FieldTest::Within(direction, span) => DateTest::Within(*direction, *span),
            FieldTest::Ago(than, span) => DateTest::Ago(*than, *span),
            FieldTest::InPeriod(which, period) => DateTest::InPeriod(*which, *period),
            FieldTest::Anniversary(direction, span) => DateTest::Anniversary(*direction, *span),
            _ => return Err(self.does_not_fit()),
        })
    }

    /// A yes/no field alone, or compared with `true` or `false`, which is the same tree.
    fn yes_no_test(&self) -> Result<Node, CriteriaError> {
        let yes = Node::Test(self.subject, Test::Yes);
        match self.test {
            FieldTest::Alone => Ok(yes),
            FieldTest::Compare(Comparison::Equal, value) => match &value.value {
                Written::Bare(word) if word.text() == "true" => Ok(yes),
                Written::Bare(word) if word.text() == "false" => Ok(Node::Not(Box::new(yes))),
                _ => {
                    let message = format!(
                        "expected `true` or `false`, found {}",
                        in_backquotes(&value.to_string())
                    );
                    let meant = value.text().and_then(yes_or_no).map(ToOwned::to_owned);
                    Err(CriteriaError::wrong_type(value.place, message).suggest(meant))
                }
            },
            _ => Err(self.does_not_fit()),
        }
    }

    /// The error for a test that the field's type does not know, with the one that was probably meant.
    fn does_not_fit(&self) -> CriteriaError {
        let name = in_backquotes(self.name.text());
        let kind = match self.kind {
            FieldType::YesNo => "a yes/no field",
            FieldType::Set => "a set",
            FieldType::Date => "a date",
            FieldType::Number => "a number",
            FieldType::Money => "money",
            FieldType::Text | FieldType::Choice(_) => "text",
        };
        let message = match self.test {
            FieldTest::Alone => format!("{name} is {kind}: what about it?"),
            test => format!(
                "{name} is {kind}, which {} does not fit",
                in_backquotes(operator(test))
            ),
        };
        let place = self.place();
        CriteriaError::wrong_type(place, message).suggest(self.instead())
    }

    /// From the field to the end of the test's first value.
    fn place(&self) -> Place {
        let value = match self.test {
            FieldTest::Compare(_, value) | FieldTest::Part(_, value) | FieldTest::Has(value) => Some(value),
            FieldTest::Between(_, high) => Some(high),
            FieldTest::In(values) | FieldTest::HasAny(values) | FieldTest::HasAll(values) => values.last(),
            _ => None,
        };
        Place {
            start: self.name.place.start,
            end: value.map_or(self.name.place.end, |value| value.place.end),
        }
    }

    /// The condition that was probably meant.
    fn instead(&self) -> Option<String> {
        let test = match (self.kind, self.test.clone()) {
            (FieldType::Set, FieldTest::Compare(Comparison::Equal, value) | FieldTest::Part(_, value)) => {
                FieldTest::Has(value)
            }
            (FieldType::Set, FieldTest::In(values)) => FieldTest::HasAny(values),
            (FieldType::YesNo, FieldTest::Has(_) | FieldTest::In(_) | FieldTest::Part(..)) => {
                FieldTest::Alone
            }
            (FieldType::YesNo, _) => return None,
            (_, FieldTest::Alone) => FieldTest::IsSet,
            (FieldType::Number | FieldType::Money | FieldType::Date, FieldTest::Part(_, value))
            | (_, FieldTest::Has(value)) => FieldTest::Compare(Comparison::Equal, value),
            (_, FieldTest::HasAny(values)) => FieldTest::In(values),
            _ => return None,
        };
        Some(Expr::Condition(Box::new(Condition::Field(self.name.clone(), test))).to_string())
    }
}

/// What people write for yes and no, as the language writes it.
fn yes_or_no(text: &str) -> Option<&'static str> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" => Some("true"),
        "false" | "no" | "n" | "0" => Some("false"),
        _ => None,
    }
}

/// The words of a test, as errors name them.
fn operator(test: &FieldTest) -> &'static str {
    match test {
        FieldTest::Alone => "",
        FieldTest::Compare(comparison, _) => comparison.word(),
        FieldTest::Between(..) => "between",
        FieldTest::In(_) | FieldTest::InPeriod(..) => "in",
        FieldTest::Part(part, _) => part.word(),
        FieldTest::IsSet => "is set",
        FieldTest::Has(_) => "has",
        FieldTest::HasAny(_) => "has any",
        FieldTest::HasAll(_) => "has all",
        FieldTest::Before(_) => "before",
        FieldTest::After(_) => "after",
        FieldTest::On(_) => "on",
        FieldTest::Within(..) => "within",
        FieldTest::Ago(than, _) => match than {
            super::super::words::Than::More => "more than … ago",
            super::super::words::Than::Less => "less than … ago",
        },
        FieldTest::Anniversary(..) => "anniversary",
    }
}
