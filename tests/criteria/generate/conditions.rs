//! Criteria that fit the generated store: every field with every operator of its type, counts and sums over events.

use super::people::{COUNTRIES, MEMBERS, NUMBERS, TEXTS, day_near, decimal};
use super::{custom_fields, events};
use audience::criteria::Expr;
use audience::criteria::tree::{
    Condition, Date, Day, FieldTest, Name, Operand, Relative, Several, Span, Values, Window, Written,
};
use audience::criteria::words::{Comparison, Direction, Part, Period, Property, Than, Unit, Which};
use audience::model::{BuiltinField, Decimal, FieldType, Lifecycle, Moment};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::BoxedStrategy;

/// A tree of conditions that fit.
pub fn criteria_tree(moment: Moment) -> BoxedStrategy<Expr> {
    condition(moment)
        .prop_recursive(4, 24, 4, |inner| {
            let several = vec(inner.clone(), 2..4).prop_map(|terms| Several::new(terms).unwrap());
            prop_oneof![
                several.clone().prop_map(Expr::Or),
                several.prop_map(Expr::And),
                inner.prop_map(|negated| Expr::Not(Box::new(negated))),
            ]
        })
        .boxed()
}

fn condition(moment: Moment) -> BoxedStrategy<Expr> {
    let membership = prop_oneof![
        select(vec!["Shop", "News \"paper\"", "SHOP"]).prop_map(|list| Condition::InList(Operand::of(list))),
        select(vec!["Shop/Regulars", "Everyone/in", "news \"paper\"/all/of us"])
            .prop_map(|segment| Condition::InSegment(Operand::of(segment))),
    ];
    let builtin = select(BuiltinField::ALL.to_vec()).prop_flat_map(move |field| {
        let name = field.name();
        test_of_builtin(field, moment).prop_map(move |test| on(name, test))
    });
    let custom = select(custom_fields())
        .prop_flat_map(move |field| test_of(&field.kind, moment).prop_map(move |test| on(&field.key, test)));
    prop_oneof![8 => builtin, 4 => custom, 1 => membership, 4 => events::condition(moment)]
        .prop_map(|condition| Expr::Condition(Box::new(condition)))
        .boxed()
}

fn on(name: &str, test: FieldTest) -> Condition {
    Condition::Field(
        Name::new(name, audience::criteria::tree::Place::default()).unwrap(),
        test,
    )
}

fn test_of_builtin(field: BuiltinField, moment: Moment) -> BoxedStrategy<FieldTest> {
    let number = || select(NUMBERS.to_vec()).prop_map(|number| format!("+{number}"));
    match field {
        BuiltinField::Lifecycle => {
            let states: Vec<String> = Lifecycle::ALL
                .iter()
                .map(|state| state.word().to_owned())
                .collect();
            text_test(
                select(states).boxed(),
                select(vec!["a", "risk", "PROSPECT"])
                    .prop_map(str::to_owned)
                    .boxed(),
            )
        }
        BuiltinField::Phone => {
            let part = select(vec!["49", "+49 151", "678", "(0)123", "٤٩"]).prop_map(str::to_owned);
            text_test(number().boxed(), part.boxed())
        }
        BuiltinField::OtherPhones => set_test(number().boxed()),
        BuiltinField::Country | BuiltinField::PhoneCountry => {
            let country = || select(COUNTRIES.to_vec()).prop_map(str::to_lowercase).boxed();
            text_test(country(), country())
        }
        BuiltinField::Age => prop_oneof![
            number_test((-1..100_i64).prop_map(Decimal::from).boxed()),
            number_test(decimal().boxed()),
        ]
        .boxed(),
        other => test_of(&other.kind(), moment),
    }
}

