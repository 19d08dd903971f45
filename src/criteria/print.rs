//! From tree to text: one spelling for each tree, brackets, backquotes and quotes exactly where they are needed.

use super::tree::{
    Amount, AmountTest, Condition, Date, Expr, FieldTest, Name, Operand, Relative, Several, Span, Window,
    Written,
};
use super::words::{Comparison, Direction};
use std::fmt::{self, Display, Formatter};

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Or(terms) => joined(f, terms, " or ", |term| matches!(term, Self::Or(_))),
            Self::And(terms) => joined(f, terms, " and ", |term| {
                matches!(term, Self::Or(_) | Self::And(_))
            }),
            Self::Not(negated) => match negated.as_ref() {
                Self::Condition(condition) if has_infix_negation(condition) => {
                    write_condition(f, condition, true)
                }
                Self::Or(_) | Self::And(_) => write!(f, "not ({negated})"),
                Self::Not(_) | Self::Condition(_) => write!(f, "not {negated}"),
            },
            Self::Condition(condition) => write_condition(f, condition, false),
        }
    }
}

impl Expr {
    /// Whether this node is written with `not` before it (and not within it, as in `!=`).
    pub(super) fn negates_in_front(&self) -> bool {
        match self {
            Self::Condition(condition) => !has_infix_negation(condition),
            _ => true,
        }
    }
}

fn joined(
    f: &mut Formatter<'_>,
    terms: &Several<Expr>,
    word: &str,
    in_brackets: fn(&Expr) -> bool,
) -> fmt::Result {
    for (at, term) in terms.iter().enumerate() {
        if at > 0 {
            f.write_str(word)?;
        }
        if in_brackets(term) {
            write!(f, "({term})")?;
        } else {
            write!(f, "{term}")?;
        }
    }
    Ok(())
}

fn has_infix_negation(condition: &Condition) -> bool {
    match condition {
        Condition::Field(_, test) => !matches!(
            test,
            FieldTest::Alone
                | FieldTest::Ago(..)
                | FieldTest::Compare(
                    Comparison::Less | Comparison::LessEqual | Comparison::Greater | Comparison::GreaterEqual,
                    _
                )
        ),
        Condition::Amount(_, test) => {
            matches!(
                test,
                AmountTest::Between(..) | AmountTest::Compare(Comparison::Equal, _)
            )
        }
        _ => false,
    }
}

fn write_condition(f: &mut Formatter<'_>, condition: &Condition, negated: bool) -> fmt::Result {
    match condition {
        Condition::Field(name, test) => {
            write!(f, "{name}")?;
            write_field_test(f, test, negated)
        }
        Condition::Amount(amount, test) => {
            write!(f, "{amount}")?;
            match test {
                AmountTest::Compare(comparison, value) => write_comparison(f, *comparison, value, negated),
                AmountTest::Between(low, high) => write_between(f, low, high, negated),
            }
        }
        Condition::Opened { at_least: None, last } => write!(f, "opened last {} emails", last.get()),
        Condition::Opened {
            at_least: Some(least),
            last,
        } => write!(f, "opened at least {} of last {} emails", least.get(), last.get()),
        Condition::InSegment(name) => write!(f, "in segment {name}"),
        Condition::InList(name) => write!(f, "in list {name}"),
        Condition::Campaign(name, step) => write!(f, "campaign {name} {}", step.word()),
    }
}

fn write_field_test(f: &mut Formatter<'_>, test: &FieldTest, negated: bool) -> fmt::Result {
    let not = if negated { " not" } else { "" };
    match test {
        FieldTest::Alone => Ok(()),
        FieldTest::Compare(comparison, value) => write_comparison(f, *comparison, value, negated),
        FieldTest::Between(low, high) => write_between(f, low, high, negated),
        FieldTest::In(values) => write!(f, "{not} in ({})", Listed(values)),
        FieldTest::Part(part, value) => write!(f, "{not} {} {value}", part.word()),
        FieldTest::IsSet => write!(f, " is{not} set"),
        FieldTest::Has(value) => write!(f, "{not} has {value}"),
        FieldTest::HasAny(values) => write!(f, "{not} has any ({})", Listed(values)),
        FieldTest::HasAll(values) => write!(f, "{not} has all ({})", Listed(values)),
        FieldTest::Before(date) => write!(f, "{not} before {date}"),
        FieldTest::After(date) => write!(f, "{not} after {date}"),
        FieldTest::On(date) => write!(f, "{not} on {date}"),
        FieldTest::Within(Direction::Last, span) => write!(f, "{not} within {span}"),
        FieldTest::Within(Direction::Next, span) => write!(f, "{not} within next {span}"),
        FieldTest::Ago(than, span) => write!(f, " {} than {span} ago", than.word()),
        FieldTest::InPeriod(which, period) => write!(f, "{not} in {} {}", which.word(), period.word()),
        FieldTest::Anniversary(direction, span) => {
            write!(f, "{not} anniversary within {} {span}", direction.word())
        }
    }
}

