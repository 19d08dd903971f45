//! `import purchases`, `import emails`, `import messages`: history comes in, and what came of each row is said.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::import_run::{Order, describe, exit, source, tell_end, tell_issues, tell_rejects, watched};
use super::interrupt::Interrupt;
use super::output::{Format, Output, remark};
use super::sheet::Sheet;
use super::table::Cell;
use super::{names, permission};
use crate::model::{Catalogue, EventKind};
use crate::store::Store;
use crate::transfer::history::{self, Column, Ledger, Options, Rate};
use crate::transfer::import::read_map;
use clap::Args;
use std::path::PathBuf;

/// Brings history in.
#[derive(Debug, Args)]
pub struct History {
    /// The CSV file, or `-` for standard input.
    file: PathBuf,
    /// The list whose contacts the rows are about.
    #[arg(long, value_name = "NAME")]
    list: String,
    /// What a column holds, whatever its name: COLUMN=amount, COLUMN=contact_id, COLUMN=ignore. May be given more than
    /// once.
    #[arg(long, value_name = "COLUMN=PROPERTY", value_parser = read_map)]
    map: Vec<(String, String)>,
    /// The country of numbers written without their country code, for rows that name none.
    #[arg(long, value_name = "CC")]
    country: Option<String>,
    /// The source of the file's ids [default: the list's name].
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Whether 03/04/2026 is in April or in March [default: what the column's values say, else the country].
    #[arg(long, value_name = "ORDER")]
    date_order: Option<Order>,
    /// What one unit of another currency is worth in the store's: EUR=1.08. Without it rows in that currency are
    /// rejected. May be given more than once.
    #[arg(long, value_name = "CODE=RATE", value_parser = history::read_rate)]
    rate: Vec<Rate>,
    /// Say what would happen and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write rejected rows, and cells that were set aside, to this file.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// How to write the counts.
    #[arg(long, default_value = "table")]
    format: Format,
}

impl History {
    /// Brings the file in.
    pub fn run(&self, kind: EventKind, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = if self.dry_run {
            context.reader()?
        } else {
            context.bulk_writer()?
        };
        let catalogue = store.catalogue()?;
        let plan = history::plan(self.options(kind, &catalogue)?, &catalogue)?;
        // Not before: reading the head of a pipe that says nothing must end at once.
        let interrupt = Interrupt::watch()?;
        let holds = |column: &Column| Some((column.name.clone(), column.property?.name(kind).to_owned()));
        describe(
            &format!("{} of “{}” from {}", kind.word(), plan.list, plan.file),
            plan.columns.iter().filter_map(holds),
            &plan.warnings,
        );
        let author = context.author();
        let ledger = watched(&interrupt, |step| {
            if self.dry_run {
                history::rehearse(&store, &plan, &author, step)
            } else {
                history::run(&store, &plan, &author, step)
            }
        })?;
        counts(&ledger).write(self.format, out)?;
        out.finish()?;
        self.tell(&ledger);
        Ok(exit(ledger.interrupted, ledger.rejected))
    }

    fn options(&self, kind: EventKind, catalogue: &Catalogue) -> Result<Options, Failure> {
        let list = names::list(catalogue, &self.list)?.id;
        let mut options = Options::new(kind, source(&self.file), list);
        options.map.clone_from(&self.map);
        options.country = match &self.country {
            Some(name) => Some(permission::region(name)?),
            None => None,
        };
        options.source_name.clone_from(&self.source);
        options.date_order = self.date_order.map(Into::into);
        options.rates.clone_from(&self.rate);
        options.rejects.clone_from(&self.rejects);
        Ok(options)
    }

    /// What happened, beside the counts.
    fn tell(&self, ledger: &Ledger) {
        if ledger.resumed > 0 {
            remark(&format!(
                "{} rows were in already, from an import of the same file that was stopped.",
                ledger.resumed
            ));
        }
        for (row, to) in ledger.joined_examples() {
            remark(&format!("row {row}: joined to row {to}"));
        }
        tell_issues(
            &ledger.reasons(),
            ledger.examples(),
            &ledger.warnings(),
            ledger.warning_examples(),
        );
        tell_rejects(self.rejects.as_deref(), ledger.rejected, ledger.set_aside);
        let (rows, waiting) = (ledger.done.rows(), ledger.waiting);
        let how_far = || format!("{rows} rows are in, {waiting} are still to come");
        tell_end(ledger.dry_run, ledger.interrupted.then(how_far));
    }
}

/// The counts under names that a script can rely on; all of them, also those of nothing.
fn counts(ledger: &Ledger) -> Sheet {
    let mut sheet = Sheet::default();
    for (name, count) in [
        ("rows", ledger.rows),
        ("added", ledger.done.added),
        ("updated", ledger.done.updated),
        ("unchanged", ledger.done.unchanged),
        ("joined", ledger.joined),
        ("rejected", ledger.rejected),
        ("waiting", ledger.waiting),
        ("set_aside", ledger.set_aside),
        ("cancelled", ledger.cancelled),
    ] {
        sheet.add(name, Cell::count(count));
    }
    sheet
}
