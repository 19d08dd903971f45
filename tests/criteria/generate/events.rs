//! Histories: events on and around odd days and the moment they are asked about at, and what is asked of them.

use super::conditions::{date_window, number_condition, span, test_of_property};
use super::people::{TEXTS, day_near, decimal, instant_near};
use audience::criteria::Expr;
use audience::criteria::tree::{Amount, AmountTest, Condition, Count, Name, Operand, Place, Several, Window};
use audience::criteria::words::{Comparison, Event as Counted, Property};
use audience::model::{Decimal, Direction, Email, Event, Message, Moment, Purchase, When};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::BoxedStrategy;
use std::collections::HashSet;

fn when(moment: Moment) -> BoxedStrategy<When> {
    prop_oneof![
        1 => day_near(moment.today()).prop_map(When::Day),
        2 => instant_near(moment).prop_map(When::At),
        1 => (-90_000..90_000_i64).prop_map(move |off| When::At(audience::model::Instant(moment.now.0 + off))),
        1 => (-3..3_i32).prop_map(move |off| When::Day(audience::model::moment::add_days(moment.today(), off))),
    ]
    .boxed()
}

fn event(moment: Moment) -> BoxedStrategy<Event> {
    let id = || (0..40_u8).prop_map(|id| format!("e{id}"));
    let text = || {
        prop_oneof![
            6 => select(TEXTS.to_vec()).prop_map(str::to_owned),
            1 => Just(" ".to_owned()),
            // Longer than columns keep them.
            1 => Just("Ærø tea ".repeat(30).trim().to_owned()),
        ]
    };
    let amount = prop_oneof![4 => decimal(), 1 => Just(Decimal::ZERO), 1 => Just(Decimal::new(999_999_999_999_999_999, 9))];
    let purchase = (id(), when(moment), amount, text(), prop::bool::weighted(0.1)).prop_map(
        |(id, when, amount, item, cancelled)| {
            Event::Purchase(Purchase {
                id,
                when,
                amount,
                item,
                cancelled,
            })
        },
    );
    let email = (id(), when(moment), text(), of(when(moment)), of(when(moment))).prop_map(
        |(id, sent, subject, opened, clicked)| {
            Event::Email(Email {
                id,
                sent,
                subject,
                opened,
                clicked,
            })
        },
    );
    let message = (id(), when(moment), any::<bool>(), text()).prop_map(|(id, at, inbound, text)| {
        Event::Message(Message {
            id,
            at,
            direction: if inbound { Direction::In } else { Direction::Out },
            text,
        })
    });
    prop_oneof![3 => purchase.boxed(), 3 => email.boxed(), 1 => message.boxed()].boxed()
}

/// The events of a contact, each kind in the order of time, each id once. Often none lies after the moment.
pub fn history(moment: Moment) -> BoxedStrategy<Vec<Event>> {
    let parts = (vec(event(moment), 0..9), prop::bool::weighted(0.7));
    parts
        .prop_map(move |(mut events, past)| {
            let mut ids = HashSet::new();
            events.retain(|event| ids.insert((event.kind(), event.id().to_owned())));
            if past {
                events.retain(|event| !event.times().any(|when| when.is_after(&moment)));
            }
            events.sort_by_key(|event| (event.kind(), event.when().place(), event.id().to_owned()));
            events
        })
        .boxed()
}

/// A count, a sum, or a question about the last e-mails.
pub fn condition(moment: Moment) -> BoxedStrategy<Condition> {
    let opened = (1..5_u16, of(1..5_u16)).prop_map(|(last, least)| Condition::Opened {
        at_least: least.filter(|least| *least <= last).and_then(Count::new),
        last: Count::new(last).unwrap(),
    });
    let counted = select(vec![Counted::Purchases, Counted::Emails, Counted::Messages]);
    let amount = (counted, any::<bool>()).prop_flat_map(move |(event, sum)| {
        let sum = sum && event == Counted::Purchases;
        let bound = if sum {
            decimal().boxed()
        } else {
            (-1..4_i64).prop_map(Decimal::from).boxed()
        };
        (of(filter(event, moment)), of(window(moment)), amount_test(bound)).prop_map(
            move |(filter, window, test)| {
                let amount = Amount {
                    event,
                    sum: sum.then(|| Name::new("amount", Place::default()).unwrap()),
                    filter,
                    window,
                    place: Place::default(),
                };
                Condition::Amount(amount, test)
            },
        )
    });
    prop_oneof![1 => opened, 4 => amount].boxed()
}

fn amount_test(bound: BoxedStrategy<Decimal>) -> BoxedStrategy<AmountTest> {
    let number = |number: Decimal| Operand::of(&number.to_string());
    let comparison = select(Comparison::ALL.to_vec());
    prop_oneof![
        3 => (comparison, bound.clone()).prop_map(move |(comparison, bound)| AmountTest::Compare(comparison, number(bound))),
        1 => (bound.clone(), bound).prop_map(move |(one, other)| {
            AmountTest::Between(number(one.min(other)), number(one.max(other)))
        }),
    ]
    .boxed()
}

fn window(moment: Moment) -> BoxedStrategy<Window> {
    prop_oneof![
        3 => span().prop_map(Window::Within),
        2 => date_window(moment),
    ]
    .boxed()
}

fn filter(event: Counted, moment: Moment) -> BoxedStrategy<Expr> {
    let one = select(event.properties().to_vec()).prop_flat_map(move |property| {
        let test = match property {
            Property::Amount => number_condition(),
            property => test_of_property(property, moment),
        };
        test.prop_map(move |test| {
            let name = Name::new(property.word(), Place::default()).unwrap();
            Expr::Condition(Box::new(Condition::Field(name, test)))
        })
    });
    one.prop_recursive(3, 6, 3, |inner| {
        let several = vec(inner.clone(), 2..3).prop_map(|terms| Several::new(terms).unwrap());
        prop_oneof![
            several.clone().prop_map(Expr::Or),
            several.prop_map(Expr::And),
            inner.prop_map(|negated| Expr::Not(Box::new(negated))),
        ]
    })
    .boxed()
}
