//! How the field at the cursor of criteria is spread over all contacts and over those that match: bars of stretches, of the
//! most frequent values, or of conditions where the field is derived from others.

use super::effect::{Effect, Question, Slot, Ticket};
use super::event::Answer;
use super::figures::decimal;
use super::popup::Context;
use crate::criteria;
use crate::criteria::query::Query;
use crate::model::{BuiltinField, Catalogue, Decimal, FieldRef, FieldType, Lifecycle, Scope};
use crate::store::{Bar, Spread, StoreError, Stretch};
use chrono::{Datelike, NaiveDate};

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which values.
    pub label: String,
    /// How many contacts have one.
    pub contacts: u64,
    /// How many of these match.
    pub matching: u64,
}

/// The bars that are shown.
#[derive(Debug, Default)]
pub struct Bars {
    /// The field they are of.
    pub field: Option<FieldRef>,
    /// The bars, in the order of their values, or the most frequent first.
    pub rows: Vec<Row>,
    /// Whether they are older than the text.
    pub stale: bool,
    asked: Option<Ticket>,
    /// What is counted, where the field has no values of its own.
    labels: Vec<String>,
}

impl Bars {
    /// The text cannot be read at the moment: what was known stays, greyed.
    pub(super) fn keep(&mut self) {
        self.stale = true;
        self.asked = None;
    }

    /// The cursor is at a condition on a field; asks where the bars are not its own.
    pub(super) fn show(
        &mut self,
        field: Option<FieldRef>,
        query: &Query,
        scope: Scope,
        context: &mut Context<'_>,
    ) -> Option<Effect> {
        if self.field == field && !self.stale {
            return None;
        }
        if self.field != field {
            self.rows.clear();
        }
        self.field = field;
        self.stale = true;
        self.asked = None;
        let (question, labels) = question(field?, query, scope, context)?;
        self.labels = labels;
        let (ticket, ask) = context.tickets.ask(Slot::Bars, question);
        self.asked = Some(ticket);
        Some(ask)
    }

    /// Takes the bars it has asked for; false where the answer is for another.
    pub(super) fn answer(&mut self, ticket: Ticket, answer: &Result<Answer, StoreError>) -> bool {
        if self.asked != Some(ticket) {
            return false;
        }
        match answer {
            Ok(Answer::Spread(bars)) => self.rows = bars.iter().map(row).collect(),
            Ok(Answer::Counts(counts)) => {
                let counts = counts.chunks_exact(2);
                let rows = self.labels.iter().zip(counts).map(|(label, counts)| Row {
                    label: label.clone(),
                    contacts: counts.first().copied().unwrap_or(0),
                    matching: counts.last().copied().unwrap_or(0),
                });
                self.rows = rows.collect();
            }
            _ => return true,
        }
        self.stale = false;
        true
    }
}

/// Fields of which nearly every contact has a value of its own: none is frequent.
const EACH_ITS_OWN: [BuiltinField; 10] = [
    BuiltinField::Id,
    BuiltinField::Name,
    BuiltinField::FirstName,
    BuiltinField::LastName,
    BuiltinField::Email,
    BuiltinField::Phone,
    BuiltinField::Address,
    BuiltinField::Notes,
    BuiltinField::OtherPhones,
    BuiltinField::OtherEmails,
];

/// The ages that are counted together.
const AGES: [(&str, &str); 7] = [
    ("under 18", "age < 18"),
    ("18 – 24", "age between 18 and 24"),
    ("25 – 34", "age between 25 and 34"),
    ("35 – 44", "age between 35 and 44"),
    ("45 – 54", "age between 45 and 54"),
    ("55 – 64", "age between 55 and 64"),
    ("65 and more", "age >= 65"),
];

/// What to ask for a field, with the labels of what is counted; None for fields without bars.
fn question(
    field: FieldRef,
    query: &Query,
    scope: Scope,
    context: &Context<'_>,
) -> Option<(Question, Vec<String>)> {
    let kind = kind(field, context.catalogue)?;
    if let Some(conditions) = conditions(field, &kind, context.catalogue) {
        let mut queries = Vec::new();
        for (_, text) in &conditions {
            let criteria = criteria::compile(text, context.catalogue, scope).ok()?;
            let bar = criteria.query(&context.moment, context.catalogue).ok()?;
            queries.push(bar.clone());
            queries.push(Query::And(vec![query.clone(), bar]));
        }
        let labels = conditions.into_iter().map(|(label, _)| label).collect();
        return Some((Question::Counts { scope, queries }, labels));
    }
    let alone = matches!(field, FieldRef::Builtin(field) if EACH_ITS_OWN.contains(&field));
    // An average is kept nowhere: it is worked out for the contacts that are asked about.
    if alone || field == FieldRef::Builtin(BuiltinField::AverageOrder) {
        return None;
    }
    let asked = Spread {
        scope,
        query: query.clone(),
        field,
        kind,
        moment: context.moment,
    };
    Some((Question::Spread(Box::new(asked)), Vec::new()))
}

