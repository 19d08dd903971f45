//! How the rows of a file are parted, and reading them one by one in constant memory.

use super::input::Guarded;
use crate::transfer::TransferError;
use csv::{ByteRecord, StringRecord};
use std::cell::Cell;
use std::io::Read;
use std::rc::Rc;

/// How much of the head the delimiter is looked for in.
const SNIFFED: usize = 64 << 10;
/// How long a byte order mark is.
const BOM: usize = 3;
/// How many rows the delimiter is judged by.
const SNIFFED_ROWS: usize = 50;

/// What parts the cells, and where the header begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::transfer) struct Dialect {
    pub delimiter: u8,
    /// Bytes before the header: a byte order mark, Excel's `sep=` line.
    skip: usize,
    /// Lines end in CR and LF. The parser ends a row at the CR, so that the next seems to begin a line too early.
    crlf: bool,
}

impl Dialect {
    /// The delimiter under which the first rows fall into the most columns and agree best.
    pub fn sniff(head: &[u8]) -> Self {
        let crlf = head
            .iter()
            .position(|byte| *byte == b'\n')
            .is_some_and(|end| end > 0 && head.get(end - 1) == Some(&b'\r'));
        let bom = if head.starts_with(b"\xEF\xBB\xBF") { BOM } else { 0 };
        let text = head.get(bom..).unwrap_or_default();
        if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter, rest @ ..] = text {
            let ended = [b"\r\n".as_slice(), b"\n"]
                .into_iter()
                .find(|end| rest.starts_with(end));
            if let Some(end) = ended {
                return Self {
                    delimiter: *delimiter,
                    skip: bom + 5 + end.len(),
                    crlf,
                };
            }
        }
        let text = text.get(..SNIFFED).unwrap_or(text);
        let best = [b',', b';', b'\t', b'|']
            .into_iter()
            .rev()
            .max_by_key(|delimiter| agreement(text, *delimiter));
        Self {
            delimiter: best.unwrap_or(b','),
            skip: bom,
            crlf,
        }
    }

    /// The rows of some bytes, header first.
    pub fn rows(self, mut from: Box<dyn Read + Send>, name: &str) -> Result<Rows, TransferError> {
        let mut skipped = vec![0; self.skip];
        from.read_exact(&mut skipped)
            .map_err(|error| unreadable(name, &error.to_string()))?;
        let (guarded, since_row) = Guarded::new(from);
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .buffer_capacity(256 << 10)
            .from_reader(guarded);
        Ok(Rows {
            reader,
            since_row,
            name: name.to_owned(),
            skip: self.skip as u64,
            lines_before: u64::from(self.crlf) + u64::from(self.skip > BOM),
        })
    }
}

/// How well rows fall into columns: the header's columns, if there are several, weighed by how many rows have as many.
fn agreement(text: &[u8], delimiter: u8) -> u64 {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text);
    let mut record = ByteRecord::new();
    if !reader.read_byte_record(&mut record).unwrap_or(false) || record.len() < 2 {
        return 0;
    }
    let columns = record.len();
    let (mut rows, mut agreeing) = (0_u64, 0_u64);
    while rows < SNIFFED_ROWS as u64 && reader.read_byte_record(&mut record).unwrap_or(false) {
        rows += 1;
        agreeing += u64::from(record.len() == columns);
    }
    let share = (agreeing * 100).checked_div(rows).unwrap_or(100);
    // Columns count for more than perfect agreement: a comma inside a cell must not win over tabs.
    (columns as u64) * (20 + share)
}

/// The rows of a file, one after another.
pub(in crate::transfer) struct Rows {
    reader: csv::Reader<Guarded<Box<dyn Read + Send>>>,
    since_row: Rc<Cell<u64>>,
    name: String,
    skip: u64,
    /// Lines that the parser does not count.
    lines_before: u64,
}

impl Rows {
    /// The line of the file on which a row below the header begins.
    pub fn line(&self, row: &StringRecord) -> u64 {
        row.position().map_or(0, csv::Position::line) + self.lines_before
    }

    /// Reads the next row. False at the end.
    pub fn next(&mut self, into: &mut StringRecord) -> Result<bool, TransferError> {
        self.since_row.set(0);
        self.reader
            .read_record(into)
            .map_err(|error| self.failure(&error))
    }

    /// Reads the next row, whether or not it is UTF-8: to look at the head of a stream, which may end in a character.
    pub fn next_bytes(&mut self, into: &mut ByteRecord) -> Result<bool, TransferError> {
        self.since_row.set(0);
        self.reader
            .read_byte_record(into)
            .map_err(|error| self.failure(&error))
    }

    fn failure(&self, error: &csv::Error) -> TransferError {
        match error.kind() {
            csv::ErrorKind::Utf8 { pos, err } => TransferError::File(format!(
                "{} is not UTF-8: line {}, column {}. Save it as “CSV UTF-8” and import that.",
                self.name,
                pos.as_ref().map_or(0, csv::Position::line),
                err.field() + 1
            )),
            _ => unreadable(&self.name, &error.to_string()),
        }
    }

    /// Bytes read up to the end of the last row.
    pub fn bytes(&self) -> u64 {
        self.skip + self.reader.position().byte()
    }
}

fn unreadable(name: &str, reason: &str) -> TransferError {
    TransferError::File(format!("{name} cannot be read: {reason}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_makes_columns() {
        for (text, delimiter) in [
            ("a,b,c\n1,2,3\n", b','),
            ("a;b;c\n1,5;2;3\n", b';'),
            ("a\tb\n1, 2\t3\n", b'\t'),
            ("a|b\n1|2\n", b'|'),
            ("phone\n+351912345678\n", b','),
            ("name;notes\nAna;\"x, y; z\"\n", b';'),
            ("first name;last name;a, b\nx;y;z\n", b';'),
        ] {
            assert_eq!(Dialect::sniff(text.as_bytes()).delimiter, delimiter, "{text}");
        }
        let excel = Dialect::sniff(b"\xEF\xBB\xBFsep=;\r\na;b\r\n");
        assert_eq!((excel.delimiter, excel.skip), (b';', 10));
    }
}
