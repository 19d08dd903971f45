//! The rejects file: the original rows of what was rejected or set aside, with why. Safe to open in a spreadsheet, and
//! readable by its owner alone.

use super::super::Source;
use crate::transfer::TransferError;
use crate::transfer::formula::guarded;
use crate::transfer::issues::Issue;
use csv::StringRecord;
use std::fs::{File, OpenOptions, Permissions};
use std::io::BufWriter;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The columns behind the file's own.
pub(in crate::transfer) const REJECTS: [&str; 6] = ["row", "line", "kind", "column", "value", "reason"];

/// Writes the rejects file.
pub(in crate::transfer) struct Rejects {
    to: csv::Writer<BufWriter<File>>,
    path: PathBuf,
    columns: usize,
}

impl Rejects {
    /// Begins the file, where one was asked for.
    pub fn begin<'a>(
        path: Option<&Path>,
        from: &Source,
        columns: impl Iterator<Item = &'a str>,
    ) -> Result<Option<Self>, TransferError> {
        let Some(path) = path else {
            return Ok(None);
        };
        if let Source::File(from) = from
            && same_file(from, path)
        {
            return Err(TransferError::Usage(format!(
                "{} is the file to be imported; write the rejects to another one.",
                path.display()
            )));
        }
        let failed = |error: std::io::Error| TransferError::io(path, &error);
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(path)
            .map_err(failed)?;
        if file.metadata().is_ok_and(|facts| facts.is_file()) {
            file.set_permissions(Permissions::from_mode(0o600))
                .map_err(failed)?;
        }
        let mut rejects = Self {
            to: csv::WriterBuilder::new()
                .flexible(true)
                .from_writer(BufWriter::new(file)),
            path: path.to_owned(),
            columns: 0,
        };
        let names: Vec<String> = columns.map(|name| guarded(name).into_owned()).collect();
        rejects.columns = names.len();
        rejects.record(names.into_iter().chain(REJECTS.map(str::to_owned)))?;
        Ok(Some(rejects))
    }

    /// Adds rows.
    pub fn write(&mut self, issues: &[(Issue, StringRecord)]) -> Result<(), TransferError> {
        for (issue, record) in issues {
            let cells =
                (0..self.columns.max(record.len())).map(|place| record.get(place).unwrap_or_default());
            let kind = if issue.rejected { "rejected" } else { "warning" };
            let (row, line) = (issue.row.to_string(), issue.line.to_string());
            let extra = [
                row.as_str(),
                line.as_str(),
                kind,
                &issue.column,
                &issue.value,
                &issue.reason,
            ];
            self.record(
                cells
                    .take(self.columns)
                    .chain(extra)
                    .map(|cell| guarded(cell).into_owned()),
            )?;
        }
        Ok(())
    }

    /// Closes the file.
    pub fn finish(mut self) -> Result<(), TransferError> {
        self.to
            .flush()
            .map_err(|error| TransferError::io(&self.path, &error))
    }

    fn record(&mut self, cells: impl Iterator<Item = String>) -> Result<(), TransferError> {
        self.to.write_record(cells).map_err(|error| TransferError::Io {
            path: self.path.clone(),
            reason: error.to_string(),
        })
    }
}

fn same_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}
