//! What the store knows about itself: format version, uuid, generation, the numbers it gives next, how many rows each
//! table has.

use super::codec::{open_row, seal_row};
use super::envelope::Sealed;
use super::index::{CLEARED, IDS, NAMES, NUMBERS};
use super::tables::{
    CONTACTS, DECISIONS, EVENTS, FIELDS, JOBS, JOURNAL, JOURNAL_ROWS, LIST_STATES, LISTS, META, PERMISSIONS,
    SEGMENTS, SOURCES, TOTALS,
};
use super::wire::{WireFormat, WireNewest, WireSettings, WireState};
use super::{Result, StoreError, columns, marks};
use crate::model::{Instant, Newest, Settings};
use redb::{ReadableTable, ReadableTableMetadata, WriteTransaction};

/// The newest format this version knows, and the one it writes.
pub(super) const FORMAT: u32 = 10;

const FORMAT_KEY: &[u8] = b"format";
const STATE_KEY: &[u8] = b"state";
const SETTINGS_KEY: &[u8] = b"settings";
const NEWEST_KEY: &[u8] = b"newest";

/// The tables whose rows the state counts, in the order of its counts.
pub(super) const COUNTED: [&str; 22] = [
    "lists",
    "segments",
    "fields",
    "sources",
    "contacts",
    "permissions",
    "by_name",
    "by_number",
    "by_source_id",
    "journal",
    "journal_rows",
    "jobs",
    "events",
    "by_name_small",
    "by_number_small",
    "by_source_id_small",
    "by_name_gone",
    "by_number_gone",
    "by_source_id_gone",
    "totals",
    "index_cleared",
    "decisions",
];

/// Fills a new store: every table, the format, and the first state.
pub(super) fn create(txn: &WriteTransaction, now: Instant) -> Result<()> {
    let mut meta = txn.open_table(META)?;
    let format = WireFormat {
        version: FORMAT,
        uuid: *uuid::Uuid::new_v4().as_bytes(),
        created: now.0,
    };
    let mut sealed = Vec::new();
    seal_row(&mut sealed, Sealed::Meta, FORMAT_KEY, &format)?;
    meta.insert(FORMAT_KEY, sealed.as_slice())?;
    drop(meta);
    txn.open_table(LIST_STATES)?;
    columns::create_tables(txn)?;
    let first = WireState {
        generation: 1,
        next_contact: 1,
        next_list: 1,
        next_segment: 1,
        next_field: 1,
        next_source: 1,
        next_entry: 1,
        journal_bytes: 0,
        journal_sum: 0,
        buried: Vec::new(),
        heirs: Vec::new(),
        looked_at: (0, 0),
        rows: Vec::new(),
    };
    write_settings(txn, &Settings::default())?;
    write_newest(txn, Newest::default())?;
    write_state(txn, &first)
}

/// Says that the store has this version's format now.
pub(super) fn write_format(txn: &WriteTransaction) -> Result<()> {
    let mut meta = txn.open_table(META)?;
    let found = format(&meta)?.ok_or_else(|| StoreError::Damaged("the format is missing".into()))?;
    let format = WireFormat {
        version: FORMAT,
        ..found
    };
    let mut sealed = Vec::new();
    seal_row(&mut sealed, Sealed::Meta, FORMAT_KEY, &format)?;
    meta.insert(FORMAT_KEY, sealed.as_slice())?;
    Ok(())
}

/// The format row of any version.
pub(super) fn format(meta: &impl ReadableTable<&'static [u8], &'static [u8]>) -> Result<Option<WireFormat>> {
    meta.get(FORMAT_KEY)?
        .map(|row| open_row(Sealed::Meta, FORMAT_KEY, row.value()))
        .transpose()
}

/// The state as of this transaction.
pub(super) fn state(meta: &impl ReadableTable<&'static [u8], &'static [u8]>) -> Result<WireState> {
    let row = meta
        .get(STATE_KEY)?
        .ok_or_else(|| StoreError::Damaged("its state is missing".into()))?;
    open_row(Sealed::Meta, STATE_KEY, row.value())
}

/// How many contacts there are, and chunks of events.
pub(super) fn holdings(state: &WireState) -> u64 {
    let counted = COUNTED.iter().zip(&state.rows);
    let held = counted.filter(|(table, _)| ["contacts", "events"].contains(table));
    held.map(|(_, rows)| rows).sum()
}

