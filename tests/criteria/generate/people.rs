//! People: each field from a small pool, so that conditions meet them, and often not set.

use super::custom_fields;
use audience::model::moment::{add_days, add_months};
use audience::model::{
    Birthday, Consent, Contact, ContactId, Decimal, FieldId, FieldType, Instant, ListId, Moment, NumberState,
    OpeningBalance, OptOut, Permission, Pin, Profile, SegmentId, Side, SourceId, SourceKey, Totals, Value,
};
use audience::phone::E164;
use chrono::{Datelike, NaiveDate};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::BoxedStrategy;
use std::sync::Arc;

/// Texts that fold alike, almost alike, or not at all.
pub const TEXTS: &[&str] = &[
    "Berlin",
    "berlin",
    "München",
    "MUNCHEN",
    "Straße",
    "STRASSE",
    "が",
    "か",
    "İstanbul",
    "Łódź",
    "lodz",
    "O'Brien",
    "Семён",
    "семен",
    "New  York",
    "new york",
    "a",
    "1",
    "01234",
    "ﬁn",
    "in",
    "true",
    "e\u{301}",
];

/// Members of sets.
pub const MEMBERS: &[&str] = &["vip", "VIP", "Läufer", "laufer", "new customer", "か", "not"];

/// Numbers of telephones, in E.164.
pub const NUMBERS: &[u64] = &[
    4_915_112_345_678,
    351_912_345_678,
    5_511_987_654_321,
    12_025_550_123,
];

/// Countries, as they are kept.
pub const COUNTRIES: &[&str] = &["DE", "PT", "BR"];

/// A day near today, or one on which calendars are odd.
pub fn day_near(today: NaiveDate) -> impl Strategy<Value = NaiveDate> + Clone {
    let months = (-30..30_i32).prop_map(move |months| add_months(today, months));
    let years =
        (-90..3_i32, -2..3_i32).prop_map(move |(years, days)| add_days(add_months(today, years * 12), days));
    let odd = select(vec![
        "1964-02-29",
        "1996-02-29",
        "1999-02-28",
        "2000-03-01",
        "2023-12-31",
        "0001-01-01",
    ]);
    prop_oneof![
        3 => (-40..40_i32).prop_map(move |days| add_days(today, days)),
        2 => months,
        2 => years,
        1 => odd.prop_map(|day| day.parse::<NaiveDate>().unwrap()),
    ]
}

/// An instant near now; often on either side of a midnight of the zone.
pub fn instant_near(moment: Moment) -> impl Strategy<Value = Instant> + Clone {
    let around = (day_near(moment.today()), -2..2_i64).prop_map(move |(day, second)| {
        // Before 2000 zones kept local times that jumped back over midnight.
        let day = if day.year() < 2000 { moment.today() } else { day };
        Instant(moment.start_of(day).0 + second)
    });
    prop_oneof![
        around,
        (-4_000_000..4_000_000_i64).prop_map(move |by| Instant(moment.now.0 + by))
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![1 => Just(String::new()), 2 => select(TEXTS.to_vec()).prop_map(str::to_owned)]
}

fn members() -> impl Strategy<Value = Vec<String>> {
    vec(select(MEMBERS.to_vec()), 0..3).prop_map(|members| {
        let mut distinct: Vec<String> = Vec::new();
        for member in members {
            let fold = audience::model::text::fold;
            if !distinct.iter().any(|known| fold(known) == fold(member)) {
                distinct.push(member.to_owned());
            }
        }
        distinct
    })
}

/// A number with few digits, so that bounds are met exactly.
pub fn decimal() -> impl Strategy<Value = Decimal> {
    (-300..3000_i64, 0..3_u32).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale).normalize())
}

fn birthday(today: NaiveDate) -> impl Strategy<Value = Option<Birthday>> {
    of(
        (day_near(today), prop::bool::weighted(0.2)).prop_map(|(day, yearless)| {
            let without = Birthday::yearless(day.month(), day.day()).filter(|_| yearless);
            without.unwrap_or(Birthday::full(day))
        }),
    )
}

fn opening(moment: Moment) -> impl Strategy<Value = Option<OpeningBalance>> {
    let day = day_near(moment.today());
    let spent = prop_oneof![Just(Decimal::ZERO), decimal()];
    of(
        (0..4_u32, spent, of(day.clone()), of(day)).prop_map(move |(orders, total_spent, first, last)| {
            OpeningBalance {
                as_of: moment.now,
                total_spent,
                orders,
                first_purchase: first,
                last_purchase: last,
            }
        }),
    )
}

