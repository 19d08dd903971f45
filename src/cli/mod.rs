//! The command line: what can be typed, one file a command, and how results and failures are written.
//!
//! Without a command the interface opens. Nothing here knows how a question is answered; that is the store's.

mod args;
mod check;
mod completions;
mod config;
mod confirm;
mod contact;
mod contacts;
mod context;
mod count;
mod demo;
mod duplicates;
mod edits;
mod explain;
mod export;
mod failure;
mod field;
mod fields;
mod history;
mod import;
mod import_history;
mod import_run;
mod interface;
mod interrupt;
mod json;
mod list;
mod lists;
mod man;
mod names;
mod operator;
mod output;
mod past;
mod permission;
mod person;
mod pins;
mod profile;
mod progress;
mod segment;
mod segments;
mod selection;
mod settings;
mod sheet;
mod stats;
mod table;
mod undo;
mod unreadable;
mod upkeep;
mod values;

use crate::store;
use args::{Arguments, Command};
use clap::{ColorChoice, CommandFactory, FromArgMatches};
use context::Context;
use failure::{Exit, Failure};
use output::{Output, remark};
use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

/// Does what was typed, and says how it ended.
pub fn run(typed: impl IntoIterator<Item = OsString>) -> ExitCode {
    quiet_panics();
    let typed: Vec<OsString> = typed.into_iter().collect();
    let parsed = Arguments::command()
        .color(help_colors(&typed))
        .try_get_matches_from(typed)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let exit = match parsed {
        Ok(arguments) => {
            settle(catch_unwind(AssertUnwindSafe(|| perform(arguments))).unwrap_or_else(|_| Err(fault())))
        }
        Err(error) => {
            let _ = error.print();
            if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Done
            }
        }
    };
    ExitCode::from(exit as u8)
}

/// A panic is a fault of the program and told as one. What the store catches is told as damage by the store; what it
/// cannot catch, here, and ends the process as damage does.
fn quiet_panics() {
    panic::set_hook(Box::new(|info| {
        if let Some(damage) = store::last_words(info) {
            remark(&format!("error: {damage}"));
            std::process::exit(i32::from(Exit::Store as u8));
        }
        if !store::catches_panics() {
            remark(&format!("fault: {info}"));
        }
    }));
}

fn fault() -> Failure {
    Failure::failed(
        "A fault in audience stopped this. Every change that was confirmed is on disk. Please report it.",
    )
}

/// `--color` holds for help and usage errors too, which are printed before anything is parsed.
fn help_colors(typed: &[OsString]) -> ColorChoice {
    let wanted = typed
        .iter()
        .enumerate()
        .find_map(|(at, word)| match word.to_str()? {
            "--color" => typed.get(at + 1)?.to_str(),
            word => word.strip_prefix("--color="),
        });
    match wanted {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    }
}

fn settle(ended: Result<Exit, Failure>) -> Exit {
    match ended {
        Ok(exit) => exit,
        Err(Failure::ReaderGone) => Exit::Done,
        Err(Failure::Told(exit, message)) => {
            remark(&format!("error: {message}"));
            exit
        }
    }
}

fn perform(arguments: Arguments) -> Result<Exit, Failure> {
    let context = Context::new(arguments.global);
    let Some(command) = arguments.command else {
        let exit = interface::open(&context)?;
        upkeep::tidy(&context);
        return Ok(exit);
    };
    let is_large = command.may_leave_much_room();
    let mut out = Output::stdout();
    let exit = command.run(&context, &mut out)?;
    out.finish()?;
    if is_large {
        upkeep::tidy(&context);
    }
    Ok(exit)
}

impl Command {
    /// Whether it may leave much room in the store's file that nobody uses.
    fn may_leave_much_room(&self) -> bool {
        matches!(
            self,
            Self::List(_)
                | Self::Contact(_)
                | Self::Duplicates(_)
                | Self::Import(_)
                | Self::Undo(_)
                | Self::Redo(_)
        )
    }

    fn run(self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        match self {
            Self::Demo(demo) => demo.run(context),
            Self::Lists(lists) => lists.run(context, out),
            Self::List(list) => list.run(context),
            Self::Segments(segments) => segments.run(context, out),
            Self::Segment(segment) => segment.run(context, out),
            Self::Fields(fields) => fields.run(context, out),
            Self::Field(field) => field.run(context, out),
            Self::Settings(settings) => settings.run(context, out),
            Self::Count(count) => count.run(context, out),
            Self::Contacts(contacts) => contacts.run(context, out),
            Self::Explain(explain) => explain.run(context, out),
            Self::Contact(contact) => contact.run(context, out),
            Self::Duplicates(duplicates) => duplicates.run(context, out),
            Self::Optout(optout) => optout.run(context),
            Self::Optin(optin) => optin.run(context),
            Self::Import(import) => import.run(context, out),
            Self::Export(export) => export.run(context, out),
            Self::History(history) => history.run(context, out),
            Self::Undo(undo) => undo.run(context),
            Self::Redo(redo) => redo.run(context),
            Self::Check(check) => check.run(context, out),
            Self::Compact(compact) => compact.run(context),
            Self::Share(share) => share.run(context),
            Self::Stats(stats) => stats.run(context, out),
            Self::Completions(completions) => completions.run(out),
            Self::Man(man) => man.run(out),
        }
    }
}
