//! A `where` as far as event columns can answer it: tests on the day, the amount, the bits and the text of an event. They
//! are made ready once for the blocks that share their texts, and then put to many events at a time.

use super::blocks::Piece;
use super::number::ranges;
use super::tally::{Ranges, mark, mark_listed, narrowed};
use super::text::Matcher;
use crate::criteria::query::{EventQuery, EventTest, NumberTest, TextTest};
use crate::criteria::words::Property;
use crate::model::Direction;
use crate::store::columns::DictionaryView;
use crate::store::events::{CLICKED, Numbers, OPENED_OR_IN, Texts, day_number};
use chrono::{Datelike, NaiveDate};

/// A `where` that columns can answer.
pub(super) enum CellQuery<'a> {
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    Day(i32, i32),
    MonthDay(&'a [(u32, u32)]),
    Amount(&'a NumberTest),
    /// Any of these bits is set.
    Bit(i64),
    /// A message from the contact passes, one to it passes.
    Direction(bool, bool),
    /// The text passes; None: there is one.
    Text(Option<&'a TextTest>),
}

impl<'a> CellQuery<'a> {
    /// None where it asks for what only rows have: the number of an order.
    pub(super) fn new(query: &'a EventQuery) -> Option<Self> {
        let each = |all: &'a [EventQuery]| all.iter().map(Self::new).collect::<Option<Vec<_>>>();
        Some(match query {
            EventQuery::And(all) => Self::And(each(all)?),
            EventQuery::Or(any) => Self::Or(each(any)?),
            EventQuery::Not(negated) => Self::Not(Box::new(Self::new(negated)?)),
            EventQuery::Test(test) => match test {
                EventTest::Day(range) => Self::Day(
                    range.first.map_or(i32::MIN, day_number),
                    range.last.map_or(i32::MAX, day_number),
                ),
                EventTest::MonthDay(days) => Self::MonthDay(days),
                EventTest::Amount(test) => Self::Amount(test),
                EventTest::Yes(Property::Opened) => Self::Bit(OPENED_OR_IN),
                EventTest::Yes(Property::Clicked) => Self::Bit(CLICKED),
                EventTest::Yes(_) => Self::Or(Vec::new()),
                EventTest::Text(Property::Order, _) | EventTest::IsSet(Property::Order) => return None,
                EventTest::Text(Property::Direction, test) => Self::Direction(
                    test.holds(Direction::In.word()),
                    test.holds(Direction::Out.word()),
                ),
                EventTest::IsSet(Property::Direction) => Self::And(Vec::new()),
                EventTest::Text(_, test) => Self::Text(Some(test)),
                EventTest::IsSet(_) => Self::Text(None),
            },
        })
    }

    /// Whether a part of it passes a look.
    fn any(&self, look: fn(&Self) -> bool) -> bool {
        match self {
            Self::And(all) | Self::Or(all) => all.iter().any(|one| one.any(look)),
            Self::Not(negated) => negated.any(look),
            leaf => look(leaf),
        }
    }

    /// Whether it asks for texts.
    pub(super) fn asks_texts(&self) -> bool {
        self.any(|leaf| matches!(leaf, Self::Text(_)))
    }

    /// Whether it asks for the text as it was written.
    pub(super) fn asks_written(&self) -> bool {
        self.any(|leaf| matches!(leaf, Self::Text(Some(TextTest::Matches(_)))))
    }

    /// Whether it asks for amounts or bits.
    pub(super) fn asks_values(&self) -> bool {
        self.any(|leaf| matches!(leaf, Self::Amount(_) | Self::Bit(_) | Self::Direction(..)))
    }

    /// The same for amounts of one scale and for these texts.
    pub(super) fn ready(&self, scale: u8, texts: &Words<'_>) -> Ready<'a> {
        let each = |all: &[Self]| all.iter().map(|one| one.ready(scale, texts)).collect();
        match self {
            Self::And(all) => Ready::And(each(all)),
            Self::Or(any) => Ready::Or(each(any)),
            Self::Not(negated) => Ready::Not(Box::new(negated.ready(scale, texts))),
            Self::Day(first, last) => Ready::Day(*first, *last),
            Self::MonthDay(days) => Ready::MonthDay(days),
            Self::Amount(test) => Ready::Value(narrowed(&ranges(test, scale))),
            Self::Bit(bit) => {
                let with = (0..4).filter(|bits| bits & bit != 0);
                Ready::Value(with.map(|bits| (bits, bits)).collect())
            }
            Self::Direction(inbound, outbound) => {
                let sides = [(*outbound, 0), (*inbound, OPENED_OR_IN)];
                let passing = sides.into_iter().filter(|(passes, _)| *passes);
                Ready::Value(passing.map(|(_, bits)| (bits, bits)).collect())
            }
            Self::Text(None) => Ready::Code(vec![(1, i64::from(Texts::UNKEPT))]),
            Self::Text(Some(test)) => texts.ready(test),
        }
    }
}

/// The texts that some blocks share.
pub(super) struct Words<'a> {
    /// As questions compare them; None where there are none.
    pub(super) folded: Option<DictionaryView<'a>>,
    /// As they were written, where that differs and is asked for.
    pub(super) shown: Option<DictionaryView<'a>>,
}

/// From so many codes on they are looked up in a table.
const MANY_CODES: usize = 3;

impl Words<'_> {
    /// A test as the codes of the texts that pass.
    fn ready<'q>(&self, test: &TextTest) -> Ready<'q> {
        let Some(folded) = &self.folded else {
            return Ready::Code(Vec::new());
        };
        let (matcher, mut accepted) = (Matcher::new(test), Vec::new());
        if matches!(test, TextTest::Matches(_)) {
            matcher.accept_written(*folded, self.shown, &mut accepted);
        } else {
            matcher.accept(folded, &mut accepted);
        }
        accepted.insert(0, 0);
        let passing = accepted.iter().zip(0_i64..).filter(|(passes, _)| **passes == 1);
        let codes: Ranges = passing.take(MANY_CODES).map(|(_, code)| (code, code)).collect();
        if codes.len() < MANY_CODES {
            Ready::Code(codes)
        } else {
            Ready::Listed(accepted)
        }
    }
}

/// A `where` made ready for blocks of one scale that share their texts.
pub(super) enum Ready<'a> {
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    Day(i32, i32),
    MonthDay(&'a [(u32, u32)]),
    /// The value lies in one of these ranges.
    Value(Ranges),
    /// The code of the text lies in one of these ranges.
    Code(Ranges),
    /// The code of the text is marked in this table.
    Listed(Vec<u8>),
}

/// What is known of the events of a piece.
pub(super) struct Known<'a> {
    /// The piece.
    pub(super) piece: &'a Piece<'a>,
    /// Amounts or bits, where they are asked for.
    pub(super) values: Option<Numbers<'a>>,
    /// Codes of texts, where there are any and they are asked for.
    pub(super) codes: Option<Numbers<'a>>,
}

