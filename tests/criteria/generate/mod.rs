//! Generated stores, moments, people and criteria, skewed towards what goes wrong: month ends, leap days, missing values,
//! zones with odd offsets, scripts, limits met exactly. Other rooms compare their own answers on the same audiences.

mod conditions;
mod events;
mod people;
mod trees;

pub use conditions::criteria_tree;
pub use events::history;
pub use trees::any_tree;

use audience::criteria::{Criteria, check};
use audience::model::{
    Catalogue, ContactList, Currency, FieldDef, FieldId, FieldType, Instant, LifecycleLimits, ListId, Moment,
    Pins, Profile, Scope, Segment, SegmentId, Settings,
};
use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;

/// People, what is asked of them, and when.
#[derive(Clone, Debug)]
pub struct Asked {
    pub catalogue: Catalogue,
    pub moment: Moment,
    pub profiles: Vec<Profile>,
    pub criteria: Criteria,
}

/// A question, put to up to `most` people.
pub fn asked(most: usize) -> BoxedStrategy<Asked> {
    let asked = moment().prop_flat_map(move |moment| {
        let profiles = people::profiles(moment, most);
        (profiles, criteria_tree(moment), scope()).prop_map(move |(profiles, tree, scope)| {
            let mut catalogue = catalogue(moment);
            for event in profiles
                .iter()
                .flat_map(|profile| profile.events.iter().flat_map(|all| all.iter()))
            {
                event.times().for_each(|when| catalogue.newest.add(when));
            }
            let criteria = check(&tree, &catalogue, scope).unwrap_or_else(|error| panic!("{tree}: {error}"));
            Asked {
                catalogue,
                moment,
                profiles,
                criteria,
            }
        })
    });
    asked.boxed()
}

pub fn scope() -> impl Strategy<Value = Scope> {
    prop_oneof![
        Just(Scope::Everyone),
        Just(Scope::List(ListId(1))),
        Just(Scope::List(ListId(2)))
    ]
}

/// A store with a custom field of each type, lists with and without limits of their own, and segments that use each
/// other.
pub fn catalogue(moment: Moment) -> Catalogue {
    let list = |id, name: &str, lifecycle| ContactList {
        id: ListId(id),
        name: name.to_owned(),
        description: String::new(),
        created: Instant(0),
        lifecycle,
        contacts: 0,
        generation: 0,
    };
    let own_limits = LifecycleLimits {
        active_days: 10,
        at_risk_days: 30,
    };
    let segment = |id, scope, name: &str, criteria: &str| Segment {
        id: SegmentId(id),
        scope,
        name: name.to_owned(),
        criteria: criteria.to_owned(),
        created: Instant(0),
        updated: Instant(0),
    };
    let (shop, paper) = (Scope::List(ListId(1)), Scope::List(ListId(2)));
    Catalogue {
        lists: vec![list(1, "Shop", Some(own_limits)), list(2, "News \"paper\"", None)],
        segments: vec![
            segment(1, shop, "Regulars", "lifecycle = active or orders >= 2"),
            segment(
                2,
                Scope::Everyone,
                "in",
                "not in segment \"#1\" and `#2` is not set",
            ),
            segment(3, paper, "All/of us", ""),
        ],
        fields: custom_fields(),
        settings: Settings {
            time_zone: moment.zone,
            currency: Currency::from_code("EUR"),
            country: Some("DE".to_owned()),
            ..Settings::default()
        },
        // Anybody may be pinned anywhere: see the people.
        pins: (1..=3)
            .map(|id| (SegmentId(id), Pins { within: 1, out: 1 }))
            .collect(),
        ..Catalogue::default()
    }
}

/// A custom field of each type, by keys that are letters, reserved words and other scripts.
pub fn custom_fields() -> Vec<FieldDef> {
    let options = ["S", "M", "X L", "größer"].map(str::to_owned).to_vec();
    let kinds = [
        ("week", FieldType::Text),
        ("größe", FieldType::Number),
        ("limit", FieldType::Money),
        ("joined", FieldType::Date),
        ("opened", FieldType::YesNo),
        ("size", FieldType::Choice(options)),
        ("趣味", FieldType::Set),
    ];
    let number = 1_u32..;
    kinds
        .into_iter()
        .zip(number)
        .map(|((key, kind), id)| FieldDef {
            id: FieldId(id),
            key: key.to_owned(),
            label: key.to_owned(),
            kind,
            place: 0,
        })
        .collect()
}

/// Moments on and around days when the calendar is odd, in zones whose clocks are.
pub fn moment() -> impl Strategy<Value = Moment> {
    let zone = prop::sample::select(vec![
        chrono_tz::UTC,
        chrono_tz::Europe::Berlin,
        chrono_tz::America::Sao_Paulo,
        chrono_tz::America::Los_Angeles,
        chrono_tz::Asia::Kathmandu,
        chrono_tz::Asia::Kolkata,
        chrono_tz::Pacific::Apia,
        chrono_tz::Pacific::Kiritimati,
        chrono_tz::Australia::Lord_Howe,
        chrono_tz::Africa::Casablanca,
    ]);
    let day = prop::sample::select(vec![
        "2024-02-28",
        "2024-02-29",
        "2024-03-01",
        "2024-03-31",
        "2024-12-31",
        "2025-01-01",
        "2025-02-28",
        "2025-03-01",
        "2025-03-30",
        "2025-10-26",
        "2026-11-22",
        "2027-02-28",
        "2018-11-04",
        "2011-12-31",
    ]);
    (zone, day, 0..86_400_i64).prop_map(|(zone, day, second)| {
        let day: chrono::NaiveDate = day.parse().unwrap();
        let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
        Moment {
            now: Instant(midnight + second),
            zone,
        }
    })
}
