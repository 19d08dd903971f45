//! What a contact's history comes to, and the newest that any event tells of.

use super::super::codec::{BorrowDecode, Encode};
use super::{WireDay, WireDecimal, read_day};
use crate::model::{Instant, Newest, Totals};

/// [`Totals`].
#[derive(Encode, BorrowDecode)]
pub(in crate::store) struct WireTotals {
    total_spent: WireDecimal,
    orders: u32,
    largest_order: Option<WireDecimal>,
    first_purchase: Option<WireDay>,
    last_purchase: Option<WireDay>,
    emails: (u32, u32),
    last_open: Option<WireDay>,
    last_click: Option<WireDay>,
    messages: (u32, u32),
    last_message_in: Option<WireDay>,
    last_message_out: Option<WireDay>,
}

impl From<&Totals> for WireTotals {
    fn from(totals: &Totals) -> Self {
        Self {
            total_spent: totals.total_spent.into(),
            orders: totals.orders,
            largest_order: totals.largest_order.map(Into::into),
            first_purchase: totals.first_purchase.map(Into::into),
            last_purchase: totals.last_purchase.map(Into::into),
            emails: (totals.emails_sent, totals.emails_opened),
            last_open: totals.last_open.map(Into::into),
            last_click: totals.last_click.map(Into::into),
            messages: (totals.messages_in, totals.messages_out),
            last_message_in: totals.last_message_in.map(Into::into),
            last_message_out: totals.last_message_out.map(Into::into),
        }
    }
}

impl WireTotals {
    /// The totals; None where a value is out of its range.
    pub(in crate::store) fn read(self) -> Option<Totals> {
        Some(Totals {
            total_spent: self.total_spent.read()?,
            orders: self.orders,
            largest_order: match self.largest_order {
                None => None,
                Some(amount) => Some(amount.read()?),
            },
            first_purchase: read_day(self.first_purchase.as_ref())?,
            last_purchase: read_day(self.last_purchase.as_ref())?,
            emails_sent: self.emails.0,
            emails_opened: self.emails.1,
            last_open: read_day(self.last_open.as_ref())?,
            last_click: read_day(self.last_click.as_ref())?,
            messages_in: self.messages.0,
            messages_out: self.messages.1,
            last_message_in: read_day(self.last_message_in.as_ref())?,
            last_message_out: read_day(self.last_message_out.as_ref())?,
        })
    }
}

/// The latest instant and the latest bare date of all events.
#[derive(Encode, BorrowDecode)]
pub(in crate::store) struct WireNewest {
    at: Option<i64>,
    day: Option<WireDay>,
}

impl From<Newest> for WireNewest {
    fn from(newest: Newest) -> Self {
        Self {
            at: newest.at.map(|at| at.0),
            day: newest.day.map(Into::into),
        }
    }
}

impl WireNewest {
    /// The times; None where one is out of its range.
    pub(in crate::store) fn read(self) -> Option<Newest> {
        Some(Newest {
            at: self.at.map(Instant),
            day: read_day(self.day.as_ref())?,
        })
    }
}