fn write_comparison(
    f: &mut Formatter<'_>,
    comparison: Comparison,
    value: &Operand,
    negated: bool,
) -> fmt::Result {
    let not = if negated { "!" } else { "" };
    write!(f, " {not}{} {value}", comparison.word())
}

fn write_between(f: &mut Formatter<'_>, low: &Operand, high: &Operand, negated: bool) -> fmt::Result {
    let not = if negated { " not" } else { "" };
    write!(f, "{not} between {low} and {high}")
}

impl Display for Amount {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.sum {
            None => write!(f, "count({}", self.event.word())?,
            Some(property) => write!(f, "sum({}.{property}", self.event.word())?,
        }
        if let Some(filter) = &self.filter {
            f.write_str(" where ")?;
            let text = filter.to_string();
            match last_lone_field(filter).filter(|_| self.window.is_some()) {
                // The window would belong to the field.
                Some(field) => {
                    let before = text.strip_suffix(&field).unwrap_or(&text);
                    write!(f, "{before}({field})")?;
                }
                None => f.write_str(&text)?,
            }
        }
        if let Some(window) = &self.window {
            write!(f, " {window}")?;
        }
        f.write_str(")")
    }
}

/// The field that stands alone, outside brackets, at the end of the printed tree.
fn last_lone_field(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Or(terms) => match terms.last()? {
            Expr::Or(_) => None,
            last => last_lone_field(last),
        },
        Expr::And(terms) => match terms.last()? {
            Expr::Or(_) | Expr::And(_) => None,
            last => last_lone_field(last),
        },
        Expr::Not(negated) => match negated.as_ref() {
            Expr::Or(_) | Expr::And(_) => None,
            other => last_lone_field(other),
        },
        Expr::Condition(condition) => match condition.as_ref() {
            Condition::Field(name, FieldTest::Alone) => Some(name.to_string()),
            _ => None,
        },
    }
}

impl Display for Name {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.is_plain() {
            f.write_str(self.text())
        } else {
            write!(f, "`{}`", self.text())
        }
    }
}

impl Display for Operand {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.value {
            Written::Bare(word) => f.write_str(word.text()),
            Written::Quoted(text) => write_quoted(f, text),
            Written::Relative(relative) => write!(f, "{relative}"),
        }
    }
}

fn write_quoted(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Values with commas between them.
struct Listed<'a>(&'a [Operand]);

impl Display for Listed<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, value) in self.0.iter().enumerate() {
            let comma = if at > 0 { ", " } else { "" };
            write!(f, "{comma}{value}")?;
        }
        Ok(())
    }
}

impl Display for Window {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Within(span) => write!(f, "within {span}"),
            Self::Between(first, last) => write!(f, "between {first} and {last}"),
            Self::Before(date) => write!(f, "before {date}"),
            Self::After(date) => write!(f, "after {date}"),
        }
    }
}

impl Display for Date {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{}", day.date().format("%Y-%m-%d")),
            Self::Relative(relative) => write!(f, "{relative}"),
        }
    }
}

impl Display for Relative {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Today => f.write_str("today"),
            Self::Yesterday => f.write_str("yesterday"),
            Self::Tomorrow => f.write_str("tomorrow"),
            Self::Ago(span) => write!(f, "{span} ago"),
            Self::FromNow(span) => write!(f, "{span} from now"),
        }
    }
}

impl Display for Span {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let unit = if self.count() == 1 {
            self.unit().word()
        } else {
            self.unit().plural()
        };
        write!(f, "{} {unit}", self.count())
    }
}
