//! `check`: walks the whole store and says what does not hold.

use super::context::Context;
use super::failure::{Exit, Failure};
use super::interrupt::Interrupt;
use super::output::{Output, remark};
use crate::store::{self, Store};
use clap::Args;
use std::env;
use std::process::{Command, Stdio};

/// Checks the store; readers and writers go on meanwhile.
#[derive(Debug, Args)]
pub struct Check {
    /// Check every page of the file too. Writers wait meanwhile.
    #[arg(long)]
    deep: bool,
    /// The part of the check that a damaged page may end.
    #[arg(long, hide = true, requires = "deep")]
    pages: bool,
}

impl Check {
    /// Prints each problem on a line of its own; exit code 4 where there are any.
    pub fn run(&self, context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        if self.pages {
            return pages(context);
        }
        let deep = if self.deep {
            deep(context, out)?
        } else {
            Exit::Done
        };
        let rows = Self::rows(context, out)?;
        Ok(if rows == Exit::Done { deep } else { rows })
    }

    fn rows(context: &Context, out: &mut Output) -> Result<Exit, Failure> {
        let store = context.reader()?;
        let interrupt = Interrupt::watch()?;
        let report = store.check(&mut interrupt.between_batches())?;
        if interrupt.came() {
            return Err(Failure::Told(
                Exit::Interrupted,
                "Interrupted; nothing was changed.".to_owned(),
            ));
        }
        for problem in &report.problems {
            out.line(problem)?;
        }
        let more = report.problem_count.saturating_sub(report.problems.len() as u64);
        if more > 0 {
            out.line(&format!("and {more} more"))?;
        }
        if report.problem_count == 0 {
            remark(&format!("{} entries were checked; all is well.", report.checked));
            return Ok(Exit::Done);
        }
        remark(&format!(
            "The store is damaged: {} of {} entries checked do not hold. Nothing was changed.",
            report.problem_count, report.checked
        ));
        Ok(Exit::Store)
    }
}

/// Checks the pages in a process of their own, which a damaged page may end.
fn deep(context: &Context, out: &mut Output) -> Result<Exit, Failure> {
    context.refuse_read_only()?;
    remark("Checking every page; whoever wants to change something waits until this is done.");
    let ran = Command::new(env::current_exe()?)
        .arg("--store")
        .arg(context.store_path()?)
        .args(["check", "--deep", "--pages"])
        .stdin(Stdio::null())
        .output()?;
    let said = String::from_utf8_lossy(&ran.stderr);
    let said = said.lines().next_back().unwrap_or_default();
    match ran.status.code() {
        Some(0) => {
            remark(if said.is_empty() {
                "Every page is as it was written."
            } else {
                said
            });
            Ok(Exit::Done)
        }
        Some(code) if code == i32::from(Exit::Store as u8) => {
            out.line(said.trim_start_matches("error: "))?;
            Ok(Exit::Store)
        }
        Some(_) if !said.is_empty() => Err(Failure::failed(said.trim_start_matches("error: "))),
        _ => {
            out.line("The pages are damaged so that their check could not go on.")?;
            Ok(Exit::Store)
        }
    }
}

fn pages(context: &Context) -> Result<Exit, Failure> {
    if !store::check_pages(&context.whole()?)? {
        remark("The store's account of its free pages was wrong, and has been put right.");
    }
    Ok(Exit::Done)
}
