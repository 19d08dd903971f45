//! What a contact has spent month by month: for a small plot.

use super::{Decimal, Event, Moment, moment};
use chrono::{Datelike, NaiveDate};

/// How many months are looked at, this one included.
pub const MONTHS: usize = 12;

/// What was spent in each of the last months, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Months {
    /// The first day of the oldest month.
    pub first: NaiveDate,
    /// Sums of purchases, refunds taken off.
    pub spent: [Decimal; MONTHS],
}

impl Months {
    /// The months up to a moment, with nothing in them.
    pub fn up_to(moment: &Moment) -> Self {
        let today = moment.today();
        let this = today.with_day(1).unwrap_or(today);
        Self {
            first: moment::add_months(this, 1 - MONTHS as i32),
            spent: [Decimal::ZERO; MONTHS],
        }
    }

    /// Takes in an event. False where it lies before the months, as all do that are older.
    pub fn add(&mut self, event: &Event, moment: &Moment) -> bool {
        let day = event.when().day(moment.zone);
        if day < self.first {
            return false;
        }
        if let Event::Purchase(purchase) = event
            && !purchase.cancelled
            && !purchase.when.is_after(moment)
            && let Some(sum) = self.spent.get_mut(months_between(self.first, day))
        {
            *sum += purchase.amount;
        }
        true
    }

    /// The months with their first days and sums, the oldest first.
    pub fn each(&self) -> impl Iterator<Item = (NaiveDate, Decimal)> + '_ {
        (0..)
            .map(|at| moment::add_months(self.first, at))
            .zip(self.spent.iter().copied())
    }
}

/// Whole months from the first of a month to a day.
fn months_between(first: NaiveDate, day: NaiveDate) -> usize {
    let months = (day.year() - first.year()) * 12 + day.month() as i32 - first.month() as i32;
    usize::try_from(months).unwrap_or_default()
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use crate::model::{Instant, Purchase, When};
    use chrono_tz::Tz;

    #[test]
    fn purchases_fall_into_their_months_and_cancelled_ones_into_none() {
        // 2026-11-22T12:00:00Z
        let moment = Moment {
            now: Instant(1_795_348_800),
            zone: Tz::UTC,
        };
        let bought = |day: &str, amount: i64, cancelled| {
            Event::Purchase(Purchase {
                id: String::new(),
                when: When::Day(day.parse().unwrap()),
                amount: amount.into(),
                item: String::new(),
                cancelled,
            })
        };
        let mut months = Months::up_to(&moment);
        assert_eq!(months.first.to_string(), "2025-12-01");
        assert!(months.add(&bought("2026-11-30", 99, false), &moment), "not yet");
        assert!(months.add(&bought("2026-11-02", 5, false), &moment));
        assert!(months.add(&bought("2026-11-01", 7, true), &moment));
        assert!(months.add(&bought("2025-12-01", 3, false), &moment));
        assert!(!months.add(&bought("2025-11-30", 1, false), &moment));
        let shown: Vec<(String, Decimal)> = months.each().map(|(day, sum)| (day.to_string(), sum)).collect();
        assert_eq!(shown.first().unwrap(), &("2025-12-01".to_owned(), 3.into()));
        assert_eq!(shown.last().unwrap(), &("2026-11-01".to_owned(), 5.into()));
        assert_eq!(shown.len(), MONTHS);
    }
}
