//! No command: the interface.

use super::args::{Color, Global};
use super::config;
use super::context::Context;
use super::failure::{Exit, Failure};
use super::operator;
use crate::app::Colours;
use crate::runtime::{self, RunError, RunOptions};
use std::env;
use std::path::PathBuf;

/// Opens the interface on the store that was chosen.
pub fn open(context: &Context) -> Result<Exit, Failure> {
    open_on(context, context.store_path()?, state_folder())
}

/// Opens the interface on a store; what is kept between two sessions goes into a folder, where one is given.
pub fn open_on(context: &Context, store: PathBuf, state: Option<PathBuf>) -> Result<Exit, Failure> {
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
    })?;
    Ok(Exit::Done)
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
