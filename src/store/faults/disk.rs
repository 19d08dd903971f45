//! A disk in memory under the real store: it keeps a record of what is written to it, can be made to fail or to be full,
//! and knows what a power cut may leave of it.

use super::chance::Chance;
use redb::{BackendError, StorageBackend};
use std::collections::BTreeMap;
use std::io::{Error, ErrorKind};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a disk writes at once or not at all.
const SECTOR: usize = 512;

/// One operation that changes the disk, or makes the changes before it safe.
#[derive(Clone, Debug)]
pub(super) enum Operation {
    Write(usize, Vec<u8>),
    SetLen(usize),
    Sync,
}

/// What goes wrong, counted in operations (reads too) from the moment it is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    /// Operations that still succeed.
    pub(super) after: u64,
    /// What the operating system says.
    pub(super) kind: ErrorKind,
    /// Whether it goes on until it is lifted, or happens once.
    pub(super) lasting: bool,
}

#[derive(Debug, Default)]
struct State {
    bytes: Vec<u8>,
    operations: Vec<Operation>,
    fault: Option<Fault>,
    /// Operations since the fault was set, reads too.
    counted: u64,
    hit: bool,
}

/// A disk; its clones are the same disk.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk(Arc<Mutex<State>>);

impl Disk {
    pub(super) fn holding(bytes: Vec<u8>) -> Self {
        let disk = Self::default();
        disk.state().bytes = bytes;
        disk
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        self.state().bytes.clone()
    }

    /// How many operations have been recorded.
    pub(super) fn recorded(&self) -> usize {
        self.state().operations.len()
    }

    pub(super) fn operations(&self) -> Vec<Operation> {
        self.state().operations.clone()
    }

    pub(super) fn fail(&self, fault: Fault) {
        let mut state = self.state();
        state.fault = Some(fault);
        state.counted = 0;
        state.hit = false;
    }

    /// All is well again. Gives back whether anything had failed.
    pub(super) fn lift(&self) -> bool {
        let mut state = self.state();
        state.fault = None;
        state.hit
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state, if this operation does not fail. A full disk still reads, syncs and shrinks.
    fn operate(&self, grows: bool) -> Result<MutexGuard<'_, State>, Error> {
        let mut state = self.state();
        let Some(fault) = state.fault else {
            return Ok(state);
        };
        let full = fault.kind == ErrorKind::StorageFull;
        if full && !grows {
            return Ok(state);
        }
        let place = state.counted;
        state.counted += 1;
        if place < fault.after || (place > fault.after && !fault.lasting) {
            return Ok(state);
        }
        state.hit = true;
        Err(Error::from(fault.kind))
    }
}

