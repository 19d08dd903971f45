//! No command: the interface.

use super::args::{Color, Global};
use super::config;
use super::context::Context;
use super::failure::{Exit, Failure};
use super::operator;
use crate::app::Colours;
use crate::runtime::{self, After, RunError, RunOptions};
use std::env;
use std::ffi::OsString;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::Command;

/// Opens the interface on the store that was chosen.
pub fn open(context: &Context) -> Result<Exit, Failure> {
    match open_on(context, context.store_path()?, state_folder())? {
        After::Nothing => Ok(Exit::Done),
        After::Demo => Err(become_with(demo_and_back(context))),
    }
}

/// Opens the interface on a store; what is kept between two sessions goes into a folder, where one is given.
pub fn open_on(context: &Context, store: PathBuf, state: Option<PathBuf>) -> Result<After, Failure> {
    let global = context.global();
    let config = config::read(global.config.as_deref())?;
    let options = RunOptions {
        store,
        read_only: global.read_only,
        now: global.now,
        operator: operator::name(),
        state,
        config,
        colours: colours(global),
    };
    runtime::run(options).map_err(|error| match error {
        RunError::NoTerminal => Failure::usage(error.to_string()),
        RunError::Store(error) => error.into(),
        RunError::Terminal(_) => Failure::failed(error.to_string()),
    })
}

/// The arguments of a demo after which this program is started as it was.
fn demo_and_back(context: &Context) -> Vec<OsString> {
    let mut arguments = vec![OsString::from("demo")];
    if let Some(config) = &context.global().config {
        arguments.extend([OsString::from("--config"), config.into()]);
    }
    arguments.push("--".into());
    arguments.extend(env::args_os().skip(1));
    arguments
}

/// Goes on as this program with other arguments: the threads that read the keys end with what was before. Returns only where
/// that fails.
pub fn become_with(arguments: Vec<OsString>) -> Failure {
    let failed = |error| Failure::failed(format!("The program cannot be started again: {error}."));
    match env::current_exe() {
        Ok(program) => failed(Command::new(program).args(arguments).exec()),
        Err(error) => failed(error),
    }
}

/// `$XDG_STATE_HOME/audience`, with `~/.local/state` where the variable is not an absolute path.
fn state_folder() -> Option<PathBuf> {
    let state = env::var_os("XDG_STATE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| env::home_dir().map(|home| home.join(".local/state")))?;
    Some(state.join("audience"))
}

fn colours(global: &Global) -> Option<Colours> {
    match global.color {
        Color::Auto => None,
        Color::Always => Some(Colours::Sixteen),
        Color::Never => Some(Colours::None),
    }
}
