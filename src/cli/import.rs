//! `import contacts`: a file comes in, and what came of each row is said.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::import_history::History;
use super::import_run::{Order, describe, exit, source, tell_end, tell_issues, tell_rejects, watched};
use super::interrupt::Interrupt;
use super::output::{Format, Output, remark};
use super::sheet::Sheet;
use super::table::Cell;
use super::{names, permission};
use crate::model::reading::read_date;
use crate::model::{Catalogue, EventKind, Moment};
use crate::store::{OnMatch, Store};
use crate::transfer::TransferError;
use crate::transfer::import::{self, Column, DateOrder, Into, Ledger, Options};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What can be brought in.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Bring contacts in from a CSV file; `-` reads standard input.
    Contacts(Contacts),
    /// Bring in what contacts bought, from a CSV file: shop orders, one or several rows each.
    Purchases(History),
    /// Bring in the e-mails contacts were sent, and whether they opened them, from a CSV file.
    Emails(History),
    /// Bring in messages to and from contacts, from a CSV file.
    Messages(History),
}

/// Brings contacts in.
#[derive(Debug, Args)]
pub struct Contacts {
    /// The CSV file, or `-` for standard input.
    file: PathBuf,
    /// The list every row joins.
    #[arg(long, value_name = "NAME")]
    list: String,
    /// Make the list if it is not there.
    #[arg(long)]
    create_list: bool,
    /// Where a column goes, whatever its name: COLUMN=phone, COLUMN=ignore, COLUMN=custom:Label:type. May be given
    /// more than once.
    #[arg(long, value_name = "COLUMN=FIELD", value_parser = import::read_map)]
    map: Vec<(String, String)>,
    /// The country of numbers written without their country code, for rows that name none.
    #[arg(long, value_name = "CC")]
    country: Option<String>,
    /// The source of the file's ids [default: the list's name].
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// What happens to a row that matches a contact.
    #[arg(long, value_name = "WHAT", default_value = "update")]
    on_match: Match,
    /// Whether 03/04/2026 is in April or in March [default: what the column's values say, else the country].
    #[arg(long, value_name = "ORDER")]
    date_order: Option<Order>,
    /// How the people in the file have given their consent; without it no row gives any.
    #[arg(long, value_name = "TEXT")]
    consent_source: Option<String>,
    /// The day they gave it, where no column says it.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "consent_source")]
    consent_date: Option<String>,
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

/// What happens to a row that matches a contact.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Match {
    /// Cells that are not empty replace.
    Update,
    /// Only what is not set is filled.
    Fill,
    /// Nothing changes; a contact of another list joins this one.
    Skip,
    /// Only ids match; everything else is created.
    KeepBoth,
}

impl Import {
    /// Brings the file in.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        match self {
            Self::Contacts(contacts) => contacts.run(context, out),
            Self::Purchases(history) => history.run(EventKind::Purchase, context, out),
            Self::Emails(history) => history.run(EventKind::Email, context, out),
            Self::Messages(history) => history.run(EventKind::Message, context, out),
        }
    }
}

impl Contacts {
    fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = if self.dry_run {
            context.reader()?
        } else {
            context.bulk_writer()?
        };
        let catalogue = store.catalogue()?;
        let options = self.options(&catalogue, &context.moment(&catalogue))?;
        let plan = import::plan(options, &catalogue)?;
        // Not before: reading the head of a pipe that says nothing must end at once.
        let interrupt = Interrupt::watch()?;
        let becomes = |column: &Column| (column.name.clone(), column.target.name(&catalogue));
        describe(
            &format!("{} into “{}”", plan.file, plan.list),
            plan.columns.iter().map(becomes),
            &plan.warnings,
        );
        let author = context.author();
        let ledger = watched(&interrupt, |step| {
            if self.dry_run {
                import::rehearse(&store, &plan, &author, step)
            } else {
                import::run(&store, &plan, &author, step)
            }
        })?;
        counts(&ledger).write(self.format, out)?;
        out.finish()?;
        self.tell(&ledger);
        Ok(exit(ledger.interrupted, ledger.rejected))
    }

    fn options(&self, catalogue: &Catalogue, moment: &Moment) -> Result<Options, Failure> {
        let into = match catalogue.list_named(&self.list) {
            Some(list) => Into::List(list.id),
            None if self.create_list => Into::New(self.list.clone()),
            None => Into::List(names::list(catalogue, &self.list)?.id),
        };
        let mut options = Options::new(source(&self.file), into);
        options.map.clone_from(&self.map);
        options.country = match &self.country {
            Some(name) => Some(permission::region(name)?),
            None => None,
        };
        options.source_name.clone_from(&self.source);
        options.on_match = match self.on_match {
            Match::Update => OnMatch::Update,
            Match::Fill => OnMatch::Fill,
            Match::Skip => OnMatch::Skip,
            Match::KeepBoth => OnMatch::KeepBoth,
        };
        options.date_order = self.date_order.map(DateOrder::from);
        options.consent_source.clone_from(&self.consent_source);
        options.consent_at = match &self.consent_date {
            Some(day) => Some(moment.start_of(read_date(day).map_err(Failure::usage)?)),
            None => None,
        };
        options.rejects.clone_from(&self.rejects);
        Ok(options)
    }

    /// What happened, beside the counts: what was rejected and why, and what to do now.
    fn tell(&self, ledger: &Ledger) {
        if ledger.resumed > 0 {
            remark(&format!(
                "The first {} rows were in already, from an import of the same file that was stopped.",
                ledger.resumed
            ));
        }
        tell_issues(
            &ledger.reasons(),
            ledger.examples(),
            &ledger.warnings(),
            ledger.warning_examples(),
        );
        tell_rejects(self.rejects.as_deref(), ledger.rejected, ledger.set_aside);
        let how_far = || format!("the first {} rows are in", ledger.rows);
        tell_end(ledger.dry_run, ledger.interrupted.then(how_far));
    }
}

/// The counts under names that a script can rely on; all of them, also those of nothing.
fn counts(ledger: &Ledger) -> Sheet {
    let mut sheet = Sheet::default();
    for (name, count) in [
        ("rows", ledger.rows),
        ("created", ledger.created),
        ("shares_number", ledger.shares_number),
        ("updated", ledger.updated),
        ("unchanged", ledger.unchanged),
        ("rejected", ledger.rejected),
        ("set_aside", ledger.set_aside),
        ("opt_outs", ledger.opt_outs),
        ("consents", ledger.consents),
    ] {
        sheet.add(name, Cell::count(count));
    }
    sheet
}

impl From<TransferError> for Failure {
    fn from(error: TransferError) -> Self {
        let exit = exit_of(&error);
        Self::Told(exit, error.to_string())
    }
}

fn exit_of(error: &TransferError) -> Exit {
    match error {
        TransferError::Usage(_) => Exit::Usage,
        TransferError::File(_) | TransferError::Io { .. } => Exit::Failed,
        TransferError::Store(error) => match Failure::from(error.clone()) {
            Failure::Told(exit, _) => exit,
            Failure::ReaderGone => Exit::Done,
        },
        TransferError::Halfway { cause, .. } => exit_of(cause),
        TransferError::Cancelled => Exit::Interrupted,
    }
}
