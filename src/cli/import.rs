//! `import contacts`: a file comes in, and what came of each row is said.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::import_history::History;
use super::interrupt::Interrupt;
use super::output::{Format, Output, remark};
use super::progress::ProgressLine;
use super::sheet::Sheet;
use super::table::Cell;
use super::{names, permission};
use crate::model::reading::read_date;
use crate::model::{Catalogue, EventKind, Moment};
use crate::store::{OnMatch, Store};
use crate::transfer::TransferError;
use crate::transfer::import::{
    self, DateOrder, Into, Issue, Ledger, Options, Pace, Plan, ReasonCount, Source,
};
use clap::{Args, Subcommand, ValueEnum};
use std::path::{Path, PathBuf};

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

/// The order of day and month.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Order {
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
}

impl From<Order> for DateOrder {
    fn from(order: Order) -> Self {
        match order {
            Order::Dmy => Self::DayFirst,
            Order::Mdy => Self::MonthFirst,
        }
    }
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
        describe(&plan, &catalogue);
        let mut line = ProgressLine::new();
        let mut step = |pace: &Pace| {
            line.show(pace);
            !interrupt.came()
        };
        let author = context.author();
        let ran = if self.dry_run {
            import::rehearse(&store, &plan, &author, &mut step)
        } else {
            import::run(&store, &plan, &author, &mut step)
        };
        line.clear();
        let ledger = ran?;
        counts(&ledger).write(self.format, out)?;
        out.finish()?;
        self.tell(&ledger);
        Ok(match ledger {
            Ledger {
                interrupted: true, ..
            } => Exit::Interrupted,
            Ledger { rejected: 1.., .. } => Exit::Rejected,
            _ => Exit::Done,
        })
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
        if ledger.dry_run {
            remark("This was a dry run: nothing was changed.");
        } else if ledger.interrupted {
            remark(&format!(
                "Interrupted: the first {} rows are in. Run the same import again to go on from there.",
                ledger.rows
            ));
        }
    }
}

/// What was rejected and set aside, and why.
pub(super) fn tell_issues(
    reasons: &[ReasonCount],
    examples: &[Issue],
    warnings: &[ReasonCount],
    warning_examples: &[Issue],
) {
    for reason in reasons {
        remark(&format!("rejected {}: {}", reason.count, reason.reason));
    }
    for issue in examples {
        remark(&format!("  {issue}"));
    }
    for warning in warnings {
        remark(&format!("set aside {}: {}", warning.count, warning.reason));
    }
    for issue in warning_examples {
        remark(&format!("  {issue}"));
    }
}

/// Where all of them are.
pub(super) fn tell_rejects(file: Option<&Path>, rejected: u64, set_aside: u64) {
    match file {
        Some(path) if rejected + set_aside > 0 => remark(&format!("They are in {}.", path.display())),
        None if rejected > 0 => {
            remark("To get all of them as a file, run the import again with --rejects FILE.");
        }
        _ => {}
    }
}

/// Where the rows come from. A path need not be text.
pub(super) fn source(file: &Path) -> Source {
    match file.to_str() {
        Some(name) => Source::named(name),
        None => Source::File(file.to_owned()),
    }
}

/// Where each column goes, and what should be looked at.
fn describe(plan: &Plan, catalogue: &Catalogue) {
    let columns: Vec<String> = plan
        .columns
        .iter()
        .map(|column| format!("{} → {}", column.name, column.target.name(catalogue)))
        .collect();
    remark(&format!(
        "{} into “{}”: {}",
        plan.file,
        plan.list,
        columns.join(", ")
    ));
    for warning in &plan.warnings {
        remark(&format!("warning: {warning}"));
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
