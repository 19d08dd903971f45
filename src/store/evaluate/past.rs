//! Questions that are answered from events themselves, contact by contact: those about the texts of events, and those
//! asked at a moment that hides some events.

use super::Asking;
use super::average::average_holds;
use super::number::ZERO_WITHOUT;
use crate::criteria::query::{DayRange, Test};
use crate::model::{
    BuiltinField, ContactId, Decimal, Event, EventKind, FieldRef, Moment, Permission, Profile,
};
use crate::store::columns::{Digits, day_number, is_total, total};
use crate::store::mask::Mask;
use crate::store::tables::{CONTACTS, META};
use crate::store::{Result, events, meta, rows};
use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use std::borrow::Cow;
use std::sync::Arc;

/// So many contacts are asked before it is looked whether the answer is still wanted.
const STEP: usize = 256;

impl Asking<'_> {
    /// The zone that days are counted in.
    pub(super) fn zone(self) -> Result<Tz> {
        Ok(meta::settings(&self.txn.open_table(META)?)?.time_zone)
    }

    /// Keeps those in the mask whose events of a kind pass.
    pub(super) fn rows_of(
        self,
        kind: EventKind,
        mask: &mut Mask,
        mut passes: impl FnMut(&[Event]) -> bool,
    ) -> Result<()> {
        let table = events::table(self.txn)?;
        self.each(mask, |id| {
            let Some(table) = &table else { return Ok(false) };
            Ok(passes(&events::of_kind(table, id, kind)?))
        })
    }

    /// Keeps those in the mask of whom anything is known that lies on the day of a moment or after it.
    pub(super) fn with_later(self, moment: &Moment, mask: &mut Mask) -> Result<()> {
        let later = DayRange {
            first: Some(moment.today()),
            last: None,
        };
        let mut found = mask.clone();
        self.day(FieldRef::Builtin(BuiltinField::LastActivity), later, &mut found)?;
        for kind in EventKind::ALL {
            let mut more = mask.clone();
            self.any_within(kind, later, &mut more)?;
            found.or(&more);
        }
        *mask = found;
        Ok(())
    }

    /// Keeps those in the mask for whom a test on history held at a moment.
    pub(super) fn held_at(self, moment: &Moment, test: &Test, mask: &mut Mask) -> Result<()> {
        let (people, table) = (self.txn.open_table(CONTACTS)?, events::table(self.txn)?);
        self.each(mask, |id| {
            let Some(contact) = rows::contact(&people, id)? else {
                return Ok(false);
            };
            let mut profile = Profile::new(contact, Permission::default());
            let all = table
                .as_ref()
                .map_or_else(|| Ok(Vec::new()), |table| events::all(table, id))?;
            profile.events = Some(Arc::new(all));
            Ok(history_holds(test, &profile, moment))
        })
    }

    /// Keeps those in the mask who pass.
    fn each(self, mask: &mut Mask, mut passes: impl FnMut(ContactId) -> Result<bool>) -> Result<()> {
        let mut fail = Vec::new();
        for (at, id) in mask.iter().enumerate() {
            if at % STEP == 0 {
                self.cancel.check()?;
            }
            if !passes(id)? {
                fail.push(id);
            }
        }
        for id in fail {
            mask.remove(id);
        }
        Ok(())
    }
}

/// Whether a test asks about history.
pub(super) fn asks_history(test: &Test) -> bool {
    match test {
        Test::Amount(_) | Test::Opened(_) | Test::Average(_) => true,
        Test::Number(field, _) | Test::Day(field, _) | Test::MonthDay(field, ..) | Test::IsSet(field) => {
            is_total(*field) || *field == FieldRef::Builtin(BuiltinField::AverageOrder)
        }
        _ => false,
    }
}

fn history_holds(test: &Test, profile: &Profile, moment: &Moment) -> bool {
    let seen: Vec<Cow<'_, Event>> = profile.events_seen(moment).collect();
    let events = seen.iter().map(AsRef::as_ref);
    let totals = crate::model::Totals::of(profile.contact.opening.as_ref(), events.clone(), moment.zone);
    let value = |field: &FieldRef| total(*field, &totals);
    match test {
        Test::Amount(amount) => amount.holds(events, moment.zone),
        Test::Opened(opened) => opened.holds(events, moment.zone),
        Test::Average(test) => {
            totals.orders > 0 && average_holds(test, Digits::from(totals.total_spent), totals.orders.into())
        }
        Test::Number(field, test) => {
            let zero = matches!(field, FieldRef::Builtin(field) if ZERO_WITHOUT.contains(field));
            let number = value(field).and_then(Digits::decimal);
            number
                .or(zero.then_some(Decimal::ZERO))
                .is_some_and(|number| test.holds(number))
        }
        Test::Day(field, range) => value(field).is_some_and(|found| {
            let above = range
                .first
                .is_none_or(|first| found.mantissa >= day_number(first).mantissa);
            above
                && range
                    .last
                    .is_none_or(|last| found.mantissa <= day_number(last).mantissa)
        }),
        Test::MonthDay(field, days, _) => {
            let number = value(field).and_then(|found| i32::try_from(found.mantissa).ok());
            let day = number.and_then(NaiveDate::from_num_days_from_ce_opt);
            day.is_some_and(|day| days.contains(&(day.month(), day.day())))
        }
        Test::IsSet(FieldRef::Builtin(BuiltinField::AverageOrder)) => totals.orders > 0,
        Test::IsSet(FieldRef::Builtin(field)) if ZERO_WITHOUT.contains(field) => true,
        Test::IsSet(field) => value(field).is_some(),
        _ => false,
    }
}
