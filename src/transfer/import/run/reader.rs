//! The threads that read and check rows: one parts the file, the others make of its rows what the store takes. Stretches
//! of rows go round, to one reader after the other, and are taken from them in the same order.

use super::super::ledger::Ledger;
use super::super::plan::Plan;
use super::super::row::RowReader;
use super::parting::{Parted, Parting, Stretch};
use crate::model::{Author, Catalogue, FieldId};
use crate::phone;
use crate::store::ImportRow;
use crate::transfer::TransferError;
use crate::transfer::issues::Issue;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};
use csv::StringRecord;
use std::sync::Arc;
use std::time::Duration;

/// How many threads make rows: while the store waits for rows or for the disk, there are processors for two.
const READERS: usize = 2;
/// Chunks of each of them that may wait for the store.
const WAITING: usize = 24;
/// Stretches that may wait for each of them.
const PARTED: usize = 2;

/// How much later than others these threads have their turn, as `nice` counts.
#[cfg(target_os = "linux")]
const PATIENCE: i32 = 10;

/// What was made of a stretch of the file.
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

/// What a reader says.
pub(super) enum Message {
    Chunk(Box<Chunk>),
    End,
    Failed(TransferError),
}

/// What is to be made of the rows of a file.
pub(super) struct Task<'a> {
    pub plan: &'a Plan,
    pub author: &'a Author,
    /// The custom field of each column that goes to one.
    pub fields: &'a [Option<FieldId>],
    /// Where the names are known, the contacts of the rows are made ahead.
    pub names: Option<Arc<Catalogue>>,
    /// Rows that are in already.
    pub done: u64,
    pub keeps_rejects: bool,
}

/// Threads at work.
pub(super) struct Readers {
    /// What each reader says.
    from: Vec<Receiver<Message>>,
    /// Whose turn it is.
    turn: usize,
}

impl Readers {
    /// Starts them. They end by themselves when nobody listens any more; one that waits for a pipe is left to it.
    pub fn start(task: &Task<'_>) -> Result<Self, TransferError> {
        let (back, used) = unbounded();
        let (mut to, mut from) = (Vec::new(), Vec::new());
        for _ in 0..READERS {
            let (to_reader, parted) = bounded(PARTED);
            let (to_store, made) = bounded(WAITING);
            let making = Making {
                rows: RowReader::new(task.plan, task.author, task.fields),
                names: task.names.clone(),
                done: task.done,
                keeps_rejects: task.keeps_rejects,
                back: back.clone(),
            };
            spawn(move || making.all(&parted, &to_store))?;
            to.push(to_reader);
            from.push(made);
        }
        let skipped = if task.keeps_rejects { 0 } else { task.done };
        let parting = Parting { to, used, skipped };
        let (dialect, input, file) = (task.plan.dialect, task.plan.input.clone(), task.plan.file.clone());
        spawn(move || {
            let rows = input.reader().and_then(|bytes| dialect.rows(bytes, &file));
            parting.all(rows);
        })?;
        Ok(Self { from, turn: 0 })
    }

    /// What comes next, if it comes in time.
    pub fn next(&mut self, patience: Duration) -> Result<Message, RecvTimeoutError> {
        let from = self.from.get(self.turn).ok_or(RecvTimeoutError::Disconnected)?;
        let message = from.recv_timeout(patience)?;
        self.turn = (self.turn + 1) % self.from.len();
        Ok(message)
    }
}

fn spawn(work: impl FnOnce() + Send + 'static) -> Result<(), TransferError> {
    let begun = std::thread::Builder::new()
        .name("import reader".to_owned())
        .spawn(|| {
            give_way();
            work();
        });
    begun.map(drop).map_err(|error| {
        TransferError::File(format!("No thread could be started to read the file: {error}."))
    })
}

/// Others go first: while the store works on several threads, reading ahead would only make them late, and while it waits
/// for the disk there is a processor to spare. Where the system knows no priorities of threads, nobody goes first.
fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, PATIENCE);
}

/// Makes rows of what is parted.
struct Making {
    rows: RowReader,
    names: Option<Arc<Catalogue>>,
    done: u64,
    keeps_rejects: bool,
    /// Where stretches go that are done.
    back: Sender<Stretch>,
}

impl Making {
    fn all(mut self, parted: &Receiver<Parted>, to: &Sender<Message>) {
        phone::warm_up();
        for parted in parted {
            let message = match parted {
                Parted::Stretch(stretch) => match self.chunk(&stretch) {
                    Ok(chunk) => {
                        // Nobody takes it back where the file has been parted to its end.
                        let _ = self.back.send(stretch);
                        Message::Chunk(Box::new(chunk))
                    }
                    Err(error) => Message::Failed(error),
                },
                Parted::End => Message::End,
                Parted::Failed(error) => Message::Failed(error),
            };
            // Nobody listens where the import has been stopped.
            if to.send(message).is_err() {
                return;
            }
        }
    }

    fn chunk(&mut self, stretch: &Stretch) -> Result<Chunk, TransferError> {
        let mut chunk = Chunk {
            rows: Vec::with_capacity(stretch.len()),
            up_to: stretch.up_to(),
            bytes: stretch.bytes(),
            ..Chunk::default()
        };
        let mut issues = Vec::new();
        for (number, line, record) in stretch.rows() {
            let mut row = self.rows.read(number, line, record, &mut issues);
            if let (Some(row), Some(names)) = (&mut row, &self.names) {
                row.make(names)?;
            }
            if number > self.done {
                chunk.count(row, self.rows.brings_more(record), &issues);
            }
            if self.keeps_rejects {
                let issues = issues.drain(..).map(|issue| (issue, record.clone()));
                chunk.rejects.extend(issues);
            }
            issues.clear();
        }
        Ok(chunk)
    }
}