fn kind(field: FieldRef, catalogue: &Catalogue) -> Option<FieldType> {
    match field {
        FieldRef::Builtin(field) => Some(field.kind()),
        FieldRef::Custom(id) => catalogue.field(id).map(|field| field.kind.clone()),
    }
}

/// Label and criteria of each bar of a field that is no column.
fn conditions(field: FieldRef, kind: &FieldType, catalogue: &Catalogue) -> Option<Vec<(String, String)>> {
    match field {
        FieldRef::Builtin(BuiltinField::Age) => {
            let ages = AGES.iter();
            Some(
                ages.map(|(label, text)| ((*label).to_owned(), (*text).to_owned()))
                    .collect(),
            )
        }
        FieldRef::Builtin(BuiltinField::Lifecycle) => {
            let states = Lifecycle::ALL.iter().map(|state| state.word());
            Some(
                states
                    .map(|word| (word.to_owned(), format!("lifecycle = {word}")))
                    .collect(),
            )
        }
        _ if *kind == FieldType::YesNo => {
            let name = match field {
                FieldRef::Builtin(field) => field.name().to_owned(),
                FieldRef::Custom(id) => catalogue.field(id)?.key.clone(),
            };
            Some(vec![
                ("yes".to_owned(), format!("`{name}`")),
                ("no".to_owned(), format!("not `{name}`")),
            ])
        }
        _ => None,
    }
}

fn row(bar: &Bar) -> Row {
    Row {
        label: match &bar.of {
            Stretch::Text(text) => text.clone(),
            Stretch::Numbers(from, to) => numbers(*from, *to),
            Stretch::Days(from, to) => days(*from, *to),
        },
        contacts: bar.contacts,
        matching: bar.matching,
    }
}

fn numbers(from: Option<f64>, to: Option<f64>) -> String {
    let text = |number: f64| Decimal::try_from(number).map_or_else(|_| number.to_string(), decimal);
    match (from, to) {
        (Some(from), Some(to)) if from.fract() == 0.0 && (to - from - 1.0).abs() < 1e-9 => text(from),
        (Some(from), Some(to)) => format!("{} – {}", text(from), text(to)),
        (Some(from), None) => format!("from {}", text(from)),
        (None, Some(to)) => format!("below {}", text(to)),
        (None, None) => "any".to_owned(),
    }
}

fn days(from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => between(from, to),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("before {to}"),
        (None, None) => "any".to_owned(),
    }
}

/// A stretch of days by its shortest name; the last day is not in it.
fn between(from: NaiveDate, to: NaiveDate) -> String {
    let last = to.pred_opt().unwrap_or(to);
    if from == last {
        return from.to_string();
    }
    if from.day() > 1 || to.day() > 1 {
        return format!("from {from}");
    }
    let whole_years = from.month() == 1 && to.month() == 1;
    match (whole_years, from.year() == last.year()) {
        (true, true) => from.year().to_string(),
        (true, false) => format!("{} – {}", from.year(), last.year()),
        (false, true) if from.month() == last.month() => from.format("%Y-%m").to_string(),
        (false, _) => format!("{} – {}", from.format("%Y-%m"), last.format("%Y-%m")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_have_short_names() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        for (from, to, said) in [
            ("2026-03-01", "2026-04-01", "2026-03"),
            ("2026-01-01", "2026-04-01", "2026-01 – 2026-03"),
            ("2026-01-01", "2027-01-01", "2026"),
            ("1960-01-01", "1970-01-01", "1960 – 1969"),
            ("2026-03-02", "2026-03-09", "from 2026-03-02"),
            ("2026-03-02", "2026-03-03", "2026-03-02"),
        ] {
            assert_eq!(days(day(from), day(to)), said);
        }
        assert_eq!(days(None, day("2026-03-02")), "before 2026-03-02");
        assert_eq!(numbers(Some(3.0), Some(4.0)), "3");
        assert_eq!(numbers(Some(1_000.0), Some(1_500.0)), "1,000 – 1,500");
        assert_eq!(numbers(Some(0.15), None), "from 0.15");
        assert_eq!(numbers(None, Some(0.0)), "below 0");
    }
}
