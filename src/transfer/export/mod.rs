//! People out: CSV that no spreadsheet runs as formulas, or JSON Lines. Page by page, without holding a transaction.

mod cells;
mod column;
mod file;

pub use column::{Column, columns};
pub use file::to_file;

use crate::model::{Catalogue, ContactId, Moment, Profile, Scope};
use crate::store::{Selection, Store};
use crate::transfer::TransferError;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Contacts read from the store at once.
const PAGE: usize = 2_000;

/// How people are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated, with a header of field keys.
    Csv,
    /// One JSON object a line; what is not set is `null`.
    JsonLines,
}

/// Who goes out, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where they are looked at: a column such as the joining date may differ by list.
    pub scope: Scope,
    /// Who they are; those that are named ascend.
    pub whom: Selection,
    /// How they are written.
    pub format: Format,
    /// The columns, in order: see [`columns`].
    pub columns: Vec<Column>,
    /// The moment for ages, lifecycle and days.
    pub moment: Moment,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// How many people were written.
    pub people: u64,
    /// Who was left out, because the store is damaged there.
    pub unreadable: Vec<ContactId>,
}

/// Writes people, in the order in which they came in, and says how many. `progress` hears how many are written after
/// each page and may stop it by saying false. When nobody reads the output any more, that is the end and no error.
pub fn run(
    store: &dyn Store,
    options: &Options,
    to: &mut dyn Write,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<Exported, TransferError> {
    match write_all(store, options, to, progress) {
        Err(Failure::Store(error)) => Err(error),
        Err(Failure::Output(error)) if error.kind() != ErrorKind::BrokenPipe => {
            Err(TransferError::io(Path::new("The output"), &error))
        }
        Err(Failure::Output(_)) => Ok(Exported::default()),
        Ok(exported) => Ok(exported),
    }
}

/// What can stop an export.
enum Failure {
    Store(TransferError),
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

fn write_all(
    store: &dyn Store,
    options: &Options,
    to: &mut dyn Write,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<Exported, Failure> {
    let catalogue = store.catalogue().map_err(|error| Failure::Store(error.into()))?;
    let mut line = Vec::new();
    if options.format == Format::Csv {
        cells::csv_line(
            options.columns.iter().map(|column| column.key.as_str()),
            &mut line,
        );
        to.write_all(&line)?;
    }
    let mut exported = Exported::default();
    let mut after: Option<ContactId> = None;
    loop {
        let page = page(store, options, after, &mut exported.unreadable).map_err(Failure::Store)?;
        let Some((last, profiles)) = page else { break };
        for profile in &profiles {
            line.clear();
            write_one(options, profile, &catalogue, &mut line);
            to.write_all(&line)?;
        }
        exported.people += profiles.len() as u64;
        after = Some(last);
        if !progress(exported.people) {
            return Err(Failure::Store(TransferError::Cancelled));
        }
    }
    to.flush()?;
    Ok(exported)
}

/// The last number asked for and the next people, without those who cannot be read. None at the end.
fn page(
    store: &dyn Store,
    options: &Options,
    after: Option<ContactId>,
    unreadable: &mut Vec<ContactId>,
) -> Result<Option<(ContactId, Vec<Profile>)>, TransferError> {
    let (ids, last) = match &options.whom {
        Selection::Those(those) => {
            let from = after.map_or(0, |after| those.partition_point(|id| *id <= after));
            let ids: Vec<ContactId> = those.iter().skip(from).take(PAGE).copied().collect();
            let last = ids.last().copied();
            (ids, last)
        }
        Selection::AllBut { scope, query, except } => {
            let mut ids = store.walk(*scope, query, after, PAGE)?;
            let last = ids.last().copied();
            ids.retain(|id| except.binary_search(id).is_err());
            (ids, last)
        }
    };
    let Some(last) = last else {
        return Ok(None);
    };
    let (profiles, damaged) = store.readable(&ids)?;
    unreadable.extend(damaged);
    Ok(Some((last, profiles)))
}

fn write_one(options: &Options, profile: &Profile, catalogue: &Catalogue, line: &mut Vec<u8>) {
    let values = options
        .columns
        .iter()
        .map(|column| column.value(profile, catalogue, options.scope, &options.moment));
    match options.format {
        Format::Csv => {
            let cells = values.map(|value| value.map_or_else(String::new, |value| cells::text(&value)));
            cells::csv_line(cells, line);
        }
        Format::JsonLines => {
            let keys = options.columns.iter().map(|column| column.key.as_str());
            cells::json_line(keys.zip(values), line);
        }
    }
}