fn test_of(kind: &FieldType, moment: Moment) -> BoxedStrategy<FieldTest> {
    let text = || select(TEXTS.to_vec()).prop_map(str::to_owned).boxed();
    match kind {
        FieldType::Text => text_test(text(), text()),
        FieldType::Choice(options) => text_test(select(options.clone()).boxed(), text()),
        FieldType::Number | FieldType::Money => {
            let small = (-1..4_i64).prop_map(Decimal::from);
            prop_oneof![number_test(small.boxed()), number_test(decimal().boxed())].boxed()
        }
        FieldType::Date => date_test(moment),
        FieldType::YesNo => yes_no_test(),
        FieldType::Set => set_test(select(MEMBERS.to_vec()).prop_map(str::to_owned).boxed()),
    }
}

fn values(texts: BoxedStrategy<String>) -> impl Strategy<Value = Values> {
    vec(texts, 1..4)
        .prop_map(|texts| Values::new(texts.iter().map(|text| Operand::of(text)).collect()).unwrap())
}

fn text_test(whole: BoxedStrategy<String>, part: BoxedStrategy<String>) -> BoxedStrategy<FieldTest> {
    let parts = select(vec![Part::Contains, Part::StartsWith, Part::EndsWith]);
    let patterns = vec![
        "^b",
        r"\d+",
        "straße",
        "[a-z]{2,3}$",
        "が|か",
        "É",
        r"\bY",
        "^[+]49",
    ];
    prop_oneof![
        whole
            .clone()
            .prop_map(|text| FieldTest::Compare(Comparison::Equal, Operand::of(&text))),
        values(whole).prop_map(FieldTest::In),
        (parts, part).prop_map(|(part, text)| FieldTest::Part(part, Operand::of(&text))),
        select(patterns).prop_map(|pattern| FieldTest::Part(Part::Matches, Operand::of(pattern))),
        Just(FieldTest::IsSet),
    ]
    .boxed()
}

fn set_test(member: BoxedStrategy<String>) -> BoxedStrategy<FieldTest> {
    prop_oneof![
        member.clone().prop_map(|text| FieldTest::Has(Operand::of(&text))),
        values(member.clone()).prop_map(FieldTest::HasAny),
        values(member).prop_map(FieldTest::HasAll),
        Just(FieldTest::IsSet),
    ]
    .boxed()
}

fn number(number: Decimal) -> Operand {
    Operand::of(&number.to_string())
}

fn number_test(of: BoxedStrategy<Decimal>) -> BoxedStrategy<FieldTest> {
    let comparison = select(Comparison::ALL.to_vec());
    prop_oneof![
        3 => (comparison, of.clone()).prop_map(|(comparison, bound)| FieldTest::Compare(comparison, number(bound))),
        1 => (of.clone(), of.clone()).prop_map(|(one, other)| {
            FieldTest::Between(number(one.min(other)), number(one.max(other)))
        }),
        1 => vec(of, 1..4).prop_map(|any| {
            FieldTest::In(Values::new(any.into_iter().map(number).collect()).unwrap())
        }),
        1 => Just(FieldTest::IsSet),
    ]
    .boxed()
}

/// A test on an amount.
pub fn number_condition() -> BoxedStrategy<FieldTest> {
    number_test(decimal().boxed())
}

/// A test on a property of an event.
pub fn test_of_property(property: Property, moment: Moment) -> BoxedStrategy<FieldTest> {
    let direction = || select(vec!["in", "out", "IN"]).prop_map(str::to_owned).boxed();
    let id = || (0..40_u8).prop_map(|id| format!("E{id}")).boxed();
    match property {
        Property::Direction => text_test(direction(), direction()),
        Property::Order => text_test(id(), select(vec!["e1", "2"]).prop_map(str::to_owned).boxed()),
        Property::Date => date_test(moment),
        Property::Opened | Property::Clicked => yes_no_test(),
        _ => test_of(&FieldType::Text, moment),
    }
}

