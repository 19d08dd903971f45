//! `completions`: what a shell needs to complete commands and options.

use super::args::Arguments;
use super::failure::{Exit, Failure};
use super::output::Output;
use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};
use std::io::Write;

/// Prints a completion script.
#[derive(Debug, Args)]
pub struct Completions {
    /// For which shell.
    shell: Shell,
}

impl Completions {
    /// Prints the script.
    pub fn run(&self, out: &mut Output) -> Result<Exit, Failure> {
        // The generator cannot report a reader that has gone, so it writes to memory.
        let mut script = Vec::new();
        generate(self.shell, &mut Arguments::command(), "audience", &mut script);
        out.write_all(&script)?;
        Ok(Exit::Done)
    }
}