impl Ready<'_> {
    /// Whether no event can pass.
    pub(super) fn is_nothing(&self) -> bool {
        match self {
            Self::And(all) => all.iter().any(Self::is_nothing),
            Self::Or(any) => any.iter().all(Self::is_nothing),
            Self::Value(ranges) | Self::Code(ranges) => ranges.is_empty(),
            Self::Not(_) | Self::Day(..) | Self::MonthDay(_) | Self::Listed(_) => false,
        }
    }

    /// Writes a 1 for each event of a piece that passes, else a 0.
    pub(super) fn mark(&self, known: &Known<'_>, pass: &mut [u8]) {
        let range = || known.piece.range.clone();
        match self {
            Self::And(all) => combine(all, known, pass, 1, |pass, other| *pass &= other),
            Self::Or(any) => combine(any, known, pass, 0, |pass, other| *pass |= other),
            Self::Not(negated) => {
                negated.mark(known, pass);
                for pass in pass {
                    *pass ^= 1;
                }
            }
            Self::Day(first, last) => {
                pass.fill(0);
                known.fill(known.piece.days.within(*first, *last), pass);
            }
            Self::MonthDay(days) => {
                pass.fill(0);
                for (day, events) in known.piece.days.each() {
                    let day = NaiveDate::from_num_days_from_ce_opt(day);
                    if day.is_some_and(|day| days.contains(&(day.month(), day.day()))) {
                        known.fill(events, pass);
                    }
                }
            }
            Self::Value(ranges) => match &known.values {
                Some(values) => mark(values, range(), ranges, pass),
                None => pass.fill(0),
            },
            Self::Code(ranges) => match &known.codes {
                Some(codes) => mark(codes, range(), ranges, pass),
                None => pass.fill(0),
            },
            Self::Listed(table) => match &known.codes {
                Some(codes) => mark_listed(codes, range(), table, pass),
                None => pass.fill(0),
            },
        }
    }
}

impl Known<'_> {
    /// Marks those of some events of the block that are in this piece.
    fn fill(&self, events: std::ops::Range<usize>, pass: &mut [u8]) {
        let own = &self.piece.events;
        let start = events.start.clamp(own.start, own.end) - own.start;
        let end = events.end.clamp(own.start, own.end) - own.start;
        if let Some(marked) = pass.get_mut(start..end) {
            marked.fill(1);
        }
    }
}

fn combine(all: &[Ready<'_>], known: &Known<'_>, pass: &mut [u8], empty: u8, join: impl Fn(&mut u8, u8)) {
    let Some((first, rest)) = all.split_first() else {
        pass.fill(empty);
        return;
    };
    first.mark(known, pass);
    let mut other = vec![0; if rest.is_empty() { 0 } else { pass.len() }];
    for one in rest {
        one.mark(known, &mut other);
        pass.iter_mut()
            .zip(&other)
            .for_each(|(pass, other)| join(pass, *other));
    }
}
