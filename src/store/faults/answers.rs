//! Everything a store can be asked, and what it answered: to tell a wrong answer from a refused one.

use super::super::{Cancel, Result, Sort, Store, StoreError, View, Window};
use crate::criteria;
use crate::criteria::query::Query;
use crate::model::{
    BuiltinField, Catalogue, ContactId, EventKind, FieldRef, Instant, ListId, Moment, Profile, Scope,
    SourceId,
};
use crate::phone::{E164, identity};
use std::collections::BTreeMap;

/// Criteria that read columns of every kind.
const CRITERIA: [&str; 13] = [
    "city = \"City 1\"",
    "not city is set",
    "first_name contains \"1\"",
    "total_spent > 100",
    "created after 2001-01-01",
    "tags has \"tag 3\"",
    "opted_out or consented",
    "average_order > 20",
    "sum(purchases.amount) > 50",
    "count(purchases where item contains \"1\") >= 1",
    "opened last 1 emails",
    "in list \"News\"",
    "not in list \"Shop\"",
];

/// An answer in words that can be compared, or the refusal.
pub(super) type Answer = std::result::Result<String, StoreError>;

/// Answers by their questions.
pub(super) type Answers = BTreeMap<String, Answer>;

/// Contacts that are asked for, whether there are such or not.
const CONTACTS: u32 = 90;

/// Asks everything. `catalogue` is that of the sound store, so that the same questions are asked.
pub(super) fn ask_all(store: &impl Store, catalogue: &Catalogue) -> Answers {
    let mut asked = Asked {
        answers: Answers::new(),
    };
    let sure = Cancel::default();
    asked.note("catalogue", store.catalogue());
    asked.note("settings", store.catalogue().map(|found| found.settings.clone()));
    asked.note("journal", store.journal(1_000));
    for id in (0..CONTACTS).map(ContactId) {
        asked.note(&format!("profile {}", id.0), store.profile(id));
        if id.0.is_multiple_of(4) {
            let events = store.timeline(id, None, 1_000, &EventKind::ALL);
            asked.note(&format!("timeline {}", id.0), events);
        }
    }
    for number in (351_912_000_000..351_912_000_060).map(E164::from_digits) {
        asked.note(
            &format!("permission {number}"),
            store.permission(identity(number)),
        );
        asked.note(&format!("number {number}"), store.by_number(identity(number)));
    }
    for id in 0..60 {
        let id = format!("id {id}");
        asked.note(&format!("source {id}"), store.by_source_id(SourceId(1), &id));
    }
    for (place, scope) in [Scope::Everyone, Scope::List(ListId(1)), Scope::List(ListId(2))]
        .into_iter()
        .enumerate()
    {
        asked.note(
            &format!("count all {place}"),
            store.count(scope, &Query::All, &sure),
        );
        for text in CRITERIA {
            let Some(query) = query(text, catalogue) else {
                continue;
            };
            asked.note(
                &format!("count {place} {text}"),
                store.count(scope, &query, &sure),
            );
        }
        for (field, descending) in [
            (BuiltinField::Name, false),
            (BuiltinField::Name, true),
            (BuiltinField::City, false),
        ] {
            for (row, found) in page(store, scope, field, descending).into_iter().enumerate() {
                asked.note(&format!("page {place} {field:?} {descending} row {row}"), found);
            }
        }
        asked.note(
            &format!("search {place}"),
            store.search(scope, "ana 1", 50, &sure).map(sorted),
        );
    }
    asked.answers
}

/// None where the criteria name what this store does not have.
fn query(text: &str, catalogue: &Catalogue) -> Option<Query> {
    let moment = Moment {
        now: Instant(1_700_100_000),
        zone: catalogue.settings.time_zone,
    };
    let criteria = criteria::compile(text, catalogue, Scope::Everyone).ok()?;
    criteria.query(&moment, catalogue).ok()
}

/// Rows of a page, each an answer of its own.
const ROWS: usize = 20;

fn page(
    store: &impl Store,
    scope: Scope,
    field: BuiltinField,
    descending: bool,
) -> Vec<Result<Option<Profile>>> {
    let view = View {
        scope,
        query: Query::All,
        only: None,
        sort: Sort {
            field: FieldRef::Builtin(field),
            descending,
        },
    };
    let window = Window {
        offset: 0,
        limit: ROWS,
    };
    let page = match store.page(&view, window, &Cancel::default()) {
        Ok(page) => page,
        Err(error) => return vec![Err(error); ROWS],
    };
    let row = |row: Option<Profile>| match row {
        Some(row) if page.unreadable.contains(&row.contact.id) => {
            Err(StoreError::Damaged("shown as damaged".into()))
        }
        row => Ok(row),
    };
    let mut rows = page.rows.iter().cloned().map(Some).collect::<Vec<_>>();
    rows.resize(ROWS, None);
    rows.into_iter().map(row).collect()
}

fn sorted(mut found: Vec<ContactId>) -> Vec<ContactId> {
    found.sort_unstable();
    found
}

struct Asked {
    answers: Answers,
}

impl Asked {
    fn note(&mut self, question: &str, answer: Result<impl std::fmt::Debug>) {
        let answer = answer.map(|answer| format!("{answer:?}"));
        self.answers.insert(question.to_owned(), answer);
    }
}
