//! What rows look like on disk, apart from the model, so that the model can change without the file. Texts are
//! borrowed both ways. A type here changes only together with the envelope's version.

mod contact;
mod decision;
mod event;
mod journal;
mod meta;
mod named;
mod permission;
mod totals;

pub(super) use contact::WireContact;
pub(super) use decision::WireDecision;
pub(super) use event::WireEvent;
pub(super) use journal::{WireBack, WireChunk, WireEntry, WireJob, WireTouched};
pub(super) use meta::{WireCleared, WireFormat, WireHeir, WireListState, WireSettings, WireState};
pub(super) use named::{WireField, WireList, WireSegment, kind_read, kind_written};
pub(super) use permission::WirePermission;
pub(super) use totals::{WireNewest, WireTotals};

use super::codec::{BorrowDecode, Encode};
use crate::model::Decimal;
use chrono::{Datelike, NaiveDate};

/// An exact decimal: mantissa and scale.
#[derive(Encode, BorrowDecode)]
pub(super) struct WireDecimal(i128, u32);

impl From<Decimal> for WireDecimal {
    fn from(value: Decimal) -> Self {
        Self(value.mantissa(), value.scale())
    }
}

impl WireDecimal {
    fn read(self) -> Option<Decimal> {
        Decimal::try_from_i128_with_scale(self.0, self.1).ok()
    }
}

/// A calendar day: days since 1 January of the year 1, which is day 1.
#[derive(Encode, BorrowDecode)]
pub(super) struct WireDay(i32);

impl From<NaiveDate> for WireDay {
    fn from(day: NaiveDate) -> Self {
        Self(day.num_days_from_ce())
    }
}

impl WireDay {
    fn read(&self) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(self.0)
    }
}

/// A day that may be missing. The outer None is damage.
#[expect(clippy::option_option, reason = "missing and damaged are two things")]
fn read_day(day: Option<&WireDay>) -> Option<Option<NaiveDate>> {
    match day {
        None => Some(None),
        Some(day) => day.read().map(Some),
    }
}

fn texts(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

fn owned(list: Vec<&str>) -> Vec<String> {
    list.into_iter().map(str::to_owned).collect()
}
