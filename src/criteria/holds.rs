//! The answer row by row: one profile, one yes or no. It works on the checked tree itself and shares nothing with the
//! question a store is asked, so that the two can be compared.

use super::check::of_segment;
use super::checked::{Criteria, DateTest, Node, NumberTest, SetTest, Subject, Test, TextTest};
use super::resolve::{MAX_LEVELS_OF_SEGMENTS, digits};
use super::tree::Date;
use super::value::{PLACES, age, day, members, number, text_of, yes_no};
use super::words::{Comparison, Part, Than};
use crate::model::text::{fold, normal};
use crate::model::{
    Birthday, BuiltinField, Catalogue, Decimal, FieldRef, Lifecycle, Moment, Pin, Profile, Scope, SegmentId,
    Side, Value,
};
use chrono::{Datelike, NaiveDate};
use std::cell::Cell;
use std::cmp::Ordering;

/// Whether a contact meets the criteria. It is not asked whether the contact is in the scope. Counts and sums are taken
/// from the events that come with the profile.
pub fn holds(criteria: &Criteria, profile: &Profile, catalogue: &Catalogue, moment: &Moment) -> bool {
    let visits = Cell::new(MAX_VISITS);
    let row = Row::new(profile, catalogue, moment, criteria.scope, &visits);
    row.meets(criteria)
}

/// One contact at one moment, seen from one scope.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) profile: &'a Profile,
    pub(super) catalogue: &'a Catalogue,
    pub(super) moment: &'a Moment,
    pub(super) scope: Scope,
    /// How many levels the segments used from here may have.
    room: usize,
    /// How often a segment may still be looked into: segments that use each other twice double their work.
    visits: &'a Cell<usize>,
}

/// How often one question may look into segments.
pub(super) const MAX_VISITS: usize = 10_000;

impl<'a> Row<'a> {
    /// A contact as a scope sees it.
    pub(super) fn new(
        profile: &'a Profile,
        catalogue: &'a Catalogue,
        moment: &'a Moment,
        scope: Scope,
        visits: &'a Cell<usize>,
    ) -> Self {
        Self {
            profile,
            catalogue,
            moment,
            scope,
            room: MAX_LEVELS_OF_SEGMENTS,
            visits,
        }
    }

    /// Whether the node is true.
    pub(super) fn node(&self, node: &Node) -> bool {
        match node {
            Node::Or(nodes) => nodes.iter().any(|node| self.node(node)),
            Node::And(nodes) => nodes.iter().all(|node| self.node(node)),
            Node::Not(negated) => !self.node(negated),
            Node::Test(Subject::Field(field), test) => self.test(*field, test),
            Node::List(list) => self.profile.contact.lists.contains(list),
            Node::Segment(segment) => self.segment(*segment),
            Node::Amount(amount) => number_holds(&amount.test, self.amount(amount)),
            Node::Opened(at_least, last) => {
                let (opened, sent) = self.opened(*last);
                sent && opened >= at_least.unwrap_or(*last).get()
            }
            Node::Test(Subject::Property(..), _) | Node::Campaign(..) => false,
        }
    }

    fn segment(&self, id: SegmentId) -> bool {
        let Some((within, criteria)) = self.within(id) else {
            return false;
        };
        let lists = &self.profile.contact.lists;
        let member = within.scope.list().is_none_or(|list| lists.contains(&list));
        member && within.meets(&criteria)
    }

    /// Whether it meets criteria, or is pinned where they leave that to a pin.
    fn meets(&self, criteria: &Criteria) -> bool {
        self.pinned(criteria).map_or_else(
            || criteria.root.as_ref().is_none_or(|root| self.node(root)),
            |pin| pin.side == Side::In,
        )
    }

