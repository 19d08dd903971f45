//! The thread that reads and checks rows.

use super::super::ledger::Ledger;
use super::super::plan::Plan;
use super::super::row::RowReader;
use super::super::rows::Rows;
use crate::model::Catalogue;
use crate::phone;
use crate::store::ImportRow;
use crate::transfer::TransferError;
use crate::transfer::issues::Issue;
use crossbeam_channel::{Receiver, Sender, bounded};
use csv::StringRecord;
use std::sync::Arc;

/// Rows handed over at once.
const CHUNK: u64 = 1_000;
/// Chunks that may wait for the store.
const WAITING: usize = 40;

/// How much later than others the reader has its turn, as `nice` counts.
#[cfg(target_os = "linux")]
const PATIENCE: i32 = 10;

/// A stretch of the file.
#[derive(Default)]
pub(super) struct Chunk {
    /// Its readable rows.
    pub rows: Vec<ImportRow>,
    /// For each of them, whether it has a value for a field that is not there yet: what a rehearsal cannot give to the
    /// store.
    pub brings_more: Vec<bool>,
    /// What was counted over it, apart from what becomes of the readable rows.
    pub ledger: Ledger,
    /// For the rejects file: what could not be read, each with the row's cells.
    pub rejects: Vec<(Issue, StringRecord)>,
    /// The last row it covers.
    pub up_to: u64,
    /// Where the file stands after it.
    pub bytes: u64,
}

impl Chunk {
    /// Adds the stretch behind it.
    pub fn append(&mut self, mut later: Self) {
        if self.rows.is_empty() {
            self.rows = later.rows;
        } else {
            self.rows.append(&mut later.rows);
        }
        self.brings_more.append(&mut later.brings_more);
        self.ledger.add(&later.ledger);
        self.rejects.append(&mut later.rejects);
        self.up_to = later.up_to;
        self.bytes = later.bytes;
    }
}

impl Chunk {
    /// Counts one row in.
    fn count(&mut self, row: Option<ImportRow>, brings_more: bool, issues: &[Issue]) {
        self.ledger.rows += 1;
        for issue in issues {
            self.ledger.add_issue(issue);
        }
        if let Some(row) = row {
            self.ledger.opt_outs += u64::from(row.opts_out);
            self.ledger.consents += u64::from(row.consent.is_some());
            self.rows.push(row);
            self.brings_more.push(brings_more);
        }
    }
}

/// What the reader says.
pub(super) enum Message {
    Chunk(Box<Chunk>),
    End,
    Failed(TransferError),
}

/// Starts the reader. Where it knows the names, it makes the contacts of the rows ahead. It ends by itself when nobody listens any more; one that waits for a pipe is left to it.
pub(super) fn start(
    plan: &Plan,
    rows: RowReader,
    names: Option<Arc<Catalogue>>,
    done: u64,
    keeps_rejects: bool,
) -> Result<Receiver<Message>, TransferError> {
    let (to, from) = bounded(WAITING);
    let (dialect, input, file) = (plan.dialect, plan.input.clone(), plan.file.clone());
    let work = move || {
        give_way();
        let read = input
            .reader()
            .and_then(|bytes| dialect.rows(bytes, &file))
            .and_then(|file| {
                Reading {
                    file,
                    rows,
                    names,
                    done,
                    keeps_rejects,
                }
                .read(&to)
            });
        // Nobody listens where the import has been stopped.
        let _ = to.send(match read {
            Ok(()) => Message::End,
            Err(error) => Message::Failed(error),
        });
    };
    std::thread::Builder::new()
        .name("import reader".to_owned())
        .spawn(work)
        .map_err(|error| {
            TransferError::File(format!("No thread could be started to read the file: {error}."))
        })?;
    Ok(from)
}

/// Others go first: while the store works on several threads, reading ahead would only make them late, and while it waits
/// for the disk there is a processor to spare. Where the system knows no priorities of threads, nobody goes first.
fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, PATIENCE);
}

struct Reading {
    file: Rows,
    rows: RowReader,
    names: Option<Arc<Catalogue>>,
    /// Rows that are in already.
    done: u64,
    keeps_rejects: bool,
}

impl Reading {
    fn read(mut self, to: &Sender<Message>) -> Result<(), TransferError> {
        phone::warm_up();
        let mut record = StringRecord::new();
        // The header.
        self.file.next(&mut record)?;
        let mut issues = Vec::new();
        let mut chunk = Chunk::default();
        let mut number = 0;
        while self.file.next(&mut record)? {
            number += 1;
            let counts = number > self.done;
            if counts || self.keeps_rejects {
                let mut row = self
                    .rows
                    .read(number, self.file.line(&record), &record, &mut issues);
                if let (Some(row), Some(names)) = (&mut row, &self.names) {
                    row.make(names)?;
                }
                if counts {
                    chunk.count(row, self.rows.brings_more(&record), &issues);
                }
                if self.keeps_rejects {
                    chunk
                        .rejects
                        .extend(issues.drain(..).map(|issue| (issue, record.clone())));
                }
                issues.clear();
            }
            if number % CHUNK == 0 && !self.send(&mut chunk, number, to) {
                return Ok(());
            }
        }
        self.send(&mut chunk, number, to);
        Ok(())
    }

    /// False where nobody listens any more.
    fn send(&self, chunk: &mut Chunk, number: u64, to: &Sender<Message>) -> bool {
        let mut full = std::mem::take(chunk);
        full.up_to = number;
        full.bytes = self.file.bytes();
        chunk.rows.reserve(CHUNK as usize);
        to.send(Message::Chunk(Box::new(full))).is_ok()
    }
}
