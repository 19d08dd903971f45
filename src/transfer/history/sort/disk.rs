//! The file that runs go to. It has no name by the time anything is written to it: nobody else finds it, and it is gone with
//! the process, however that ends.

use crate::transfer::TransferError;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::PathBuf;
use uuid::Uuid;

/// A file of its own without a name.
pub(super) struct Disk {
    file: File,
    folder: PathBuf,
    length: u64,
}

impl Disk {
    /// Makes one where the system keeps temporary files (`TMPDIR`).
    pub fn new() -> Result<Self, TransferError> {
        let parent = std::env::temp_dir();
        let folder = parent.join(format!("audience-{}", Uuid::new_v4()));
        let file = make(&folder).map_err(|error| TransferError::io(&parent, &error))?;
        Ok(Self {
            file,
            folder: parent,
            length: 0,
        })
    }

    /// Where the next byte goes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Appends bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), TransferError> {
        self.file.write_all(bytes).map_err(|error| self.failed(&error))?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// Reads bytes from a place on.
    pub fn read(&self, at: u64, into: &mut [u8]) -> Result<(), TransferError> {
        self.file
            .read_exact_at(into, at)
            .map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &std::io::Error) -> TransferError {
        TransferError::File(format!(
            "The rows cannot be sorted in {}: {error}. It needs about as much room as the file has; name another folder \
             with TMPDIR.",
            self.folder.display()
        ))
    }
}

/// A file in a folder that nobody else can enter, and both without a name as soon as it is open.
fn make(folder: &PathBuf) -> std::io::Result<File> {
    DirBuilder::new().mode(0o700).create(folder)?;
    let path = folder.join("runs");
    let opened = OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path);
    let removed = opened.as_ref().map_or(Ok(()), |_| fs::remove_file(&path));
    let folder_removed = fs::remove_dir(folder);
    removed.and(folder_removed).and(opened)
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_behind_and_what_is_written_is_read() {
        let parent = tempfile::tempdir().unwrap();
        let file = make(&parent.path().join("mine")).unwrap();
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0);
        let mut disk = Disk {
            file,
            folder: parent.path().to_owned(),
            length: 0,
        };
        disk.write(b"abc").unwrap();
        disk.write(b"def").unwrap();
        let mut read = [0; 3];
        disk.read(2, &mut read).unwrap();
        assert_eq!((&read, disk.length()), (b"cde", 6));
    }
}
