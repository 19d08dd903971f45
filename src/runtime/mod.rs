//! Runs the state machine in a real terminal: takes the terminal, reads keys on a thread, lets workers ask the store
//! and change it, draws when nothing more waits to be taken in. No tick: what does not change writes nothing.
//!
//! Decides nothing that a user would see; that is the state machine's.

mod changes;
mod clicks;
mod clipboard;
mod clock;
mod config_file;
mod exporting;
mod finding;
mod gate;
mod guess;
mod importing;
mod input;
mod keeper;
mod look;
mod mailbox;
mod mishap;
mod paths;
mod questions;
mod screen;
mod session;
mod signals;
mod state_folder;
mod terminal;
mod theme_file;
mod watch;
mod workers;

use crate::app::preferences::{self, Preferences};
use crate::app::{Colours, State};
use crate::model::Instant;
use crate::store::{OpenOptions, Redb, Store, StoreError};
use clock::Clock;
use crossbeam_channel::unbounded;
use keeper::Keeper;
use session::{End, Session};
pub use signals::throw_away;
use state_folder::StateFolder;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use workers::Workers;

/// The store's page cache while the interface is open.
const CACHE: usize = 24 << 20;
/// How long a running transaction is waited for when the terminal has gone; then it is given up.
const HANG_UP_PATIENCE: Duration = Duration::from_millis(60);

/// What the interface is started with.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// The store's file; made when it is not there.
    pub store: PathBuf,
    /// Changes are off, and the store must be there.
    pub read_only: bool,
    /// What counts as now; None: the clock.
    pub now: Option<Instant>,
    /// Who makes the changes.
    pub operator: String,
    /// Where half-filled forms and the place one was at are kept; None: nowhere.
    pub state: Option<PathBuf>,
    /// The file of preferences, to be written, and its text.
    pub config: (Option<PathBuf>, String),
    /// How many colours; None: by the environment.
    pub colours: Option<Colours>,
}

/// What is to be done when the interface has been left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Nothing.
    Nothing,
    /// Look at an audience that is thrown away, and come back.
    Demo,
}

/// Why the interface did not start, or broke off.
#[derive(Debug)]
pub enum RunError {
    /// Standard input or output is no terminal.
    NoTerminal,
    /// The store cannot be opened.
    Store(StoreError),
    /// The operating system refused something to do with the terminal; its words.
    Terminal(io::Error),
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTerminal => f.write_str(
                "The interface needs a terminal. In a script, use the commands; `audience --help` lists them.",
            ),
            Self::Store(error) => error.fmt(f),
            Self::Terminal(error) => write!(
                f,
                "The terminal cannot be used: {error}. Every change that was confirmed is on disk."
            ),
        }
    }
}

impl std::error::Error for RunError {}

impl From<StoreError> for RunError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<io::Error> for RunError {
    fn from(error: io::Error) -> Self {
        Self::Terminal(error)
    }
}

/// Opens the store and the interface on it; returns when the person leaves. Where a signal or a hang-up ends it, the
/// process ends as that signal ends one.
pub fn run(options: RunOptions) -> Result<After, RunError> {
    if !terminal::is_there() {
        return Err(RunError::NoTerminal);
    }
    let clock = Clock(options.now);
    let store: Arc<dyn Store> = Arc::new(Redb::open(&OpenOptions {
        path: options.store.clone(),
        read_only: options.read_only,
        create: !options.read_only,
        cache_bytes: CACHE,
        now: clock.now(),
    })?);
    let (config, text) = options.config;
    let (preferences, wrong) = Preferences::read(&text);
    let look = look::find(options.colours, |name| std::env::var(name).ok());
    let size = terminal::size().unwrap_or_default();
    let name = options.store.file_name().unwrap_or(options.store.as_os_str());
    let mut state = State::new(name.to_string_lossy().into_owned(), options.read_only, look, size);
    let own = preferences
        .theme_file()
        .map(|path| theme_file::read(path, config.as_deref()));
    preferences.apply(&mut state, wrong);
    if let Some(own) = own {
        preferences::take_theme(&mut state, own);
    }
    state.guesses = guess::here();
    let folder = options
        .state
        .map(|folder| StateFolder::new(folder, &options.store));
    serve(store, options.operator, clock, state, (folder, config))
}

fn serve(
    store: Arc<dyn Store>,
    operator: String,
    clock: Clock,
    mut state: State,
    kept: (Option<StateFolder>, Option<PathBuf>),
) -> Result<After, RunError> {
    let (control_in, control) = unbounded();
    let (keys_in, keys) = unbounded();
    let (events_in, events) = unbounded();
    signals::listen(&control_in)?;
    let guard = terminal::Guard::take(state.pointer.ours)?;
    input::listen(keys_in, control_in)?;
    let config = kept.1.clone();
    let keeper = Keeper::start(kept, &mut state, clock, events_in.clone())?;
    let workers = Workers::start(store, operator, clock, config, &events_in)?;
    let mut session = Session::new(state, clock, workers, keeper, control, keys, events);
    let end = session.run();
    drop(guard);
    match end {
        End::Quit | End::Demo => session.into_workers().finish(None),
        End::Signal(signal) => {
            session.into_workers().finish(Some(HANG_UP_PATIENCE));
            signals::end_now(signal);
        }
    }
    Ok(if end == End::Demo {
        After::Demo
    } else {
        After::Nothing
    })
}