/// One process can have any range of a disk that no other process knows.
impl StorageBackend for Disk {
    fn len(&self) -> Result<u64, Error> {
        Ok(self.operate(false)?.bytes.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), Error> {
        let state = self.operate(false)?;
        let start = offset as usize;
        let found = state.bytes.get(start..start.saturating_add(out.len()));
        out.copy_from_slice(found.ok_or_else(|| Error::from(ErrorKind::UnexpectedEof))?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> Result<(), Error> {
        let grows = len > self.state().bytes.len() as u64;
        let mut state = self.operate(grows)?;
        state.bytes.resize(len as usize, 0);
        state.operations.push(Operation::SetLen(len as usize));
        Ok(())
    }

    fn sync_data(&self) -> Result<(), Error> {
        self.operate(false)?.operations.push(Operation::Sync);
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), Error> {
        let mut state = self.operate(true)?;
        put(&mut state.bytes, offset as usize, data);
        state
            .operations
            .push(Operation::Write(offset as usize, data.to_vec()));
        Ok(())
    }

    fn try_lock_range(&self, _start: Bound<u64>, _end: Bound<u64>) -> Result<bool, BackendError> {
        Ok(true)
    }

    fn try_lock_shared_range(&self, _start: Bound<u64>, _end: Bound<u64>) -> Result<bool, BackendError> {
        Ok(true)
    }

    fn lock_range(&self, _start: Bound<u64>, _end: Bound<u64>) -> Result<(), BackendError> {
        Ok(())
    }

    fn lock_shared_range(&self, _start: Bound<u64>, _end: Bound<u64>) -> Result<(), BackendError> {
        Ok(())
    }

    fn unlock_range(&self, _start: Bound<u64>, _end: Bound<u64>) -> Result<(), BackendError> {
        Ok(())
    }

    fn query_lock_range(&self, _start: Bound<u64>, _end: Bound<u64>) -> Result<bool, BackendError> {
        Ok(false)
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, data: &[u8]) {
    let end = at + data.len();
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    bytes[at..end].copy_from_slice(data);
}

/// What a power cut leaves of operations that no sync has made safe.
#[derive(Clone, Copy, Debug)]
pub(super) enum Loss {
    /// None of them.
    All,
    /// All of them.
    Nothing,
    /// Any of them, in pieces: each sector for itself.
    Torn(u64),
    /// Any of them, each whole.
    Some(u64),
}

/// A disk as it goes through its operations.
pub(super) struct Replay<'a> {
    operations: &'a [Operation],
    /// How many operations have been gone through.
    at: usize,
    /// What is safe.
    safe: Vec<u8>,
    /// The first operation that is not safe yet.
    pending: usize,
}

impl<'a> Replay<'a> {
    /// From what the disk held before.
    pub(super) fn new(before: Vec<u8>, operations: &'a [Operation]) -> Self {
        Self {
            operations,
            at: 0,
            safe: before,
            pending: 0,
        }
    }

    /// Goes on until so many operations have happened.
    pub(super) fn go_to(&mut self, at: usize) {
        while self.at < at {
            if let Operation::Sync = self.operations[self.at] {
                for operation in &self.operations[self.pending..self.at] {
                    happen(&mut self.safe, operation);
                }
                self.pending = self.at + 1;
            }
            self.at += 1;
        }
    }

    /// What is on the disk after a power cut here.
    pub(super) fn cut(&self, loss: Loss) -> Vec<u8> {
        let mut bytes = self.safe.clone();
        for operation in &self.operations[self.pending..self.at] {
            match (loss, operation) {
                (Loss::All, _) => {}
                (Loss::Some(seed), operation) => {
                    if coin(seed, operation, 0) {
                        happen(&mut bytes, operation);
                    }
                }
                (Loss::Torn(seed), Operation::Write(at, data)) => {
                    for (place, sector) in data.chunks(SECTOR).enumerate() {
                        if coin(seed, operation, place as u64) {
                            put(&mut bytes, at + place * SECTOR, sector);
                        }
                    }
                }
                (Loss::Torn(_) | Loss::Nothing, operation) => happen(&mut bytes, operation),
            }
        }
        bytes
    }
}

/// Whether a piece of an operation has reached the disk: the same answer for the same seed and place.
fn coin(seed: u64, operation: &Operation, piece: u64) -> bool {
    let place = match operation {
        Operation::Write(at, _) => *at as u64,
        Operation::SetLen(len) => *len as u64,
        Operation::Sync => 0,
    };
    Chance::new(seed ^ place.rotate_left(32) ^ piece).once_in(2)
}

fn happen(bytes: &mut Vec<u8>, operation: &Operation) {
    match operation {
        Operation::Write(at, data) => put(bytes, *at, data),
        Operation::SetLen(len) => bytes.resize(*len, 0),
        Operation::Sync => {}
    }
}

static DISKS: Mutex<BTreeMap<PathBuf, Disk>> = Mutex::new(BTreeMap::new());

/// The disk that stands in the place of a file, if there is one.
pub(in crate::store) fn disk_at(path: &Path) -> Option<impl StorageBackend> {
    mounted().get(path).cloned()
}

/// Puts a disk in the place of a file.
pub(super) fn mount(path: &Path, disk: Disk) {
    mounted().insert(path.to_owned(), disk);
}

/// The file is itself again.
pub(super) fn unmount(path: &Path) {
    mounted().remove(path);
}

fn mounted() -> MutexGuard<'static, BTreeMap<PathBuf, Disk>> {
    DISKS.lock().unwrap_or_else(PoisonError::into_inner)
}
