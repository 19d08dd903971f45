//! An export into a file: readable by its owner alone, and there only when it is complete.

use super::{Exported, Options, run};
use crate::store::Store;
use crate::transfer::TransferError;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Writes people into a file under a temporary name, and gives it its own when everything is on disk. An earlier file
/// of that name is replaced then, and not before.
pub fn to_file(
    store: &dyn Store,
    options: &Options,
    path: &Path,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<Exported, TransferError> {
    // Devices and pipes cannot be renamed over.
    let special = fs::metadata(path).is_ok_and(|facts| !facts.is_file() && !facts.is_dir());
    if special {
        let file = OpenOptions::new()
            .write(true)
            .open(path)
            .map_err(|error| TransferError::io(path, &error))?;
        return run(store, options, &mut BufWriter::new(file), progress);
    }
    // A link stays a link to the file that is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let unfinished = Unfinished::begin(&target).map_err(|error| TransferError::io(path, &error))?;
    let mut to = BufWriter::with_capacity(1 << 18, &unfinished.file);
    let exported = run(store, options, &mut to, progress)?;
    to.flush().map_err(|error| TransferError::io(path, &error))?;
    drop(to);
    unfinished
        .finish(&target)
        .map_err(|error| TransferError::io(path, &error))?;
    Ok(exported)
}

/// A file under its temporary name; removed unless it is finished.
struct Unfinished {
    file: File,
    path: PathBuf,
    finished: bool,
}

impl Unfinished {
    fn begin(target: &Path) -> io::Result<Self> {
        let name = target
            .file_name()
            .ok_or_else(|| io::Error::other("this is no name of a file"))?;
        if target.is_dir() {
            return Err(io::Error::other("this is a folder"));
        }
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}", uuid::Uuid::new_v4().simple()));
        let path = target.with_file_name(hidden);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        Ok(Self {
            file,
            path,
            finished: false,
        })
    }

    fn finish(mut self, target: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.path, target)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.finished {
            // Nothing more can be done where even this fails.
            let _ = fs::remove_file(&self.path);
        }
    }
}
