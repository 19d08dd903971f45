//! `export`: people out, to standard output or into a file.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::interrupt::Interrupt;
use super::output::{Output, remark};
use super::selection::Selection;
use super::unreadable::ended;
use crate::store::{self, Store};
use crate::transfer::export::{self, Options};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Writes contacts out.
#[derive(Debug, Args)]
pub struct Export {
    /// Which contacts.
    #[command(flatten)]
    selection: Selection,
    /// How to write them.
    #[arg(long, default_value = "csv")]
    format: Format,
    /// Exactly these fields, in this order; without it all of them, and permission with reason and date.
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    columns: Option<Vec<String>>,
    /// Into this file, readable by you alone; without it, to standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// How people are written.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Comma-separated, with a header, safe to open in a spreadsheet; `import contacts` reads it back.
    Csv,
    /// JSON Lines: one object a line.
    Jsonl,
}

impl Export {
    /// Writes the contacts.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = context.reader()?;
        let catalogue = store.catalogue()?;
        let moment = context.moment(&catalogue);
        let chosen = self.selection.choose(&catalogue, &moment)?;
        let options = Options {
            scope: chosen.scope,
            whom: store::Selection::AllBut {
                scope: chosen.scope,
                query: chosen.query,
                except: Vec::new(),
            },
            format: match self.format {
                Format::Csv => export::Format::Csv,
                Format::Jsonl => export::Format::JsonLines,
            },
            columns: export::columns(self.columns.as_deref(), &catalogue)?,
            moment,
        };
        if let Some(path) = self.output.as_deref().filter(|path| *path != "-") {
            let interrupt = Interrupt::watch()?;
            let exported = export::to_file(&store, &options, path, &mut |_| !interrupt.came())?;
            remark(&format!(
                "{} contacts are in {}.",
                exported.people,
                path.display()
            ));
            Ok(ended(&exported.unreadable))
        } else {
            let exported = export::run(&store, &options, out, &mut |_| true)?;
            Ok(ended(&exported.unreadable))
        }
    }
}
