//! Opening a store: its file's permissions, its creation beside others who may create it at the same moment, what is
//! no store, what is newer.

use super::fault::{guarded, refused};
use super::tables::META;
use super::{Result, StoreError, meta, migrate};
use crate::model::Instant;
use redb::backends::FileBackend;
use redb::{
    Builder, ConcurrencyMode, Database, DatabaseError, ReadOnlyDatabase, ReadTransaction, ReadableDatabase,
    StorageBackend, TableError,
};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::fs::{self, DirBuilder, File, Metadata};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Clock};

/// How to open a store.
#[derive(Clone, Debug)]
pub struct OpenOptions {
    /// The file.
    pub path: PathBuf,
    /// Only to read. Such a store takes no change.
    pub read_only: bool,
    /// Make it where there is none.
    pub create: bool,
    /// How much of it may stay in memory: 8 MB for a count, 24 for the interface, 128 for an import.
    pub cache_bytes: usize,
    /// The moment a new store is made at.
    pub now: Instant,
}

/// An open file. Closing it reads pages too, and so may panic where they are damaged: then it is left as it is.
pub(super) struct Handle(Option<Engine>);

enum Engine {
    Writer(Database),
    Reader(ReadOnlyDatabase),
}

impl Handle {
    /// Begins to read.
    pub(super) fn read(&self) -> Result<ReadTransaction> {
        match &self.0 {
            Some(Engine::Writer(database)) => Ok(database.begin_read()?),
            Some(Engine::Reader(database)) => Ok(database.begin_read()?),
            None => Err(StoreError::Io("The store has been closed.".into())),
        }
    }

    /// The database, where it was opened to write.
    pub(super) fn writer(&self) -> Result<&Database> {
        match &self.0 {
            Some(Engine::Writer(database)) => Ok(database),
            _ => Err(StoreError::ReadOnly),
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let engine = self.0.take();
        let _ = guarded(|| {
            drop(engine);
            Ok(())
        });
    }
}

/// What stands at the beginning of every redb file.
pub(super) const MAGIC: [u8; 9] = *b"redb\x1A\x0A\xA9\x0D\x0A";

/// Opens the file, after making it where that is asked for. Warnings are for the person at the screen.
pub(super) fn open(options: &OpenOptions) -> Result<(Handle, Vec<String>)> {
    let path = &options.path;
    let mut warnings = Vec::new();
    if options.create && !options.read_only {
        // Who may not enter the folder is not to make a store in it.
        let exists = path.try_exists().map_err(|error| refused("open", path, &error))?;
        if !exists {
            create(options)?;
        }
    }
    check_file(options)?;
    if let Some(warning) = warn_of_folder(path) {
        warnings.push(warning);
    }
    let mut handle = guarded(|| open_file(options))?;
    let found = guarded(|| format_of(&handle, path))?;
    if found < meta::FORMAT {
        drop(handle);
        warnings.extend(migrate::forward(options, found)?);
        handle = guarded(|| open_file(options))?;
    }
    Ok((handle, warnings))
}

/// Refuses what is not there, what others can reach, and what is no store.
pub(super) fn check_file(options: &OpenOptions) -> Result<()> {
    let path = &options.path;
    match fs::metadata(path) {
        Ok(found) => check_mode(path, &found)?,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(StoreError::NotFound {
                kind: "store",
                name: path.display().to_string(),
            });
        }
        Err(error) => return Err(refused("open", path, &error)),
    }
    check_magic(path)
}

pub(super) fn builder(options: &OpenOptions) -> Builder {
    let mut builder = Builder::new();
    builder
        .set_concurrency_mode(ConcurrencyMode::MultiWriter)
        .set_cache_size(options.cache_bytes);
    builder
}

