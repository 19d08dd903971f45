//! One thing with its properties below each other, written in the format that was asked for.

use super::failure::Failure;
use super::json::Json;
use super::output::{Format, Output};
use super::table::{Cell, Column, Table};

/// Names and values, in order.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pairs: Vec<(String, Cell)>,
}

impl Sheet {
    /// Adds a property.
    pub fn add(&mut self, name: &str, value: Cell) {
        self.pairs.push((name.to_owned(), value));
    }

    /// Writes all properties; JSON as one object.
    pub fn write(self, format: Format, out: &mut Output) -> Result<(), Failure> {
        if format == Format::Json {
            let pairs = self
                .pairs
                .into_iter()
                .map(|(name, cell)| (name, cell.into_json()));
            return out.line(&Json::Object(pairs.collect()).to_string());
        }
        let mut table = Table::new(vec![Column::text("name"), Column::text("value")]);
        for (name, cell) in self.pairs {
            table.row(vec![Cell::text(&name), cell]);
        }
        table.write(format, out)
    }
}
