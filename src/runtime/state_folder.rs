//! The files between two sessions: where one was, and half-filled forms. Readable by their owner alone; a draft's file is
//! locked while its session lives, so that no other session offers it. Nothing here is the store's.

use crate::app::draft::{Draft, Left};
use crate::app::memory::Memory;
use crate::model::Instant;
use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

/// The end of a draft's name.
const DRAFT: &str = "draft";
/// No draft is as large; a file that is was not written by this program.
const LARGEST: u64 = 1 << 20;

/// The folder, seen from one store.
#[derive(Clone, Debug)]
pub struct StateFolder {
    path: PathBuf,
    /// Stands for the store in file names.
    store: String,
}

/// A draft as it lies on the disk.
#[derive(Serialize, Deserialize)]
struct Kept {
    saved: i64,
    draft: Draft,
}

impl StateFolder {
    /// For a store; the folder is made when something is written.
    pub fn new(path: PathBuf, store: &Path) -> Self {
        let store = fs::canonicalize(store).unwrap_or_else(|_| store.to_owned());
        let store = format!("{:016x}", xxh3_64(store.as_os_str().as_encoded_bytes()));
        Self { path, store }
    }

    /// Where one was; None where that was never written or cannot be read.
    pub fn memory(&self) -> Option<Memory> {
        let bytes = fs::read(self.memory_path()).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Writes where one is.
    pub fn remember(&self, memory: &Memory) -> io::Result<()> {
        let path = self.memory_path();
        self.write(&path, &serde_json::to_vec(memory)?).map(drop)
    }

    /// Drafts of this store whose sessions are no more, the newest first, each with its lock.
    pub fn drafts(&self) -> Vec<(Left, File)> {
        let Ok(entries) = fs::read_dir(&self.path) else {
            return Vec::new();
        };
        let names = entries
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok());
        let mine = names.filter(|name| {
            name.starts_with(&self.store) && Path::new(name).extension().is_some_and(|end| end == DRAFT)
        });
        let mut found: Vec<(Left, File)> = mine.filter_map(|name| self.draft(name)).collect();
        found.sort_by(|(one, _), (other, _)| (other.saved, &one.id).cmp(&(one.saved, &other.id)));
        found
    }

    fn draft(&self, id: String) -> Option<(Left, File)> {
        let file = File::open(self.path.join(&id)).ok()?;
        flock(&file, FlockOperation::NonBlockingLockExclusive).ok()?;
        if file.metadata().ok()?.len() > LARGEST {
            return None;
        }
        let Kept { saved, draft } = serde_json::from_reader(io::BufReader::new(&file)).ok()?;
        let saved = Instant(saved);
        Some((Left { id, saved, draft }, file))
    }

    /// The name of a new draft.
    pub fn new_draft(&self) -> String {
        format!("{}-{}.{DRAFT}", self.store, uuid::Uuid::new_v4().simple())
    }

    /// Writes a draft; it is nobody else's while the file is held.
    pub fn keep(&self, id: &str, draft: &Draft, now: Instant) -> io::Result<File> {
        let kept = Kept {
            saved: now.0,
            draft: draft.clone(),
        };
        self.write(&self.path.join(id), &serde_json::to_vec(&kept)?)
    }

    /// Removes a draft.
    pub fn forget(&self, id: &str) {
        let _ = fs::remove_file(self.path.join(id));
    }

    fn memory_path(&self) -> PathBuf {
        self.path.join(format!("{}.place", self.store))
    }

    /// A whole file or none, locked from its first moment.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<File> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.path)?;
        let beside = path.with_extension(format!("{}.new", std::process::id()));
        let mut options = OpenOptions::new();
        let mut file = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&beside)?;
        flock(&file, FlockOperation::NonBlockingLockExclusive)?;
        file.write_all(bytes)?;
        fs::rename(&beside, path)?;
        Ok(file)
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn draft(name: &str) -> Draft {
        Draft::List {
            list: None,
            lines: vec![("Name".to_owned(), name.to_owned())],
        }
    }

    fn folder() -> (tempfile::TempDir, StateFolder) {
        let root = tempfile::tempdir().unwrap();
        let folder = StateFolder::new(root.path().join("audience"), Path::new("/srv/shop.redb"));
        (root, folder)
    }

    #[test]
    fn a_draft_is_its_session_s_while_that_lives_and_found_afterwards() {
        let (_root, folder) = folder();
        let id = folder.new_draft();
        let held = folder.keep(&id, &draft("Shop"), Instant(5)).unwrap();
        assert!(folder.drafts().is_empty());
        drop(held);
        let mut found = folder.drafts();
        let (left, lock) = found.pop().unwrap();
        assert_eq!((left.saved, &left.draft), (Instant(5), &draft("Shop")));
        assert!(folder.drafts().is_empty(), "another session has it");
        drop(lock);
        folder.forget(&left.id);
        assert!(folder.drafts().is_empty());
    }

    #[test]
    fn files_are_the_owner_s_alone_and_belong_to_one_store() {
        let (root, folder) = folder();
        let id = folder.new_draft();
        drop(folder.keep(&id, &draft("Shop"), Instant(5)).unwrap());
        folder.remember(&Memory::default()).unwrap();
        let inside = root.path().join("audience");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&inside), 0o700);
        for entry in fs::read_dir(&inside).unwrap() {
            assert_eq!(mode(&entry.unwrap().path()), 0o600);
        }
        let other = StateFolder::new(inside, Path::new("/srv/other.redb"));
        assert!(other.drafts().is_empty() && other.memory().is_none());
        assert_eq!(folder.memory(), Some(Memory::default()));
    }

    #[test]
    fn what_cannot_be_read_is_left_alone() {
        let (root, folder) = folder();
        folder.remember(&Memory::default()).unwrap();
        let inside = root.path().join("audience");
        fs::write(inside.join(folder.new_draft()), "{\"saved\": 1, \"dra").unwrap();
        fs::write(folder.memory_path(), "[1, 2").unwrap();
        assert!(folder.drafts().is_empty());
        assert_eq!(folder.memory(), None);
    }
}
