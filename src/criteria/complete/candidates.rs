//! The candidates for each thing the grammar can want.

use super::super::check::qualified;
use super::super::parse::{NEGATABLE, Subject, Wanted};
use super::super::tree::{Name, Place};
use super::super::words::{Comparison, Event, Part, Property, Step, Unit};
use super::{Candidate, Writer, written_value};
use crate::model::{BuiltinField, FieldRef, FieldType, Lifecycle};

impl Writer<'_> {
    /// Everything that could be written for one wanted thing.
    pub(super) fn candidates(&self, wanted: &Wanted) -> Vec<Candidate> {
        match wanted {
            Wanted::Word(word) => vec![candidate(word, "")],
            Wanted::Condition(None) => self.fields().into_iter().chain(words(BEGINNINGS)).collect(),
            Wanted::Condition(Some(event)) => properties(*event),
            Wanted::Operator(subject) => self.operators(subject, false),
            Wanted::Negatable(subject) => self.operators(subject, true),
            Wanted::AmountOperator => comparisons()
                .chain(words(&[
                    ("between", "from one number to another"),
                    ("not between", "outside them"),
                ]))
                .collect(),
            Wanted::AmountNegatable => words(&[("between", "from one number to another")]).collect(),
            Wanted::Value(subject) => self.values(subject),
            Wanted::Date => words(DATES).collect(),
            Wanted::SpanCount => words(SPANS).collect(),
            Wanted::UnitOfDate(subject) if self.kind(subject) != Some(FieldType::Date) => Vec::new(),
            Wanted::SpanUnit | Wanted::UnitOfDate(_) => Unit::ALL
                .iter()
                .map(|unit| candidate(unit.plural(), unit.help()))
                .collect(),
            Wanted::Event => Event::ALL
                .iter()
                .map(|event| candidate(event.word(), event.help()))
                .collect(),
            Wanted::Summable(event) => {
                let money = event
                    .properties()
                    .iter()
                    .filter(|property| property.kind() == FieldType::Money);
                money
                    .map(|property| candidate(property.word(), property.help()))
                    .collect()
            }
            Wanted::Segment => self.segments(),
            Wanted::List => {
                let lists = self.catalogue.lists.iter();
                lists
                    .map(|list| candidate(&written_value(&list.name), &list.description))
                    .collect()
            }
            Wanted::Sign(_) | Wanted::Number | Wanted::Campaign | Wanted::End => Vec::new(),
        }
    }

    fn fields(&self) -> Vec<Candidate> {
        let builtin = BuiltinField::ALL.iter().map(|field| {
            candidate(
                field.name(),
                &format!("{} · {}", field.label(), field.kind().word()),
            )
        });
        let custom = self.catalogue.fields.iter().map(|field| {
            candidate(
                &written_name(&field.key),
                &format!("{} · {}", field.label, field.kind.word()),
            )
        });
        custom.chain(builtin).collect()
    }

    fn segments(&self) -> Vec<Candidate> {
        let own = self.catalogue.segments_of(self.scope);
        let own = own.map(|segment| candidate(&written_value(&segment.name), ""));
        let others = self
            .catalogue
            .segments
            .iter()
            .filter(|segment| segment.scope != self.scope);
        let others = others.map(|segment| {
            let scope = self.catalogue.scope_name(segment.scope);
            candidate(
                &written_value(&qualified(scope, &segment.name)),
                &format!("of {scope}"),
            )
        });
        own.chain(others).collect()
    }

    /// The operators of the field's type; those that may follow `not` alone where it is already there.
    fn operators(&self, subject: &Subject, negated: bool) -> Vec<Candidate> {
        let Some(kind) = self.kind(subject) else {
            return Vec::new();
        };
        let table: Vec<Candidate> = match kind {
            FieldType::Text | FieldType::Choice(_) => words(EQUALITY)
                .chain(words(&[("in (", "one of several")]))
                .chain(Part::ALL.iter().map(|part| candidate(part.word(), part.help())))
                .collect(),
            FieldType::Number | FieldType::Money => comparisons()
                .chain(words(&[
                    ("between", "from one number to another"),
                    ("in (", "one of several"),
                ]))
                .collect(),
            FieldType::Date => words(DATE_OPERATORS).chain(comparisons()).collect(),
            FieldType::Set => words(SET_OPERATORS).collect(),
            FieldType::YesNo => words(EQUALITY).collect(),
        };
        let first_word = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
        if negated {
            return table
                .into_iter()
                .filter(|one| NEGATABLE.contains(&first_word(&one.text).as_str()))
                .collect();
        }
        let negations = if kind == FieldType::YesNo {
            Vec::new()
        } else {
            words(&[("not", "the rest")]).collect()
        };
        let set = words(&[("is set", "has a value"), ("is not set", "has no value")]);
        table.into_iter().chain(set).chain(negations).collect()
    }

    /// Values that are known without asking the store.
    fn values(&self, subject: &Subject) -> Vec<Candidate> {
        let texts = |texts: Vec<String>| {
            texts
                .iter()
                .map(|text| candidate(&written_value(text), ""))
                .collect()
        };
        let property = subject.event.and_then(|event| event.property(&subject.name));
        if let Some(words) = property.and_then(property_values) {
            return texts(words);
        }
        let field = if subject.event.is_none() {
            self.catalogue.field_named(&subject.name)
        } else {
            None
        };
        if let Some(words) = field.and_then(fixed_values) {
            return texts(words);
        }
        match self.kind(subject) {
            Some(FieldType::Choice(options)) => texts(options),
            Some(FieldType::YesNo) => texts(vec!["true".to_owned(), "false".to_owned()]),
            Some(FieldType::Date) => words(DATES).collect(),
            _ => Vec::new(),
        }
    }
}

