//! Tests on days and instants.

use super::Asking;
use crate::criteria::query::{DayRange, InstantRange};
use crate::model::{BuiltinField, FieldRef, Instant};
use crate::store::Result;
use crate::store::columns::{FIRST_DAY, day_number, yearless};
use crate::store::mask::Mask;
use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

impl Asking<'_> {
    pub(super) fn day(self, field: FieldRef, range: DayRange, mask: &mut Mask) -> Result<()> {
        let first = range.first.map_or(FIRST_DAY, |day| day_number(day).mantissa);
        let last = range.last.map_or(i128::MAX, |day| day_number(day).mantissa);
        self.numbers(field, false, mask, |chunk, words| {
            chunk.narrow(words, &[(first, last)], false);
        })
    }

    pub(super) fn instant(self, field: FieldRef, range: &InstantRange, mask: &mut Mask) -> Result<()> {
        let first = range.from.map_or(i128::MIN, |at| i128::from(at.0));
        let last = range.before.map_or(i128::MAX, |at| i128::from(at.0) - 1);
        self.numbers(field, false, mask, |chunk, words| {
            chunk.narrow(words, &[(first, last)], false);
        })
    }

    pub(super) fn month_day(
        self,
        field: FieldRef,
        days: &[(u32, u32)],
        zone: Tz,
        mask: &mut Mask,
    ) -> Result<()> {
        let passes = |day: Option<(u32, u32)>| day.is_some_and(|day| days.contains(&day));
        if is_instant(field) {
            let mut last = (i128::MIN, false);
            return self.numbers(field, false, mask, |chunk, words| {
                chunk.narrow_by(words, false, |_, at| {
                    if at.mantissa != last.0 {
                        last = (at.mantissa, passes(day_of_instant(at.mantissa, zone)));
                    }
                    last.1
                });
            });
        }
        let table: Vec<bool> = TABLED
            .map(|number| passes(day_of_number(i128::from(number))))
            .collect();
        self.numbers(field, false, mask, |chunk, words| {
            chunk.narrow_by(words, false, |_, day| {
                let at = usize::try_from(day.mantissa - i128::from(TABLED.start));
                let known = at.ok().and_then(|at| table.get(at).copied());
                known.unwrap_or_else(|| passes(day_of_number(day.mantissa)))
            });
        })
    }
}

/// The days most birthdays and purchases fall on, 1900 to 2099: each is looked at once, and not for each contact.
const TABLED: std::ops::Range<i32> = 693_596..766_645;

/// Whether a field's column holds seconds and not days.
fn is_instant(field: FieldRef) -> bool {
    matches!(
        field,
        FieldRef::Builtin(BuiltinField::Created | BuiltinField::Updated | BuiltinField::ConsentSince)
    )
}

fn day_of_number(number: i128) -> Option<(u32, u32)> {
    yearless(number).or_else(|| {
        let day = NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)?;
        Some((day.month(), day.day()))
    })
}

fn day_of_instant(seconds: i128, zone: Tz) -> Option<(u32, u32)> {
    let day = Instant(i64::try_from(seconds).ok()?).day(zone);
    Some((day.month(), day.day()))
}
