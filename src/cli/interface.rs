//! No command: the interface.

use super::args::{Color, Global};
use super::config;
use super::context::Context;
use super::failure::{Exit, Failure};
use super::operator;
use crate::app::Colours;
use crate::runtime::{self, RunError, RunOptions};
use std::path::PathBuf;

/// Opens the interface on the store that was chosen.
pub fn open(context: &Context) -> Result<Exit, Failure> {
    open_on(context, context.store_path()?)
}

/// Opens the interface on a store.
pub fn open_on(context: &Context, store: PathBuf) -> Result<Exit, Failure> {
    let global = context.global();
    let config = config::read(global.config.as_deref())?;
    let options = RunOptions {
        store,
        read_only: global.read_only,
        now: global.now,
        operator: operator::name(),
        theme: config.theme,
        colours: colours(global),
    };
    runtime::run(options).map_err(|error| match error {
        RunError::NoTerminal => Failure::usage(error.to_string()),
        RunError::Store(error) => error.into(),
        RunError::Terminal(_) => Failure::failed(error.to_string()),
    })?;
    Ok(Exit::Done)
}

fn colours(global: &Global) -> Option<Colours> {
    match global.color {
        Color::Auto => None,
        Color::Always => Some(Colours::Sixteen),
        Color::Never => Some(Colours::None),
    }
}