/// The words a condition can begin with.
const BEGINNINGS: &[(&str, &str)] = &[
    ("not", "the rest"),
    ("in segment", "who is in a segment"),
    ("in list", "who is in a list"),
    ("count(", "how many purchases, emails, messages or campaigns"),
    ("sum(", "the sum of purchases"),
    ("opened", "opened the last e-mails"),
    ("campaign", "what became of a campaign"),
];

const DATES: &[(&str, &str)] = &[
    ("today", ""),
    ("yesterday", ""),
    ("tomorrow", ""),
    ("7 days ago", ""),
    ("30 days ago", ""),
    ("90 days ago", ""),
    ("6 months ago", ""),
    ("1 year ago", ""),
    ("7 days from now", ""),
    ("30 days from now", ""),
];

const SPANS: &[(&str, &str)] = &[
    ("7 days", ""),
    ("30 days", ""),
    ("90 days", ""),
    ("6 months", ""),
    ("1 year", ""),
];

const EQUALITY: &[(&str, &str)] = &[("=", "equal to"), ("!=", "not equal to")];

const SET_OPERATORS: &[(&str, &str)] = &[
    ("has", "has this one"),
    ("has any (", "has one of several"),
    ("has all (", "has all of several"),
];

const DATE_OPERATORS: &[(&str, &str)] = &[
    ("before", "before a date"),
    ("after", "after a date"),
    ("on", "on a date"),
    ("within", "within the last span, today included"),
    ("within next", "within the coming span, today included"),
    ("between", "from one date to another"),
    ("more than", "further back than a span"),
    ("less than", "within a span up to today"),
    ("in this month", "the whole calendar month"),
    ("in last month", "the calendar month before"),
    ("in next month", "the calendar month after"),
    ("in this year", "the whole calendar year"),
    ("in last year", "the calendar year before"),
    ("in this", "in this week, month, quarter or year"),
    ("in last", "in the last week, month, quarter or year"),
    ("in next", "in the next week, month, quarter or year"),
    ("anniversary within", "its day of the year is near"),
];

fn candidate(text: &str, hint: &str) -> Candidate {
    Candidate {
        text: text.to_owned(),
        hint: hint.to_owned(),
    }
}

fn words(table: &'static [(&'static str, &'static str)]) -> impl Iterator<Item = Candidate> {
    table.iter().map(|(text, hint)| candidate(text, hint))
}

fn comparisons() -> impl Iterator<Item = Candidate> {
    let signs = Comparison::ALL
        .iter()
        .map(|comparison| candidate(comparison.word(), comparison.help()));
    signs.chain([candidate("!=", "not equal to")])
}

fn properties(event: Event) -> Vec<Candidate> {
    let known = event.properties().iter();
    known
        .map(|property| candidate(&written_name(property.word()), property.help()))
        .collect()
}

fn written_name(name: &str) -> String {
    Name::new(name, Place::default()).map_or_else(String::new, |name| name.to_string())
}

/// The values of a field that has the same ones in every store.
pub(super) fn fixed_values(field: FieldRef) -> Option<Vec<String>> {
    (field == FieldRef::Builtin(BuiltinField::Lifecycle)).then(|| {
        Lifecycle::ALL
            .iter()
            .map(|state| state.word().to_owned())
            .collect()
    })
}

fn property_values(property: Property) -> Option<Vec<String>> {
    match property {
        Property::Direction => Some(vec!["in".to_owned(), "out".to_owned()]),
        Property::Status => Some(Step::ALL.iter().map(|step| step.word().to_owned()).collect()),
        _ => None,
    }
}
