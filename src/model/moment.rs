//! The moment a question is asked at, and what calendar day an instant falls on.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;

/// Seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Instant(pub i64);

impl Instant {
    /// The calendar day in a zone; the last representable day for an instant out of range.
    pub fn day(self, zone: Tz) -> NaiveDate {
        DateTime::<Utc>::from_timestamp(self.0, 0)
            .map_or(NaiveDate::MAX, |utc| utc.with_timezone(&zone).date_naive())
    }

    /// The day and the minute in a zone, as `2026-11-22 09:30`; empty for an instant out of range.
    pub fn minute(self, zone: Tz) -> String {
        DateTime::<Utc>::from_timestamp(self.0, 0).map_or_else(String::new, |utc| {
            utc.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
        })
    }
}

/// `now` and the zone in which days are counted: all a relative date needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant that counts as now (`--now`, else the clock).
    pub now: Instant,
    /// The store's time zone.
    pub zone: Tz,
}

impl Moment {
    /// Today in the store's zone.
    pub fn today(&self) -> NaiveDate {
        self.now.day(self.zone)
    }

    /// The instant at which a calendar day begins in the zone. Where clocks skip midnight, the first instant of that day;
    /// where they skip the whole day, of the next.
    pub fn start_of(&self, day: NaiveDate) -> Instant {
        let midnight = day.and_time(chrono::NaiveTime::MIN);
        if let Some(found) = self.zone.from_local_datetime(&midnight).earliest() {
            return Instant(found.timestamp());
        }
        let near = midnight.and_utc().timestamp();
        let (mut before, mut from) = (near - 2 * DAY, near + 2 * DAY);
        while before + 1 < from {
            let middle = i64::midpoint(before, from);
            if Instant(middle).day(self.zone) < day {
                before = middle;
            } else {
                from = middle;
            }
        }
        Instant(from)
    }
}

/// A day in seconds.
const DAY: i64 = 86_400;

/// `day` moved by whole months, clamped to the month's end (31 March − 1 month = 28 or 29 February).
pub fn add_months(day: NaiveDate, months: i32) -> NaiveDate {
    let span = Months::new(months.unsigned_abs());
    let moved = if months < 0 {
        day.checked_sub_months(span)
    } else {
        day.checked_add_months(span)
    };
    moved.unwrap_or(if months < 0 {
        NaiveDate::MIN
    } else {
        NaiveDate::MAX
    })
}

/// `day` moved by whole days, stopping at the ends of the calendar.
pub fn add_days(day: NaiveDate, days: i32) -> NaiveDate {
    let span = Days::new(u64::from(days.unsigned_abs()));
    let moved = if days < 0 {
        day.checked_sub_days(span)
    } else {
        day.checked_add_days(span)
    };
    moved.unwrap_or(if days < 0 { NaiveDate::MIN } else { NaiveDate::MAX })
}

/// Whole years from a birthday to `today`: who is born on 29 February is a year older on 1 March in common years.
/// None for a birthday in the future.
pub fn age(born: NaiveDate, today: NaiveDate) -> Option<u32> {
    if born > today {
        return None;
    }
    let years = today.year() - born.year();
    let had = (today.month(), today.day()) >= (born.month(), born.day());
    u32::try_from(if had { years } else { years - 1 }).ok()
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_where_their_zone_says() {
        for (zone, day, start) in [
            ("UTC", "2026-01-01", "2026-01-01T00:00:00Z"),
            ("Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00Z"),
            // Midnight is skipped.
            ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
            ("Africa/Monrovia", "1972-01-07", "1972-01-07T00:44:30Z"),
            // Midnight comes twice.
            ("America/Havana", "2025-11-02", "2025-11-02T04:00:00Z"),
            // The whole day is skipped.
            ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
            ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
        ] {
            let moment = Moment {
                now: Instant(0),
                zone: zone.parse().unwrap(),
            };
            let wanted: DateTime<Utc> = start.parse().unwrap();
            assert_eq!(
                moment.start_of(day.parse().unwrap()),
                Instant(wanted.timestamp()),
                "{zone} {day}"
            );
        }
    }
}
