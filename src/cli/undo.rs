//! `undo` and `redo`: taking a change back, and making it again.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::interrupt::Interrupt;
use super::output::remark;
use super::progress::ProgressLine;
use crate::model::{EntryId, JournalEntry};
use crate::store::{Progress, Redb, Store, StoreError, TakenBack};
use clap::Args;

/// Takes a change back: yours that was the last, or the one with this number in `history`.
///
/// Each row that is still what the change left goes back; one that has been changed since stays and is told, unless
/// --force takes it back too. Opt-outs and consent always stay.
#[derive(Debug, Args)]
pub struct Undo {
    /// The number of a change in `audience history`.
    #[arg(value_name = "ID")]
    entry: Option<u64>,
    /// Take rows back too that have been changed since.
    #[arg(long)]
    force: bool,
}

/// Makes a change again that was taken back: the last one that you undid, or the one with this number.
#[derive(Debug, Args)]
pub struct Redo {
    /// The number of a change, or of its undo, in `audience history`.
    #[arg(value_name = "ID")]
    entry: Option<u64>,
    /// Change rows too that have been changed since.
    #[arg(long)]
    force: bool,
}

impl Undo {
    /// Takes it back.
    pub fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let store = context.bulk_writer()?;
        let author = context.author();
        let entry = chosen(
            self.entry,
            || store.next_undo(&author.name),
            || {
                format!(
                    "Nothing to undo: no change by {} stands. `audience history` shows everybody's, and `audience undo ID` takes one back.",
                    author.name
                )
            },
        )?;
        take_back(&store, "undo", entry, |progress| {
            store.undo(entry, self.force, &author, progress)
        })
    }
}

impl Redo {
    /// Makes it again.
    pub fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let store = context.bulk_writer()?;
        let author = context.author();
        let entry = chosen(
            self.entry,
            || store.next_redo(&author.name),
            || {
                format!(
                    "Nothing to redo: {} has undone nothing, or has made a change since. `audience redo ID` makes any change again that is undone.",
                    author.name
                )
            },
        )?;
        take_back(&store, "redo", entry, |progress| {
            store.redo(entry, self.force, &author, progress)
        })
    }
}

/// The entry with the number, else the newest one.
fn chosen(
    number: Option<u64>,
    newest: impl FnOnce() -> Result<Option<JournalEntry>, StoreError>,
    none: impl FnOnce() -> String,
) -> Result<EntryId, Failure> {
    match number {
        Some(number) => Ok(EntryId(number)),
        None => newest()?
            .map(|entry| entry.id)
            .ok_or_else(|| Failure::failed(none())),
    }
}

fn take_back(
    store: &Redb,
    command: &str,
    entry: EntryId,
    work: impl FnOnce(&mut dyn Progress) -> Result<TakenBack, StoreError>,
) -> Result<Exit, Failure> {
    let interrupt = Interrupt::watch()?;
    let mut watched = Watched {
        interrupt: &interrupt,
        line: ProgressLine::new(),
        rows: 0,
    };
    let told = work(&mut watched);
    watched.line.clear();
    match told {
        Ok(told) => Ok(tell(&told)),
        Err(StoreError::Cancelled) => Err(Failure::Told(
            Exit::Interrupted,
            format!(
                "Interrupted between two batches: {} rows are done. Run `audience {command} {}` to go on.",
                watched.rows,
                change_of(store, entry)?.0,
            ),
        )),
        Err(error) => Err(error.into()),
    }
}

/// The change that an entry is about.
fn change_of(store: &Redb, entry: EntryId) -> Result<EntryId, Failure> {
    use crate::model::EntryKind::{Change, Redo, Undo};
    Ok(match store.entry(entry)?.map(|entry| entry.kind) {
        Some(Undo(change) | Redo(change)) => change,
        Some(Change) | None => entry,
    })
}

/// Says what went back, and what did not and why.
fn tell(told: &TakenBack) -> Exit {
    let (done, command) = if told.again {
        ("Redone", "redo")
    } else {
        ("Undone", "undo")
    };
    let rows = match told.back {
        1 => "1 row".to_owned(),
        many => format!("{many} rows"),
    };
    remark(&format!("{done}: {} ({rows}).", told.what));
    for reason in &told.reasons {
        remark(&format!("  {reason}"));
    }
    if told.stayed == 0 {
        return Exit::Done;
    }
    let change = told.change.map_or(0, |change| change.0);
    remark(&format!(
        "{} stayed as they are. `audience {command} {change} --force` takes them too.",
        told.stayed,
    ));
    Exit::Rejected
}

/// Shows how far it is, and stops at the next batch border where that was asked for.
struct Watched<'a> {
    interrupt: &'a Interrupt,
    line: ProgressLine,
    rows: u64,
}

impl Progress for Watched<'_> {
    fn step(&mut self, done: u64, total: u64) -> bool {
        self.rows = done;
        self.line.count(done, total);
        !self.interrupt.came()
    }
}
