//! A contact's events, newest first, page by page.

use super::super::Result;
use super::super::tables::{EventsKey, events_key};
use super::rows;
use crate::model::{ContactId, EventKind, TimelineItem, TimelineMark};
use redb::ReadTransaction;

/// The events of these kinds behind a place, newest first.
pub(in crate::store) fn timeline(
    txn: &ReadTransaction,
    contact: ContactId,
    before: Option<&TimelineMark>,
    limit: usize,
    kinds: &[EventKind],
) -> Result<Vec<TimelineItem>> {
    let Some(table) = rows::open(txn)? else {
        return Ok(Vec::new());
    };
    let mut found: Vec<(TimelineMark, TimelineItem)> = Vec::new();
    for kind in EventKind::ALL.into_iter().filter(|kind| kinds.contains(kind)) {
        let enough = found.len() + limit;
        let (first, last) = (events_key(contact, kind, 0), events_key(contact, kind, u32::MAX));
        for row in table.range::<&EventsKey>(&first..=&last)?.rev() {
            if found.len() >= enough {
                break;
            }
            let (key, sealed) = row?;
            let items = rows::decode(key.value(), sealed.value())?.into_iter().rev();
            let behind = items
                .map(|item| (item.mark(), item))
                .filter(|(mark, _)| before.is_none_or(|before| mark < before));
            found.extend(behind);
        }
    }
    found.sort_unstable_by(|(a, _), (b, _)| b.cmp(a));
    found.truncate(limit);
    Ok(found.into_iter().map(|(_, item)| item).collect())
}
