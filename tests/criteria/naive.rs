//! A store's question answered in the plainest way, one person after the other: what any store must say.

use audience::criteria::field_value;
use audience::criteria::query::{NumberTest, Query, Test, TextTest};
use audience::model::text::fold;
use audience::model::{
    BuiltinField, Catalogue, Decimal, Event, FieldRef, Instant, Moment, Profile, Scope, Value,
};
use chrono::Datelike;

pub struct Person<'a> {
    pub profile: &'a Profile,
    pub catalogue: &'a Catalogue,
    pub moment: &'a Moment,
}

impl Person<'_> {
    pub fn answers(&self, query: &Query) -> bool {
        match query {
            Query::All => true,
            Query::And(all) => all.iter().all(|one| self.answers(one)),
            Query::Or(any) => any.iter().any(|one| self.answers(one)),
            Query::Not(negated) => !self.answers(negated),
            Query::Test(test) => self.passes(test),
            // Values and events are those of the moment already.
            Query::AsOf(moment, query) => moment == self.moment && self.answers(query),
        }
    }

    fn passes(&self, test: &Test) -> bool {
        match test {
            Test::Text(FieldRef::Builtin(BuiltinField::Location), test) => [
                BuiltinField::Address,
                BuiltinField::City,
                BuiltinField::Postcode,
                BuiltinField::Region,
                BuiltinField::Country,
            ]
            .into_iter()
            .any(|place| self.text(place.into_ref()).is_some_and(|text| test.holds(&text))),
            Test::Text(FieldRef::Builtin(BuiltinField::Phone), test) => {
                let number = self.profile.contact.phone;
                match test {
                    TextTest::Equals(_) | TextTest::Matches(_) => test.holds(&number.to_string()),
                    part => part.holds(&number.digits().to_string()),
                }
            }
            Test::Text(field, test) => self.text(*field).is_some_and(|text| test.holds(&text)),
            Test::Number(field, test) => match self.value(*field) {
                Some(Value::Number(number)) => test.holds(number),
                _ => false,
            },
            Test::Average(test) => self.average(test),
            Test::Day(field, range) => match self.value(*field) {
                Some(Value::Date(day)) => range.holds(day),
                _ => false,
            },
            Test::Instant(field, range) => self.instant(*field).is_some_and(|at| range.holds(at)),
            Test::MonthDay(field, days, zone) => match self.instant(*field) {
                Some(at) => days.contains(&(at.day(*zone).month(), at.day(*zone).day())),
                None => self.month_day(*field).is_some_and(|day| days.contains(&day)),
            },
            Test::Has(field, any) => match self.value(*field) {
                Some(Value::Set(members)) => members.iter().any(|member| any.contains(&fold(member))),
                _ => false,
            },
            Test::Yes(field) => self.value(*field) == Some(Value::Flag(true)),
            Test::IsSet(field) => self.value(*field).is_some(),
            Test::InList(list) => self.profile.contact.lists.contains(list),
            Test::Pinned(segment, side) => {
                let pin = self.profile.contact.pin(*segment);
                pin.is_some_and(|pin| pin.side == *side)
            }
            Test::Amount(amount) => amount.holds(self.events().iter(), self.moment.zone),
            Test::Opened(opened) => opened.holds(self.events().iter(), self.moment.zone),
        }
    }

    /// The events that have happened, with what was known of them.
    fn events(&self) -> Vec<Event> {
        let events = self.profile.events.iter().flat_map(|events| events.iter());
        events
            .filter_map(|event| event.seen(self.moment).map(std::borrow::Cow::into_owned))
            .collect()
    }

    fn value(&self, field: FieldRef) -> Option<Value> {
        field_value(field, self.profile, self.catalogue, Scope::Everyone, self.moment)
    }

    fn text(&self, field: FieldRef) -> Option<String> {
        match self.value(field) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn average(&self, test: &NumberTest) -> bool {
        let totals = self.profile.totals_seen(self.moment);
        if totals.orders == 0 {
            return false;
        }
        let times = |bound: Decimal| bound * Decimal::from(totals.orders);
        let scaled = match test {
            NumberTest::Range(low, high) => NumberTest::Range(
                low.map(|(bound, included)| (times(bound), included)),
                high.map(|(bound, included)| (times(bound), included)),
            ),
            NumberTest::In(any) => NumberTest::In(any.iter().copied().map(times).collect()),
        };
        scaled.holds(totals.total_spent)
    }

    fn instant(&self, field: FieldRef) -> Option<Instant> {
        match field {
            FieldRef::Builtin(BuiltinField::Created) => Some(self.profile.contact.created),
            FieldRef::Builtin(BuiltinField::Updated) => Some(self.profile.contact.updated),
            FieldRef::Builtin(BuiltinField::ConsentSince) => self.profile.permission.consent_since(),
            _ => None,
        }
    }

    fn month_day(&self, field: FieldRef) -> Option<(u32, u32)> {
        if field == BuiltinField::Birthday.into_ref() {
            return self
                .profile
                .contact
                .birthday
                .map(audience::model::Birthday::month_day);
        }
        match self.value(field) {
            Some(Value::Date(day)) => Some((day.month(), day.day())),
            _ => None,
        }
    }
}

trait IntoRef {
    fn into_ref(self) -> FieldRef;
}

impl IntoRef for BuiltinField {
    fn into_ref(self) -> FieldRef {
        FieldRef::Builtin(self)
    }
}
