//! When a row's event happened: days without a time stay as they are, times without a zone are in the store's.

use super::super::plan::Plan;
use crate::model::{Instant, Moment, When};
use crate::transfer::import::DateOrder;
use crate::transfer::import::row::faults::Faults;
use crate::transfer::import::row::first;
use crate::transfer::import::values::date::{NoDay, Written};
use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use csv::StringRecord;
use std::cell::RefCell;

/// How far in the future something that has happened may be: clocks and zones differ.
const FUTURE_SECONDS: i64 = 24 * 3600;
const DAY_SECONDS: i64 = 86_400;
/// How many days are remembered with the instant they begin at, each in the place of its number.
const REMEMBERED: usize = 8_192;

/// A day, and where it begins; None for one that is not as long as others.
type Begin = (i32, Option<i64>);

/// Reads when things happened.
pub(super) struct Days {
    zone: Tz,
    latest: Instant,
    latest_day: NaiveDate,
    /// By column.
    orders: Vec<Option<DateOrder>>,
    /// Where days begin.
    begins: RefCell<Vec<Option<Begin>>>,
}

impl Days {
    pub fn new(plan: &Plan, now: Instant) -> Self {
        let moment = plan.moment(now);
        let latest = Instant(now.0.saturating_add(FUTURE_SECONDS));
        Self {
            zone: moment.zone,
            latest,
            latest_day: latest.day(moment.zone),
            orders: plan.columns.iter().map(|column| column.date_order).collect(),
            begins: RefCell::new(vec![None; REMEMBERED]),
        }
    }

    /// When the row's event happened; without that it is rejected.
    pub fn required(&self, record: &StringRecord, places: &[usize], faults: &mut Faults) -> Option<When> {
        let Some((place, text)) = first(record, places) else {
            faults.reject(places.first().copied().unwrap_or_default(), "", "no date");
            return None;
        };
        match self.read(place, text) {
            Ok(when) => Some(when),
            Err(reason) => {
                faults.reject(place, text, reason);
                None
            }
        }
    }

    /// When something happened that need not have.
    pub fn optional(&self, place: usize, text: &str, faults: &mut Faults) -> Option<When> {
        self.read(place, text)
            .map_err(|reason| faults.set_aside(place, text, reason))
            .ok()
    }

    fn read(&self, place: usize, text: &str) -> Result<When, &'static str> {
        let order = self.orders.get(place).copied().flatten();
        let when = match self.plain(text.as_bytes()).or_else(|| epoch(text)) {
            Some(when) => when,
            None => Written::read(text)
                .ok_or(NoDay::NotADate)
                .and_then(|written| written.when(order, self.zone))
                .map_err(NoDay::reason)?,
        };
        let ahead = match when {
            When::Day(day) => day > self.latest_day,
            When::At(at) => at > self.latest,
        };
        if ahead {
            return Err("more than a day in the future");
        }
        Ok(when)
    }

    /// `2026-05-01`, `2026-05-01 10:00:00` and `2026-05-01T10:00`: what most files have, without a look at anything else.
    fn plain(&self, text: &[u8]) -> Option<When> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, clock @ ..] = text else {
            return None;
        };
        let year = number(&[*y1, *y2, *y3, *y4])?;
        let day = NaiveDate::from_ymd_opt(year as i32, number(&[*m1, *m2])?, number(&[*d1, *d2])?)?;
        if year == 0 {
            return None;
        }
        let (hour, minute, second) = match clock {
            [] => return Some(When::Day(day)),
            [b' ' | b'T', h1, h2, b':', n1, n2] => (number(&[*h1, *h2])?, number(&[*n1, *n2])?, 0),
            [b' ' | b'T', h1, h2, b':', n1, n2, b':', s1, s2] => {
                (number(&[*h1, *h2])?, number(&[*n1, *n2])?, number(&[*s1, *s2])?)
            }
            _ => return None,
        };
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let begins = self.begins(day)?;
        Some(When::At(Instant(
            begins + i64::from(hour * 3600 + minute * 60 + second),
        )))
    }

    /// Where a day of 24 hours begins.
    fn begins(&self, day: NaiveDate) -> Option<i64> {
        let mut known = self.begins.borrow_mut();
        let key = day.num_days_from_ce();
        let place = known.get_mut(key as usize % REMEMBERED)?;
        if let Some((_, begins)) = place.filter(|(known, _)| *known == key) {
            return begins;
        }
        let moment = Moment {
            now: self.latest,
            zone: self.zone,
        };
        let start = moment.start_of(day).0;
        let next = moment.start_of(day.succ_opt()?).0;
        let begins = (next - start == DAY_SECONDS).then_some(start);
        *place = Some((key, begins));
        begins
    }
}

/// Seconds since 1970, or milliseconds.
fn epoch(text: &str) -> Option<When> {
    let per_second = match text.len() {
        10 => 1,
        13 => 1_000,
        _ => return None,
    };
    let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = text.parse().ok().filter(|_| all_digits)?;
    Some(When::At(Instant(number / per_second)))
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| {
        digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0'))
    })
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    fn days(zone: &str) -> Days {
        Days {
            zone: zone.parse().unwrap(),
            latest: Instant(1_795_435_200),
            latest_day: "2026-11-23".parse().unwrap(),
            orders: Vec::new(),
            begins: RefCell::new(vec![None; REMEMBERED]),
        }
    }

    #[test]
    fn the_short_way_agrees_with_the_long_one() {
        for zone in ["UTC", "America/New_York", "Asia/Kathmandu", "America/Sao_Paulo"] {
            let days = days(zone);
            for text in [
                "2026-05-01",
                "2026-05-01 10:00:00",
                "2026-05-01T23:59",
                // Clocks go forward and back.
                "2026-03-08 02:30:00",
                "2026-11-01 01:30:00",
                "2018-11-04 00:30:00",
                "2026-02-29",
                "2026-05-01 24:00:00",
                "2026-05-01 10:00:00 +0200",
                "2026-05-01T10:00:00Z",
            ] {
                let long = Written::read(text)
                    .ok_or(NoDay::NotADate)
                    .and_then(|written| written.when(None, days.zone))
                    .map_err(NoDay::reason);
                assert_eq!(days.read(0, text), long, "{zone} {text}");
            }
        }
    }

    #[test]
    fn what_lies_ahead_is_refused() {
        let days = days("UTC");
        assert!(days.read(0, "2026-11-23").is_ok());
        assert!(days.read(0, "2026-11-24").is_err());
        assert!(days.read(0, "2026-11-23 12:00:00").is_ok());
        assert!(days.read(0, "2026-11-23 12:00:01").is_err());
        assert_eq!(days.read(0, "1684239248"), Ok(When::At(Instant(1_684_239_248))));
        assert_eq!(
            days.read(0, "1684239248000"),
            Ok(When::At(Instant(1_684_239_248)))
        );
    }
}
