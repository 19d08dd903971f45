//! `fields`: every field that criteria, columns and `--set` can name.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::json::Json;
use super::output::{Format, Output};
use super::table::{Cell, Column, Table};
use crate::model::field::Origin;
use crate::model::{BuiltinField, FieldDef, FieldType};
use crate::store::Store;
use clap::Args;

/// Shows all fields.
#[derive(Debug, Args)]
pub struct Fields {
    /// How to write them.
    #[arg(long, default_value = "table")]
    format: Format,
}

impl Fields {
    /// Prints one row a field, the built-in ones first.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let catalogue = context.reader()?.catalogue()?;
        let mut table = Table::new(
            ["key", "label", "type", "options", "custom", "set"]
                .map(Column::text)
                .to_vec(),
        );
        for field in BuiltinField::ALL {
            table.row(builtin(*field));
        }
        for field in &catalogue.fields {
            table.row(custom(field));
        }
        table.write(self.format, out)?;
        Ok(Exit::Done)
    }
}

fn builtin(field: BuiltinField) -> Vec<Cell> {
    let set = match field.origin() {
        Origin::Stored => "by you",
        Origin::Total => "by purchases",
        Origin::Derived => "worked out",
    };
    vec![
        Cell::text(field.name()),
        Cell::text(field.label()),
        Cell::text(field.kind().word()),
        Cell::new("", Json::Array(Vec::new())),
        Cell::flag(false),
        Cell::text(set),
    ]
}

fn custom(field: &FieldDef) -> Vec<Cell> {
    let options = match &field.kind {
        FieldType::Choice(options) => options.as_slice(),
        _ => &[],
    };
    let json = options.iter().map(|option| Json::text(option.as_str())).collect();
    vec![
        Cell::text(&field.key),
        Cell::text(&field.label),
        Cell::text(field.kind.word()),
        Cell::new(options.join("; "), Json::Array(json)),
        Cell::flag(true),
        Cell::text("by you"),
    ]
}
