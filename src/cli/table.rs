//! Rows under a heading, written in the format that was asked for.

use super::failure::Failure;
use super::json::Json;
use super::output::{Format, Output};
use crate::transfer::guarded;
use crate::ui::clean::clean;
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// A column: its key, and whether its values stand right.
#[derive(Clone, Debug)]
pub struct Column {
    key: String,
    right: bool,
}

impl Column {
    /// A column of texts.
    pub fn text(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            right: false,
        }
    }

    /// A column of numbers.
    pub fn number(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            right: true,
        }
    }
}

/// A value with how people read it. The table shows the words, CSV and JSON the value.
#[derive(Clone, Debug)]
pub struct Cell {
    words: String,
    json: Json,
}

impl Cell {
    /// A value whose words differ from its JSON.
    pub fn new(words: impl Into<String>, json: Json) -> Self {
        Self {
            words: words.into(),
            json,
        }
    }

    /// A text; empty is null in JSON.
    pub fn text(text: &str) -> Self {
        Self::new(text, Json::text_or_null(text))
    }

    /// How people read it.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// A whole number.
    pub fn count(count: u64) -> Self {
        Self::new(count.to_string(), Json::Count(count))
    }

    /// Whether people would see nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The value as JSON has it.
    pub fn into_json(self) -> Json {
        self.json
    }

    /// Yes or no.
    pub fn flag(flag: bool) -> Self {
        Self::new(if flag { "yes" } else { "no" }, Json::Flag(flag))
    }
}

/// Rows under a heading.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// An empty table.
    pub fn new(columns: Vec<Column>) -> Self {
        Self {
            columns,
            rows: Vec::new(),
        }
    }

    /// Adds a row: one cell a column.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// Whether there is nothing under the heading.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes all rows; JSON as one array.
    pub fn write(&self, format: Format, out: &mut Output) -> Result<(), Failure> {
        match format {
            Format::Table => self.write_aligned(out),
            Format::Csv => {
                self.write_csv_heading(out)?;
                self.write_csv_rows(out)
            }
            Format::Json => {
                let rows = self.rows.iter().map(|row| self.object(row)).collect();
                out.line(&Json::Array(rows).to_string())
            }
        }
    }

    /// The heading of CSV alone, for rows that come in parts.
    pub fn write_csv_heading(&self, out: &mut Output) -> Result<(), Failure> {
        let keys = self.columns.iter().map(|column| column.key.as_str());
        csv_line(keys, out)
    }

    /// The rows as CSV without the heading.
    pub fn write_csv_rows(&self, out: &mut Output) -> Result<(), Failure> {
        for row in &self.rows {
            csv_line(row.iter().map(|cell| cell.json.as_cell()), out)?;
        }
        Ok(())
    }

    /// The rows as JSON Lines.
    pub fn write_json_lines(&self, out: &mut Output) -> Result<(), Failure> {
        for row in &self.rows {
            out.line(&self.object(row).to_string())?;
        }
        Ok(())
    }

    fn object(&self, row: &[Cell]) -> Json {
        let pairs = self.columns.iter().zip(row);
        Json::Object(
            pairs
                .map(|(column, cell)| (column.key.clone(), cell.json.clone()))
                .collect(),
        )
    }

    /// Columns aligned by display width. A row is always one line, so cells are cleaned for any reader here.
    fn write_aligned(&self, out: &mut Output) -> Result<(), Failure> {
        let heading = self.columns.iter().map(|column| column.key.clone()).collect();
        let mut lines: Vec<Vec<String>> = vec![heading];
        let cleaned = |row: &Vec<Cell>| row.iter().map(|cell| clean(&cell.words).into_owned()).collect();
        lines.extend(self.rows.iter().map(cleaned));
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|at| {
                lines
                    .iter()
                    .filter_map(|line| line.get(at))
                    .map(|cell| cell.width())
                    .max()
            })
            .map(Option::unwrap_or_default)
            .collect();
        for line in &lines {
            let cells = line.iter().zip(&self.columns).zip(&widths);
            let mut text = String::new();
            for ((cell, column), width) in cells {
                let pad = " ".repeat(width.saturating_sub(cell.width()));
                text.push_str(if text.is_empty() { "" } else { "  " });
                if column.right {
                    text.push_str(&pad);
                    text.push_str(cell);
                } else {
                    text.push_str(cell);
                    text.push_str(&pad);
                }
            }
            out.line(text.trim_end())?;
        }
        Ok(())
    }
}

fn csv_line<T: AsRef<str>>(cells: impl Iterator<Item = T>, out: &mut Output) -> Result<(), Failure> {
    let mut writer = csv::WriterBuilder::new()
        .buffer_capacity(256)
        .from_writer(Vec::new());
    for cell in cells {
        writer
            .write_field(guarded(cell.as_ref()).as_ref())
            .map_err(std::io::Error::other)?;
    }
    writer
        .write_record(None::<&[u8]>)
        .map_err(std::io::Error::other)?;
    let bytes = writer
        .into_inner()
        .map_err(|error| std::io::Error::other(error.to_string()))?;
    out.write_all(&bytes)?;
    Ok(())
}
