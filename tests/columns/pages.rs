//! Pages are what sorting all rows gives: any field, either direction, any window.

use super::audience::Kept;
use crate::criteria::generate::{asked, custom_fields, scope};
use audience::criteria::field_value;
use audience::criteria::query::Query;
use audience::model::text::fold;
use audience::model::{BuiltinField, Catalogue, ContactId, FieldRef, Moment, Profile, Scope, Value};
use audience::store::{Cancel, Sort, Store, View, Window};
use proptest::prelude::*;
use proptest::sample::select;
use std::cmp::Ordering;
use std::sync::Arc;

/// Fields that have no order of their own by their value: an age is ordered by the birthday, a lifecycle by the day of
/// the last activity, a location by its country, a number by its digits, an id by the source's ids alone.
const OF_THEIR_OWN: [BuiltinField; 8] = [
    BuiltinField::Age,
    BuiltinField::Lifecycle,
    BuiltinField::Location,
    BuiltinField::Phone,
    BuiltinField::Id,
    BuiltinField::Birthday,
    BuiltinField::AverageOrder,
    BuiltinField::ConsentSince,
];

fn fields() -> impl Strategy<Value = FieldRef> {
    let builtin = BuiltinField::ALL
        .iter()
        .filter(|field| !OF_THEIR_OWN.contains(field));
    let mut all: Vec<FieldRef> = builtin.map(|field| FieldRef::Builtin(*field)).collect();
    all.extend(custom_fields().iter().map(|field| FieldRef::Custom(field.id)));
    select(all)
}

/// The order of two values of one field.
fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => fold(a).cmp(&fold(b)),
        (Value::Number(a), Value::Number(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::Flag(a), Value::Flag(b)) => a.cmp(b),
        (Value::Set(a), Value::Set(b)) => a.len().cmp(&b.len()),
        _ => panic!("{a:?} beside {b:?}"),
    }
}

/// Instants are shown as days and sorted as instants.
fn instant(field: FieldRef, profile: &Profile) -> Option<i64> {
    match field {
        FieldRef::Builtin(BuiltinField::Created) => Some(profile.contact.created.0),
        FieldRef::Builtin(BuiltinField::Updated) => Some(profile.contact.updated.0),
        _ => None,
    }
}

fn sorted(kept: &Kept, catalogue: &Catalogue, moment: &Moment, scope: Scope, sort: Sort) -> Vec<ContactId> {
    let by_name = sort.field == FieldRef::Builtin(BuiltinField::Name);
    let value = |profile: &Profile| {
        if by_name {
            return Some(Value::Text(profile.contact.display_name()));
        }
        field_value(sort.field, profile, catalogue, scope, moment)
    };
    let directed = |order: Ordering| if sort.descending { order.reverse() } else { order };
    let mut all = kept.rows(scope);
    all.sort_by(|a, b| {
        let by_value = match (value(a), value(b)) {
            (Some(x), Some(y)) => directed(match (instant(sort.field, a), instant(sort.field, b)) {
                (Some(x), Some(y)) => x.cmp(&y),
                _ => compare(&x, &y),
            }),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        let by_name = || fold(&a.contact.display_name()).cmp(&fold(&b.contact.display_name()));
        by_value.then_with(by_name).then(a.contact.id.cmp(&b.contact.id))
    });
    all.iter().map(|profile| profile.contact.id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn pages_are_windows_of_the_sorted_rows(
        asked in asked(20),
        views in prop::collection::vec((fields(), any::<bool>(), scope(), 0..24_u64, 0..12_usize), 10),
    ) {
        let kept = Kept::of(&asked);
        let catalogue = kept.catalogue();
        for (field, descending, scope, offset, limit) in views {
            let sort = Sort { field, descending };
            let wanted = sorted(&kept, &catalogue, &asked.moment, scope, sort);
            let view = View { scope, query: Query::All, only: None, sort };
            let page = kept.store.page(&view, Window { offset, limit }, &Cancel::default()).unwrap();
            prop_assert_eq!(page.total, wanted.len() as u64);
            let rows: Vec<ContactId> = page.rows.iter().map(|profile| profile.contact.id).collect();
            let window: Vec<ContactId> = wanted.iter().copied().skip(offset as usize).take(limit).collect();
            prop_assert_eq!(rows, window, "{:?} of {:?}", sort, wanted);
            for (place, contact) in wanted.iter().enumerate().take(3) {
                let found = kept.store.position(&view, *contact, &Cancel::default()).unwrap();
                prop_assert_eq!(found, Some(place as u64));
            }
        }
    }
}

#[test]
fn only_some_in_the_order_given() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let asked = asked(24).new_tree(&mut runner).unwrap().current();
    let kept = Kept::of(&asked);
    let mut only = kept.contacts.clone();
    only.reverse();
    only.push(ContactId(9_999_999));
    let view = View {
        scope: Scope::Everyone,
        query: Query::All,
        only: Some(Arc::new(only.clone())),
        sort: Sort {
            field: FieldRef::Builtin(BuiltinField::Name),
            descending: false,
        },
    };
    let window = Window { offset: 1, limit: 3 };
    let page = kept.store.page(&view, window, &Cancel::default()).unwrap();
    assert_eq!(page.total, kept.contacts.len() as u64);
    let rows: Vec<ContactId> = page.rows.iter().map(|profile| profile.contact.id).collect();
    let wanted: Vec<ContactId> = only
        .iter()
        .copied()
        .skip(1)
        .take(3)
        .filter(|id| id.0 < 9_999_999)
        .collect();
    assert_eq!(rows, wanted);
}
