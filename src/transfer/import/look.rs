//! A first look at the rows of a file: the names of its columns, what their values look like, how many rows there are.

use super::input::Input;
use super::rows::{Dialect, Rows};
use super::survey::{Survey, is_mailbox};
use crate::model::BuiltinField;
use crate::transfer::TransferError;
use csv::ByteRecord;

/// Rows shown as a sample.
const SAMPLE: usize = 5;
/// Rows over which columns are matched.
const MATCHED_ROWS: u64 = 2_000;
/// How far types are inferred; beyond, rows are looked at only while a column is undecided.
const SURVEYED: u64 = 8 << 20;

/// A first look at the rows.
pub(in crate::transfer) struct Look {
    rows_left: Rows,
    pub names: Vec<String>,
    /// One a column.
    pub surveys: Vec<Survey>,
    /// The first rows, as they stand.
    pub sample: Vec<Vec<String>>,
    /// How many rows there are: counted, estimated, or None for a stream.
    pub rows: Option<u64>,
    bytes: Option<u64>,
    cut_at: Option<u64>,
}

impl Look {
    /// Reads the header.
    pub fn begin(input: &Input, dialect: Dialect, file: &str) -> Result<Self, TransferError> {
        let looked_at = input.looked_at()?;
        let mut rows_left = dialect.rows(looked_at, file)?;
        let mut header = ByteRecord::new();
        if !rows_left.next_bytes(&mut header)? {
            return Err(TransferError::File(format!("{file} is empty.")));
        }
        let header: Vec<String> = header
            .iter()
            .map(|cell| String::from_utf8_lossy(cell).trim().to_owned())
            .collect();
        refuse_headless(&header, file)?;
        let names = column_names(&header);
        let surveys = vec![Survey::default(); names.len()];
        Ok(Self {
            rows_left,
            names,
            surveys,
            sample: Vec::new(),
            rows: None,
            bytes: input.bytes(),
            cut_at: input.cut_at(),
        })
    }

    /// Reads on until types and marks are settled. `matters` says of a column's name and its values whether values further
    /// down can still matter to it.
    pub fn read(&mut self, matters: fn(&str, &Survey) -> bool) -> Result<(), TransferError> {
        let mut record = ByteRecord::new();
        let mut rows = 0_u64;
        let mut open: Vec<usize> = (0..self.names.len()).collect();
        let mut ended = true;
        let mut before_first = self.rows_left.bytes();
        while self.rows_left.next_bytes(&mut record)? {
            // The last row of a stream's head may be cut.
            if self.cut_at.is_some_and(|end| self.rows_left.bytes() >= end) {
                break;
            }
            rows += 1;
            if self.sample.len() < SAMPLE {
                let cells = record
                    .iter()
                    .map(|cell| String::from_utf8_lossy(cell).into_owned());
                self.sample.push(cells.collect());
            }
            for place in &open {
                if let (Some(cell), Some(survey)) = (record.get(*place), self.surveys.get_mut(*place)) {
                    survey.add(&String::from_utf8_lossy(cell));
                }
            }
            if rows == MATCHED_ROWS {
                open.retain(|place| match (self.names.get(*place), self.surveys.get(*place)) {
                    (Some(name), Some(survey)) => matters(name, survey),
                    _ => false,
                });
            }
            if rows.is_multiple_of(MATCHED_ROWS) && self.rows_left.bytes() > SURVEYED {
                open.retain(|place| self.surveys.get(*place).is_some_and(Survey::is_undecided));
                if open.is_empty() {
                    ended = false;
                    break;
                }
            }
        }
        before_first = self.rows_left.bytes().saturating_sub(before_first).max(1);
        self.rows = match self.bytes {
            _ if ended && self.bytes.is_some() => Some(rows),
            Some(bytes) => Some((bytes as f64 / before_first as f64 * rows as f64) as u64),
            None => None,
        };
        Ok(())
    }
}

/// Whether values further down can still matter to a column of contacts: to one without a usual name, of days, and of
/// amounts.
pub(super) fn matters(name: &str, survey: &Survey) -> bool {
    use super::alias::{Means, of};
    match of(name).map(|alias| alias.means) {
        Some(Means::Field(
            BuiltinField::Birthday
            | BuiltinField::FirstPurchase
            | BuiltinField::LastPurchase
            | BuiltinField::TotalSpent
            | BuiltinField::Orders,
        )) => survey.is_undecided(),
        Some(_) => false,
        None => true,
    }
}

/// A first row that holds values and no names means that the header is missing.
fn refuse_headless(header: &[String], file: &str) -> Result<(), TransferError> {
    let is_value = |cell: &String| {
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        is_mailbox(cell)
            || (digits >= 7
                && cell
                    .chars()
                    .all(|letter| letter.is_ascii_digit() || " +-()./'".contains(letter)))
    };
    if let Some(value) = header.iter().find(|cell| is_value(cell)) {
        return Err(TransferError::File(format!(
            "{file} has no header: its first row begins with data (“{value}”). Put a row with the names of the columns above it."
        )));
    }
    if header.iter().all(String::is_empty) {
        return Err(TransferError::File(format!(
            "{file} has no header: its first row is blank. Put a row with the names of the columns there."
        )));
    }
    Ok(())
}

/// One name a column: repeated ones get ` (2)`, nameless ones `Column 3`.
fn column_names(header: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(header.len());
    for (place, name) in header.iter().enumerate() {
        let base = if name.is_empty() {
            format!("Column {}", place + 1)
        } else {
            name.clone()
        };
        let mut unique = base.clone();
        let mut times = 1;
        while names.contains(&unique) {
            times += 1;
            unique = format!("{base} ({times})");
        }
        names.push(unique);
    }
    names
}