/// A window of dates, from the earlier to the later.
pub fn date_window(moment: Moment) -> BoxedStrategy<Window> {
    let day = || day_near(moment.today()).prop_map(|day| Date::Day(Day::new(day).unwrap()));
    prop_oneof![
        (day(), day()).prop_map(|(one, other)| {
            let on = |date: &Date| date.on(chrono::NaiveDate::MIN);
            if on(&one) <= on(&other) {
                Window::Between(one, other)
            } else {
                Window::Between(other, one)
            }
        }),
        (span(), span()).prop_map(|(back, forth)| Window::Between(
            Date::Relative(Relative::Ago(back)),
            Date::Relative(Relative::FromNow(forth))
        )),
        date(moment).prop_map(Window::Before),
        date(moment).prop_map(Window::After),
    ]
    .boxed()
}

fn yes_no_test() -> BoxedStrategy<FieldTest> {
    let word = select(vec!["true", "false"]);
    prop_oneof![
        Just(FieldTest::Alone),
        word.prop_map(|word| FieldTest::Compare(Comparison::Equal, Operand::of(word))),
        Just(FieldTest::IsSet),
    ]
    .boxed()
}

/// A span that is not too long to meet anybody.
pub fn span() -> BoxedStrategy<Span> {
    let count = prop_oneof![0..4_u16, 0..40_u16, Just(9999)];
    (count, select(Unit::ALL.to_vec()))
        .prop_map(|(count, unit)| Span::new(count, unit).unwrap())
        .boxed()
}

/// A date counted from today.
pub fn relative() -> BoxedStrategy<Relative> {
    prop_oneof![
        Just(Relative::Today),
        Just(Relative::Yesterday),
        Just(Relative::Tomorrow),
        span().prop_map(Relative::Ago),
        span().prop_map(Relative::FromNow),
    ]
    .boxed()
}

fn date(moment: Moment) -> BoxedStrategy<Date> {
    let day = day_near(moment.today()).prop_map(|day| Date::Day(Day::new(day).unwrap()));
    prop_oneof![day.boxed(), relative().prop_map(Date::Relative).boxed()].boxed()
}

fn operand(date: Date) -> Operand {
    match date {
        Date::Day(_) => Operand::of(&date.to_string()),
        Date::Relative(relative) => Operand {
            value: Written::Relative(relative),
            place: audience::criteria::tree::Place::default(),
        },
    }
}

fn date_test(moment: Moment) -> BoxedStrategy<FieldTest> {
    let date = date(moment);
    let day = day_near(moment.today()).prop_map(|day| Date::Day(Day::new(day).unwrap()));
    let direction = select(Direction::ALL.to_vec());
    prop_oneof![
        (select(Comparison::ALL.to_vec()), date.clone())
            .prop_map(|(comparison, date)| FieldTest::Compare(comparison, operand(date))),
        (day.clone(), day).prop_map(|(one, other)| {
            let (one, other) = if one.on(chrono::NaiveDate::MIN) <= other.on(chrono::NaiveDate::MIN) {
                (one, other)
            } else {
                (other, one)
            };
            FieldTest::Between(operand(one), operand(other))
        }),
        (span(), span()).prop_map(|(back, forth)| FieldTest::Between(
            operand(Date::Relative(Relative::Ago(back))),
            operand(Date::Relative(Relative::FromNow(forth)))
        )),
        vec(date.clone(), 1..3)
            .prop_map(|dates| FieldTest::In(Values::new(dates.into_iter().map(operand).collect()).unwrap())),
        date.clone().prop_map(FieldTest::Before),
        date.clone().prop_map(FieldTest::After),
        date.prop_map(FieldTest::On),
        (direction.clone(), span()).prop_map(|(direction, span)| FieldTest::Within(direction, span)),
        (select(Than::ALL.to_vec()), span()).prop_map(|(than, span)| FieldTest::Ago(than, span)),
        (select(Which::ALL.to_vec()), select(Period::ALL.to_vec()))
            .prop_map(|(which, period)| FieldTest::InPeriod(which, period)),
        (direction, span()).prop_map(|(direction, span)| FieldTest::Anniversary(direction, span)),
        Just(FieldTest::IsSet),
    ]
    .boxed()
}
