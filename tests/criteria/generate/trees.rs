//! Any tree that can be written down, whether or not it fits a store.

use super::conditions::{relative, span};
use audience::criteria::Expr;
use audience::criteria::tree::{
    Amount, AmountTest, Condition, Count, Date, Day, FieldTest, Name, Operand, Place, Several, Values,
    Window, Word, Written,
};
use audience::criteria::words::{Comparison, Direction, Event, Part, Period, RESERVED, Step, Than, Which};
use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::BoxedStrategy;

/// Any tree.
pub fn any_tree() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![6 => field(), 1 => other(), 2 => amount()];
    compound(leaf.boxed())
}

fn compound(leaf: BoxedStrategy<Condition>) -> BoxedStrategy<Expr> {
    leaf.prop_map(|condition| Expr::Condition(Box::new(condition)))
        .prop_recursive(5, 32, 4, |inner| {
            let several = vec(inner.clone(), 2..4).prop_map(|terms| Several::new(terms).unwrap());
            prop_oneof![
                several.clone().prop_map(Expr::Or),
                several.prop_map(Expr::And),
                inner.prop_map(|negated| Expr::Not(Box::new(negated))),
            ]
        })
        .boxed()
}

/// Names: plain, reserved, in other scripts, and anything a backquote can hold.
fn name() -> BoxedStrategy<Name> {
    let text = prop_oneof![
        select(vec!["age", "tags", "größe", "趣味", "NOT", "x_1", "e\u{301}"]).prop_map(str::to_owned),
        select(RESERVED.to_vec()).prop_map(str::to_owned),
        "[^`]{1,8}",
    ];
    text.prop_map(|text| Name::new(&text, Place::default()).unwrap())
        .boxed()
}

/// Values: bare, in quotes though they need none, dates, and anything.
fn operand() -> BoxedStrategy<Operand> {
    let text = prop_oneof![
        select(RESERVED.to_vec()).prop_map(str::to_owned),
        select(vec![
            "DE",
            "30",
            "-1.5",
            "2026-01-31",
            "true",
            "O'Brien",
            "wow!",
            "a!=b",
            "a\\",
            "\"",
            "",
            " a "
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    let value = prop_oneof![
        3 => text.clone().prop_map(|text| Word::new(&text).map_or(Written::Quoted(text), Written::Bare)),
        1 => text.prop_map(Written::Quoted),
        1 => relative().prop_map(Written::Relative),
    ];
    let operand = value.prop_map(|value| Operand {
        value,
        place: Place::default(),
    });
    operand.boxed()
}

fn values() -> BoxedStrategy<Values> {
    vec(operand(), 1..4)
        .prop_map(|values| Values::new(values).unwrap())
        .boxed()
}

fn date() -> BoxedStrategy<Date> {
    let day = (1..3_652_059_i32)
        .prop_map(|day| Date::Day(Day::new(NaiveDate::from_num_days_from_ce_opt(day).unwrap()).unwrap()));
    prop_oneof![day, relative().prop_map(Date::Relative)].boxed()
}

fn comparison() -> impl Strategy<Value = Comparison> + Clone {
    select(Comparison::ALL.to_vec())
}

fn field() -> BoxedStrategy<Condition> {
    let direction = select(Direction::ALL.to_vec());
    let test = prop_oneof![
        2 => Just(FieldTest::Alone),
        2 => (comparison(), operand()).prop_map(|(comparison, value)| FieldTest::Compare(comparison, value)),
        1 => (operand(), operand()).prop_map(|(low, high)| FieldTest::Between(low, high)),
        1 => values().prop_map(FieldTest::In),
        1 => (select(Part::ALL.to_vec()), operand()).prop_map(|(part, value)| FieldTest::Part(part, value)),
        1 => Just(FieldTest::IsSet),
        1 => operand().prop_map(FieldTest::Has),
        1 => values().prop_map(FieldTest::HasAny),
        1 => values().prop_map(FieldTest::HasAll),
        1 => date().prop_map(FieldTest::Before),
        1 => date().prop_map(FieldTest::After),
        1 => date().prop_map(FieldTest::On),
        1 => (direction.clone(), span()).prop_map(|(direction, span)| FieldTest::Within(direction, span)),
        1 => (select(Than::ALL.to_vec()), span()).prop_map(|(than, span)| FieldTest::Ago(than, span)),
        1 => (select(Which::ALL.to_vec()), select(Period::ALL.to_vec()))
            .prop_map(|(which, period)| FieldTest::InPeriod(which, period)),
        1 => (direction, span()).prop_map(|(direction, span)| FieldTest::Anniversary(direction, span)),
    ];
    (name(), test.boxed())
        .prop_map(|(name, test)| Condition::Field(name, test))
        .boxed()
}

fn other() -> BoxedStrategy<Condition> {
    let opened = (1..=9999_u16, of(1..=9999_u16)).prop_map(|(last, least)| Condition::Opened {
        at_least: least.filter(|least| *least <= last).and_then(Count::new),
        last: Count::new(last).unwrap(),
    });
    prop_oneof![
        opened,
        operand().prop_map(Condition::InSegment),
        operand().prop_map(Condition::InList),
        (operand(), select(Step::ALL.to_vec())).prop_map(|(name, step)| Condition::Campaign(name, step)),
    ]
    .boxed()
}

fn amount() -> BoxedStrategy<Condition> {
    let window = prop_oneof![
        span().prop_map(Window::Within),
        (date(), date()).prop_map(|(first, last)| Window::Between(first, last)),
        date().prop_map(Window::Before),
        date().prop_map(Window::After),
    ];
    let test = prop_oneof![
        (comparison(), operand()).prop_map(|(comparison, value)| AmountTest::Compare(comparison, value)),
        (operand(), operand()).prop_map(|(low, high)| AmountTest::Between(low, high)),
    ];
    let filter = of(compound(field().boxed()));
    let parts = (
        select(Event::ALL.to_vec()),
        of(name()),
        filter,
        of(window),
        test.boxed(),
    );
    let amount = parts.prop_map(|(event, sum, filter, window, test)| {
        let amount = Amount {
            event,
            sum,
            filter,
            window,
            place: Place::default(),
        };
        Condition::Amount(amount, test)
    });
    amount.boxed()
}
