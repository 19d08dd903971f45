//! Completion at the cursor: what the grammar allows there, and of that what fits the field's type. Values that only a
//! store knows are asked for by naming their field.

mod candidates;
mod cursor;

use super::check::kind_of;
use super::parse::{Subject, Wanted, wanted_at_end};
use super::tree::Operand;
use crate::model::text::fold;
use crate::model::{Catalogue, FieldRef, FieldType, Scope};
use cursor::Typed;
use std::ops::Range;

/// What could be written at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The bytes a chosen candidate replaces.
    pub replace: Range<usize>,
    /// The candidates, best first.
    pub items: Vec<Candidate>,
    /// The field whose values the store may add, with what is typed of one so far.
    pub values_of: Option<(FieldRef, String)>,
}

/// One candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// As it is written in the text, in quotes where it needs them.
    pub text: String,
    /// What it is.
    pub hint: String,
}

/// The candidates at a place of a text that may be unfinished.
pub fn complete(text: &str, cursor: usize, catalogue: &Catalogue, scope: Scope) -> Completion {
    let mut typed = Typed::at(text, cursor);
    let mut wanted = wanted_at_end(typed.before(text));
    if let Some(property) = typed.after_point(text) {
        let of_event = wanted_at_end(property.before(text));
        if of_event.iter().any(|one| matches!(one, Wanted::Summable(_))) {
            (typed, wanted) = (property, of_event);
        }
    }
    let writer = Writer {
        catalogue,
        scope,
        typed: &typed,
    };
    Completion {
        items: writer.items(&wanted),
        values_of: writer.values_of(&wanted),
        replace: typed.replace,
    }
}

/// A value as it is written in a criteria text: bare where it can be, else in double quotes.
pub fn written_value(text: &str) -> String {
    Operand::of(text).to_string()
}

/// What candidates are made from.
struct Writer<'a> {
    catalogue: &'a Catalogue,
    scope: Scope,
    typed: &'a Typed,
}

impl Writer<'_> {
    /// Candidates that begin with what is typed, then those that have it elsewhere, in name or hint.
    fn items(&self, wanted: &[Wanted]) -> Vec<Candidate> {
        let mut all: Vec<Candidate> = Vec::new();
        for one in wanted {
            for candidate in self.candidates(one) {
                if !all.iter().any(|known| known.text == candidate.text) {
                    all.push(candidate);
                }
            }
        }
        let typed = fold(&self.typed.text);
        let rank = |candidate: &Candidate| {
            let text = fold(candidate.text.trim_matches(['"', '`']));
            if text.starts_with(&typed) {
                Some(0)
            } else if text.contains(&typed) {
                Some(1)
            } else {
                (typed.len() > 2 && fold(&candidate.hint).contains(&typed)).then_some(2)
            }
        };
        let mut ranked: Vec<(u8, Candidate)> = all
            .into_iter()
            .filter(|candidate| candidate.text != self.typed.text)
            .filter_map(|candidate| Some((rank(&candidate)?, candidate)))
            .collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, candidate)| candidate).collect()
    }

    /// The field whose values are wanted, where the store knows which there are, or how many have each.
    fn values_of(&self, wanted: &[Wanted]) -> Option<(FieldRef, String)> {
        wanted.iter().find_map(|one| match one {
            Wanted::Value(subject) if subject.event.is_none() => {
                let field = self.catalogue.field_named(&subject.name)?;
                let open = matches!(
                    self.kind(subject)?,
                    FieldType::Text | FieldType::Set | FieldType::Choice(_)
                );
                let known = candidates::fixed_values(field).is_some();
                (open && !known).then(|| (field, self.typed.text.clone()))
            }
            _ => None,
        })
    }

    fn kind(&self, subject: &Subject) -> Option<FieldType> {
        match subject.event {
            Some(event) => event.property(&subject.name).map(super::words::Property::kind),
            None => kind_of(self.catalogue.field_named(&subject.name)?, self.catalogue),
        }
    }
}