fn custom(moment: Moment) -> impl Strategy<Value = Vec<(FieldId, Value)>> {
    let each: Vec<BoxedStrategy<Option<(FieldId, Value)>>> = custom_fields()
        .into_iter()
        .map(|field| {
            let value = match field.kind {
                FieldType::Text => select(TEXTS.to_vec())
                    .prop_map(|text| Value::Text(text.to_owned()))
                    .boxed(),
                FieldType::Choice(options) => select(options).prop_map(Value::Text).boxed(),
                FieldType::Number | FieldType::Money => decimal().prop_map(Value::Number).boxed(),
                FieldType::Date => day_near(moment.today()).prop_map(Value::Date).boxed(),
                FieldType::YesNo => any::<bool>().prop_map(Value::Flag).boxed(),
                FieldType::Set => members()
                    .prop_filter("a set has members", |members| !members.is_empty())
                    .prop_map(Value::Set)
                    .boxed(),
            };
            of(value.prop_map(move |value| (field.id, value))).boxed()
        })
        .collect();
    each.prop_map(|values| values.into_iter().flatten().collect())
}

fn permission(moment: Moment) -> impl Strategy<Value = Permission> {
    let opted_out = of(instant_near(moment).prop_map(|at| OptOut {
        at,
        reason: String::new(),
    }));
    let consent = instant_near(moment).prop_map(|at| Consent {
        at,
        source: "form".to_owned(),
    });
    let bounced = of(Just((moment.now, "unknown".to_owned())));
    (opted_out, vec(consent, 0..3), bounced).prop_map(|(opted_out, mut consents, bounced)| {
        consents.sort_by_key(|consent| consent.at);
        Permission {
            opted_out,
            consents,
            bounced,
        }
    })
}

fn source_keys() -> impl Strategy<Value = Vec<SourceKey>> {
    let key = (0..2_u32, select(TEXTS.to_vec())).prop_map(|(source, id)| SourceKey {
        source: SourceId(source),
        id: id.to_owned(),
    });
    vec(key, 0..2)
}

fn lists() -> impl Strategy<Value = Vec<ListId>> {
    select(vec![vec![], vec![1], vec![2], vec![1, 2]])
        .prop_map(|lists: Vec<u32>| lists.into_iter().map(ListId).collect())
}

fn pins(moment: Moment) -> impl Strategy<Value = Vec<Pin>> {
    let side = of(select(vec![Side::In, Side::Out]));
    vec(side, 3).prop_map(move |sides| {
        let pin = |(segment, side): (u32, Option<Side>)| {
            Some(Pin {
                segment: SegmentId(segment),
                side: side?,
                by: "ana".to_owned(),
                at: moment.now,
            })
        };
        (1..).zip(sides).filter_map(pin).collect()
    })
}

fn profile(moment: Moment) -> BoxedStrategy<Profile> {
    let country = prop_oneof![
        Just(String::new()),
        select(COUNTRIES.to_vec()).prop_map(str::to_owned)
    ];
    let number = select(NUMBERS.to_vec()).prop_map(E164::from_digits);
    let names = (text(), text(), text(), text(), text());
    let places = (text(), text(), text(), text(), country);
    let others = (text(), text(), text(), text());
    let sets = (members(), members(), members(), vec(number.clone(), 0..2));
    let dates = (
        birthday(moment.today()),
        opening(moment),
        instant_near(moment),
        instant_near(moment),
    );
    let rest = (
        number,
        any::<bool>(),
        source_keys(),
        lists(),
        custom(moment),
        permission(moment),
        super::history(moment),
        pins(moment),
    );
    let parts = (names, places, others, sets, dates, rest);
    parts
        .prop_map(move |(names, places, others, sets, dates, rest)| {
            let mut profile = Profile::new(
                Contact {
                    id: ContactId(0),
                    source_keys: rest.2,
                    first_name: names.0,
                    last_name: names.1,
                    phone: rest.0,
                    number_state: if rest.1 {
                        NumberState::Valid
                    } else {
                        NumberState::Unverified
                    },
                    other_phones: sets.3,
                    email: names.2,
                    other_emails: sets.0,
                    company: names.3,
                    address: places.0,
                    city: places.1,
                    postcode: places.2,
                    region: places.3,
                    country: places.4,
                    birthday: dates.0,
                    gender: others.0,
                    language: others.1,
                    loyalty_tier: others.2,
                    notes: others.3,
                    interests: sets.1,
                    tags: sets.2,
                    lists: rest.3,
                    pins: rest.7,
                    opening: dates.1,
                    custom: rest.4,
                    created: dates.2,
                    updated: dates.3,
                },
                rest.5,
            );
            profile.totals = Totals::of(profile.contact.opening.as_ref(), rest.6.iter(), moment.zone);
            profile.events = Some(Arc::new(rest.6));
            profile
        })
        .boxed()
}

/// Up to `most` people, numbered from 0.
pub fn profiles(moment: Moment, most: usize) -> impl Strategy<Value = Vec<Profile>> {
    vec(profile(moment), 0..=most).prop_map(|mut profiles| {
        for (number, profile) in (0_u32..).zip(&mut profiles) {
            profile.contact.id = ContactId(number);
        }
        profiles
    })
}