    /// The pin that decides in place of criteria.
    pub(super) fn pinned(&self, criteria: &Criteria) -> Option<&'a Pin> {
        self.profile.contact.pin(criteria.pins_of?)
    }

    /// The criteria of a segment, and the row as its scope sees it.
    pub(super) fn within(&self, id: SegmentId) -> Option<(Self, Criteria)> {
        let segment = self.catalogue.segment(id)?;
        self.visits.set(self.visits.get().checked_sub(1)?);
        let criteria = of_segment(segment, self.catalogue).ok()?;
        let height = criteria.root.as_ref().map_or(0, Node::height);
        let within = Row {
            scope: segment.scope,
            room: self.room.checked_sub(height)?,
            ..*self
        };
        Some((within, criteria))
    }

    fn test(&self, field: FieldRef, test: &Test) -> bool {
        match test {
            Test::Yes => self.yes(field),
            Test::IsSet => self.is_set(field),
            Test::Text(test) => match field {
                FieldRef::Builtin(BuiltinField::Location) => PLACES
                    .iter()
                    .any(|place| self.text_holds(FieldRef::Builtin(*place), test)),
                field => self.text_holds(field, test),
            },
            Test::Number(test) => self.number_holds(field, test),
            Test::Date(DateTest::Anniversary(direction, span)) => {
                let (first, last) = span.window(*direction, self.moment.today());
                self.month_day(field)
                    .is_some_and(|born| has_anniversary(born, first, last))
            }
            Test::Date(test) => self
                .day(field)
                .is_some_and(|day| date_holds(test, day, self.moment.today())),
            Test::Set(test) => self.set_holds(field, test),
        }
    }

    fn custom(&self, field: FieldRef) -> Option<&'a Value> {
        match field {
            FieldRef::Custom(id) => self.profile.contact.custom_value(id),
            FieldRef::Builtin(_) => None,
        }
    }

    fn yes(&self, field: FieldRef) -> bool {
        match field {
            FieldRef::Builtin(field) => yes_no(field, self.profile) == Some(true),
            custom @ FieldRef::Custom(_) => self.custom(custom) == Some(&Value::Flag(true)),
        }
    }

    fn is_set(&self, field: FieldRef) -> bool {
        super::value::field_value(field, self.profile, self.catalogue, self.scope, self.moment).is_some()
    }

    fn text(&self, field: FieldRef) -> Option<String> {
        match field {
            FieldRef::Builtin(BuiltinField::Lifecycle) => {
                let limits = self.catalogue.lifecycle(self.scope);
                let totals = self.profile.totals_seen(self.moment);
                let (bought, last) = (totals.has_bought(), totals.last_activity());
                let state = Lifecycle::of(bought, last, self.moment.today(), limits)?;
                Some(state.word().to_owned())
            }
            FieldRef::Builtin(field) => text_of(field, &self.profile.contact),
            custom @ FieldRef::Custom(_) => match self.custom(custom)? {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            },
        }
    }

    fn text_holds(&self, field: FieldRef, test: &TextTest) -> bool {
        let Some(text) = self.text(field) else {
            return false;
        };
        let is_phone = field == FieldRef::Builtin(BuiltinField::Phone);
        match test {
            TextTest::Equal(wanted) => fold(wanted) == fold(&text),
            TextTest::In(wanted) => wanted.iter().any(|wanted| fold(wanted) == fold(&text)),
            TextTest::Part(part, wanted) if is_phone => part_holds(*part, &digits(&text), &digits(wanted)),
            TextTest::Part(part, wanted) => part_holds(*part, &fold(&text), &fold(wanted)),
            TextTest::Matches(pattern) => pattern.0.is_match(&normal(&text)),
        }
    }

    fn number_holds(&self, field: FieldRef, test: &NumberTest) -> bool {
        let contact = &self.profile.contact;
        let found = match field {
            FieldRef::Builtin(BuiltinField::Age) => age(contact, self.moment.today()).map(Decimal::from),
            FieldRef::Builtin(BuiltinField::AverageOrder) => {
                let totals = self.profile.totals_seen(self.moment);
                let orders = Decimal::from(totals.orders);
                let average = |bound: Decimal| match bound.checked_mul(orders) {
                    Some(sum) => totals.total_spent.cmp(&sum),
                    None => Decimal::ZERO.cmp(&bound),
                };
                return !orders.is_zero() && compares(test, average);
            }
            FieldRef::Builtin(field) => number(field, &self.profile.totals_seen(self.moment)),
            custom @ FieldRef::Custom(_) => match self.custom(custom) {
                Some(Value::Number(number)) => Some(*number),
                _ => None,
            },
        };
        found.is_some_and(|number| number_holds(test, number))
    }

    fn day(&self, field: FieldRef) -> Option<NaiveDate> {
        match field {
            FieldRef::Builtin(field) => day(field, self.profile, self.moment),
            custom @ FieldRef::Custom(_) => match self.custom(custom)? {
                Value::Date(day) => Some(*day),
                _ => None,
            },
        }
    }

    fn month_day(&self, field: FieldRef) -> Option<(u32, u32)> {
        if field == FieldRef::Builtin(BuiltinField::Birthday) {
            return self.profile.contact.birthday.map(Birthday::month_day);
        }
        self.day(field).map(|day| (day.month(), day.day()))
    }

    fn set_holds(&self, field: FieldRef, test: &SetTest) -> bool {
        let members: Vec<String> = match field {
            FieldRef::Builtin(field) => members(field, &self.profile.contact),
            custom @ FieldRef::Custom(_) => match self.custom(custom) {
                Some(Value::Set(members)) => members.clone(),
                _ => Vec::new(),
            },
        };
        let has = |wanted: &String| members.iter().any(|member| fold(member) == fold(wanted));
        match test {
            SetTest::Has(wanted) => has(wanted),
            SetTest::HasAny(wanted) => wanted.iter().any(has),
            SetTest::HasAll(wanted) => wanted.iter().all(has),
        }
    }
}