/// After a kill with nobody left, a reader cannot open before a writer has; so it opens as one first.
fn open_file(options: &OpenOptions) -> Result<Handle> {
    let builder = builder(options);
    if !options.read_only {
        return Ok(Handle(Some(Engine::Writer(open_writer(
            &builder,
            &options.path,
        )?))));
    }
    let started = Clock::now();
    let reader = loop {
        match patiently(|| builder.open_read_only(&options.path)) {
            // Who makes the file smaller or brings it forward may be at it again when it comes to this.
            Err(DatabaseError::RepairAborted) if started.elapsed() < PATIENCE => {
                drop(open_writer(&builder, &options.path)?);
            }
            opened => break opened?,
        }
    };
    Ok(Handle(Some(Engine::Reader(reader))))
}

/// Opens the file to write, as soon as nobody has it for themselves.
pub(super) fn open_writer(builder: &Builder, path: &Path) -> Result<Database> {
    Ok(patiently(|| open_once(builder, path))?)
}

/// Opens the file to write, if nobody keeps others out.
pub(super) fn open_once(builder: &Builder, path: &Path) -> std::result::Result<Database, DatabaseError> {
    #[cfg(test)]
    if let Some(disk) = super::faults::disk_at(path) {
        return builder.create_with_backend(disk);
    }
    builder.open(path)
}

/// How long to wait for somebody who makes the file smaller, which takes some seconds of a large one.
const PATIENCE: Duration = Duration::from_secs(30);

/// Opens the file as soon as nobody has it for themselves.
fn patiently<T>(
    mut open: impl FnMut() -> std::result::Result<T, DatabaseError>,
) -> std::result::Result<T, DatabaseError> {
    let started = Clock::now();
    loop {
        match open() {
            Err(DatabaseError::DatabaseAlreadyOpen) if started.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(5));
            }
            opened => return opened,
        }
    }
}

/// Nobody needs this long to fill a new store.
const GIVEN_UP: Duration = Duration::from_secs(600);

/// Removes what a process left that was ended while it made the store, so long ago that it is not at it any more.
fn forget_drafts(folder: &Path, beginning: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let middle = name
            .strip_prefix(beginning)
            .and_then(|rest| rest.strip_suffix(".new"));
        let is_draft = middle.is_some_and(|uuid| uuid::Uuid::try_parse(uuid).is_ok());
        let age = entry
            .metadata()
            .ok()
            .and_then(|found| found.modified().ok()?.elapsed().ok());
        if is_draft && age.is_some_and(|age| age > GIVEN_UP) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Fills a new store under a name of its own and gives it the real one only if that is still free.
fn create(options: &OpenOptions) -> Result<()> {
    let path = &options.path;
    let folder = folder_of(path);
    if !folder.exists() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|error| refused("make the folder", folder, &error))?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    forget_drafts(folder, &format!(".{name}."));
    let draft = folder.join(format!(".{name}.{}.new", uuid::Uuid::new_v4().simple()));
    let made = guarded(|| make(options, &draft)).and_then(|()| give_name(&draft, path));
    let _ = fs::remove_file(&draft);
    made?;
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| refused("write the folder", folder, &error))
}

fn make(options: &OpenOptions, draft: &Path) -> Result<()> {
    let file = fs::OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(draft)
        .map_err(|error| refused("make", draft, &error))?;
    let kept = file.try_clone().map_err(|error| refused("make", draft, &error))?;
    fill(options, FileBackend::new(file)?)?;
    kept.sync_all().map_err(|error| refused("write", draft, &error))
}

/// Makes a store with nothing in it.
pub(super) fn fill(options: &OpenOptions, backend: impl StorageBackend) -> Result<()> {
    let database = builder(options).create_with_backend(backend)?;
    let txn = database.begin_write()?;
    meta::create(&txn, options.now)?;
    txn.commit()?;
    Ok(database.close()?)
}

/// Who comes second finds the name taken, and opens what the first has made.
fn give_name(draft: &Path, path: &Path) -> Result<()> {
    match fs::hard_link(draft, path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(_) => match renameat_with(CWD, draft, CWD, path, RenameFlags::NOREPLACE) {
            Ok(()) | Err(rustix::io::Errno::EXIST) => Ok(()),
            Err(error) => Err(refused("make", path, &error.into())),
        },
    }
}

pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Only its owner may reach a store; its group too where the store is shared (a setgid folder of that group).
fn check_mode(path: &Path, found: &Metadata) -> Result<()> {
    if !found.is_file() {
        return Err(StoreError::Foreign(path.to_owned()));
    }
    let mode = found.mode() & 0o777;
    let shared = || {
        fs::metadata(folder_of(path))
            .is_ok_and(|folder| folder.mode() & 0o2000 != 0 && folder.gid() == found.gid())
    };
    if mode & !0o600 == 0 || (mode & !0o660 == 0 && shared()) {
        return Ok(());
    }
    Err(StoreError::Mode(format!(
        "{} can be reached by others (mode {mode:04o}). Run: chmod 600 {}",
        path.display(),
        path.display()
    )))
}

fn check_magic(path: &Path) -> Result<()> {
    let mut file = File::open(path).map_err(|error| refused("open", path, &error))?;
    let mut start = [0; 9];
    match file.read_exact(&mut start) {
        Ok(()) if start == MAGIC => Ok(()),
        Ok(()) => Err(StoreError::Foreign(path.to_owned())),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Err(StoreError::Foreign(path.to_owned())),
        Err(error) => Err(refused("read", path, &error)),
    }
}

/// The format of an open file: this version's or an older one.
fn format_of(handle: &Handle, path: &Path) -> Result<u32> {
    let txn = handle.read()?;
    let table = match txn.open_table(META) {
        Err(TableError::Storage(error)) => return Err(error.into()),
        Err(_) => return Err(StoreError::Foreign(path.to_owned())),
        Ok(table) => table,
    };
    match meta::format(&table)? {
        Some(format) if format.version <= meta::FORMAT => Ok(format.version),
        Some(format) => Err(StoreError::Newer {
            found: format.version,
            known: meta::FORMAT,
        }),
        None => Err(StoreError::Foreign(path.to_owned())),
    }
}

fn warn_of_folder(path: &Path) -> Option<String> {
    let folder = folder_of(path);
    let mode = fs::metadata(folder).ok()?.mode();
    (mode & 0o002 != 0 && mode & 0o1000 == 0).then(|| {
        format!(
            "Anybody can replace files in {} (mode {:04o}). Keep the store in a folder of your own.",
            folder.display(),
            mode & 0o7777
        )
    })
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::super::codec::seal_row;
    use super::super::envelope::Sealed;
    use super::super::wire::WireFormat;
    use super::*;

    fn options(path: PathBuf) -> OpenOptions {
        OpenOptions {
            path,
            read_only: false,
            create: true,
            cache_bytes: 1 << 20,
            now: Instant(0),
        }
    }

    #[test]
    fn formats_of_other_versions_are_refused() {
        let known = meta::FORMAT;
        let newer = StoreError::Newer {
            found: known + 1,
            known,
        };
        assert_eq!(refusal_of(known + 1), newer);
        let oldest = migrate::OLDEST;
        let older = StoreError::Older {
            found: oldest - 1,
            oldest,
        };
        assert_eq!(refusal_of(oldest - 1), older);
    }

    fn refusal_of(version: u32) -> StoreError {
        let folder = tempfile::tempdir().unwrap();
        let options = options(folder.path().join("shop.redb"));
        let (handle, _) = open(&options).unwrap();
        let txn = handle.writer().unwrap().begin_write().unwrap();
        let other = WireFormat {
            version,
            uuid: [0; 16],
            created: 0,
        };
        let mut sealed = Vec::new();
        seal_row(&mut sealed, Sealed::Meta, b"format", &other).unwrap();
        txn.open_table(META)
            .unwrap()
            .insert(&b"format"[..], sealed.as_slice())
            .unwrap();
        txn.commit().unwrap();
        drop(handle);
        open(&options).err().unwrap()
    }

    #[test]
    fn another_programs_redb_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let options = options(folder.path().join("other.redb"));
        drop(builder(&options).create(&options.path).unwrap());
        fs::set_permissions(&options.path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        assert_eq!(
            open(&options).err().unwrap(),
            StoreError::Foreign(options.path.clone())
        );
    }
}
