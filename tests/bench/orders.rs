//! Purchases of a made-up audience, the same for the same number of contacts: skewed as they are in life, ordered by
//! contact or by time.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The last day of the purchases: 2025-12-31, in days since 1970.
const LAST_DAY: u64 = 20_453;
/// Over how many days they are spread.
const DAYS: u64 = 3 * 365;

/// One purchase.
#[derive(Clone, Copy)]
struct Order {
    second: u64,
    contact: u32,
    cents: u32,
    item: u16,
}

/// Writes a file ordered by contact and one ordered by time; says how many purchases each has.
pub fn write(by_contact: &Path, by_time: &Path, contacts: u64) -> io::Result<u64> {
    let mut orders = Vec::new();
    for contact in 0..contacts {
        of_contact(contact as u32, &mut orders);
    }
    write_all(by_contact, &orders)?;
    orders.sort_by_key(|order| order.second);
    write_all(by_time, &orders)?;
    Ok(orders.len() as u64)
}

fn of_contact(contact: u32, orders: &mut Vec<Order>) {
    let mut dice = Dice(u64::from(contact) << 20);
    if dice.below(100) < 35 {
        return;
    }
    // One in so many buys so many times as often.
    let spread = 1 + dice.below(1_000);
    let count = (1 + 3_000 / (spread + 20) + dice.below(9)).min(2_000);
    let start = orders.len();
    for _ in 0..count {
        let back = dice.below(DAYS) * dice.below(1_000) / 1_000;
        orders.push(Order {
            second: (LAST_DAY - back) * 86_400 + dice.below(86_400),
            contact,
            cents: (300 + dice.below(6_000) * (1 + dice.below(12)) / 2) as u32,
            item: dice.below(2_000) as u16,
        });
    }
    if let Some(mine) = orders.get_mut(start..) {
        mine.sort_by_key(|order| order.second);
    }
}

fn write_all(path: &Path, orders: &[Order]) -> io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    file.write_all(b"order_id,contact_id,date,amount,item\n")?;
    for order in orders {
        let at = chrono::DateTime::from_timestamp(order.second as i64, 0)
            .unwrap()
            .naive_utc();
        writeln!(
            file,
            "{}-{},{},{at},{}.{:02},sku-{}",
            order.contact,
            order.second,
            order.contact,
            order.cents / 100,
            order.cents % 100,
            order.item
        )?;
    }
    file.flush()
}

/// Chance, the same each time (the finalizer of MurmurHash3 over a counter).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        mixed ^= mixed >> 33;
        ((u128::from(mixed) * u128::from(bound)) >> 64) as u64
    }
}
