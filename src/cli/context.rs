//! What every command stands on: the options that hold for all, the store, the moment, who is working.

use super::args::Global;
use super::failure::Failure;
use super::operator;
use super::output::remark;
use crate::model::{Author, Catalogue, Instant, Moment};
use crate::store::{OpenOptions, Redb, StoreError};
use std::env;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// How much of the store a command that asks a question keeps in memory: it reads nearly every page once, and room that
/// is used again costs less than room that is new.
const QUESTION_CACHE: usize = 64 << 10;

/// How much a command that makes one change keeps.
const CHANGE_CACHE: usize = 24 << 20;

/// How much a command that brings in or walks through many rows keeps.
pub const BULK_CACHE: usize = 48 << 20;

/// The options that hold for all commands, and what follows from them.
#[derive(Debug)]
pub struct Context {
    global: Global,
}

impl Context {
    /// From the options given.
    pub fn new(global: Global) -> Self {
        Self { global }
    }

    /// The options given.
    pub fn global(&self) -> &Global {
        &self.global
    }

    /// What counts as now: `--now`, else the clock.
    pub fn now(&self) -> Instant {
        self.global.now.unwrap_or_else(clock)
    }

    /// Now, in the zone in which the store counts days.
    pub fn moment(&self, catalogue: &Catalogue) -> Moment {
        Moment {
            now: self.now(),
            zone: catalogue.settings.time_zone,
        }
    }

    /// Who makes a change, at the real time whatever `--now` says: history is not written backwards.
    #[expect(clippy::unused_self, reason = "who works belongs to what a command stands on")]
    pub fn author(&self) -> Author {
        Author {
            name: operator::name(),
            at: clock(),
        }
    }

    /// Where the store is: `--store`, else `AUDIENCE_STORE`, else the usual place.
    pub fn store_path(&self) -> Result<PathBuf, Failure> {
        let chosen = self
            .global
            .store
            .clone()
            .or_else(|| env::var_os("AUDIENCE_STORE").filter(|value| !value.is_empty()));
        let path = match chosen {
            Some(chosen) => PathBuf::from(chosen),
            None => usual_place()?,
        };
        if let Some((scheme, _)) = path.to_string_lossy().split_once("://") {
            return Err(Failure::usage(format!(
                "A store on a server ({scheme}://…) cannot be used yet. Give the path of a file with --store."
            )));
        }
        Ok(path)
    }

    /// How the store is opened for work on the whole file.
    pub fn whole(&self) -> Result<OpenOptions, Failure> {
        Ok(options(&self.store_path()?, false, CHANGE_CACHE))
    }

    /// The store, to ask it. Where there is none yet it is made, unless `--read-only`.
    /// One of an older format is brought forward first, which only a writer does.
    pub fn reader(&self) -> Result<Redb, Failure> {
        let path = self.store_path()?;
        if !self.global.read_only && !path.exists() {
            return open(&path, false, QUESTION_CACHE);
        }
        match Redb::open(&options(&path, true, QUESTION_CACHE)) {
            Err(StoreError::Older { .. }) if !self.global.read_only => {
                drop(open(&path, false, CHANGE_CACHE)?);
                open(&path, true, QUESTION_CACHE)
            }
            opened => Ok(warned(opened?)),
        }
    }

    /// The store, to change it.
    pub fn writer(&self) -> Result<Redb, Failure> {
        self.refuse_read_only()?;
        open(&self.store_path()?, false, CHANGE_CACHE)
    }

    /// The store, to bring in many rows.
    pub fn bulk_writer(&self) -> Result<Redb, Failure> {
        self.refuse_read_only()?;
        open(&self.store_path()?, false, BULK_CACHE)
    }

    /// Refuses a change where `--read-only` was given.
    pub fn refuse_read_only(&self) -> Result<(), Failure> {
        if self.global.read_only {
            Err(Failure::usage(
                "--read-only allows no change. Leave it out to make one.",
            ))
        } else {
            Ok(())
        }
    }
}

/// The system's clock.
fn clock() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// `$XDG_DATA_HOME/audience/audience.redb`, with `~/.local/share` where the variable is not an absolute path.
fn usual_place() -> Result<PathBuf, Failure> {
    let data = env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| env::home_dir().map(|home| home.join(".local/share")))
        .ok_or_else(|| {
            Failure::usage("There is no home folder to keep the store in. Give its path with --store.")
        })?;
    Ok(data.join("audience").join("audience.redb"))
}

fn options(path: &Path, read_only: bool, cache_bytes: usize) -> OpenOptions {
    OpenOptions {
        path: path.to_owned(),
        read_only,
        create: !read_only,
        cache_bytes,
        now: clock(),
    }
}

fn open(path: &Path, read_only: bool, cache_bytes: usize) -> Result<Redb, Failure> {
    Ok(warned(Redb::open(&options(path, read_only, cache_bytes))?))
}

fn warned(store: Redb) -> Redb {
    for warning in store.warnings() {
        remark(&format!("warning: {warning}"));
    }
    store
}
