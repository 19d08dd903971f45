//! A store of an older format becomes one of this format: alone, in one transaction, after the file has been copied.
//! Since the oldest format that is known here only columns have changed; these follow from the rows, and are made anew
//! of them. Whatever happens on the way, the file is what it was or what it is to be.

use super::columns::{self, RowChange};
use super::events;
use super::fault::{guarded, refused};
use super::open::OpenOptions;
use super::tables::{CONTACTS, META, PERMISSIONS, TOTALS};
use super::upkeep::{alone, leave_to_all};
use super::{Result, StoreError, meta, rows};
use crate::model::{ContactId, Profile};
use redb::{Database, ReadableDatabase, ReadableTable, WriteTransaction};
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant as Clock};

/// The oldest format that can be brought forward.
pub(super) const OLDEST: u32 = 9;

/// Contacts whose columns are made at a time: whole chunks of texts.
const SLICE: u32 = 3 * columns::TEXT_ROWS;

/// What of it may stay in memory meanwhile.
const CACHE: usize = 64 << 20;

/// Brings a store of the format `found` forward, and says so in words; None where somebody else has done so meanwhile.
pub(super) fn forward(options: &OpenOptions, found: u32) -> Result<Option<String>> {
    if options.read_only || found < OLDEST {
        return Err(StoreError::Older {
            found,
            oldest: OLDEST,
        });
    }
    let options = OpenOptions {
        cache_bytes: options.cache_bytes.max(CACHE),
        ..options.clone()
    };
    let database = wait_for(&options)?;
    let is_done = guarded(|| {
        let txn = database.begin_read()?;
        let format = meta::format(&txn.open_table(META)?)?;
        Ok(format.is_some_and(|format| format.version >= meta::FORMAT))
    })?;
    if is_done {
        guarded(|| Ok(database.close()?))?;
        leave_to_all(&options)?;
        return Ok(None);
    }
    let copy = keep_copy(&options.path, found)?;
    guarded(|| {
        bring_forward(&database)?;
        Ok(database.close()?)
    })?;
    leave_to_all(&options)?;
    Ok(Some(format!(
        "This store had format {found} and was brought to format {}. It stands as it was in {}; delete that file when you no longer need it.",
        meta::FORMAT,
        copy.display()
    )))
}

/// The store as the only process that has it open, after others who may be at it have come to their ends.
fn wait_for(options: &OpenOptions) -> Result<Database> {
    let started = Clock::now();
    loop {
        if let Some(database) = alone(options)? {
            return Ok(database);
        }
        if started.elapsed() > PATIENCE {
            return Err(StoreError::Others);
        }
        // Not all in step: each holds the file for a moment to find out that it is not alone.
        let turn = u64::from(std::process::id() % 16);
        thread::sleep(Duration::from_millis(5 + turn));
    }
}

/// How long to wait for others: one of them may be bringing it forward.
const PATIENCE: Duration = Duration::from_secs(20);

/// Copies the file beside itself. A copy that is there was made by an attempt that came no further.
fn keep_copy(path: &Path, found: u32) -> Result<PathBuf> {
    let name = |end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".format-{found}{end}"));
        PathBuf::from(name)
    };
    let (copy, unfinished) = (name(""), name(".unfinished"));
    let refuse = |error| refused("copy the store to", &unfinished, &error);
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(refuse(error)),
        _ => {}
    }
    let copied = fs::copy(path, &unfinished).and_then(|_| File::open(&unfinished)?.sync_all());
    if let Err(error) = copied {
        let _ = fs::remove_file(&unfinished);
        return Err(refuse(error));
    }
    fs::rename(&unfinished, &copy).map_err(|error| refused("copy the store to", &copy, &error))?;
    Ok(copy)
}

/// The change itself, in one transaction.
pub(super) fn bring_forward(database: &Database) -> Result<()> {
    let mut txn = database.begin_write()?;
    txn.set_quick_repair(true);
    let mut state = meta::state(&txn.open_table(META)?)?;
    state.generation += 1;
    restore_columns(&txn)?;
    meta::write_format(&txn)?;
    meta::write_state(&txn, &state)?;
    Ok(txn.commit()?)
}

/// Makes all columns of contacts and events anew of the rows.
fn restore_columns(txn: &WriteTransaction) -> Result<()> {
    columns::drop_all(txn)?;
    events::drop_columns(txn)?;
    let mut from = Some(0);
    while let Some(first) = from {
        let (people, next) = people(txn, first)?;
        let changes: Vec<RowChange<'_>> = people
            .iter()
            .map(|profile| RowChange {
                id: profile.contact.id,
                old: None,
                new: Some(profile),
            })
            .collect();
        columns::update(txn, &changes)?;
        events::restore_columns(txn, people.iter().map(|profile| &profile.contact))?;
        from = next;
    }
    Ok(())
}

/// The contacts of a slice, and where the next begins; None behind the last.
fn people(txn: &WriteTransaction, first: u32) -> Result<(Vec<Profile>, Option<u32>)> {
    let contacts = txn.open_table(CONTACTS)?;
    let (permissions, totals) = (txn.open_table(PERMISSIONS)?, txn.open_table(TOTALS)?);
    let last = first.saturating_add(SLICE - 1);
    let mut people = Vec::new();
    for row in contacts.range(first..=last)? {
        let id = ContactId(row?.0.value());
        let Some(mut profile) = rows::profile(&contacts, &permissions, id)? else {
            continue;
        };
        if let Some(known) = events::of_contact(&totals, id)? {
            profile.totals = known;
        }
        people.push(profile);
    }
    let next = match last.checked_add(1) {
        Some(after) => contacts.range(after..)?.next().transpose()?,
        None => None,
    };
    Ok((people, next.map(|(id, _)| id.value() / SLICE * SLICE)))
}
