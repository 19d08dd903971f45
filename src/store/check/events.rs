//! Events against their checksums, their contacts and the order of time.

use super::super::events::decode;
use super::super::tables::{CONTACTS, EVENTS, EventsKey, parts_of_events_key};
use super::super::{Result, events};
use super::{Report, SLICE, Seen, Walk};
use crate::model::{ContactId, EventKind};
use redb::{ReadTransaction, TableHandle};
use std::ops::Bound;

/// Walks all chunks of events.
pub(super) fn check(walk: &mut Walk<'_>, seen: &mut Seen) -> Result<()> {
    let mut last = Last::default();
    let mut rows = 0;
    loop {
        let found = walk.slice(|txn, report| slice(txn, report, &mut last))?;
        rows += found;
        if found < SLICE as u64 {
            break;
        }
    }
    seen.insert(EVENTS.name(), rows);
    Ok(())
}

/// The chunk that was looked at last.
#[derive(Clone, Default)]
struct Last {
    key: Option<EventsKey>,
    of: Option<(ContactId, EventKind)>,
    /// When its last event happened.
    ends: Option<i64>,
}

fn slice(txn: &ReadTransaction, report: &mut Report, last: &mut Last) -> Result<u64> {
    let Some(table) = events::table(txn)? else {
        return Ok(0);
    };
    let people = txn.open_table(CONTACTS)?;
    let mut rows = 0;
    let after = last.key;
    let from = after.as_ref().map_or(Bound::Unbounded, Bound::Excluded);
    for row in table.range::<&EventsKey>((from, Bound::Unbounded))?.take(SLICE) {
        let (key, sealed) = row?;
        let key = *key.value();
        rows += 1;
        last.key = Some(key);
        let Some((contact, kind, _)) = parts_of_events_key(&key) else {
            report.problem(format!("events under {}: no such kind", key.escape_ascii()));
            continue;
        };
        if last.of != Some((contact, kind)) {
            (last.of, last.ends) = (Some((contact, kind)), None);
        }
        if people.get(contact.0)?.is_none() {
            report.problem(format!(
                "contact {}: it is gone, but has {}",
                contact.0,
                kind.word()
            ));
        }
        let Some(items) = report.sound(decode(&key, sealed.value()))? else {
            continue;
        };
        for item in &items {
            let at = item.event.when().place();
            if item.event.kind() != kind || last.ends.is_some_and(|ends| ends > at) {
                report.problem(format!(
                    "contact {}: its {} are out of order",
                    contact.0,
                    kind.word()
                ));
            }
            last.ends = Some(at);
        }
    }
    report.looked_at(rows);
    Ok(rows)
}
