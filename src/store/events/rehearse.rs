//! What an import of events would do, changing nothing.

use super::super::Result;
use super::super::catalogue;
use super::super::redb::Redb;
use super::super::rows as contacts;
use super::super::tables::CONTACTS;
use super::{EventOutcome, HistoryJob, HistoryRow, rows};
use crate::model::{SourceId, TimelineItem};

/// What would become of rows that ascend by contact, all of a contact's together.
pub(in crate::store) fn rehearse(
    store: &Redb,
    job: &HistoryJob,
    come: &[HistoryRow],
) -> Result<Vec<EventOutcome>> {
    // A source that is not known yet has no events.
    let source = catalogue::current(store)?
        .source_named(&job.source)
        .unwrap_or(SourceId(u32::MAX));
    store.read(|txn| {
        let people = txn.open_table(CONTACTS)?;
        let table = rows::open(txn)?;
        let mut outcomes = Vec::with_capacity(come.len());
        for run in come.chunk_by(|a, b| a.contact == b.contact) {
            let Some(contact) = run.first().map(|row| row.contact) else {
                continue;
            };
            if contacts::standing(&people, contact)?.is_none() {
                outcomes.extend(run.iter().map(|_| EventOutcome::Gone));
                continue;
            }
            let mut pack = match &table {
                Some(table) => rows::pack(table, contact, job.kind)?,
                None => super::pack::Pack::default(),
            };
            let items = run.iter().map(|row| TimelineItem {
                source,
                event: row.event.clone(),
            });
            outcomes.extend(pack.add(items.collect()).0);
        }
        Ok(outcomes)
    })
}