pub(super) fn part_holds(part: Part, text: &str, wanted: &str) -> bool {
    match part {
        Part::Contains | Part::Matches => text.contains(wanted),
        Part::StartsWith => text.starts_with(wanted),
        Part::EndsWith => text.ends_with(wanted),
    }
}

pub(super) fn number_holds(test: &NumberTest, number: Decimal) -> bool {
    compares(test, |bound| number.cmp(&bound))
}

/// Whether a number passes, by how it stands to each bound.
fn compares(test: &NumberTest, beside: impl Fn(Decimal) -> Ordering) -> bool {
    match test {
        NumberTest::Compare(comparison, bound) => comparison_holds(*comparison, beside(*bound)),
        NumberTest::Between(low, high) => beside(*low).is_ge() && beside(*high).is_le(),
        NumberTest::In(any) => any.iter().any(|one| beside(*one).is_eq()),
    }
}

fn comparison_holds(comparison: Comparison, order: Ordering) -> bool {
    match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::Less => order.is_lt(),
        Comparison::LessEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterEqual => order.is_ge(),
    }
}

pub(super) fn date_holds(test: &DateTest, day: NaiveDate, today: NaiveDate) -> bool {
    let beside = |date: &Date| day.cmp(&date.on(today));
    match test {
        DateTest::On(date) => beside(date).is_eq(),
        DateTest::Compare(comparison, date) => comparison_holds(*comparison, beside(date)),
        DateTest::Between(first, last) => beside(first).is_ge() && beside(last).is_le(),
        DateTest::In(dates) => dates.iter().any(|date| beside(date).is_eq()),
        DateTest::Before(date) => beside(date).is_lt(),
        DateTest::After(date) => beside(date).is_gt(),
        DateTest::Within(direction, span) => {
            let (first, last) = span.window(*direction, today);
            first <= day && day <= last
        }
        DateTest::Ago(Than::More, span) => day < span.before(today),
        DateTest::Ago(Than::Less, span) => span.before(today) <= day && day <= today,
        DateTest::InPeriod(which, period) => {
            let (first, last) = period.range(*which, today);
            first <= day && day <= last
        }
        DateTest::Anniversary(direction, span) => {
            let (first, last) = span.window(*direction, today);
            has_anniversary((day.month(), day.day()), first, last)
        }
    }
}

/// Whether a day of the year falls into a window, in any of the years it touches.
fn has_anniversary((month, day): (u32, u32), first: NaiveDate, last: NaiveDate) -> bool {
    let of_year = |year: i32| {
        NaiveDate::from_ymd_opt(year, month, day).or_else(|| NaiveDate::from_ymd_opt(year, month, day - 1))
    };
    // Within five years 29 February has come at least once, and each other day too.
    (first.year()..=last.year().min(first.year() + 5))
        .filter_map(of_year)
        .any(|anniversary| first <= anniversary && anniversary <= last)
}
