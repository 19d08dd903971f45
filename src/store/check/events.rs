//! Events against their checksums, their contacts and the order of time; and all that follows from them against what it
//! is when it is counted anew.

use super::super::events::{self, Blocks, Cells, decode, of_contact};
use super::super::tables::{
    BlockKey, CONTACTS, EVENT_COLUMNS, EVENTS, EventsKey, META, TOTALS, parts_of_events_key,
};
use super::super::{Result, meta, rows};
use super::{Report, SLICE, Seen, Walk};
use crate::model::{ContactId, Event, EventKind, TimelineItem, Totals};
use chrono_tz::Tz;
use redb::{ReadOnlyTable, ReadTransaction, ReadableTable, TableHandle};
use std::collections::BTreeMap;
use std::ops::Bound;

/// How many cells there should be, by kind.
pub(super) type Counted = BTreeMap<EventKind, usize>;

/// Walks all chunks of events.
pub(super) fn check(walk: &mut Walk<'_>, seen: &mut Seen) -> Result<Counted> {
    let mut state = State::default();
    while walk.slice(|txn, report| slice(txn, report, &mut state))? {}
    seen.insert(EVENTS.name(), state.rows);
    seen.insert(TOTALS.name(), walk.slice(totals)?);
    Ok(state.counted)
}

/// Compares how many events are in the columns with how many there are.
pub(super) fn compare_columns(walk: &mut Walk<'_>, counted: &Counted) -> Result<()> {
    walk.slice(|txn, report| {
        let Some(found) = report.sound(events::counted(txn))? else {
            return Ok(());
        };
        for (kind, columns) in found {
            let rows = counted.get(&kind).copied().unwrap_or_default();
            if columns != rows {
                report.problem(format!(
                    "table {}: {columns} {}, there are {rows}",
                    EVENT_COLUMNS.name(),
                    kind.word()
                ));
            }
        }
        Ok(())
    })
}

/// Who has totals has events.
fn totals(txn: &ReadTransaction, report: &mut Report) -> Result<u64> {
    let (Some(table), Some(chunks)) = (events::totals(txn)?, events::table(txn)?) else {
        return Ok(0);
    };
    let mut count = 0;
    for row in table.iter()? {
        let id = ContactId(row?.0.value());
        count += 1;
        report.reached(TOTALS.name(), id.0, table.get(id.0)?.is_some());
        if !events::any(&chunks, id, id)? {
            report.problem(format!("contact {}: it has totals, but no events", id.0));
        }
    }
    report.looked_at(count);
    Ok(count)
}

/// How far the walk is.
#[derive(Default)]
struct State {
    rows: u64,
    last: Option<EventsKey>,
    counted: Counted,
    blocks: Blocks,
}

/// Looks at some contacts, each as a whole. False after the last.
fn slice(txn: &ReadTransaction, report: &mut Report, state: &mut State) -> Result<bool> {
    let Some(table) = events::table(txn)? else {
        return Ok(false);
    };
    let mut person: Option<Person> = None;
    let mut looked = 0;
    let compared = Compared {
        txn,
        blocks: events::columns(txn)?,
        zone: meta::settings(&txn.open_table(META)?)?.time_zone,
    };
    let after = state.last;
    let from = after.as_ref().map_or(Bound::Unbounded, Bound::Excluded);
    for row in table.range::<&EventsKey>((from, Bound::Unbounded))? {
        let (key, sealed) = row?;
        let key = *key.value();
        if !report.goes_on(EVENTS.name(), state.last.as_ref(), &key) {
            break;
        }
        let of = parts_of_events_key(&key);
        if let Some(whole) = person.take_if(|person| of.is_none_or(|(id, ..)| id != person.id)) {
            compared.person(report, &whole, state)?;
            if looked >= SLICE as u64 {
                report.looked_at(looked);
                state.rows += looked;
                return Ok(true);
            }
        }
        looked += 1;
        state.last = Some(key);
        let Some((id, kind, _)) = of else {
            report.problem(format!("events under {}: no such kind", key.escape_ascii()));
            continue;
        };
        let person = person.get_or_insert_with(|| Person {
            id,
            items: Vec::new(),
            sound: true,
        });
        match report.sound(decode(&key, sealed.value()))? {
            Some(items) if items.iter().all(|item| item.event.kind() == kind) => person.items.extend(items),
            Some(_) => report.problem(format!("contact {}: among its {} are others", id.0, kind.word())),
            None => person.sound = false,
        }
    }
    if let Some(whole) = person {
        compared.person(report, &whole, state)?;
    }
    report.looked_at(looked);
    state.rows += looked;
    Ok(false)
}

/// A contact with all its events, as they lie there.
struct Person {
    id: ContactId,
    items: Vec<TimelineItem>,
    /// Whether all of them could be read.
    sound: bool,
}

/// What a contact's events are compared with.
struct Compared<'a> {
    txn: &'a ReadTransaction,
    blocks: Option<ReadOnlyTable<&'static BlockKey, &'static [u8]>>,
    zone: Tz,
}

impl Compared<'_> {
    fn person(&self, report: &mut Report, person: &Person, state: &mut State) -> Result<()> {
        let id = person.id.0;
        let found = report.sound(rows::contact(&self.txn.open_table(CONTACTS)?, person.id))?;
        let Some(contact) = found.flatten() else {
            report.problem(format!("contact {id}: it is gone, but has events"));
            return Ok(());
        };
        if !person.sound {
            return Ok(());
        }
        let order = |item: &TimelineItem| (item.event.kind(), item.event.when().place());
        if !person.items.is_sorted_by_key(order) {
            report.problem(format!("contact {id}: its events are out of order"));
        }
        let events = person.items.iter().map(|item| &item.event);
        let wanted = Totals::of(contact.opening.as_ref(), events.clone(), self.zone);
        let known = events::totals(self.txn)?.map_or(Ok(None), |table| of_contact(&table, person.id));
        if report
            .sound(known)?
            .is_some_and(|known| known.as_ref() != Some(&wanted))
        {
            report.problem(format!("contact {id}: its totals say otherwise than its events"));
        }
        let newest = meta::newest(&self.txn.open_table(META)?)?;
        let latest = events.flat_map(Event::times).fold(newest, |mut all, when| {
            all.add(when);
            all
        });
        if latest != newest {
            report.problem(format!(
                "contact {id}: it has events after the newest that is known of"
            ));
        }
        for kind in EventKind::ALL {
            let own = person.items.iter().filter(|item| item.event.kind() == kind);
            let wanted = Cells::new(own, self.zone);
            *state.counted.entry(kind).or_default() += wanted.len();
            let Some(table) = &self.blocks else { continue };
            let alike = report.sound(state.blocks.are(table, person.id, kind, &wanted))?;
            if alike == Some(false) {
                report.problem(format!(
                    "contact {id}: the columns of {} say otherwise than its events",
                    kind.word()
                ));
            }
        }
        Ok(())
    }
}
