//! Bars of a field say what questions about their stretches say.

use super::audience::Kept;
use crate::criteria::generate::asked;
use audience::criteria::query::{DayRange, NumberTest, Query, Test, TextTest};
use audience::model::text::fold;
use audience::model::{BuiltinField, Decimal, FieldRef, FieldType};
use audience::store::{Cancel, Spread, Store, Stretch};
use proptest::prelude::*;

/// Dates that are kept as instants: their days are those of a zone.
const INSTANTS: [BuiltinField; 3] = [
    BuiltinField::Created,
    BuiltinField::Updated,
    BuiltinField::ConsentSince,
];

/// The question whose answer a bar counts.
fn question(field: FieldRef, kind: &FieldType, of: &Stretch) -> Query {
    Query::Test(match of {
        Stretch::Text(text) if *kind == FieldType::Set => Test::Has(field, vec![fold(text)]),
        Stretch::Text(text) => Test::Text(field, TextTest::Equals(vec![fold(text)])),
        Stretch::Numbers(from, to) => {
            let bound = |number: f64| Decimal::try_from(number).unwrap();
            let range = NumberTest::Range(
                from.map(|from| (bound(from), true)),
                to.map(|to| (bound(to), false)),
            );
            Test::Number(field, range)
        }
        Stretch::Days(from, to) => Test::Day(
            field,
            DayRange {
                first: *from,
                last: to.and_then(|to| to.pred_opt()),
            },
        ),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn bars_count_who_has_the_values_they_name(asked in asked(16)) {
        let kept = Kept::of(&asked);
        let catalogue = kept.catalogue();
        let query = asked.criteria.query(&asked.moment, &catalogue).unwrap();
        let scope = asked.criteria.scope();
        let custom = catalogue.fields.iter().map(|field| (FieldRef::Custom(field.id), field.kind.clone()));
        let fields = BuiltinField::ALL.iter().map(|field| (FieldRef::Builtin(*field), field.kind()));
        for (field, kind) in fields.chain(custom) {
            let moment = asked.moment;
            let spread = Spread { scope, query: query.clone(), field, kind: kind.clone(), moment };
            let bars = kept.store.spread(&spread, &Cancel::default()).unwrap();
            prop_assert!(bars.len() <= 12, "{:?}: {:?}", field, bars);
            prop_assert!(bars.iter().all(|bar| bar.matching <= bar.contacts));
            if matches!(field, FieldRef::Builtin(field) if INSTANTS.contains(&field)) {
                let contacts: u64 = bars.iter().map(|bar| bar.contacts).sum();
                prop_assert_eq!(contacts, kept.count(scope, &Query::Test(Test::IsSet(field))));
                continue;
            }
            for bar in &bars {
                let there = question(field, &kind, &bar.of);
                prop_assert_eq!(bar.contacts, kept.count(scope, &there), "{:?}: {:?}", field, bar);
                let both = Query::And(vec![query.clone(), there]);
                prop_assert_eq!(bar.matching, kept.count(scope, &both), "{:?}: {:?}", field, bar);
            }
        }
    }
}
