//! Sizes and counts, for `stats`.

use super::redb::Redb;
use super::tables::META;
use super::{Result, catalogue, events, fault, meta};
use std::fs;

/// What there is, and how large it is, as name and value.
pub(super) fn stats(store: &Redb) -> Result<Vec<(String, String)>> {
    let catalogue = catalogue::current(store)?;
    let (format, state) = store.read(|txn| {
        let table = txn.open_table(META)?;
        Ok((meta::format(&table)?, meta::state(&table)?))
    })?;
    let size = fs::metadata(store.path())
        .map_err(|error| fault::refused("read", store.path(), &error))?
        .len();
    let mut lines = vec![
        ("store", store.path().display().to_string()),
        ("bytes", size.to_string()),
        ("contacts", catalogue.contacts.to_string()),
        ("lists", catalogue.lists.len().to_string()),
        ("segments", catalogue.segments.len().to_string()),
        ("fields", catalogue.fields.len().to_string()),
        ("bytes of history", state.journal_bytes.to_string()),
        ("generation", state.generation.to_string()),
    ];
    for (kind, count) in store.read(events::counted)? {
        lines.push((kind.word(), count.to_string()));
    }
    if let Some(format) = format {
        lines.push(("format", format.version.to_string()));
        lines.push(("id", uuid::Uuid::from_bytes(format.uuid).to_string()));
    }
    let named = lines.into_iter().map(|(name, value)| (name.to_owned(), value));
    let rows = meta::COUNTED.iter().zip(&state.rows);
    Ok(named
        .chain(rows.map(|(table, rows)| (format!("rows in {table}"), rows.to_string())))
        .collect())
}
