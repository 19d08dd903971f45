//! Every row of every table as one number, so that two states of a store can be compared to the last byte.

use crate::store::Result;
use crate::store::bitmap::BITMAPS;
use crate::store::columns::COLUMNS;
use crate::store::index::{CLEARED, IDS, NAMES, NUMBERS};
use crate::store::redb::Redb;
use crate::store::tables::{
    CONTACTS, DECISIONS, EVENT_COLUMNS, EVENTS, FIELDS, JOBS, JOURNAL, JOURNAL_ROWS, LIST_STATES, LISTS,
    META, PERMISSIONS, SEGMENTS, SOURCES, TOTALS,
};
use redb::{Key, ReadTransaction, ReadableTable, TableDefinition, TableError, TableHandle, Value};
use std::collections::BTreeSet;
use xxhash_rust::xxh3::Xxh3;

/// A state of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    /// A checksum of all rows but the one that no two stores share.
    all: u64,
    /// The same without what is kept in order between changes: indexes, and the header.
    pub(super) told: u64,
}

/// The generation, and the state.
pub(super) fn dump(store: &Redb) -> Result<(u64, State)> {
    let generation = crate::store::catalogue::generation(store)?;
    let sum = store.read(|txn| {
        let mut sum = Sum {
            txn,
            all: Xxh3::new(),
            told: Xxh3::new(),
            is_told: true,
            seen: BTreeSet::new(),
        };
        sum.table(LISTS)?;
        sum.table(LIST_STATES)?;
        sum.table(SEGMENTS)?;
        sum.table(FIELDS)?;
        sum.table(SOURCES)?;
        sum.table(DECISIONS)?;
        sum.table(CONTACTS)?;
        sum.table(PERMISSIONS)?;
        sum.table(EVENTS)?;
        sum.table(TOTALS)?;
        sum.table(EVENT_COLUMNS)?;
        sum.table(JOURNAL)?;
        sum.table(JOURNAL_ROWS)?;
        sum.table(JOBS)?;
        sum.table(COLUMNS)?;
        sum.table(BITMAPS)?;
        sum.is_told = false;
        for index in [NAMES, NUMBERS, IDS] {
            sum.table(index.large)?;
            sum.table(index.small)?;
            sum.table(index.gone)?;
        }
        sum.table(CLEARED)?;
        sum.table(META)?;
        for table in txn.list_tables()? {
            assert!(
                sum.seen.contains(table.name()),
                "{} is not compared",
                table.name()
            );
        }
        Ok(State {
            all: sum.all.digest(),
            told: sum.told.digest(),
        })
    })?;
    Ok((generation, sum))
}

struct Sum<'a> {
    txn: &'a ReadTransaction,
    all: Xxh3,
    told: Xxh3,
    /// Whether the table at hand is one that changes are told of in.
    is_told: bool,
    seen: BTreeSet<String>,
}

impl Sum<'_> {
    fn table<K: Key + 'static, V: Value + 'static>(
        &mut self,
        table: TableDefinition<'static, K, V>,
    ) -> Result<()> {
        self.seen.insert(table.name().to_owned());
        self.add(table.name().as_bytes());
        let rows = match self.txn.open_table(table) {
            Err(TableError::TableDoesNotExist(_)) => return Ok(()),
            rows => rows?,
        };
        for row in rows.iter()? {
            let (key, value) = row?;
            let key = key.value();
            let key = K::as_bytes(&key);
            if table.name() == META.name() && key.as_ref() == b"format" {
                continue;
            }
            let value = value.value();
            let value = V::as_bytes(&value);
            self.add(&(key.as_ref().len() as u64).to_le_bytes());
            self.add(key.as_ref());
            self.add(&(value.as_ref().len() as u64).to_le_bytes());
            self.add(value.as_ref());
        }
        Ok(())
    }

    fn add(&mut self, bytes: &[u8]) {
        self.all.update(bytes);
        if self.is_told {
            self.told.update(bytes);
        }
    }
}