/// Writes the state, with the rows counted anew and the marks of all chunks.
pub(super) fn write_state(txn: &WriteTransaction, state: &WireState) -> Result<()> {
    let state = WireState {
        rows: count_rows(txn)?,
        ..state.clone()
    };
    let mut sealed = Vec::new();
    seal_row(&mut sealed, Sealed::Meta, STATE_KEY, &state)?;
    txn.open_table(META)?.insert(STATE_KEY, sealed.as_slice())?;
    marks::write_roots(txn)
}

/// The settings.
pub(super) fn settings(meta: &impl ReadableTable<&'static [u8], &'static [u8]>) -> Result<Settings> {
    let row = meta
        .get(SETTINGS_KEY)?
        .ok_or_else(|| StoreError::Damaged("the settings are missing".into()))?;
    open_row::<WireSettings<'_>>(Sealed::Meta, SETTINGS_KEY, row.value())?
        .read()
        .ok_or_else(|| StoreError::Damaged("the settings cannot be read".into()))
}

/// The newest that any event tells of. It stays where events go: who looks there finds nothing later.
pub(super) fn newest(meta: &impl ReadableTable<&'static [u8], &'static [u8]>) -> Result<Newest> {
    let row = meta
        .get(NEWEST_KEY)?
        .ok_or_else(|| StoreError::Damaged("the day of the newest event is missing".into()))?;
    open_row::<WireNewest>(Sealed::Meta, NEWEST_KEY, row.value())?
        .read()
        .ok_or_else(|| StoreError::Damaged("the day of the newest event cannot be read".into()))
}

/// Writes the newest that any event tells of.
pub(super) fn write_newest(txn: &WriteTransaction, newest: Newest) -> Result<()> {
    let mut sealed = Vec::new();
    seal_row(&mut sealed, Sealed::Meta, NEWEST_KEY, &WireNewest::from(newest))?;
    txn.open_table(META)?.insert(NEWEST_KEY, sealed.as_slice())?;
    Ok(())
}

/// A row that was written: its key, what stood there, what stands there now.
pub(super) struct Written {
    pub(super) key: &'static [u8],
    pub(super) before: Option<Vec<u8>>,
    pub(super) after: Vec<u8>,
}

/// Writes the settings.
pub(super) fn write_settings(txn: &WriteTransaction, settings: &Settings) -> Result<Written> {
    let mut after = Vec::new();
    seal_row(
        &mut after,
        Sealed::Meta,
        SETTINGS_KEY,
        &WireSettings::from(settings),
    )?;
    let mut meta = txn.open_table(META)?;
    let before = meta
        .insert(SETTINGS_KEY, after.as_slice())?
        .map(|row| row.value().to_vec());
    Ok(Written {
        key: SETTINGS_KEY,
        before,
        after,
    })
}

/// How many rows each of [`COUNTED`] has; makes tables that are not there yet.
fn count_rows(txn: &WriteTransaction) -> Result<Vec<u64>> {
    Ok(vec![
        txn.open_table(LISTS)?.len()?,
        txn.open_table(SEGMENTS)?.len()?,
        txn.open_table(FIELDS)?.len()?,
        txn.open_table(SOURCES)?.len()?,
        txn.open_table(CONTACTS)?.len()?,
        txn.open_table(PERMISSIONS)?.len()?,
        txn.open_table(NAMES.large)?.len()?,
        txn.open_table(NUMBERS.large)?.len()?,
        txn.open_table(IDS.large)?.len()?,
        txn.open_table(JOURNAL)?.len()?,
        txn.open_table(JOURNAL_ROWS)?.len()?,
        txn.open_table(JOBS)?.len()?,
        txn.open_table(EVENTS)?.len()?,
        txn.open_table(NAMES.small)?.len()?,
        txn.open_table(NUMBERS.small)?.len()?,
        txn.open_table(IDS.small)?.len()?,
        txn.open_table(NAMES.gone)?.len()?,
        txn.open_table(NUMBERS.gone)?.len()?,
        txn.open_table(IDS.gone)?.len()?,
        txn.open_table(TOTALS)?.len()?,
        txn.open_table(CLEARED)?.len()?,
        txn.open_table(DECISIONS)?.len()?,
    ])
}
