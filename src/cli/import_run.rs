//! What imports of contacts and of history have in common: they can be stopped, show how far they are, and say in the same
//! words what was rejected and how they ended.

use super::failure::{Exit, Failure};
use super::interrupt::Interrupt;
use super::output::remark;
use super::progress::ProgressLine;
use crate::transfer::TransferError;
use crate::transfer::import::{DateOrder, ImportProgress, Issue, Pace, ReasonCount, Source};
use clap::ValueEnum;
use std::path::Path;

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

/// Where the rows come from. A path need not be text.
pub(super) fn source(file: &Path) -> Source {
    match file.to_str() {
        Some(name) => Source::named(name),
        None => Source::File(file.to_owned()),
    }
}

/// What the file is, where each of its columns goes, and what should be looked at.
pub(super) fn describe(what: &str, columns: impl Iterator<Item = (String, String)>, warnings: &[String]) {
    let columns: Vec<String> = columns
        .map(|(name, becomes)| format!("{name} → {becomes}"))
        .collect();
    remark(&format!("{what}: {}", columns.join(", ")));
    for warning in warnings {
        remark(&format!("warning: {warning}"));
    }
}

/// Does the work beside a line that says how far it is; Ctrl-C ends it at a safe place.
pub(super) fn watched<T>(
    interrupt: &Interrupt,
    work: impl FnOnce(&mut dyn ImportProgress) -> Result<T, TransferError>,
) -> Result<T, Failure> {
    let mut line = ProgressLine::new();
    let mut step = |pace: &Pace| {
        line.show(pace);
        !interrupt.came()
    };
    let done = work(&mut step);
    line.clear();
    Ok(done?)
}

/// How an import has ended.
pub(super) fn exit(interrupted: bool, rejected: u64) -> Exit {
    match (interrupted, rejected) {
        (true, _) => Exit::Interrupted,
        (false, 0) => Exit::Done,
        (false, _) => Exit::Rejected,
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

/// That nothing was changed, or that it is not over.
pub(super) fn tell_end(dry_run: bool, interrupted: Option<String>) {
    if dry_run {
        remark("This was a dry run: nothing was changed.");
    } else if let Some(how_far) = interrupted {
        remark(&format!(
            "Interrupted: {how_far}. Run the same import again to go on from there."
        ));
    }
}
