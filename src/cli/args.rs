//! What can be typed: the options that hold for every command, and the commands.

use super::{
    check, completions, contact, contacts, count, demo, duplicates, explain, export, field, fields, history,
    import, list, lists, man, permission, segment, segments, settings, stats, undo, upkeep,
};
use crate::model::Instant;
use chrono::DateTime;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// Keep a WhatsApp audience in the terminal: contact lists → segments → contacts.
///
/// Without a command the interface opens. Every command works while interfaces have the same store open.
/// Results go to standard output, everything else to standard error.
#[derive(Debug, Parser)]
#[command(name = "audience", version, disable_help_subcommand = true, after_help = AFTER)]
pub struct Arguments {
    /// What holds for all commands.
    #[command(flatten)]
    pub global: Global,
    /// What to do; nothing opens the interface.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const AFTER: &str = "\
The store is --store, else AUDIENCE_STORE, else $XDG_DATA_HOME/audience/audience.redb; it is made at first use.
Exit codes: 0 done, 1 failed, 2 wrong usage or unknown name, 3 done but rows were rejected,
4 the store is busy, damaged or newer, 130 interrupted at a safe place.
`audience man` tells the rest.";

/// Options that may stand before or after the command.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Options for all commands")]
pub struct Global {
    /// The store's file [default: $AUDIENCE_STORE, else $XDG_DATA_HOME/audience/audience.redb].
    #[arg(long, global = true, value_name = "PATH|URL")]
    pub store: Option<OsString>,
    /// What counts as now for relative dates, ages and lifecycle, e.g. 2026-11-22T09:00:00Z.
    #[arg(long, global = true, value_name = "RFC3339", value_parser = moment)]
    pub now: Option<Instant>,
    /// What you prefer: a file with lines such as `theme = light`, `mouse = off`, `key.add-contact = A` [default: $XDG_CONFIG_HOME/audience/config].
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Change nothing, whatever is asked.
    #[arg(long, global = true)]
    pub read_only: bool,
    /// Colours; `auto` follows the terminal and NO_COLOR.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    /// Where the terminal shows them and NO_COLOR is not set.
    #[default]
    Auto,
    /// In any case.
    Always,
    /// Not at all.
    Never,
}

/// The commands, in the order of help.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Fill a throw-away store with a believable audience and open the interface on it.
    Demo(demo::Demo),
    /// Show all contact lists.
    Lists(lists::Lists),
    /// Create, edit or delete a contact list.
    #[command(subcommand)]
    List(list::List),
    /// Show the segments of a list, with their counts.
    Segments(segments::Segments),
    /// Create, edit, copy, delete or show a segment.
    #[command(subcommand)]
    Segment(segment::Segment),
    /// Show all fields that criteria, columns and --set can name.
    Fields(fields::Fields),
    /// Add, rename or delete a custom field.
    #[command(subcommand)]
    Field(field::Field),
    /// Show or set time zone, currency, default country and lifecycle limits.
    Settings(settings::Settings),
    /// Print how many contacts match, digits only.
    Count(count::Count),
    /// Print the contacts that match.
    Contacts(contacts::Contacts),
    /// Say why a contact matches or does not, condition by condition.
    Explain(explain::Explain),
    /// Add, edit, show, remove or delete one contact.
    #[command(subcommand)]
    Contact(contact::Contact),
    /// Find contacts that may be one person, with how likely that is and why.
    Duplicates(duplicates::Duplicates),
    /// Record that a number wants no messages. Wins over everything else.
    Optout(permission::Optout),
    /// Record that a number has consented, and lift its opt-out.
    Optin(permission::Optin),
    /// Bring a file in.
    #[command(subcommand)]
    Import(import::Import),
    /// Write contacts to standard output or a file.
    Export(export::Export),
    /// Show who has changed what, and when.
    History(history::History),
    /// Take a change back.
    Undo(undo::Undo),
    /// Make a change again that was taken back.
    Redo(undo::Redo),
    /// Walk the whole store and say what does not hold.
    Check(check::Check),
    /// Make the store's file as small as what is in it.
    Compact(upkeep::Compact),
    /// Let a group of this machine's users have the store too.
    Share(upkeep::Share),
    /// Sizes and counts of the store.
    Stats(stats::Stats),
    /// Print the completion script of a shell.
    Completions(completions::Completions),
    /// Print the manual page.
    Man(man::ManPage),
}

fn moment(text: &str) -> Result<Instant, String> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| Instant(at.timestamp()))
        .map_err(|_| "expected a date and time with its zone, like 2026-11-22T09:00:00Z".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_moment_needs_its_zone() {
        assert_eq!(moment("1970-01-01T01:00:00+01:00"), Ok(Instant(0)));
        assert!(moment("2026-11-22").is_err());
        assert!(moment("2026-11-22T09:00:00").is_err());
    }
}
