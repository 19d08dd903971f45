//! The thread that reads the rows of a history file.

use super::plan::Plan;
use super::row::{Chunk, RowReader};
use crate::model::Author;
use crate::phone;
use crate::transfer::TransferError;
use crate::transfer::import::input::Input;
use crate::transfer::import::rows::{Dialect, Rows};
use crossbeam_channel::{Receiver, Sender, bounded};
use csv::StringRecord;

/// Rows handed over at once: enough that their contacts are found in one walk over an index.
const CHUNK: usize = 48_000;
/// The most bytes of text in a chunk.
const CHUNK_BYTES: usize = 12 << 20;
/// Chunks that may wait.
const WAITING: usize = 2;

/// What the reader says.
pub(super) enum Message {
    Chunk(Box<Chunk>),
    End,
    Failed(TransferError),
}

/// Starts the reader. It ends by itself when nobody listens any more; one that waits for a pipe is left to it.
pub(super) fn start(plan: &Plan, author: &Author) -> Result<Receiver<Message>, TransferError> {
    let (to, from) = bounded(WAITING);
    let reading = Reading {
        rows: RowReader::new(plan, author),
        keeps_cells: plan.options.rejects.is_some(),
        input: plan.input.clone(),
        dialect: plan.dialect,
        file: plan.file.clone(),
    };
    let work = move || {
        // Nobody listens where the import has been stopped.
        let _ = to.send(match reading.read(&to) {
            Ok(()) => Message::End,
            Err(error) => Message::Failed(error),
        });
    };
    std::thread::Builder::new()
        .name("history reader".to_owned())
        .spawn(work)
        .map_err(|error| {
            TransferError::File(format!("No thread could be started to read the file: {error}."))
        })?;
    Ok(from)
}

struct Reading {
    rows: RowReader,
    keeps_cells: bool,
    input: Input,
    dialect: Dialect,
    file: String,
}

impl Reading {
    fn read(mut self, to: &Sender<Message>) -> Result<(), TransferError> {
        phone::warm_up();
        let mut file = self.dialect.rows(self.input.reader()?, &self.file)?;
        let mut record = StringRecord::new();
        // The header.
        file.next(&mut record)?;
        let mut chunk = Chunk::new(self.keeps_cells);
        let mut number = 0;
        while file.next(&mut record)? {
            number += 1;
            // An order is not cut where its next row may go on with it.
            let full = chunk.drafts.len() >= CHUNK || chunk.facts.len() + chunk.texts.len() >= CHUNK_BYTES;
            if (full || chunk.ledger.rows >= 4 * CHUNK as u64) && !self.rows.goes_on(number, &record, &chunk)
            {
                let next = Chunk::new(self.keeps_cells);
                if !send(std::mem::replace(&mut chunk, next), &file, to) {
                    return Ok(());
                }
            }
            self.rows.read(number, file.line(&record), &record, &mut chunk);
        }
        send(chunk, &file, to);
        Ok(())
    }
}

/// False where nobody listens any more.
fn send(mut chunk: Chunk, file: &Rows, to: &Sender<Message>) -> bool {
    chunk.bytes = file.bytes();
    to.send(Message::Chunk(Box::new(chunk))).is_ok()
}
