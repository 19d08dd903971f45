//! `man`: the manual page, made from the same table of commands that is parsed.

use super::args::Arguments;
use super::failure::{Exit, Failure};
use super::output::Output;
use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;
use std::io::{self, Write};

/// Prints the manual page, for `man -l -`.
#[derive(Debug, Args)]
pub struct ManPage {}

impl ManPage {
    /// Prints the page.
    #[expect(clippy::unused_self, reason = "every command is run the same way")]
    pub fn run(&self, out: &mut Output) -> Result<Exit, Failure> {
        let mut page = Vec::new();
        write_page(&mut page)?;
        out.write_all(&page)?;
        Ok(Exit::Done)
    }
}

fn write_page(page: &mut Vec<u8>) -> io::Result<()> {
    let mut command = Arguments::command().after_help("");
    command.build();
    let man = Man::new(command.clone());
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    page.write_all(b".SH COMMANDS\n")?;
    for subcommand in command.get_subcommands() {
        write_command(page, subcommand, "audience")?;
    }
    page.write_all(include_str!("man.roff").as_bytes())?;
    man.render_version_section(page)
}

/// A command with its own options, and the commands below it.
fn write_command(page: &mut Vec<u8>, command: &Command, above: &str) -> io::Result<()> {
    let name = format!("{above} {}", command.get_name());
    if command.has_subcommands() {
        for subcommand in command.get_subcommands() {
            write_command(page, subcommand, &name)?;
        }
        if command.is_subcommand_required_set() {
            return Ok(());
        }
    }
    writeln!(page, ".SS \"{}\"", escaped(&name))?;
    writeln!(page, "{}", escaped(&plain(command.get_about())))?;
    for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
        if argument.is_global_set() || argument.get_id() == "help" {
            continue;
        }
        let values = argument.get_value_names().unwrap_or_default();
        let takes_value = argument.get_action().takes_values();
        let value = match values.first() {
            Some(value) if takes_value => format!("\\fI{}\\fR", escaped(value)),
            _ => String::new(),
        };
        let option = argument
            .get_short()
            .map(|short| format!("\\fB\\-{short}\\fR, "))
            .unwrap_or_default();
        let long = argument
            .get_long()
            .map(|long| format!("\\fB\\-\\-{}\\fR ", escaped(long)));
        writeln!(page, ".TP\n{option}{}{value}", long.unwrap_or_default())?;
        writeln!(page, "{}", escaped(&plain(argument.get_help())))?;
    }
    Ok(())
}

fn plain(text: Option<&clap::builder::StyledStr>) -> String {
    text.map(ToString::to_string).unwrap_or_default()
}

/// A text that roff prints as it is.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) {
        format!("\\&{text}")
    } else {
        text
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn every_command_stands_on_the_page() {
        let mut page = Vec::new();
        write_page(&mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        for name in [
            "audience count",
            "audience list create",
            "audience import contacts",
            "audience settings set",
        ] {
            assert!(page.contains(&format!(".SS \"{}\"", escaped(name))), "{name}");
        }
        for section in ["COMMANDS", "FORMATS", "EXIT STATUS", "ENVIRONMENT", "FILES"] {
            assert!(
                page.lines().any(|line| line.trim_matches('"').ends_with(section)),
                "{section}"
            );
        }
    }
}
