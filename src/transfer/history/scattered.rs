//! Rows that go on with an order whose own row stands elsewhere in the file: they wait until all rows are there.

use super::row::fact::{self, BETWEEN_ITEMS};
use super::sort::Sorted;
use crate::model::Event;
use crate::transfer::TransferError;
use csv::StringRecord;
use std::collections::HashMap;

/// How many may wait; what comes behind them is rejected.
pub(super) const MOST: usize = 500_000;

/// A row that names an order and says no amount, apart from the row that does.
pub(super) struct Follower {
    pub row: u64,
    pub line: u64,
    /// Its order.
    pub id: String,
    /// What was bought.
    pub item: String,
    /// Its cells, where they are kept for the rejects file.
    pub cells: Option<StringRecord>,
}

/// More items of orders, by the orders' rows.
#[derive(Default)]
pub(super) struct Items(HashMap<u64, Vec<String>>);

impl Items {
    /// Completes the order of a row.
    pub fn add_to(&self, row: u64, event: &mut Event) {
        let Event::Purchase(purchase) = event else { return };
        for item in self.0.get(&row).into_iter().flatten() {
            if !purchase.item.is_empty() {
                purchase.item.push_str(BETWEEN_ITEMS);
            }
            purchase.item.push_str(item);
        }
    }
}

/// Joins rows to their orders. `each` hears of every one, with its order's row if there is one.
pub(super) fn join(
    followers: Vec<Follower>,
    sorted: &Sorted,
    each: &mut dyn FnMut(Follower, Option<u64>),
) -> Result<Items, TransferError> {
    let mut items = Items::default();
    if followers.is_empty() {
        return Ok(items);
    }
    let mut orders: HashMap<String, Vec<u64>> = HashMap::new();
    for follower in &followers {
        orders.entry(follower.id.clone()).or_default();
    }
    let mut rows = sorted.read()?;
    while let Some(row) = rows.next()? {
        if let Some(known) = fact::order_of(row.fact).and_then(|id| orders.get_mut(id)) {
            known.push(row.number);
        }
    }
    for mut follower in followers {
        let known = orders.get(&follower.id).map_or(&[][..], Vec::as_slice);
        let before = known.iter().copied().filter(|row| *row < follower.row).max();
        let order = before.or_else(|| known.iter().copied().min());
        if let Some(order) = order.filter(|_| !follower.item.is_empty()) {
            let item = std::mem::take(&mut follower.item);
            items.0.entry(order).or_default().push(item);
        }
        each(follower, order);
    }
    Ok(items)
}
