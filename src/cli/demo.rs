//! `demo`: a believable audience to look around in.

mod assets;
mod chance;
mod fill;
mod history;
mod people;
mod twice;

use super::context::{BULK_CACHE, Context};
use super::failure::{Exit, Failure};
use super::interface;
use super::output::remark;
use crate::runtime;
use crate::store::{OpenOptions, Redb, Store};
use clap::Args;
use std::ffi::OsString;
use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// Fills a store with a believable audience.
#[derive(Debug, Args)]
pub struct Demo {
    /// How many contacts.
    #[arg(long, value_name = "N", default_value_t = 5_000, value_parser = clap::value_parser!(u64).range(..=20_000_000))]
    contacts: u64,
    /// Which audience: the same seed gives the same people.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Only fill the store; do not open the interface.
    #[arg(long)]
    no_ui: bool,
    /// What to go on with when the interface is left: the program's arguments.
    #[arg(last = true, hide = true)]
    back: Option<Vec<OsString>>,
}

impl Demo {
    /// Fills the store that `--store` names, else one that is gone when the interface closes.
    pub fn run(&self, context: &Context) -> Result<Exit, Failure> {
        let mut throw_away = None;
        let path = if context.global().store.is_some() && self.back.is_none() {
            context.refuse_read_only()?;
            context.store_path()?
        } else {
            let folder = throw_away.insert(Folder::make()?);
            runtime::throw_away(folder.0.clone());
            folder.0.join("demo.redb")
        };
        self.fill(context, &path)?;
        if self.no_ui {
            remark(&format!("{} contacts were made.", self.contacts));
            return Ok(Exit::Done);
        }
        interface::open_on(context, path, None)?;
        match &self.back {
            None => Ok(Exit::Done),
            Some(arguments) => {
                drop(throw_away);
                Err(interface::become_with(arguments.clone()))
            }
        }
    }

    fn fill(&self, context: &Context, path: &Path) -> Result<(), Failure> {
        let store = Redb::open(&OpenOptions {
            path: path.to_owned(),
            read_only: false,
            create: true,
            cache_bytes: BULK_CACHE,
            now: context.now(),
        })?;
        let catalogue = store.catalogue()?;
        if catalogue.contacts > 0 || !catalogue.lists.is_empty() {
            return Err(Failure::usage(format!(
                "{} has contacts or lists already. The demo fills an empty store only; nothing was changed.",
                path.display()
            )));
        }
        let order = fill::Order {
            contacts: self.contacts,
            seed: self.seed,
            now: context.now(),
        };
        fill::fill(&store, order)
    }
}

/// A folder of its own, for its owner alone, removed with everything in it when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn make() -> Result<Self, Failure> {
        let name = format!("audience-demo-{}", uuid::Uuid::new_v4().simple());
        let path = std::env::temp_dir().join(name);
        DirBuilder::new().mode(0o700).create(&path).map_err(|error| {
            Failure::failed(format!("The folder {} cannot be made: {error}.", path.display()))
        })?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
